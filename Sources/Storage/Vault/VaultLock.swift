import Foundation
import Sealing

/// Held while a vault changes; let go when the process ends, however it ends.
struct VaultLock {
    private let descriptor: Int32

    /// Waits for the lock: changes of a vault take milliseconds.
    init(_ file: URL) throws(SealingError) {
        descriptor = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw VaultFile.failure("lock", file) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else {
                close(descriptor)
                throw VaultFile.failure("lock", file)
            }
        }
    }

    func release() { close(descriptor) }
}
