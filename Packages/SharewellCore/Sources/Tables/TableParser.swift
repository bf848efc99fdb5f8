/// Turns chunks of one file into tables. One per worker, for the whole file, so that its dictionaries keep what they know.
public final class TableParser {
    /// Everything found so far.
    public private(set) var findings = FindingTally()
    private var log: FindingLog
    private let builders: [ColumnBuilder]
    private let scanner: RecordScanner
    private let cleaner: ValueCleaner
    private var index: RecordIndex
    private var scratch: [UInt8] = []
    private var bytesPerRow = 128

    /// - Parameter seed: for the dictionaries' hashing; one that a supplier cannot know.
    public convenience init(layout: DelimitedLayout, seed: UInt64 = 0) { self.init(layout: layout, seed: seed, keepingFindings: 0) }

    init(layout: DelimitedLayout, seed: UInt64 = 0, keepingFindings most: Int) {
        log = FindingLog(keeping: most)
        let width = layout.headers.count
        builders = (0..<width).map { ColumnBuilder(seed: seed &+ UInt64($0)) }
        // The splitter has already weighed every quote; what it did not name opens a field.
        scanner = RecordScanner(rule: QuoteRule(delimiter: layout.delimiter, quote: layout.quote, width: 0, patience: Int.max / 4))
        index = RecordIndex(width: width)
        cleaner = ValueCleaner(quote: layout.quote, encodingIsProven: layout.encodingIsProven)
    }

    /// What was found since the last call, finding by finding.
    func takeLog() -> FindingLog {
        let taken = log
        log = FindingLog(keeping: log.most)
        return taken
    }

    /// What a batch gathers beside its columns.
    private struct Gathered {
        var lines: [UInt32] = []
        var extents: [UInt32] = []
        var unsound: [ParsedTable.UnsoundRow] = []
        var findings: FindingLog
    }

    /// Parses one chunk.
    public func parse(_ chunk: TableChunk) throws(TableError) -> ParsedTable {
        var gathered = Gathered(findings: FindingLog(keeping: log.most))
        let expected = chunk.bytes.count / bytesPerRow + 64
        gathered.lines.reserveCapacity(expected)
        gathered.extents.reserveCapacity(expected * 2)
        for builder in builders { builder.begin(rows: expected) }
        let (builders, cleaner, scanner) = (builders, cleaner, scanner)
        let unclosed = Set(chunk.unclosed)
        var scratch: [UInt8] = []
        swap(&scratch, &self.scratch)
        var index = index
        chunk.bytes.withUnsafeBufferPointer { bytes in
            let isSuspect = cleaner.isSuspect(bytes)
            var position = 0
            var line = chunk.firstLine
            let room = index.room
            index.withPointers { index in
                var writer = RowWriter(index, unclosed: unclosed)
                while position < bytes.count {
                    let rows = Self.read(bytes, from: &position, &line, scanner, index, room: room, &writer, &gathered)
                    if rows == 0 { continue }
                    Self.note(longFieldsIn: index, rows: rows, &gathered)
                    for column in builders.indices {
                        builders[column].append(bytes, index, column: column, count: rows, isSuspect: isSuspect) { row, take in
                            let cell = index.cell(row, column)
                            let value = UnsafeBufferPointer(rebasing: bytes[cell.start..<cell.end])
                            let fault = cleaner.clean(value, hasQuotes: cell.hasQuotes, into: &scratch)
                            scratch.withUnsafeBytes { take($0) }
                            if let fault {
                                let line = Int(index.rowLines[row])
                                gathered.findings.add(fault.finding(line: line, field: "column \(column + 1)"))
                                if fault.severity == .error {
                                    let start = gathered.lines.count
                                    gathered.unsound.append(ParsedTable.UnsoundRow(row: start + row, fault: fault))
                                }
                            }
                        }
                    }
                    gathered.lines.append(contentsOf: index.rowLines[..<rows])
                    for row in 0..<rows {
                        gathered.extents.append(index.rowStarts[row])
                        gathered.extents.append(index.rowEnds[row])
                    }
                }
            }
        }
        self.index = index
        swap(&scratch, &self.scratch)
        findings.merge(gathered.findings.tally)
        if log.most > 0 { log.add(gathered.findings) }
        bytesPerRow = max(1, min(4096, chunk.bytes.count / max(1, gathered.lines.count)))
        return ParsedTable(
            rowCount: gathered.lines.count, columns: builders.map { $0.end() }, batch: chunk.batch, lines: gathered.lines,
            unsound: Self.eachOnce(gathered.unsound), bytes: chunk.bytes, extents: gathered.extents)
    }

    /// Reads a block of records into the index, leaving out what is none.
    @inline(never)
    private static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, from position: inout Int, _ line: inout Int, _ scanner: RecordScanner,
        _ index: RecordIndex.Pointers, room: Int, _ writer: inout RowWriter, _ gathered: inout Gathered
    ) -> Int {
        var row = 0
        while position < bytes.count, row < room {
            writer.begin(row: row)
            guard case .record(let end, let next, let passed) = scanner.scan(bytes, from: position, atEnd: true, sink: &writer) else {
                // Whole records end; nothing is left to read.
                position = bytes.count
                break
            }
            index.rowCells[row] = writer.finish()
            index.rowStarts[row] = UInt32(truncatingIfNeeded: position)
            index.rowEnds[row] = UInt32(truncatingIfNeeded: end)
            index.rowLines[row] = UInt32(truncatingIfNeeded: line)
            if RowJudge.isPlainlySound(index, row, bytes) || admit(index, row, bytes, line, &gathered) { row &+= 1 }
            position = next
            line &+= passed
        }
        return row
    }

    private static func admit(
        _ index: RecordIndex.Pointers, _ row: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ line: Int, _ gathered: inout Gathered
    ) -> Bool {
        let marks = index.rowCells[row]
        if marks & RecordIndex.hasStrayQuote != 0 { gathered.findings.add(TableFault.strayQuote.finding(line: line)) }
        switch RowJudge.judge(index, row, bytes) {
        case .sound:
            if index.cells(row) > index.width { gathered.findings.add(TableFault.extraBlankCells.finding(line: line)) }
            return true
        case .unsound(let fault):
            gathered.findings.add(fault.finding(line: line))
            gathered.unsound.append(ParsedTable.UnsoundRow(row: gathered.lines.count + row, fault: fault))
            return true
        case .passedOver(let fault):
            gathered.findings.add(fault.finding(line: line))
            return false
        }
    }

    private static func note(longFieldsIn index: RecordIndex.Pointers, rows: Int, _ gathered: inout Gathered) {
        for row in 0..<rows where index.rowEnds[row] &- index.rowStarts[row] > TableLimits.fieldBytes {
            for column in 0..<index.width {
                let cell = index.cell(row, column)
                guard cell.end - cell.start > TableLimits.fieldBytes else { continue }
                gathered.findings.add(
                    TableFault.overLongField.finding(line: Int(index.rowLines[row]), field: "column \(column + 1)"))
            }
        }
    }

    private static func eachOnce(_ rows: [ParsedTable.UnsoundRow]) -> [ParsedTable.UnsoundRow] {
        guard rows.count > 1 else { return rows }
        var seen: Set<Int> = []
        return rows.filter { seen.insert($0.row).inserted }.sorted { $0.row < $1.row }
    }
}
