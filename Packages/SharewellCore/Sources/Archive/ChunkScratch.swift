import Sealing
import Tables

/// One lane's buffers: plain chunks are made here, sealed here, and handed on a block at a time.
struct ChunkScratch {
    /// Sealed bytes of the block so far.
    private(set) var sealed: [UInt8] = []
    /// Hashes of the block's references.
    private(set) var references = ReferenceHashes()
    private var codes: [UInt32] = []
    private var plain = [UInt8](repeating: 0, count: PackedCodes.byteCount(ChunkEntry.rowLimit, width: 32))
    private var lengths: [UInt8] = []
    private var texts: [UInt8] = []

    /// Forgets the last block.
    mutating func begin() {
        sealed.removeAll(keepingCapacity: true)
        references = ReferenceHashes()
    }

    /// Seals some rows of a stream; offsets in the entry count from the start of the block's sealed bytes.
    mutating func write(
        _ column: PreparedColumn, _ rows: Range<Int>, at position: MessagePosition, cipher: SegmentCipher
    ) throws(SegmentError) -> ChunkEntry {
        switch column {
        case .missing: return .missing
        case .coded(let codes, let map, let days, let source):
            if let entry = try write(codes: codes, map, days, rows, at: position, cipher) { return entry }
            guard let source else { throw .unwritable("a value has no code") }
            let texts = source.texts(rows)
            return try write(texts: texts, 0..<texts.ends.count, numeric: false, hashed: false, at: position, cipher)
        case .texts(let direct, let numeric, let hashed):
            return try write(texts: direct, rows, numeric: numeric, hashed: hashed, at: position, cipher)
        }
    }

    /// Nil if a value is not in the segment's dictionary.
    private mutating func write(
        codes source: [UInt32], _ map: [UInt32], _ days: [CivilSpan], _ rows: Range<Int>, at position: MessagePosition,
        _ cipher: SegmentCipher
    ) throws(SegmentError) -> ChunkEntry? {
        let count = rows.count
        if codes.count < count { codes = [UInt32](repeating: 0, count: ChunkEntry.rowLimit) }
        let (low, high) = codes.withUnsafeMutableBufferPointer { target in
            source.withUnsafeBufferPointer { source in
                map.withUnsafeBufferPointer { map in
                    var (low, high) = (UInt32.max, UInt32.min)
                    let first = rows.lowerBound
                    if map.isEmpty {
                        for row in 0..<count {
                            let code = source[first &+ row]
                            target[row] = code
                            low = min(low, code)
                            high = max(high, code)
                        }
                    } else {
                        for row in 0..<count {
                            let code = map[Int(source[first &+ row])]
                            target[row] = code
                            low = min(low, code)
                            high = max(high, code)
                        }
                    }
                    return (low, high)
                }
            }
        }
        if high == CodeMap.unheld { return nil }
        if high == 0 { return .missing }
        let width = PackedCodes.width(for: high - low)
        var entry = ChunkEntry(encoding: .codes, width: width, base: Int64(low), largest: high)
        entry.offset = sealed.count
        if !days.isEmpty { entry.days = Self.span(source, days, rows) }
        if width > 0 { entry.messages = [try seal(packed: count, base: low, width: width, at: position, cipher)] }
        return entry
    }

    private static func span(_ codes: [UInt32], _ days: [CivilSpan], _ rows: Range<Int>) -> CivilSpan {
        codes.withUnsafeBufferPointer { codes in
            days.withUnsafeBufferPointer { days in
                var (first, last) = (Int32.max, Int32.min)
                for row in rows {
                    let span = days[Int(codes[row])]
                    first = min(first, span.first)
                    last = max(last, span.last)
                }
                return CivilSpan(first: first, last: last)
            }
        }
    }

    private mutating func write(
        texts column: DirectColumn, _ rows: Range<Int>, numeric: Bool, hashed: Bool, at position: MessagePosition, _ cipher: SegmentCipher
    ) throws(SegmentError) -> ChunkEntry {
        let result: Result<ChunkEntry, SegmentError> = column.bytes.withUnsafeBytes { bytes in
            column.ends.withUnsafeBufferPointer { ends in
                do throws(SegmentError) {
                    return .success(
                        try write(TextRows(bytes, ends: ends, rows: rows), numeric: numeric, hashed: hashed, at: position, cipher))
                } catch { return .failure(error) }
            }
        }
        return try result.get()
    }

    private mutating func write(
        _ rows: TextRows, numeric: Bool, hashed: Bool, at position: MessagePosition, _ cipher: SegmentCipher
    ) throws(SegmentError) -> ChunkEntry {
        if (0..<rows.count).allSatisfy({ rows[$0].isEmpty }) { return .missing }
        if hashed { references = ReferenceHashes(rows) }
        if numeric, let (base, scale) = NumberChunk.read(rows, into: &codes) {
            let width = PackedCodes.width(for: codes.max() ?? 0)
            var entry = ChunkEntry(encoding: .numbers, width: width, base: base, scale: scale)
            entry.offset = sealed.count
            if width > 0 { entry.messages = [try seal(packed: rows.count, base: 0, width: width, at: position, cipher)] }
            return entry
        }
        var entry = ChunkEntry(encoding: .texts, width: 0, base: 0)
        entry.offset = sealed.count
        var position = position
        var row = 0
        while row < rows.count {
            let count = TextChunk.cut(rows, from: row)
            TextChunk.write(rows, row..<row + count, into: &lengths, &texts)
            guard lengths.count < ChunkEntry.byteLimit else { throw .unwritable("a value is longer than a segment holds") }
            let result: Result<MessageCipher.Tag, SegmentError> = lengths.withUnsafeBytes { plain in
                do throws(SegmentError) { return .success(try cipher.seal(plain, at: position, into: &sealed)) } catch {
                    return .failure(error)
                }
            }
            entry.messages.append(.init(rows: count, byteCount: lengths.count, tag: try result.get()))
            position.message += 1
            row += count
        }
        return entry
    }

    private mutating func seal(
        packed count: Int, base: UInt32, width: Int, at position: MessagePosition, _ cipher: SegmentCipher
    ) throws(SegmentError) -> ChunkEntry.Message {
        let length = PackedCodes.byteCount(count, width: width)
        let result: Result<MessageCipher.Tag, SegmentError> = codes.withUnsafeBufferPointer { codes in
            plain.withUnsafeMutableBytes { plain in
                PackedCodes.pack(UnsafeBufferPointer(rebasing: codes[..<count]), base: base, width: width, into: plain)
                let made = UnsafeRawBufferPointer(rebasing: plain[..<length])
                do throws(SegmentError) { return .success(try cipher.seal(made, at: position, into: &sealed)) } catch {
                    return .failure(error)
                }
            }
        }
        return ChunkEntry.Message(rows: count, byteCount: length, tag: try result.get())
    }
}
