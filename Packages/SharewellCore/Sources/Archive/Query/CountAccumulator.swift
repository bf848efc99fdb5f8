/// Counts of one worker, and its buffers.
public struct CountAccumulator: Sendable {
    /// A combination of labels, for counting outside the array.
    struct Cell: Hashable, Sendable {
        let first: String, second: String
    }
    /// Records that matched.
    public internal(set) var total = 0
    var dense: [UInt32]
    var sparse: [Cell: Int] = [:]
    var scratch = ScanScratch()

    init(cells: Int) { dense = [UInt32](repeating: 0, count: cells) }

    /// Adds another worker's counts of the same plan.
    public mutating func merge(_ other: CountAccumulator) {
        total += other.total
        for cell in dense.indices { dense[cell] &+= other.dense[cell] }
        sparse.merge(other.sparse, uniquingKeysWith: +)
    }
}

/// One line of counts.
public struct GroupCount: Sendable, Hashable {
    /// Labels of the expressions, in their order.
    public let values: [String]
    /// Records.
    public let count: Int
}

extension QueryPlan {
    /// An empty accumulator for one worker.
    public func makeAccumulator() -> CountAccumulator { CountAccumulator(cells: cells) }

    /// The counts, sorted by label; only combinations that occur.
    public func counts(_ accumulator: CountAccumulator) -> [GroupCount] {
        if query.by.isEmpty { return [] }
        var cells = accumulator.sparse
        for (cell, count) in accumulator.dense.enumerated() where count > 0 {
            let (first, second) = (cell / Int(stride), cell % Int(stride))
            cells[.init(first: labels[0][first], second: labels.count > 1 ? labels[1][second] : ""), default: 0] += Int(count)
        }
        return cells.map { cell, count in GroupCount(values: labels.count > 1 ? [cell.first, cell.second] : [cell.first], count: count) }
            .sorted { $0.values.lexicographicallyPrecedes($1.values) }
    }
}
