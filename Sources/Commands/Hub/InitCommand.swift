import ArgumentParser
import Foundation
import Hub
import Register

/// `sharewell init`.
struct InitCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Begin a hub for a partnership.",
        discussion: """
            EXAMPLE
              sharewell init --hub luton --partnership "Luton Community Safety Partnership" --passphrase-file passphrase.txt

            The passphrase guards everything the hub seals: keep it where the hub is not. The first person of the register is
            'co-ordinator'. The hub stays unsealed for 12 hours on this machine; sharewell seal ends that at once.
            """)
    @OptionGroup var hub: HubOptions
    @Option(help: "Name of the Community Safety Partnership.") var partnership: String
    @OptionGroup var key: KeyOptions
    @Option(help: ArgumentHelp("Folder of the rulebook; the one that came with this program if not given.", valueName: "dir"))
    var guidance: String?
    @Flag(help: "Leave the hub sealed.") var sealed = false
    @OptionGroup var output: OutputOptions
    var wantsJSON: Bool { output.json }

    struct Begun: Encodable {
        let hub: String
        let partnership: String
        let rulebook: String
        let verifierKey: String
        let folder: String
        let unsealed: Bool
    }

    func perform(on terminal: Terminal) throws {
        guard let secret = try key.secret(terminal) else {
            throw Failure(
                code: "no-secret", message: "A hub needs a passphrase or a key file to be sealed with.",
                remedy: "Give --passphrase-file FILE (a file with one line) or --key-file FILE.", exit: ExitStatus.usage)
        }
        let rules = try guidance.map { URL(filePath: $0) } ?? RulebookFolder.shipped(terminal).appending(path: "england-wales-2010")
        let folder = try hub.folder(terminal)
        let hub = try InitialiseHub(partnership: partnership, secret: secret, guidance: rules).perform(in: folder, clock: Clock.now)
        let store = UnsealedKeyStore(environment: terminal.environment)
        var unsealed = false
        if !sealed, let store {
            try UnsealHub(secret: secret, hours: 12).perform(on: hub, keeping: store)
            unsealed = true
        }
        guard let begun = hub.state.hub else { return }
        if output.json {
            terminal.output(
                try jsonLine(
                    Begun(
                        hub: begun.hub, partnership: begun.partnership, rulebook: begun.rulebook, verifierKey: begun.verifierKey,
                        folder: folder.root.path, unsealed: unsealed)))
            return
        }
        terminal.output(
            """
            The hub of \(begun.partnership) is in \(folder.root.path).
            Rulebook: \(begun.rulebook). Checkpoint key, for partners to keep:
              \(begun.verifierKey)
            \(unsealed ? "It is unsealed for 12 hours." : "It is sealed.")
            Next: sharewell places import, agency add, person add, protocol add, protocol sign.

            """)
    }
}
