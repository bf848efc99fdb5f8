public import Register
public import Storage

extension SignIn {
    /// How a person's recovery codes stand.
    public struct Recovery: Sendable, Hashable {
        /// Codes left.
        public let left: Int
        /// Of those used up, the ones of which their person has not said whose doing it was.
        public let unanswered: Int
        /// When the last was used.
        public let used: Moment?
    }

    /// How a person's recovery codes stand; nil where they have no authenticator that codes would stand in for.
    public func recovery(of person: PersonID, vault: KeyVault) throws -> Recovery? {
        guard let credentials = try CredentialStore(vault: vault).read(person, in: hub.state), credentials.authenticator != nil else {
            return nil
        }
        return Recovery(left: credentials.recovery.count, unanswered: credentials.recoveryUnanswered, used: credentials.recoveryUsed)
    }

    /// Its person used those that were used up when that many were left, and is not asked of them again. False where there is nothing to answer that
    /// ends there: of a code that was used since, they have not been asked.
    public func ownRecovery(of person: PersonID, left: Int, vault: KeyVault) throws -> Bool {
        try hub.changeCredentials(of: person, vault: vault) { credentials, version, _, _ in
            let present = credentials.recovery.count
            guard left >= present, left < present + credentials.recoveryUnanswered else { return ([], false) }
            credentials.recoveryAnswered = left
            let answered = SignInMeansChanged(person: person, means: .recoveryCodes, isSet: present > 0, credentials: version)
            return ([.signInMeansChanged(answered)], true)
        }
    }

    /// Somebody else used it. What they may know or have made to come in again ends: the other codes, tokens, certificates, a link to single sign-on,
    /// an authenticator that was shown and not confirmed, an address for notices that was not confirmed. Password and authenticator stay, by which
    /// their person comes in; they change the first, which that somebody knows. The address that notices go to stays as well, to be looked at by its
    /// person: taken away, nothing would warn them any more.
    public func disownRecovery(of person: PersonID, vault: KeyVault) throws {
        try hub.changeCredentials(of: person, vault: vault) { credentials, version, register, _ in
            var ended: [SignInMeans] = [.recoveryCodes]
            if !credentials.certificates.isEmpty { ended.append(.certificate) }
            // Never the only way in.
            if credentials.subject != nil, credentials.password != nil {
                ended.append(.singleSignOn)
                credentials.subject = nil
            }
            (credentials.recovery, credentials.recoveryAnswered, credentials.tokens, credentials.certificates) = ([], 0, [], [])
            (credentials.newAuthenticator, credentials.newAuthenticatorUntil) = (nil, nil)
            credentials.notices?.pending = nil
            let events: [Event] = ended.map {
                .signInMeansChanged(SignInMeansChanged(person: person, means: $0, isSet: false, credentials: version))
            }
            return (events + register.revokeTokens(of: person), ())
        }
    }
}
