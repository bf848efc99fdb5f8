public import Sealing
public import Tables

/// Matching records of one block, in the order they were supplied.
public struct RecordBlock: Sendable {
    /// Values of one field.
    public enum Values: Sendable {
        /// A code per record.
        case coded([UInt32], SegmentDictionary)
        /// A text per record.
        case direct(DirectColumn)
    }
    /// The segment they come from.
    public let object: ObjectID
    /// How many.
    public let count: Int
    /// One a field asked for.
    public let columns: [Values]

    /// Lends a value's UTF-8; empty where it is missing.
    public func withBytes<Result>(_ column: Int, _ record: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        switch columns[column] {
        case .coded(let codes, let dictionary): dictionary.withBytes(of: codes[record], body)
        case .direct(let direct): direct.bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[direct.range(record)])) }
        }
    }

    /// A value as a string.
    public func string(_ column: Int, _ record: Int) -> String { withBytes(column, record) { String(decoding: $0, as: UTF8.self) } }
}

extension QueryPlan {
    /// The matching records of a block with those fields. Blocks are numbered in the order of the segments and of their records.
    public func records(in number: Int, fields: [String]) throws(SegmentError) -> RecordBlock {
        try records(in: number, rows: matches(in: number), fields: fields)
    }

    /// The rows of a block that match, ascending, counted from the block's beginning.
    public func matches(in number: Int) throws(SegmentError) -> [UInt32] {
        var scratch = ScanScratch()
        try match(number, &scratch)
        return scratch.list
    }

    /// Where a block's records stand: the segment among those of the set, and the row that is the block's first.
    public func place(of number: Int) -> (segment: Int, firstRow: Int) {
        (steps[number].segment, segments[steps[number].segment].reader.starts[steps[number].block])
    }

    /// The block that holds a row of a segment, and the row counted from the block's beginning; nil where no record of it can match.
    public func block(of row: Int, in segment: Int) -> (number: Int, row: UInt32)? {
        for (number, step) in steps.enumerated() where step.segment == segment {
            let (start, end) = (segments[segment].reader.starts[step.block], segments[segment].reader.starts[step.block + 1])
            if row >= start, row < end { return (number, UInt32(row - start)) }
        }
        return nil
    }

    /// Some of the rows that match, ascending, as `matches` has them, with those fields. Opens no more messages than they lie in.
    public func records(in number: Int, rows: [UInt32], fields: [String]) throws(SegmentError) -> RecordBlock {
        let (reader, block) = (segments[steps[number].segment].reader, steps[number].block)
        let columns = try fields.map { (field) throws(SegmentError) -> RecordBlock.Values in
            try reader.values(column: try reader.column(field), block: block, rows: rows)
        }
        return RecordBlock(object: reader.identity.object, count: rows.count, columns: columns)
    }
}

extension SegmentReader {
    /// Values of a column for some rows of a block, which ascend.
    func values(column: Int, block: Int, rows: [UInt32]) throws(SegmentError) -> RecordBlock.Values {
        let (stream, member) = places[column]
        let entry = try entries(stream)[block]
        switch entry.encoding {
        case .texts, .numbers: return .direct(try texts(stream: stream, block: block, entry: entry, rows: rows))
        case .missing: return .coded([UInt32](repeating: 0, count: rows.count), try dictionary(column))
        case .codes:
            let count = blocks[block].rows
            let base = UInt32(truncatingIfNeeded: entry.base)
            var codes = [UInt32](repeating: base, count: rows.count)
            if entry.width > 0 {
                codes = try withMessage(stream: stream, block: block, entry: entry, message: 0) { plain in
                    rows.map { min(base &+ PackedCodes.value(plain, min(Int($0), count - 1), width: entry.width), entry.largest) }
                }
            }
            guard streams[stream].kind == .group else { return .coded(codes, try dictionary(column)) }
            let own = try members(stream)[member]
            guard Int(entry.largest) < own.count else { throw .damaged("directory") }
            return .coded(codes.map { own[Int($0)] }, try dictionary(column))
        }
    }

    /// Texts of some rows of a chunk that is not coded; the rows ascend. Opens only the messages they are in.
    func texts(stream: Int, block: Int, entry: ChunkEntry, rows: [UInt32]) throws(SegmentError) -> DirectColumn {
        var column = DirectColumn()
        if entry.encoding == .numbers {
            let count = blocks[block].rows
            func write(_ plain: UnsafeRawBufferPointer) {
                for row in rows {
                    let packed = entry.width == 0 ? 0 : PackedCodes.value(plain, min(Int(row), count - 1), width: entry.width)
                    NumberChunk.write(packed, base: entry.base, scale: entry.scale, into: &column.bytes)
                    column.ends.append(column.bytes.count)
                }
            }
            if entry.width == 0 {
                write(UnsafeRawBufferPointer(start: nil, count: 0))
            } else {
                try withMessage(stream: stream, block: block, entry: entry, message: 0) { write($0) }
            }
            return column
        }
        var (next, first) = (0, 0)
        for (message, part) in entry.messages.enumerated() {
            let end = first + part.rows
            if next < rows.count, Int(rows[next]) < end {
                let base = first
                let sound = try withMessage(stream: stream, block: block, entry: entry, message: message) { plain in
                    TextChunk.read(plain, rows: part.rows) { row, text in
                        while next < rows.count, Int(rows[next]) == base + row {
                            column.append(text)
                            next += 1
                        }
                    }
                }
                guard sound else { throw .damaged("records") }
            }
            first = end
        }
        guard next == rows.count else { throw .damaged("records") }
        return column
    }
}
