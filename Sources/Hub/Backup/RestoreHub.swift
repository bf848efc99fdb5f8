public import Foundation
public import Register
import Sealing
import Storage
import Transparency

/// Makes a hub of a backup and the anchor kept apart, in a place where there is none. Everything is checked before it is there.
public struct RestoreHub {
    /// What came of it.
    public struct Done: Sendable, Encodable {
        /// Where it is now.
        public let folder: String
        /// When the backup was taken.
        public let taken: String
        /// Events in the restored ledger.
        public let events: Int64
        /// Events after the backup that are known of and not there.
        public let missing: Int64
        /// Supplies that the ledger names and that were lost with the old machine.
        public let lost: [SupplyID]
        /// Supplies that were destroyed after the backup was taken, and are destroyed again.
        public let destroyedAgain: Int
        /// True if nothing that happened after the backup is known to be unknown: a newer ledger was put in its place.
        public let isCertain: Bool
        /// Where it is not: grants that are live here, may have been revoked since, and are held until their sources say that they stand.
        public let grants: [GrantID]
        /// Requests that were open, may have been taken back or decided since, and are held until their requesters say that they stand.
        public let requests: [RequestID]
        /// The format that the hub had in the backup, where it was an older one and has been upgraded.
        public let upgradedFrom: Int?
    }
    private let backup: URL, anchor: URL
    private let secret: UnsealingSecret
    private let ledger: URL?
    private let checkpoints: [URL]
    private let acceptsLoss: Bool

    /// - Parameters:
    ///   - ledger: The folder of a newer ledger of the same hub, if one was saved: what it says was destroyed is destroyed again.
    ///   - checkpoints: The newest that partners keep: they tell how much is missing.
    ///   - acceptsLoss: To go on although events are known to be missing, or nothing is known of what happened since: among them may be destructions,
    ///     revoked grants and people who left.
    public init(backup: URL, anchor: URL, secret: UnsealingSecret, ledger: URL?, checkpoints: [URL], acceptsLoss: Bool) {
        self.backup = backup
        self.anchor = anchor
        self.secret = secret
        self.ledger = ledger
        self.checkpoints = checkpoints
        self.acceptsLoss = acceptsLoss
    }

    /// Does it.
    public func perform(to target: HubFolder, clock: @escaping @Sendable () -> Moment) throws -> Done {
        let files = FileManager.default
        guard !files.fileExists(atPath: target.root.path) || (try? files.contentsOfDirectory(atPath: target.root.path)) == [] else {
            throw HubError(
                .setUp, code: "folder-in-use", "The folder \(target.root.path) is there already and not empty.",
                remedy: "A hub is never restored over another: name a folder that does not exist yet.")
        }
        let manifest = try BackupManifest.read(backup)
        try manifest.check()
        guard ledger != nil || !checkpoints.isEmpty || acceptsLoss else {
            throw HubError(
                .data, code: "loss-not-accepted",
                "Nothing says what happened in the hub after \(manifest.at): what was destroyed, revoked or removed since would come back unnoticed.",
                remedy:
                    "Give the newest ledger that was saved (--ledger), or the newest checkpoints of partners (--against); if there are none, go on with --accept-loss."
            )
        }
        let parent = target.root.deletingLastPathComponent()
        let prefix = ".\(target.root.lastPathComponent).restoring"
        // What a restoring that was killed left: it holds an anchor.
        for left in DurableFile.unfinished(in: parent, of: prefix) { try? files.removeItem(at: left) }
        let begun = HubFolder(parent.appending(path: prefix + DurableFile.unfinished + RandomBytes.make(4).hexadecimal))
        defer { try? files.removeItem(at: begun.root) }
        try begun.create()
        var copy = FolderCopy(from: backup.appending(path: BackupManifest.copy), to: begun.root) { _ in true }
        try copy.bringUpToDate()
        try BackupCheck(manifest: manifest, folder: begun).perform()
        try putAnchor(manifest, in: begun)
        let (destroyedBefore, format) = try stand(of: begun)
        if let ledger { try putLedger(ledger, manifest, in: begun) }
        let done = try finish(begun, target, manifest, destroyedBefore, format, clock)
        do {
            try DurableFile.sync(begun.root)
            rmdir(target.root.path)
            try DurableFile.move(begun.root, toFree: target.root)
        } catch { throw HubError(explaining: error) }
        return done
    }

