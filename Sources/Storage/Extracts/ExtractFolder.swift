public import Foundation

/// A folder of plain files being written: made beside its final place and moved there when everything in it is durable.
public final class ExtractFolder {
    private let partial: URL
    private var handle: Int32 = -1

    /// Makes the partial folder for what will be at `target`, for its owner alone.
    public init(partial: URL) throws(ExtractError) {
        self.partial = partial
        guard mkdir(partial.path, 0o700) == 0 else { throw ExtractError.notWritten(partial) }
    }

    /// Begins a file; the one before it ends.
    public func begin(_ name: String) throws(ExtractError) {
        try endFile()
        let file = partial.appending(path: name)
        handle = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard handle >= 0 else { throw ExtractError.notWritten(file) }
    }

    /// Adds bytes to the file that was begun.
    public func write(_ bytes: UnsafeRawBufferPointer) throws(ExtractError) {
        guard DurableFile.writeAll(bytes, to: handle) else { throw ExtractError.broken }
    }

    /// Makes the last file and the folder durable.
    public func close() throws(ExtractError) {
        try endFile()
        do { try DurableFile.sync(partial) } catch { throw ExtractError.broken }
    }

    private func endFile() throws(ExtractError) {
        guard handle >= 0 else { return }
        let ended = fsync(handle) == 0
        let shut = Foundation.close(handle) == 0
        handle = -1
        guard ended, shut else { throw ExtractError.broken }
    }

    deinit { if handle >= 0 { Foundation.close(handle) } }
}
