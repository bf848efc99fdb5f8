import ArgumentParser
import Foundation
import Guidance
import Hub
import Law

/// Which rulebook's law.
struct RulebookOptions: ParsableArguments {
    @Option(name: .customLong("guidance"), help: ArgumentHelp("A rulebook's folder; the one shipped if not given.", valueName: "dir"))
    var folder: String?

    func law(_ terminal: Terminal) throws -> (rulebook: Rulebook, law: LawBook) {
        try Self.law(of: try folder.map { URL(filePath: $0) } ?? RulebookFolder.shipped(terminal).appending(path: "england-wales-2010"))
    }

    static func law(of folder: URL) throws -> (rulebook: Rulebook, law: LawBook) {
        let loaded = try RulebookFolder(folder).load()
        guard let law = loaded.law else {
            throw Failure(
                code: "no-law", message: "The rulebook in \(folder.path) has no law.",
                remedy: "Add the folder \(LawBook.folder) to it; see docs/reference/rulebook.md.", exit: ExitStatus.setUp)
        }
        return (loaded.rulebook, law)
    }
}

extension LawCommand {
    struct Diff: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "What another rulebook's law adds, removes and changes.",
            discussion: "EXAMPLE\n  sharewell law diff Guidance/england-wales-2010 our-additions")
        @Argument(help: "The folder of the rulebook as it was.") var old: String
        @Argument(help: "The folder of the rulebook as it is.") var new: String
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let difference = LawDifference(
                from: try RulebookOptions.law(of: URL(filePath: old)).law, to: try RulebookOptions.law(of: URL(filePath: new)).law)
            if output.json { return try difference.entries.forEach { terminal.output(try jsonLine($0)) } }
            for entry in difference.entries {
                terminal.output("\(entry.change.rawValue) \(entry.part) \(entry.id): \(entry.title)\n")
                for detail in entry.details {
                    terminal.output("    \(detail.key)\n      was: \(detail.before)\n      is:  \(detail.after)\n")
                }
            }
            terminal.output(difference.entries.isEmpty ? "The laws are the same.\n" : "\(difference.entries.count) differences.\n")
        }
    }
}
