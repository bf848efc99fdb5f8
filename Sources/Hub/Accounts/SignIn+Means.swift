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

    /// Sets another password for somebody who knows the present one.
    public func changePassword(of person: PersonID, from old: String, to new: String, address: String, vault: KeyVault) throws {
        _ = try check(person.rawValue, password: old, from: address, vault: vault)
        let verifier = try verifier(of: new, for: person)
        try change(person, vault) { credentials in
            credentials.password = verifier
            return (.password, true)
        }
    }

    // MARK: Authenticators

    /// Milliseconds in which a fresh secret is confirmed or forgotten.
    private static let authenticatorPending: Int64 = 10 * 60_000

    /// A fresh secret for an authenticator, to be confirmed by its first code.
    public func newAuthenticator(for person: PersonID, vault: KeyVault) throws -> OneTimeCode {
        let store = CredentialStore(vault: vault)
        return try hub.transact { _, now in
            guard var credentials = try store.read(person) else { throw Self.refused }
            if let pending = credentials.newAuthenticator, credentials.newAuthenticatorUntil.map({ now < $0 }) == true {
                return ([], pending)
            }
            let fresh = OneTimeCode(secret: RandomBytes.make(20))
            credentials.newAuthenticator = fresh
            credentials.newAuthenticatorUntil = Moment(milliseconds: now.milliseconds + Self.authenticatorPending)
            try store.keep(credentials, of: person)
            return ([], fresh)
        }
    }

    /// Confirms it with a code; recovery codes, which are shown this once. Nil if the code is not right.
    public func confirmAuthenticator(of person: PersonID, code: String, vault: KeyVault) throws -> [String]? {
        let codes = (0..<Credentials.recoveryCodes).map { _ in Credentials.freshCode() }
        let store = CredentialStore(vault: vault)
        return try hub.transact { _, now -> (events: [Event], result: [String]?) in
            guard var credentials = try store.read(person), var fresh = credentials.newAuthenticator,
                credentials.newAuthenticatorUntil.map({ now < $0 }) == true, fresh.take(code, at: now.milliseconds / 1000)
            else { return ([], nil) }
            credentials.newAuthenticator = nil
            credentials.newAuthenticatorUntil = nil
            credentials.authenticator = fresh
            credentials.recovery = codes.map(Credentials.digest)
            try store.keep(credentials, of: person)
            return (
                [SignInMeans.authenticator, .recoveryCodes].map {
                    .signInMeansChanged(SignInMeansChanged(person: person, means: $0, isSet: true))
                }, codes
            )
        }
    }

    /// Changes what is sealed of a person, with the event that says so.
    func change(_ person: PersonID, _ vault: KeyVault, _ change: (inout Credentials) throws -> (SignInMeans, Bool)) throws {
        let store = CredentialStore(vault: vault)
        try hub.transact { _, _ in
            guard var credentials = try store.read(person) else { throw Self.refused }
            let (means, isSet) = try change(&credentials)
            try store.keep(credentials, of: person)
            return ([.signInMeansChanged(SignInMeansChanged(person: person, means: means, isSet: isSet))], ())
        }
    }
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
