public import Guidance

extension RecordType {
    /// True if records can be held to areas: personal ones carry the area that they were supplied with, depersonalised ones those of their place.
    public var canBeHeldToAreas: Bool { information == .depersonalised ? place != nil : fields.contains { $0.type == .area } }
}

/// Kinds of areas of England and Wales that records can be held to, by the first three characters of their codes (ONS coding and naming policy).
public enum AreaKind: String, Sendable, CaseIterable {
    /// Lower layer super output area.
    case lsoa
    /// Middle layer super output area.
    case msoa
    /// Electoral ward or division.
    case ward
    /// Local authority district, unitary authority, London or metropolitan borough.
    case district

    /// The kind of an area by its code of nine characters; nil if it is of none of these.
    public init?(of code: String) {
        guard code.utf8.count == 9, code.utf8.dropFirst().allSatisfy({ (48...57).contains($0) }) else { return nil }
        switch code.prefix(3) {
        case "E01", "W01": self = .lsoa
        case "E02", "W02": self = .msoa
        case "E05", "W05": self = .ward
        case "E06", "E07", "E08", "E09", "W06": self = .district
        default: return nil
        }
    }

    /// For messages.
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
