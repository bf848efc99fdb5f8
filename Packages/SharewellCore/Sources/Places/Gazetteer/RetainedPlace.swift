/// How far up the ladder a place had to go until enough properties share it (rule pack A1-2010/r1, rules 2 and 3).
public enum Rung: String, Sendable, Codable, CaseIterable, Comparable {
    /// The full postcode.
    case unit
    /// A group of postcodes of one sector and one district.
    case group
    /// The part of a postcode sector that lies in one local authority district.
    case sector
    /// The part of a postcode district that lies in one local authority district.
    case district
    /// Finest first.
    public static func < (left: Rung, right: Rung) -> Bool { left.code < right.code }
    var code: UInt8 { UInt8(truncatingIfNeeded: Self.allCases.firstIndex(of: self) ?? 0) }
}

/// Position of a unit in a gazetteer; means nothing in another image.
public struct UnitIndex: Hashable, Sendable {
    /// From 0, in alphabetical order of units.
    public let raw: UInt32
    init(_ raw: Int) { self.raw = UInt32(truncatingIfNeeded: raw) }
    var int: Int { Int(raw) }
}

/// What a record may keep of its place; means nothing in another image.
public struct PlaceIndex: Hashable, Sendable {
    /// A unit below `Self.mark`, a place of several units above.
    public let raw: UInt32
    static let mark: UInt32 = 0x8000_0000
}

/// A place as a record may name it.
public struct RetainedPlace: Sendable, Hashable {
    /// How coarse.
    public let rung: Rung
    /// `LU1 2AB`, `LU1 2 group 3`, `LU1 2 in E06000032`, `LU1 in E06000032`.
    public let label: String
    /// Properties known to share it; at least the gazetteer's threshold.
    public let properties: Int
    /// Of these, the ones in postcodes that are never named by themselves. Below the threshold where too few postcodes of the sector
    /// need a group: then somebody who knows the gazetteer can tell that neighbours which keep their own postcode are not meant.
    public let ownProperties: Int
    /// Representative point: computed, on a 10 m grid, never a member's own point; nil if no member has one.
    public let point: GridPoint?
    /// `LU1 2`; nil at the district rung.
    public let sector: String?
    /// `LU1`.
    public let outward: String
    /// How many postcodes it is made of.
    public let unitCount: Int
}
