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
        if !accumulator.sparse.isEmpty { return merged(accumulator) }
        // Nothing was counted; to look at every combination of labels for it would take minutes where each record has a place of its own.
        if accumulator.dense.isEmpty { return [] }
        var counts: [GroupCount] = []
        let second = labels.count > 1 ? Self.sorted(labels[1]) : [(0, "")]
        for (first, label) in Self.sorted(labels[0]) {
            for (cell, other) in second {
                let count = Int(accumulator.dense[first * Int(stride) + cell])
                if count > 0 { counts.append(GroupCount(values: labels.count > 1 ? [label, other] : [label], count: count)) }
            }
        }
        return counts
    }

    private static func sorted(_ labels: [String]) -> [(Int, String)] {
        labels.enumerated().map { ($0.offset, $0.element) }.sorted { $0.1 < $1.1 }
    }

    /// Where some blocks were counted outside the array.
    private func merged(_ accumulator: CountAccumulator) -> [GroupCount] {
        var cells = accumulator.sparse
        for (cell, count) in accumulator.dense.enumerated() where count > 0 {
            let (first, second) = (cell / Int(stride), cell % Int(stride))
            cells[.init(first: labels[0][first], second: labels.count > 1 ? labels[1][second] : ""), default: 0] += Int(count)
        }
        return cells.map { cell, count in
            GroupCount(values: labels.count > 1 ? [cell.first, cell.second] : [cell.first], count: count)
        }.sorted { $0.values.lexicographicallyPrecedes($1.values) }
    }
}
