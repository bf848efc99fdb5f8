import Testing
import Transparency

@Suite("Proof files stand on their own")
struct ProofFileTests {
    static let entries = (0..<50).map { LedgerEntry(index: Int64($0), milliseconds: Int64($0) * 60_000, payload: [UInt8($0), 0x0A, 0x0A]) }
    static let tree = ReferenceTree(entries.map(\.leafHash))
    let signer: CheckpointSigner
    var key: VerifierKey { signer.verifierKey }

    init() throws { signer = try SignedNoteTests.signer() }

    func checkpoint(_ size: Int) throws -> Checkpoint { try signer.sign(size: Int64(size), root: Self.tree.root(size)) }

    func inclusion(_ index: Int, _ size: Int) throws -> ProofFile {
        let proof = InclusionProof(index: Int64(index), size: Int64(size), nodes: Self.tree.node)
        return try .inclusion(entry: Self.entries[index].encoded, index: proof.index, path: proof.path, checkpoint: checkpoint(size).note)
    }

    func consistency(_ from: Int, _ to: Int) throws -> ProofFile {
        let proof = ConsistencyProof(from: Int64(from), to: Int64(to), nodes: Self.tree.node)
        return try .consistency(from: proof.from, path: proof.path, checkpoint: checkpoint(to).note)
    }

    @Test("both kinds read back and hold")
    func roundTrips() throws {
        for size in [1, 2, 3, 31, 32, 50] {
            for index in Set([0, size / 2, size - 1]) {
                let file = try ProofFile(parsing: inclusion(index, size).encoded)
                #expect(try file == inclusion(index, size))
                let shown = try file.verifyInclusion(key: key)
                #expect(shown.entry == Self.entries[index] && shown.checkpoint.size == Int64(size))
            }
            for from in Set([1, size / 2, size]) where from > 0 {
                let file = try ProofFile(parsing: consistency(from, size).encoded)
                #expect(try file == consistency(from, size))
                try file.verifyConsistency(from: checkpoint(from), to: checkpoint(size), key: key)
            }
        }
        let text = String(decoding: try inclusion(3, 50).encoded, as: UTF8.self)
        #expect(text.hasPrefix("c2sp.org/tlog-proof@v1\nextra AQAAAAAAAAADAAAAAAACvyADCgo=\nindex 3\n"))
        #expect(String(decoding: try consistency(7, 50).encoded, as: UTF8.self).hasPrefix("old 7\n"))
    }

    @Test("the framing of an entry commits to position and time")
    func framing() throws {
        let entry = LedgerEntry(index: 258, milliseconds: -2, payload: [9])
        #expect(entry.encoded == [1, 0, 0, 0, 0, 0, 0, 1, 2, 255, 255, 255, 255, 255, 255, 255, 254, 9])
        #expect(LedgerEntry(encoded: entry.encoded) == entry)
        #expect(entry.leafHash == MerkleTree.leafHash(entry.encoded))
        let direct = entry.payload.withUnsafeBytes { LedgerEntry.leafHash(index: 258, milliseconds: -2, payload: $0) }
        #expect(direct == entry.leafHash)
        for short in 0..<LedgerEntry.headLength { #expect(LedgerEntry(encoded: Array(entry.encoded.prefix(short))) == nil) }
        #expect(LedgerEntry(encoded: [2] + entry.encoded.dropFirst()) == nil)
        #expect(LedgerEntry(encoded: [1] + [UInt8](repeating: 255, count: 16)) == nil)
    }

    @Test("any one byte of a proof changed is refused, or changes nothing the proof shows")
    func everyByte() throws {
        for good in [try inclusion(20, 50).encoded, try consistency(21, 50).encoded] {
            let (older, newer) = (try checkpoint(21), try checkpoint(50))
            for index in good.indices {
                for change in [1, 2, 0x20, 0x80] as [UInt8] {
                    var bytes = good
                    bytes[index] ^= change
                    let refused = refuses { () throws(TransparencyError) in
                        let file = try ProofFile(parsing: bytes)
                        if case .inclusion = file {
                            _ = try file.verifyInclusion(key: key)
                        } else {
                            try file.verifyConsistency(from: older, to: newer, key: key)
                        }
                    }
                    if !refused { Issue.record("byte \(index) changed by \(change)") }
                }
            }
        }
    }

    @Test("an event proved at another position, another event, the wrong kind of file, another ledger's key")
    func misused() throws {
        guard case .inclusion(_, _, let path, let note) = try inclusion(20, 50) else { return }
        for (entry, index) in [(Self.entries[21], 20), (Self.entries[20], 21), (Self.entries[21], 21)] as [(LedgerEntry, Int64)] {
            let file = ProofFile.inclusion(entry: entry.encoded, index: index, path: path, checkpoint: note)
            #expect(throws: TransparencyError.self) { try file.verifyInclusion(key: key) }
        }
        #expect(throws: TransparencyError.self) { try consistency(7, 50).verifyInclusion(key: key) }
        #expect(throws: TransparencyError.self) {
            try inclusion(7, 50).verifyConsistency(from: checkpoint(7), to: checkpoint(50), key: key)
        }
        #expect(throws: TransparencyError.self) { try inclusion(7, 50).verifyInclusion(key: SignedNoteTests.signer(2).verifierKey) }
        #expect(throws: TransparencyError.self) {
            try consistency(7, 50).verifyConsistency(from: checkpoint(7), to: checkpoint(49), key: key)
        }
        // The enclosed checkpoint and the one in hand have the same size but another root.
        let other = try signer.sign(size: 50, root: Self.tree.root(49))
        let error = #expect(throws: TransparencyError.self) {
            try consistency(7, 50).verifyConsistency(from: checkpoint(7), to: other, key: key)
        }
        #expect(error?.code == .forked)
    }

    @Test("whatever a partner sends as a proof is refused, never a trap", arguments: 0..<200 as Range<UInt64>)
    func junk(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var bytes = seed.isMultiple(of: 2) ? try inclusion(20, 50).encoded : try consistency(21, 50).encoded
        for _ in 0...Int.random(in: 0...5, using: &random) {
            let at = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0...3, using: &random) {
            case 0: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...80, using: &random)))
            case 1: bytes.insert(contentsOf: [UInt8](repeating: .random(in: 0...255, using: &random), count: 3), at: at)
            case 2: bytes.insert(contentsOf: Array("\n".utf8), at: at)
            default: bytes = Array(bytes[..<at]) + bytes[max(0, at - 50)...]
            }
            if bytes.isEmpty { bytes = [0x0A] }
        }
        let file = try? ProofFile(parsing: bytes)
        let shown = try? file?.verifyInclusion(key: key)
        #expect(shown == nil || shown?.entry == Self.entries[20])
        if (try? file?.verifyConsistency(from: checkpoint(21), to: checkpoint(50), key: key)) != nil {
            #expect(try file == consistency(21, 50))
        }
    }
}
