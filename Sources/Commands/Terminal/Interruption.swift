import Foundation
import Synchronization

/// Ctrl-C: the first asks running work to stop and clean up, the second ends the process.
enum Interruption {
    private static let count = Atomic<Int>(0)

    /// True once somebody asked to stop.
    static var requested: Bool { count.load(ordering: .relaxed) > 0 }

    /// Starts listening; called once, by the executable.
    static func listen() {
        signal(SIGINT) { _ in if count.add(1, ordering: .relaxed).newValue > 1 { _exit(ExitStatus.interrupted) } }
        signal(SIGPIPE, SIG_IGN)
    }
}
