/// Shows that a tree continues an earlier one: the earlier leaves are its first leaves, in the same order (RFC 9162 §2.1.4).
public struct ConsistencyProof: Sendable, Hashable {
    /// Leaves of the earlier tree.
    public let from: Int64
    /// Leaves of the later tree.
    public let to: Int64
    /// The hashes, in the order of the RFC.
    public let path: [TreeHash]

    /// Takes a proof as it came; nothing is checked yet.
    public init(from: Int64, to: Int64, path: [TreeHash]) {
        self.from = from
        self.to = to
        self.path = path
    }

    /// Makes the proof from stored node hashes; asks for O(log to) of them. 0 ≤ `from` ≤ `to`; without hashes when `from` is 0 or `to`.
    public init<Failure: Error>(
        from: Int64, to: Int64, nodes: (TreeNode) throws(Failure) -> TreeHash
    ) throws(Failure) {
        precondition(from >= 0 && from <= to)
        guard from > 0, from < to else {
            self.init(from: from, to: to, path: [])
            return
        }
        var path: [TreeHash] = []
        var subtree = Subtree(start: 0, end: to)
        while subtree.end != from {
            let (left, right) = subtree.children
            if from <= left.end {
                path.append(try right.hash(nodes))
                subtree = left
            } else {
                path.append(try left.hash(nodes))
                subtree = right
            }
        }
        // The verifier knows the root of the earlier tree itself.
        if subtree.start > 0 { path.append(try subtree.hash(nodes)) }
        self.init(from: from, to: to, path: path.reversed())
    }

    /// Checks the proof by RFC 9162 §2.1.4.2: every hash of the path must be used, and none may be missing.
    public func verify(fromRoot: TreeHash, toRoot: TreeHash) throws(TransparencyError) {
        guard from >= 0, from <= to else {
            throw TransparencyError(
                .wrongShape, "The proof goes from \(from) events to \(to): a ledger never shrinks.", remedy: Self.remedy)
        }
        if from == to || from == 0 {
            guard path.isEmpty else { throw Self.wrongLength }
            guard from == 0 ? fromRoot == MerkleTree.emptyRoot && (to > 0 || toRoot == fromRoot) : fromRoot == toRoot else {
                throw Self.differs(from, to)
            }
            return
        }
        var hashes = path[...]
        // An earlier tree that is complete is itself the first hash; it is not sent.
        let isComplete = from & (from - 1) == 0
        guard let first = isComplete ? fromRoot : hashes.popFirst() else { throw Self.wrongLength }
        var position = from - 1
        var last = to - 1
        while position & 1 == 1 {
            position >>= 1
            last >>= 1
        }
        var earlier = first
        var later = first
        for hash in hashes {
            guard last > 0 else { throw Self.wrongLength }
            if position & 1 == 1 || position == last {
                earlier = MerkleTree.nodeHash(hash, earlier)
                later = MerkleTree.nodeHash(hash, later)
                while position & 1 == 0, position != 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                later = MerkleTree.nodeHash(later, hash)
            }
            position >>= 1
            last >>= 1
        }
        guard last == 0 else { throw Self.wrongLength }
        guard earlier == fromRoot, later == toRoot else { throw Self.differs(from, to) }
    }

    private static let remedy = "Ask for the proof again; if it fails again, tell the partnership's agencies and keep both checkpoints."
    private static let wrongLength = TransparencyError(
        .wrongShape, "The proof has more or fewer hashes than the two sizes ask for.", remedy: remedy)
    private static func differs(_ from: Int64, _ to: Int64) -> TransparencyError {
        TransparencyError(
            .rootDiffers, "The ledger of \(to) events is not shown to continue the one of \(from): the hashes lead to other roots.",
            remedy: remedy)
    }
}
