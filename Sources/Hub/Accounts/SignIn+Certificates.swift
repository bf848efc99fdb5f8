public import Register
public import Storage

extension SignIn {
    /// SHA-256 of the certificates that are a person's, hexadecimal.
    public func certificates(of person: PersonID, vault: KeyVault) throws -> [String] {
        try CredentialStore(vault: vault).read(person, in: hub.state)?.certificates ?? []
    }

    /// Registers a certificate that the person shows, for somebody who knows the password.
    public func addCertificate(_ digest: String, of person: PersonID, password: String, from address: String, vault: KeyVault) throws {
        let proved = try check(person.rawValue, password: password, from: address, vault: vault).proved
        try hub.changeCredentials(of: proved, vault: vault) { credentials, version, _, now in
            if !credentials.certificates.contains(digest) {
                credentials.certificates.append(digest)
                credentials.certificateSince = (credentials.certificateSince ?? [:]).merging([digest: now]) { $1 }
            }
            return ([.signInMeansChanged(SignInMeansChanged(person: person, means: .certificate, isSet: true, credentials: version))], ())
        }
    }

    /// Takes a certificate away; false if it was not the person's.
    public func removeCertificate(_ digest: String, of proved: Proved, vault: KeyVault) throws -> Bool {
        guard try certificates(of: proved.person, vault: vault).contains(digest) else { return false }
        return try hub.changeCredentials(of: proved, vault: vault) { credentials, version, _, _ in
            guard let place = credentials.certificates.firstIndex(of: digest) else { return ([], false) }
            credentials.certificates.remove(at: place)
            credentials.certificateSince?[digest] = nil
            // The means is gone with the last of them.
            return (
                [
                    .signInMeansChanged(
                        SignInMeansChanged(
                            person: proved.person, means: .certificate, isSet: !credentials.certificates.isEmpty, credentials: version))
                ], true
            )
        }
    }
}
