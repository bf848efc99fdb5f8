/// Buffers of one worker, as long as a block: which rows are still in, and what has been found out about each of them.
struct ScanScratch: Sendable {
    /// Rows still in, ascending; meaningful when `isAll` is false.
    private(set) var rows = [UInt32](repeating: 0, count: ChunkEntry.rowLimit)
    /// Rows still in.
    private(set) var count = 0
    /// True while every row of the block is in.
    private(set) var isAll = true
    /// Codes of the chunk being looked at, one for each row still in.
    private(set) var codes = [UInt32](repeating: 0, count: ChunkEntry.rowLimit)
    /// Of each row still in, what its labels known so far are numbered: added up to one cell of an array, or one number for each expression.
    private var keys = [[UInt32](repeating: 0, count: ChunkEntry.rowLimit), []]
    private var hasKeys = [false, false]
    /// Labels that are texts, by expression, where a block cannot be counted in the array.
    private(set) var texts: [[String]] = [[], []]

    /// Begins a block with every row in.
    mutating func begin(rows: Int) {
        count = rows
        isAll = true
        hasKeys = [false, false]
        for expression in texts.indices { texts[expression].removeAll(keepingCapacity: true) }
    }

    /// Begins with those rows in.
    mutating func begin(only wanted: [UInt32]) {
        begin(rows: min(wanted.count, ChunkEntry.rowLimit))
        for place in 0..<count { rows[place] = wanted[place] }
        isAll = false
    }

    /// Nothing is in any more.
    mutating func clear() { count = 0 }

    /// Keeps only rows whose place in the list passes; what is known of them moves along.
    mutating func keep(_ passes: (_ place: Int, _ row: UInt32) -> Bool) {
        var kept = 0
        for place in 0..<count {
            let row = isAll ? UInt32(place) : rows[place]
            guard passes(place, row) else { continue }
            rows[kept] = row
            for slot in keys.indices where hasKeys[slot] { keys[slot][kept] = keys[slot][place] }
            for expression in texts.indices where texts[expression].count > place { texts[expression][kept] = texts[expression][place] }
            kept += 1
        }
        isAll = isAll && kept == count
        count = kept
    }

    /// Reads the codes of the rows still in. Tables made for the stream reach as far as any code its chunks' widths can express.
    mutating func load(_ plain: UnsafeRawBufferPointer, _ entry: ChunkEntry, blockRows: Int) {
        let (base, width) = (UInt32(truncatingIfNeeded: entry.base), entry.width)
        let (isAll, count) = (isAll, count)
        codes.withUnsafeMutableBufferPointer { codes in
            if isAll {
                PackedCodes.unpack(plain, count: count, base: base, width: width, into: codes)
            } else {
                rows.withUnsafeBufferPointer { rows in
                    for place in 0..<count {
                        let row = min(Int(rows[place]), blockRows &- 1)
                        codes[place] = base &+ PackedCodes.value(plain, row, width: width)
                    }
                }
            }
        }
    }

    /// Keeps rows of a block in which every row is in whose code passes, and their codes; nothing is known of them yet.
    mutating func loadPassing(_ plain: UnsafeRawBufferPointer, _ entry: ChunkEntry, _ passes: [UInt8]) {
        let total = count
        count = codes.withUnsafeMutableBufferPointer { codes in
            rows.withUnsafeMutableBufferPointer { rows in
                passes.withUnsafeBufferPointer { passes in
                    var kept = 0
                    PackedCodes.forEach(plain, count: total, base: UInt32(truncatingIfNeeded: entry.base), width: entry.width) {
                        row, code in
                        rows[kept] = UInt32(truncatingIfNeeded: row)
                        codes[kept] = code
                        kept &+= Int(passes[Int(code)])
                    }
                    return kept
                }
            }
        }
        isAll = false
    }

    /// Labels every row of a block by a chunk's codes.
    mutating func loadLabels(_ plain: UnsafeRawBufferPointer, _ entry: ChunkEntry, _ table: [UInt32], slot: Int) {
        let (adding, count) = (beginLabels(slot), count)
        let (base, width) = (UInt32(truncatingIfNeeded: entry.base), entry.width)
        keys[slot].withUnsafeMutableBufferPointer { keys in
            table.withUnsafeBufferPointer { table in
                if adding {
                    PackedCodes.forEach(plain, count: count, base: base, width: width) { keys[$0] &+= table[Int($1)] }
                } else {
                    PackedCodes.forEach(plain, count: count, base: base, width: width) { keys[$0] = table[Int($1)] }
                }
            }
        }
    }

