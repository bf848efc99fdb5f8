public import Foundation

/// Writes files so that after a crash the old one or the new one is there, whole: beside the final place, made durable, moved over it, and the
/// folder made durable too. Every file that Sharewell replaces is written here.
public enum DurableFile {
    /// Part of the name of every file that is not finished. Whoever holds the lock of a folder may remove those in it.
    public static let unfinished = ".part-"

    /// Writes a file for its owner alone, in place of the one before; it is on the disk when the call returns.
    public static func write(_ bytes: [UInt8], to file: URL) throws(FileFault) {
        let part = try writePart(bytes, of: file)
        guard rename(part.path, file.path) == 0 else { throw discarding(part, FileFault("write", file)) }
        try sync(file.deletingLastPathComponent())
    }

    /// Writes a file for its owner alone where there is none; false, and nothing is changed, if there is one.
    public static func create(_ bytes: [UInt8], at file: URL) throws(FileFault) -> Bool {
        let part = try writePart(bytes, of: file)
        do { try move(part, toFree: file) } catch {
            unlink(part.path)
            if error.cause == EEXIST { return false }
            throw error
        }
        return true
    }

    /// Moves a file or folder to a place where there is nothing; it is there for good when the call returns.
    ///
    /// The place is taken first, by an empty file or folder that cannot be made where there is something, and then exchanged.
    public static func move(_ item: URL, toFree place: URL) throws(FileFault) {
        var facts = stat()
        guard lstat(item.path, &facts) == 0 else { throw FileFault("move", item) }
        let isFolder = facts.st_mode & S_IFMT == S_IFDIR
        if isFolder {
            guard mkdir(place.path, 0o700) == 0 else { throw FileFault("move", item) }
        } else {
            let descriptor = open(place.path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw FileFault("move", item) }
            close(descriptor)
        }
        guard rename(item.path, place.path) == 0 else {
            let fault = FileFault("move", item)
            if isFolder { rmdir(place.path) } else { unlink(place.path) }
            throw fault
        }
        try sync(place.deletingLastPathComponent())
    }

    /// Removes a file; it is gone for good when the call returns.
    public static func remove(_ file: URL) throws(FileFault) {
        guard unlink(file.path) == 0 || errno == ENOENT else { throw FileFault("remove", file) }
        try sync(file.deletingLastPathComponent())
    }

    /// Makes the names in a folder durable.
    public static func sync(_ folder: URL) throws(FileFault) {
        let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFault("write", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileFault("write", folder) }
    }

    /// Files in a folder that a crash left unfinished, of one file or of all.
    public static func unfinished(in folder: URL, of name: String = "") -> [URL] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasPrefix(name) && $0.contains(unfinished) }.map { folder.appending(path: $0) }
    }

    /// Writes all of the bytes; false, with `errno` set, if that failed.
    static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = Foundation.write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }

    private static func writePart(_ bytes: [UInt8], of file: URL) throws(FileFault) -> URL {
        let part = file.deletingLastPathComponent()
            .appending(path: file.lastPathComponent + unfinished + String(UInt64.random(in: .min ... .max), radix: 36))
        let descriptor = open(part.path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileFault("write", file) }
        let written = bytes.withUnsafeBytes { writeAll($0, to: descriptor) } && fsync(descriptor) == 0
        let fault = written ? nil : FileFault("write", file)
        close(descriptor)
        if let fault { throw discarding(part, fault) }
        return part
    }

    private static func discarding(_ part: URL, _ fault: FileFault) -> FileFault {
        unlink(part.path)
        return fault
    }
}

/// What the operating system would not do with a file. Each room says in its own terms what that means and what to do.
public struct FileFault: Error, Sendable, Hashable {
    /// What was to be done: `write`, `remove`, ….
    public let verb: String
    /// Name of the file or folder.
    public let name: String
    /// The system's error number.
    public let cause: Int32

    init(_ verb: String, _ file: URL) {
        cause = errno
        self.verb = verb
        name = file.lastPathComponent
    }

    /// The cause as the system words it, after a colon; empty if it gave none.
    public var explanation: String { cause == 0 ? "" : ": \(String(cString: strerror(cause)))" }
    /// True if the disk is full.
    public var isFull: Bool { cause == ENOSPC || cause == EDQUOT }
}
