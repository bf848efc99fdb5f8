/// Findings as they come: all of them counted, the first so many kept one by one.
struct FindingLog: Sendable {
    private(set) var tally = FindingTally()
    private(set) var list: [Finding] = []
    private(set) var count = 0
    let most: Int

    init(keeping most: Int) { self.most = most }

    mutating func add(_ finding: Finding) {
        tally.add(finding)
        count += 1
        if list.count < most { list.append(finding) }
    }

    mutating func add(_ tally: FindingTally) {
        self.tally.merge(tally)
        for entry in tally.entries {
            count += entry.count
            for line in entry.lines.isEmpty ? [nil] : entry.lines.map(Optional.some) where list.count < most {
                list.append(Finding(code: entry.code, severity: entry.severity, line: line, field: entry.field, advice: entry.advice))
            }
        }
    }

    /// Adds a log that came later.
    mutating func add(_ other: FindingLog) {
        tally.merge(other.tally)
        count += other.count
        list += other.list.prefix(max(0, most - list.count))
    }
}
