public import ArgumentParser
import Foundation
import Hub
import Register
import Storage

/// Which hub, everywhere.
public struct HubOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The hub's folder; SHAREWELL_HUB if not given.", valueName: "dir"))
    var hub: String?

    /// Options as typed.
    public init() {}

    func folder(_ terminal: Terminal) throws -> HubFolder {
        guard let path = hub ?? terminal.environment["SHAREWELL_HUB"], !path.isEmpty else {
            throw Failure(
                code: "no-hub-named", message: "No hub was named.", remedy: "Give --hub DIR or set SHAREWELL_HUB.",
                exit: ExitStatus.usage)
        }
        return HubFolder(URL(filePath: path))
    }

    func open(_ terminal: Terminal) throws -> Hub { try Hub.open(folder(terminal), clock: Clock.now) }
}

/// The key to a sealed hub, for commands that read or write records.
public struct KeyOptions: ParsableArguments {
    @Option(
        name: .customLong("passphrase-file"),
        help: ArgumentHelp(
            "A file that holds the hub's passphrase, if the hub has not been unsealed; SHAREWELL_PASSPHRASE_FILE if not given.",
            valueName: "file"))
    var passphraseFile: String?
    @Option(
        name: .customLong("key-file"),
        help: ArgumentHelp("The hub's key file, if it was begun with one; SHAREWELL_KEY_FILE if not given.", valueName: "file"))
    var keyFile: String?

    /// Options as typed.
    public init() {}

    /// The open vault: by a file that was named, else by the key that `unseal` keeps, else by a file the environment names.
    func vault(of hub: Hub, _ terminal: Terminal) throws -> KeyVault {
        let store = UnsealedKeyStore(environment: terminal.environment)
        let isNamed = passphraseFile != nil || keyFile != nil
        return try hub.unsealed(isNamed || !hub.isUnsealed(store) ? secret(terminal) : nil, store: store)
    }

    func secret(_ terminal: Terminal) throws -> UnsealingSecret? {
        if let file = passphraseFile ?? terminal.environment["SHAREWELL_PASSPHRASE_FILE"] { return .passphraseFile(URL(filePath: file)) }
        if let file = keyFile ?? terminal.environment["SHAREWELL_KEY_FILE"] { return .keyFile(URL(filePath: file)) }
        return nil
    }
}

/// How to print.
public struct OutputOptions: ParsableArguments {
    @Flag(name: .long, help: "Print one JSON object, or one a line where there are many.")
    var json = false

    /// Options as typed.
    public init() {}
}

/// Who does it.
public struct ActorOptions: ParsableArguments {
    @Option(name: .customLong("as"), help: ArgumentHelp("Who you are: a person of the register.", valueName: "person"))
    var person: String

    /// Options as typed.
    public init() {}

    func actor() throws -> PersonID { try PersonID(checking: person) }
}

/// Who runs the register; the first co-ordinator unless another is named.
public struct CoordinatorOptions: ParsableArguments {
    @Option(name: .customLong("as"), help: ArgumentHelp("Who you are: a person who may run the register.", valueName: "person"))
    var person = PersonID.firstCoordinator.rawValue

    /// Options as typed.
    public init() {}

    func actor() throws -> PersonID { try PersonID(checking: person) }
}

/// Reads the machine's clock.
enum Clock {
    @Sendable static func now() -> Moment { Moment(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down))) }
}
