public import Foundation
import Register
public import Storage
import Transparency

/// What a backup holds: `manifest.json` beside the copied folder. The digests are of the files as they were read from the hub.
public struct BackupManifest: Sendable, Codable {
    /// Of this form; another is refused.
    public static let format = 1
    static let fileName = "manifest.json"
    /// The copied folder, within the backup.
    static let copy = "hub"

    /// The form it has.
    public let format: Int
    /// The hub's identity.
    public let hub: String
    /// When it was taken, ISO 8601, UTC.
    public let at: String
    /// Events in the ledger.
    public let events: Int64
    /// Root of the ledger, base64.
    public let root: String
    /// The erasure anchor's epoch: an anchor of another opens nothing in it.
    public let epoch: UInt64
    /// Every file.
    public let files: [FolderCopy.Entry]

    /// Reads the manifest of a backup.
    public static func read(_ backup: URL) throws(HubError) -> BackupManifest {
        guard let data = FileManager.default.contents(atPath: backup.appending(path: fileName).path) else {
            throw HubError(
                .missing, code: "no-backup", "There is no backup in \(backup.path).",
                remedy: "Name a folder that sharewell backup made; one without manifest.json was not finished.")
        }
        guard let manifest = try? JSONDecoder().decode(BackupManifest.self, from: data), manifest.format == format else {
            throw HubError(
                .tampered, code: "manifest-not-understood", "The backup's manifest cannot be understood.",
                remedy: "Take another backup, or the version of Sharewell that made this one.")
        }
        return manifest
    }

    /// Every path stays within the folder, and none is named twice.
    func check() throws(HubError) {
        var seen = Set<String>()
        for file in files {
            let parts = file.path.split(separator: "/", omittingEmptySubsequences: false)
            guard seen.insert(file.path).inserted, !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else {
                throw HubError(
                    .tampered, code: "manifest-not-understood", "The backup's manifest names a file that no backup holds.",
                    remedy: "Take another backup.")
            }
        }
    }
}

extension HubFolder {
    /// What the last backup was: in the hub's folder, so that whoever watches the hub can see how old it is.
    var lastBackup: URL { root.appending(path: "backup.json") }

    /// True for what a backup copies as a file. The ledger is copied by the database, the anchor lies apart, and what is there for a time only is
    /// not copied, as drafts are not to come back either: a backup holds records nowhere but sealed, where their destruction reaches them.
    static func isCopied(_ path: String) -> Bool {
        let apart = locks + ["backup.json"]
        let folders = transient.map { "\($0)/" } + ["vault/erasable/", "vault/\(KeyVault.passingPath)/"]
        let isLedger = path.hasPrefix("ledger/\(SQLiteLedger.fileName)")
        return !apart.contains(path) && !isLedger && !folders.contains { path.hasPrefix($0) } && !path.contains(DurableFile.unfinished)
    }
}
