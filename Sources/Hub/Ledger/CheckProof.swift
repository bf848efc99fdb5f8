public import Transparency

/// Checks checkpoints and proofs by the hub's key and nothing else: the same on a partner's machine and on the hub's own page.
public struct CheckProof {
    private let key: VerifierKey
    /// By that key.
    public init(key: VerifierKey) { self.key = key }

    /// What holds.
    public enum Shown: Sendable, Hashable {
        /// An event stands in the ledger.
        case stands(ProofFile.Shown)
        /// The newer checkpoint's ledger continues the older's.
        case continues(older: Checkpoint, newer: Checkpoint)
        /// The checkpoint is signed with the key.
        case signed(Checkpoint)
    }

    /// Two checkpoints and the proof between them, or a proof of an event, or one checkpoint alone; nil where nothing was given to check.
    public func perform(older: [UInt8]?, newer: [UInt8]?, proof: [UInt8]?) throws(TransparencyError) -> Shown? {
        var file: ProofFile?
        if let proof { file = try ProofFile(parsing: proof) }
        guard let first = older ?? newer else {
            guard let shown = try file?.verifyInclusion(key: key) else { return nil }
            return .stands(shown)
        }
        let one = try Checkpoint(parsing: first, key: key)
        guard older != nil, let newer else { return .signed(one) }
        let two = try Checkpoint(parsing: newer, key: key)
        if let file {
            try file.verifyConsistency(from: one, to: two, key: key)
        } else {
            try LedgerVerifier.check(two, continues: one, proof: nil)
        }
        return .continues(older: one, newer: two)
    }
}
