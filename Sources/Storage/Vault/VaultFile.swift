import Foundation
import Sealing

/// Small files of the vault, for their owner alone: what a room of the hub does with files, in the vault's own terms.
enum VaultFile {
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

    /// Replaces a file whole; it is on the disk when the call returns.
    static func write(_ bytes: [UInt8], to file: URL) throws(SealingError) {
        do { try DurableFile.write(bytes, to: file) } catch { throw failure(error) }
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
            guard zeros.withUnsafeBytes({ DurableFile.writeAll($0, to: descriptor) }), fsync(descriptor) == 0 else {
                throw failure("erase", file)
            }
        } else if errno == ENOENT {
            return
        }
        try remove(file)
    }

    /// Removes a file; it is gone for good when the call returns.
    static func remove(_ file: URL) throws(SealingError) {
        do { try DurableFile.remove(file) } catch { throw failure(error) }
    }

    /// Makes a folder for its owner alone, if it is not there.
    static func makeFolder(_ folder: URL) throws(SealingError) {
        guard mkdir(folder.path, 0o700) == 0 || errno == EEXIST else { throw failure("make", folder) }
    }

    /// Names in a folder; none if it is not there.
    static func names(in folder: URL) -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] }

    /// What a call that just failed means to the vault.
    static func failure(_ verb: String, _ file: URL) -> SealingError { failure(FileFault(verb, file)) }

    private static func failure(_ fault: FileFault) -> SealingError {
        SealingError(
            .storage, code: "vault-\(fault.verb)-failed", "The vault could not \(fault.verb) \(fault.name)\(fault.explanation).",
            remedy: fault.isFull
                ? "Make room on the disk and run the command again."
                : "Check that the hub's folder is there and belongs to you, then run the command again.")
    }
}
