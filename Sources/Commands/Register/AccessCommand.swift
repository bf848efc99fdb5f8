import ArgumentParser
import Guidance
import Hub
import Register

/// `sharewell access`.
struct AccessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access", abstract: "How people reach the hub through this terminal, which the Suffolk Matrix is checked by (§4.3.6).",
        subcommands: [Show.self, Set.self], defaultSubcommand: Show.self)

    struct Show: SharewellCommand {
        static let configuration = CommandConfiguration(abstract: "Show it, and which markings may be reached so.")
        @OptionGroup var hub: HubOptions
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let hub = try hub.open(terminal)
            guard let way = hub.state.terminalWay, let matrix = hub.rulebook.matrix else {
                throw Failure(
                    code: "access-not-stated", message: "Nobody has stated how this terminal is reached; nothing personal is shown on it.",
                    remedy:
                        "sharewell access set --network gsi --device secure-premises --sign-in password-best-practice --registration level-2",
                    exit: ExitStatus.noInput)
            }
            let markings = matrix.levels.map { level in
                Reach(marking: level.marking, answer: matrix.check(way, reaches: level.marking).verdict)
            }
            if output.json { return terminal.output(try jsonLine(Shown(way: way, markings: markings))) }
            terminal.output(
                "Reached by \(way.device) over \(way.network); people sign in by \(way.signIn) and are registered at \(way.registration).\n"
            )
            if !way.confirmed.isEmpty {
                terminal.output("Footnotes confirmed: \(way.confirmed.map(String.init).joined(separator: ", "))\n")
            }
            var table = TextTable("marking", "may be reached so")
            for reach in markings { table.add(reach.marking, reach.answer) }
            terminal.output(table.text)
        }

        private struct Reach: Encodable {
            let marking: String
            let answer: String
        }
        private struct Shown: Encodable {
            let way: AccessWay
            let markings: [Reach]
        }
    }

    struct Set: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "State it, as co-ordinator; the ledger keeps who did.",
            discussion: """
                EXAMPLE
                  sharewell access set --network gsi --device secure-premises --sign-in password-best-practice --registration level-2

                sharewell matrix prints the names. Information whose marking may not be reached in that way is not given out; personal information is
                given out only once the way is stated.
                """)
        @OptionGroup var hub: HubOptions
        @Option(help: "The network it is reached over.") var network: String
        @Option(help: "The way of access.") var device: String
        @Option(help: ArgumentHelp("How people sign in.", valueName: "way")) var signIn: String
        @Option(help: ArgumentHelp("How the people who use it were registered.", valueName: "level")) var registration: String
        @Option(help: ArgumentHelp("A footnote of Figure 1 whose condition holds here; repeat for several.", valueName: "number"))
        var confirm: [Int] = []
        @OptionGroup var actor: CoordinatorOptions

        func perform(on terminal: Terminal) throws {
            let way = AccessWay(network: network, device: device, signIn: signIn, registration: registration, confirmed: confirm)
            try hub.open(terminal).run(.setAccessWay(way), by: actor.actor())
            terminal.notes("Stated. sharewell access show says which markings may be reached so.\n")
        }
    }
}
