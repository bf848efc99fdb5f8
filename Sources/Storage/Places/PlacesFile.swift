import Foundation

/// Whole files that are either there or not, whatever happens: written beside, synced, renamed, and the folder synced.
enum PlacesFile {
    static func write(_ bytes: [UInt8], to file: URL) throws(PlacesError) {
        let beside = file.deletingLastPathComponent().appending(path: ".\(file.lastPathComponent).\(getpid()).part")
        let descriptor = open(beside.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unwritable("\(file.lastPathComponent) could not be begun") }
        var written = 0
        var sound = true
        bytes.withUnsafeBytes { raw in
            while sound, written < raw.count {
                let count = raw.baseAddress.map { Foundation.write(descriptor, $0 + written, raw.count - written) } ?? -1
                if count > 0 { written += count } else if errno != EINTR { sound = false }
            }
        }
        if sound { sound = fsync(descriptor) == 0 }
        close(descriptor)
        guard sound, rename(beside.path, file.path) == 0 else {
            unlink(beside.path)
            throw .unwritable("\(file.lastPathComponent) could not be finished")
        }
        let folder = open(file.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }
}

/// Held while a places folder changes: one import at a time.
final class PlacesLock {
    private let descriptor: Int32

    init(_ folder: URL) throws(PlacesError) {
        descriptor = open(folder.appending(path: ".lock").path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unwritable("its lock could not be opened") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw PlacesError(
                .busy, code: "places-busy", "Another process is importing into this places folder.",
                remedy: "Wait until it has finished, then run the command again.")
        }
    }

    deinit { close(descriptor) }
}
