import Foundation
import GRDB
import GRDBSQLite
import Transparency

/// Recomputes one stretch of the ledger, `width` events from a multiple of `width`, from its payloads, and compares every hash stored in it.
struct LedgerScan {
    /// Events a stretch: a complete subtree of this height.
    static let level = 13
    static let width: Int64 = 1 << Int64(level)

    /// What one stretch came to.
    struct Result {
        /// Roots of its complete subtrees, the largest first: one when the stretch is full. Nil where events are missing.
        var peaks: [TreeHash]?
        /// The same when only the events before a checkpoint's size are counted.
        var cuts: [Int64: [TreeHash]] = [:]
        /// Hashes stored with its last event for levels above the stretch.
        var above: [TreeHash] = []
        /// True if something under the peaks is already known to be altered.
        var isDirty = false
        var first: Int64 = .min, last: Int64 = .min
        var faults: [LedgerVerdict.Fault] = []
        var faultCount = 0

        mutating func report(_ code: LedgerVerdict.Fault.Code, at index: Int64, _ message: String) {
            faultCount += 1
            if faults.count < LedgerVerdict.mostFaults { faults.append(.init(code, at: index, message)) }
        }
    }

    /// Reads rows without making an object of any: a million of them take under a second a core.
    static let select = "SELECT position, at, hashes, payload FROM event WHERE position >= ? AND position < ? ORDER BY position"

    private var stack: [(hash: TreeHash, level: Int, isDirty: Bool)] = []
    private var result = Result()
    private let range: Range<Int64>
    private let cuts: Set<Int64>

    private init(_ range: Range<Int64>, cuts: [Int64]) {
        self.range = range
        self.cuts = Set(cuts.filter { $0 > range.lowerBound && $0 < range.upperBound })
    }

    /// Scans the stretch; `cuts` are sizes of checkpoints.
    static func run(_ range: Range<Int64>, cuts: [Int64], _ database: Database) throws -> Result {
        var scan = LedgerScan(range, cuts: cuts)
        let statement = try database.cachedStatement(sql: select)
        let rows = statement.sqliteStatement
        sqlite3_reset(rows)
        defer { sqlite3_reset(rows) }
        sqlite3_bind_int64(rows, 1, range.lowerBound)
        sqlite3_bind_int64(rows, 2, range.upperBound)
        var expected = range.lowerBound
        while true {
            let code = sqlite3_step(rows)
            if code == SQLITE_DONE { break }
            guard code == SQLITE_ROW else {
                throw DatabaseError(resultCode: ResultCode(rawValue: sqlite3_extended_errcode(database.sqliteConnection)))
            }
            let position = sqlite3_column_int64(rows, 0)
            guard position == expected else { break }
            guard scan.take(rows, at: position) else { return scan.broken(.eventNotReadable, at: position) }
            expected += 1
        }
        guard expected == range.upperBound else { return scan.broken(.eventMissing, at: expected) }
        scan.result.peaks = scan.stack.map(\.hash)
        scan.result.isDirty = scan.stack.contains { $0.isDirty }
        return scan.result
    }

    private mutating func broken(_ code: LedgerVerdict.Fault.Code, at position: Int64) -> Result {
        let what = code == .eventMissing ? "is missing" : "is not readable"
        result.report(code, at: position, "Event \(position) \(what); nothing after it in its stretch of \(Self.width) could be checked.")
        return result
    }

    /// One row: hashes its event, closes the subtrees that become complete, and compares. False if the row is not an event's.
    private mutating func take(_ row: OpaquePointer, at position: Int64) -> Bool {
        guard sqlite3_column_type(row, 1) == SQLITE_INTEGER, sqlite3_column_type(row, 2) == SQLITE_BLOB,
            sqlite3_column_type(row, 3) == SQLITE_BLOB, let stored = sqlite3_column_blob(row, 2),
            Int(sqlite3_column_bytes(row, 2)) == LedgerHead.hashesLength(at: position)
        else { return false }
        let hashes = UnsafeRawBufferPointer(start: stored, count: LedgerHead.hashesLength(at: position))
        let at = sqlite3_column_int64(row, 1)
        let payload = UnsafeRawBufferPointer(start: sqlite3_column_blob(row, 3), count: Int(sqlite3_column_bytes(row, 3)))
        if position == range.lowerBound { result.first = at } else if at < result.last { backwards(position) }
        result.last = at
        var hash = LedgerEntry.leafHash(index: position, milliseconds: at, payload: payload)
        var isDirty = !matches(hash, hashes, level: 0)
        if isDirty {
            result.report(.eventAltered, at: position, "Event \(position) is not what was recorded: its hash differs from the one stored.")
        }
        var level = 0
        while let left = stack.last, left.level == level {
            stack.removeLast()
            level += 1
            hash = MerkleTree.nodeHash(left.hash, hash)
            isDirty = isDirty || left.isDirty
            if !isDirty, !matches(hash, hashes, level: level) {
                isDirty = true
                result.report(
                    .hashAltered, at: position,
                    "The hash stored with event \(position) for level \(level) is not the one its events lead to.")
            }
        }
        stack.append((hash, level, isDirty))
        if cuts.contains(position + 1) { result.cuts[position + 1] = stack.map(\.hash) }
        if position & (Self.width - 1) == Self.width - 1 {
            result.above = stride(from: (Self.level + 1) * TreeHash.length, to: hashes.count, by: TreeHash.length).compactMap {
                TreeHash(UnsafeRawBufferPointer(rebasing: hashes[$0..<$0 + TreeHash.length]))
            }
        }
        return true
    }

    private mutating func backwards(_ position: Int64) {
        result.report(.timeBackwards, at: position, "Event \(position) is stated to be earlier than event \(position - 1).")
    }

    private func matches(_ hash: TreeHash, _ stored: UnsafeRawBufferPointer, level: Int) -> Bool {
        TreeHash(UnsafeRawBufferPointer(rebasing: stored[level * TreeHash.length..<(level + 1) * TreeHash.length])) == hash
    }
}
