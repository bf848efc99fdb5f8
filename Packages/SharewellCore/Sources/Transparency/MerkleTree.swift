import Crypto

/// The hashing of RFC 9162 §2.1.1: SHA-256, leaves prefixed 0x00, nodes prefixed 0x01.
public enum MerkleTree {
    /// The root of a tree without leaves: the hash of nothing.
    public static let emptyRoot = TreeHash(SHA256.hash(data: [UInt8]()))

    /// The hash of one leaf.
    public static func leafHash(_ entry: [UInt8]) -> TreeHash { entry.withUnsafeBytes { leafHash($0) } }

    /// The hash of one leaf.
    public static func leafHash(_ entry: UnsafeRawBufferPointer) -> TreeHash {
        withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { prefix in
            prefix[0] = 0
            return hash(UnsafeRawBufferPointer(prefix), entry)
        }
    }

    /// SHA-256 over two stretches of memory, one after the other.
    static func hash(_ head: UnsafeRawBufferPointer, _ tail: UnsafeRawBufferPointer) -> TreeHash {
        var hasher = SHA256()
        hasher.update(bufferPointer: head)
        hasher.update(bufferPointer: tail)
        return TreeHash(hasher.finalize())
    }

    /// The hash of a node over its two children.
    public static func nodeHash(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
        withUnsafeTemporaryAllocation(byteCount: 1 + 2 * TreeHash.length, alignment: 8) { buffer in
            buffer[0] = 1
            left.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: buffer[1...]).copyMemory(from: $0) }
            right.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: buffer[(1 + TreeHash.length)...]).copyMemory(from: $0) }
            var hasher = SHA256()
            hasher.update(bufferPointer: UnsafeRawBufferPointer(buffer))
            return TreeHash(hasher.finalize())
        }
    }

    /// The root over these leaves, computed from nothing else: O(n).
    public static func root(of entries: [[UInt8]]) -> TreeHash {
        var range = CompactRange()
        for entry in entries { range.append(leafHash(entry)) }
        return range.root
    }
}

/// A complete subtree: it stands over leaves `index << level` up to `(index + 1) << level`, all of them present.
public struct TreeNode: Hashable, Sendable {
    /// Height above the leaves; a leaf is 0.
    public let level: Int
    /// Position among the nodes of that level, from the left, from 0.
    public let index: Int64
    /// Names a node. `level` is 0 to 62.
    public init(level: Int, index: Int64) {
        precondition((0...62).contains(level) && index >= 0)
        self.level = level
        self.index = index
    }
    /// The last leaf it stands over: the node is complete once that leaf is there.
    public var lastLeaf: Int64 { ((index + 1) << Int64(level)) - 1 }
}
