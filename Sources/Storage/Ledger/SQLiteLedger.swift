public import Foundation
import GRDB
public import Register
import Synchronization
public import Transparency

/// What happened, append-only, in one SQLite file whose events form the leaves of a Merkle tree (`docs/formats/ledger.md`).
///
/// An append is one transaction: when it returns, its events are on the disk, and when it throws, none of them is. Any number of processes
/// may hold the same ledger open; SQLite's lock lets one append at a time.
public final class SQLiteLedger: Sendable {
    /// Name of the file inside the ledger's folder.
    public static let fileName = "ledger.sqlite"

    /// The ledger's file.
    public let file: URL
    /// Reads go by a connection of their own: whoever reads what is there does not wait for the disk that an append waits for. Closed before the
    /// other, as only that one can empty the write-ahead log when it is closed last.
    private let reader: DatabaseQueue
    let queue: DatabaseQueue
    /// The head after this instance's own last append: good for the next one if nobody else appended meanwhile.
    private let remembered = Mutex<LedgerHead?>(nil)

    private init(file: URL, queue: DatabaseQueue, reader: DatabaseQueue) {
        self.file = file
        self.queue = queue
        self.reader = reader
    }

    deinit { try? reader.close() }

    /// Begins an empty ledger in that folder. Refuses to touch one that is there.
    public static func create(at folder: URL) throws(LedgerError) -> SQLiteLedger {
        try LedgerFile(folder).create()
        return try open(at: folder)
    }

    /// Opens the ledger in that folder and checks its right edge, not its whole history: see `verify`. An operation waits for other
    /// processes for up to `waiting` seconds.
    public static func open(at folder: URL, waiting: Double = 10) throws(LedgerError) -> SQLiteLedger {
        let file = LedgerFile(folder, waiting: waiting)
        let queue = try file.open()
        let reader = queue.configuration.readonly ? queue : try file.connect(readOnly: true)
        let ledger = SQLiteLedger(file: file.url, queue: queue, reader: reader)
        _ = try ledger.read("Opening the ledger") { database in try LedgerHead(database) }
        return ledger
    }

    /// Closes the file. Nothing can be asked of the ledger afterwards. A ledger let go of is closed too.
    public func close() throws(LedgerError) {
        do {
            let reading = Result { try reader.close() }
            try queue.close()
            try reading.get()
        } catch { throw LedgerError(error, doing: "Closing the ledger") }
    }

    /// Events so far.
    public var size: Int64 { get throws(LedgerError) { try read("Reading the ledger") { try LedgerHead.stored($0).size } } }

    /// Root of the tree over all events so far.
    public var root: TreeHash { get throws(LedgerError) { try read("Reading the ledger") { try LedgerHead.stored($0).root } } }

    /// Format of the hub that it is the ledger of.
    public var format: Int {
        get throws(LedgerError) {
            Int(try read("Reading the ledger") { try Row.fetchOne($0, sql: "PRAGMA user_version")?.integer(0) } ?? 0)
        }
    }

    /// Makes these payloads durable, all or none, and returns their positions. Each gets the later of `now` and the last event's time.
    @discardableResult
    public func append(_ payloads: [[UInt8]], at now: Moment) throws(LedgerError) -> Range<Int64> {
        try append(payloads, at: now, raisingTo: nil)
    }

    /// Gives the hub another format, and records that: in one transaction.
    public func raise(to format: Int, recording payloads: [[UInt8]], at now: Moment) throws(LedgerError) {
        try append(payloads, at: now, raisingTo: format)
    }

    @discardableResult
    private func append(_ payloads: [[UInt8]], at now: Moment, raisingTo format: Int?) throws(LedgerError) -> Range<Int64> {
        if let long = payloads.firstIndex(where: { $0.count > LedgerSchema.longestPayload }) {
            throw LedgerError(
                .refused, code: "event-too-long", "Event \(long) of the \(payloads.count) to record is longer than 16 MiB.",
                remedy: "Record a digest of what is long, and keep the rest in the vault.")
        }
        do {
            var written: LedgerHead?
            var positions: Range<Int64> = 0..<0
            try queue.writeWithoutTransaction { database in
                try database.inTransaction(.immediate) {
                    var head = try currentHead(database)
                    let first = head.range.size
                    head.milliseconds = max(head.milliseconds, now.milliseconds)
                    try Self.insert(payloads, after: &head, database)
                    if let format { try database.execute(sql: "PRAGMA user_version = \(format)") }
                    positions = first..<head.range.size
                    written = head
                    return .commit
                }
            }
            remembered.withLock { $0 = written }
            return positions
        } catch {
            remembered.withLock { $0 = nil }
            settle(error)
            throw LedgerError(error, doing: "Recording events in the ledger")
        }
    }

