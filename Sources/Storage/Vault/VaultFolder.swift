import Foundation
import Sealing

/// Where a vault keeps its things. `docs/formats/vault.md` says what may be copied into a backup and what must not stay in one.
struct VaultFolder: Sendable {
    let root: URL
    /// The root key under its secret.
    var envelope: URL { root.appending(path: "root.envelope") }
    /// Holds the anchor alone, so that backups can leave it out.
    var erasable: URL { root.appending(path: "erasable") }
    var anchor: URL { erasable.appending(path: "anchor") }
    /// A second name of the anchor being replaced, so that it can still be overwritten afterwards.
    var oldAnchor: URL { erasable.appending(path: "anchor.old") }
    /// Small sealed files.
    var notes: URL { root.appending(path: "notes") }
    var segments: URL { root.appending(path: "segments") }
    var lock: URL { root.appending(path: "lock") }

    private static let tablePrefix = "keys-"

    func table(_ epoch: UInt64) -> URL { root.appending(path: Self.tablePrefix + String(epoch)) }
    func note(_ object: ObjectID) -> URL { notes.appending(path: "\(object).sealed") }
    func segment(_ object: ObjectID) -> URL { segments.appending(path: "\(object).segment") }

    /// Key tables that are there, whatever their epoch.
    var tables: [(epoch: UInt64, file: URL)] {
        VaultFile.names(in: root).compactMap { name in
            guard name.hasPrefix(Self.tablePrefix), let epoch = UInt64(name.dropFirst(Self.tablePrefix.count)) else { return nil }
            return (epoch, root.appending(path: name))
        }
    }

    /// Objects that have a file of that kind.
    func objects(in folder: URL, extension kind: String) -> [ObjectID] {
        VaultFile.names(in: folder).filter { $0.hasSuffix("." + kind) }.compactMap { ObjectID(String($0.dropLast(kind.count + 1))) }
    }
}
