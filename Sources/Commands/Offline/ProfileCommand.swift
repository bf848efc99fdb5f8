import ArgumentParser
import Foundation
import Guidance
import Hub
import Register

/// `sharewell profile`.
struct ProfileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile", abstract: "Mapping profiles: from a supplier's own headers, codes and dates to the standard's.",
        subcommands: [Propose.self])

    struct Propose: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Propose a profile for a file, as YAML, and say how sure each column is; nothing is supplied.",
            discussion: """
                EXAMPLE
                  sharewell profile propose crimes.csv --dataset police-recorded-crime-offence > crimes.yaml
                  sharewell supply crimes.csv --profile ./crimes.yaml --dataset police-recorded-crime-offence --from beds-police --as p-ellis

                The profile goes to standard output, the reasons to standard error.
                """)
        @Argument(help: "The supplier's file.") var file: String
        @Option(help: "What its records are; sharewell datasets lists the names.") var dataset: String
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let rulebook = try RulebookFolder.shippedRulebook(terminal)
            guard let type = rulebook.recordType(RecordTypeID(rawValue: dataset)) else {
                throw Failure(
                    code: "unknown-dataset", message: "The rulebook has no dataset of that name.",
                    remedy: "See sharewell datasets for the names.", exit: ExitStatus.usage)
            }
            let proposal = try ProposeProfile(type: type, rulebook: rulebook, today: Clock.now().day).perform(URL(filePath: file))
            if output.json { return terminal.output(try jsonLine(proposal)) }
            for column in proposal.columns {
                terminal.notes("\(column.header) -> \(column.field ?? "left out") (\(Int(column.confidence * 100)) %): \(column.why)\n")
            }
            terminal.notes("In all \(Int(proposal.confidence * 100)) % sure. Look it over, correct it, and name it with --profile.\n")
            terminal.output(proposal.profile)
        }
    }
}
