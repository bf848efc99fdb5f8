import Foundation

/// Has a file that grows written as it grows, some megabytes at a time. Left to itself the system keeps what was written in memory and writes a
/// gigabyte at once, half a minute later or when it is made durable; whoever else waits for the disk then, as the ledger does for every view of
/// records, waits for all of that.
struct SteadyWriting {
    private static let portion = 8 << 20
    private var written = 0, begun = 0

    /// So many bytes more were written to the end of that file.
    mutating func wrote(_ count: Int, to descriptor: Int32) {
        written += count
        guard written - begun >= Self.portion else { return }
        // Linux begins to write what it is told not to keep, and does not wait for the end. It is no promise: what has to be durable is made so by its
        // writer.
        _ = posix_fadvise(descriptor, off_t(begun), off_t(written - begun), POSIX_FADV_DONTNEED)
        begun = written
    }
}