    /// Counts every row of a block by the labels known so far and those of a chunk's codes.
    func addLabels(_ plain: UnsafeRawBufferPointer, _ entry: ChunkEntry, _ table: [UInt32], to dense: inout [UInt32]) {
        let (base, width) = (UInt32(truncatingIfNeeded: entry.base), entry.width)
        dense.withUnsafeMutableBufferPointer { dense in
            table.withUnsafeBufferPointer { table in
                keys[0].withUnsafeBufferPointer { keys in
                    // Addresses in constants of the closure: the loop would load them anew after each count.
                    guard let cells = dense.baseAddress, let labels = table.baseAddress, let known = keys.baseAddress else { return }
                    if hasKeys[0] {
                        PackedCodes.forEach(plain, count: count, base: base, width: width) {
                            cells[Int(known[$0] &+ labels[Int($1)])] &+= 1
                        }
                    } else {
                        PackedCodes.forEach(plain, count: count, base: base, width: width) { cells[Int(labels[Int($1)])] &+= 1 }
                    }
                }
            }
        }
    }

    private var isLabelled: Bool { hasKeys[0] || hasKeys[1] }

    /// Makes room for labels; true if there are some to add to.
    private mutating func beginLabels(_ slot: Int) -> Bool {
        defer { hasKeys[slot] = true }
        if keys[slot].isEmpty { keys[slot] = [UInt32](repeating: 0, count: ChunkEntry.rowLimit) }
        return hasKeys[slot]
    }

    /// True while nothing is known of the rows but that they are all in.
    var isFresh: Bool { isAll && !isLabelled && texts.allSatisfy(\.isEmpty) }

    /// Keeps rows whose loaded code passes. `passes` has an entry for every code that may occur.
    mutating func filter(_ passes: [UInt8]) {
        if isLabelled || texts.contains(where: { !$0.isEmpty }) {
            let codes = codes
            var kept = 0
            for place in 0..<count where passes[Int(codes[place])] == 1 {
                self.codes[kept] = codes[place]
                kept += 1
            }
            keep { place, _ in passes[Int(codes[place])] == 1 }
            return
        }
        let (isAll, count) = (isAll, count)
        self.count = codes.withUnsafeMutableBufferPointer { codes in
            rows.withUnsafeMutableBufferPointer { rows in
                passes.withUnsafeBufferPointer { passes in
                    var kept = 0
                    if isAll {
                        for place in 0..<count {
                            let code = codes[place]
                            rows[kept] = UInt32(truncatingIfNeeded: place)
                            codes[kept] = code
                            kept &+= Int(passes[Int(code)])
                        }
                    } else {
                        for place in 0..<count {
                            let code = codes[place]
                            rows[kept] = rows[place]
                            codes[kept] = code
                            kept &+= Int(passes[Int(code)])
                        }
                    }
                    return kept
                }
            }
        }
        self.isAll = false
    }

    /// Adds to each row's cell what the table has for its loaded code.
    mutating func label(_ table: [UInt32], slot: Int) {
        let (adding, count) = (beginLabels(slot), count)
        keys[slot].withUnsafeMutableBufferPointer { keys in
            codes.withUnsafeBufferPointer { codes in
                table.withUnsafeBufferPointer { table in
                    if adding {
                        for place in 0..<count { keys[place] &+= table[Int(codes[place])] }
                    } else {
                        for place in 0..<count { keys[place] = table[Int(codes[place])] }
                    }
                }
            }
        }
    }

    /// Adds the same to each row's cell.
    mutating func label(all value: UInt32, slot: Int) {
        let (adding, count) = (beginLabels(slot), count)
        keys[slot].withUnsafeMutableBufferPointer { keys in
            for place in 0..<count { keys[place] = adding ? keys[place] &+ value : value }
        }
    }

    /// Gives each row still in a number of its own.
    mutating func label(each values: [UInt32], slot: Int) {
        _ = beginLabels(slot)
        for place in 0..<count { keys[slot][place] = values[place] }
    }

    /// Gives each row still in a text as label.
    mutating func label(_ expression: Int, texts labels: [String]) { texts[expression] = labels }

    /// Counts the cells of the rows still in.
    func add(to dense: inout [UInt32]) {
        dense.withUnsafeMutableBufferPointer { dense in
            keys[0].withUnsafeBufferPointer { keys in for place in 0..<count { dense[Int(keys[place])] &+= 1 } }
        }
    }

    /// The same, where there are too many for an array.
    func add(to table: inout CellTable) {
        keys[0].withUnsafeBufferPointer { first in
            keys[1].withUnsafeBufferPointer { second in
                table.add(
                    UnsafeBufferPointer(rebasing: first[..<count]), hasKeys[1] ? UnsafeBufferPointer(rebasing: second[..<count]) : nil)
            }
        }
    }
}
