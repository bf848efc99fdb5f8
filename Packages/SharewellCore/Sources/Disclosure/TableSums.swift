import Guidance

/// The sums that a table has to keep, and what they tell somebody who reads it.
///
/// Its counts lie in one list: cells row by row, then the totals of the rows, of the columns, and of all. Each of them stands in two sums: a cell in
/// that of its row and that of its column, a total of a row in that of the row and that of all rows.
struct TableSums {
    let rows: Int, columns: Int
    private let cells: Int, all: Int

    init(rows: Int, columns: Int) {
        (self.rows, self.columns) = (rows, columns)
        cells = rows * columns
        all = cells + rows + columns
    }

    var rowTotals: Range<Int> { cells..<cells + rows }
    var columnTotals: Range<Int> { cells + rows..<all }

    /// The list of a table's counts.
    func places(of table: [[Int]]) -> [Int] {
        let rowTotals = table.map { $0.reduce(0, +) }
        let columnTotals = (0..<columns).map { column in table.reduce(0) { $0 + $1[column] } }
        return table.flatMap(\.self) + rowTotals + columnTotals + [rowTotals.reduce(0, +)]
    }

    // MARK: Sums: of each row, of each column, of the rows' totals, of the columns' totals

    private var count: Int { rows + columns + 2 }

    /// Places of a row's cells.
    func parts(_ row: Int) -> Range<Int> { row * columns..<(row + 1) * columns }

    private func parts(of sum: Int) -> StrideTo<Int> {
        if sum < rows { return stride(from: sum * columns, to: (sum + 1) * columns, by: 1) }
        if sum < rows + columns { return stride(from: sum - rows, to: cells, by: columns) }
        return sum == rows + columns ? stride(from: cells, to: cells + rows, by: 1) : stride(from: cells + rows, to: all, by: 1)
    }

    private func total(of sum: Int) -> Int { sum < rows + columns ? cells + sum : all }

    private func sums(with place: Int) -> (Int, Int) {
        if place < cells { return (place / columns, rows + place % columns) }
        if place < cells + rows { return (place - cells, rows + columns) }
        return place < all ? (place - cells, rows + columns + 1) : (rows + columns, rows + columns + 1)
    }

    // MARK: What they tell

    /// Counts to withhold next, at most one for each sum that gives a small one away; none where no sum does.
    func next(after shown: [ShownCount], of counts: [Int], by rule: SmallNumberRule) -> [Int] {
        let known = bounds(shown, by: rule)
        let small = 1...rule.threshold - 1
        var next: [Int] = []
        var changed = Set<Int>()
        for place in shown.indices where small.contains(counts[place]) {
            guard known[place].lowerBound > small.lowerBound || known[place].upperBound < small.upperBound else { continue }
            let (first, second) = sums(with: place)
            // Of the two, whichever tells it alone.
            let telling = [first, second].filter { sum in
                let told = bounds(of: place, by: sum, known)
                return told.lowerBound > small.lowerBound || told.upperBound < small.upperBound
            }
            guard !telling.isEmpty, changed.isDisjoint(with: telling) else { continue }
            let least =
                least(of: telling.lazy.flatMap { [total(of: $0)] + parts(of: $0) }, shown, counts)
                ?? least(of: shown.indices, shown, counts)
            guard let least else { continue }
            next.append(least)
            changed.insert(sums(with: least).0)
            changed.insert(sums(with: least).1)
            changed.formUnion(telling)
        }
        return next
    }

    /// The smallest that is shown: a number where there is one, else a small one, else none at all. The total of all stays: it is the answer.
    private func least(of places: some Sequence<Int>, _ shown: [ShownCount], _ counts: [Int]) -> Int? {
        func kind(_ place: Int) -> Int? {
            switch shown[place] {
            case .withheld: nil
            case .count(0): 2
            case .small: 1
            case .count: 0
            }
        }
        var found: (kind: Int, count: Int, place: Int)?
        for place in places where place != all {
            guard let kind = kind(place) else { continue }
            let one = (kind, counts[place], place)
            if found.map({ one < $0 }) ?? true { found = one }
        }
        return found?.place
    }

    /// What a sum tells of one of its counts by the others.
    private func bounds(of place: Int, by sum: Int, _ known: [ClosedRange<Int>]) -> ClosedRange<Int> {
        let (low, high) = reach(of: sum, known)
        let total = known[total(of: sum)]
        if place == self.total(of: sum) { return low...high }
        let first = total.lowerBound - (high - known[place].upperBound), last = total.upperBound - (low - known[place].lowerBound)
        return min(first, last)...max(first, last)
    }

    private func reach(of sum: Int, _ known: [ClosedRange<Int>]) -> (low: Int, high: Int) {
        var (low, high) = (0, 0)
        for part in parts(of: sum) {
            low += known[part].lowerBound
            high += known[part].upperBound
        }
        return (low, high)
    }

    /// What can be told of every count from all that is shown: sums are looked at again until none of their counts was narrowed down by another.
    func bounds(_ shown: [ShownCount], by rule: SmallNumberRule) -> [ClosedRange<Int>] {
        var known = shown.map(rule.range)
        // Short sums first: a long one is looked at when those are settled, not after each of them.
        var waiting: [[Int]] = [[], [], []]
        var isWaiting = [Bool](repeating: false, count: count)
        func look(_ sum: Int) {
            guard !isWaiting[sum] else { return }
            isWaiting[sum] = true
            waiting[sum >= rows + columns ? 2 : (sum < rows) == (columns <= rows) ? 0 : 1].append(sum)
        }
        for sum in 0..<count { look(sum) }
        while let first = waiting.firstIndex(where: { !$0.isEmpty }) {
            let sum = waiting[first].removeLast()
            isWaiting[sum] = false
            let (low, high) = reach(of: sum, known)
            func narrow(_ place: Int, _ first: Int, _ last: Int) {
                let range = known[place]
                let (lower, upper) = (max(range.lowerBound, first), min(range.upperBound, last))
                guard lower <= upper, lower != range.lowerBound || upper != range.upperBound else { return }
                known[place] = lower...upper
                let (one, other) = sums(with: place)
                look(one)
                look(other)
            }
            narrow(total(of: sum), low, high)
            let total = known[total(of: sum)]
            for part in parts(of: sum) {
                let own = known[part]
                narrow(part, total.lowerBound - (high - own.upperBound), total.upperBound - (low - own.lowerBound))
            }
        }
        return known
    }
}
