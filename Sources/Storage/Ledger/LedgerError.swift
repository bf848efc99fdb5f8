/// Something is wrong with the ledger: what, why and what to do next.
public struct LedgerError: Error, Sendable, Hashable {
    /// Kinds of trouble.
    public enum Kind: String, Sendable {
        /// There is no ledger where one was looked for.
        case missing
        /// Another process holds the ledger.
        case busy
        /// Reading or writing failed.
        case storage
        /// The ledger is damaged, or was altered behind the hub's back.
        case tampered
        /// What was asked cannot be done with this ledger.
        case refused
    }
    /// What kind of trouble.
    public let kind: Kind
    /// Stable, lower-case, hyphenated.
    public let code: String
    /// What happened, where and why.
    public let message: String
    /// What to do next.
    public let remedy: String

    init(_ kind: Kind, code: String, _ message: String, remedy: String) {
        self.kind = kind
        self.code = code
        self.message = message
        self.remedy = remedy
    }
}
