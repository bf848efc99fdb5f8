/// Something went wrong that is nobody's refusal: what, why and what to do next. Never holds a value from supplied data.
public struct HubError: Error, Sendable, Hashable {
    /// Kinds of trouble; the terminal turns them into exit codes.
    public enum Kind: String, Sendable {
        /// The data supplied cannot be taken.
        case data
        /// A file or folder is not there.
        case missing
        /// The hub is sealed.
        case sealed
        /// The passphrase or key file is not the hub's.
        case wrongSecret = "wrong-secret"
        /// Somebody else is at it.
        case busy
        /// Reading or writing failed.
        case storage
        /// Something was altered behind the hub's back.
        case tampered
        /// The hub, or the rulebook, is not set up for this.
        case setUp = "set-up"
        /// Stopped by the person at the terminal.
        case interrupted
        /// A fault of the program itself.
        case fault
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
}
