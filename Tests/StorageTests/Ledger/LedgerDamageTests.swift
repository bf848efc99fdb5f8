import Foundation
import GRDB
import Register
import Testing
import Transparency

@testable import Storage

@Suite("Damage, full disks, other processes and crashes")
struct LedgerDamageTests {
    @Test("bits flipped anywhere in the file are noticed or do no harm, and never trap", arguments: 0..<120 as Range<UInt64>)
    func flipped(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let folder = try LedgerFolder()
        let ledger = try folder.begin(events: 200)
        let (events, root) = (try ledger.events(from: 0, limit: 200), try ledger.root)
        try ledger.close()
        var bytes = [UInt8](try Data(contentsOf: folder.file))
        for _ in 0..<(seed.isMultiple(of: 3) ? 40 : 1) {
            bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
        }
        try Data(bytes).write(to: folder.file)
        do {
            let damaged = try SQLiteLedger.open(at: folder.url, waiting: 0)
            let verdict = try damaged.verify(against: [])
            if verdict.isSound {
                #expect(verdict.root == root)
                #expect(try damaged.events(from: 0, limit: 300) == events)
            }
        } catch {
            #expect(!error.remedy.isEmpty && !error.message.isEmpty)
        }
    }

    @Test("a file cut short is refused", arguments: Array(stride(from: 0, to: 24_576, by: 1024)))
    func cut(length: Int) throws {
        let folder = try LedgerFolder()
        try folder.begin(events: 200).close()
        let bytes = try Data(contentsOf: folder.file)
        guard length < bytes.count else { return }
        try bytes.prefix(length).write(to: folder.file)
        #expect(try folder.verdict().code != nil)
    }

    @Test("what is not a ledger is said not to be one")
    func notALedger() throws {
        let folder = try LedgerFolder()
        #expect(throws: LedgerError.self) { try SQLiteLedger.open(at: folder.url) }
        #expect(try folder.verdict().code == "no-ledger")
        try Data("not a database at all, just some text that is long enough".utf8).write(to: folder.file)
        #expect(try folder.verdict().code == "ledger-damaged")
        try FileManager.default.removeItem(at: folder.file)
        let other = try DatabaseQueue(path: folder.file.path)
        try other.write { try $0.execute(sql: "CREATE TABLE event (position INTEGER PRIMARY KEY)") }
        try other.close()
        #expect(try folder.verdict().code == "ledger-damaged")
        try FileManager.default.removeItem(at: folder.file)
        try folder.begin(events: 2).close()
        for (format, code) in [(HubFormat.current + 1, "hub-of-newer-format"), (0, "ledger-damaged"), (-1, "ledger-damaged")] {
            try folder.run("PRAGMA user_version = \(format)")
            #expect(try folder.verdict().code == code)
        }
        let missing = SQLiteLedger.fileName + "/nowhere"
        #expect(throws: LedgerError.self) { try SQLiteLedger.create(at: folder.url.appending(path: missing)) }
    }

    @Test("rows of other shapes are refused by every reader")
    func shapes() throws {
        for change in ["hashes = x''", "hashes = CAST(hashes || x'00' AS BLOB)", "hashes = CAST(substr(hashes, 2) AS BLOB)"] {
            let folder = try LedgerFolder()
            try folder.begin(events: 8)
            try folder.tamper("UPDATE event SET \(change) WHERE position IN (3, 6, 7)")
            #expect(try folder.verdict().code == "ledger-damaged")
        }
        // A file whose tables are not strict may hold anything.
        for change in ["at = 'x'", "at = 1.5", "payload = NULL", "payload = 'text'", "hashes = 7"] {
            let folder = try LedgerFolder()
            try folder.begin(events: 9)
            try folder.tamper(
                "CREATE TABLE loose AS SELECT * FROM event", "DROP TABLE event",
                "CREATE TABLE event (position INTEGER PRIMARY KEY, at, hashes, payload)", "INSERT INTO event SELECT * FROM loose",
                "UPDATE event SET \(change) WHERE position = 4")
            let ledger = try SQLiteLedger.open(at: folder.url)
            #expect(try ledger.verify(against: []).faults.first?.code == .eventNotReadable, "\(change)")
            if change.hasPrefix("at") || change.hasSuffix("NULL") {
                #expect(throws: LedgerError.self, "\(change)") { try ledger.events(from: 0, limit: 9) }
            }
        }
    }

