import ArgumentParser
import Foundation
import Hub
import Register

/// `sharewell undertaking`.
struct UndertakingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undertaking", abstract: "What people agree to before personal items are opened to them (Box 1).",
        discussion: "EXAMPLES\n  sharewell undertaking set --text undertaking.txt\n  sharewell undertaking agree --as m-rao",
        subcommands: [Show.self, Set.self, Agree.self], defaultSubcommand: Show.self)

    struct Show: SharewellCommand {
        static let configuration = CommandConfiguration(abstract: "Show the text and who agreed to it.")
        @OptionGroup var hub: HubOptions
        @Option(help: "The partnership; the hub's first if not given.") var partnership: String?
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let state = try hub.open(terminal).state
            let id = try partnership.map { try PartnershipID(checking: $0) } ?? state.firstPartnership
            guard let partnership = state.partnerships[id], let undertaking = partnership.undertaking else {
                throw Failure(
                    code: "no-undertaking", message: "\(id) has set no undertaking.", remedy: "sharewell undertaking set --text FILE",
                    exit: ExitStatus.noInput)
            }
            let agreed = partnership.agreed.filter { $0.value == undertaking.version }.keys.sorted()
            if output.json {
                return terminal.output(
                    try jsonLine(Shown(partnership: id, version: undertaking.version, text: undertaking.text, agreed: agreed)))
            }
            terminal.output("\(undertaking.text)\n\n")
            terminal.output(
                "Version \(undertaking.version); agreed by: \(agreed.isEmpty ? "nobody yet" : agreed.map(\.rawValue).joined(separator: ", "))\n"
            )
        }

        private struct Shown: Encodable {
            let partnership: PartnershipID
            let version: Int
            let text: String
            let agreed: [PersonID]
        }
    }

    struct Set: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set the text; everybody has to agree anew.",
            discussion: "EXAMPLE\n  sharewell undertaking set --text undertaking.txt")
        @OptionGroup var hub: HubOptions
        @Option(help: ArgumentHelp("A file with the text.", valueName: "file")) var text: String
        @Option(help: "The partnership; the hub's first if not given.") var partnership: String?
        @OptionGroup var actor: CoordinatorOptions

        func perform(on terminal: Terminal) throws {
            let id = try partnership.map { try PartnershipID(checking: $0) }
            let words = try readText(text).trimmingCharacters(in: .whitespacesAndNewlines)
            try hub.open(terminal).run(.partnership(.setUndertaking(id, text: words)), by: actor.actor())
            terminal.notes("Set. People agree with: sharewell undertaking agree --as PERSON\n")
        }
    }

    struct Agree: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Agree to it.", discussion: "EXAMPLE\n  sharewell undertaking agree --as a-shah")
        @OptionGroup var hub: HubOptions
        @Option(help: "The partnership; the hub's first if not given.") var partnership: String?
        @OptionGroup var actor: ActorOptions

        func perform(on terminal: Terminal) throws {
            let id = try partnership.map { try PartnershipID(checking: $0) }
            let hub = try hub.open(terminal)
            try hub.run(.partnership(.agree(id)), by: actor.actor())
            terminal.notes("\(actor.person) has agreed.\n")
        }
    }
}

/// A text file named on the command line.
func readText(_ path: String) throws(Failure) -> String {
    guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8) else {
        throw Failure(
            code: "file-not-readable", message: "The file \(path) cannot be read as UTF-8 text.", remedy: "Check the path and the file.",
            exit: ExitStatus.noInput)
    }
    return text
}
