import ArgumentParser
import Foundation
import Hub
import Register
import Transparency

/// `sharewell ledger prove`.
struct ProveCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove", abstract: "Prove that an event stands in the ledger, or that the ledger only grew.",
        discussion: """
            EXAMPLES
              sharewell ledger prove --hub luton --index 12 --out event-12.tlog-proof
              sharewell ledger prove --hub luton --supply s000003 --out supply.tlog-proof
              sharewell ledger prove --hub luton --from luton-2026-10.checkpoint --out luton.proof

            A proof leads to the newest checkpoint signed, or to the one named with --to. It is checked with sharewell ledger verify --proof,
            which needs no hub.
            """)
    @OptionGroup var hub: HubOptions
    @Option(help: ArgumentHelp("Prove the event at this position.", valueName: "n")) var index: Int64?
    @Option(help: ArgumentHelp("Prove the event by which this supply was taken.", valueName: "supply")) var supply: String?
    @Option(help: ArgumentHelp("Prove that the ledger continues this checkpoint.", valueName: "checkpoint")) var from: String?
    @Option(help: ArgumentHelp("Lead the proof to this checkpoint.", valueName: "checkpoint")) var to: String?
    @Option(help: ArgumentHelp("Write the proof here instead of printing it.", valueName: "file")) var out: String?

    func validate() throws {
        guard [index != nil, supply != nil, from != nil].filter(\.self).count == 1 else {
            throw ValidationError("Give one of --index, --supply and --from.")
        }
    }

    func perform(on terminal: Terminal) throws {
        let opened = try HubLedger.open(hub.folder(terminal))
        let target = try to.map { try LedgerFiles.checkpoint(URL(filePath: $0), key: opened.key) }
        let proof: ProofFile
        if let from {
            proof = try ProveEvent(opened).consistency(from: LedgerFiles.checkpoint(URL(filePath: from), key: opened.key), to: target)
        } else {
            proof = try ProveEvent(opened).inclusion(of: position(terminal), in: target)
        }
        try deliver(proof.encoded, to: out, on: terminal, saying: "Proof written")
    }

    private func position(_ terminal: Terminal) throws -> Int64 {
        if let index { return index }
        let id = try SupplyID(checking: supply ?? "")
        guard let found = try hub.open(terminal).state.supplies[id] else {
            throw Failure(
                code: "no-such-supply", message: "The ledger records no supply \(id).", remedy: "See sharewell status for the supplies.",
                exit: ExitStatus.data)
        }
        return Int64(found.position)
    }
}
