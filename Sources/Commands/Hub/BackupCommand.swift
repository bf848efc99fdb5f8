import ArgumentParser
import Foundation
import Hub
import Register

/// `sharewell backup`.
struct BackupCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the hub while it is in use.",
        discussion: """
            EXAMPLE
              sharewell backup --to /backup/hub-2026-11-29 --anchor /keys/hub.anchor

            Everything in it is sealed as it is in the hub; no key is needed and none is copied. The anchor, 100 bytes, goes to a place of its own,
            over the one before: keep no older copies of it, as older backups could be read with them. After something was destroyed, take a new
            backup: those before it can no longer be restored. See docs/operating.md.
            """)
    @OptionGroup var hub: HubOptions
    @Option(name: .customLong("to"), help: ArgumentHelp("A folder that is not there yet.", valueName: "dir")) var target: String
    @Option(help: ArgumentHelp("The one copy of the erasure anchor, replaced each time.", valueName: "file")) var anchor: String
    @OptionGroup var output: OutputOptions
    var wantsJSON: Bool { output.json }

    func perform(on terminal: Terminal) throws {
        let done = try BackUpHub(hub.open(terminal)).perform(to: URL(filePath: target), anchor: URL(filePath: anchor))
        if output.json { return terminal.output(try jsonLine(done)) }
        terminal.output(
            """
            Copied to \(done.folder): \(done.files.grouped) files, \(done.bytes.grouped) bytes, \(Int(done.events).grouped) events. Every file was read again.
            Anchor: \(done.anchor), in place of the one before.

            """)
    }
}

/// `sharewell restore`.
struct RestoreCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Make a hub of a backup, where there is none.",
        discussion: """
            EXAMPLES
              sharewell restore --from /backup/hub-2026-11-29 --anchor /keys/hub.anchor --to /srv/hub --passphrase-file passphrase.txt
              sharewell restore --from … --anchor … --to … --passphrase-file … --ledger /mnt/old/hub/ledger --against council.checkpoint

            Every file, the ledger and every sealed supply is checked before the hub is there. What a newer ledger (--ledger) says was destroyed is
            destroyed again. Give the newest checkpoints of partners (--against): they tell whether anything is missing. With neither, nothing says what
            was destroyed, revoked or removed since, and --accept-loss is needed. Without a newer ledger everybody is invited anew, tokens end, and the
            grants that are live in the backup are held: nothing is given under one until a liaison officer of its source has said that it stands.
            """)
    @Option(name: .customLong("from"), help: ArgumentHelp("A folder that sharewell backup made.", valueName: "dir")) var backup: String
    @Option(help: ArgumentHelp("The erasure anchor kept apart from it.", valueName: "file")) var anchor: String
    @Option(name: .customLong("to"), help: ArgumentHelp("Where the hub shall be; nothing may be there.", valueName: "dir"))
    var target: String
    @Option(help: ArgumentHelp("The folder of a newer ledger of this hub, if one was saved.", valueName: "dir")) var ledger: String?
    @Option(
        parsing: .upToNextOption, help: ArgumentHelp("The newest checkpoints that partners keep.", valueName: "checkpoint"))
    var against: [String] = []
    @Flag(help: "Go on although events after the backup are missing, or nothing says whether any are.") var acceptLoss = false
    @OptionGroup var key: KeyOptions
    @OptionGroup var output: OutputOptions
    var wantsJSON: Bool { output.json }

    func perform(on terminal: Terminal) throws {
        guard let secret = try key.secret(terminal) else {
            throw Failure(
                code: "no-secret", message: "A backup is checked with the hub's own key.",
                remedy: "Give --passphrase-file FILE or --key-file FILE.", exit: ExitStatus.usage)
        }
        let done = try RestoreHub(
            backup: URL(filePath: backup), anchor: URL(filePath: anchor), secret: secret, ledger: ledger.map { URL(filePath: $0) },
            checkpoints: against.map { URL(filePath: $0) }, acceptsLoss: acceptLoss
        ).perform(to: HubFolder(URL(filePath: target)), clock: Clock.now)
        if output.json { return terminal.output(try jsonLine(done)) }
        var page = "The hub of \(done.taken) is in \(done.folder): \(Int(done.events).grouped) events, checked.\n"
        if let format = done.upgradedFrom { page += "It had format \(format) and was upgraded; the backup is as it was.\n" }
        if done.missing > 0 {
            page +=
                "MISSING: \(Int(done.missing).grouped) events after it. Ask the agencies what they had destroyed since \(done.taken), and destroy it again.\n"
        }
        if done.destroyedAgain > 0 { page += "Destroyed again, as the newer ledger orders: \(done.destroyedAgain) supplies.\n" }
        if !done.isCertain {
            page +=
                "NOT KNOWN: what happened since. Nobody signs in by what they had, and no token or invitation opens anything: invite everybody anew who still belongs here. Have agencies look over signatures, limits, profiles and supplies: what was withdrawn or made stricter since is as it was before.\n"
        }
        if !done.grants.isEmpty {
            page +=
                "GRANTS that may have been revoked since are held: \(done.grants.map(\.rawValue).joined(separator: ", ")). A liaison officer of the source says that one stands (sharewell grant confirm), or revokes it.\n"
        }
        if !done.requests.isEmpty {
            page +=
                "REQUESTS that may have been taken back or decided since are held: \(done.requests.map(\.rawValue).joined(separator: ", ")). Whoever made one says that it stands (sharewell request answer), or takes it back.\n"
        }
        for supply in done.lost { page += "LOST: the records of supply \(supply); have it destroyed, and supplied anew.\n" }
        terminal.output(page + "It is sealed. Take a backup of it now.\n")
    }
}
