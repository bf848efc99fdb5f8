import ArgumentParser
import Foundation
import Hub
import Storage

/// `sharewell upgrade`.
struct UpgradeCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "upgrade", abstract: "Bring a hub of an older version to this one's format.",
        discussion: """
            EXAMPLES
              sharewell upgrade --check
              sharewell upgrade --backup /backup/before-upgrade --anchor /keys/hub.anchor --passphrase-file passphrase.txt

            Stop what serves the hub first. Everything in it is checked, a backup is taken as by sharewell backup, and only then is the hub changed,
            in one step: broken off at any time, it is the old hub or the new one, and the command can be run again. Nothing that was recorded is
            rewritten. With the passphrase every sealed supply is opened too, before and after.
            """)
    @OptionGroup var hub: HubOptions
    @Option(help: ArgumentHelp("A folder that is not there yet, for the backup.", valueName: "dir")) var backup: String?
    @Option(help: ArgumentHelp("The one copy of the erasure anchor, replaced by the backup's.", valueName: "file")) var anchor: String?
    @Flag(help: "Take no backup: you have one of which you know that it can be restored.") var withoutBackup = false
    @Flag(help: "Only say whether the hub has to be upgraded, and whether it could be.") var check = false
    @OptionGroup var key: KeyOptions
    @OptionGroup var output: OutputOptions
    var wantsJSON: Bool { output.json }

    func validate() throws {
        guard check || withoutBackup != (backup != nil && anchor != nil), !(withoutBackup && (backup != nil || anchor != nil)) else {
            throw ValidationError("Give --backup and --anchor, or --without-backup, or --check.")
        }
    }

    func perform(on terminal: Terminal) throws {
        let upgrade = UpgradeHub(
            try hub.folder(terminal), secret: try key.secret(terminal), store: UnsealedKeyStore(environment: terminal.environment),
            clock: Clock.now)
        let place = backup.flatMap { folder in
            anchor.map { UpgradeHub.Backup(folder: URL(filePath: folder), anchor: URL(filePath: $0)) }
        }
        let done = try check ? upgrade.check() : upgrade.perform(backup: place)
        if output.json { return terminal.output(try jsonLine(done)) }
        terminal.output(page(done))
    }

    private func page(_ done: UpgradeHub.Done) -> String {
        let sealed =
            done.suppliesOpened.map { "\($0.grouped) sealed supplies opened" } ?? "sealed supplies not opened, without the passphrase"
        let checked = "Checked: \(Int(done.events).grouped) events, \(sealed).\n"
        guard done.from < done.to else { return "The hub has format \(done.to) already; nothing was done.\n" + checked }
        var page = check ? "The hub has format \(done.from) and can be upgraded to \(done.to):\n" : ""
        if let backup = done.backup {
            page += "Backup of before: \(backup.folder), anchor \(backup.anchor).\n"
        }
        for (number, step) in done.steps.enumerated() { page += "\(done.from + number) to \(done.from + number + 1): \(step)\n" }
        if !check { page += "The hub has format \(done.to) now. Take a backup of it.\n" }
        return page + checked
    }
}
