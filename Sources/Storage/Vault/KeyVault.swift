public import Foundation
public import Sealing
import Synchronization

/// The hub's keys on disk, open: root key in memory, everything else wrapped in files that are replaced whole or not at all.
///
/// Several processes may have one vault open; changes take a lock and start from what is on the disk.
public final class KeyVault: Sendable {
    let folder: VaultFolder
    let root: DataKey
    let vault: ObjectID
    private let cache = Mutex<VaultContents?>(nil)

    private init(_ folder: VaultFolder, root: DataKey, vault: ObjectID) {
        self.folder = folder
        self.root = root
        self.vault = vault
    }

    /// Begins a vault in that folder, which is made if it is not there.
    public static func create(at folder: URL, with secret: VaultSecret) throws(SealingError) -> KeyVault {
        let place = VaultFolder(root: folder)
        for folder in [place.root, place.erasable, place.notes, place.segments] { try VaultFile.makeFolder(folder) }
        guard try VaultFile.read(place.envelope) == nil else {
            throw SealingError(
                .storage, code: "vault-exists", "There is a vault in \(folder.lastPathComponent) already.", remedy: "Name another folder.")
        }
        let (root, vault) = (try VaultRandomness.key(), try VaultRandomness.object())
        let anchor = ErasureAnchor(epoch: 1, vault: vault, key: try VaultRandomness.key())
        let table = try KeyTable(vault: vault, epoch: 1).sealed(tableKey: anchor.tableKey(root: root), nonce: VaultRandomness.nonce())
        try VaultFile.write(table, to: place.table(1))
        try VaultFile.write(anchor.sealed(under: root, nonce: VaultRandomness.nonce()), to: place.anchor)
        try VaultFile.write(envelope(root, vault, secret).bytes, to: place.envelope)
        return KeyVault(place, root: root, vault: vault)
    }

    /// Opens a vault with its passphrase or key file.
    public static func unlock(at folder: URL, with secret: VaultSecret) throws(SealingError) -> KeyVault {
        let place = VaultFolder(root: folder)
        let envelope = try readEnvelope(place)
        return try opened(place, root: try envelope.open(with: secret), vault: envelope.vault)
    }

    /// Opens a vault with the root key that was kept since it was unlocked. Without `tidying`, what a crash left half done stays as it is:
    /// nothing in the folder changes by being looked at.
    public static func open(at folder: URL, rootKey: [UInt8], tidying: Bool = true) throws(SealingError) -> KeyVault {
        let place = VaultFolder(root: folder)
        return try opened(place, root: try DataKey(bytes: rootKey), vault: try readEnvelope(place).vault, tidying: tidying)
    }

    /// The root key, to be kept in memory while the hub is unsealed. Whoever has it can read the hub.
    public var rootKeyBytes: [UInt8] { root.bytes }

    /// What is on the disk now.
    func contents() throws(SealingError) -> VaultContents {
        if let known = cache.withLock({ $0 }), let signature = known.signature,
            signature == VaultContents.Signature(folder, epoch: known.anchor.epoch)
        {
            return known
        }
        let read = try VaultContents.load(folder, root: root, vault: vault)
        cache.withLock { $0 = read }
        return read
    }

    /// Replaces the key table of this epoch. Call with the lock held.
    func replaceTable(_ contents: VaultContents) throws(SealingError) {
        let bytes = try contents.table.sealed(tableKey: contents.tableKey, nonce: VaultRandomness.nonce())
        try VaultFile.write(bytes, to: folder.table(contents.anchor.epoch))
        cache.withLock { $0 = nil }
    }

    static func opened(
        _ place: VaultFolder, root: DataKey, vault: ObjectID, tidying: Bool = true
    ) throws(SealingError) -> KeyVault {
        let opened = KeyVault(place, root: root, vault: vault)
        _ = try opened.contents()
        if tidying { try opened.tidy() }
        return opened
    }

    private static func readEnvelope(_ place: VaultFolder) throws(SealingError) -> RootEnvelope {
        guard let bytes = try VaultFile.read(place.envelope) else {
            throw SealingError(
                .missing, code: "no-vault", "There is no vault in \(place.root.lastPathComponent).",
                remedy: "Restore the hub's vault folder from a backup.")
        }
        return try RootEnvelope(reading: bytes)
    }

    private static func envelope(_ root: DataKey, _ vault: ObjectID, _ secret: VaultSecret) throws(SealingError) -> RootEnvelope {
        try RootEnvelope(
            sealing: root, vault: vault, with: secret,
            randomness: .init(salt: RandomBytes.make(32), nonce: VaultRandomness.nonce()))
    }
}
