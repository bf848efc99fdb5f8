import Tables

/// Some rows' texts in one buffer, lent.
struct TextRows {
    private let bytes: UnsafeRawBufferPointer
    private let ends: UnsafeBufferPointer<Int>
    private let first: Int
    let count: Int

    init(_ bytes: UnsafeRawBufferPointer, ends: UnsafeBufferPointer<Int>, rows: Range<Int>) {
        self.bytes = bytes
        self.ends = ends
        first = rows.lowerBound
        count = rows.count
    }

    @inline(__always) subscript(row: Int) -> UnsafeRawBufferPointer {
        let index = first &+ row
        let start = index == 0 ? 0 : ends[index &- 1]
        return UnsafeRawBufferPointer(rebasing: bytes[start..<ends[index]])
    }
}
