/// Finds what stands between the fields by trying each candidate on the first records.
enum DelimiterDetector {
    static let candidates: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")]
    static let sampleRows = 200

    static func detect(_ text: [UInt8], from start: Int, line: Int, isWhole: Bool, knownHeaders: Set<String>) -> UInt8 {
        var best = candidates[0]
        var bestScore = 0.0
        for candidate in candidates where text[start...].contains(candidate) {
            let records = SampleRecord.read(
                text, from: start, line: line, delimiter: candidate, isWhole: isWhole, limit: sampleRows
            ).filter { !$0.isBlank }
            let score = score(records, knownHeaders: knownHeaders)
            if score > bestScore {
                best = candidate
                bestScore = score
            }
        }
        return best
    }

    /// Between 0 and 1 by how many records have the commonest number of cells, more for many cells; above 1 where known headers show.
    private static func score(_ records: [SampleRecord], knownHeaders: Set<String>) -> Double {
        guard let first = records.first(where: { $0.cells.count > 1 }) else { return 0 }
        let known =
            records.prefix(TableLimits.headerRows).map { record in
                record.cells.count > 1 ? record.cells.reduce(0) { $0 + (knownHeaders.contains(HeaderText.key($1)) ? 1 : 0) } : 0
            }.max() ?? 0
        let width = commonWidth(records, otherwise: first.cells.count)
        let share = Double(records.reduce(0) { $0 + ($1.cells.count == width ? 1 : 0) }) / Double(records.count)
        // One column with a delimiter here and there is one column, unless many lines in a row agree.
        let agreed = share >= 0.5 || longestRun(records, width) >= 3 || first.line == records[0].line
        let base = agreed ? share * (1 - 1 / Double(width)) : 0
        return known >= 2 ? 1 + Double(known) + base : base
    }

    /// The commonest number of cells above one; of equally common ones that of the earliest record.
    static func commonWidth(_ records: [SampleRecord], otherwise: Int) -> Int {
        var counts: [Int: Int] = [:]
        for record in records where record.cells.count > 1 { counts[record.cells.count, default: 0] += 1 }
        let most = counts.values.max() ?? 0
        return records.first { counts[$0.cells.count] == most }?.cells.count ?? otherwise
    }

    private static func longestRun(_ records: [SampleRecord], _ width: Int) -> Int {
        var longest = 0
        var run = 0
        for record in records {
            run = record.cells.count == width ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}
