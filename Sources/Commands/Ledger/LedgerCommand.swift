import ArgumentParser
import Foundation
import Hub
import Transparency

/// `sharewell ledger`.
struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "What happened: read it, prove it, verify it.",
        discussion: """
            The ledger is append-only. A checkpoint is the hub's signature under all of it so far; partners who keep checkpoints can check, on
            their own machines, that history was only ever added to.

            EXAMPLES
              sharewell ledger verify --hub luton
              sharewell ledger checkpoint --hub luton --out luton-2026-11.checkpoint
              sharewell ledger prove --hub luton --from luton-2026-10.checkpoint --out luton.proof
              sharewell ledger verify --checkpoints luton-2026-10.checkpoint luton-2026-11.checkpoint --proof luton.proof --key KEY
            """,
        subcommands: [VerifyLedgerCommand.self, CheckpointCommand.self, ProveCommand.self, LogCommand.self, ClockCommand.self])
}

/// Writes a file for its owner, or prints it.
func deliver(_ bytes: [UInt8], to path: String?, on terminal: Terminal, saying what: String) throws {
    guard let path else { return terminal.output(String(decoding: bytes, as: UTF8.self)) }
    do { try Data(bytes).write(to: URL(filePath: path), options: .atomic) } catch {
        throw Failure(
            code: "file-not-written", message: "The file \(path) could not be written.",
            remedy: "Check that its folder exists, has room and may be written to.", exit: ExitStatus.io)
    }
    terminal.notes("\(what): \(path)\n")
}
