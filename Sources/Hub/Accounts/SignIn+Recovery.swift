public import Register
import Sealing
public import Storage

extension SignIn {
    /// How a person's recovery codes stand.
    public struct Recovery: Sendable, Hashable {
        /// Codes left.
        public let left: Int
        /// When the last was used.
        public let used: Moment?
        /// Uses that nobody has answered for.
        let uses: [RecoveryUse]

        /// How many uses whoever came in so can say something of.
        public func asked(_ answerer: Answerer) -> Int { uses.count(where: answerer.isAsked) }

        /// How many they are told of.
        public func told(_ answerer: Answerer) -> Int { uses.count(where: answerer.isTold) }

        /// True if whoever came in so can say of every use, for good, whose doing it was.
        public func isAnsweredForGood(by answerer: Answerer) -> Bool { uses.allSatisfy(answerer.isOlder) }
    }

    /// How a person's recovery codes stand; nil where they have no authenticator that codes would stand in for.
    public func recovery(of person: PersonID, vault: KeyVault) throws -> Recovery? {
        guard let credentials = try CredentialStore(vault: vault).read(person, in: hub.state), credentials.authenticator != nil else {
            return nil
        }
        return Recovery(left: credentials.recovery.count, used: credentials.recoveryUsed, uses: credentials.openUses)
    }

    /// Its person used those that were used up when that many were left. By what was theirs before, that is the end of it; by an authenticator that was
    /// set up since, it is asked no more at sessions of that authenticator. False where there is nothing to answer: of a code that was used since, they
    /// have not been asked.
    public func ownRecovery(of proved: Proved, by answerer: Answerer, left: Int, vault: KeyVault) throws -> Bool {
        try hub.changeCredentials(of: proved, vault: vault) { credentials, version, _, _ in
            let uses = credentials.openUses, present = credentials.recovery.count
            guard left >= present, left - present < uses.count else { return ([], false) }
            let (seen, later) = (uses.dropLast(left - present), uses.suffix(left - present))
            guard seen.contains(where: answerer.isAsked) else { return ([], false) }
            credentials.recoveryUses =
                seen.filter { !answerer.isOlder(than: $0) }.map { $0.answered(by: answerer) } + later
            let answered = SignInMeansChanged(
                person: proved.person, means: .recoveryCodes, isSet: present > 0, credentials: version, recovery: .mine)
            return ([.signInMeansChanged(answered)], true)
        }
    }

    /// Somebody else used it. What they may know or have made to come in again ends: the other codes, tokens, certificates, a link to single sign-on,
    /// authenticators that were shown and not confirmed, an address for notices that was not confirmed. The password stays, which that somebody knows
    /// and their person changes next, and so does what they have come in by themselves; the authenticator, unless they came by something else and it
    /// was set up since. The address that notices go to stays as well, to be looked at by its person: taken away, nothing would warn them any more.
    ///
    /// Whoever used a code may answer so themselves, by what they made since. So a use that the answerer is no older than is asked about still, where an
    /// older way in leads, and what was there before the first of those stays: its person comes in by it, and says whose doing that was.
    /// - Parameter ending: Ends that somebody's sessions. Done under the lock, so that nothing of theirs comes between.
    public func disownRecovery(of proved: Proved, by answerer: Answerer, vault: KeyVault, ending: () -> Void) throws {
        try hub.changeCredentials(of: proved, vault: vault) { credentials, version, register, _ in
            var ended: [SignInMeans] = [.recoveryCodes]
            // What is younger than the first use that they can speak of may be that somebody's.
            let uses = credentials.openUses, first = uses.first(where: answerer.isOlder)?.at
            let left = uses.filter { !answerer.isOlder(than: $0) }.map { $0.answered(by: answerer) }
            let earliest = left.map(\.at).min()
            func isBeforeThoseLeft(_ since: Moment?) -> Bool {
                guard let earliest else { return false }
                return since.map { $0 < earliest } ?? true
            }
            func isOwn(_ means: SignInMeans, since: Moment?) -> Bool {
                if isBeforeThoseLeft(since) { return true }
                guard let first, answerer.means == means else { return false }
                return since.map { $0 < first } ?? true
            }
            let kept = credentials.certificates.filter { isOwn(.certificate, since: credentials.certificateSince?[$0]) }
            if kept.isEmpty, !credentials.certificates.isEmpty { ended.append(.certificate) }
            // Never the only way in.
            if credentials.subject != nil, credentials.password != nil, !isOwn(.singleSignOn, since: credentials.subjectSince) {
                ended.append(.singleSignOn)
                (credentials.subject, credentials.subjectSince) = (nil, nil)
            }
            if let first, answerer.means != .authenticator, let since = credentials.authenticatorSince, since >= first {
                ended.append(.authenticator)
                // One that nobody has in its place: without any, the password would be enough, and that somebody knows it.
                credentials.authenticator = OneTimeCode(secret: RandomBytes.make(20))
            }
            (credentials.recovery, credentials.recoveryUses, credentials.tokens, credentials.certificates) = ([], left, [], kept)
            credentials.certificateSince = credentials.certificateSince?.filter { kept.contains($0.key) }
            credentials.newAuthenticators = nil
            credentials.notices?.pending = nil
            let events: [Event] = ended.map {
                .signInMeansChanged(
                    SignInMeansChanged(
                        person: proved.person, means: $0, isSet: false, credentials: version, recovery: $0 == .recoveryCodes ? .other : nil)
                )
            }
            ending()
            return (events + register.revokeTokens(of: proved.person), ())
        }
    }
}
