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
        let lines = Lines(counts, rows: counts.count, columns: width)
        while true {
            let next = lines.next(after: shown, by: rule)
            if next.isEmpty { break }
            for place in next { withhold(place, in: lines) }
        }
    }

    /// A single list and its total.
    public init(list: [Int], by rule: SmallNumberRule) { self.init(list.map { [$0] }, by: rule) }

    private var shown: [ShownCount] { cells.flatMap(\.self) + rowTotals + columnTotals + [total] }

    private mutating func withhold(_ place: Int, in lines: Lines) {
        if place < lines.rows * lines.columns {
            cells[place / lines.columns][place % lines.columns] = .withheld
        } else if place < lines.rows * lines.columns + lines.rows {
            rowTotals[place - lines.rows * lines.columns] = .withheld
        } else {
            columnTotals[place - lines.rows * lines.columns - lines.rows] = .withheld
        }
    }
}

/// The sums that a table has to keep, and what they tell somebody who reads it.
struct Lines {
    let rows: Int, columns: Int
    private let counts: [Int]
    /// Each is a sum and its parts, by place: cells row by row, then totals of rows, of columns, of all.
    private let sums: [(total: Int, parts: [Int])]

    init(_ table: [[Int]], rows: Int, columns: Int) {
        (self.rows, self.columns) = (rows, columns)
        let cells = rows * columns
        let rowTotals = table.map { $0.reduce(0, +) }
        let columnTotals = (0..<columns).map { column in table.reduce(0) { $0 + $1[column] } }
        counts = table.flatMap(\.self) + rowTotals + columnTotals + [rowTotals.reduce(0, +)]
        var sums: [(total: Int, parts: [Int])] = []
        let all = cells + rows + columns
        for row in 0..<rows { sums.append((cells + row, (0..<columns).map { row * columns + $0 })) }
        for column in 0..<columns { sums.append((cells + rows + column, (0..<rows).map { $0 * columns + column })) }
        sums.append((all, (0..<rows).map { cells + $0 }))
        sums.append((all, (0..<columns).map { cells + rows + $0 }))
        self.sums = sums
    }

    /// Counts to withhold next, at most one in a sum; none where no small one is given away.
    func next(after shown: [ShownCount], by rule: SmallNumberRule) -> [Int] {
        let known = bounds(shown, by: rule)
        let small = 1...rule.threshold - 1
        var next: [Int] = []
        var changed = Set<Int>()
        for place in shown.indices where small.contains(counts[place]) {
            guard known[place].lowerBound > small.lowerBound || known[place].upperBound < small.upperBound else { continue }
            let beside = sums.indices.filter { sums[$0].total == place || sums[$0].parts.contains(place) }
            guard changed.isDisjoint(with: beside) else { continue }
            let near = beside.flatMap { [sums[$0].total] + sums[$0].parts }
            guard let least = least(of: near, shown) ?? least(of: Array(shown.indices), shown) else { continue }
            next.append(least)
            changed.formUnion(sums.indices.filter { sums[$0].total == least || sums[$0].parts.contains(least) })
        }
        return next
    }

    /// The smallest that is shown: a number where there is one, else a small one, else none at all. The total of all stays: it is the answer.
    private func least(of places: [Int], _ shown: [ShownCount]) -> Int? {
        func kind(_ place: Int) -> Int? {
            switch shown[place] {
            case .withheld: nil
            case .count(0): 2
            case .small: 1
            case .count: 0
            }
        }
        return places.filter { $0 != shown.count - 1 && kind($0) != nil }.min {
            (kind($0) ?? 3, counts[$0], $0) < (kind($1) ?? 3, counts[$1], $1)
        }
    }

    /// What can be told of every count from all that is shown, sum by sum until nothing changes.
    func bounds(_ shown: [ShownCount], by rule: SmallNumberRule) -> [ClosedRange<Int>] {
        var known = shown.map(rule.range)
        var isNew = true
        while isNew {
            isNew = false
            for sum in sums {
                let low = sum.parts.reduce(0) { $0 + known[$1].lowerBound }, high = sum.parts.reduce(0) { $0 + known[$1].upperBound }
                func narrow(_ place: Int, _ first: Int, _ last: Int) {
                    let range = known[place]
                    let (lower, upper) = (max(range.lowerBound, first), min(range.upperBound, last))
                    guard lower <= upper, lower != range.lowerBound || upper != range.upperBound else { return }
                    known[place] = lower...upper
                    isNew = true
                }
                narrow(sum.total, low, high)
                let total = known[sum.total]
                for part in sum.parts {
                    let own = known[part]
                    narrow(part, total.lowerBound - (high - own.upperBound), total.upperBound - (low - own.lowerBound))
                }
            }
        }
        return known
    }
}
