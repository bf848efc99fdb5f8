import Crypto
public import Foundation
import Guidance
public import Register
public import Sealing
public import Storage
import Transparency

/// Seals a file to an agency's key, under a grant, signed with the hub's key; the ledger says so before anybody can see it.
public struct SealPackage {
    private let hub: Hub
    private let vault: KeyVault
    /// In that hub.
    public init(hub: Hub, vault: KeyVault) {
        self.hub = hub
        self.vault = vault
    }

    /// A package of a file of one's own at `target`, which must be free.
    public func perform(_ file: URL, under grant: GrantID, to agency: AgencyID, for actor: PersonID, at target: URL) throws {
        try hub.recordingRefusals(by: actor, action: .useGrant, dataset: nil) {
            let partial = target.deletingLastPathComponent().appending(path: ".\(target.lastPathComponent).partial-\(getpid())-package")
            do {
                let digest = try Self.digest(of: file)
                try seal(file, named: file.lastPathComponent, of: digest, secret: nil, under: grant, to: agency, for: actor, at: partial)
                // Signed before anybody can take it away: from now on the event cannot be cut off unnoticed.
                _ = try PublishCheckpoint(hub: hub, vault: vault).perform()
                try DurableFile.move(partial, toFree: target)
            } catch {
                try? FileManager.default.removeItem(at: partial)
                throw error
            }
        }
    }

    private static func digest(of file: URL) throws -> String {
        guard let input = try? FileHandle(forReadingFrom: file) else {
            throw HubError(
                .missing, code: "file-not-readable", "The file cannot be read.", remedy: "Check the path and that you may read it.")
        }
        var hash = SHA256()
        while let bytes = try input.read(upToCount: 1 << 20), !bytes.isEmpty { hash.update(data: bytes) }
        return hash.finalize().hexadecimal
    }

    /// Writes the package and records it. `secret` travels inside, for the recipient alone; `digest` is the file's, nil for an extract that is
    /// sealed as it is made.
    func seal(
        _ file: URL, named name: String, of digest: String?, secret: String?, under id: GrantID, to agency: AgencyID, for actor: PersonID,
        at target: URL
    ) throws {
        let (grant, encoded) = try hub.register.permitPackage(under: id, to: agency, of: digest, by: actor, at: hub.now)
        let key = try PackageKey(base64: encoded)
        let marking = hub.register.marking(of: grant).id
        let header = PackageFile.Header(
            grant: id.rawValue, to: agency.rawValue, from: grant.terms.source.rawValue, key: key.fingerprint, marking: marking, name: name,
            sealed: hub.now.description)
        let sealed = try PackageFile.seal(file, secret: secret, header: header, to: key, signer: hub.checkpointSigner(vault), at: target)
        try hub.transact { register, now in
            // Asked again on the newest state: a grant may have been revoked, or a key changed, while it was written.
            let (_, newest) = try register.permitPackage(under: id, to: agency, of: digest, by: actor, at: now)
            guard newest == encoded else {
                throw HubError(.busy, code: "package-key-changed", "The key of \(agency) changed meanwhile.", remedy: "Seal it again.")
            }
            return ([.packageSealed(PackageSealed(grant: id, to: agency, key: encoded, digest: sealed, by: actor))], ())
        }
    }
}

extension PackageKey {
    /// From base64, as the register keeps it.
    public init(base64: String) throws(SealingError) {
        try self.init(bytes: [UInt8](Data(base64Encoded: base64) ?? Data()))
    }
    /// For the register.
    public var base64: String { Data(bytes).base64EncodedString() }
}

/// Opens packages, with no hub: on the recipient's own machine.
public struct OpenPackage {
    /// Opens packages.
    public init() {}

    /// What came with the package.
    public struct Opened: Sendable, Encodable {
        /// What the header says.
        public let header: PackageFile.Header
        /// Where the file is.
        public let path: String
        /// Passphrase of the encrypted zip in it, if it is one.
        public let passphrase: String?
    }

    /// Checks the sender's signature and opens the package.
    public func perform(_ package: URL, keyFile: URL, sender: String, to target: URL) throws -> Opened {
        let key: VerifierKey
        do { key = try VerifierKey(parsing: sender) } catch { throw HubError(error) }
        guard let data = FileManager.default.contents(atPath: keyFile.path),
            let bytes = Data(base64Encoded: String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
        else {
            throw HubError(
                .missing, code: "package-secret-not-readable", "The key file cannot be read.",
                remedy: "Check the path and that you may read it.")
        }
        let (header, letter) = try PackageFile.open(package, with: PackageSecret(bytes: [UInt8](bytes)), from: key, to: target)
        return Opened(header: header, path: target.path, passphrase: letter.isEmpty ? nil : letter)
    }

    /// A new key: the secret half goes into a file that only its owner reads, the public half is the answer, base64.
    public static func makeKey(at file: URL) throws -> PackageKey {
        let secret = try PackageSecret.make()
        guard try DurableFile.create(Array((Data(secret.bytes).base64EncodedString() + "\n").utf8), at: file) else {
            throw HubError(.data, code: "key-file-exists", "There is something at \(file.path) already.", remedy: "Name a free place.")
        }
        return secret.publicKey
    }
}
