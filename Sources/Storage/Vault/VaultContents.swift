import Foundation
import Sealing

/// The vault as read from disk at one moment: an anchor and the key table that belongs to it.
struct VaultContents: Sendable {
    /// Tells whether the files have been replaced since.
    struct Signature: Hashable, Sendable {
        private let anchor: [Int], table: [Int]
        init?(_ folder: VaultFolder, epoch: UInt64) {
            guard let anchor = Self.facts(folder.anchor), let table = Self.facts(folder.table(epoch)) else { return nil }
            self.anchor = anchor
            self.table = table
        }
        private static func facts(_ file: URL) -> [Int]? {
            var facts = stat()
            guard lstat(file.path, &facts) == 0 else { return nil }
            return [Int(facts.st_ino), Int(facts.st_size), Int(facts.st_mtim.tv_sec), Int(facts.st_mtim.tv_nsec)]
        }
    }
    let anchor: ErasureAnchor
    let tableKey: DataKey
    var table: KeyTable
    let signature: Signature?

    /// Reads anchor and table; another process may replace them meanwhile, so it tries again a few times.
    static func load(_ folder: VaultFolder, root: DataKey, vault: ObjectID) throws(SealingError) -> VaultContents {
        for _ in 0..<5 {
            guard let bytes = try VaultFile.read(folder.anchor) else {
                throw SealingError(
                    .missing, code: "anchor-missing", "The vault's erasure anchor is not there; without it no sealed record can be opened.",
                    remedy: "Restore the folder vault/erasable from the newest copy kept of it.")
            }
            let anchor = try ErasureAnchor(opening: bytes, root: root, vault: vault)
            let signature = Signature(folder, epoch: anchor.epoch)
            guard let sealed = try VaultFile.read(folder.table(anchor.epoch)) else { continue }
            let key = anchor.tableKey(root: root)
            do throws(SealingError) {
                let table = try KeyTable(opening: sealed, tableKey: key, vault: vault, epoch: anchor.epoch)
                return VaultContents(anchor: anchor, tableKey: key, table: table, signature: signature)
            } catch {
                // Read while it was being overwritten? Then there is another anchor by now.
                if try VaultFile.read(folder.anchor) == bytes { throw error }
            }
        }
        throw SealingError(
            .missing, code: "key-table-missing", "The vault's key table of the anchor's epoch is not there.",
            remedy: "Restore the vault folder and its erasable folder from backups of the same day.")
    }
}
