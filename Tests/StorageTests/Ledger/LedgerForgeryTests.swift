import Foundation
import Register
import Storage
import Testing
import Transparency

@Suite("History cannot be rewritten unnoticed")
struct LedgerForgeryTests {
    /// More than two stretches of a scan, so that hashes inside them, on their edges and above them are all there.
    static let size = 20_000

    @Test("a sound ledger is found sound, with its root and its checkpoints", arguments: [0, 1, 2, 3, 100, 8191, 8192, 8193, 20_000])
    func sound(size: Int) throws {
        let folder = try LedgerFolder()
        let ledger = try folder.begin(events: size)
        let sizes = Set([0, 1, size / 3, 8191, 8192, 8193, size - 1, size].filter { $0 >= 0 && $0 <= size }).sorted()
        let verdict = try ledger.verify(against: sizes.map { try ledger.checkpoint(at: Int64($0)) })
        #expect(verdict.isSound, "\(verdict.faults)")
        #expect(verdict.size == Int64(size) && verdict.confirmed.map(\.size) == sizes.map(Int64.init))
        #expect(try verdict.root == ledger.root)
    }

    @Test("one byte of a payload", arguments: [0, 8191, 16_383, 19_999])
    func payload(index: Int64) throws {
        let folder = try LedgerFolder()
        try folder.begin(events: Self.size)
        try folder.tamper(
            "UPDATE event SET payload = CAST(replace(CAST(payload AS TEXT), 'event', 'evenu') AS BLOB) WHERE position = \(index)")
        let verdict = try folder.verdict()
        #expect(verdict.code == "event-altered" && verdict.index == index && verdict.faults == 2, "\(verdict)")
    }

    @Test("the time of an event", arguments: [0, 8192, 8298], ["at + 1", "at - 1", "-at", "0"])
    func time(index: Int64, change: String) throws {
        let folder = try LedgerFolder()
        try folder.begin(events: 8300)
        try folder.tamper("UPDATE event SET at = \(change) WHERE position = \(index)")
        let ledger = try SQLiteLedger.open(at: folder.url)
        let faults = try ledger.verify(against: []).faults
        #expect(faults.contains { $0.code == .eventAltered && $0.index == index }, "\(faults)")
    }

    @Test(
        "a stored hash: of a leaf, inside a stretch, on its root, above it",
        arguments: [(5, 0, "event-altered"), (7, 2, "hash-altered"), (8191, 13, "hash-altered"), (16_383, 14, "hash-altered")]
            as [(Int64, Int, String)])
    func storedHash(index: Int64, level: Int, code: String) throws {
        let folder = try LedgerFolder()
        try folder.begin(events: Self.size)
        let (before, after) = (level * 32, level * 32 + 32)
        try folder.tamper(
            """
            UPDATE event SET hashes = CAST(CAST(substr(hashes, 1, \(before)) AS BLOB) || randomblob(32) || substr(hashes, \(after + 1)) AS BLOB)
            WHERE position = \(index)
            """)
        let verdict = try folder.verdict()
        // The 14-level hash and the 13-level hash of the left half are peaks or lead to one: opening may notice first.
        #expect((verdict.code == code && verdict.index == index) || verdict.code == "ledger-damaged", "\(verdict)")
        #expect(verdict.faults == 1)
    }

    @Test("an event deleted", arguments: [0, 1, 8191, 8299])
    func deleted(index: Int64) throws {
        let folder = try LedgerFolder()
        try folder.begin(events: 8300)
        try folder.tamper("DELETE FROM event WHERE position = \(index)")
        let verdict = try folder.verdict()
        #expect((verdict.code == "event-missing" && verdict.index == index) || verdict.code == "ledger-damaged", "\(verdict)")
    }

    @Test("an event deleted or put in and the later ones renumbered", arguments: [0, 1, 50, 98])
    func shifted(index: Int64) throws {
        for isInsertion in [true, false] {
            let folder = try LedgerFolder()
            let ledger = try folder.begin(events: 100)
            let known = try ledger.checkpoint(at: 100)
            if isInsertion {
                try folder.tamper(
                    "UPDATE event SET position = position + 1000 WHERE position >= \(index)",
                    "INSERT INTO event SELECT \(index), at, hashes, CAST('{}' AS BLOB) FROM event WHERE position = 1099",
                    "UPDATE event SET position = position - 999 WHERE position >= 1000",
                    "UPDATE head SET size = 101")
            } else {
                try folder.tamper(
                    "DELETE FROM event WHERE position = \(index)", "UPDATE event SET position = position + 1000 WHERE position > \(index)",
                    "UPDATE event SET position = position - 1001 WHERE position >= 1000", "UPDATE head SET size = 99")
            }
            #expect(try folder.verdict(against: [known]).code != nil)
        }
    }

