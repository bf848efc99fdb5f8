public import Register
import Storage

/// Puts the key of a hub away at once. It has to work when nothing else does: after tampering with the ledger, the rulebook or the vault.
public struct SealHub {
    private let folder: HubFolder
    private let store: UnsealedKeyStore?
    /// The hub in that folder, with keys kept there.
    public init(_ folder: HubFolder, store: UnsealedKeyStore?) {
        self.folder = folder
        self.store = store
    }

    /// Erases the key, then records that if the hub can be opened; true if there was a key. Where the ledger does not even say which hub it
    /// is of, the keys of all hubs of this user are erased. What is wrong with the hub is thrown when the key is gone.
    public func perform(clock: @escaping @Sendable () -> Moment) throws -> Bool {
        guard let store else { return false }
        var wasUnsealed = false
        if folder.exists {
            wasUnsealed =
                (try? HubLedger.beginning(of: SQLiteLedger.open(at: folder.ledger))?.hub).map { store.forget(hub: $0) } ?? store.forgetAll()
        }
        let hub = try Hub.open(folder, clock: clock)
        if wasUnsealed { try hub.transact { _, _ in ([.sealChanged(SealChanged(unsealed: false))], ()) } }
        return wasUnsealed
    }
}
