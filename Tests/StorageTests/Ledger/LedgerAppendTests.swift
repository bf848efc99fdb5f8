import Foundation
import Register
import Storage
import Testing
import Transparency

@Suite("The ledger keeps what it is given")
struct LedgerAppendTests {
    @Test("events come back in order, with their times, and the root is the tree's over exactly them")
    func appends() throws {
        let folder = try LedgerFolder()
        let ledger = try SQLiteLedger.create(at: folder.url)
        #expect(try ledger.size == 0)
        #expect(try ledger.root == MerkleTree.emptyRoot)
        #expect(try ledger.append([], at: Moment(milliseconds: 1)) == 0..<0)
        var entries: [[UInt8]] = []
        for size in 1...70 {
            let payload = LedgerFolder.payload(size)
            let at = Moment(milliseconds: Int64(size) * 1000)
            #expect(try ledger.append([payload], at: at) == Int64(size - 1)..<Int64(size))
            entries.append(LedgerEntry(index: Int64(size - 1), milliseconds: at.milliseconds, payload: payload).encoded)
            #expect(try ledger.root == MerkleTree.root(of: entries))
        }
        let again = try SQLiteLedger.open(at: folder.url)
        #expect(try again.size == 70)
        let events = try again.events(from: 10, limit: 5)
        #expect(events.map(\.index) == [10, 11, 12, 13, 14])
        #expect(events.map(\.payload) == (11...15).map(LedgerFolder.payload))
        #expect(try again.events(from: 70, limit: 5).isEmpty)
        #expect(try again.events(from: 65, limit: .max).count == 5)
        #expect(try again.events(from: -3, limit: 1).map(\.index) == [0])
    }

    @Test("a clock that goes backwards never takes the ledger with it")
    func clock() throws {
        let folder = try LedgerFolder()
        let ledger = try SQLiteLedger.create(at: folder.url)
        for at: Int64 in [5000, 3000, 7000, 0, -1] { try ledger.append([[1]], at: Moment(milliseconds: at)) }
        #expect(try ledger.events(from: 0, limit: 9).map(\.at.milliseconds) == [5000, 5000, 7000, 7000, 7000])
    }

    @Test("several connections appending at once lose nothing and never fork")
    func concurrency() throws {
        let folder = try LedgerFolder()
        _ = try folder.begin()
        let ledgers = try (0..<3).map { _ in try SQLiteLedger.open(at: folder.url) }
        DispatchQueue.concurrentPerform(iterations: 3) { worker in
            for number in 0..<40 {
                do {
                    try ledgers[worker].append(
                        [LedgerFolder.payload(worker * 1000 + number), LedgerFolder.payload(worker * 1000 + 500 + number)],
                        at: Moment(milliseconds: Int64(number)))
                } catch { Issue.record(error) }
            }
        }
        let events = try ledgers[0].events(from: 0, limit: 1000)
        #expect(Set(events.map(\.payload)).count == 240)
        let entries = events.map { LedgerEntry(index: $0.index, milliseconds: $0.at.milliseconds, payload: $0.payload).encoded }
        #expect(try ledgers[1].root == MerkleTree.root(of: entries))
        #expect(try SQLiteLedger.open(at: folder.url).size == 240)
    }

    @Test("a ledger is begun once, and only where there is none")
    func beginsOnce() throws {
        let folder = try LedgerFolder()
        _ = try folder.begin(events: 3)
        #expect(throws: LedgerError.self) { try SQLiteLedger.create(at: folder.url) }
        #expect(try SQLiteLedger.open(at: folder.url).size == 3)
        let mode = try FileManager.default.attributesOfItem(atPath: folder.file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }
}
