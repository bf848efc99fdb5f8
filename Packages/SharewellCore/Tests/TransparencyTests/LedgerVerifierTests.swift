import Testing

@testable import Transparency

/// A hub's operator who may lie: signs whatever suits.
struct Server {
    let signer: CheckpointSigner
    let tree: ReferenceTree

    func checkpoint(_ size: Int) throws -> Checkpoint { try signer.sign(size: Int64(size), root: tree.root(size)) }
    func proof(_ from: Int, _ to: Int) -> ConsistencyProof { ConsistencyProof(from: Int64(from), to: Int64(to), nodes: tree.node) }
}

@Suite("Partners who keep checkpoints catch a hub that rewrites history")
struct LedgerVerifierTests {
    let honest: Server
    let forked: Server
    let key: VerifierKey
    static let fork = 37

    init() throws {
        let signer = try SignedNoteTests.signer()
        let leaves = ReferenceTree(size: 100).leaves
        honest = Server(signer: signer, tree: ReferenceTree(leaves))
        forked = Server(signer: signer, tree: ReferenceTree(Array(leaves[..<Self.fork]) + ReferenceTree(size: 63, seed: 3).leaves))
        key = signer.verifierKey
    }

    private func code(_ body: () throws -> Void) -> TransparencyError.Code? {
        do {
            try body()
            return nil
        } catch { return (error as? TransparencyError)?.code }
    }

    @Test("an honest ledger is followed from size to size")
    func follows() throws {
        var verifier = LedgerVerifier(key: key)
        var before = 0
        for size in [0, 1, 1, 2, 7, 8, 64, 65, 100] {
            try verifier.accept(honest.checkpoint(size).encoded, proof: before == 0 ? nil : honest.proof(before, size))
            #expect(verifier.last?.size == Int64(size))
            before = size
        }
    }

    @Test("going back, forking, skipping the proof or bending it is refused, and what was known stays known")
    func refuses() throws {
        var verifier = LedgerVerifier(key: key)
        try verifier.accept(honest.checkpoint(50).encoded, proof: nil)
        let known = verifier
        let other = try SignedNoteTests.signer(2)
        let elsewhere = try SignedNoteTests.signer(1, origin: "sharewell.example/bedford")
        #expect(code { try verifier.accept(honest.checkpoint(49).encoded, proof: honest.proof(49, 50)) } == .rolledBack)
        #expect(code { try verifier.accept(honest.checkpoint(0).encoded, proof: nil) } == .rolledBack)
        #expect(code { try verifier.accept(forked.checkpoint(50).encoded, proof: nil) } == .forked)
        #expect(code { try verifier.accept(honest.checkpoint(60).encoded, proof: nil) } == .proofMissing)
        #expect(code { try verifier.accept(forked.checkpoint(60).encoded, proof: forked.proof(50, 60)) } == .rootDiffers)
        #expect(code { try verifier.accept(forked.checkpoint(60).encoded, proof: honest.proof(50, 60)) } == .rootDiffers)
        #expect(code { try verifier.accept(honest.checkpoint(60).encoded, proof: honest.proof(49, 60)) } == .wrongShape)
        #expect(code { try verifier.accept(honest.checkpoint(60).encoded, proof: honest.proof(50, 61)) } == .wrongShape)
        #expect(code { try verifier.accept(honest.checkpoint(50).encoded, proof: honest.proof(49, 50)) } == .wrongShape)
        #expect(code { try verifier.accept(other.sign(size: 60, root: honest.tree.root(60)).encoded, proof: nil) } == .notSigned)
        #expect(code { try verifier.accept(elsewhere.sign(size: 60, root: honest.tree.root(60)).encoded, proof: nil) } == .notSigned)
        var middle = honest.proof(50, 60).path
        middle.remove(at: middle.count / 2)
        let skipping = ConsistencyProof(from: 50, to: 60, path: middle)
        #expect(code { try verifier.accept(honest.checkpoint(60).encoded, proof: skipping) } == .wrongShape)
        #expect(verifier == known)
    }

