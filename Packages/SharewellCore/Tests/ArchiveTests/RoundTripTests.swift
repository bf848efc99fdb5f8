import Sealing
import Testing

@testable import Archive

/// A sealed object made up for tests.
struct TestObject {
    let id: ObjectID
    let key: DataKey

    init(_ number: UInt8) throws {
        id = try ObjectID(checking: String(repeating: number < 16 ? "0" + String(number, radix: 16) : String(number, radix: 16), count: 16))
        key = try DataKey(bytes: (0..<32).map { UInt8($0) ^ number })
    }

    func open(_ bytes: [UInt8]) throws -> SegmentReader {
        try SegmentReader(opening: MemoryBytes(bytes: bytes), object: id, key: key)
    }
}

extension SegmentSet {
    /// Every record that counts, as texts.
    func everything() throws -> [[String]] {
        let plan = try plan(SegmentQuery())
        let names = RandomRecords.fields.map(\.name)
        return try (0..<plan.blockCount).flatMap { number in
            let block = try plan.records(in: number, fields: names)
            return (0..<block.count).map { record in names.indices.map { block.string($0, record) } }
        }
    }
}

@Suite("A segment gives back what was sealed in it")
struct RoundTripTests {
    @Test("random tables, from none to many batches", arguments: 0..<60)
    func roundTrip(seed: UInt64) throws {
        var generator = SeededGenerator(seed)
        let sizes = [0, 1, 2, 7, 100, 2_500]
        let count = sizes[Int(seed) % sizes.count]
        let records = RandomRecords(count, using: &generator)
        let object = try TestObject(UInt8(seed))
        let batches = count == 0 ? 0 : min(count, Int.random(in: 1...9, using: &generator))
        let (bytes, summary) = try records.sealed(object: object.id, key: object.key, batches: batches, using: &generator)
        #expect(summary.rows == count)
        #expect(summary.byteCount == bytes.count)
        let reader = try object.open(bytes)
        #expect(reader.rowCount == count)
        #expect(reader.identity.dataset == "test-records")
        #expect(reader.fields == RandomRecords.fields)
        #expect(try SegmentSet([reader]).everything() == records.rows)
    }

    @Test("a batch longer than a block, and blocks of codes of every width")
    func manyBlocks() throws {
        var generator = SeededGenerator(99)
        var records = RandomRecords(70_000, using: &generator)
        for row in records.rows.indices {
            records.rows[row][6] = "street \(row % 40_000)"
            records.rows[row][8] = row < 35_000 ? "" : "\(row)"
        }
        let object = try TestObject(7)
        let (bytes, _) = try records.sealed(object: object.id, key: object.key, batches: 1, using: &generator)
        let reader = try object.open(bytes)
        #expect(reader.blocks.count == 3)
        #expect(try SegmentSet([reader]).everything() == records.rows)
    }

    @Test("packed codes come back at every width", arguments: 0...32)
    func packing(width: Int) {
        var generator = SeededGenerator(UInt64(width))
        let top: UInt64 = width == 0 ? 0 : (1 << UInt64(width)) - 1
        for count in [1, 2, 3, 31, 64, 1000] {
            let base = UInt32.random(in: 0...UInt32(UInt64(UInt32.max) - top), using: &generator)
            let codes = (0..<count).map { _ in base + UInt32(UInt64.random(in: 0...top, using: &generator)) }
            var packed = [UInt8](repeating: 0xFF, count: PackedCodes.byteCount(count, width: width))
            codes.withUnsafeBufferPointer { codes in
                packed.withUnsafeMutableBytes { PackedCodes.pack(codes, base: base, width: width, into: $0) }
            }
            let back = [UInt32](unsafeUninitializedCapacity: count) { target, filled in
                packed.withUnsafeBytes { PackedCodes.unpack($0, count: count, base: base, width: width, into: target) }
                filled = count
            }
            #expect(back == codes)
            if width > 0 { #expect(packed.withUnsafeBytes { PackedCodes.value($0, count - 1, width: width) } == codes[count - 1] - base) }
        }
    }

    @Test("two segments under one data key and object are sealed with different keys")
    func salts() throws {
        var generator = SeededGenerator(5)
        let records = RandomRecords(50, using: &generator)
        let object = try TestObject(3)
        func seal(_ salt: UInt8) throws -> [UInt8] {
            let file = MemoryFile()
            let identity = SegmentIdentity(
                object: object.id, dataset: "d", kind: .depersonalised, salt: [UInt8](repeating: salt, count: 16))
            let writer = try SegmentWriter(identity: identity, fields: RandomRecords.fields, key: object.key, output: file)
            var same = SeededGenerator(1)
            var maker = BatchMaker(writer.lane(), sharing: records.placesAreSound)
            try maker.append(records.rows, batch: 0, using: &same)
            _ = try writer.finish()
            return file.bytes
        }
        let (one, other) = (try seal(1), try seal(2))
        #expect(one.count == other.count)
        let same = zip(one, other).filter { $0 == $1 }.count
        #expect(same < one.count / 2)
        #expect(try seal(1) == one)
    }
}
