public import Sealing

/// What a segment is: authenticated with every byte sealed in it.
public struct SegmentIdentity: Sendable, Hashable {
    /// What its records may be used for.
    public enum Kind: UInt8, Sendable {
        /// Went through the rule pack; may be queried.
        case depersonalised = 1
        /// Sealed as supplied; never queried by rule.
        case personal = 2
    }
    /// The sealed object.
    public let object: ObjectID
    /// The record type's identifier.
    public let dataset: String
    /// Depersonalised or personal.
    public let kind: Kind
    /// 16 random bytes of this one writing, so that even a data key used twice by mistake never seals two segments with one key.
    public let salt: [UInt8]

    /// Length of the salt in bytes.
    public static let saltCount = 16

    /// Puts them together; the salt is cut or filled with zeros to 16 bytes.
    public init(object: ObjectID, dataset: String, kind: Kind, salt: [UInt8]) {
        self.object = object
        self.dataset = dataset
        self.kind = kind
        self.salt = Array((salt + [UInt8](repeating: 0, count: Self.saltCount)).prefix(Self.saltCount))
    }
}
