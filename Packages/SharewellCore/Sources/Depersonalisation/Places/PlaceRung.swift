/// How much of a place a record keeps: the released value of `<group>_rung`.
public enum PlaceRung: String, Sendable, Codable, CaseIterable, Comparable {
    /// A point as supplied: a public or non-residential place (rule 5).
    case exact
    /// A point the source had already moved to one shared by enough addresses, or by none.
    case snapped
    /// The full postcode (rule 2).
    case postcode
    /// A group of postcodes of one sector and district (rule 3).
    case group
    /// A postcode sector within one local authority district (rule 3).
    case sector
    /// A postcode district within one local authority district (rule 3).
    case district
    /// A statistical or administrative area only.
    case area
    /// Nothing: the place could not be made safe.
    case withheld

    /// Finest first.
    public static func < (left: PlaceRung, right: PlaceRung) -> Bool { left.position < right.position }
    /// Its place in `allCases`; a switch, as it is asked for every record.
    var position: Int {
        switch self {
        case .exact: 0
        case .snapped: 1
        case .postcode: 2
        case .group: 3
        case .sector: 4
        case .district: 5
        case .area: 6
        case .withheld: 7
        }
    }
}
