import Foundation

/// Keeps the root key of an unsealed hub between commands, in memory only: a file of its owner on a memory file system, gone at restart, at
/// `seal`, and with the first command of this user after its time is over.
///
/// It is what lets a person unseal once a day instead of typing the passphrase for every command. Whoever can read this file can read the
/// hub: the threat model says so.
public struct UnsealedKeyStore: Sendable {
    /// Where a key may lie. The environment of the command that kept it may have been another, so that all are looked through.
    private let folders: [URL]
    private let user = getuid()

    /// Finds folders in memory that belong to this user alone, and removes keys whose time is over; nil where the machine has none.
    public init?(environment: [String: String]) {
        let memories = [environment["XDG_RUNTIME_DIR"], "/run/user/\(user)", "/dev/shm"].compactMap { $0.map { URL(filePath: $0) } }
        var paths = Set<String>()
        var folders: [URL] = []
        for memory in memories where Self.isInMemory(memory) && paths.insert(memory.standardizedFileURL.path).inserted {
            let folder = memory.appending(path: "sharewell-\(user)")
            // One new folder is enough.
            if folders.isEmpty, mkdir(folder.path, 0o700) != 0, errno != EEXIST { continue }
            if isPrivate(folder, kind: S_IFDIR, owner: user) { folders.append(folder) }
        }
        guard !folders.isEmpty else { return nil }
        self.folders = folders
        let now = Int64(time(nil))
        for file in folders.flatMap(Self.files) {
            if let kept = Self.read(file, owner: user), kept.expiry <= now { Self.erase(file) }
        }
    }

    /// Puts the key away until `expiry`, in seconds since 1970.
    public func keep(_ key: [UInt8], hub: String, until expiry: Int64) throws(HubError) {
        var bytes = withUnsafeBytes(of: expiry.littleEndian) { Array($0) } + key
        defer { for index in bytes.indices { bytes[index] = 0 } }
        forget(hub: hub)
        let file = Self.file(hub, in: folders[0])
        let descriptor = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.unusable }
        defer { close(descriptor) }
        guard bytes.withUnsafeBytes({ write(descriptor, $0.baseAddress, $0.count) }) == bytes.count else {
            forget(hub: hub)
            throw Self.unusable
        }
    }

    /// The key, if it is there, is this user's alone, and its time, with `now` in seconds since 1970, is not over.
    public func key(hub: String, now: Int64) -> [UInt8]? {
        for folder in folders {
            guard let kept = Self.read(Self.file(hub, in: folder), owner: user) else { continue }
            if kept.expiry > now { return kept.key }
            forget(hub: hub)
        }
        return nil
    }

    /// Overwrites and removes the key wherever it lies; true if there was one.
    @discardableResult public func forget(hub: String) -> Bool {
        folders.map { Self.erase(Self.file(hub, in: $0)) }.contains(true)
    }

    /// Overwrites and removes the keys of all hubs; true if there were any.
    @discardableResult public func forgetAll() -> Bool { folders.flatMap(Self.files).map(Self.erase).contains(true) }

    private static func file(_ hub: String, in folder: URL) -> URL { folder.appending(path: hub.filter(\.isHexDigit)) }

    private static func files(in folder: URL) -> [URL] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).map { folder.appending(path: $0) }
    }

    private static func read(_ file: URL, owner: uid_t) -> (expiry: Int64, key: [UInt8])? {
        guard isPrivate(file, kind: S_IFREG, owner: owner), let data = try? Data(contentsOf: file), data.count > 8 else { return nil }
        let expiry = data.prefix(8).enumerated().reduce(Int64(0)) { $0 | Int64($1.element) << (8 * Int64($1.offset)) }
        return (expiry, [UInt8](data.dropFirst(8)))
    }

    @discardableResult private static func erase(_ file: URL) -> Bool {
        let descriptor = open(file.path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
        if descriptor >= 0 {
            let zeros = [UInt8](repeating: 0, count: 256)
            _ = zeros.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            close(descriptor)
        }
        return unlink(file.path) == 0
    }

    private static let unusable = HubError(
        .storage, code: "key-not-kept", "The unsealed key could not be kept in memory.",
        remedy: "Give --passphrase-file to each command instead.")

    /// True if the folder lies on tmpfs or ramfs, by the kernel's list of mounts.
    private static func isInMemory(_ folder: URL) -> Bool {
        guard let data = FileManager.default.contents(atPath: "/proc/self/mounts") else { return false }
        let path = folder.resolvingSymlinksInPath().path
        var nearest: (point: Substring, type: Substring)?
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
            let mount = line.split(separator: " ")
            guard mount.count > 2 else { continue }
            let holds = mount[1] == "/" || path == mount[1] || path.hasPrefix("\(mount[1])/")
            if holds, mount[1].count >= nearest?.point.count ?? 0 { nearest = (mount[1], mount[2]) }
        }
        return nearest.map { ["tmpfs", "ramfs"].contains($0.type) } ?? false
    }
}

private func isPrivate(_ item: URL, kind: mode_t, owner: uid_t) -> Bool {
    var facts = stat()
    guard lstat(item.path, &facts) == 0 else { return false }
    return facts.st_mode & S_IFMT == kind && facts.st_uid == owner && facts.st_mode & 0o077 == 0
}
