import ArgumentParser
import Foundation
import Hub
import Storage
import Transparency

/// `sharewell ledger verify`.
struct VerifyLedgerCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Recompute the whole ledger, or check a proof without any hub.",
        discussion: """
            On the hub's machine every hash is recomputed from the events and compared with the newest signed checkpoint and with those of
            partners, and each event must follow from those before it. On any other machine, checkpoints and proofs are checked with the hub's key alone.

            EXAMPLES
              sharewell ledger verify --hub luton
              sharewell ledger verify --hub luton --against council.checkpoint police.checkpoint
              sharewell ledger verify --checkpoints old.checkpoint new.checkpoint --proof luton.proof --key KEY
              sharewell ledger verify --proof event-12.tlog-proof --key KEY

            Exit code 65: something is wrong, and it says what.
            """)
    @OptionGroup var hub: HubOptions
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Checkpoints that partners kept, to compare the hub's ledger with.", valueName: "checkpoint"))
    var against: [String] = []
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Without a hub: an older and a newer checkpoint.", valueName: "checkpoint"))
    var checkpoints: [String] = []
    @Option(help: ArgumentHelp("Without a hub: the proof between the two checkpoints, or of an event.", valueName: "file"))
    var proof: String?
    @Option(
        help: ArgumentHelp("The hub's checkpoint key as it was handed over when the hub began, or a file that holds it.", valueName: "key"))
    var key: String?
    @OptionGroup var output: OutputOptions
    var wantsJSON: Bool { output.json }

    func validate() throws {
        guard checkpoints.count != 1, checkpoints.count <= 2 else {
            throw ValidationError("--checkpoints takes an older and a newer file.")
        }
        guard (checkpoints.isEmpty && proof == nil) || key != nil else {
            throw ValidationError("Without a hub, --key is needed: nothing else says whose checkpoints they are.")
        }
        guard against.isEmpty || (checkpoints.isEmpty && proof == nil) else {
            throw ValidationError("--against compares a hub; --checkpoints and --proof need none. Give one or the other.")
        }
    }

    func perform(on terminal: Terminal) throws {
        let key = try key.map { try LedgerFiles.key($0) }
        if let key, !checkpoints.isEmpty || proof != nil {
            return try OfflineCheck(key: key).perform(checkpoints, proof, json: output.json, on: terminal)
        }
        let opened = try HubLedger.open(hub.folder(terminal), key: key)
        let bar = ProgressBar("Verifying", on: terminal)
        let report = try VerifyLedger(opened).perform(
            against: against.map { URL(filePath: $0) },
            vault: opened.vault(UnsealedKeyStore(environment: terminal.environment), at: Clock.now()),
            progress: { done, total in bar.show(done: Int(done), of: Int(total), unit: "events") })
        bar.finish()
        if output.json { terminal.output(try jsonLine(report)) } else { terminal.output(Self.page(report, terminal)) }
        if !report.sound { throw ExitCode(ExitStatus.data) }
    }

    private static func page(_ report: VerifyLedger.Report, _ terminal: Terminal) -> String {
        var page = terminal.bold(report.sound ? "The ledger is sound." : "THE LEDGER IS NOT SOUND.") + "\n"
        let seconds = String(format: "%.2f", report.seconds)
        page += "\(Int(report.events).grouped) events recomputed in \(seconds) s; root \(report.root ?? "unknown: events are missing")\n"
        for compared in report.checkpoints {
            let size = compared.size.map { "\(Int($0).grouped) events" } ?? "not readable"
            page += "Checkpoint \(compared.source), \(size): \(compared.confirmed ? "confirmed" : "NOT CONFIRMED")\n"
        }
        if report.checkpoints.isEmpty { page += "No checkpoint to compare with: an operator could have rewritten all of it.\n" }
        for fault in report.faults { page += "FAULT \(fault.code.rawValue): \(fault.message)\n" }
        if report.faultCount > report.faults.count { page += "… and \(report.faultCount - report.faults.count) more\n" }
        if !report.sound {
            page +=
                "What to do: keep the hub's folder as it is, tell the partnership's agencies, and compare with their checkpoints (--against).\n"
        }
        return page
    }
}
