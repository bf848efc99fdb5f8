/// Reads a table that is in memory whole: code tables, samples, tests. Supplies go piece by piece through `RecordSplitter` and `TableParser`.
public struct TableReader {
    /// How it is laid out.
    public let layout: DelimitedLayout
    /// Its batches in order.
    public let tables: [ParsedTable]
    /// Everything found.
    public let findings: FindingTally

    /// Reads it.
    ///
    /// - Parameter knownHeaders: as for `LayoutDetector.detect`.
    public init(_ bytes: [UInt8], knownHeaders: Set<String> = [], chunkBytes: Int = 4 << 20) throws(TableError) {
        let (layout, found) = try LayoutDetector.detect(
            Array(bytes.prefix(TableLimits.prefixBytes)), isWhole: bytes.count <= TableLimits.prefixBytes, knownHeaders: knownHeaders)
        var splitter = RecordSplitter(layout: layout, chunkBytes: chunkBytes)
        let parser = TableParser(layout: layout)
        var tables: [ParsedTable] = []
        for chunk in try splitter.push(bytes) { tables.append(try parser.parse(chunk)) }
        for chunk in try splitter.finish() { tables.append(try parser.parse(chunk)) }
        var findings = found
        findings.merge(parser.findings)
        self.layout = layout
        self.tables = tables
        self.findings = findings
    }

    /// Every record's values as strings, row by row.
    public var rows: [[String]] {
        tables.flatMap { table in (0..<table.rowCount).map { row in table.columns.map { $0.string(row) } } }
    }
}

extension Column {
    /// A row's value as a string; the empty text where it is missing.
    public func string(_ row: Int) -> String {
        switch self {
        case .coded(let column): column.dictionary.string(column.codes[row])
        case .direct(let column): column.string(row)
        case .absent: ""
        }
    }
}
