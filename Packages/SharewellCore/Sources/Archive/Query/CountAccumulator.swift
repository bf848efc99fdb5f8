/// Counts of one worker, and its buffers.
public struct CountAccumulator: Sendable {
    /// A combination of labels, for counting outside the array.
    struct Cell: Hashable, Sendable {
        let first: String, second: String
    }
    /// Records that matched.
    public internal(set) var total = 0
    var dense: [UInt32]
    var table = CellTable()
    var sparse: [Cell: Int] = [:]
    var scratch = ScanScratch()

    init(cells: Int) { dense = [UInt32](repeating: 0, count: cells) }

    /// Adds another worker's counts of the same plan.
    public mutating func merge(_ other: CountAccumulator) {
        total += other.total
        for cell in dense.indices { dense[cell] &+= other.dense[cell] }
        table.merge(other.table)
        sparse.merge(other.sparse, uniquingKeysWith: +)
    }

    /// Cells that occur, in no order.
    func forEach(_ body: (_ cell: UInt64, _ count: UInt32) -> Void) {
        for (cell, count) in dense.enumerated() where count > 0 { body(UInt64(cell), count) }
        table.forEach(body)
    }
}

/// One line of counts.
public struct GroupCount: Sendable, Hashable {
    /// Labels of the expressions, in their order.
    public let values: [String]
    /// Records.
    public let count: Int
}

/// Records that have the same two whole numbers.
public struct PairCount: Sendable, Hashable {
    /// The numbers of the two fields.
    public let first: Int32, second: Int32
    /// Records.
    public let count: Int
}

extension QueryPlan {
    /// The counts by `query.pair`, in no order: there may be a million, and few have to be sorted. Records that lack a number are not among them.
    public func pairs(_ accumulator: CountAccumulator) -> [PairCount] {
        var found: [PairCount] = []
        accumulator.table.forEach { cell, count in
            guard cell >> 32 != WholeNumber.none, cell & 0xffff_ffff != WholeNumber.none else { return }
            found.append(
                PairCount(
                    first: WholeNumber.value(UInt32(cell >> 32)), second: WholeNumber.value(UInt32(truncatingIfNeeded: cell)),
                    count: Int(count)))
        }
        return found
    }

    /// An empty accumulator for one worker.
    public func makeAccumulator() -> CountAccumulator {
        if case .array(let cells) = numbering { CountAccumulator(cells: cells) } else { CountAccumulator(cells: 0) }
    }

    /// The counts, sorted by label; only combinations that occur.
    public func counts(_ accumulator: CountAccumulator) -> [GroupCount] {
        if query.by.isEmpty { return [] }
        if !accumulator.sparse.isEmpty { return merged(accumulator) }
        let orders = labels.map(Self.order)
        var found: [(rank: UInt64, count: UInt32)] = []
        accumulator.forEach { cell, count in
            let (first, second) = parts(cell)
            found.append((UInt64(orders[0].ranks[first]) << 32 | (second.map { UInt64(orders[1].ranks[$0]) } ?? 0), count))
        }
        found.sort { $0.rank < $1.rank }
        return found.map { rank, count in
            let first = labels[0][orders[0].sorted[Int(rank >> 32)]]
            return GroupCount(
                values: labels.count > 1 ? [first, labels[1][orders[1].sorted[Int(rank & 0xffff_ffff)]]] : [first], count: Int(count))
        }
    }

    /// Numbers of labels in the order of the labels, and the place of each in it.
    private static func order(_ labels: [String]) -> (sorted: [Int], ranks: [UInt32]) {
        let sorted = labels.indices.sorted { labels[$0] < labels[$1] }
        var ranks = [UInt32](repeating: 0, count: labels.count)
        for (rank, label) in sorted.enumerated() { ranks[label] = UInt32(rank) }
        return (sorted, ranks)
    }

    /// Which labels a cell is of.
    private func parts(_ cell: UInt64) -> (first: Int, second: Int?) {
        let width = numbering == .table ? 1 << 32 : UInt64(stride), first = numbering == .table || labels.count > 1 ? cell / width : cell
        return (Int(first), labels.count > 1 ? Int(cell % width) : nil)
    }

    /// Where some blocks were counted by texts.
    private func merged(_ accumulator: CountAccumulator) -> [GroupCount] {
        var cells = accumulator.sparse
        accumulator.forEach { cell, count in
            let (first, second) = parts(cell)
            cells[.init(first: labels[0][first], second: second.map { labels[1][$0] } ?? ""), default: 0] += Int(count)
        }
        return cells.map { cell, count in
            GroupCount(values: labels.count > 1 ? [cell.first, cell.second] : [cell.first], count: count)
        }.sorted { $0.values.lexicographicallyPrecedes($1.values) }
    }
}
