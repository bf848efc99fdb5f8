/// Where the cells of a block of records lie, row by row; reused from block to block.
struct RecordIndex: FieldSink {
    /// One record of the block.
    struct Row {
        var start = 0
        var end = 0
        var line = 0
        var cells = 0
        var extraIsBlank = true
        var isUnclosed = false
        var hasStrayQuote = false
    }
    /// Marks a value in which doubled quotes must be made single.
    static let doubled: UInt32 = 1 << 31

    let width: Int
    private(set) var rows: [Row] = []
    /// Where each value begins, `width` a row.
    private(set) var starts: [UInt32] = []
    /// Where each value ends, with the mark `doubled`.
    private(set) var ends: [UInt32] = []
    private var current = Row()
    private let quote: UInt8

    init(width: Int, quote: UInt8) {
        self.width = width
        self.quote = quote
    }

    mutating func removeAll() {
        rows.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    mutating func begin(start: Int, line: Int) { current = Row(start: start, line: line) }

    @inline(__always)
    mutating func field(_ start: Int, _ end: Int, quoted: Bool) {
        if current.cells < width {
            starts.append(UInt32(truncatingIfNeeded: start))
            ends.append(UInt32(truncatingIfNeeded: end) | (quoted ? Self.doubled : 0))
        } else if end > start {
            current.extraIsBlank = false
        }
        current.cells += 1
    }

    mutating func fault(_ fault: TableFault, at index: Int) {
        if fault == .unclosedQuote { current.isUnclosed = true } else { current.hasStrayQuote = true }
    }

    /// Ends the record; cells it lacks are empty.
    mutating func finish(end: Int) {
        current.end = end
        var cells = current.cells
        while cells < width {
            starts.append(0)
            ends.append(0)
            cells += 1
        }
        rows.append(current)
    }

    /// Forgets the record ended last.
    mutating func dropLast() {
        rows.removeLast()
        starts.removeLast(width)
        ends.removeLast(width)
    }

    /// The bounds of a cell.
    @inline(__always)
    func cell(_ row: Int, _ column: Int) -> (start: Int, end: Int, doubled: Bool) {
        let at = row &* width &+ column
        let end = ends[at]
        return (Int(starts[at]), Int(end & ~Self.doubled), end & Self.doubled != 0)
    }
}
