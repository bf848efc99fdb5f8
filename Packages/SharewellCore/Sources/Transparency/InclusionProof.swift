/// Shows that a leaf stands at a position of a tree (RFC 9162 §2.1.3).
public struct InclusionProof: Sendable, Hashable {
    /// Position of the leaf, from 0.
    public let index: Int64
    /// Leaves of the tree it is shown in.
    public let size: Int64
    /// Hashes from the leaf's sibling up to the child of the root.
    public let path: [TreeHash]

    /// Takes a proof as it came; nothing is checked yet.
    public init(index: Int64, size: Int64, path: [TreeHash]) {
        self.index = index
        self.size = size
        self.path = path
    }

    /// Makes the proof from stored node hashes; asks for O(log size) of them. `index` is 0 to `size` − 1.
    public init<Failure: Error>(
        index: Int64, size: Int64, nodes: (TreeNode) throws(Failure) -> TreeHash
    ) throws(Failure) {
        precondition(index >= 0 && index < size)
        var path: [TreeHash] = []
        var subtree = Subtree(start: 0, end: size)
        while subtree.count > 1 {
            let (left, right) = subtree.children
            if index < left.end {
                path.append(try right.hash(nodes))
                subtree = left
            } else {
                path.append(try left.hash(nodes))
                subtree = right
            }
        }
        self.init(index: index, size: size, path: path.reversed())
    }

    /// Checks the proof by RFC 9162 §2.1.3.2: every hash of the path must be used, and none may be missing.
    public func verify(leaf: TreeHash, root: TreeHash) throws(TransparencyError) {
        guard index >= 0, size > 0, index < size else {
            throw TransparencyError(
                .wrongShape, "The proof is for event \(index) of a ledger of \(size) events, which does not have it.", remedy: Self.remedy)
        }
        var position = index
        var last = size - 1
        var hash = leaf
        for sibling in path {
            guard last > 0 else { throw Self.wrongLength }
            if position & 1 == 1 || position == last {
                hash = MerkleTree.nodeHash(sibling, hash)
                while position & 1 == 0, position != 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                hash = MerkleTree.nodeHash(hash, sibling)
            }
            position >>= 1
            last >>= 1
        }
        guard last == 0 else { throw Self.wrongLength }
        guard hash == root else {
            throw TransparencyError(
                .rootDiffers, "Event \(index) does not stand in the ledger of \(size) events: the hashes lead to another root.",
                remedy: Self.remedy)
        }
    }

    private static let remedy = "Do not rely on the event. Ask for the proof again, against a checkpoint you hold yourself."
    private static let wrongLength = TransparencyError(
        .wrongShape, "The proof has more or fewer hashes than a ledger of that size asks for.", remedy: remedy)
}
