/// What a partner runs: keeps the newest checkpoint it has accepted and takes a newer one only if it continues it.
public struct LedgerVerifier: Sendable, Hashable {
    /// The ledger's key, handed over when the partnership began.
    public let key: VerifierKey
    /// The newest checkpoint accepted.
    public private(set) var last: Checkpoint?

    /// A verifier that has seen `last`, or nothing.
    public init(key: VerifierKey, last: Checkpoint? = nil) {
        self.key = key
        self.last = last
    }

    /// Takes a checkpoint file. One of the same size must have the same root; a larger one needs a proof; a smaller one is refused.
    public mutating func accept(_ bytes: [UInt8], proof: ConsistencyProof?) throws(TransparencyError) {
        let newer = try Checkpoint(parsing: bytes, key: key)
        if let last { try Self.check(newer, continues: last, proof: proof) }
        last = newer
    }

    /// Checks that `newer` continues `older`. Both are signed by the same ledger.
    public static func check(_ newer: Checkpoint, continues older: Checkpoint, proof: ConsistencyProof?) throws(TransparencyError) {
        guard newer.origin.utf8.elementsEqual(older.origin.utf8) else {
            throw TransparencyError(
                .wrongOrigin, "The two checkpoints are of different ledgers.", remedy: "Compare checkpoints of one and the same hub.")
        }
        guard newer.size >= older.size else {
            throw TransparencyError(
                .rolledBack, "The checkpoint is of \(newer.size) events, but one of \(older.size) was signed before: the ledger went back.",
                remedy: TransparencyError.forkRemedy)
        }
        if newer.size == older.size {
            guard newer.root == older.root else {
                throw TransparencyError(
                    .forked, "Two checkpoints of \(newer.size) events have different roots: the ledger has two histories.",
                    remedy: TransparencyError.forkRemedy)
            }
            guard proof == nil || proof.map({ $0.from == $0.to && $0.to == newer.size && $0.path.isEmpty }) == true else {
                throw TransparencyError(
                    .wrongShape, "The proof is not between these two checkpoints.", remedy: "Give the proof that was made for them.")
            }
            return
        }
        guard let proof = proof ?? (older.size == 0 ? ConsistencyProof(from: 0, to: newer.size, path: []) : nil) else {
            throw TransparencyError(
                .proofMissing, "Nothing shows that the ledger of \(newer.size) events continues the one of \(older.size).",
                remedy: "Ask the hub for it: sharewell ledger prove --from OLD-CHECKPOINT.")
        }
        guard proof.from == older.size, proof.to == newer.size else {
            throw TransparencyError(
                .wrongShape,
                "The proof is from \(proof.from) to \(proof.to) events, the checkpoints are of \(older.size) and \(newer.size).",
                remedy: "Give the proof that was made for these two checkpoints.")
        }
        try proof.verify(fromRoot: older.root, toRoot: newer.root)
    }
}