    @Test("two payloads swapped, alone or with their hashes and times")
    func swapped() throws {
        for columns in [["payload"], ["payload", "hashes", "at"]] {
            let folder = try LedgerFolder()
            try folder.begin(events: 100)
            try folder.tamper(
                "CREATE TEMP TABLE kept AS SELECT * FROM event WHERE position IN (40, 42)",
                "UPDATE event SET \(columns.map { "\($0) = (SELECT \($0) FROM kept WHERE kept.position = 82 - event.position)" }.joined(separator: ", ")) WHERE position IN (40, 42)"
            )
            let verdict = try folder.verdict()
            #expect(verdict.code == "event-altered" && verdict.index == 40, "\(verdict)")
        }
    }

    @Test("the newest events cut off, however tidily")
    func truncated() throws {
        let folder = try LedgerFolder()
        let ledger = try folder.begin(events: 100)
        let (known, rootBefore) = (try ledger.checkpoint(at: 100), try ledger.root(at: 90))
        try ledger.close()
        try folder.tamper("DELETE FROM event WHERE position >= 90")
        #expect(try folder.verdict().code == "ledger-damaged")
        // With the head made to fit, nothing inside the ledger can tell; a checkpoint does.
        try folder.tamper("UPDATE head SET size = 90, root = x'\(rootBefore)'")
        #expect(try folder.verdict().code == nil)
        let verdict = try folder.verdict(against: [known])
        #expect(verdict.code == "shorter-than-checkpoint" && verdict.index == 90)
        // Growing again over the gap is no way out.
        try SQLiteLedger.open(at: folder.url).append((90..<120).map { LedgerFolder.payload($0 + 1) }, at: Moment(milliseconds: 2_000_000))
        #expect(try folder.verdict(against: [known]).code == "checkpoint-contradicted")
    }

    @Test("events written outside the positions stated")
    func outside() throws {
        let folder = try LedgerFolder()
        try folder.begin(events: 10)
        try folder.tamper("INSERT INTO event SELECT 10, at, hashes, payload FROM event WHERE position = 9")
        let verdict = try folder.verdict()
        #expect(verdict.code == "events-outside" && verdict.index == 10)
        // Appending over it fails whole.
        #expect(throws: LedgerError.self) { try SQLiteLedger.open(at: folder.url).append([[1]], at: Moment(milliseconds: 0)) }
    }

    @Test("an old database put back")
    func replayed() throws {
        let folder = try LedgerFolder()
        let ledger = try folder.begin(events: 10)
        try ledger.close()
        let old = try Data(contentsOf: folder.file)
        let newer = try SQLiteLedger.open(at: folder.url)
        try newer.append([[1], [2]], at: Moment(milliseconds: 3_000_000))
        let known = [try newer.checkpoint(at: 10), try newer.checkpoint(at: 12)]
        try newer.close()
        try old.write(to: folder.file)
        #expect(try folder.verdict().code == nil)
        #expect(try folder.verdict(against: known).code == "shorter-than-checkpoint")
    }

    @Test("a history rewritten with every hash recomputed: only checkpoints can tell, and they say where")
    func recomputed() throws {
        let folder = try LedgerFolder()
        let ledger = try folder.begin(events: 300)
        let known = try [50, 100, 200, 300].map { try ledger.checkpoint(at: $0) }
        try ledger.close()
        let forged = try LedgerFolder()
        let other = try forged.begin()
        try other.append(
            (0..<300).map { LedgerFolder.payload($0 == 120 ? 999 : $0) }, at: Moment(milliseconds: 1_000_000))
        #expect(try forged.verdict().code == nil)
        let verdict = try other.verify(against: known)
        #expect(verdict.confirmed.map(\.size) == [50, 100])
        #expect(verdict.faults.map(\.code) == [.checkpointContradicted, .checkpointContradicted])
        #expect(verdict.faults.map(\.index) == [100, 100])
        #expect(verdict.faults.first?.message.contains("100 to 199") == true)
    }

    @Test("the head made to state another root or size")
    func head() throws {
        for change in [
            "root = randomblob(32)", "size = 9", "size = 11", "size = -1", "size = 9223372036854775807", "root = x''", "root = x'00'",
        ] {
            let folder = try LedgerFolder()
            try folder.begin(events: 10)
            try folder.tamper("UPDATE head SET \(change)")
            #expect(try folder.verdict().code == "ledger-damaged", "\(change)")
        }
        let folder = try LedgerFolder()
        try folder.begin(events: 10)
        try folder.tamper("DELETE FROM head")
        #expect(try folder.verdict().code == "ledger-damaged")
    }

    @Test("the ledger itself refuses updates and deletions")
    func guards() throws {
        let folder = try LedgerFolder()
        try folder.begin(events: 3)
        for statement in ["UPDATE event SET at = 0", "DELETE FROM event", "DELETE FROM head", "UPDATE head SET size = 1"] {
            #expect(throws: (any Error).self) { try folder.run(statement) }
        }
        #expect(try folder.verdict().code == nil)
    }
}
