import Foundation
public import Sealing

extension KeyVault {
    /// The folder, in a vault's, of the vault of what passes.
    public static let passingPath = "passing"

    private var passingPlace: VaultFolder { VaultFolder(root: folder.root.appending(path: Self.passingPath)) }

    /// The vault of what passes: small things that are sealed for some weeks and that nobody asked back after a loss, as what somebody is still
    /// writing. It has an anchor of its own, so that destroying in it leaves backups of everything else as they are, and is in no backup itself, so
    /// that what is destroyed in it is in none. Made when it is first asked for.
    public func passing() throws(SealingError) -> KeyVault {
        let place = passingPlace, own = try PassingVault(of: root, vault: vault)
        for folder in [place.root, place.erasable, place.notes, place.segments] { try VaultFile.makeFolder(folder) }
        let lock = try VaultLock(place.lock)
        do {
            defer { lock.release() }
            if try VaultFile.read(place.anchor) == nil {
                let anchor = ErasureAnchor(epoch: 1, vault: own.vault, key: try VaultRandomness.key())
                let table = KeyTable(vault: own.vault, epoch: 1)
                // The anchor comes last: a table without one is of a making that was broken off.
                try VaultFile.write(
                    table.sealed(tableKey: anchor.tableKey(root: own.root), nonce: VaultRandomness.nonce()), to: place.table(1))
                try VaultFile.write(anchor.sealed(under: own.root, nonce: VaultRandomness.nonce()), to: place.anchor)
            }
        }
        return try KeyVault.opened(place, root: own.root, vault: own.vault)
    }

    /// The same, if there is one.
    public func passingIfMade() throws(SealingError) -> KeyVault? {
        access(passingPlace.anchor.path, F_OK) == 0 ? try passing() : nil
    }
}
