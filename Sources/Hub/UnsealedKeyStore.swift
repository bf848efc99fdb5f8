import Foundation

/// Keeps the root key of an unsealed hub between commands, in memory only: a file of its owner on a memory file system, gone at restart,
/// at `seal`, and when its time is over.
///
/// It is what lets a person unseal once a day instead of typing the passphrase for every command. Whoever can read this file can read the
/// hub: the threat model says so.
public struct UnsealedKeyStore: Sendable {
    private let folder: URL

    /// Finds a folder in memory that belongs to this user alone; nil where the machine has none.
    public init?(environment: [String: String]) {
        let user = getuid()
        let candidates = [environment["XDG_RUNTIME_DIR"].map { URL(filePath: $0) }, URL(filePath: "/dev/shm")].compactMap { $0 }
        guard let memory = candidates.first(where: { Self.isInMemory($0) && access($0.path, W_OK) == 0 }) else { return nil }
        folder = memory.appending(path: "sharewell-\(user)")
        if mkdir(folder.path, 0o700) != 0, errno != EEXIST { return nil }
        guard isPrivate(folder, kind: S_IFDIR, owner: user) else { return nil }
    }

    /// Puts the key away for `lifetime` seconds from `now` (seconds since 1970).
    public func keep(_ key: [UInt8], hub: String, until expiry: Int64) throws(HubError) {
        var bytes = withUnsafeBytes(of: expiry.littleEndian) { Array($0) } + key
        defer { for index in bytes.indices { bytes[index] = 0 } }
        forget(hub: hub)
        let descriptor = open(file(hub).path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.unusable }
        defer { close(descriptor) }
        guard bytes.withUnsafeBytes({ write(descriptor, $0.baseAddress, $0.count) }) == bytes.count else {
            forget(hub: hub)
            throw Self.unusable
        }
    }

    /// The key, if it is there, is this user's alone, and its time is not over.
    public func key(hub: String, now: Int64) -> [UInt8]? {
        let file = file(hub)
        guard isPrivate(file, kind: S_IFREG, owner: getuid()), let data = try? Data(contentsOf: file), data.count > 8 else { return nil }
        let expiry = data.prefix(8).enumerated().reduce(Int64(0)) { $0 | Int64($1.element) << (8 * Int64($1.offset)) }
        guard expiry > now else {
            forget(hub: hub)
            return nil
        }
        return [UInt8](data.dropFirst(8))
    }

    /// Overwrites and removes the key; true if there was one.
    @discardableResult public func forget(hub: String) -> Bool {
        let path = file(hub).path
        let descriptor = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
        if descriptor >= 0 {
            let zeros = [UInt8](repeating: 0, count: 256)
            _ = zeros.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            close(descriptor)
        }
        return unlink(path) == 0
    }

    private func file(_ hub: String) -> URL { folder.appending(path: hub.filter { $0.isHexDigit }) }

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
