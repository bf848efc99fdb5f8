import Foundation
import Synchronization

/// A bar on standard error for work that lasts over a second; silent where nobody is looking.
final class ProgressBar: Sendable {
    private let terminal: Terminal
    private let title: String
    private let began = ContinuousClock.now
    private let drawn = Mutex((last: ContinuousClock.now, visible: false))

    init(_ title: String, on terminal: Terminal) {
        self.terminal = terminal
        self.title = title
    }

    /// Shows how far the work has come; `total` nil where it is not known.
    func show(done: Int, of total: Int?, unit: String) {
        guard terminal.showsProgress, began.duration(to: .now) > .seconds(1) else { return }
        drawn.withLock { state in
            guard !state.visible || state.last.duration(to: .now) > .milliseconds(100) else { return }
            state = (.now, true)
            var line = "\r\(title) "
            if let total, total > 0 {
                let share = min(1, Double(done) / Double(total))
                let filled = Int(share * 30)
                line += "[" + String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled) + "] \(Int(share * 100)) %"
            } else {
                line += "\(done) \(unit)"
            }
            terminal.notes(line + "\u{1B}[K")
        }
    }

    /// Clears the bar.
    func finish() {
        drawn.withLock { state in
            if state.visible { terminal.notes("\r\u{1B}[K") }
            state.visible = false
        }
    }
}
