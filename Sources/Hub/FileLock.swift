import Foundation

/// An advisory lock on a file, held by one process at a time and let go when the process ends, however it ends.
final class FileLock {
    private let descriptor: Int32

    /// Waits up to `seconds` for the lock.
    init(_ file: URL, waiting seconds: Double, for what: String) throws(HubError) {
        descriptor = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw HubError(
                .storage, code: "lock-not-made", "The lock file \(file.lastPathComponent) could not be opened.",
                remedy: "Check that you may write to the hub's folder.")
        }
        var waited = 0.0
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard waited < seconds else {
                close(descriptor)
                throw HubError(
                    .busy, code: "hub-busy", "Another process is \(what) on this hub.",
                    remedy: "Wait until it has finished, then run the command again.")
            }
            usleep(50_000)
            waited += 0.05
        }
    }

    /// The lock if nobody holds it now; never waits.
    static func ifFree(_ file: URL) -> FileLock? { try? FileLock(file, waiting: 0, for: "using it") }

    deinit { close(descriptor) }
}
