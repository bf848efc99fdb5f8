internal import Guidance

/// Where points of Great Britain can lie on the National Grid, in metres.
struct GridExtent: Sendable {
    /// Least and greatest easting.
    let eastings: ClosedRange<Double>
    /// Least and greatest northing.
    let northings: ClosedRange<Double>

    /// All of Great Britain with its waters.
    static let greatBritain = GridExtent(
        eastings: Double(CanonicalForm.eastings.lowerBound)...Double(CanonicalForm.eastings.upperBound),
        northings: Double(CanonicalForm.northings.lowerBound)...Double(CanonicalForm.northings.upperBound))

    /// False for NaN.
    func contains(_ easting: Double, _ northing: Double) -> Bool { eastings.contains(easting) && northings.contains(northing) }
}
