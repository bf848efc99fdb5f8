import ArgumentParser
import Hub
import Register
import Storage
import Transparency

/// `sharewell ledger checkpoint`.
struct CheckpointCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint", abstract: "Sign the ledger as it stands, for partners to keep.",
        discussion: """
            EXAMPLE
              sharewell ledger checkpoint --hub luton --out luton-2026-11.checkpoint

            Send the file to the partnership's agencies. What they keep, the hub's operator cannot take back.
            """)
    @OptionGroup var hub: HubOptions
    @Option(help: ArgumentHelp("Write the checkpoint here instead of printing it.", valueName: "file")) var out: String?
    @OptionGroup var key: KeyOptions
    @OptionGroup var output: OutputOptions
    var wantsJSON: Bool { output.json }

    struct Signed: Encodable {
        let origin: String
        let events: Int64
        let root: String
        let key: String
        let checkpoint: String
    }

    func perform(on terminal: Terminal) throws {
        let hub = try hub.open(terminal)
        let vault = try key.vault(of: hub, terminal)
        let checkpoint = try PublishCheckpoint(hub: hub, vault: vault).perform()
        if out != nil || !output.json { try deliver(checkpoint.encoded, to: out, on: terminal, saying: "Checkpoint written") }
        guard output.json else { return }
        terminal.output(
            try jsonLine(
                Signed(
                    origin: checkpoint.origin, events: checkpoint.size, root: checkpoint.root.base64, key: hub.state.hub?.verifierKey ?? "",
                    checkpoint: String(decoding: checkpoint.encoded, as: UTF8.self))))
    }
}
