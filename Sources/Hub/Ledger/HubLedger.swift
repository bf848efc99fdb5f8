import Foundation
public import Register
public import Storage
public import Transparency

/// A hub's ledger opened by itself, without folding its events: works when an event can no longer be understood, and while sealed.
public struct HubLedger: Sendable {
    /// Where the hub lies.
    public let folder: HubFolder
    /// The ledger.
    public let ledger: SQLiteLedger
    /// The key of its checkpoints as its first event states it, or as somebody who kept it stated it.
    public let key: VerifierKey

    /// Opens the ledger of that hub. With `key` given, the ledger's own statement of it is not believed.
    public static func open(_ folder: HubFolder, key: VerifierKey? = nil) throws -> HubLedger {
        guard folder.exists else {
            throw HubError(
                .missing, code: "no-hub", "There is no hub in \(folder.root.path).",
                remedy: "Name another folder with --hub or SHAREWELL_HUB.")
        }
        let ledger = try SQLiteLedger.open(at: folder.ledger)
        return HubLedger(folder: folder, ledger: ledger, key: try key ?? stated(by: ledger))
    }

    /// Size, root and time of the last event stand in `SQLiteLedger`; this reads events in the hub's terms.
    public func lines(from position: Int64, limit: Int) throws -> [LedgerLine] {
        try ledger.events(from: position, limit: limit).map { LedgerLine($0, event: try EventCoding.decode($0.payload)) }
    }

    /// The vault, if the hub is unsealed on this machine. Opened to read the checkpoint in it and nothing else: what a crash or
    /// somebody else left there may be evidence, and a ledger that is being verified may not be the newest.
    public func vault(_ store: UnsealedKeyStore?, at now: Moment) -> KeyVault? {
        guard let store, let begun = try? Self.beginning(of: ledger),
            let rootKey = store.key(hub: begun.hub, now: now.milliseconds / 1000)
        else { return nil }
        return try? KeyVault.open(at: folder.vault, rootKey: rootKey, tidying: false)
    }

    /// The newest checkpoint kept beside the ledger, its signature checked.
    public func keptCheckpoint() throws -> Checkpoint? {
        guard let bytes = try ledger.keptCheckpoint() else { return nil }
        do { return try Checkpoint(parsing: bytes, key: key) } catch { throw HubError(error) }
    }

    /// The first event: which hub it is, and with which key. Nil where the ledger begins with another, or is empty.
    static func beginning(of ledger: SQLiteLedger) throws -> HubInitialised? {
        guard let first = try ledger.events(from: 0, limit: 1).first,
            case .hubInitialised(let begun) = try EventCoding.decode(first.payload)
        else { return nil }
        return begun
    }

    private static func stated(by ledger: SQLiteLedger) throws -> VerifierKey {
        guard let begun = try beginning(of: ledger) else {
            throw HubError(
                .tampered, code: "ledger-without-beginning", "The ledger does not begin with this hub's first event.",
                remedy: "Restore the hub from a backup, or verify it with the key you kept: --key VKEY.")
        }
        do { return try VerifierKey(parsing: begun.verifierKey) } catch { throw HubError(error) }
    }
}
