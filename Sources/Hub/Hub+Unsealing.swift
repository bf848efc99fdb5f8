public import Foundation
import Register
import Sealing
public import Storage

/// What opens the hub's root key.
public enum UnsealingSecret: Sendable {
    /// A file whose first line is the passphrase.
    case passphraseFile(URL)
    /// A file of at least 32 random bytes.
    case keyFile(URL)

    /// Reads the file; whoever asked has to be able to read it.
    func secret() throws(HubError) -> VaultSecret {
        switch self {
        case .passphraseFile(let file):
            let text = String(decoding: try Self.read(file), as: UTF8.self)
            let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
            guard line.utf8.count >= 12 else {
                throw HubError(
                    .setUp, code: "passphrase-too-short", "The passphrase is shorter than 12 characters.",
                    remedy: "Use a long passphrase: five or six random words on the first line of the file.")
            }
            return .passphrase(line)
        case .keyFile(let file):
            let bytes = try Self.read(file)
            guard bytes.count >= 32 else {
                throw HubError(
                    .setUp, code: "key-file-too-short", "The key file holds fewer than 32 bytes.",
                    remedy: "Make one with: head -c 32 /dev/urandom > hub.key, and keep it where the hub is not.")
            }
            return .keyFile(bytes)
        }
    }

    private static func read(_ file: URL) throws(HubError) -> [UInt8] {
        do { return [UInt8](try Data(contentsOf: file)) } catch {
            throw HubError(
                .missing, code: "secret-not-readable", "The file with the hub's secret cannot be read: \(file.path).",
                remedy: "Check the path and that you may read it.")
        }
    }
}

extension Hub {
    /// True if a command could read records now without being given a secret.
    public func isUnsealed(_ store: UnsealedKeyStore?) -> Bool { rootKey(in: store) != nil }

    /// The open vault: with the secret given, or with the key kept by `sharewell unseal`.
    ///
    /// Finishes what a crash may have interrupted: destruction that was ordered, and leftovers of a supply that was never recorded.
    public func unsealed(_ secret: UnsealingSecret?, store: UnsealedKeyStore?) throws -> KeyVault {
        let vault: KeyVault
        if let secret {
            vault = try KeyVault.unlock(at: folder.vault, with: secret.secret())
        } else if let key = rootKey(in: store) {
            vault = try KeyVault.open(at: folder.vault, rootKey: key)
        } else {
            throw HubError(
                .sealed, code: "hub-sealed", "The hub is sealed.",
                remedy: "Run sharewell unseal --passphrase-file FILE first, or give --passphrase-file to this command.")
        }
        try refuseRollback(vault)
        try finishInterruptedWork(vault)
        try PublishCheckpoint(hub: self, vault: vault).catchUp()
        return vault
    }

    /// Records that the hub is unsealed, where the ledger has it sealed: a server holds the key for as long as it runs.
    public func noteUnsealed() throws {
        try transact { register, _ in (register.state.isUnsealed ? [] : [.sealChanged(SealChanged(unsealed: true))], ()) }
    }

    private func rootKey(in store: UnsealedKeyStore?) -> [UInt8]? {
        guard let store, let id = state.hub?.hub else { return nil }
        return store.key(hub: id, now: now.milliseconds / 1000)
    }
}

/// Makes the root key available to this user's commands for some hours.
public struct UnsealHub {
    private let secret: UnsealingSecret
    private let hours: Int
    /// For so many hours from now.
    public init(secret: UnsealingSecret, hours: Int) {
        self.secret = secret
        self.hours = hours
    }

    /// Checks the secret, records the unsealing, keeps the key.
    public func perform(on hub: Hub, keeping store: UnsealedKeyStore) throws {
        let vault = try KeyVault.unlock(at: hub.folder.vault, with: secret.secret())
        try hub.refuseRollback(vault)
        guard let id = hub.state.hub?.hub else { return }
        try hub.transact { _, _ in ([.sealChanged(SealChanged(unsealed: true))], ()) }
        try store.keep(vault.rootKeyBytes, hub: id, until: hub.now.milliseconds / 1000 + Int64(hours) * 3600)
        try hub.finishInterruptedWork(vault)
        _ = try PublishCheckpoint(hub: hub, vault: vault).perform()
    }
}
