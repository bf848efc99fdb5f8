/// What an extract is written as.
public enum ExtractFormat: String, Sendable, CaseIterable {
    /// Comma-separated values in a data package: a folder or a zip.
    case package
    /// An Excel workbook with a cover sheet.
    case workbook
    /// A GeoPackage of points.
    case geoPackage = "geopackage"
    /// GeoJSON of points (RFC 7946).
    case geoJSON = "geojson"

    /// True for those that draw records at points.
    public var needsPlace: Bool { self == .geoPackage || self == .geoJSON }
}
