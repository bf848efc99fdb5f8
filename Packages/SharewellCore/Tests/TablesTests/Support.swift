import Tables

/// A small generator whose numbers are the same every time for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}

extension TableReader {
    init(_ text: String, knownHeaders: Set<String> = []) throws(TableError) {
        try self.init(Array(text.utf8), knownHeaders: knownHeaders)
    }
    var codes: [String] { findings.entries.map(\.code).sorted() }
    func lines(_ code: String) -> [Int] { findings.entries.filter { $0.code == code }.flatMap(\.lines).sorted() }
}

/// Reads a file in pieces and chunks of given sizes, as a supply is read.
func readInPieces(_ bytes: [UInt8], piece: Int, chunk: Int) throws -> (rows: [[String]], lines: [UInt32], findings: FindingTally) {
    let (layout, _) = try LayoutDetector.detect(Array(bytes.prefix(TableLimits.prefixBytes)), isWhole: true)
    var splitter = RecordSplitter(layout: layout, chunkBytes: chunk)
    let parser = TableParser(layout: layout)
    var rows: [[String]] = []
    var lines: [UInt32] = []
    var batch = 0
    func take(_ chunks: [TableChunk]) throws {
        for chunk in chunks {
            let table = try parser.parse(chunk)
            precondition(table.batch == batch)
            batch += 1
            lines += table.lines
            for row in 0..<table.rowCount { rows.append(table.columns.map { $0.string(row) }) }
        }
    }
    var offset = 0
    while offset < bytes.count {
        let end = min(bytes.count, offset + piece)
        try take(splitter.push(Array(bytes[offset..<end])))
        offset = end
    }
    try take(splitter.finish())
    return (rows, lines, parser.findings)
}
