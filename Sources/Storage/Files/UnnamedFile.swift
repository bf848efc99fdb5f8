public import Foundation

/// A file for its owner alone that has no name until it is finished: a process that ends for any reason leaves nothing of it.
///
/// Where the system has no files without a name (`O_TMPFILE`), it stands beside its final place under a hidden name with the process's number in
/// it, and is removed when this value goes, unless the process is killed.
public final class UnnamedFile {
    private let descriptor: Int32
    private let target: URL
    /// Its hidden name; nil where it has none.
    private let partial: URL?
    private var isPlaced = false

    /// Beside its final place; `partial` is the name it has there if it needs one.
    public init(for target: URL, elseNamed partial: URL) throws(FileFault) {
        self.target = target
        let unnamed = Self.open(in: target.deletingLastPathComponent())
        if unnamed >= 0 {
            (descriptor, self.partial) = (unnamed, nil)
            return
        }
        let named = Foundation.open(partial.path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard named >= 0 else { throw FileFault("write", target) }
        (descriptor, self.partial) = (named, partial)
    }

    deinit {
        close(descriptor)
        if !isPlaced, let partial { unlink(partial.path) }
    }

    /// Appends bytes.
    public func write(_ bytes: [UInt8]) throws(FileFault) {
        guard bytes.withUnsafeBytes({ DurableFile.writeAll($0, to: descriptor) }) else { throw FileFault("write", target) }
    }

    /// Gives it its place, which must be free; it is there whole and for good when the call returns.
    public func moveIntoPlace() throws(FileFault) {
        guard fsync(descriptor) == 0 else { throw FileFault("write", target) }
        if let partial {
            try DurableFile.move(partial, toFree: target)
        } else {
            guard linkat(AT_FDCWD, Self.name(of: descriptor), AT_FDCWD, target.path, AT_SYMLINK_FOLLOW) == 0 else {
                throw FileFault("move", target)
            }
            try DurableFile.sync(target.deletingLastPathComponent())
        }
        isPlaced = true
    }

    /// A file for its owner alone, to be written and read, that never has a name; negative where it cannot be made. Where the system has none without
    /// a name it has one for the moment of its making.
    static func openNameless(in folder: URL) -> Int32 {
        #if os(Linux)
            let descriptor = Foundation.open(folder.path, 0o20000000 | O_DIRECTORY | O_RDWR | O_CLOEXEC, 0o600)
            if descriptor >= 0 { return descriptor }
        #endif
        let named = folder.appending(path: ".waiting-\(getpid())-\(RandomBytes.make(8).hexadecimal)")
        let other = Foundation.open(named.path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if other >= 0 { unlink(named.path) }
        return other
    }

    /// How the system names an open file so that it can be linked.
    private static func name(of descriptor: Int32) -> String { "/proc/self/fd/\(descriptor)" }

    private static func open(in folder: URL) -> Int32 {
        #if os(Linux)
            // O_TMPFILE is a macro that Swift does not see: __O_TMPFILE with O_DIRECTORY, as on x86-64 and ARM.
            let descriptor = Foundation.open(folder.path, 0o20000000 | O_DIRECTORY | O_WRONLY | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { return -1 }
            // Without /proc it could never be given a name.
            guard access(name(of: descriptor), F_OK) == 0 else {
                close(descriptor)
                return -1
            }
            return descriptor
        #else
            return -1
        #endif
    }
}
