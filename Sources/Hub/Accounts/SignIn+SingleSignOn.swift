public import Register
public import Storage

extension SignIn {
    /// The issuer and subject that a person is linked to, with a bar between.
    public func subject(of person: PersonID, vault: KeyVault) throws -> String? { try CredentialStore(vault: vault).read(person)?.subject }

    /// The person linked to a subject, if they may sign in now.
    public func person(ofSubject subject: String, from address: String, vault: KeyVault) throws -> PersonID? {
        guard let person = try owner(of: subject, vault) else { return nil }
        return try known(person.rawValue, from: address)
    }

    /// Links a subject to a person; false if it is somebody else's.
    public func link(_ subject: String, to person: PersonID, vault: KeyVault) throws -> Bool {
        if let owner = try owner(of: subject, vault), owner != person { return false }
        try change(person, vault) { credentials in
            credentials.subject = subject
            return (.singleSignOn, true)
        }
        return true
    }

    /// Takes the link away.
    public func unlink(_ person: PersonID, vault: KeyVault) throws {
        try change(person, vault) { credentials in
            credentials.subject = nil
            return (.singleSignOn, false)
        }
    }

    /// Records that somebody whom a provider sent was not let in.
    public func refusedElsewhere(from address: String, code: String) throws { _ = try failed(PersonID(rawValue: ""), address, code) }

    private func owner(of subject: String, _ vault: KeyVault) throws -> PersonID? {
        let store = CredentialStore(vault: vault)
        for (person, account) in hub.state.accounts where account.means.contains(.singleSignOn) {
            if try store.read(person)?.subject == subject { return person }
        }
        return nil
    }
}
