/// What was done to an address, and why.
public struct AddressReasons: OptionSet, Sendable, Hashable {
    /// One bit a reason.
    public let rawValue: UInt16
    /// From bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    /// A house number was removed.
    public static let numberRemoved = AddressReasons(rawValue: 1)
    /// A flat, floor, unit or the like was removed.
    public static let flatRemoved = AddressReasons(rawValue: 1 << 1)
    /// A name that may be a house's, a building's, premises' or a person's was removed.
    public static let nameRemoved = AddressReasons(rawValue: 1 << 2)
    /// Premises near by were removed.
    public static let premisesRemoved = AddressReasons(rawValue: 1 << 3)
    /// Codes, numbers, persons or identifiers were removed.
    public static let otherRemoved = AddressReasons(rawValue: 1 << 4)
    /// No part is surely the street.
    public static let streetWithheld = AddressReasons(rawValue: 1 << 5)
    /// Too long for an address; nothing is kept.
    public static let tooLong = AddressReasons(rawValue: 1 << 6)

    /// In words, with the rule's number.
    public var sentences: [String] {
        var found: [String] = []
        if contains(.numberRemoved) { found.append("rule 1: house number removed") }
        if contains(.flatRemoved) { found.append("rule 1: flat, floor or unit removed") }
        if contains(.nameRemoved) { found.append("rule 1: house, building or premises name removed") }
        if contains(.premisesRemoved) { found.append("rule 1: premises named as a landmark removed") }
        if contains(.otherRemoved) { found.append("rule 1: person, code or other number removed") }
        if contains(.tooLong) { found.append("rule 8: too long for an address, held back as free text") }
        if contains(.streetWithheld) { found.append("rule 1: street withheld, no part is surely a street") }
        return found
    }
}
