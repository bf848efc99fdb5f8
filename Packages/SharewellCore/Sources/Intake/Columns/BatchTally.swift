/// What one field's column of one batch amounted to.
struct BatchTally {
    /// Values of the batch that are not missing once canonical.
    var filled = 0
    /// By `Precision.rawValue`.
    var precision = [Int](repeating: 0, count: Precision.allCases.count)
    /// First and last day of a date field.
    var earliest = Int32.max
    var latest = Int32.min
    private(set) var findings: [ValueFinding: (count: Int, rows: [Int])] = [:]
    /// How many rows of each finding are named.
    static let rowsKept = 5

    mutating func count(_ precision: Precision, times: Int = 1) { self.precision[Int(precision.rawValue)] += times }

    /// Counts a finding; `rows` gives the first rows it was met on, and is asked only if more are wanted.
    mutating func count(_ finding: ValueFinding, times: Int, rows: (Int) -> [Int]) {
        var entry = findings[finding] ?? (0, [])
        entry.count += times
        entry.rows = Array((entry.rows + rows(Self.rowsKept)).sorted().prefix(Self.rowsKept))
        findings[finding] = entry
    }

    /// Counts a finding on one row.
    mutating func count(_ finding: ValueFinding, row: Int) {
        findings[finding, default: (0, [])].count += 1
        if findings[finding, default: (0, [])].rows.count < Self.rowsKept { findings[finding]?.rows.append(row) }
    }
}
