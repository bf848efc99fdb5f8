public import Register

/// One use of a recovery code of which its person has not said for good whose doing it was.
struct RecoveryUse: Sendable, Hashable, Codable {
    /// When.
    let at: Moment
    /// Since when that authenticator is theirs at whose sessions it was said whose doing it was, where it is younger than the use: whoever used the code
    /// may have set it up. It is asked no more there, and still where an older way in leads.
    var owned: Moment?

    init(at: Moment) { self.at = at }

    /// The same, as one that somebody has said something of who cannot say it for good.
    func answered(by answerer: SignIn.Answerer) -> RecoveryUse {
        var use = self
        if answerer.isAsked(self) { use.owned = answerer.since }
        return use
    }
}

extension SignIn {
    /// How somebody came in who is asked, or told, that a recovery code was used.
    public struct Answerer: Sendable, Hashable {
        /// What they showed beside a password, or in its place; nil for a password alone.
        public let means: SignInMeans?
        /// Since when that is theirs; nil where it was theirs before that was kept.
        public let since: Moment?
        /// Makes one.
        public init(means: SignInMeans?, since: Moment?) {
            self.means = means
            self.since = since
        }

        /// True if they came by what was theirs before the code was used: whoever used it has not made it.
        func isOlder(than use: RecoveryUse) -> Bool {
            switch means {
            case .authenticator, .certificate, .singleSignOn: since.map { $0 < use.at } ?? true
            case .password, .recoveryCodes, .token, nil: false
            }
        }

        /// True if they can say whose doing it was: by what is older for good; by an authenticator that is younger for its own sessions alone.
        func isAsked(_ use: RecoveryUse) -> Bool { isOlder(than: use) || means == .authenticator && use.owned != since }

        /// True if they are told of it: whoever is not asked is, until it was answered anywhere, as they can do nothing about it.
        func isTold(_ use: RecoveryUse) -> Bool { isAsked(use) || means != .authenticator && use.owned == nil }
    }
}
