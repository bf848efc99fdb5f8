import ArgumentParser

/// `sharewell bench`: measures inside the process what `make bench` compares with other engines. Hidden.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure inside the process; make bench calls it.", shouldDisplay: false,
        subcommands: [QueryBench.self, LedgerBench.self])
}
