public import Register
import Sealing
public import Storage

extension SignIn {
    /// The issuer and subject that a person is linked to, with a bar between.
    public func subject(of person: PersonID, vault: KeyVault) throws -> String? {
        try CredentialStore(vault: vault).read(person, in: hub.state)?.subject
    }

    /// The person linked to a subject, if they may sign in now.
    public func person(ofSubject subject: String, from address: String, vault: KeyVault) throws -> PersonID? {
        guard let person = try owner(of: subject, in: hub.state, vault) else { return nil }
        return try known(person.rawValue, from: address)
    }

    /// Links a subject to a person; false if it is somebody else's. Whose it is, is looked up under the lock that the link is made under: of two who
    /// link the same at one time, one is told.
    public func link(_ subject: String, to person: PersonID, vault: KeyVault) throws -> Bool {
        if let owner = try owner(of: subject, in: hub.state, vault), owner != person { return false }
        do {
            try hub.changeCredentials(of: person, vault: vault) { credentials, version, register, _ in
                if let owner = try owner(of: subject, in: register.state, vault), owner != person { throw Taken() }
                credentials.subject = subject
                return (
                    [.signInMeansChanged(SignInMeansChanged(person: person, means: .singleSignOn, isSet: true, credentials: version))], ()
                )
            }
            return true
        } catch is Taken { return false }
    }

    private struct Taken: Error {}

    /// Takes the link away.
    public func unlink(_ person: PersonID, vault: KeyVault) throws {
        try change(person, vault) { credentials in
            credentials.subject = nil
            return (.singleSignOn, false)
        }
    }

    /// Records that somebody whom a provider sent was not let in.
    public func refusedElsewhere(from address: String, code: String) throws { _ = try failed(PersonID(rawValue: ""), address, code) }

    private func owner(of subject: String, in state: HubState, _ vault: KeyVault) throws -> PersonID? {
        let store = CredentialStore(vault: vault)
        for (person, account) in state.accounts where account.means.contains(.singleSignOn) {
            if try store.read(person, in: state)?.subject == subject { return person }
        }
        return nil
    }
}
