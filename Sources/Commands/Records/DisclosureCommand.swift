import ArgumentParser
import Guidance
import Hub
import Register

/// `sharewell disclosure`.
struct DisclosureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disclosure", abstract: "How small numbers are protected where counts are shown to people of other agencies.",
        subcommands: [Show.self, Set.self], defaultSubcommand: Show.self)

    struct Show: SharewellCommand {
        static let configuration = CommandConfiguration(abstract: "Show it, for each agency that decided it, and what is usual.")
        @OptionGroup var hub: HubOptions
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        private struct Shown: Encodable {
            let agency: AgencyID?
            let dataset: RecordTypeID?
            let threshold: Int
            let rounding: Int
        }

        func perform(on terminal: Terminal) throws {
            let hub = try hub.open(terminal)
            let usual = hub.rulebook.smallNumbers
            var lines = [Shown(agency: nil, dataset: nil, threshold: usual.threshold, rounding: usual.rounding)]
            for (agency, rules) in hub.state.smallNumbers.sorted(by: { $0.key < $1.key }) {
                for (dataset, rule) in rules.sorted(by: { $0.key < $1.key }) {
                    lines.append(Shown(agency: agency, dataset: dataset, threshold: rule.threshold, rounding: rule.rounding))
                }
            }
            if output.json { return terminal.output(try lines.map { try jsonLine($0) }.joined()) }
            var table = TextTable("agency", "dataset", "not shown below", "rounded to")
            for line in lines {
                table.add(line.agency?.rawValue ?? "any other", line.dataset?.rawValue ?? "", "\(line.threshold)", "\(line.rounding)")
            }
            terminal.output(table.text)
        }
    }

    struct Set: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Decide it for your own agency's records, as its liaison officer.",
            discussion: """
                EXAMPLE
                  sharewell disclosure set --dataset police-recorded-crime-offence --threshold 10 --rounding 5 --why "few crimes" --as j-okafor

                Counts from 1 to one less than the threshold are not shown, and what is shown is rounded. It holds where counts are shown in the
                browser to people of other agencies; depersonalised records themselves are shared as the protocol says.
                """)
        @OptionGroup var hub: HubOptions
        @Option(help: "The record type.") var dataset: String
        @Option(help: "Counts from 1 to one less are not shown.") var threshold: Int
        @Option(help: "What is shown is rounded down to multiples of this, of which the threshold is one: 1, 2, 3, 5, 10, 20, 50 or 100.")
        var rounding: Int
        @Option(help: "Why.") var why: String
        @OptionGroup var actor: ActorOptions

        func perform(on terminal: Terminal) throws {
            guard let rule = SmallNumberRule(threshold: threshold, rounding: rounding) else {
                throw Failure(
                    code: "rule-not-sound", message: "The rounding is none that can be chosen, or the threshold no multiple of it.",
                    remedy:
                        "Give one of \(SmallNumberRule.roundings.map(String.init).joined(separator: ", ")) to round to, and a multiple of it up to 1000 as threshold.",
                    exit: ExitStatus.usage)
            }
            try hub.open(terminal).run(.setSmallNumbers(RecordTypeID(rawValue: dataset), rule, why: why), by: actor.actor())
            terminal.notes("Decided. It holds from the next question.\n")
        }
    }
}
