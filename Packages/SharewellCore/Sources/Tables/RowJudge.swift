/// Says of each record whether it is one at all, and whether its cells can be trusted to stand in their columns.
struct RowJudge {
    enum Verdict: Equatable {
        case sound
        /// A record that must be rejected.
        case unsound(TableFault)
        /// No record: passed over.
        case passedOver(TableFault)
    }
    private static let totals: Set<String> = [
        "total", "totals", "total:", "grand total", "grand total:", "sub-total", "subtotal", "sub total", "total records", "sum", "count",
    ]

    /// Judges the record ended last in the index.
    static func judge(_ index: RecordIndex, _ bytes: UnsafeBufferPointer<UInt8>) -> Verdict {
        guard let row = index.rows.last else { return .sound }
        let last = index.rows.count - 1
        var first: (start: Int, end: Int)?
        for column in 0..<min(row.cells, index.width) {
            let cell = index.cell(last, column)
            if let start = firstVisible(bytes, cell.start, cell.end) {
                first = (start, cell.end)
                break
            }
        }
        if row.isUnclosed { return .unsound(.unclosedQuote) }
        guard let first else { return row.extraIsBlank ? .passedOver(.blankRow) : .unsound(.extraCells) }
        if isTotals(bytes, first.start, first.end), filled(index, bytes, last) * 2 <= index.width {
            return .passedOver(.totalsRow)
        }
        if row.cells < index.width { return .unsound(.missingCells) }
        if row.cells > index.width, !row.extraIsBlank { return .unsound(.extraCells) }
        return .sound
    }

    private static func filled(_ index: RecordIndex, _ bytes: UnsafeBufferPointer<UInt8>, _ row: Int) -> Int {
        (0..<index.width).reduce(0) { count, column in
            let cell = index.cell(row, column)
            return count + (firstVisible(bytes, cell.start, cell.end) == nil ? 0 : 1)
        }
    }

    @inline(__always)
    private static func firstVisible(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int? {
        var index = start
        while index < end {
            let byte = bytes[index]
            if byte > 32 {
                // A no-break space is as blank as a space.
                guard byte == 0xC2, index + 1 < end, bytes[index + 1] == 0xA0 else { return index }
                index += 1
            }
            index += 1
        }
        return nil
    }

    @inline(__always)
    private static func isTotals(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
        switch bytes[start] | 0x20 {
        case UInt8(ascii: "t"), UInt8(ascii: "g"), UInt8(ascii: "s"), UInt8(ascii: "c"): break
        default: return false
        }
        guard end - start <= 16 else { return false }
        var end = end
        while end > start, bytes[end - 1] <= 32 { end -= 1 }
        return totals.contains(String(decoding: bytes[start..<end], as: UTF8.self).lowercased())
    }
}
