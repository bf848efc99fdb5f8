/// A way of showing who one is.
public enum SignInMeans: String, Sendable, Codable, CaseIterable, Comparable {
    /// A password.
    case password
    /// A one-time code by an authenticator (RFC 6238).
    case authenticator
    /// Recovery codes for a lost authenticator.
    case recoveryCodes = "recovery-codes"
    /// A client certificate.
    case certificate
    /// The agency's own single sign-on (OpenID Connect).
    case singleSignOn = "single-sign-on"
    /// A token by which a program asks in the person's name.
    case token

    /// Alphabetical by raw value.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// How a person gets into the browser's hub, as it stands now. Secrets are sealed in the vault; here is only what is known of them.
public struct Account: Sendable, Hashable, Codable {
    /// How the person's identity was verified when they were invited, in the matrix's identifiers: `level-2` (§4.3.6, Figure 1).
    public internal(set) var registration: String
    /// When they were last invited.
    public internal(set) var invited: Moment
    /// What they can sign in with.
    public internal(set) var means: Set<SignInMeans>
    /// When they last signed in.
    public internal(set) var lastSignIn: Moment?
    /// Until when nobody can sign in as them, after too many wrong passwords or codes.
    public internal(set) var lockedUntil: Moment?
    /// Tokens of programs that ask in the person's name, by their identifiers; those revoked are gone.
    public internal(set) var tokens: [String: AppToken] = [:]

    /// Names what is sealed of the person and in force: what the vault holds of them under another name was never made good by an event.
    public internal(set) var credentials: String?

    /// Days after which an account that nobody has used signs nobody in.
    public static let dormantAfter: Int64 = 90

    /// Milliseconds for which too many wrong passwords or codes lock it.
    public static let longestLock: Int64 = 15 * 60_000

    /// True if it has not been used for so long that the co-ordinator has to invite its person again.
    public func isDormant(at now: Moment) -> Bool {
        now.milliseconds - max(lastSignIn ?? invited, invited).milliseconds > Self.dormantAfter * 86_400_000
    }

    /// True while it is locked.
    public func isLocked(at now: Moment) -> Bool { lockedUntil.map { now < $0 } ?? false }
}

/// Why a session ended.
public enum SessionEnding: String, Sendable, Codable, CaseIterable {
    /// The person signed out.
    case signedOut = "signed-out"
    /// The person ended it from another session.
    case endedElsewhere = "ended-elsewhere"
    /// It was not used, or went on too long.
    case expired
    /// The person left, or was invited anew.
    case accountChanged = "account-changed"
}
