import ArgumentParser
import Foundation
import Hub
import Register

/// `sharewell transparency`.
struct TransparencyCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "transparency",
        abstract:
            "Write who has access, what is held, agreements, requests, grants, releases and destruction, with nothing about any data subject.",
        discussion: """
            EXAMPLE
              sharewell transparency --to transparency-2026

            A folder of tables with a page that explains them and a signed checkpoint of the ledger, by which anybody can check them without the
            hub. Nobody is named. The hub must be unsealed, or its secret given: the checkpoint is signed.
            """)
    @OptionGroup var hub: HubOptions
    @Option(help: ArgumentHelp("Folder to make.", valueName: "dir")) var to: String
    @OptionGroup var actor: CoordinatorOptions
    @OptionGroup var key: KeyOptions

    func perform(on terminal: Terminal) throws {
        let hub = try hub.open(terminal)
        try WriteTransparencyPack(hub: hub, vault: key.vault(of: hub, terminal)).perform(for: actor.actor(), to: URL(filePath: to))
        terminal.notes("The transparency pack is in \(to): begin with README.md.\n")
    }
}
