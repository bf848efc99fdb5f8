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
    private let entry: Entry
    /// In that hub, for somebody who comes by that way.
    public init(hub: Hub, vault: KeyVault, entry: Entry) {
        self.hub = hub
        self.vault = vault
        self.entry = entry
    }

    /// A package of a file of one's own at `target`, which must be free. `progress` hears bytes read; what it throws ends the work, and nothing
    /// is left of it.
    public func perform(
        _ file: URL, under grant: GrantID, to agency: AgencyID, for actor: PersonID, at target: URL, progress: (Int) throws -> Void
    ) throws {
        try perform(.file(file), named: file.lastPathComponent, under: grant, to: agency, for: actor, at: target, progress: progress)
    }

    /// The same of a file that may wait here, under the name that the recipient sees.
    public func perform(
        _ file: SuppliedOrigin, named name: String, under grant: GrantID, to agency: AgencyID, for actor: PersonID, at target: URL,
        progress: (Int) throws -> Void
    ) throws {
        try hub.recordingRefusals(by: actor, action: .useGrant, dataset: nil) {
            let digest = try Self.digest(of: file)
            try seal(
                file, named: name, of: digest, secret: nil, under: grant, to: agency, for: actor, at: target,
                progress: progress)
        }
    }

    private static func digest(of file: SuppliedOrigin) throws -> String {
        var input = try PackageFile.Source(file), hash = SHA256()
        while case let bytes = try input.next(), !bytes.isEmpty { hash.update(data: bytes) }
        return hash.finalize().hexadecimal
    }

    /// Writes the package, records and signs it, and only then gives it its place. `secret` travels inside, for the recipient alone; `digest` is
    /// the file's, nil for an extract that is sealed as it is made.
    func seal(
        _ file: SuppliedOrigin, named name: String, of digest: String?, secret: String?, under id: GrantID, to agency: AgencyID,
        for actor: PersonID,
        at target: URL, progress: (Int) throws -> Void = { _ in }
    ) throws {
        let (grant, encoded) = try hub.register.permitPackage(under: id, to: agency, of: digest, by: actor, through: entry.way, at: hub.now)
        try PackageName.check(name)
        let key = try PackageKey(base64: encoded)
        let header = PackageFile.Header(
            hub: hub.state.hub?.hub ?? "", grant: id.rawValue, to: agency.rawValue, originator: grant.terms.source.rawValue,
            sentBy: actor.rawValue, sentFrom: hub.state.people[actor]?.agency?.rawValue ?? "", key: key.fingerprint,
            marking: hub.register.marking(of: grant).id, name: name, sealed: hub.now.description,
            until: CalendarDay(number: grant.terms.until).description, conditions: grant.terms.conditions)
        let output = try PackageFile.unnamed(target)
        let sealed = try PackageFile.seal(
            file, secret: secret, header: header, to: key, signer: hub.checkpointSigner(vault), progress: progress, into: output.write)
        try hub.transact { register, now in
            // Asked again on the newest state: a grant may have been revoked, or a key changed, while it was written.
            let (_, newest) = try register.permitPackage(under: id, to: agency, of: digest, by: actor, through: entry.way, at: now)
            guard newest == encoded else {
                throw HubError(.busy, code: "package-key-changed", "The key of \(agency) changed meanwhile.", remedy: "Seal it again.")
            }
            return ([.packageSealed(PackageSealed(grant: id, to: agency, key: encoded, digest: sealed, by: actor))], ())
        }
        // Signed before anybody can have it: from now on the event cannot be cut off unnoticed.
        _ = try PublishCheckpoint(hub: hub, vault: vault).perform()
        try PackageFile.place(output, at: target)
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

        /// For people: whoever sent it chose the words, so nothing in them is printed that cannot be seen.
        public var page: String {
            func shown(_ text: String) -> String { PackageName.shown(text) }
            var page = """
                \(shown(header.marking))
                \(shown(header.name)), sent by \(shown(header.sentBy)) of \(shown(header.sentFrom)) for \(shown(header.to))
                Originator: \(shown(header.originator)). Under the grant \(shown(header.grant)) of the hub \(shown(header.hub)), sealed \(shown(header.sealed))
                To be destroyed by the end of \(shown(header.until))

                """
            for condition in header.conditions { page += "Condition: \(shown(condition))\n" }
            page += "It is at \(shown(path))\n"
            return page + (passphrase.map { "Passphrase of the encrypted zip: \(shown($0))\n" } ?? "")
        }
    }

    /// Checks the sender's signature and opens the package.
    /// `progress` hears frames opened and frames in all; what it throws ends the work, and nothing is left of it.
    public func perform(
        _ package: URL, keyFile: URL, sender: String, to target: URL, progress: (Int, Int) throws -> Void
    ) throws -> Opened {
        let key: VerifierKey
        do { key = try VerifierKey(parsing: sender) } catch { throw HubError(error) }
        guard let data = FileManager.default.contents(atPath: keyFile.path),
            let bytes = Data(base64Encoded: String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
        else {
            throw HubError(
                .missing, code: "package-secret-not-readable", "The key file cannot be read.",
                remedy: "Check the path and that you may read it.")
        }
        let (header, letter) = try PackageFile.open(
            package, with: PackageSecret(bytes: [UInt8](bytes)), from: key, to: target, progress: progress)
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
