import GRDB
import Register
public import Transparency

extension SQLiteLedger {
    /// The root the ledger had when it held `size` events: O(log size) look-ups.
    public func root(at size: Int64) throws(LedgerError) -> TreeHash {
        try read("Reading the ledger") { database in
            try Self.check(size, isWithin: LedgerHead.stored(database).size)
            return try MerkleTree.root(ofSize: size) { node in try LedgerHead.hash(of: node, database) }
        }
    }

    /// The event at `index` and the proof that it stands in the ledger of `size` events.
    public func inclusion(of index: Int64, in size: Int64) throws(LedgerError) -> (entry: LedgerEntry, proof: InclusionProof) {
        guard let event = try events(from: index, limit: 1).first, event.index == index, index < size else {
            throw LedgerError(
                .refused, code: "no-such-event", "The ledger of \(size) events has no event \(index).",
                remedy: "Events are numbered from 0: sharewell ledger log shows them.")
        }
        let proof = try read("Reading the ledger") { database in
            try Self.check(size, isWithin: LedgerHead.stored(database).size)
            return try InclusionProof(index: index, size: size) { node in try LedgerHead.hash(of: node, database) }
        }
        return (LedgerEntry(index: index, milliseconds: event.at.milliseconds, payload: event.payload), proof)
    }

    /// The proof that the ledger of `to` events continues the one of `from`.
    public func consistency(from: Int64, to: Int64) throws(LedgerError) -> ConsistencyProof {
        try read("Reading the ledger") { database in
            try Self.check(to, isWithin: LedgerHead.stored(database).size)
            try Self.check(from, isWithin: to)
            return try ConsistencyProof(from: from, to: to) { node in try LedgerHead.hash(of: node, database) }
        }
    }

    private static func check(_ size: Int64, isWithin whole: Int64) throws(LedgerError) {
        guard (0...whole).contains(size) else {
            throw LedgerError(
                .refused, code: "no-such-size", "The ledger never held \(size) events up to the \(whole) asked about.",
                remedy: "If a checkpoint says it did, events are missing: run sharewell ledger verify --against that checkpoint.")
        }
    }
}
