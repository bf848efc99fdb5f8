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
        let left = credentials.recovery.count
        return Recovery(
            left: left, unanswered: max(0, (credentials.recoveryAnswered ?? Self.recoveryCodes) - left), used: credentials.recoveryUsed)
    }

    /// How many recovery codes a person has left; nil where they have none to use up.
    public func recoveryCodesLeft(of person: PersonID, vault: KeyVault) throws -> Int? { try recovery(of: person, vault: vault)?.left }

    /// Its person used it: they are not asked again.
    public func ownRecovery(of person: PersonID, vault: KeyVault) throws {
        try hub.changeCredentials(of: person, vault: vault) { credentials, _, _, _ in
            credentials.recoveryAnswered = credentials.recovery.count
            return ([], ())
        }
    }

    /// Somebody else used it: the other codes, which may be known as well, open nothing any more, nor does any token that was made since. The password,
    /// which that somebody knows, is changed by its person.
    public func disownRecovery(of person: PersonID, vault: KeyVault) throws {
        try hub.changeCredentials(of: person, vault: vault) { credentials, version, register, _ in
            (credentials.recovery, credentials.tokens, credentials.recoveryAnswered) = ([], [], 0)
            return (
                [.signInMeansChanged(SignInMeansChanged(person: person, means: .recoveryCodes, isSet: false, credentials: version))]
                    + register.revokeTokens(of: person), ()
            )
        }
    }
}
