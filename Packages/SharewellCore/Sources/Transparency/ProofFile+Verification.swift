extension ProofFile {
    /// What an inclusion proof has shown.
    public struct Shown: Sendable, Hashable {
        /// The entry that stands in the ledger.
        public let entry: LedgerEntry
        /// The ledger it stands in.
        public let checkpoint: Checkpoint
    }

    /// Checks an inclusion proof with the ledger's key alone: the checkpoint's signature, the entry's own position, and the path.
    public func verifyInclusion(key: VerifierKey) throws(TransparencyError) -> Shown {
        guard case .inclusion(let bytes, let index, let path, let note) = self else {
            throw .malformed("The file is a consistency proof, not a proof of an event.")
        }
        let checkpoint = try Checkpoint(verifying: note, key: key)
        guard let entry = LedgerEntry(encoded: bytes) else { throw .malformed("The entry in the proof is not an entry of a ledger.") }
        guard entry.index == index else {
            throw TransparencyError(
                .wrongShape, "The proof is for position \(index) but its entry says \(entry.index).",
                remedy: "Ask the hub for the proof again.")
        }
        try InclusionProof(index: index, size: checkpoint.size, path: path).verify(leaf: entry.leafHash, root: checkpoint.root)
        return Shown(entry: entry, checkpoint: checkpoint)
    }

    /// Checks that a newer checkpoint continues an older one. The checkpoint inside the file must have the newer one's size and root.
    public func verifyConsistency(from older: Checkpoint, to newer: Checkpoint, key: VerifierKey) throws(TransparencyError) {
        guard case .consistency(let from, let path, let note) = self else {
            throw .malformed("The file is a proof of an event, not a consistency proof.")
        }
        let enclosed = try Checkpoint(verifying: note, key: key)
        // Two signed roots of one size are a fork, whatever the path shows.
        if enclosed.size == newer.size { try LedgerVerifier.check(enclosed, continues: newer, proof: nil) }
        try LedgerVerifier.check(newer, continues: older, proof: ConsistencyProof(from: from, to: enclosed.size, path: path))
    }
}
