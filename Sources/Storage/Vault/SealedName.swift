/// Name of a small sealed object of the vault.
public struct SealedName: RawRepresentable, Hashable, Sendable {
    /// The text, at most 1,024 bytes.
    public let rawValue: String
    /// Of that name.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// The key that checkpoints of the ledger are signed with.
    public static let checkpointKey = SealedName(rawValue: "checkpoint-key")
    /// The secret behind the keyed references of recipients.
    public static let referenceKey = SealedName(rawValue: "reference-key")
}
