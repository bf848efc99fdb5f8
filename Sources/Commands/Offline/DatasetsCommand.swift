import ArgumentParser
import Foundation
import Guidance
import Hub

/// `sharewell datasets`.
struct DatasetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "datasets", abstract: "The minimum datasets of §3.2: what to share, down to the field.",
        discussion:
            "EXAMPLES\n  sharewell datasets\n  sharewell datasets --json > datapackage.json\n  sharewell datasets show stop-and-search",
        subcommands: [List.self, Show.self], defaultSubcommand: List.self)

    struct List: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the record types; with --json one Data Package, a resource per record type.")
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let rulebook = try RulebookFolder.shippedRulebook(terminal)
            if output.json { return terminal.output(rulebook.dataPackage(only: nil) + "\n") }
            var table = TextTable("dataset", "title", "section", "priority", "information", "fields")
            for type in rulebook.recordTypes {
                table.add(
                    type.id.rawValue, type.title, type.section, type.priority.rawValue, type.information.rawValue,
                    String(type.fields.count))
            }
            terminal.output(table.text)
        }
    }

    struct Show: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "One record type and its fields.", discussion: "EXAMPLE\n  sharewell datasets show stop-and-search")
        @Argument(help: "Its name.") var id: String
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let rulebook = try RulebookFolder.shippedRulebook(terminal)
            guard let type = rulebook.recordType(RecordTypeID(rawValue: id)) else {
                throw Failure(
                    code: "unknown-dataset", message: "The rulebook has no dataset of that name.",
                    remedy: "See sharewell datasets for the names.", exit: ExitStatus.usage)
            }
            if output.json { return terminal.output(rulebook.dataPackage(only: type.id) + "\n") }
            terminal.output(
                """
                \(terminal.bold(type.title)) (\(type.section))
                \(type.explanation)
                Source: \(type.sources.joined(separator: ", ")). \(type.priority.rawValue.capitalized), \(type.information.rawValue), marked \(type.marking).


                """)
            var table = TextTable("field", "title", "type", "role", "when depersonalised", "asked", "codes")
            for field in type.fields {
                table.add(
                    field.name, field.title, field.type.rawValue, field.role.rawValue, field.rule.rawValue,
                    field.supplementary ? "beside" : field.requirement.rawValue, field.codeList ?? "")
            }
            terminal.output(table.text)
        }
    }
}
