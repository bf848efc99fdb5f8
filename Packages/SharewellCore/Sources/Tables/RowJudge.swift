/// Says of each record whether it is one at all, and whether its cells can be trusted to stand in their columns.
struct RowJudge {
    enum Verdict: Equatable {
        case sound
        /// A record that must be rejected.
        case unsound(TableFault)
        /// No record: passed over.
        case passedOver(TableFault)
    }
    /// How a row of totals begins, and whether a record may begin so too: people are called Sum and Count.
    private static let totals: [String: Bool] = [
        "total": false, "totals": false, "total:": false, "grand total": false, "grand total:": false, "sub-total": false,
        "subtotal": false, "sub total": false, "total records": false, "sum": true, "count": true,
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
        var first: (column: Int, start: Int, end: Int)?
        for column in 0..<min(cells, index.width) {
            let cell = index.cell(row, column)
            if let start = firstVisible(bytes, cell.start, cell.end) {
                first = (column, start, cell.end)
                break
            }
        }
        guard let first else { return isExtraFilled ? .unsound(.extraCells) : .passedOver(.blankRow) }
        if let mayBeName = totals(bytes, first.start, first.end),
            let verdict = judgeTotals(index, row, bytes, first: first.column, mayBeName: mayBeName, isExtraFilled: isExtraFilled)
        {
            return verdict
        }
        if cells < index.width { return .unsound(.missingCells) }
        return isExtraFilled ? .unsound(.extraCells) : .sound
    }

    /// Judges a row that begins like one of totals. Only one that says nothing else is passed over; a half-empty one of which it is not
    /// plain whether it is a record is rejected, so that the supplier sees it; nil for a record.
    private static func judgeTotals(
        _ index: RecordIndex.Pointers, _ row: Int, _ bytes: UnsafeBufferPointer<UInt8>, first: Int, mayBeName: Bool, isExtraFilled: Bool
    ) -> Verdict? {
        var filled = 1
        var hasText = false
        for column in first + 1..<max(first + 1, index.width) {
            let cell = index.cell(row, column)
            guard let start = firstVisible(bytes, cell.start, cell.end) else { continue }
            filled += 1
            hasText = hasText || bytes[start..<cell.end].contains { isLetter($0) }
        }
        if filled == 1, !mayBeName, !isExtraFilled { return .passedOver(.totalsRow) }
        return filled * 2 > index.width || mayBeName && hasText ? nil : .unsound(.doubtfulTotals)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte >= 0x80 || (0x61...0x7A).contains(byte | 0x20) }

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

    /// Whether a record may begin so too; nil if the value is no word for totals.
    private static func totals(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool? {
        guard mayBeTotals(bytes[start]), end - start <= 16 else { return nil }
        // Second letters: tOtal, gRand, sUb, sUm, cOunt.
        guard start + 1 < end, [UInt8(ascii: "o"), UInt8(ascii: "r"), UInt8(ascii: "u")].contains(bytes[start + 1] | 0x20) else {
            return nil
        }
        var end = end
        while end > start, bytes[end - 1] <= 32 { end -= 1 }
        return totals[String(decoding: bytes[start..<end], as: UTF8.self).lowercased()]
    }
}
