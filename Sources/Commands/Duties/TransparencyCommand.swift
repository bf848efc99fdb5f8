import ArgumentParser
import Foundation
import Hub
import Register

/// `sharewell transparency`.
struct TransparencyCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "transparency",
        abstract:
            "Write who has access, what is held, agreements, requests, releases and destruction, with nothing about any data subject.",
        discussion: "EXAMPLE\n  sharewell transparency --to transparency-2026")
    @OptionGroup var hub: HubOptions
    @Option(help: ArgumentHelp("Folder to make.", valueName: "dir")) var to: String
    @OptionGroup var actor: CoordinatorOptions

    func perform(on terminal: Terminal) throws {
        try WriteTransparencyPack(hub: hub.open(terminal)).perform(for: actor.actor(), to: URL(filePath: to))
        terminal.notes("The transparency pack is in \(to): begin with README.md.\n")
    }
}