    @Test("a fork shown to two partners comes out as soon as they exchange checkpoints, whatever proof the hub makes up")
    func splitView() throws {
        for (left, right) in [(38, 38), (40, 60), (60, 40), (64, 65), (100, 100), (99, 100)] {
            var luton = LedgerVerifier(key: key)
            var bedford = LedgerVerifier(key: key)
            // Both began before the fork and each was then led on a history of its own, proofs and all.
            try luton.accept(honest.checkpoint(20).encoded, proof: nil)
            try bedford.accept(honest.checkpoint(20).encoded, proof: nil)
            try luton.accept(honest.checkpoint(left).encoded, proof: honest.proof(20, left))
            try bedford.accept(forked.checkpoint(right).encoded, proof: forked.proof(20, right))
            let (mine, theirs) = (try #require(luton.last), try #require(bedford.last))
            let (older, newer) = mine.size <= theirs.size ? (mine, theirs) : (theirs, mine)
            let (from, to) = (Int(older.size), Int(newer.size))
            let proofs = [
                honest.proof(from, to), forked.proof(from, to), ConsistencyProof(from: older.size, to: newer.size, path: []), nil,
            ]
            for proof in proofs {
                #expect(code { try LedgerVerifier.check(newer, continues: older, proof: proof) } != nil, "\(left), \(right)")
            }
        }
        // Before the fork both tell the same, and that is no proof of honesty afterwards.
        try LedgerVerifier.check(honest.checkpoint(Self.fork), continues: forked.checkpoint(Self.fork), proof: nil)
    }

    @Test("leaves taken out, put in, swapped or replaced leave no way to a proof", arguments: [0, 1, 30, 48, 49])
    func tampered(place: Int) throws {
        let leaves = honest.tree.leaves
        var variants: [[TreeHash]] = []
        variants.append(leaves.enumerated().filter { $0.offset != place }.map(\.element))
        variants.append(Array(leaves[..<place]) + [MerkleTree.leafHash([1])] + Array(leaves[place...]))
        variants.append(leaves.enumerated().map { $0.offset == place ? MerkleTree.leafHash([2]) : $0.element })
        var swapped = leaves
        swapped.swapAt(place, place == 0 ? 1 : place - 1)
        variants.append(swapped)
        for leaves in variants {
            let liar = Server(signer: honest.signer, tree: ReferenceTree(leaves))
            var verifier = LedgerVerifier(key: key)
            try verifier.accept(honest.checkpoint(50).encoded, proof: nil)
            for proof in [liar.proof(50, 99), honest.proof(50, 99)] {
                #expect(code { try verifier.accept(liar.checkpoint(99).encoded, proof: proof) } == .rootDiffers)
            }
        }
    }

    @Test("checkpoints are read strictly even when the ledger's own key signed them")
    func strictText() throws {
        let root = honest.tree.root(50).base64
        let origin = SignedNoteTests.origin
        func code(_ text: String) -> TransparencyError.Code? { self.code { _ = try honest.signer.sign(text: text) } }
        #expect(code("\(origin)\n50\n\(root)\n") == nil)
        #expect(code("\(origin)\n50\n\(root)\nwitness-note 1\nanything\n") == nil)
        for text in [
            "\(origin)\n50\n", "\(origin)\n050\n\(root)\n", "\(origin)\n+50\n\(root)\n", "\(origin)\n-1\n\(root)\n",
            "\(origin)\n 50\n\(root)\n",
            "\(origin)\n50 \n\(root)\n", "\(origin)\n5e1\n\(root)\n", "\(origin)\n9223372036854775808\n\(root)\n",
            "\(origin)\n٥٠\n\(root)\n",
            "\(origin)\n\n50\n\(root)\n", "\(origin)\n50\n\(root)\n\nmore\n", "\(origin)\n50\n\(root)=\n",
            "\(origin)\n50\n\(root.dropLast(4))\n",
            "\(origin)\n0\n\(root)\n", "\(origin)\n50\n\(root)", "\n50\n\(root)\n", "",
        ] { #expect(code(text) == .malformed, "\(text)") }
        #expect(code("sharewell.example/bedford\n50\n\(root)\n") == .wrongOrigin)
        let composed = "sharewell.example/caf\u{E9}", decomposed = "sharewell.example/cafe\u{301}"
        let signer = try SignedNoteTests.signer(origin: composed)
        #expect(self.code { _ = try signer.sign(text: "\(decomposed)\n50\n\(root)\n") } == .wrongOrigin)
    }
}