    @Test("a full disk records nothing and says so; with room again the ledger goes on")
    func fullDisk() throws {
        let folder = try LedgerFolder()
        let ledger = try folder.begin(events: 50)
        let root = try ledger.root
        try ledger.queue.inDatabase { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        let long = [UInt8](repeating: 7, count: 20_000)
        let error = #expect(throws: LedgerError.self) { try ledger.append([[1], long], at: Moment(milliseconds: 9)) }
        #expect(error?.code == "ledger-disk-full")
        #expect(try ledger.size == 50 && ledger.root == root)
        try ledger.queue.inDatabase { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
        try ledger.append([[1], long], at: Moment(milliseconds: 9))
        #expect(try ledger.verify(against: []).isSound)
        #expect(try ledger.size == 52)
    }

    @Test("a lock held by somebody else is waited for, then reported")
    func locked() throws {
        let folder = try LedgerFolder()
        try folder.begin(events: 5)
        let ledger = try SQLiteLedger.open(at: folder.url, waiting: 0.2)
        let other = try DatabaseQueue(path: folder.file.path)
        try other.inDatabase { database in
            try database.execute(sql: "BEGIN IMMEDIATE")
            let error = #expect(throws: LedgerError.self) { try ledger.append([[1]], at: Moment(milliseconds: 9)) }
            #expect(error?.kind == .busy && error?.code == "ledger-busy")
            #expect(try ledger.events(from: 0, limit: 9).count == 5)
            try database.execute(sql: "COMMIT")
        }
        #expect(try ledger.append([[1]], at: Moment(milliseconds: 9)) == 5..<6)
    }

    @Test("a payload that is too long is refused with the rest of its append")
    func tooLong() throws {
        let folder = try LedgerFolder()
        let ledger = try folder.begin(events: 1)
        let long = [UInt8](repeating: 0, count: LedgerSchema.longestPayload + 1)
        let error = #expect(throws: LedgerError.self) { try ledger.append([[1], long], at: Moment(milliseconds: 9)) }
        #expect(error?.code == "event-too-long")
        #expect(try ledger.size == 1)
    }

    @Test("killed at any instant, with the last write torn anywhere, each append is whole or absent")
    func torn() throws {
        let folder = try LedgerFolder()
        let ledger = try SQLiteLedger.create(at: folder.url)
        var roots = [try ledger.root]
        for number in 0..<4 {
            try ledger.append(
                (0...number).map { [UInt8](repeating: UInt8($0 + number), count: 300) }, at: Moment(milliseconds: Int64(number)))
            roots.append(try ledger.root)
        }
        let sizes: [Int64] = [0, 1, 3, 6, 10]
        let (file, log) = (try Data(contentsOf: folder.file), try Data(contentsOf: URL(filePath: folder.file.path + "-wal")))
        var seen: Set<Int64> = []
        var last: Int64 = 0
        for length in Array(stride(from: 0, to: log.count, by: 331)) + [log.count] {
            let crashed = try LedgerFolder()
            try file.write(to: crashed.file)
            var torn = [UInt8](log.prefix(length))
            // What the disk had not taken yet may be anything.
            torn += [UInt8](repeating: 0xA5, count: length % 700)
            try Data(torn).write(to: URL(filePath: crashed.file.path + "-wal"))
            let ledger = try SQLiteLedger.open(at: crashed.url)
            let size = try ledger.size
            let place = try #require(sizes.firstIndex(of: size), "\(size) events after \(length) bytes")
            #expect(try ledger.root == roots[place])
            #expect(try ledger.verify(against: []).isSound)
            #expect(size >= last)
            last = size
            seen.insert(size)
            try ledger.append([[1]], at: Moment(milliseconds: 5))
            #expect(try ledger.verify(against: []).isSound)
        }
        #expect(seen == Set(sizes))
    }

    @Test(
        "a folder that may not be written is read, and an append says why it cannot be",
        .enabled(if: geteuid() != 0, "root may write anywhere"))
    func readOnly() throws {
        let folder = try LedgerFolder()
        try folder.begin(events: 5).close()
        try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: folder.file.path)
        try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder.url.path)
        defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.url.path) }
        let ledger = try SQLiteLedger.open(at: folder.url)
        #expect(try ledger.verify(against: []).isSound)
        #expect(throws: LedgerError.self) { try ledger.append([[1]], at: Moment(milliseconds: 9)) }
    }
}
