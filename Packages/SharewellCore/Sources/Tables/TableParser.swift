/// Turns chunks of one file into tables. One per worker, for the whole file, so that its dictionaries keep what they know.
public final class TableParser {
    /// Rows indexed before their columns are filled: few enough for the index to stay in the processor's cache.
    private static let blockRows = 1024

    /// Everything found so far.
    public private(set) var findings = FindingTally()
    private let layout: DelimitedLayout
    private let builders: [ColumnBuilder]
    private let scanner: RecordScanner
    private var index: RecordIndex
    private var cleaner: ValueCleaner
    private var scratch: [UInt8] = []

    /// - Parameter seed: for the dictionaries' hashing; one that a supplier cannot know.
    public init(layout: DelimitedLayout, seed: UInt64 = 0) {
        self.layout = layout
        let width = layout.headers.count
        builders = (0..<width).map { ColumnBuilder(seed: seed &+ UInt64($0)) }
        scanner = RecordScanner(
            rule: QuoteRule(delimiter: layout.delimiter, quote: layout.quote, width: 0, patience: Int.max / 2))
        index = RecordIndex(width: width, quote: layout.quote)
        cleaner = ValueCleaner(quote: layout.quote, encodingIsProven: layout.encodingIsProven)
    }

    /// Parses one chunk.
    public func parse(_ chunk: TableChunk) throws(TableError) -> ParsedTable {
        var lines: [UInt32] = []
        var extents: [Range<Int>] = []
        var unsound: [ParsedTable.UnsoundRow] = []
        let unclosed = Set(chunk.unclosed)
        let isUnclosed: ((Int) -> Bool) = { unclosed.contains($0) }
        for builder in builders { builder.begin(rows: chunk.bytes.count / 128) }
        chunk.bytes.withUnsafeBufferPointer { bytes in
            let isSuspect = cleaner.isSuspect(bytes)
            var position = 0
            var line = chunk.firstLine
            while position < bytes.count {
                index.removeAll()
                while position < bytes.count, index.rows.count < Self.blockRows {
                    index.begin(start: position, line: line)
                    guard
                        case .record(let end, let next, let passed) = scanner.scan(
                            bytes, from: position, atEnd: true, isUnclosed: isUnclosed, sink: &index)
                    else { return }
                    index.finish(end: end)
                    position = next
                    line += passed
                    admit(bytes, row: lines.count + index.rows.count - 1, unsound: &unsound)
                }
                for row in index.rows {
                    lines.append(UInt32(clamping: row.line))
                    extents.append(row.start..<row.end)
                }
                fill(bytes, isSuspect: isSuspect)
            }
        }
        let kept = unsound.last?.row ?? 0
        precondition(kept <= lines.count)
        return ParsedTable(
            rowCount: lines.count, columns: builders.map { $0.end() }, batch: chunk.batch, lines: lines, unsound: unsound,
            bytes: chunk.bytes, extents: extents)
    }

    private func admit(_ bytes: UnsafeBufferPointer<UInt8>, row: Int, unsound: inout [ParsedTable.UnsoundRow]) {
        guard let last = index.rows.last else { return }
        if last.hasStrayQuote { findings.add(TableFault.strayQuote.finding(line: last.line)) }
        switch RowJudge.judge(index, bytes) {
        case .sound:
            if last.cells > index.width { findings.add(TableFault.extraBlankCells.finding(line: last.line)) }
        case .unsound(let fault):
            findings.add(fault.finding(line: last.line))
            unsound.append(ParsedTable.UnsoundRow(row: row, fault: fault))
        case .passedOver(let fault):
            findings.add(fault.finding(line: last.line))
            index.dropLast()
        }
    }

    private func fill(_ bytes: UnsafeBufferPointer<UInt8>, isSuspect: Bool) {
        let raw = UnsafeRawBufferPointer(bytes)
        for column in builders.indices {
            let builder = builders[column]
            for row in index.rows.indices {
                let cell = index.cell(row, column)
                if cell.end - cell.start > TableLimits.fieldBytes { note(.overLongField, row, column) }
                if isSuspect || cell.doubled {
                    let fault = cleaner.clean(
                        UnsafeBufferPointer(rebasing: bytes[cell.start..<cell.end]), isQuoted: cell.doubled, into: &scratch)
                    if let fault { note(fault, row, column) }
                    scratch.withUnsafeBytes { builder.append($0) }
                } else {
                    builder.append(UnsafeRawBufferPointer(rebasing: raw[cell.start..<cell.end]))
                }
            }
        }
    }

    private func note(_ fault: TableFault, _ row: Int, _ column: Int) {
        findings.add(fault.finding(line: index.rows[row].line, field: "column \(column + 1)"))
    }
}
