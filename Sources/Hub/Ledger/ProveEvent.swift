import Storage
public import Transparency

/// Makes proofs from a hub's ledger that anybody can check with the hub's key alone.
public struct ProveEvent {
    private let opened: HubLedger
    /// From that ledger.
    public init(_ opened: HubLedger) { self.opened = opened }

    /// That the event at `index` stands in the ledger of `checkpoint`; of the newest one signed if none is given.
    public func inclusion(of index: Int64, in checkpoint: Checkpoint?) throws -> ProofFile {
        let checkpoint = try checkpoint ?? newest()
        try opened.check(continues: checkpoint)
        if index >= checkpoint.size, try index < opened.ledger.size {
            throw HubError(
                .setUp, code: "checkpoint-too-old", "Event \(index) is newer than the checkpoint of \(checkpoint.size) events.",
                remedy: "Sign a newer one first: sharewell ledger checkpoint.")
        }
        let (entry, proof) = try opened.ledger.inclusion(of: index, in: checkpoint.size)
        return .inclusion(entry: entry.encoded, index: index, path: proof.path, checkpoint: checkpoint.note)
    }

    /// That the ledger of `to` continues that of `from`; of the newest one signed if `to` is not given.
    public func consistency(from: Checkpoint, to: Checkpoint?) throws -> ProofFile {
        let to = try to ?? newest()
        try opened.check(continues: to)
        try opened.check(continues: from)
        guard from.size <= to.size else {
            throw HubError(
                .data, code: "checkpoints-reversed", "The checkpoint to start from is of \(from.size) events, the other of \(to.size).",
                remedy: "Give the older one with --from and the newer with --to, or sign a newer one: sharewell ledger checkpoint.")
        }
        let proof = try opened.ledger.consistency(from: from.size, to: to.size)
        return .consistency(from: proof.from, path: proof.path, checkpoint: to.note)
    }

    private func newest() throws -> Checkpoint {
        guard let newest = try opened.keptCheckpoint() else {
            throw HubError(
                .setUp, code: "no-checkpoint", "No checkpoint was signed yet, and a proof needs one to lead to.",
                remedy: "Sign one first: sharewell ledger checkpoint.")
        }
        return newest
    }
}
