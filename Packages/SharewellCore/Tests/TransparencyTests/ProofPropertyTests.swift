import Testing
import Transparency

@Suite("Proofs hold for every size, and nothing else holds")
struct ProofPropertyTests {
    static let largest = 130
    static let tree = ReferenceTree(size: largest)
    static let roots = (0...largest).map { tree.root($0) }

    @Test("the compact range has the root of every size, and hands over the nodes that become complete")
    func compactRange() {
        var range = CompactRange()
        for (size, leaf) in Self.tree.leaves.enumerated() {
            #expect(range.root == Self.roots[size])
            #expect(CompactRange.peakNodes(ofSize: Int64(size)).map(Self.tree.node) == range.peaks)
            #expect(MerkleTree.root(ofSize: Int64(size), nodes: Self.tree.node) == Self.roots[size])
            var level = 0
            range.append(leaf) { hash in
                #expect(hash == Self.tree.node(TreeNode(level: level, index: Int64(size) >> Int64(level))))
                level += 1
            }
        }
        #expect(CompactRange(size: 3, peaks: range.peaks + range.peaks) == nil)
    }

    @Test("inclusion: every leaf of every size, and no other leaf, index, size, root or length")
    func inclusion() throws {
        for size in 1...Self.largest {
            for index in 0..<size {
                let proof = InclusionProof(index: Int64(index), size: Int64(size), nodes: Self.tree.node)
                if proof.path != Self.tree.inclusion(index, 0..<size) { Issue.record("the path of \(index) in \(size)") }
                let leaf = Self.tree.leaves[index]
                try proof.verify(leaf: leaf, root: Self.roots[size])
                func mustFail(_ index: Int64, _ size: Int64, _ path: [TreeHash], leaf: TreeHash, root: TreeHash) {
                    let refused = refuses { () throws(TransparencyError) in
                        try InclusionProof(index: index, size: size, path: path).verify(leaf: leaf, root: root)
                    }
                    if !refused { Issue.record("leaf \(index) of \(size)") }
                }
                let (i, n) = (proof.index, proof.size)
                mustFail(i, n, proof.path, leaf: Self.tree.leaves[(index + 1) % Self.largest], root: Self.roots[size])
                mustFail(i, n, proof.path, leaf: leaf, root: Self.roots[size - 1])
                mustFail(i, n, proof.path + [leaf], leaf: leaf, root: Self.roots[size])
                mustFail(i, n, [leaf] + proof.path, leaf: leaf, root: Self.roots[size])
                mustFail(-1 - i, n, proof.path, leaf: leaf, root: Self.roots[size])
                mustFail(n, n, proof.path, leaf: leaf, root: Self.roots[size])
                mustFail(i, 0, proof.path, leaf: leaf, root: Self.roots[size])
                if size > 1 { mustFail(i ^ 1 < n ? i ^ 1 : i - 1, n, proof.path, leaf: leaf, root: Self.roots[size]) }
                guard size <= 33 || size % 9 < 2 else { continue }
                for skipped in proof.path.indices {
                    var path = proof.path
                    path.remove(at: skipped)
                    mustFail(i, n, path, leaf: leaf, root: Self.roots[size])
                    path = proof.path
                    path[skipped] = try #require(path[skipped].flipping(bit: (index * 7 + skipped) % 256))
                    mustFail(i, n, path, leaf: leaf, root: Self.roots[size])
                }
            }
        }
    }

