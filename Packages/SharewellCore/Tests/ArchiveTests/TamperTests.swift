import Sealing
import Tables
import Testing

@testable import Archive

@Suite("A segment that is not whole, unaltered and in its place is refused")
struct TamperTests {
    /// A small segment with every kind of part in it, and all it should answer.
    struct Sample {
        let object: TestObject
        let bytes: [UInt8]
        let older: TestObject
        let olderBytes: [UInt8]
        let rows: [[String]]

        init() throws {
            var generator = SeededGenerator(11)
            older = try TestObject(4)
            object = try TestObject(5)
            let first = RandomRecords(12, using: &generator)
            let second = RandomRecords(25, using: &generator)
            olderBytes = try first.sealed(object: older.id, key: older.key, batches: 1, using: &generator).bytes
            bytes = try second.sealed(
                object: object.id, key: object.key, batches: 2, superseding: [older.open(olderBytes)], using: &generator
            ).bytes
            rows = second.rows
        }

        /// Everything the segment can be asked: records, counts, look-ups, what it supersedes.
        func answers(_ reader: SegmentReader) throws -> [String] {
            let set = try SegmentSet([reader])
            var answers = try set.everything().map { $0.joined(separator: "|") }
            for field in RandomRecords.fields {
                let plan = try set.plan(SegmentQuery(by: [.init(field.name), .init("committed")]))
                var counts = plan.makeAccumulator()
                for block in 0..<plan.blockCount { try plan.run(block, into: &counts) }
                answers += plan.counts(counts).map { "\($0)" }
            }
            for row in rows.prefix(4) where !row[0].isEmpty {
                answers.append("\(try set.lookUp(row[0], fields: ["note"]).map(\.count))")
            }
            answers.append("\(try reader.supersededRows(of: older.open(olderBytes)))")
            return answers
        }
    }

    @Test("every byte flipped: an error or the very same answer")
    func flips() throws {
        let sample = try Sample()
        let truth = try sample.answers(sample.object.open(sample.bytes))
        var refused = 0
        for index in sample.bytes.indices {
            var altered = sample.bytes
            altered[index] ^= UInt8(1 << (index % 8))
            do {
                let answers = try sample.answers(sample.object.open(altered))
                #expect(answers == truth, "byte \(index) changed the answer")
            } catch let error as SegmentError {
                #expect(!error.remedy.isEmpty && !error.message.isEmpty)
                refused += 1
            }
        }
        #expect(refused > sample.bytes.count * 9 / 10)
    }

    @Test("cut short at every length, or lengthened")
    func truncations() throws {
        let sample = try Sample()
        for count in 0..<sample.bytes.count {
            #expect(throws: SegmentError.self) { try sample.object.open(Array(sample.bytes[..<count])) }
        }
        #expect(throws: SegmentError.self) { try sample.object.open(sample.bytes + [0]) }
        #expect(throws: SegmentError.self) { try sample.object.open(Array(sample.bytes.dropFirst())) }
    }

    @Test("renamed, swapped, under another key, or with parts of another segment")
    func swaps() throws {
        let sample = try Sample()
        let renamed = #expect(throws: SegmentError.self) { try sample.object.open(sample.olderBytes) }
        #expect(renamed?.code == "segment-of-another-object")
        let otherKey = #expect(throws: SegmentError.self) {
            try SegmentReader(opening: MemoryBytes(bytes: sample.bytes), object: sample.object.id, key: sample.older.key)
        }
        #expect(otherKey?.code == "segment-damaged")
        let swapped = sample.older.id.bytes + Array(sample.bytes[32...])
        #expect(throws: SegmentError.self) { try sample.older.open(Array(sample.bytes[..<16]) + swapped) }
        var mixed = sample.bytes
        let piece = 400..<min(sample.olderBytes.count, sample.bytes.count) - 200
        mixed.replaceSubrange(piece, with: sample.olderBytes[piece])
        #expect(throws: SegmentError.self) { try sample.answers(sample.object.open(mixed)) }
    }

    @Test("two chunks of one segment exchanged do not open")
    func exchangedChunks() throws {
        let sample = try Sample()
        let reader = try sample.object.open(sample.bytes)
        let chunks = try reader.streams.indices.flatMap { try reader.entries($0) }.filter { $0.messages.count == 1 }
        for (one, other) in zip(chunks, chunks.dropFirst()) where one.messages[0].byteCount == other.messages[0].byteCount {
            var altered = sample.bytes
            let count = one.messages[0].byteCount
            for index in 0..<count { altered.swapAt(one.offset + index, other.offset + index) }
            if altered == sample.bytes { continue }
            #expect(throws: SegmentError.self) { try sample.answers(sample.object.open(altered)) }
        }
    }

    @Test("nothing can be added to a segment that is finished or failed, and a batch of the wrong shape is refused")
    func misuse() throws {
        let object = try TestObject(1)
        let file = MemoryFile()
        let identity = SegmentIdentity(object: object.id, dataset: "d", kind: .depersonalised, salt: [])
        let writer = try SegmentWriter(identity: identity, fields: RandomRecords.fields, key: object.key, output: file)
        let lane = writer.lane()
        #expect(throws: SegmentError.self) { try lane.append([.absent], rowCount: 1, batch: 0) }
        try lane.append(RandomRecords.fields.map { _ in .absent }, rowCount: 3, batch: 0)
        #expect(file.bytes.isEmpty)
        #expect(try writer.finish().rows == 3)
        #expect(throws: SegmentError.self) { try lane.append(RandomRecords.fields.map { _ in .absent }, rowCount: 3, batch: 1) }
        #expect(throws: SegmentError.self) { try writer.finish() }
        #expect(file.isDiscarded)
    }
}
