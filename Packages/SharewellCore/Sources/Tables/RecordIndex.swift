/// Where the cells of a block of records lie, row by row; reused from block to block.
///
/// Its arrays have room for a whole block from the start and are written through pointers: the parser spends most of its time here.
struct RecordIndex {
    /// Marks a value that holds doubled quotes.
    static let hasQuotes: UInt32 = 1 << 31
    /// Marks a row whose quotes have something wrong with them.
    static let isUnclosed: UInt32 = 1 << 31
    static let hasStrayQuote: UInt32 = 1 << 30
    static let extraIsFilled: UInt32 = 1 << 29
    static let cellsMask: UInt32 = (1 << 29) - 1

    let width: Int
    /// Rows a block has room for.
    let room: Int
    /// Where each value begins, `width` a row.
    var starts: [UInt32]
    /// Where each value ends, with the mark `hasQuotes`.
    var ends: [UInt32]
    /// Of each row: where it begins and ends in the chunk, its line, its cells with marks.
    var rowStarts: [UInt32]
    var rowEnds: [UInt32]
    var rowLines: [UInt32]
    var rowCells: [UInt32]

    init(width: Int) {
        self.width = width
        // Few enough rows for the block to stay in the processor's second cache.
        room = max(8, min(1024, 16_384 / max(1, width)))
        starts = [UInt32](repeating: 0, count: room * width)
        ends = starts
        rowStarts = [UInt32](repeating: 0, count: room)
        rowEnds = rowStarts
        rowLines = rowStarts
        rowCells = rowStarts
    }

    /// The index while a block is read and its columns filled.
    struct Pointers {
        let width: Int
        let starts: UnsafeMutableBufferPointer<UInt32>
        let ends: UnsafeMutableBufferPointer<UInt32>
        let rowStarts: UnsafeMutableBufferPointer<UInt32>
        let rowEnds: UnsafeMutableBufferPointer<UInt32>
        let rowLines: UnsafeMutableBufferPointer<UInt32>
        let rowCells: UnsafeMutableBufferPointer<UInt32>

        /// The bounds of a cell.
        @inline(__always)
        func cell(_ row: Int, _ column: Int) -> (start: Int, end: Int, hasQuotes: Bool) {
            let place = row &* width &+ column
            let end = ends[place]
            return (Int(starts[place]), Int(end & ~RecordIndex.hasQuotes), end & RecordIndex.hasQuotes != 0)
        }
        @inline(__always)
        func cells(_ row: Int) -> Int { Int(rowCells[row] & RecordIndex.cellsMask) }
    }

    mutating func withPointers<Result>(_ body: (Pointers) -> Result) -> Result {
        starts.withUnsafeMutableBufferPointer { starts in
            ends.withUnsafeMutableBufferPointer { ends in
                rowStarts.withUnsafeMutableBufferPointer { rowStarts in
                    rowEnds.withUnsafeMutableBufferPointer { rowEnds in
                        rowLines.withUnsafeMutableBufferPointer { rowLines in
                            rowCells.withUnsafeMutableBufferPointer { rowCells in
                                body(
                                    Pointers(
                                        width: width, starts: starts, ends: ends, rowStarts: rowStarts, rowEnds: rowEnds,
                                        rowLines: rowLines, rowCells: rowCells))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Writes one record's cells into an index.
struct RowWriter: FieldSink {
    private let starts: UnsafeMutableBufferPointer<UInt32>
    private let ends: UnsafeMutableBufferPointer<UInt32>
    private let unclosed: Set<Int>
    private let width: Int
    private var base = 0
    private(set) var cells = 0
    private(set) var marks: UInt32 = 0

    init(_ index: RecordIndex.Pointers, unclosed: Set<Int>) {
        starts = index.starts
        ends = index.ends
        width = index.width
        self.unclosed = unclosed
    }

    @inline(__always)
    mutating func begin(row: Int) {
        base = row &* width
        cells = 0
        marks = 0
    }

    @inline(__always)
    mutating func field(_ start: Int, _ end: Int, hasQuotes: Bool) {
        if cells < width {
            starts[base &+ cells] = UInt32(truncatingIfNeeded: start)
            ends[base &+ cells] = UInt32(truncatingIfNeeded: end) | (hasQuotes ? RecordIndex.hasQuotes : 0)
        } else if end > start {
            marks |= RecordIndex.extraIsFilled
        }
        cells &+= 1
    }

    mutating func fault(_ fault: TableFault, at index: Int) {
        marks |= fault == .unclosedQuote ? RecordIndex.isUnclosed : RecordIndex.hasStrayQuote
    }

    @inline(__always)
    func isUnclosed(_ index: Int) -> Bool { !unclosed.isEmpty && unclosed.contains(index) }

    /// Cells the record lacks are empty.
    @inline(__always)
    mutating func finish() -> UInt32 {
        let found = cells
        while cells < width { field(0, 0, hasQuotes: false) }
        return UInt32(truncatingIfNeeded: min(found, Int(RecordIndex.cellsMask))) | marks
    }
}
