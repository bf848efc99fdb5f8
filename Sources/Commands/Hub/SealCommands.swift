import ArgumentParser
import Foundation
import Hub

/// `sharewell unseal`.
struct UnsealCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "unseal", abstract: "Make the hub's key available to your commands for a while.",
        discussion: """
            EXAMPLE
              sharewell unseal --hub luton --passphrase-file passphrase.txt --hours 8

            The key is kept in this machine's memory, for your user alone, until the time is over, the machine restarts, or sharewell seal.
            """)
    @OptionGroup var hub: HubOptions
    @OptionGroup var key: KeyOptions
    @Option(help: "How long, 1 to 24.") var hours = 12

    func perform(on terminal: Terminal) throws {
        guard let secret = try key.secret(terminal) else {
            throw Failure(
                code: "no-secret", message: "No passphrase or key file was named.",
                remedy: "Give --passphrase-file FILE or --key-file FILE.", exit: ExitStatus.usage)
        }
        guard (1...24).contains(hours) else { throw ValidationError("--hours is a whole number from 1 to 24.") }
        guard let store = UnsealedKeyStore(environment: terminal.environment) else {
            throw Failure(
                code: "no-memory-folder", message: "This machine has no memory file system to keep the key on.",
                remedy: "Give --passphrase-file to each command instead.", exit: ExitStatus.unavailable)
        }
        try UnsealHub(secret: secret, hours: hours).perform(on: hub.open(terminal), keeping: store)
        terminal.notes("The hub is unsealed for \(hours) hours on this machine.\n")
    }
}

/// `sharewell seal`.
struct SealCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal", abstract: "Put the hub's key away at once.", discussion: "EXAMPLE\n  sharewell seal --hub luton")
    @OptionGroup var hub: HubOptions

    func perform(on terminal: Terminal) throws {
        let store = UnsealedKeyStore(environment: terminal.environment)
        let was = try SealHub(hub.folder(terminal), store: store).perform(clock: Clock.now)
        terminal.notes(was ? "The hub is sealed.\n" : "The hub was sealed already.\n")
    }
}
