import Crypto
import Foundation

/// A file read once from end to end, with the SHA-256 of its bytes taken on the way.
final class RawFile {
    let size: Int
    /// False for a pipe or a device, which gives its bytes once and cannot be looked at ahead of reading.
    private let isRegular: Bool
    /// Bytes read so far.
    private(set) var consumed = 0
    /// Of a file at a path.
    private let descriptor: Int32
    /// Of one that waits in this process.
    private let waiting: WaitingFile?
    private var ahead: [UInt8] = []
    private var hash = SHA256()
    private(set) var digest: String?

    init(_ url: URL, rereading: Bool) throws(SuppliedFileError) {
        let path = url.path
        waiting = nil
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw errno == ENOENT || errno == ENOTDIR ? SuppliedFileError.notFound(path) : .notReadable(path)
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            close(descriptor)
            throw .readFailed
        }
        isRegular = status.st_mode & S_IFMT == S_IFREG
        guard status.st_mode & S_IFMT != S_IFDIR, isRegular || !rereading else {
            close(descriptor)
            throw status.st_mode & S_IFMT == S_IFDIR ? .isFolder(path) : .notRegular(path)
        }
        size = max(0, Int(status.st_size))
        _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    init(_ waiting: WaitingFile) {
        self.waiting = waiting
        descriptor = -1
        isRegular = true
        size = waiting.count
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Reads on; 0 at the end, when `digest` is known.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SuppliedFileError) -> Int {
        guard buffer.count > 0, digest == nil else { return 0 }
        if let waiting { return try read(waiting, into: buffer) }
        while true {
            let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw .readFailed
            }
            if count == 0 {
                digest = hash.finalize().hexadecimal
                return 0
            }
            hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            consumed += count
            return count
        }
    }

    /// A message at a time is opened, and handed on in the parts asked for.
    private func read(_ waiting: WaitingFile, into buffer: UnsafeMutableRawBufferPointer) throws(SuppliedFileError) -> Int {
        if ahead.isEmpty {
            ahead = try waiting.read(at: consumed, count: WaitingFile.message - consumed % WaitingFile.message)
            if ahead.isEmpty {
                digest = hash.finalize().hexadecimal
                return 0
            }
            hash.update(data: ahead)
        }
        let count = min(buffer.count, ahead.count)
        buffer.copyBytes(from: ahead.prefix(count))
        ahead.removeFirst(count)
        consumed += count
        return count
    }

    /// Reads at a place without moving on or hashing; fewer bytes only at the end of the file.
    func peek(at offset: Int, count: Int) throws(SuppliedFileError) -> [UInt8] {
        guard isRegular, offset >= 0, count > 0 else { return [] }
        if let waiting { return try waiting.read(at: offset, count: count) }
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress.map { $0 + done }, count - done, off_t(offset + done))
            }
            if got < 0 {
                if errno == EINTR { continue }
                throw .readFailed
            }
            if got == 0 { break }
            done += got
        }
        bytes.removeLast(count - done)
        return bytes
    }
}
