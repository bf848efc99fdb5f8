/// The leaves from `start` up to `end` of a tree, split as RFC 9162 §2.1.1 splits them. Only those at the right edge are incomplete.
struct Subtree {
    let start: Int64
    let end: Int64
    var count: Int64 { end - start }

    /// Left and right, the left one being the largest power of two below `count`. `count` is at least 2.
    var children: (left: Subtree, right: Subtree) {
        let width = Int64(1) << Int64(63 - (count - 1).leadingZeroBitCount)
        return (Subtree(start: start, end: start + width), Subtree(start: start + width, end: end))
    }

    /// Its hash from the complete subtrees it is made of: O(log count).
    func hash<Failure: Error>(_ nodes: (TreeNode) throws(Failure) -> TreeHash) throws(Failure) -> TreeHash {
        var hash: TreeHash?
        var edge = end
        while edge > start {
            let level = (edge - start).trailingZeroBitCount
            edge -= 1 << Int64(level)
            let peak = try nodes(TreeNode(level: level, index: edge >> Int64(level)))
            hash = hash.map { MerkleTree.nodeHash(peak, $0) } ?? peak
        }
        return hash ?? MerkleTree.emptyRoot
    }
}

extension MerkleTree {
    /// The root a tree had at that size, from stored node hashes: O(log size).
    public static func root<Failure: Error>(
        ofSize size: Int64, nodes: (TreeNode) throws(Failure) -> TreeHash
    ) throws(Failure) -> TreeHash {
        precondition(size >= 0)
        return try Subtree(start: 0, end: size).hash(nodes)
    }
}
