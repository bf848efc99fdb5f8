import Synchronization
import Transparency

/// The tree as RFC 9162 §2.1 defines it, by its recursions and over all leaves: slow, and written apart from the room's own code.
final class ReferenceTree: Sendable {
    let leaves: [TreeHash]
    private let known = Mutex<[Range<Int>: TreeHash]>([:])

    init(_ leaves: [TreeHash]) { self.leaves = leaves }
    convenience init(size: Int, seed: UInt8 = 0) {
        self.init((0..<size).map { MerkleTree.leafHash([seed, UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]) })
    }

    func root(_ range: Range<Int>) -> TreeHash {
        if range.isEmpty { return MerkleTree.emptyRoot }
        if range.count == 1 { return leaves[range.lowerBound] }
        if let hash = known.withLock({ $0[range] }) { return hash }
        let middle = range.lowerBound + split(range.count)
        let hash = MerkleTree.nodeHash(root(range.lowerBound..<middle), root(middle..<range.upperBound))
        known.withLock { $0[range] = hash }
        return hash
    }

    func root(_ size: Int) -> TreeHash { root(0..<size) }

    func inclusion(_ index: Int, _ range: Range<Int>) -> [TreeHash] {
        if range.count == 1 { return [] }
        let middle = range.lowerBound + split(range.count)
        let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
        return index < middle ? inclusion(index, left) + [root(right)] : inclusion(index, right) + [root(left)]
    }

    func consistency(_ earlier: Int, _ range: Range<Int>, isWhole: Bool = true) -> [TreeHash] {
        if earlier == range.upperBound { return isWhole ? [] : [root(range)] }
        let middle = range.lowerBound + split(range.count)
        let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
        return earlier <= middle
            ? consistency(earlier, left, isWhole: isWhole) + [root(right)] : consistency(earlier, right, isWhole: false) + [root(left)]
    }

    /// The hash of a complete subtree, as a ledger's store hands it out.
    func node(_ node: TreeNode) -> TreeHash {
        let start = Int(node.index) << node.level
        return root(start..<start + 1 << node.level)
    }

    private func split(_ count: Int) -> Int {
        var width = 1
        while width * 2 < count { width *= 2 }
        return width
    }
}

/// SplitMix64: the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension TreeHash {
    init?(hexadecimal: String) {
        let digits = Array(hexadecimal)
        self.init(bytes: stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) })
    }

    func flipping(bit: Int) -> TreeHash? {
        var changed = bytes
        changed[bit / 8] ^= 1 << UInt8(bit % 8)
        return TreeHash(bytes: changed)
    }
}

/// True if `body` refuses with the room's error: cheaper than an expectation for each of a hundred thousand forgeries.
func refuses(_ body: () throws(TransparencyError) -> Void) -> Bool {
    do {
        try body()
        return false
    } catch { return true }
}
