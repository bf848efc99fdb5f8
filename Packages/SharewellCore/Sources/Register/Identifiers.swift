/// A short name people type and the ledger keeps: lower-case letters, digits and hyphens, 2 to 40 of them.
public protocol ShortName: RawRepresentable, Hashable, Sendable, Codable, Comparable, CustomStringConvertible where RawValue == String {
    /// Takes the text as it is; use `init(checking:)` for text from outside.
    init(rawValue: String)
    /// What it names, for messages: "agency", "person".
    static var kind: String { get }
}

extension ShortName {
    /// Checks text from outside.
    public init(checking text: String) throws(Refusal) {
        let bytes = Array(text.utf8)
        let legal = bytes.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        guard (2...40).contains(bytes.count), legal, bytes.first != 45, bytes.last != 45 else {
            throw Refusal(
                .malformed,
                "That is not a usable short name for \(Self.kind.first.map { "aeiou".contains($0) } == true ? "an" : "a") \(Self.kind).",
                remedy: "Use 2 to 40 lower-case letters, digits and hyphens, such as beds-police.")
        }
        self.init(rawValue: text)
    }
    /// The name itself.
    public var description: String { rawValue }
    /// Alphabetical.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    /// Read as plain text.
    public init(from decoder: any Decoder) throws { self.init(rawValue: try decoder.singleValueContainer().decode(String.self)) }
    /// Written as plain text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

/// An agency of the partnership (§2.2).
public struct AgencyID: ShortName {
    /// The text.
    public let rawValue: String
    /// Takes the text as it is.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// "agency".
    public static var kind: String { "agency" }
}

/// A person with a profile (§4.3.6, Box 2).
public struct PersonID: ShortName {
    /// The text.
    public let rawValue: String
    /// Takes the text as it is.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// "person".
    public static var kind: String { "person" }
    /// The person every hub starts with; may run the register and nothing else.
    public static let firstCoordinator = PersonID(rawValue: "co-ordinator")
}

/// An information sharing protocol (§2.2).
public struct ProtocolID: ShortName {
    /// The text.
    public let rawValue: String
    /// Takes the text as it is.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// "protocol".
    public static var kind: String { "protocol" }
}

/// One supply: `s000001`, numbered in the order the hub took them.
public struct SupplyID: ShortName {
    /// The text.
    public let rawValue: String
    /// Takes the text as it is.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// "supply".
    public static var kind: String { "supply" }
    /// The `number`th supply of the hub, from 1.
    public init(number: Int) {
        let digits = String(number)
        self.init(rawValue: "s" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits)
    }
}
