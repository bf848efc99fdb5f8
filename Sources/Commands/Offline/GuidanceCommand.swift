import ArgumentParser
import Foundation
import Guidance
import Hub

/// `sharewell guidance`.
struct GuidanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guidance", abstract: "The rulebook: check one, or see what it says.",
        subcommands: [Check.self, Classes.self, Aggregates.self, Form.self])

    struct Check: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Report every fault in a rulebook, its profiles, its rule pack and its law, with file, line and remedy.",
            discussion: "EXAMPLE\n  sharewell guidance check Guidance/england-wales-2010")
        @Argument(help: "The folder with its YAML files.") var folder: String
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let (rulebook, faults) = try RulebookFolder(URL(filePath: folder)).check()
            if output.json {
                terminal.output(try jsonLine(Verdict(valid: faults.isEmpty, faults: faults)))
            } else {
                for fault in faults {
                    terminal.output("\(fault.file):\(fault.line): \(fault.message)\n    What to do: \(fault.remedy)\n")
                }
                if let rulebook, faults.isEmpty {
                    let fields = rulebook.recordTypes.reduce(0) { $0 + $1.fields.count }
                    terminal.output(
                        "No faults: \(rulebook.recordTypes.count) record types with \(fields) fields, \(rulebook.aggregateSources.count) aggregate sources, \(rulebook.agencyClasses.count) agency classes.\n"
                    )
                } else {
                    terminal.output("\(faults.count) faults.\n")
                }
            }
            guard faults.isEmpty else { throw ExitCode(ExitStatus.data) }
        }

        struct Verdict: Encodable {
            let valid: Bool
            let faults: [RulebookFault]
        }
    }

    struct Classes: SharewellCommand {
        static let configuration = CommandConfiguration(abstract: "The agency classes of §2.2.")
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let rulebook = try RulebookFolder.shippedRulebook(terminal)
            if output.json { return try rulebook.agencyClasses.forEach { terminal.output(try jsonLine($0)) } }
            var table = TextTable("class", "title", "groups", "liaison officer")
            for agencyClass in rulebook.agencyClasses {
                table.add(
                    agencyClass.id, agencyClass.title, agencyClass.groups.map(\.rawValue).joined(separator: ", "),
                    agencyClass.needsLiaisonOfficer ? "compulsory" : "–")
            }
            terminal.output(table.text)
        }
    }

    struct Aggregates: SharewellCommand {
        static let configuration = CommandConfiguration(abstract: "The aggregate sources of §3.3.")
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let rulebook = try RulebookFolder.shippedRulebook(terminal)
            if output.json { return try rulebook.aggregateSources.forEach { terminal.output(try jsonLine($0)) } }
            var table = TextTable("section", "title", "source", "marking")
            for source in rulebook.aggregateSources {
                table.add(source.section, source.title, source.source, source.restricted ? "RESTRICTED" : "–")
            }
            terminal.output(table.text)
        }
    }

    struct Form: SharewellCommand {
        static let configuration = CommandConfiguration(abstract: "An empty metadata form (§3.4) to fill in, as YAML.")

        func perform(on terminal: Terminal) throws {
            terminal.output(try RulebookFolder.shippedRulebook(terminal).metadataForm.template)
        }
    }
}

extension RulebookFolder {
    /// The folder that came with this program.
    static func shipped(_ terminal: Terminal) throws -> URL {
        try shipped(environment: terminal.environment, executable: terminal.executable)
    }
    /// The rulebook that came with this program, loaded.
    static func shippedRulebook(_ terminal: Terminal) throws -> Rulebook {
        try RulebookFolder(shipped(terminal).appending(path: "england-wales-2010")).load().rulebook
    }
}
