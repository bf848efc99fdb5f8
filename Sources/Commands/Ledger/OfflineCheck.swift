import Foundation
import Hub
import Register
import Transparency

/// What a partner does on a machine of their own: checkpoints, a proof and the hub's key, nothing else.
struct OfflineCheck {
    let key: VerifierKey

    struct Report: Encodable {
        let sound = true
        let origin: String
        let from: Int64?
        let events: Int64
        let root: String
        let index: Int64?
        let at: String?
        let payload: String?
    }

    func perform(_ checkpoints: [String], _ proof: String?, json: Bool, on terminal: Terminal) throws {
        let report = try report(checkpoints, proof)
        if json { return terminal.output(try jsonLine(report)) }
        if let index = report.index {
            terminal.output(
                """
                \(terminal.bold("The event is in the ledger.")) Event \(index) of \(report.origin), recorded \(report.at ?? ""), stands among the first \(Int(report.events).grouped).
                \(report.payload ?? "")

                """)
        } else {
            terminal.output(
                """
                \(terminal.bold("The ledger only grew.")) \(report.origin) of \(Int(report.events).grouped) events continues the one of \
                \(Int(report.from ?? 0).grouped).

                """)
        }
    }

    private func report(_ checkpoints: [String], _ proof: String?) throws -> Report {
        do {
            let files = try checkpoints.map { try LedgerFiles.read(URL(filePath: $0)) }
            let shown = try CheckProof(key: key).perform(
                older: files.first, newer: files.last, proof: proof.map { try LedgerFiles.read(URL(filePath: $0)) })
            switch shown {
            case .stands(let shown):
                let entry = shown.entry
                return Report(
                    origin: shown.checkpoint.origin, from: nil, events: shown.checkpoint.size, root: shown.checkpoint.root.base64,
                    index: entry.index, at: Moment(milliseconds: entry.milliseconds).description,
                    payload: String(decoding: entry.payload, as: UTF8.self))
            case .continues(let older, let newer):
                return Report(
                    origin: newer.origin, from: older.size, events: newer.size, root: newer.root.base64, index: nil, at: nil, payload: nil)
            case .signed, nil:
                throw Failure(
                    code: "nothing-to-check", message: "No proof was given.", remedy: "Give --proof, and --checkpoints with it.",
                    exit: ExitStatus.usage)
            }
        } catch let error as TransparencyError {
            throw Failure(code: error.code.rawValue, message: error.message, remedy: error.remedy, exit: ExitStatus.data)
        }
    }
}
