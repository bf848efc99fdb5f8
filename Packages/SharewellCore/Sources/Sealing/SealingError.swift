/// A sealed thing could not be opened, or a key could not be found. Never holds key material or a sealed value.
public struct SealingError: Error, Sendable, Hashable {
    /// Kinds of trouble.
    public enum Kind: String, Sendable {
        /// The passphrase, key file or root key is not the one the thing was sealed with.
        case wrongSecret = "wrong-secret"
        /// Bytes were altered, cut short, or belong elsewhere.
        case damaged
        /// There is no such thing here.
        case missing
        /// Reading or writing failed.
        case storage
    }
    /// What kind of trouble.
    public let kind: Kind
    /// Stable, lower-case, hyphenated.
    public let code: String
    /// What happened, where and why.
    public let message: String
    /// What to do next.
    public let remedy: String
    /// Makes an error.
    public init(_ kind: Kind, code: String, _ message: String, remedy: String) {
        self.kind = kind
        self.code = code
        self.message = message
        self.remedy = remedy
    }

    static func damaged(_ what: String) -> SealingError {
        SealingError(
            .damaged, code: "sealed-file-damaged", "The \(what) was altered, cut short or belongs to another vault.",
            remedy: "Restore the vault folder from a backup of the same hub.")
    }

    static let unusableKey = SealingError(
        .damaged, code: "key-unusable", "A key has not the length of an AES-256 key.", remedy: "Restore the vault folder from a backup.")
}
