public import Register
import Sealing
public import Storage

extension SignIn {
    /// The issuer and subject that a person is linked to, with a bar between.
    public func subject(of person: PersonID, vault: KeyVault) throws -> String? {
        try CredentialStore(vault: vault).read(person, in: hub.state)?.subject
    }

    /// The person linked to a subject, if they may sign in now.
    public func person(ofSubject subject: String, from address: String, vault: KeyVault) throws -> Proved? {
        let state = hub.state
        guard let person = try owner(of: subject, in: state, vault), try known(person.rawValue, from: address) != nil else { return nil }
        let since = try CredentialStore(vault: vault).read(person, in: state)?.subjectSince
        return Proved(person, in: state, since: since)
    }

    /// Links a subject to a person; false if it is somebody else's. Whose it is, is looked up under the lock that the link is made under: of two who
    /// link the same at one time, one is told.
    public func link(_ subject: String, to proved: Proved, vault: KeyVault) throws -> Bool {
        let person = proved.person
        if let owner = try owner(of: subject, in: hub.state, vault), owner != person { return false }
        do {
            try hub.changeCredentials(of: proved, vault: vault) { credentials, version, register, now in
                if let owner = try owner(of: subject, in: register.state, vault), owner != person { throw Taken() }
                if credentials.subject != subject { credentials.subjectSince = now }
                credentials.subject = subject
                return (
                    [.signInMeansChanged(SignInMeansChanged(person: person, means: .singleSignOn, isSet: true, credentials: version))], ()
                )
            }
            return true
        } catch is Taken { return false }
    }

    private struct Taken: Error {}

    /// An invitation whose code was right, and which is not used up: its person has still to come back from their provider.
    public struct ShownInvitation: Sendable, Hashable {
        /// Whose.
        public let person: PersonID
        /// By which it is found again, and no code.
        let digest: [UInt8]
    }

    /// The invitation of that code; a wrong one is counted as in taking it up.
    public func invitation(of name: String, code: String, from address: String, vault: KeyVault) throws -> ShownInvitation {
        let (person, digest) = try invited(name, code: code, from: address, vault: vault)
        return ShownInvitation(person: person, digest: digest)
    }

    /// Takes an invitation up by linking a subject in place of a password: the code proved the invitation, the provider proves the person. Nil if
    /// the subject is somebody else's; then the invitation stands.
    public func accept(_ shown: ShownInvitation, subject: String, from address: String, vault: KeyVault) throws -> Proved? {
        let person = shown.person, proved: Proved
        do {
            proved = try hub.changeCredentials(of: person, vault: vault) { credentials, version, register, now in
                _ = try register.account(of: person, signingInAt: now)
                guard let kept = credentials.invitation, ConstantTime.equal(kept.digest, shown.digest), now <= kept.until else {
                    throw Self.refused
                }
                if let owner = try owner(of: subject, in: register.state, vault), owner != person { throw Taken() }
                credentials.invitation = nil
                (credentials.subject, credentials.subjectSince) = (subject, now)
                return (
                    [.signInMeansChanged(SignInMeansChanged(person: person, means: .singleSignOn, isSet: true, credentials: version))],
                    Proved(person: person, credentials: version, since: now)
                )
            }
        } catch is Taken { return nil }
        forgive(person.rawValue, address)
        return proved
    }

    /// Takes the link away; false where it is the only way in.
    public func unlink(_ proved: Proved, vault: KeyVault) throws -> Bool {
        try hub.changeCredentials(of: proved, vault: vault) { credentials, version, _, _ in
            guard credentials.password != nil else { return ([], false) }
            (credentials.subject, credentials.subjectSince) = (nil, nil)
            return (
                [.signInMeansChanged(SignInMeansChanged(person: proved.person, means: .singleSignOn, isSet: false, credentials: version))],
                true
            )
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
