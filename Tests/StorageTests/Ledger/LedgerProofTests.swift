import Foundation
import Register
import Storage
import Testing
import Transparency

@Suite("The ledger proves what it holds")
struct LedgerProofTests {
    @Test("every event at every size, and every pair of sizes, from stored hashes")
    func proofs() throws {
        let folder = try LedgerFolder()
        let ledger = try SQLiteLedger.create(at: folder.url)
        var leaves: [[UInt8]] = []
        for number in 0..<40 {
            try ledger.append([LedgerFolder.payload(number)], at: Moment(milliseconds: Int64(number)))
            leaves.append(LedgerEntry(index: Int64(number), milliseconds: Int64(number), payload: LedgerFolder.payload(number)).encoded)
        }
        for size in 1...40 {
            let root = MerkleTree.root(of: Array(leaves.prefix(size)))
            #expect(try ledger.root(at: Int64(size)) == root)
            for index in 0..<size {
                let (entry, proof) = try ledger.inclusion(of: Int64(index), in: Int64(size))
                #expect(entry.encoded == leaves[index])
                try proof.verify(leaf: entry.leafHash, root: root)
            }
            for from in 0...size {
                try ledger.consistency(from: Int64(from), to: Int64(size))
                    .verify(fromRoot: MerkleTree.root(of: Array(leaves.prefix(from))), toRoot: root)
            }
        }
        #expect(throws: LedgerError.self) { try ledger.root(at: 41) }
        #expect(throws: LedgerError.self) { try ledger.root(at: -1) }
        for (index, size) in [(40, 40), (40, 41), (-1, 5), (5, 5), (0, 0), (.max, .max)] as [(Int64, Int64)] {
            #expect(throws: LedgerError.self) { try ledger.inclusion(of: index, in: size) }
        }
        for (from, to) in [(5, 4), (-1, 4), (0, 41), (.min, .max)] as [(Int64, Int64)] {
            #expect(throws: LedgerError.self) { try ledger.consistency(from: from, to: to) }
        }
    }
}
