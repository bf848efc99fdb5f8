public import Foundation
import Register
import Storage
import Transparency

/// Copies a hub while it is in use, sealed as it is: no key is needed for it, and none is in it.
///
/// What is large never changes once it is there, and is copied while the hub goes on. Then, under the lock of the register and of the vault, what
/// has changed since is copied, and the ledger: it names nothing that the copy lacks, and nothing is in the copy that was destroyed before. The
/// erasure anchor goes to another place, where one copy is kept and no more: with it goes what older backups could still be read by.
public struct BackUpHub {
    /// What was copied.
    public struct Done: Sendable, Codable {
        /// When, ISO 8601, UTC.
        public let at: String
        /// Where.
        public let folder: String, anchor: String
        /// Events in the ledger, files, and their bytes.
        public let events: Int64, files: Int, bytes: Int
        /// Epoch of the anchor.
        public let epoch: UInt64
    }
    private let hub: Hub
    /// Of that hub.
    public init(_ hub: Hub) { self.hub = hub }

    /// Copies into a folder that is not there yet, and the anchor over the file kept of it.
    public func perform(to target: URL, anchor: URL) throws -> Done {
        let source = hub.folder.root.resolvingSymlinksInPath().path + "/"
        for place in [target, anchor] where (place.standardizedFileURL.path + "/").hasPrefix(source) {
            throw HubError(
                .setUp, code: "backup-in-hub", "\(place.path) lies in the hub's own folder.", remedy: "Name a place on another disk.")
        }
        guard !(anchor.standardizedFileURL.path + "/").hasPrefix(target.standardizedFileURL.path + "/") else {
            throw HubError(
                .setUp, code: "anchor-in-backup", "The anchor must not lie in the backup: with it, what is destroyed could still be read.",
                remedy: "Name a place of its own with --anchor, where older copies are not kept.")
        }
        guard !FileManager.default.fileExists(atPath: target.path) else {
            throw HubError(
                .setUp, code: "backup-exists", "\(target.path) is there already.",
                remedy: "Name a folder that does not exist yet, such as one with today's date.")
        }
        let parent = target.deletingLastPathComponent()
        for left in DurableFile.unfinished(in: parent, of: target.lastPathComponent) { try? FileManager.default.removeItem(at: left) }
        let part = parent.appending(path: target.lastPathComponent + DurableFile.unfinished + RandomBytes.make(4).hexadecimal)
        let copy = HubFolder(part.appending(path: BackupManifest.copy))
        do {
            try FileManager.default.createDirectory(
                at: copy.ledger, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw HubError(
                .storage, code: "backup-not-made", "The folder \(part.path) could not be made.",
                remedy: "Check that the place exists, has room and may be written to.")
        }
        defer { try? FileManager.default.removeItem(at: part) }
        let (manifest, anchorBytes) = try fill(copy)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        try DurableFile.write([UInt8](encoder.encode(manifest)), to: part.appending(path: BackupManifest.fileName))
        try BackupCheck(manifest: manifest, folder: copy).perform()
        try DurableFile.move(part, toFree: target)
        // Last: until now the anchor kept opens the backup before.
        try KeyVault.keepAnchor(anchorBytes, at: anchor)
        let done = Done(
            at: manifest.at, folder: target.path, anchor: anchor.path, events: manifest.events, files: manifest.files.count,
            bytes: manifest.files.reduce(0) { $0 + $1.bytes }, epoch: manifest.epoch)
        try DurableFile.write([UInt8](encoder.encode(done)), to: hub.folder.lastBackup)
        return done
    }

    private func fill(_ copy: HubFolder) throws -> (BackupManifest, anchor: [UInt8]) {
        var files = FolderCopy(from: hub.folder.root, to: copy.root, taking: HubFolder.isCopied)
        try files.bringUpToDate()
        let lock = try FileLock(hub.folder.registerLock, waiting: 30, for: "changing the register")
        return try withExtendedLifetime(lock) {
            try KeyVault.holding(hub.folder.vault) {
                try files.bringUpToDate()
                try hub.ledger.copy(to: copy.ledger)
                try hub.refresh()
                let anchor = try KeyVault.anchor(of: hub.folder.vault)
                let head = hub.head
                var entries = files.entries
                for path in try FolderCopy.files(in: copy.ledger) where path.hasPrefix(SQLiteLedger.fileName) {
                    guard let facts = try FolderCopy.facts(of: copy.ledger.appending(path: path)) else { continue }
                    entries.append(FolderCopy.Entry(path: "ledger/\(path)", bytes: facts.bytes, digest: facts.digest))
                }
                let manifest = BackupManifest(
                    format: BackupManifest.format, hub: hub.state.hub?.hub ?? "", at: hub.now.description, events: head.size,
                    root: head.root.base64, epoch: anchor.epoch, files: entries.sorted { $0.path < $1.path })
                return (manifest, anchor.bytes)
            }
        }
    }
}

extension Hub {
    /// The last backup; nil if there was none since the hub came to this place.
    public var lastBackup: BackUpHub.Done? {
        FileManager.default.contents(atPath: folder.lastBackup.path).flatMap { try? JSONDecoder().decode(BackUpHub.Done.self, from: $0) }
    }

    /// How often records or lists of persons were destroyed since the last backup: until the next, they could be brought back from there. Nil without
    /// a backup.
    public var destroyedSinceBackup: Int? {
        guard let last = lastBackup else { return nil }
        return state.destructions.count { $0 >= last.events }
    }
}
