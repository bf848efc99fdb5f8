import ArgumentParser
import Foundation
import Hub
import Register

/// `sharewell extract`.
struct ExtractCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract",
        abstract:
            "Take records away as CSV: depersonalised ones, or personal ones under a grant, with a data package, metadata form, caveats and marking.",
        discussion: """
            EXAMPLE
              sharewell extract --as a-shah --purpose "burglary profile" --dataset police-recorded-crime-offence \\
                --from 2022-10 --until 2022-12 --to burglary.zip --encrypt

            With --encrypt the extract is one zip, AES-256, and its passphrase is shown once: send it by another way than the file.
            """)
    @OptionGroup var hub: HubOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var question: ExtractQuestionOptions
    @Option(help: ArgumentHelp("The grant it is taken under; personal records need one.", valueName: "grant")) var grant: String?
    @Flag(help: "One AES-256 encrypted zip instead of a folder.") var encrypt = false
    @OptionGroup var key: KeyOptions
    @OptionGroup var output: OutputOptions
    var wantsJSON: Bool { output.json }
    var stopsItself: Bool { true }

    func perform(on terminal: Terminal) throws {
        let (asked, path) = try question.question()
        let hub = try hub.open(terminal)
        let vault = try key.vault(of: hub, terminal)
        let bar = ProgressBar("Writing the extract", on: terminal)
        let released = try ReleaseExtract(hub: hub, vault: vault, entry: .terminal).perform(
            asked, for: actor.actor(), purpose: question.purpose, category: question.purposeCategory,
            under: grant.map { try GrantID(checking: $0) }, to: URL(filePath: path),
            encrypted: encrypt
        ) { done, total in
            if Interruption.requested { throw ExitCode(ExitStatus.interrupted) }
            bar.show(done: done, of: total, unit: "records")
        }
        bar.finish()
        terminal.output(output.json ? try jsonLine(released) : released.page)
    }
}
