public import Guidance

/// A table of counts as it may be shown: rows, columns, their totals and the total of all, none of which gives away a small number.
///
/// Every count is rounded and small ones are not shown. That alone is not enough: who knows that the total rounds to 20 and two of three cells
/// to 5 knows the third, which is small. So where the others narrow a small number down, further cells are withheld until nothing narrows it:
/// by all that the table shows, a small number may be any from 1 to one less than the threshold.
public struct ProtectedTable: Sendable, Hashable {
    /// Row by row.
    public private(set) var cells: [[ShownCount]]
    /// Of each row.
    public private(set) var rowTotals: [ShownCount]
    /// Of each column.
    public private(set) var columnTotals: [ShownCount]
    /// Of all.
    public let total: ShownCount
    /// By which rule.
    public let rule: SmallNumberRule

    /// Protects counts, row by row; all rows are of one length.
    public init(_ counts: [[Int]], by rule: SmallNumberRule) {
        let width = counts.first?.count ?? 0
        precondition(counts.allSatisfy { $0.count == width }, "the rows of a table have one length")
        self.rule = rule
        cells = counts.map { $0.map(rule.shown) }
        rowTotals = counts.map { rule.shown($0.reduce(0, +)) }
        columnTotals = (0..<width).map { column in rule.shown(counts.reduce(0) { $0 + $1[column] }) }
        total = rule.shown(counts.reduce(0) { $0 + $1.reduce(0, +) })
        guard rule.threshold > 1 else { return }
        let sums = TableSums(rows: counts.count, columns: width)
        let all = sums.places(of: counts)
        var shown = all.map(rule.shown)
        while case let next = sums.next(after: shown, of: all, by: rule), !next.isEmpty {
            for place in next { shown[place] = .withheld }
        }
        for row in cells.indices { cells[row] = Array(shown[sums.parts(row)]) }
        rowTotals = Array(shown[sums.rowTotals])
        columnTotals = Array(shown[sums.columnTotals])
    }

    /// A single list and its total.
    public init(list: [Int], by rule: SmallNumberRule) { self.init(list.map { [$0] }, by: rule) }
}
