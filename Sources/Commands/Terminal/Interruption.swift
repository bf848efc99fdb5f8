import Foundation
import Synchronization

private let interruptions = Atomic<Int>(0)

/// Called by the kernel: counts, and ends the process at the second wish.
private func interrupted(_: Int32) {
    if interruptions.add(1, ordering: .relaxed).newValue > 1 { _exit(ExitStatus.interrupted) }
}

/// Ctrl-C in commands that stop themselves: the first asks running work to stop and clean up, the second ends the process.
enum Interruption {
    /// True once somebody asked to stop.
    static var requested: Bool { interruptions.load(ordering: .relaxed) > 0 }

    /// Starts listening; called once, before work that looks at `requested`. Until then the signals end the process.
    static func listen() {
        signal(SIGINT, interrupted)
        signal(SIGTERM, interrupted)
    }

    /// A reader that goes away makes writing fail, which is noticed; called once, by the executable.
    static func outliveReaders() { signal(SIGPIPE, SIG_IGN) }
}
