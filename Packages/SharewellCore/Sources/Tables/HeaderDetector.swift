/// Finds the header among the first rows: titles, notes and blank rows may stand above it.
enum HeaderDetector {
    /// The position of the header in `records`; nil if none has anything in it.
    static func detect(_ records: [SampleRecord], knownHeaders: Set<String>) -> Int? {
        let filled = records.indices.filter { !records[$0].isBlank }
        guard let first = filled.first else { return nil }
        if let known = mostKnown(records, knownHeaders) { return known }
        let table = filled.map { records[$0] }
        guard table.contains(where: { $0.cells.count > 1 }) else { return first }
        let width = DelimiterDetector.commonWidth(table, otherwise: 1)
        let typical = table.filter { $0.cells.count == width }.map(\.filled).sorted()
        let usual = typical.isEmpty ? width : typical[typical.count / 2]
        let least = max(2, (usual * 3 + 4) / 5)
        if let row = filled.first(where: { records[$0].filled >= least }) { return row }
        return filled.first { records[$0].cells.count == width } ?? first
    }

    private static func mostKnown(_ records: [SampleRecord], _ knownHeaders: Set<String>) -> Int? {
        guard !knownHeaders.isEmpty else { return nil }
        var best: Int?
        var most = 0
        for (row, record) in records.enumerated() {
            let known = Set(record.cells.map(HeaderText.key)).intersection(knownHeaders).count
            let enough = known >= 2 && known * 4 >= record.filled || known > 0 && known == record.filled
            if enough, known > most {
                best = row
                most = known
            }
        }
        return best
    }

    /// True if the row looks like a record: half of what it holds, or more, is numbers and dates.
    static func isDoubtful(_ record: SampleRecord) -> Bool {
        let values = record.cells.filter { !$0.isEmpty }
        let numeric = values.filter { value in
            value.contains { $0.isNumber } && value.allSatisfy { $0.isNumber || "+-.,:/ TZ£%".contains($0) }
        }
        return !values.isEmpty && numeric.count * 2 >= values.count
    }
}
