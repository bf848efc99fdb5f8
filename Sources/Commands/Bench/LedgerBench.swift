import ArgumentParser
import Foundation
import Storage

/// `sharewell bench ledger`: durable appends beside plain SQLite inserts, and verifying a long ledger.
struct LedgerBench: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Durable appends a second beside plain SQLite inserts, and verifying a million events.",
        discussion: "EXAMPLE\n  sharewell bench ledger --in /tmp")
    @Option(name: .customLong("in"), help: ArgumentHelp("Folder on the disk to measure; what is written is removed.", valueName: "dir"))
    var folder: String
    @Option(help: "Events of the ledger that is verified.") var events = 1_000_000
    @Option(help: "Appends that wait for the disk one by one.") var single = 1000
    @OptionGroup var output: OutputOptions
    var wantsJSON: Bool { output.json }

    func validate() throws {
        guard events > 0, single >= 4 else { throw ValidationError("--events is at least 1 and --single at least 4.") }
    }

    func perform(on terminal: Terminal) throws {
        let figures = try LedgerBenchmark(single: single, verified: events).run(in: URL(filePath: folder))
        if output.json { return terminal.output(try jsonLine(figures)) }
        terminal.output(
            """
            one at a time: ledger \(Int(figures.ledgerOneByOne)) a second, plain inserts \(Int(figures.plainOneByOne))
            a hundred at a time: ledger \(Int(figures.ledgerGrouped)) a second, plain inserts \(Int(figures.plainGrouped))
            \(figures.verifiedEvents.grouped) events verified in \(figures.verifySeconds) s, opened in \(figures.openSeconds) s

            """)
    }
}
