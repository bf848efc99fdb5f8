import Foundation
import Synchronization

/// An advisory lock on a file, held by one process at a time and let go when the process ends, however it ends.
///
/// Threads of this process wait for one another at a gate, where the next goes on at once; only for other processes is the file looked at again and
/// again. A server whose pages all record something would otherwise have them sleep.
final class FileLock {
    private let descriptor: Int32
    private let gate: DispatchSemaphore
    /// One for each file: within this process, whoever has it may try for the file.
    private static let gates = Mutex<[String: DispatchSemaphore]>([:])
    /// Microseconds between looks at a file that another process holds: at first as long as recording an event takes.
    private static let firstPause: useconds_t = 500, longestPause: useconds_t = 50_000

    /// Waits up to `seconds` for the lock.
    init(_ file: URL, waiting seconds: Double, for what: String) throws(HubError) {
        let busy = HubError(
            .busy, code: "hub-busy", "Another process is \(what) on this hub.",
            remedy: "Wait until it has finished, then run the command again.")
        let until = DispatchTime.now() + seconds
        let gate = Self.gate(of: file)
        guard gate.wait(timeout: until) == .success else { throw busy }
        let descriptor = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            gate.signal()
            throw HubError(
                .storage, code: "lock-not-made", "The lock file \(file.lastPathComponent) could not be opened.",
                remedy: "Check that you may write to the hub's folder.")
        }
        var pause = Self.firstPause
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard DispatchTime.now() < until else {
                close(descriptor)
                gate.signal()
                throw busy
            }
            usleep(pause)
            pause = min(pause * 2, Self.longestPause)
        }
        // Last of all: whoever fails above has let go of everything, once.
        (self.descriptor, self.gate) = (descriptor, gate)
    }

    private static func gate(of file: URL) -> DispatchSemaphore {
        gates.withLock { gates in
            if let known = gates[file.path] { return known }
            let gate = DispatchSemaphore(value: 1)
            gates[file.path] = gate
            return gate
        }
    }

    /// The lock if nobody holds it now; never waits.
    static func ifFree(_ file: URL) -> FileLock? { try? FileLock(file, waiting: 0, for: "using it") }

    deinit {
        close(descriptor)
        gate.signal()
    }
}