    /// The events from that position on, at most `limit` of them.
    public func events(from position: Int64, limit: Int) throws(LedgerError) -> [LedgerEvent] {
        try stretch(from: position, limit: limit).events
    }

    /// The same with the size and the root the ledger states at that moment, for whoever recomputes them. Nothing is compared here.
    public func stretch(
        from position: Int64, limit: Int
    ) throws(LedgerError) -> (events: [LedgerEvent], head: (size: Int64, root: TreeHash)) {
        try read("Reading the ledger") { database in
            let head = try LedgerHead.stored(database)
            let start = max(0, position)
            guard limit > 0, start < head.size else { return ([], head) }
            return (try Self.events(start..<start + min(Int64(limit), head.size - start), database), head)
        }
    }

    /// The events at those positions, which have to be there, in the order they are named.
    public func events(at positions: [Int64]) throws(LedgerError) -> [LedgerEvent] {
        try read("Reading the ledger") { database in try positions.flatMap { try Self.events($0..<$0 + 1, database) } }
    }

    private static func events(_ range: Range<Int64>, _ database: Database) throws -> [LedgerEvent] {
        let statement = try database.cachedStatement(sql: LedgerSchema.selectEvents)
        var events: [LedgerEvent] = []
        events.reserveCapacity(range.count)
        let rows = try Row.fetchCursor(statement, arguments: [range.lowerBound, range.count])
        while let row = try rows.next() {
            let index = range.lowerBound + Int64(events.count)
            guard row.integer(0) == index, let at = row.integer(1),
                let payload = try row.withUnsafeData(atIndex: 2, { $0.map { [UInt8]($0) } })
            else { break }
            events.append(LedgerEvent(index: index, at: Moment(milliseconds: at), payload: payload))
        }
        guard events.count == range.count else {
            throw LedgerError.damaged("Event \(range.lowerBound + Int64(events.count)) of the ledger is not there or not readable.")
        }
        return events
    }

    /// A commit whose fsync failed was undone here, but its bytes may stand in the write-ahead log and come back after a crash: empties the log.
    private func settle(_ error: any Error) {
        guard let error = error as? DatabaseError, error.resultCode.primaryResultCode == .SQLITE_IOERR else { return }
        try? queue.inDatabase { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    }

    func read<Result>(_ what: String, _ body: (Database) throws -> Result) throws(LedgerError) -> Result {
        do { return try reader.read(body) } catch { throw LedgerError(error, doing: what) }
    }

    /// The remembered head where it still is the newest, or the stored one.
    private func currentHead(_ database: Database) throws -> LedgerHead {
        if let head = remembered.withLock({ $0 }) {
            let stored = try LedgerHead.stored(database)
            if stored.size == head.range.size, stored.root == head.range.root { return head }
        }
        return try LedgerHead(database)
    }

    private static func insert(_ payloads: [[UInt8]], after head: inout LedgerHead, _ database: Database) throws {
        guard !payloads.isEmpty else { return }
        let statement = try database.cachedStatement(sql: LedgerSchema.insertEvent)
        var hashes: [UInt8] = []
        for payload in payloads {
            let position = head.range.size
            let leaf = payload.withUnsafeBytes { bytes in
                LedgerEntry.leafHash(index: position, milliseconds: head.milliseconds, payload: bytes)
            }
            hashes.removeAll(keepingCapacity: true)
            head.range.append(leaf) { hash in hash.withUnsafeBytes { hashes.append(contentsOf: $0) } }
            try statement.execute(arguments: [position, head.milliseconds, Data(hashes), Data(payload)])
        }
        try database.cachedStatement(sql: LedgerSchema.updateHead)
            .execute(arguments: [head.range.size, Data(head.range.root.bytes)])
    }
}
