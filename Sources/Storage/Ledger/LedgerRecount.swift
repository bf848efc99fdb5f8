import Transparency

/// Puts the stretches of a scan together, from the left: roots at every size asked for, and the hashes stored above the stretches.
struct LedgerRecount {
    private(set) var faults: [LedgerVerdict.Fault] = []
    private(set) var faultCount = 0
    /// Roots recomputed, by size.
    private(set) var roots: [Int64: TreeHash] = [:]
    private var edge = CompactRange()
    private var isWhole = true
    private var dirty: [Bool] = []
    private var last: Int64 = .min

    /// Takes the next stretch. `sizes` are the sizes whose roots are wanted.
    mutating func take(_ stretch: LedgerScan.Result, range: Range<Int64>, sizes: Set<Int64>) {
        if stretch.faultCount > 0 { add(stretch.faults, of: stretch.faultCount) }
        if stretch.first != .min, stretch.first < last, range.lowerBound > 0 {
            let message = "Event \(range.lowerBound) is stated to be earlier than event \(range.lowerBound - 1)."
            add([.init(.timeBackwards, at: range.lowerBound, message)], of: 1)
        }
        last = max(last, stretch.last)
        guard isWhole else { return }
        for (size, peaks) in stretch.cuts { roots[size] = root(over: peaks) }
        guard let peaks = stretch.peaks else {
            isWhole = false
            return
        }
        if sizes.contains(range.upperBound) { roots[range.upperBound] = root(over: peaks) }
        if Int64(range.count) == LedgerScan.width, let hash = peaks.first { close(hash, stretch, range) }
    }

    private mutating func close(_ hash: TreeHash, _ stretch: LedgerScan.Result, _ range: Range<Int64>) {
        var completed: [TreeHash] = []
        edge.append(hash) { completed.append($0) }
        var isDirty = stretch.isDirty
        for (above, hash) in completed.dropFirst().enumerated() {
            isDirty = (dirty.popLast() ?? false) || isDirty
            if !isDirty, stretch.above.indices.contains(above), stretch.above[above] != hash {
                isDirty = true
                let index = range.upperBound - 1
                let message =
                    "The hash stored with event \(index) for level \(LedgerScan.level + 1 + above) is not the one its events lead to."
                add([.init(.hashAltered, at: index, message)], of: 1)
            }
        }
        dirty.append(isDirty)
    }

    private func root(over peaks: [TreeHash]) -> TreeHash {
        let all = edge.peaks + peaks
        guard var hash = all.last else { return MerkleTree.emptyRoot }
        for peak in all.dropLast().reversed() { hash = MerkleTree.nodeHash(peak, hash) }
        return hash
    }

    mutating func add(_ more: [LedgerVerdict.Fault], of count: Int) {
        faultCount += count
        faults += more.prefix(max(0, LedgerVerdict.mostFaults - faults.count))
    }
}
