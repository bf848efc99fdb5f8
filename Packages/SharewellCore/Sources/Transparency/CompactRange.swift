/// The right edge of a tree: the roots of its largest complete subtrees, from the left. Enough to append and to know the root.
public struct CompactRange: Sendable, Hashable {
    /// Leaves so far.
    public private(set) var size: Int64 = 0
    /// Roots of the complete subtrees, one for every bit set in `size`, the largest first.
    public private(set) var peaks: [TreeHash] = []

    /// A tree without leaves.
    public init() {}

    /// A tree of `size` leaves whose complete subtrees have these roots, the largest first; nil if their number does not fit the size.
    public init?(size: Int64, peaks: [TreeHash]) {
        guard size >= 0, peaks.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.peaks = peaks
    }

    /// The nodes whose hashes are the peaks of a tree of that size, the largest first.
    public static func peakNodes(ofSize size: Int64) -> [TreeNode] {
        var nodes: [TreeNode] = []
        var covered: Int64 = 0
        for level in stride(from: 62, through: 0, by: -1) where size & (1 << Int64(level)) != 0 {
            nodes.append(TreeNode(level: level, index: covered >> Int64(level)))
            covered += 1 << Int64(level)
        }
        return nodes
    }

    /// Adds one leaf.
    public mutating func append(_ leaf: TreeHash) { append(leaf) { _ in } }

    /// Adds one leaf and hands over the hashes that became complete with it: the leaf's own, then its ancestors' from below.
    public mutating func append(_ leaf: TreeHash, completed: (TreeHash) -> Void) {
        var hash = leaf
        completed(hash)
        var rest = size
        while rest & 1 == 1 {
            hash = MerkleTree.nodeHash(peaks.removeLast(), hash)
            completed(hash)
            rest >>= 1
        }
        peaks.append(hash)
        size += 1
    }

    /// The root of the tree so far.
    public var root: TreeHash {
        guard var hash = peaks.last else { return MerkleTree.emptyRoot }
        for peak in peaks.dropLast().reversed() { hash = MerkleTree.nodeHash(peak, hash) }
        return hash
    }
}
