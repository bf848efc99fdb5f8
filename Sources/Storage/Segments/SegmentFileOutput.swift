public import Archive
public import Foundation
import Synchronization

/// A segment being written to a file beside its final place, which it takes, whole and durable, at `commit`.
public final class SegmentFileOutput: SegmentOutput {
    private struct State {
        var descriptor: Int32
        var steady = SteadyWriting()
    }
    private let state: Mutex<State>
    private let file: URL
    private let part: URL

    /// Makes the unfinished file; the final one must not exist.
    public init(file: URL) throws(SegmentError) {
        self.file = file
        part = file.deletingLastPathComponent().appending(path: file.lastPathComponent + DurableFile.unfinished + "segment")
        let descriptor = open(part.path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        state = Mutex(State(descriptor: descriptor))
        guard descriptor >= 0 else { throw Self.failure("made", part) }
    }

    deinit {
        let descriptor = state.withLock { $0.descriptor }
        if descriptor >= 0 {
            close(descriptor)
            unlink(part.path)
        }
    }

    /// Adds bytes at the end.
    public func append(_ bytes: UnsafeRawBufferPointer) throws(SegmentError) {
        let isWritten = state.withLock { state in
            guard DurableFile.writeAll(bytes, to: state.descriptor) else { return false }
            state.steady.wrote(bytes.count, to: state.descriptor)
            return true
        }
        guard isWritten else { throw Self.failure("written", part) }
    }

    /// Makes the file durable and moves it into its place.
    public func commit() throws(SegmentError) {
        let failure: SegmentError? = state.withLock { state in
            guard state.descriptor >= 0 else { return Self.failure("finished", file) }
            guard fsync(state.descriptor) == 0, link(part.path, file.path) == 0, unlink(part.path) == 0 else {
                return Self.failure("finished", file)
            }
            close(state.descriptor)
            state.descriptor = -1
            return nil
        }
        if let failure { throw failure }
        do { try DurableFile.sync(file.deletingLastPathComponent()) } catch { throw Self.failure("finished", file) }
    }

    /// Removes the unfinished file.
    public func discard() {
        state.withLock { state in
            guard state.descriptor >= 0 else { return }
            close(state.descriptor)
            state.descriptor = -1
            unlink(part.path)
        }
    }

    private static func failure(_ what: String, _ file: URL) -> SegmentError {
        let full = errno == ENOSPC
        let cause = errno == 0 ? "" : ": \(String(cString: strerror(errno)))"
        return SegmentError(
            code: full ? "disk-full" : "segment-not-\(what)", "The segment file \(file.lastPathComponent) could not be \(what)\(cause).",
            remedy: full
                ? "Nothing was taken. Make room on the disk and supply the file again."
                : "Nothing was taken. Check that the hub's vault folder is there and belongs to you, then supply the file again.")
    }
}
