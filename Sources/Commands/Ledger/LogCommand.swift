import ArgumentParser
import Hub

/// `sharewell ledger log`.
struct LogCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "Read what happened: when, what, who.",
        discussion: """
            EXAMPLES
              sharewell ledger log --hub luton
              sharewell ledger log --hub luton --from 100 --limit 20 --json

            No event holds personal data about the people in the records.
            """)
    @OptionGroup var hub: HubOptions
    @Option(help: ArgumentHelp("First position, from 0.", valueName: "n")) var from: Int64 = 0
    @Option(help: ArgumentHelp("At most so many events.", valueName: "n")) var limit: Int?
    @OptionGroup var output: OutputOptions
    var wantsJSON: Bool { output.json }
    var stopsItself: Bool { true }

    func validate() throws {
        guard from >= 0, limit ?? 0 >= 0 else { throw ValidationError("--from and --limit are not negative.") }
    }

    func perform(on terminal: Terminal) throws {
        let opened = try HubLedger.open(hub.folder(terminal))
        var position = from
        var left = limit ?? .max
        // A thousand at a time, so that a long ledger starts at once and needs no more memory than a short one.
        while left > 0, !Interruption.requested {
            let lines = try opened.lines(from: position, limit: min(left, 1000))
            guard !lines.isEmpty else { return }
            terminal.output(try lines.map { output.json ? try jsonLine($0) : Self.text($0) }.joined())
            position += Int64(lines.count)
            left -= lines.count
        }
    }

    private static func text(_ line: LedgerLine) -> String {
        "\(String(repeating: " ", count: max(0, 6 - String(line.index).count)))\(line.index)  \(line.at)  \(line.what)\(line.who.map { ", by \($0)" } ?? "")\n"
    }
}
