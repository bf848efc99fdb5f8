import ArgumentParser
import Foundation
import Hub
import Register
import Sealing

/// `sharewell package`.
struct PackageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "package", abstract: "Packages that only one agency can open, signed by the hub (§4.3.4).",
        discussion: """
            HPKE (RFC 9180) with P-256, HKDF-SHA-256 and AES-256-GCM. An agency makes a key once (package key) and its liaison officer has it recorded
            (package trust). What a grant sends as sealed-package is then taken with: sharewell extract --grant G --to FILE.
            """,
        subcommands: [Key.self, Trust.self, Seal.self, Open.self])

    struct Key: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key; the secret half goes into a file, the public half is printed.",
            discussion: "EXAMPLE\n  sharewell package key --to probation.key")
        @Option(help: ArgumentHelp("File to make, readable by you alone.", valueName: "file")) var to: String

        func perform(on terminal: Terminal) throws {
            let key = try OpenPackage.makeKey(at: URL(filePath: to))
            terminal.output("\(key.base64)\n")
            terminal.notes("Fingerprint \(key.fingerprint). Keep \(to) safe: whoever has it opens your packages.\n")
        }
    }

    struct Trust: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Record the key that packages for your agency are sealed to.",
            discussion: "EXAMPLE\n  sharewell package trust --agency probation --key BASE64 --as d-officer")
        @OptionGroup var hub: HubOptions
        @Option(help: "Your agency.") var agency: String
        @Option(help: ArgumentHelp("The line that package key printed.", valueName: "base64")) var key: String
        @OptionGroup var actor: ActorOptions

        func perform(on terminal: Terminal) throws {
            let agency = try AgencyID(checking: agency)
            let key = try PackageKey(base64: key)
            try hub.open(terminal).run(.partnership(.recordPackageKey(agency, key.base64)), by: actor.actor())
            terminal.notes("Recorded, fingerprint \(key.fingerprint).\n")
        }
    }

    struct Seal: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Seal a file under a grant to an agency it may go to.",
            discussion: "EXAMPLE\n  sharewell package seal notes.pdf --grant g000001 --agency probation --to notes.package --as p-officer")
        @OptionGroup var hub: HubOptions
        @Argument(help: "The file.") var file: String
        @Option(help: "The grant it is sent under.") var grant: String
        @Option(help: "The agency it is for.") var agency: String
        @Option(help: ArgumentHelp("The package to make.", valueName: "file")) var to: String
        @OptionGroup var actor: ActorOptions
        @OptionGroup var key: KeyOptions
        var stopsItself: Bool { true }

        func perform(on terminal: Terminal) throws {
            let grant = try GrantID(checking: grant), agency = try AgencyID(checking: agency)
            let hub = try hub.open(terminal)
            let vault = try hub.unsealed(key.secret(terminal), store: UnsealedKeyStore(environment: terminal.environment))
            try SealPackage(hub: hub, vault: vault, entry: .terminal).perform(
                URL(filePath: file), under: grant, to: agency, for: actor.actor(), at: URL(filePath: to)
            ) { _ in if Interruption.requested { throw ExitCode(ExitStatus.interrupted) } }
            terminal.notes("\(to) can be opened by \(agency) alone.\n")
        }
    }

    struct Open: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check who signed a package and open it; no hub is needed.",
            discussion: "EXAMPLE\n  sharewell package open notes.package --key probation.key --sender VERIFIERKEY --to notes.pdf")
        @Argument(help: "The package.") var package: String
        @Option(help: ArgumentHelp("Your key file.", valueName: "file")) var key: String
        @Option(help: ArgumentHelp("The hub's key, as sharewell status and its checkpoints name it.", valueName: "key")) var sender: String
        @Option(help: ArgumentHelp("File to make.", valueName: "file")) var to: String
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }
        var stopsItself: Bool { true }

        func perform(on terminal: Terminal) throws {
            let opened = try OpenPackage().perform(
                URL(filePath: package), keyFile: URL(filePath: key), sender: sender, to: URL(filePath: to)
            ) { _, _ in if Interruption.requested { throw ExitCode(ExitStatus.interrupted) } }
            terminal.output(output.json ? try jsonLine(opened) : opened.page)
        }
    }
}