    private func putAnchor(_ manifest: BackupManifest, in begun: HubFolder) throws {
        let anchor = try KeyVault.anchor(in: anchor)
        guard anchor.epoch == manifest.epoch else {
            throw HubError(
                .data, code: "anchor-of-another-day",
                "The anchor is of epoch \(anchor.epoch), the backup of \(manifest.epoch): something was destroyed between the two.",
                remedy: anchor.epoch > manifest.epoch
                    ? "Use the newest backup: what was destroyed since this one was taken cannot be brought back, nor anything that was sealed with it."
                    : "Use the newest copy of the anchor.")
        }
        let place = begun.vault.appending(path: KeyVault.anchorPath)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try DurableFile.write(anchor.bytes, to: place)
    }

    /// How many supplies were destroyed in the backup's hub, and which format it has.
    private func stand(of begun: HubFolder) throws -> (destroyed: Int, format: Int) {
        let hub = try Hub.open(begun, of: HubFormat.oldest...HubFormat.current, clock: { Moment(milliseconds: 0) })
        defer { try? hub.ledger.close() }
        return (hub.state.supplies.values.count { $0.status == .destroyed || $0.status == .condemned }, hub.state.format)
    }

    /// Puts a newer ledger in place of the backup's, if it goes on from it.
    private func putLedger(_ folder: URL, _ manifest: BackupManifest, in begun: HubFolder) throws {
        let newer = try SQLiteLedger.open(at: folder)
        guard try newer.size >= manifest.events, try newer.root(at: manifest.events).base64 == manifest.root else {
            throw HubError(
                .tampered, code: "ledger-of-another-history", "The ledger given does not go on from the backup's.",
                remedy: "Give the newest ledger of the same hub, or restore without it.")
        }
        for name in ["", "-wal", "-shm"] {
            try DurableFile.remove(begun.ledger.appending(path: SQLiteLedger.fileName + name))
        }
        try newer.copy(to: begun.ledger)
        try newer.close()
        if let kept = FileManager.default.contents(atPath: folder.appending(path: SQLiteLedger.checkpointName).path) {
            try DurableFile.write([UInt8](kept), to: begun.ledger.appending(path: SQLiteLedger.checkpointName))
        }
    }

    private func finish(
        _ begun: HubFolder, _ target: HubFolder, _ manifest: BackupManifest, _ destroyedBefore: Int, _ format: Int,
        _ clock: @escaping @Sendable () -> Moment
    ) throws -> Done {
        let opened = try HubLedger.open(begun)
        var missing: Int64 = 0
        for file in checkpoints {
            let checkpoint = try LedgerFiles.checkpoint(file, key: opened.key)
            let size = try opened.ledger.size
            if checkpoint.size > size { missing = max(missing, checkpoint.size - size) } else { try opened.check(continues: checkpoint) }
        }
        try opened.ledger.close()
        guard missing == 0 || acceptsLoss else {
            throw HubError(
                .data, code: "events-missing",
                "\(missing) events that a partner's checkpoint knows of are not in this backup. Records that were destroyed among them would come back.",
                remedy:
                    "Give the newest ledger that was saved with --ledger; if there is none, go on with --accept-loss, and let the agencies say what they had destroyed since \(manifest.at)."
            )
        }
        // The backup stays as it is; what is made of it is a hub of today.
        try UpgradeHub(begun, secret: nil, store: nil, clock: clock).bring(from: format)
        let hub = try Hub.open(begun, clock: clock)
        defer { try? hub.ledger.close() }
        let isCertain = ledger != nil && missing == 0
        try hub.append(
            [.hubRestored(HubRestored(backup: Int(manifest.events), missing: Int(missing), isCertain: isCertain))], at: hub.now)
        // Opening it finishes what the ledger orders: what it says was destroyed, and is in the copy, is destroyed again.
        let vault = try hub.unsealed(secret, store: nil)
        let report = try VerifyLedger(try HubLedger.open(begun)).perform(against: [], vault: vault)
        if let fault = report.faults.first { throw BackupCheck.damaged("its ledger is not sound: \(fault.message)") }
        let lost = try BackupCheck.lost(hub, vault)
        if ledger == nil, let first = lost.first { throw BackupCheck.damaged("the sealed records of supply \(first) are not in it") }
        let destroyed = hub.state.supplies.values.count { $0.status == .destroyed || $0.status == .condemned }
        return Done(
            folder: target.root.path, taken: manifest.at, events: hub.head.size, missing: missing, lost: lost,
            destroyedAgain: destroyed - destroyedBefore, isCertain: isCertain,
            grants: isCertain ? [] : hub.state.liveGrants.map(\.id), requests: isCertain ? [] : hub.state.openRequests.map(\.id),
            upgradedFrom: format < HubFormat.current ? format : nil)
    }
}
