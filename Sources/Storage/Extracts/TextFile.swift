public import Foundation

/// A file of text for its owner alone, written as it comes.
public final class TextFile {
    private var descriptor: Int32

    /// Creates it; there must be none of that name.
    public init(_ file: URL) throws(ExtractError) {
        descriptor = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ExtractError.notWritten(file) }
    }

    deinit { if descriptor >= 0 { Foundation.close(descriptor) } }

    /// Appends text.
    public func write(_ text: String) throws(ExtractError) {
        let written = Array(text.utf8).withUnsafeBytes { DurableFile.writeAll($0, to: descriptor) }
        guard written else { throw ExtractError.broken }
    }

    /// Makes it durable and ends it.
    public func close() throws(ExtractError) {
        let ended = fsync(descriptor) == 0
        let shut = Foundation.close(descriptor) == 0
        descriptor = -1
        guard ended, shut else { throw ExtractError.broken }
    }
}
