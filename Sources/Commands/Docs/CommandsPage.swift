import ArgumentParser

/// The help of every command, as one page.
enum CommandsPage {
    /// The root's own help, then each command's, depth first in the order of the program.
    static func text(of root: any ParsableCommand.Type) -> String {
        var text =
            DocsCommand.generatedNotice + """
                # Commands

                What `sharewell help COMMAND` prints.

                """
        add(root, named: "sharewell", under: root, to: &text)
        return text
    }

    private static func add(
        _ command: any ParsableCommand.Type, named name: String, under root: any ParsableCommand.Type, to text: inout String
    ) {
        guard command.configuration.shouldDisplay else { return }
        let help = help(for: command, under: root).split(separator: "\n", omittingEmptySubsequences: false)
        let trimmed = help.map { line in
            var line = line
            while line.last == " " { line.removeLast() }
            return String(line)
        }
        text += "\n## \(name)\n\n```text\n\(trimmed.joined(separator: "\n"))\n```\n"
        for child in command.configuration.subcommands {
            add(child, named: "\(name) \(self.name(of: child))", under: root, to: &text)
        }
    }

    private static func help(for command: any ParsableCommand.Type, under root: any ParsableCommand.Type) -> String {
        command == root ? root.helpMessage(columns: 120) : root.helpMessage(for: command, columns: 120)
    }

    /// As typed: the configured name, or the type's name in lower case as the argument parser makes it.
    private static func name(of command: any ParsableCommand.Type) -> String {
        command.configuration.commandName ?? "\(command)".lowercased()
    }
}
