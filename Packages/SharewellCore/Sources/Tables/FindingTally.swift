/// Findings counted by kind, with the lines of the first few: its size does not grow with the file.
public struct FindingTally: Sendable, Hashable, Codable {
    /// One kind of finding.
    public struct Entry: Sendable, Hashable, Codable {
        /// Stable code, as in `Finding.code`.
        public let code: String
        /// How much it matters.
        public let severity: Finding.Severity
        /// Field concerned, where there is one.
        public let field: String?
        /// What to do about it.
        public let advice: String
        /// How often it was met.
        public fileprivate(set) var count: Int
        /// The first lines it was met on, ascending, at most `FindingTally.linesKept`.
        public fileprivate(set) var lines: [Int]
    }
    private struct Kind: Hashable, Codable, Sendable {
        let code: String
        let field: String?
    }
    /// How many lines an entry remembers.
    public static let linesKept = 5
    private var kinds: [Kind: Entry] = [:]

    /// Nothing found.
    public init() {}

    /// Counts one finding, or `times` of the same kind.
    public mutating func add(_ finding: Finding, times: Int = 1) {
        merge(
            Entry(
                code: finding.code, severity: finding.severity, field: finding.field, advice: finding.advice, count: times,
                lines: finding.line.map { [$0] } ?? []))
    }

    /// Adds another worker's tally to this one; the order of merging does not matter.
    public mutating func merge(_ other: FindingTally) { for entry in other.kinds.values { merge(entry) } }

    /// Gravest first, then by code and field.
    public var entries: [Entry] {
        kinds.values.sorted { left, right in
            if left.severity != right.severity { return left.severity > right.severity }
            return (left.code, left.field ?? "") < (right.code, right.field ?? "")
        }
    }

    /// How many findings of that severity or graver.
    public func count(atLeast severity: Finding.Severity) -> Int {
        kinds.values.reduce(0) { $0 + ($1.severity >= severity ? $1.count : 0) }
    }

    /// True if nothing was found.
    public var isEmpty: Bool { kinds.isEmpty }

    private mutating func merge(_ entry: Entry) {
        let kind = Kind(code: entry.code, field: entry.field)
        guard var known = kinds[kind] else {
            kinds[kind] = entry
            return
        }
        known.count += entry.count
        let isLater = entry.lines.first.map { line in known.lines.last.map { line >= $0 } ?? false } ?? true
        if known.lines.count < Self.linesKept || !isLater {
            known.lines = Array(Set(known.lines + entry.lines).sorted().prefix(Self.linesKept))
        }
        kinds[kind] = known
    }
}
