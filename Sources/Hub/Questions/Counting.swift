public import Disclosure
public import Guidance

/// Records that have the same values of the fields counted by, as they were found: nothing that may leave as it is.
struct ValueCount: Sendable, Hashable {
    /// Values of the fields counted by, in their order; empty text where the record has none.
    let values: [String]
    /// Records.
    let count: Int
}

/// A counting as it may be shown: small numbers are protected. Every count that leaves the hub is one of these, whichever way it is asked for.
public struct Counting: Sendable {
    /// Fields counted by, one or two, by the names they were asked by.
    public let by: [String]
    /// Values of the first field, sorted; empty text where a record has none.
    public let rows: [String]
    /// Values of the second field, sorted; one empty text where there is none.
    public let columns: [String]
    /// The counts.
    public let table: ProtectedTable

    /// Cells that a table may have: by more than these, working out what has to be withheld takes too long.
    static let mostCells = 20_000

    /// A table of every value of the first field by every value of the second.
    init(_ by: [String], _ counts: [ValueCount], by rule: SmallNumberRule) throws(HubError) {
        self.by = by
        rows = Set(counts.map { $0.values.first ?? "" }).sorted()
        columns = by.count > 1 ? Set(counts.map { $0.values[1] }).sorted() : [""]
        guard rule.threshold == 1 || rows.count * columns.count <= Self.mostCells else {
            throw HubError(
                .data, code: "too-many-counts",
                "\(rows.count) by \(columns.count) counts are more than small numbers can be protected in (\(Self.mostCells)).",
                remedy: "Count by fields that have fewer values, or by one of them.")
        }
        let rowOf = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($0.element, $0.offset) })
        let columnOf = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($0.element, $0.offset) })
        var table = [[Int]](repeating: [Int](repeating: 0, count: columns.count), count: rows.count)
        for count in counts {
            guard let row = rowOf[count.values.first ?? ""], let column = columnOf[by.count > 1 ? count.values[1] : ""] else { continue }
            table[row][column] += count.count
        }
        self.table = ProtectedTable(table, by: rule)
    }

    /// One line for each combination of values that is not shown to be none.
    var lines: [Answer.Count] {
        rows.indices.flatMap { row in
            columns.indices.compactMap { column in
                let shown = table.cells[row][column]
                return shown == .count(0)
                    ? nil : Answer.Count(values: by.count > 1 ? [rows[row], columns[column]] : [rows[row]], count: shown)
            }
        }
    }
}

extension SmallNumberRule {
    /// What may be said of a number of records: `15`, `fewer than 5`.
    func words(_ count: Int) -> String { shown(count).words(by: self) }
}

extension ShownCount {
    /// `15`, `fewer than 5`, `withheld`.
    public func words(by rule: SmallNumberRule) -> String {
        switch self {
        case .count(let number): String(number)
        case .small: "fewer than \(rule.threshold)"
        case .withheld: "withheld"
        }
    }

    /// Why there is no number, for programs; nil where there is one.
    public var hidden: String? {
        switch self {
        case .count: nil
        case .small: "small"
        case .withheld: "withheld"
        }
    }
}
