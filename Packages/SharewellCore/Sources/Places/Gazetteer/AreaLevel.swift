/// What kind of area: one of the kinds the hub knows, or any other that boundaries were imported for.
public struct AreaLevel: RawRepresentable, Hashable, Sendable, Codable, Comparable {
    /// Lower-case name.
    public let rawValue: String
    /// A level of that name.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Census output area.
    public static let outputArea = AreaLevel(rawValue: "oa")
    /// Lower layer super output area; in Scotland the data zone.
    public static let lsoa = AreaLevel(rawValue: "lsoa")
    /// Middle layer super output area; in Scotland the intermediate zone.
    public static let msoa = AreaLevel(rawValue: "msoa")
    /// Electoral ward or division.
    public static let ward = AreaLevel(rawValue: "ward")
    /// Local authority district: the area of most CSPs.
    public static let district = AreaLevel(rawValue: "district")
    /// Country of the United Kingdom.
    public static let country = AreaLevel(rawValue: "country")
    /// By name.
    public static func < (left: AreaLevel, right: AreaLevel) -> Bool { left.rawValue < right.rawValue }
}

/// A set of areas: level and vintage. Codes of one vintage must not be joined to boundaries of another unasked.
public struct AreaSetName: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    /// What kind of area.
    public let level: AreaLevel
    /// Year or month of the boundaries: `2011`, `2021`, `2025-04`; empty if unknown.
    public let vintage: String
    /// Puts the two together.
    public init(_ level: AreaLevel, vintage: String) {
        self.level = level
        self.vintage = vintage
    }
    /// `lsoa-2011`.
    public var description: String { vintage.isEmpty ? level.rawValue : level.rawValue + "-" + vintage }
    /// By level, then vintage.
    public static func < (left: AreaSetName, right: AreaSetName) -> Bool { (left.level, left.vintage) < (right.level, right.vintage) }
}

/// One source that went into an image.
public struct PlacesSource: Hashable, Sendable, Codable {
    /// `code-point-open`, `ons-lookup`, `onspd`, `properties`, `boundaries`.
    public let kind: String
    /// Version as the source states it, or as the person named it.
    public let version: String
    /// SHA-256 of the source as supplied, hexadecimal.
    public let digest: String
    /// Rows or areas taken.
    public let count: Int
    /// Puts one together.
    public init(kind: String, version: String, digest: String, count: Int) {
        self.kind = kind
        self.version = version
        self.digest = digest
        self.count = count
    }
    /// `code-point-open 2025.2.0`.
    public var name: String { version.isEmpty ? kind : kind + " " + version }
}
