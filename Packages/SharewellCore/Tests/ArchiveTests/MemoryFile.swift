import Synchronization

@testable import Archive

/// A segment in memory; what is written appears only once it is committed.
final class MemoryFile: SegmentOutput {
    private struct State {
        var bytes: [UInt8] = []
        var committed = false
        var discarded = false
    }
    private let state = Mutex(State())

    func append(_ bytes: UnsafeRawBufferPointer) throws(SegmentError) { state.withLock { $0.bytes.append(contentsOf: bytes) } }
    func commit() throws(SegmentError) { state.withLock { $0.committed = true } }
    func discard() { state.withLock { $0.discarded = true } }

    /// What was committed.
    var bytes: [UInt8] { state.withLock { $0.committed ? $0.bytes : [] } }
    var isDiscarded: Bool { state.withLock { $0.discarded } }
}

/// Bytes to read a segment from.
struct MemoryBytes: SegmentInput {
    let bytes: [UInt8]
    var byteCount: Int { bytes.count }

    func withBytes<Result>(
        _ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws(SegmentError) -> Result
    ) throws(SegmentError) -> Result {
        guard range.lowerBound >= 0, range.upperBound <= bytes.count else { throw .damaged("test bytes") }
        let result: Swift.Result<Result, SegmentError> = bytes.withUnsafeBytes { all in
            do throws(SegmentError) { return .success(try body(UnsafeRawBufferPointer(rebasing: all[range]))) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
