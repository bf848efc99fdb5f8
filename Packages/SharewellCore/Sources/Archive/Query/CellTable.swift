/// Counts of the cells that occur, for groupings that have too many cells for an array: records by their eastings and northings lie in thousands of
/// places, of the millions of pairs that could be. A cell is the number of its first label, times 2³², and that of its second.
struct CellTable: Sendable {
    private var cells: [UInt64] = []
    /// 0 where a slot is free.
    private var counts: [UInt32] = []
    private var used = 0
    /// Of this process alone, so that no file can be made whose cells all meet in one slot.
    private static let multiplier: UInt64 = {
        var hasher = Hasher()
        hasher.combine("cells")
        return UInt64(truncatingIfNeeded: hasher.finalize()) | 1
    }()

    /// Counts one of each of these cells; there are as many second labels as first ones, or none.
    mutating func add(_ first: UnsafeBufferPointer<UInt32>, _ second: UnsafeBufferPointer<UInt32>?) {
        reserve(used + first.count)
        let (multiplier, shift) = (Self.multiplier, shift)
        cells.withUnsafeMutableBufferPointer { cells in
            counts.withUnsafeMutableBufferPointer { counts in
                for place in first.indices {
                    let key = UInt64(first[place]) &<< 32 | UInt64(second?[place] ?? 0)
                    used &+= Self.add(1, to: key, multiplier, shift, cells, counts)
                }
            }
        }
    }

    /// Adds the counts of another worker.
    mutating func merge(_ other: CellTable) {
        reserve(used + other.used)
        let (multiplier, shift) = (Self.multiplier, shift)
        cells.withUnsafeMutableBufferPointer { cells in
            counts.withUnsafeMutableBufferPointer { counts in
                other.forEach { key, count in used += Self.add(count, to: key, multiplier, shift, cells, counts) }
            }
        }
    }

    /// Every cell that occurs, in no order.
    func forEach(_ body: (_ cell: UInt64, _ count: UInt32) -> Void) {
        for slot in counts.indices where counts[slot] > 0 { body(cells[slot], counts[slot]) }
    }

    private var shift: UInt64 { UInt64(64 - counts.count.trailingZeroBitCount) }

    /// Adds to the count of a cell: 1 if it had none, else 0.
    private static func add(
        _ count: UInt32, to key: UInt64, _ multiplier: UInt64, _ shift: UInt64, _ cells: UnsafeMutableBufferPointer<UInt64>,
        _ counts: UnsafeMutableBufferPointer<UInt32>
    ) -> Int {
        // Both halves meet in the upper bits, which the slot is taken from.
        var slot = Int(truncatingIfNeeded: ((key ^ (key &>> 29)) &* multiplier) &>> shift)
        while counts[slot] > 0, cells[slot] != key { slot = (slot &+ 1) & (counts.count &- 1) }
        let isNew = counts[slot] == 0
        if isNew { cells[slot] = key }
        counts[slot] &+= count
        return isNew ? 1 : 0
    }

    /// Makes room for so many cells, at most half of the slots being used.
    private mutating func reserve(_ wanted: Int) {
        guard wanted * 2 > counts.count else { return }
        var size = max(counts.count, 1024)
        // As many as may come: a block has 32,768 rows at most, whatever the cells are.
        while size < wanted * 2 { size *= 2 }
        let old = self
        cells = [UInt64](repeating: 0, count: size)
        counts = [UInt32](repeating: 0, count: size)
        used = 0
        if old.used > 0 { merge(old) }
    }
}
