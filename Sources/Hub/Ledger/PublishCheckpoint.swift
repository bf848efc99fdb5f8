import Register
public import Storage
public import Transparency

/// Signs the state of a hub's ledger for its partners to keep.
public struct PublishCheckpoint {
    private let hub: Hub
    private let vault: KeyVault
    /// On that hub, unsealed.
    public init(hub: Hub, vault: KeyVault) {
        self.hub = hub
        self.vault = vault
    }

    /// Events that may gather unsigned. Supplies, extracts and certificates are signed one by one; a question costs too little for that.
    static let mostUnsigned: Int64 = 64

    /// Signs if many events have gathered since the last time: those of questions and of the register, which nobody signs one by one.
    func catchUp() throws {
        let signed = try hub.keptLedger()?.sealedCheckpoint(vault)?.size ?? 0
        if hub.head.size - signed >= Self.mostUnsigned { _ = try perform() }
    }

    /// Signs, unless the ledger contradicts what was signed before; keeps the checkpoint in the vault and beside the ledger.
    public func perform() throws -> Checkpoint {
        let lock = try FileLock(hub.folder.registerLock, waiting: 30, for: "changing the register")
        return try withExtendedLifetime(lock) {
            try hub.refresh()
            let signer = try hub.checkpointSigner(vault)
            try hub.refuseRollback(vault)
            // What is signed is what was recomputed from the events, not what the ledger's file says of itself.
            let head = hub.head
            do {
                let checkpoint = try signer.sign(size: head.size, root: head.root)
                try vault.seal(checkpoint.encoded, as: .latestCheckpoint)
                try hub.ledger.keep(checkpoint)
                return checkpoint
            } catch let error as TransparencyError { throw HubError(error) }
        }
    }
}

extension SealedName {
    /// The newest checkpoint that was signed: a database put back from a backup is older than it.
    public static let latestCheckpoint = SealedName(rawValue: "latest-checkpoint")
}

extension Hub {
    /// Refuses a ledger whose events do not continue the newest checkpoints signed: the one in the vault and the one beside it.
    public func refuseRollback(_ vault: KeyVault) throws {
        guard let opened = try keptLedger() else { return }
        for earlier in [try opened.sealedCheckpoint(vault), try opened.keptCheckpoint()].compactMap(\.self) {
            try check(continues: earlier)
        }
    }

    /// The ledger with the key its first event states.
    public func keptLedger() throws -> HubLedger? {
        guard let begun = state.hub else { return nil }
        do {
            return HubLedger(folder: folder, ledger: ledger, key: try VerifierKey(parsing: begun.verifierKey))
        } catch { throw HubError(error) }
    }

    /// The signer of this hub's checkpoints, from the vault; refused if it is not the key the ledger's first event states.
    public func checkpointSigner(_ vault: KeyVault) throws -> CheckpointSigner {
        guard let begun = state.hub else {
            throw HubError(
                .tampered, code: "ledger-without-beginning", "The ledger does not begin with this hub's first event.",
                remedy: "Restore the hub from a backup.")
        }
        do {
            let key = try VerifierKey(parsing: begun.verifierKey)
            let signer = try CheckpointSigner(origin: key.name, privateKey: vault.open(.checkpointKey))
            guard signer.verifierKey == key else {
                throw HubError(
                    .tampered, code: "checkpoint-key-differs", "The vault's checkpoint key is not the one the ledger's first event states.",
                    remedy: "Vault and ledger are of two hubs: restore both from the same backup.")
            }
            return signer
        } catch let error as TransparencyError { throw HubError(error) }
    }
}

extension HubLedger {
    /// The newest checkpoint kept in the vault, its signature checked; nil if none was signed yet.
    public func sealedCheckpoint(_ vault: KeyVault) throws -> Checkpoint? {
        guard try vault.names().contains(.latestCheckpoint) else { return nil }
        do { return try Checkpoint(parsing: vault.open(.latestCheckpoint), key: key) } catch let error as TransparencyError {
            throw HubError(error)
        }
    }

    /// Refuses a ledger that does not continue a checkpoint of it. O(log n): believes the stored hashes, as `verify` does not.
    public func check(continues earlier: Checkpoint) throws {
        let size = try ledger.size
        guard earlier.size <= size, try ledger.root(at: earlier.size) == earlier.root else {
            throw HubError.contradicts(earlier, size: size)
        }
    }
}
