import Foundation
public import Register
public import Sealing
public import Storage

extension SignIn {
    // MARK: Passwords

    /// Why a password is not taken; nil if it is.
    public func fault(of password: String, for person: PersonID) -> PasswordFault? {
        if password.count < Self.shortestPassword { return .tooShort }
        if password.count > 200 { return .tooLong }
        let plain = password.lowercased()
        let own = [person.rawValue] + (hub.state.people[person]?.name.lowercased().split(separator: " ").map(String.init) ?? [])
        if own.contains(where: { $0.count > 3 && plain.contains($0) }) { return .ownName }
        return common.weakness(of: password).map { .common($0) }
    }

    /// Why a password is not taken.
    public enum PasswordFault: Error, Sendable, Hashable {
        /// Fewer characters than `shortestPassword`.
        case tooShort
        /// More than 200 characters.
        case tooLong
        /// It holds the person's name.
        case ownName
        /// It is among those guessed first; cracklib's words.
        case common(String)
    }

    func verifier(of password: String, for person: PersonID) throws -> PasswordVerifier {
        if let fault = fault(of: password, for: person) { throw fault }
        return try PasswordVerifier(of: password, salt: RandomBytes.make(16))
    }

    /// Sets another password for somebody who knows the present one, or a first one for somebody who has just signed in without.
    /// - Parameter began: When the session began.
    public func changePassword(
        of person: PersonID, from old: String, to new: String, began: Moment, address: String, vault: KeyVault
    ) throws {
        try confirm(person, password: old, began: began, from: address, vault: vault)
        let verifier = try verifier(of: new, for: person)
        try hub.changeCredentials(of: person, vault: vault) { credentials, version, register, _ in
            credentials.password = verifier
            // Whoever knew the old one may have made a token by it.
            credentials.tokens = []
            return (
                [.signInMeansChanged(SignInMeansChanged(person: person, means: .password, isSet: true, credentials: version))]
                    + register.revokeTokens(of: person), ()
            )
        }
    }

    // MARK: Authenticators

    /// Milliseconds in which a fresh secret is confirmed or forgotten.
    private static let authenticatorPending: Int64 = 10 * 60_000

    /// A fresh secret for an authenticator, to be confirmed by its first code.
    public func newAuthenticator(for person: PersonID, vault: KeyVault) throws -> OneTimeCode {
        try hub.changeCredentials(of: person, vault: vault) { credentials, _, _, now in
            if let pending = credentials.newAuthenticator, credentials.newAuthenticatorUntil.map({ now < $0 }) == true {
                return ([], pending)
            }
            let fresh = OneTimeCode(secret: RandomBytes.make(20))
            credentials.newAuthenticator = fresh
            credentials.newAuthenticatorUntil = Moment(milliseconds: now.milliseconds + Self.authenticatorPending)
            return ([], fresh)
        }
    }

    /// Confirms it with a code; recovery codes, which are shown this once. Nil if the code is not right.
    public func confirmAuthenticator(of person: PersonID, code: String, vault: KeyVault) throws -> [String]? {
        let codes = (0..<Credentials.recoveryCodes).map { _ in Credentials.freshCode() }
        return try hub.changeCredentials(of: person, vault: vault) { credentials, version, _, now -> (events: [Event], result: [String]?) in
            guard var fresh = credentials.newAuthenticator, credentials.newAuthenticatorUntil.map({ now < $0 }) == true,
                fresh.take(code, at: now.milliseconds / 1000)
            else { return ([], nil) }
            // Whoever used one up can make it anew as well: what was not answered is asked still, and when one was used stays to be seen.
            let unanswered = credentials.recoveryUnanswered
            credentials.newAuthenticator = nil
            credentials.newAuthenticatorUntil = nil
            credentials.authenticator = fresh
            credentials.recovery = codes.map(Credentials.digest)
            credentials.recoveryAnswered = unanswered == 0 ? nil : Credentials.recoveryCodes + unanswered
            return (
                [SignInMeans.authenticator, .recoveryCodes].map {
                    .signInMeansChanged(SignInMeansChanged(person: person, means: $0, isSet: true, credentials: version))
                }, codes
            )
        }
    }

    /// Changes what is sealed of a person, with the event that says so.
    func change(_ person: PersonID, _ vault: KeyVault, _ change: (inout Credentials) throws -> (SignInMeans, Bool)) throws {
        try hub.changeCredentials(of: person, vault: vault) { credentials, version, _, _ in
            let (means, isSet) = try change(&credentials)
            return ([.signInMeansChanged(SignInMeansChanged(person: person, means: means, isSet: isSet, credentials: version))], ())
        }
    }

    // MARK: Asked again

    /// Asks for the password of somebody who is signed in already, before what an open session on an empty desk must not be enough for. Whoever has
    /// none, as where their agency's own sign-on lets them in, has signed in a short while ago.
    /// - Parameter began: When the session began.
    public func confirm(_ person: PersonID, password: String, began: Moment, from address: String, vault: KeyVault) throws {
        if hasPassword(person) {
            _ = try check(person.rawValue, password: password, from: address, vault: vault)
        } else if !isFresh(began) {
            throw Self.refused
        }
    }

    /// True where there is a password to ask for.
    public func hasPassword(_ person: PersonID) -> Bool { hub.state.accounts[person]?.means.contains(.password) == true }

    /// True for a session so young that its person need not show again who they are.
    public func isFresh(_ began: Moment) -> Bool { hub.now.milliseconds - began.milliseconds <= Self.freshFor }

    /// Ten minutes.
    private static let freshFor: Int64 = 10 * 60_000
}

extension Hub {
    /// Destroys what people who have left signed in with, and the views they kept.
    func endAccounts(_ vault: KeyVault) throws {
        let store = CredentialStore(vault: vault)
        for person in try store.people() where state.people[person]?.active != true { try store.destroy(person) }
        let state = state
        try SavedViews(vault).destroy { state.people[$0]?.active != true }
    }
}
