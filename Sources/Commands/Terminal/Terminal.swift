public import Foundation
import Synchronization

/// The terminal as the commands see it: facts to standard output, everything else to standard error.
public struct Terminal: Sendable {
    /// Writes facts.
    public let output: @Sendable (String) -> Void
    /// Writes progress, advice and errors.
    public let notes: @Sendable (String) -> Void
    /// True where standard error is a person's screen.
    public let showsProgress: Bool
    /// True where standard output is a person's screen that wants colour.
    public let colour: Bool
    /// The environment.
    public let environment: [String: String]
    /// Where this program lies.
    public let executable: URL?

    /// Puts a terminal together; tests hand in closures that collect.
    public init(
        output: @escaping @Sendable (String) -> Void, notes: @escaping @Sendable (String) -> Void, showsProgress: Bool, colour: Bool,
        environment: [String: String], executable: URL?
    ) {
        self.output = output
        self.notes = notes
        self.showsProgress = showsProgress
        self.colour = colour
        self.environment = environment
        self.executable = executable
    }

    /// The process's own.
    public static let standard: Terminal = {
        let environment = ProcessInfo.processInfo.environment
        let plain = environment["NO_COLOR"].map { !$0.isEmpty } ?? false || environment["TERM"] == "dumb"
        return Terminal(
            output: { write($0, to: STDOUT_FILENO) }, notes: { write($0, to: STDERR_FILENO) },
            showsProgress: isatty(STDERR_FILENO) == 1, colour: isatty(STDOUT_FILENO) == 1 && !plain, environment: environment,
            executable: Bundle.main.executableURL)
    }()

    /// Text in bold where there is colour.
    public func bold(_ text: String) -> String { colour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    private static func write(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        var offset = 0
        while offset < bytes.count {
            let written = bytes[offset...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if written <= 0 { return }
            offset += written
        }
    }
}
