import ArgumentParser
import Guidance
import Hub

/// `sharewell matrix`.
struct MatrixCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "matrix", abstract: "The Suffolk Matrix (§4.3.6): who may reach marked information from where.",
        discussion: """
            EXAMPLES
              sharewell matrix
              sharewell matrix check --marking RESTRICTED --network GSi --device home-gov-pc --sign-in certificate
            """,
        subcommands: [Show.self, Check.self], defaultSubcommand: Show.self)

    /// The matrix that came with this program.
    static func matrix(_ terminal: Terminal) throws -> SuffolkMatrix {
        guard let matrix = try RulebookFolder.shippedRulebook(terminal).matrix else {
            throw Failure(
                code: "no-matrix", message: "The rulebook has no Suffolk Matrix, so no access can be allowed by it.",
                remedy: "Add one; see docs/reference/rulebook.md.", exit: ExitStatus.setUp)
        }
        return matrix
    }

    struct Show: SharewellCommand {
        static let configuration = CommandConfiguration(abstract: "Print the figure with its footnotes.")
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let matrix = try MatrixCommand.matrix(terminal)
            if output.json { return terminal.output(try jsonLine(matrix)) }
            terminal.output("\(terminal.bold(matrix.title)) (\(matrix.section)). \(matrix.source).\n\n")
            for level in matrix.levels {
                terminal.output(
                    """
                    \(terminal.bold(([level.name] + level.also).joined(separator: ", "))): \(level.systems.joined(separator: ", "))
                      registration  \(matrix.registrations.titled(level.registration))
                      sign-in       \(matrix.signIns.titled(level.signIn))
                      network       \(level.anyNetwork ? "any" : level.networks.map(matrix.networks.titled).joined(separator: ", "))


                    """)
            }
            var table = TextTable(["device", "way of access"] + matrix.levels.map(\.marking))
            for device in matrix.devices {
                table.add([device.id, device.title] + matrix.levels.map { device.external ? ($0.access[device.id] ?? .no).text : "Y" })
            }
            terminal.output(table.text + "\n")
            for note in matrix.notes { terminal.output("\(note.number)  \(note.text)\n") }
            terminal.output("\n\(matrix.higherMarkings)\n\n")
            for (kind, steps) in [("--sign-in", matrix.signIns), ("--registration", matrix.registrations), ("--network", matrix.networks)] {
                terminal.output("\(kind): \(steps.map(\.id).joined(separator: ", "))\n")
            }
        }
    }

    struct Check: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Whether information of a marking may be reached in one way.",
            discussion: """
                Ends with 0 where it is allowed, also where a condition has to be confirmed first (the answer names it), and with 77 where it is not.
                Names are as sharewell matrix prints them; what the figure does not have is not allowed.

                EXAMPLE
                  sharewell matrix check --marking RESTRICTED --network GSi --device wifi --sign-in password-best-practice --registration level-2
                """)
        @Option(help: ArgumentHelp("The marking, or its business impact level.", valueName: "marking")) var marking: String
        @Option(help: ArgumentHelp("The network.", valueName: "network")) var network: String
        @Option(help: ArgumentHelp("The way of access.", valueName: "device")) var device: String
        @Option(help: ArgumentHelp("How the person signs in.", valueName: "way")) var signIn: String
        @Option(help: ArgumentHelp("How the person was registered; to be confirmed if not given.", valueName: "level"))
        var registration: String?
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let matrix = try MatrixCommand.matrix(terminal)
            let answer = matrix.check(
                marking: marking, network: network, device: device, signIn: signIn, registration: registration)
            terminal.output(output.json ? try jsonLine(Verdict(answer, section: matrix.section)) : text(answer, terminal))
            guard answer.shortfalls.isEmpty else { throw ExitCode(ExitStatus.refused) }
        }

        private func text(_ answer: MatrixAnswer, _ terminal: Terminal) -> String {
            switch answer {
            case .allowed: return "Allowed (§4.3.6, Figure 1).\n"
            case .allowedUnder(let conditions):
                return "Allowed, once this is confirmed (§4.3.6, Figure 1):\n"
                    + conditions.map { "  \($0.note.map { "footnote \($0): " } ?? "")\($0.text)\n" }.joined()
            case .refused(let shortfalls):
                return "Not allowed (§4.3.6, Figure 1):\n"
                    + shortfalls.map { "  \($0.demand.rawValue): \($0.message)\n    What would do: \($0.remedy)\n" }.joined()
            }
        }

        struct Verdict: Encodable {
            let answer: String
            let conditions: [MatrixAnswer.Condition]
            let shortfalls: [MatrixAnswer.Shortfall]
            let section: String

            init(_ answer: MatrixAnswer, section: String) {
                self.answer = answer.verdict
                conditions = answer.conditions
                shortfalls = answer.shortfalls
                self.section = section
            }
        }
    }
}

extension [SuffolkMatrix.Step] {
    /// The title of a step.
    fileprivate func titled(_ id: String) -> String { first { $0.id == id }?.title ?? id }
}
