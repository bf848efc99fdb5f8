import Foundation
import GRDB
import Transparency

/// How far a ledger has come, as one transaction sees it: the right edge of its tree and the time of its last event.
struct LedgerHead {
    var range: CompactRange
    var milliseconds: Int64

    /// Reads the head and checks that events, stored hashes and the head's own root agree: O(log n).
    init(_ database: Database) throws {
        let (size, root) = try Self.stored(database)
        let peaks = try CompactRange.peakNodes(ofSize: size).map { try Self.hash(of: $0, database) }
        guard let range = CompactRange(size: size, peaks: peaks), range.root == root else {
            throw LedgerError.damaged("The ledger's stored hashes do not lead to the root it states for \(size) events.")
        }
        self.range = range
        milliseconds = .min
        if size > 0 {
            let statement = try database.cachedStatement(sql: LedgerSchema.selectTime)
            guard let row = try Row.fetchOne(statement, arguments: [size - 1]), let at = row.integer(0) else {
                throw LedgerError.damaged("The ledger states \(size) events but its last one is not there.")
            }
            milliseconds = at
        }
    }

    /// What the head row states.
    static func stored(_ database: Database) throws -> (size: Int64, root: TreeHash) {
        guard let row = try Row.fetchOne(database.cachedStatement(sql: LedgerSchema.selectHead)), let size = row.integer(0),
            size >= 0, let root = row.hash(1)
        else { throw LedgerError.damaged("The ledger's head is not there or not readable.") }
        return (size, root)
    }

    /// The stored hash of a node: in the row of the last leaf under it, after the hashes of the levels below.
    static func hash(of node: TreeNode, _ database: Database) throws -> TreeHash {
        let statement = try database.cachedStatement(sql: LedgerSchema.selectHashes)
        guard let row = try Row.fetchOne(statement, arguments: [node.lastLeaf]) else {
            throw LedgerError.damaged("Event \(node.lastLeaf) of the ledger is not there.")
        }
        let hash = try row.withUnsafeData(atIndex: 0) { data -> TreeHash? in
            guard let data, data.count == Self.hashesLength(at: node.lastLeaf) else { return nil }
            let start = node.level * TreeHash.length
            return data.withUnsafeBytes { TreeHash(UnsafeRawBufferPointer(rebasing: $0[start..<start + TreeHash.length])) }
        }
        guard let hash else { throw LedgerError.damaged("The stored hashes of event \(node.lastLeaf) are not readable.") }
        return hash
    }

    /// Bytes of hashes stored with the event at that position: its leaf and every node that becomes complete with it.
    static func hashesLength(at position: Int64) -> Int { ((~position).trailingZeroBitCount + 1) * TreeHash.length }
}

extension Row {
    /// An integer column, or nil where something else is stored: GRDB's own subscripts trap.
    func integer(_ index: Int) -> Int64? {
        guard case .int64(let value) = (self[index] as DatabaseValue).storage else { return nil }
        return value
    }

    /// A column of 32 bytes.
    func hash(_ index: Int) -> TreeHash? {
        guard case .blob(let data) = (self[index] as DatabaseValue).storage else { return nil }
        return data.withUnsafeBytes { TreeHash($0) }
    }
}
