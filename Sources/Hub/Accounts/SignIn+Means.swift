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
        let proved = try confirm(person, password: old, began: began, from: address, vault: vault)
        let verifier = try verifier(of: new, for: person)
        try hub.changeCredentials(of: proved, vault: vault) { credentials, version, register, _ in
            credentials.password = verifier
            // Whoever knew the old one may have looked at one.
            credentials.newAuthenticators = nil
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

    /// A fresh secret for an authenticator, to be confirmed by its first code at the session that it was shown at.
    public func newAuthenticator(for person: PersonID, session: String, vault: KeyVault) throws -> OneTimeCode {
        try hub.changeCredentials(of: person, vault: vault) { credentials, _, _, now in
            let pending = (credentials.newAuthenticators ?? []).filter { now < $0.until }
            if let own = pending.first(where: { $0.session == session }) { return ([], own.code) }
            let fresh = OneTimeCode(secret: RandomBytes.make(20))
            let until = Moment(milliseconds: now.milliseconds + Self.authenticatorPending)
            // The oldest goes for a further one, of more sessions than one has at a time.
            credentials.newAuthenticators =
                pending.suffix(Self.mostPending - 1) + [Credentials.NewAuthenticator(code: fresh, session: session, until: until)]
            return ([], fresh)
        }
    }

    private static let mostPending = 16

    /// Confirms it with a code; recovery codes, which are shown this once. Nil if the code is not right.
    public func confirmAuthenticator(of proved: Proved, session: String, code: String, vault: KeyVault) throws -> [String]? {
        let codes = (0..<Credentials.recoveryCodes).map { _ in Credentials.freshCode() }
        return try hub.changeCredentials(of: proved, vault: vault) { credentials, version, _, now -> (events: [Event], result: [String]?) in
            guard let pending = credentials.newAuthenticators?.first(where: { $0.session == session && now < $0.until }) else {
                return ([], nil)
            }
            var fresh = pending.code
            guard fresh.take(code, at: now.milliseconds / 1000) else { return ([], nil) }
            // Whoever used one up can make it anew as well: what was not answered is asked still, and when one was used stays to be seen.
            credentials.recoveryUses = credentials.openUses
            credentials.newAuthenticators = nil
            (credentials.authenticator, credentials.authenticatorSince) = (fresh, now)
            credentials.recovery = codes.map(Credentials.digest)
            return (
                [SignInMeans.authenticator, .recoveryCodes].map {
                    .signInMeansChanged(SignInMeansChanged(person: proved.person, means: $0, isSet: true, credentials: version))
                }, codes
            )
        }
    }

    // MARK: Asked again

    /// Asks for the password of somebody who is signed in already, before what an open session on an empty desk must not be enough for. Whoever has
    /// none, as where their agency's own sign-on lets them in, has signed in a short while ago.
    /// - Parameter began: When the session began.
    public func confirm(_ person: PersonID, password: String, began: Moment, from address: String, vault: KeyVault) throws -> Proved {
        let proved = proved(person)
        if hasPassword(person) { return try check(person.rawValue, password: password, from: address, vault: vault).proved }
        guard isFresh(began) else { throw Self.refused }
        return proved
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
