import Foundation
import Sealing

/// Small files of the vault: replaced as a whole or not at all, for their owner alone, and on the disk before the call returns.
enum DurableFile {
    /// Part of the name of every file that is not finished.
    static let unfinished = ".part-"

    /// The bytes; nil if there is no such file.
    static func read(_ file: URL) throws(SealingError) -> [UInt8]? {
        let descriptor = open(file.path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure("read", file)
        }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_size < 1 << 30 else { throw failure("read", file) }
        var bytes = [UInt8](repeating: 0, count: Int(facts.st_size))
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("read", file) }
            done += count
        }
        return bytes
    }

    /// Writes a file beside the final one, makes it durable and moves it into place.
    static func write(_ bytes: [UInt8], to file: URL) throws(SealingError) {
        let part = file.deletingLastPathComponent()
            .appending(path: file.lastPathComponent + unfinished + String(UInt64.random(in: .min ... .max), radix: 36))
        let descriptor = open(part.path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("write", file) }
        let written = writeAll(bytes, to: descriptor) && fsync(descriptor) == 0
        close(descriptor)
        guard written, rename(part.path, file.path) == 0 else {
            let cause = failure("write", file)
            unlink(part.path)
            throw cause
        }
        try sync(file.deletingLastPathComponent())
    }

    /// Overwrites a file with zeros, makes that durable and removes it. A journal, a copy-on-write file system or a solid-state disk may keep
    /// the old bytes all the same: what is erased this way must be useless without something else that is gone.
    static func erase(_ file: URL) throws(SealingError) {
        let descriptor = open(file.path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
        if descriptor >= 0 {
            defer { close(descriptor) }
            var facts = stat()
            guard fstat(descriptor, &facts) == 0 else { throw failure("erase", file) }
            let zeros = [UInt8](repeating: 0, count: Int(min(facts.st_size, 1 << 26)))
            guard writeAll(zeros, to: descriptor), fsync(descriptor) == 0 else { throw failure("erase", file) }
        } else if errno == ENOENT {
            return
        }
        try remove(file)
    }

    /// Removes a file; it is gone for good when the call returns.
    static func remove(_ file: URL) throws(SealingError) {
        guard unlink(file.path) == 0 || errno == ENOENT else { throw failure("remove", file) }
        try sync(file.deletingLastPathComponent())
    }

    /// Makes a folder for its owner alone, if it is not there.
    static func makeFolder(_ folder: URL) throws(SealingError) {
        guard mkdir(folder.path, 0o700) == 0 || errno == EEXIST else { throw failure("make", folder) }
    }

    /// Makes the names in a folder durable.
    static func sync(_ folder: URL) throws(SealingError) {
        let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("write", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("write", folder) }
    }

    /// Names in a folder; none if it is not there.
    static func names(in folder: URL) -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }

    static func failure(_ verb: String, _ file: URL) -> SealingError {
        let cause = errno == 0 ? "" : ": \(String(cString: strerror(errno)))"
        return SealingError(
            .storage, code: "vault-\(verb)-failed", "The vault could not \(verb) \(file.lastPathComponent)\(cause).",
            remedy: errno == ENOSPC
                ? "Make room on the disk and run the command again."
                : "Check that the hub's folder is there and belongs to you, then run the command again.")
    }
}
