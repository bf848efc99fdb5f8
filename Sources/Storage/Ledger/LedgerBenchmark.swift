public import Foundation
import GRDB
import GRDBSQLite
import Register

/// Measures the ledger beside plain SQLite inserts of the same payloads with the same durability: for `make bench`.
public struct LedgerBenchmark: Sendable {
    /// What was measured. Rates are events a second.
    public struct Figures: Sendable, Hashable, Codable {
        /// Bytes a payload.
        public let payloadBytes: Int
        /// One durable append after another.
        public let ledgerOneByOne: Double
        /// Durable appends of a hundred events.
        public let ledgerGrouped: Double
        /// Plain inserts, a transaction each.
        public let plainOneByOne: Double
        /// Plain inserts, a hundred a transaction.
        public let plainGrouped: Double
        /// Events of the ledger that was verified.
        public let verifiedEvents: Int
        /// Seconds `verify` took, reading from SQLite included: the best and the median of the runs.
        public let verifySeconds: Double, verifyMedianSeconds: Double
        /// Seconds `open` took on that ledger.
        public let openSeconds: Double
        /// Seconds a proof took: inclusion and consistency, one after the other.
        public let proofSeconds: Double
        /// Bytes of the ledger's file.
        public let fileBytes: Int
    }

    /// Appends that wait for the disk one by one, and groups of a hundred.
    public let single: Int, groups: Int
    /// Events of the ledger that is verified.
    public let verified: Int
    private let payloadBytes = 300

    /// So many of each.
    public init(single: Int = 1000, groups: Int = 200, verified: Int = 1_000_000) {
        self.single = single
        self.groups = groups
        self.verified = verified
    }

    /// Measures in a folder of its own inside `folder`, which is removed afterwards.
    public func run(in folder: URL) throws -> Figures {
        let place = folder.appending(path: "ledger-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        let ledger = try SQLiteLedger.create(at: place)
        let plain = try PlainInserts(place.appending(path: "plain.sqlite"))
        // Turn and turn about, so that a disk that slows down slows both.
        var seconds = (ledgerOne: 0.0, plainOne: 0.0, ledgerMany: 0.0, plainMany: 0.0)
        for round in 0..<4 {
            let one = (0..<single / 4).map { payload(round * single + $0) }
            seconds.ledgerOne += try timed { for payload in one { try ledger.append([payload], at: Moment(milliseconds: 1)) } }
            seconds.plainOne += try timed { for payload in one { try plain.insert([payload]) } }
            let many = (0..<groups / 4).map { group in (0..<100).map { payload(round * groups * 100 + group * 100 + $0) } }
            seconds.ledgerMany += try timed { for group in many { try ledger.append(group, at: Moment(milliseconds: 1)) } }
            seconds.plainMany += try timed { for group in many { try plain.insert(group) } }
        }
        while try ledger.size < Int64(verified) {
            let size = Int(try ledger.size)
            try ledger.append((size..<min(size + 10_000, verified)).map(payload), at: Moment(milliseconds: Int64(size)))
        }
        try ledger.close()
        let opened = try timed { _ = try SQLiteLedger.open(at: place) }
        let again = try SQLiteLedger.open(at: place)
        let runs = try (0..<5).map { _ in
            try timed { guard try again.verify(against: []).isSound else { throw LedgerError.damaged("Not sound.") } }
        }
        .sorted()
        let size = try again.size
        let proofs = try timed {
            for index in stride(from: Int64(1), to: size, by: Int64.Stride(max(1, size / 100))) {
                _ = try again.inclusion(of: index, in: size)
                _ = try again.consistency(from: index, to: size)
            }
        }
        let bytes = try FileManager.default.attributesOfItem(atPath: again.file.path)[.size] as? Int ?? 0
        let (ones, manies) = (Double(single / 4 * 4), Double(groups / 4 * 4 * 100))
        return Figures(
            payloadBytes: payloadBytes, ledgerOneByOne: ones / seconds.ledgerOne, ledgerGrouped: manies / seconds.ledgerMany,
            plainOneByOne: ones / seconds.plainOne, plainGrouped: manies / seconds.plainMany, verifiedEvents: Int(size),
            verifySeconds: runs[0], verifyMedianSeconds: runs[2], openSeconds: opened, proofSeconds: proofs / 100, fileBytes: bytes)
    }

    private func payload(_ number: Int) -> [UInt8] {
        let text = Array("{\"queryAnswered\":{\"by\":\"a-shah\",\"number\":\(number),\"records\":0,\"purpose\":\"".utf8)
        return text + [UInt8](repeating: UInt8(ascii: "x"), count: max(0, payloadBytes - text.count))
    }

    private func timed(_ work: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        return try clock.measure(work) / .seconds(1)
    }
}

/// The least SQLite can do: rows into one table through one prepared statement, write-ahead log, FULL.
private final class PlainInserts {
    private let queue: DatabaseQueue
    private var count: Int64 = 0

    init(_ file: URL) throws {
        queue = try DatabaseQueue(path: file.path)
        try queue.inDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
            try database.execute(sql: "CREATE TABLE plain (position INTEGER PRIMARY KEY, at INTEGER NOT NULL, payload BLOB NOT NULL)")
        }
    }

    func insert(_ payloads: [[UInt8]]) throws {
        try queue.writeWithoutTransaction { database in
            try database.inTransaction(.immediate) {
                let statement = try database.cachedStatement(sql: "INSERT INTO plain (position, at, payload) VALUES (?, ?, ?)")
                    .sqliteStatement
                for payload in payloads {
                    sqlite3_bind_int64(statement, 1, count)
                    sqlite3_bind_int64(statement, 2, 1)
                    let code = payload.withUnsafeBytes { bytes in
                        sqlite3_bind_blob(statement, 3, bytes.baseAddress, Int32(bytes.count), nil)
                        return sqlite3_step(statement)
                    }
                    sqlite3_reset(statement)
                    guard code == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
                    count += 1
                }
                return .commit
            }
        }
    }
}
