/// Where points of Great Britain can lie on the National Grid, in metres.
public struct GridExtent: Sendable, Hashable {
    /// Least and greatest easting.
    public let eastings: ClosedRange<Double>
    /// Least and greatest northing.
    public let northings: ClosedRange<Double>

    /// All of Great Britain with its waters.
    public static let greatBritain = GridExtent(eastings: 1...700_000, northings: 1...1_300_000)

    /// The area in which a supplier's records are expected to lie; lets swapped coordinates be told from others.
    public init(eastings: ClosedRange<Double>, northings: ClosedRange<Double>) {
        self.eastings = eastings
        self.northings = northings
    }

    /// False for NaN.
    func contains(_ easting: Double, _ northing: Double) -> Bool { eastings.contains(easting) && northings.contains(northing) }
}
