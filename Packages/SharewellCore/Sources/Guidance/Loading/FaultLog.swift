/// Where a reader of YAML writes down what is wrong and goes on.
package final class FaultLog {
    package private(set) var faults: [RulebookFault] = []
    /// More than these nobody mends before trying again.
    static let most = 1_000
    private var untold = 0
    package init() {}

    package func report(_ code: String, _ file: String, _ line: Int, _ message: String, _ remedy: String) {
        guard faults.count < Self.most else {
            untold += 1
            return
        }
        faults.append(RulebookFault(code: code, file: file, line: line, message: message, remedy: remedy))
    }

    /// Throws everything that was found, in the order of files and lines.
    package func throwIfAny() throws(RulebookFaults) {
        guard !faults.isEmpty else { return }
        let ordered = faults.enumerated().sorted {
            ($0.element.file, $0.element.line, $0.offset) < ($1.element.file, $1.element.line, $1.offset)
        }
        var all = ordered.map(\.element)
        if untold > 0, let last = all.last {
            all.append(
                RulebookFault(
                    code: "more-faults", file: last.file, line: last.line,
                    message: "There are \(untold) more faults, which are not listed.",
                    remedy: "Mend these first, and try again."))
        }
        throw RulebookFaults(all)
    }
}

/// A value with the line it stands on.
package struct Located<Value> {
    package let value: Value
    package let line: Int
    package init(_ value: Value, line: Int) {
        self.value = value
        self.line = line
    }
}

extension Located: Sendable where Value: Sendable {}