    @Test("consistency: every pair of sizes, and no other root, size or length")
    func consistency() throws {
        for to in 1...Self.largest {
            for from in 1...to {
                let proof = ConsistencyProof(from: Int64(from), to: Int64(to), nodes: Self.tree.node)
                if proof.path != Self.tree.consistency(from, 0..<to) { Issue.record("the path from \(from) to \(to)") }
                try proof.verify(fromRoot: Self.roots[from], toRoot: Self.roots[to])
                func mustFail(_ from: Int, _ to: Int, _ path: [TreeHash], _ old: TreeHash, _ new: TreeHash) {
                    let refused = refuses { () throws(TransparencyError) in
                        try ConsistencyProof(from: Int64(from), to: Int64(to), path: path).verify(fromRoot: old, toRoot: new)
                    }
                    if !refused { Issue.record("\(from) to \(to)") }
                }
                let (old, new) = (Self.roots[from], Self.roots[to])
                mustFail(from, to, proof.path, Self.roots[from - 1], new)
                mustFail(from, to, proof.path, old, Self.roots[to - 1])
                mustFail(from, to, proof.path + [old], old, new)
                mustFail(from, to, proof.path + [new], old, new)
                mustFail(from, to, [old] + proof.path, old, new)
                if to > from { mustFail(to, from, proof.path, new, old) }
                guard to <= 33 || to % 9 < 2 else { continue }
                for skipped in proof.path.indices {
                    var path = proof.path
                    path.remove(at: skipped)
                    mustFail(from, to, path, old, new)
                    path = proof.path
                    path[skipped] = try #require(path[skipped].flipping(bit: (from * 5 + skipped) % 256))
                    mustFail(from, to, path, old, new)
                    if skipped > 0, proof.path[skipped] != proof.path[skipped - 1] {
                        path = proof.path
                        path.swapAt(skipped, skipped - 1)
                        mustFail(from, to, path, old, new)
                    }
                }
            }
        }
        try ConsistencyProof(from: 0, to: 5, path: []).verify(fromRoot: MerkleTree.emptyRoot, toRoot: Self.roots[5])
        #expect(throws: TransparencyError.self) {
            try ConsistencyProof(from: 0, to: 5, path: []).verify(fromRoot: Self.roots[1], toRoot: Self.roots[5])
        }
        #expect(throws: TransparencyError.self) {
            try ConsistencyProof(from: 0, to: 0, path: []).verify(fromRoot: MerkleTree.emptyRoot, toRoot: Self.roots[5])
        }
    }

    @Test("a forger who mixes the hashes of two histories gets nowhere", arguments: [1, 2, 3, 7, 8, 13, 32, 61, 64, 65])
    func splicedProofs(fork: Int) throws {
        let other = ReferenceTree(Array(Self.tree.leaves[..<fork]) + ReferenceTree(size: 100, seed: 9).leaves)
        for to in stride(from: fork + 1, through: 100, by: 5) {
            for from in stride(from: fork + 1, through: to, by: 3) {
                let (seen, shown) = (Self.roots[from], other.root(to))
                let honest = ConsistencyProof(from: Int64(from), to: Int64(to), nodes: Self.tree.node).path
                let forged = ConsistencyProof(from: Int64(from), to: Int64(to), nodes: other.node).path
                for cut in 0...honest.count {
                    for path in [honest[..<cut] + forged[cut...], forged[..<cut] + honest[cut...], honest[..<cut] + forged] {
                        let refused = refuses { () throws(TransparencyError) in
                            try ConsistencyProof(from: Int64(from), to: Int64(to), path: Array(path)).verify(fromRoot: seen, toRoot: shown)
                        }
                        if !refused { Issue.record("\(from) to \(to), cut at \(cut)") }
                    }
                }
            }
        }
    }

    @Test(
        "trees of any size a ledger can have: proofs hold, are short, ask for few nodes, and one flipped bit breaks them", arguments: 0..<40
    )
    func large(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        // Every leaf alike, so that the hash of a node depends on its level alone and no leaf need exist.
        var levels = [MerkleTree.leafHash([7])]
        for _ in 0..<62 { levels.append(MerkleTree.nodeHash(levels[levels.count - 1], levels[levels.count - 1])) }
        var asked = 0
        let nodes = { (node: TreeNode) -> TreeHash in
            asked += 1
            return levels[node.level]
        }
        let to = Int64.random(in: 1...(.max >> Int64.random(in: 1...50, using: &random)), using: &random)
        let from = Int64.random(in: 1...to, using: &random)
        let (fromRoot, toRoot) = (MerkleTree.root(ofSize: from, nodes: nodes), MerkleTree.root(ofSize: to, nodes: nodes))
        asked = 0
        let consistency = ConsistencyProof(from: from, to: to, nodes: nodes)
        let inclusion = InclusionProof(index: from - 1, size: to, nodes: nodes)
        #expect(asked <= 4 * 64)
        try consistency.verify(fromRoot: fromRoot, toRoot: toRoot)
        try inclusion.verify(leaf: levels[0], root: toRoot)
        let bit = Int.random(in: 0..<256, using: &random)
        if let place = consistency.path.indices.randomElement(using: &random) {
            var path = consistency.path
            path[place] = try #require(path[place].flipping(bit: bit))
            #expect(throws: TransparencyError.self) {
                try ConsistencyProof(from: from, to: to, path: path).verify(fromRoot: fromRoot, toRoot: toRoot)
            }
        }
        if let place = inclusion.path.indices.randomElement(using: &random) {
            var path = inclusion.path
            path[place] = try #require(path[place].flipping(bit: bit))
            #expect(throws: TransparencyError.self) {
                try InclusionProof(index: from - 1, size: to, path: path).verify(leaf: levels[0], root: toRoot)
            }
        }
        // What a partner sends may be anything; it is refused, never a trap.
        let junk = (0..<Int.random(in: 0...70, using: &random)).map { _ in levels[Int.random(in: 0...60, using: &random)] }
        for (a, b) in [
            (Int64.max, Int64.max), (Int64.min, 5), (-1, -1), (1, .max), (.max - 1, .max), (.random(in: .min ... .max, using: &random), to),
        ] {
            #expect(throws: TransparencyError.self) {
                try InclusionProof(index: a, size: b, path: junk).verify(leaf: levels[0], root: levels[1])
            }
            #expect(throws: TransparencyError.self) {
                try ConsistencyProof(from: a, to: b, path: junk).verify(fromRoot: levels[62], toRoot: fromRoot)
            }
        }
    }
}
