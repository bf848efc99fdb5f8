public import Foundation
public import Register
import Storage

/// Brings a hub of an older format to that of this program, in place: everything in it is checked, a backup is taken, then it is changed, and
/// checked again. Broken off at any instant, it is the old hub or the new one, and upgrading goes on where it was.
public struct UpgradeHub {
    /// What came of it.
    public struct Done: Sendable, Encodable {
        /// Where.
        public let folder: String
        /// The format it had, and has.
        public let from: Int, to: Int
        /// What was done, or would be, step by step.
        public let steps: [String]
        /// Events in the ledger.
        public let events: Int64
        /// Sealed supplies that were opened to see that they can be; nil while nobody gave the key for it.
        public let suppliesOpened: Int?
        /// The backup taken before; nil if none was.
        public let backup: BackUpHub.Done?
    }
    /// Where the backup of before goes.
    public struct Backup: Sendable {
        let folder: URL, anchor: URL
        /// Into that folder, its anchor to that file.
        public init(folder: URL, anchor: URL) {
            self.folder = folder
            self.anchor = anchor
        }
    }
    private let folder: HubFolder
    private let secret: UnsealingSecret?
    private let store: UnsealedKeyStore?
    private let clock: @Sendable () -> Moment
    private let steps: [HubStep]

    /// Of that hub. With a secret, or while the hub is unsealed, sealed supplies are checked too.
    public init(_ folder: HubFolder, secret: UnsealingSecret?, store: UnsealedKeyStore?, clock: @escaping @Sendable () -> Moment) {
        self.init(folder, secret: secret, store: store, clock: clock, steps: HubStep.all)
    }

    init(
        _ folder: HubFolder, secret: UnsealingSecret?, store: UnsealedKeyStore?, clock: @escaping @Sendable () -> Moment, steps: [HubStep]
    ) {
        self.folder = folder
        self.secret = secret
        self.store = store
        self.clock = clock
        self.steps = steps
    }

    /// Checks whether it could be upgraded, and changes nothing.
    public func check() throws -> Done {
        let hub = try open()
        return try done(hub, from: hub.state.format, opened: verify(hub), backup: nil)
    }

    /// Does it; nothing where the hub has the newest format already. Without a backup only where the caller has seen to one.
    public func perform(backup: Backup?) throws -> Done {
        let hub = try open()
        let from = hub.state.format
        guard from < HubFormat.current else { return try done(hub, from: from, opened: verify(hub), backup: nil) }
        // Nobody takes a supply meanwhile, and what has to be right for the hub to be used is, before anything is changed.
        let lock = try FileLock(folder.supplyLock, waiting: 30, for: "taking a supply")
        let taken = try withExtendedLifetime(lock) {
            _ = try verify(hub)
            let taken = try backup.map { try BackUpHub(hub).perform(to: $0.folder, anchor: $0.anchor) }
            try raise(hub, from: from, at: taken?.events)
            return taken
        }
        try hub.ledger.close()
        return try look(from, taken)
    }

    /// Brings the files from the format they have, and then the ledger, to the newest: of a hub that nobody uses yet.
    func bring(from format: Int) throws {
        let hub = try open()
        defer { try? hub.ledger.close() }
        try raise(hub, from: format, at: nil)
    }

    private func open() throws -> Hub { try Hub.open(folder, of: HubFormat.oldest...HubFormat.current, clock: clock) }

    /// Changes files, and in one transaction the ledger: the instant of upgrading.
    private func raise(_ hub: Hub, from format: Int, at events: Int64?) throws {
        let register = try FileLock(folder.registerLock, waiting: 30, for: "changing the register")
        try withExtendedLifetime(register) {
            for step in steps where step.from >= format { for change in step.changes { try change(folder) } }
            try hub.refresh()
            guard events == nil || events == hub.head.size else {
                throw HubError(
                    .busy, code: "hub-in-use", "Something happened in the hub since its backup was taken: it is still in use.",
                    remedy: "Stop what serves it, then run the command again with another folder for the backup.")
            }
            let upgrades = steps.filter { $0.from >= hub.state.format }.map { HubUpgraded(from: $0.from, to: $0.from + 1) }
            guard let last = upgrades.last else { return }
            try hub.append(upgrades.map { .hubUpgraded($0) }, at: hub.now, raisingTo: last.to)
        }
    }

    /// Opens it as any command does from now on.
    private func look(_ from: Int, _ taken: BackUpHub.Done?) throws -> Done {
        do {
            let hub = try Hub.open(folder, clock: clock)
            let opened = try verify(hub)
            // Signs what the ledger has come to.
            if opened != nil { _ = try hub.unsealed(secret, store: store) }
            return try done(hub, from: from, opened: opened, backup: taken)
        } catch {
            let fault = HubError(explaining: error)
            throw HubError(
                fault.kind, code: "upgraded-hub-not-sound", "The hub was upgraded, and is not as it should be: \(fault.message)",
                remedy: taken.map { "Keep the folder as it is, and restore the backup in \($0.folder)." }
                    ?? "Keep the folder as it is, and restore the backup taken before.")
        }
    }

    /// Everything that the hub has is read: the ledger recomputed, its events folded, the rulebook, reports, and sealed supplies where the key is at hand.
    private func verify(_ hub: Hub) throws -> Int? {
        let vault: KeyVault? =
            if let secret { try KeyVault.unlock(at: folder.vault, with: secret.secret()) } else {
                try HubLedger.open(folder).vault(store, at: hub.now)
            }
        let report = try VerifyLedger(try HubLedger.open(folder)).perform(against: [], vault: vault)
        if let fault = report.faults.first { throw Self.notSound("its ledger is not sound: \(fault.message)") }
        let held = hub.state.supplies.values.filter { $0.status == .held || $0.status == .withdrawn }
        for supply in held where !SupplyReports(folder: folder.reports).isUnderstood(supply.taken.supply) {
            throw Self.notSound("the report of supply \(supply.taken.supply) cannot be read")
        }
        guard let vault else { return nil }
        if let lost = try BackupCheck.lost(hub, vault).first { throw Self.notSound("the sealed records of supply \(lost) are not there") }
        return held.count
    }

    private static func notSound(_ what: String) -> HubError {
        HubError(
            .tampered, code: "hub-not-sound", "The hub cannot be upgraded: \(what).",
            remedy: "Nothing was changed. Run sharewell ledger verify, and restore the newest backup with the program of before.")
    }

    private func done(_ hub: Hub, from: Int, opened: Int?, backup: BackUpHub.Done?) throws -> Done {
        Done(
            folder: folder.root.path, from: from, to: HubFormat.current, steps: steps.filter { $0.from >= from }.map(\.what),
            events: hub.head.size, suppliesOpened: opened, backup: backup)
    }
}
