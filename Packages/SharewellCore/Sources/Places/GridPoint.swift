/// A point of the Ordnance Survey National Grid (OSGB36, EPSG:27700), in metres.
public struct GridPoint: Hashable, Sendable, Codable {
    /// Metres east of the false origin.
    public let easting: Double
    /// Metres north of the false origin.
    public let northing: Double
    /// Puts the two together.
    public init(easting: Double, northing: Double) {
        self.easting = easting
        self.northing = northing
    }
    /// Distance in metres on the grid.
    public func distance(to other: GridPoint) -> Double {
        let east = easting - other.easting, north = northing - other.northing
        return (east * east + north * north).squareRoot()
    }
}

/// A point in degrees on WGS84 (CRS84: longitude first).
public struct GeographicPoint: Hashable, Sendable, Codable {
    /// Degrees east.
    public let longitude: Double
    /// Degrees north.
    public let latitude: Double
    /// Puts the two together.
    public init(longitude: Double, latitude: Double) {
        self.longitude = longitude
        self.latitude = latitude
    }
}

/// Turns grid into geographic coordinates and back. The implementation knows PROJ; the core only asks.
public protocol CoordinateConverting: Sendable {
    /// How it was done and how accurate that is, for metadata: `OSTN15 (0.1 m)` or `Helmert transformation (up to 4 m)`.
    var method: String { get }
    /// To WGS84; nil outside the grid.
    func geographic(_ point: GridPoint) -> GeographicPoint?
    /// To the National Grid; nil where the grid does not reach.
    func grid(_ point: GeographicPoint) -> GridPoint?
    /// Many at once; nil where one is outside the grid.
    func geographic(batch points: [GridPoint]) -> [GeographicPoint?]
    /// Many at once; nil where the grid does not reach.
    func grid(batch points: [GeographicPoint]) -> [GridPoint?]
}

extension CoordinateConverting {
    /// One after the other.
    public func geographic(batch points: [GridPoint]) -> [GeographicPoint?] { points.map(geographic) }
    /// One after the other.
    public func grid(batch points: [GeographicPoint]) -> [GridPoint?] { points.map(grid) }
}
