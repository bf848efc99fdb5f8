/// Where a segment is written to, byte after byte. Called by one thread at a time.
public protocol SegmentOutput: Sendable {
    /// Adds bytes at the end.
    func append(_ bytes: UnsafeRawBufferPointer) throws(SegmentError)
    /// Makes everything durable and puts the segment in its place, whole. Nothing is there before this returns.
    func commit() throws(SegmentError)
    /// Forgets what was written.
    func discard()
}

/// Where a segment is read from.
public protocol SegmentInput: Sendable {
    /// Length in bytes.
    var byteCount: Int { get }
    /// Lends the bytes of a range inside `0 ..< byteCount` during the call.
    func withBytes<Result>(
        _ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws(SegmentError) -> Result
    ) throws(SegmentError) -> Result
}
