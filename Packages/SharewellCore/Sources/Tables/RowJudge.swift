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

    /// True for a record that needs no closer look: the right number of cells, the first of them filled and not the word "total".
    @inline(__always)
    static func isPlainlySound(_ index: RecordIndex.Pointers, _ row: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard index.rowCells[row] == UInt32(truncatingIfNeeded: index.width) else { return false }
        let first = index.cell(row, 0)
        guard first.start < first.end else { return false }
        let byte = bytes[first.start]
        return byte > 32 && byte < 0x80 && !(first.end &- first.start <= 16 && mayBeTotals(byte))
    }

    /// Judges a record.
    @inline(never)
    static func judge(_ index: RecordIndex.Pointers, _ row: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Verdict {
        let marks = index.rowCells[row]
        if marks & RecordIndex.isUnclosed != 0 { return .unsound(.unclosedQuote) }
        let cells = index.cells(row)
        let isExtraFilled = marks & RecordIndex.extraIsFilled != 0
        var first: (start: Int, end: Int)?
        for column in 0..<min(cells, index.width) {
            let cell = index.cell(row, column)
            if let start = firstVisible(bytes, cell.start, cell.end) {
                first = (start, cell.end)
                break
            }
        }
        guard let first else { return isExtraFilled ? .unsound(.extraCells) : .passedOver(.blankRow) }
        if isTotals(bytes, first.start, first.end), filled(index, bytes, row) * 2 <= index.width { return .passedOver(.totalsRow) }
        if cells < index.width { return .unsound(.missingCells) }
        return isExtraFilled ? .unsound(.extraCells) : .sound
    }

    private static func filled(_ index: RecordIndex.Pointers, _ bytes: UnsafeBufferPointer<UInt8>, _ row: Int) -> Int {
        (0..<index.width).reduce(0) { count, column in
            let cell = index.cell(row, column)
            return count + (firstVisible(bytes, cell.start, cell.end) == nil ? 0 : 1)
        }
    }

    private static func firstVisible(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int? {
        var index = start
        while index < end {
            if bytes[index] > 32 {
                // A no-break space is as blank as a space.
                guard bytes[index] == 0xC2, index + 1 < end, bytes[index + 1] == 0xA0 else { return index }
                index += 1
            }
            index += 1
        }
        return nil
    }

    @inline(__always)
    private static func mayBeTotals(_ byte: UInt8) -> Bool {
        switch byte | 0x20 {
        case UInt8(ascii: "t"), UInt8(ascii: "g"), UInt8(ascii: "s"), UInt8(ascii: "c"): true
        default: false
        }
    }

    private static func isTotals(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
        guard mayBeTotals(bytes[start]), end - start <= 16 else { return false }
        // Second letters: tOtal, gRand, sUb, sUm, cOunt.
        guard start + 1 < end, [UInt8(ascii: "o"), UInt8(ascii: "r"), UInt8(ascii: "u")].contains(bytes[start + 1] | 0x20) else {
            return false
        }
        var end = end
        while end > start, bytes[end - 1] <= 32 { end -= 1 }
        return totals.contains(String(decoding: bytes[start..<end], as: UTF8.self).lowercased())
    }
}
