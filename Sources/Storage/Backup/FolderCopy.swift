import Crypto
public import Foundation

/// Copies a folder that is in use: all of it, and then again what has changed since, which is quick enough to be done under a lock.
public struct FolderCopy {
    /// A file of the copy.
    public struct Entry: Sendable, Hashable, Codable {
        /// Within the folder, with `/` between.
        public let path: String
        /// Its length.
        public let bytes: Int
        /// SHA-256 of what was read, hexadecimal.
        public let digest: String
        /// Makes one.
        public init(path: String, bytes: Int, digest: String) {
            self.path = path
            self.bytes = bytes
            self.digest = digest
        }
    }
    private struct Signature: Hashable {
        let inode: UInt64, size: Int64, seconds: Int, nanoseconds: Int
    }
    private let source: URL, target: URL
    private let takes: (String) -> Bool
    private var taken: [String: (signature: Signature, entry: Entry)] = [:]

    /// From one folder to another, which is there; `takes` says of a path whether it belongs to the copy.
    public init(from source: URL, to target: URL, taking takes: @escaping (String) -> Bool) {
        self.source = source.resolvingSymlinksInPath()
        self.target = target
        self.takes = takes
    }

    /// What was copied, by path.
    public var entries: [Entry] { taken.values.map(\.entry).sorted { $0.path < $1.path } }

    /// Brings the copy up to date; every file is on the disk when the call returns.
    public mutating func bringUpToDate() throws(FileFault) {
        var found = Set<String>()
        var folders = Set([target.path])
        for path in try Self.files(in: source) where takes(path) {
            let file = source.appending(path: path), copy = target.appending(path: path)
            guard let signature = Self.signature(file) else { continue }
            found.insert(path)
            if taken[path]?.signature == signature { continue }
            let folder = copy.deletingLastPathComponent()
            guard Self.makeFolders(folder) else { throw FileFault("make", folder) }
            folders.insert(folder.path)
            unlink(copy.path)
            guard let (bytes, digest) = try Self.copy(file, to: copy) else {
                // Gone since it was listed.
                found.remove(path)
                continue
            }
            taken[path] = (signature, Entry(path: path, bytes: bytes, digest: digest))
        }
        for path in taken.keys where !found.contains(path) {
            try DurableFile.remove(target.appending(path: path))
            taken[path] = nil
        }
        for folder in folders { try DurableFile.sync(URL(filePath: folder)) }
    }

    /// Plain files below a folder, by their paths in it; what is no plain file and no folder is passed over.
    public static func files(in root: URL) throws(FileFault) -> [String] {
        var files: [String] = []
        var folders = [""]
        while let folder = folders.popLast() {
            let place = folder.isEmpty ? root : root.appending(path: folder)
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: place.path) else {
                if errno == ENOENT, !folder.isEmpty { continue }
                throw FileFault("read", place)
            }
            for name in names.sorted() {
                let path = folder.isEmpty ? name : folder + "/" + name
                var facts = stat()
                guard lstat(root.appending(path: path).path, &facts) == 0 else { continue }
                switch facts.st_mode & S_IFMT {
                case S_IFDIR: folders.append(path)
                case S_IFREG: files.append(path)
                default: continue
                }
            }
        }
        return files.sorted()
    }

    /// SHA-256 and length of a file; nil if it is not there.
    public static func facts(of file: URL) throws(FileFault) -> (bytes: Int, digest: String)? { try read(file) { _ in true } }

    private static func copy(_ file: URL, to copy: URL) throws(FileFault) -> (bytes: Int, digest: String)? {
        let descriptor = open(copy.path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileFault("write", copy) }
        defer { close(descriptor) }
        guard let facts = try read(file, { DurableFile.writeAll($0, to: descriptor) }) else {
            unlink(copy.path)
            return nil
        }
        guard fsync(descriptor) == 0 else { throw FileFault("write", copy) }
        return facts
    }

    private static func read(_ file: URL, _ take: (UnsafeRawBufferPointer) -> Bool) throws(FileFault) -> (bytes: Int, digest: String)? {
        let descriptor = open(file.path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw FileFault("read", file)
        }
        defer { close(descriptor) }
        var hash = SHA256()
        var bytes = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = buffer.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileFault("read", file) }
            if count == 0 { return (bytes, hash.finalize().hexadecimal) }
            let isTaken = buffer.withUnsafeBytes { all in
                let part = UnsafeRawBufferPointer(rebasing: all[..<count])
                hash.update(bufferPointer: part)
                return take(part)
            }
            guard isTaken else { throw FileFault("write", file) }
            bytes += count
        }
    }

    private static func signature(_ file: URL) -> Signature? {
        var facts = stat()
        guard lstat(file.path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
        return Signature(
            inode: UInt64(facts.st_ino), size: Int64(facts.st_size), seconds: Int(facts.st_mtim.tv_sec),
            nanoseconds: Int(facts.st_mtim.tv_nsec))
    }

    private static func makeFolders(_ folder: URL) -> Bool {
        (try? FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])) != nil
    }
}
