/// Names one sealed object: 128 random bits, written as 32 hexadecimal digits. Says nothing of what is inside.
public struct ObjectID: Hashable, Sendable, Comparable, CustomStringConvertible, Codable {
    /// 32 lower-case hexadecimal digits.
    public let rawValue: String

    /// From 16 random bytes; nil for any other number of bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        rawValue = bytes.hexadecimalDigits
    }

    /// From its written form; nil if that is not 32 lower-case hexadecimal digits.
    public init?(_ text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 2 * Self.byteCount, digits.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else {
            return nil
        }
        rawValue = text
    }

    /// From its written form, with an error that says what to do.
    public init(checking text: String) throws(SealingError) {
        guard let id = ObjectID(text) else {
            throw SealingError(
                .damaged, code: "object-identity", "A sealed object is named by something that is no identity of one.",
                remedy: "Verify the ledger (sharewell ledger verify) and restore what was altered.")
        }
        self = id
    }

    /// Read as its written form.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let id = ObjectID(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not the identity of a sealed object"))
        }
        self = id
    }

    /// Written as its 32 digits.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    /// Length of an identity in bytes.
    public static let byteCount = 16

    /// Its 16 bytes.
    public var bytes: [UInt8] {
        let digits = rawValue.utf8.map { $0 < 58 ? $0 - 48 : $0 - 87 }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// The written form.
    public var description: String { rawValue }
    /// By written form.
    public static func < (left: ObjectID, right: ObjectID) -> Bool { left.rawValue < right.rawValue }
}

/// What is locked away together: the objects of one dataset under one protective marking.
public struct CompartmentID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The text.
    public let rawValue: String
    /// The compartment of a dataset and marking, such as `police-recorded-crime-offence/RESTRICTED`.
    public init(dataset: String, marking: String) { rawValue = "\(dataset)/\(marking)" }
    /// Of that name.
    public init(_ name: String) { rawValue = name }
    /// The text.
    public var description: String { rawValue }
    /// Alphabetical.
    public static func < (left: CompartmentID, right: CompartmentID) -> Bool { left.rawValue < right.rawValue }
}

extension Collection<UInt8> {
    package var hexadecimalDigits: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
