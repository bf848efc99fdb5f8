import Sealing
import Testing

@testable import Archive

@Suite("A record supplied again under its reference replaces the older one")
struct SupersessionTests {
    /// Supplies in order, each superseding those before it.
    static func supplies(_ sizes: [Int], seed: UInt64) throws -> (
        records: [RandomRecords], readers: [SegmentReader], summaries: [SegmentSummary]
    ) {
        var generator = SeededGenerator(seed)
        var records: [RandomRecords] = []
        var readers: [SegmentReader] = []
        var summaries: [SegmentSummary] = []
        for (index, size) in sizes.enumerated() {
            let object = try TestObject(UInt8(index + 1))
            let supply = RandomRecords(size, using: &generator)
            let (bytes, summary) = try supply.sealed(
                object: object.id, key: object.key, batches: min(size, 3), superseding: readers, using: &generator)
            records.append(supply)
            readers.append(try object.open(bytes))
            summaries.append(summary)
        }
        return (records, readers, summaries)
    }

    /// What counts when those supplies are held: rows of a reference that no later held supply has.
    static func oracle(_ records: [RandomRecords], held: [Int]) -> [[String]] {
        held.enumerated().flatMap { place, supply in
            let later = Set(held[(place + 1)...].flatMap { records[$0].rows.map { $0[0] } })
            return records[supply].rows.filter { $0[0].isEmpty || !later.contains($0[0]) }
        }
    }

    @Test("any supplies held, any withdrawn: as if done by hand", arguments: 0..<25)
    func oracle(seed: UInt64) throws {
        let (records, readers, summaries) = try Self.supplies([40, 25, 0, 30], seed: seed)
        for mask in 0..<16 {
            let held = (0..<4).filter { mask & (1 << $0) != 0 }
            let set = try SegmentSet(held.map { readers[$0] })
            let expected = Self.oracle(records, held: held)
            #expect(try set.everything() == expected)
            #expect(set.recordCount == expected.count)
            let plan = try set.plan(SegmentQuery(by: [.init("offence")]))
            var counts = plan.makeAccumulator()
            for block in 0..<plan.blockCount { try plan.run(block, into: &counts) }
            #expect(counts.total == expected.count)
        }
        for (index, summary) in summaries.enumerated() {
            for older in summary.superseded {
                let place = try #require(readers.firstIndex { $0.identity.object == older.object })
                let references = Set(records[index].rows.map { $0[0] })
                #expect(older.rows == records[place].rows.count { !$0[0].isEmpty && references.contains($0[0]) })
            }
        }
    }

    @Test(
        "more references than one bucket holds, old and new of different sizes",
        arguments: [(20_000, 300), (300, 20_000), (20_000, 40_000)])
    func buckets(old: Int, new: Int) throws {
        var generator = SeededGenerator(3)
        func seal(_ references: [String], _ object: TestObject, _ earlier: [SegmentReader]) throws -> (SegmentReader, SegmentSummary) {
            var records = RandomRecords(0, using: &generator)
            records.rows = references.map { [$0, "", "", "", "", "", "", "", ""] }
            let (bytes, summary) = try records.sealed(
                object: object.id, key: object.key, batches: 2, superseding: earlier, using: &generator)
            return (try object.open(bytes), summary)
        }
        let (older, _) = try seal((0..<old).map { "K\($0)/\($0 % 13)" }, TestObject(1), [])
        let (newer, summary) = try seal((old / 2..<old / 2 + new).map { "K\($0)/\($0 % 13)" }, TestObject(2), [older])
        let both = min(old - old / 2, new)
        #expect(summary.superseded.map(\.rows) == [both])
        #expect(try SegmentSet([older, newer]).recordCount == old + new - both)
        let set = try SegmentSet([older, newer])
        for number in stride(from: 0, to: old, by: 997) {
            let found = try set.lookUp("k\(number)/\(number % 13)", fields: ["reference"])
            #expect(found.map(\.count) == [1])
            #expect(found.first?.string(0, 0) == "K\(number)/\(number % 13)")
        }
        #expect(try set.lookUp("K\(old + new)/0", fields: ["reference"]).isEmpty)
    }

    @Test("a look-up finds every record of a reference, and none that is superseded")
    func lookUp() throws {
        let (records, readers, _) = try Self.supplies([60, 40], seed: 77)
        let set = try SegmentSet(readers)
        let current = Self.oracle(records, held: [0, 1])
        let names = RandomRecords.fields.map(\.name)
        for reference in Set(records.flatMap { $0.rows.map { $0[0] } }) where !reference.isEmpty {
            let found = try set.lookUp(reference, fields: names).flatMap { block in
                (0..<block.count).map { record in names.indices.map { block.string($0, record) } }
            }
            #expect(found == current.filter { $0[0].lowercased() == reference.lowercased() })
        }
    }
}
