import Foundation
import Hub
import Register
import Transparency

/// The state of the hub for its operator: numbers of the machine and the ledger, nothing of the data.
struct OperatorPanel {
    let blocks: [Block]

    init(_ visit: Visit) throws {
        let isOpen = (try? visit.face.vault()) != nil
        let signed = try? visit.hub.keptLedger()?.keptCheckpoint()
        let disc = try? FileManager.default.attributesOfFileSystem(forPath: visit.hub.folder.root.path)
        var rows = [
            SummaryRow(
                visit.t("home.seal"), isOpen ? Cell(visit.t("home.unsealed"), tag: .green) : Cell(visit.t("home.sealed"), tag: .red)),
            SummaryRow(visit.t("home.ledger"), Cell(visit.texts.count("audit.found", visit.state.size))),
            SummaryRow(
                visit.t("home.checkpoint"),
                Cell(
                    signed.map { visit.t("home.checkpoint-of", ["events": Texts.grouped(Int($0.size))]) }
                        ?? visit.t("audit.checkpoint-none"))),
            SummaryRow(visit.t("home.sessions"), Cell(Texts.grouped(visit.face.sessions.count))),
        ]
        if let free = (disc?[.systemFreeSize] as? NSNumber)?.intValue, let total = (disc?[.systemSize] as? NSNumber)?.intValue, total > 0 {
            let text = visit.t("home.disc-free", ["free": Self.gigabytes(free), "total": Self.gigabytes(total)])
            rows.append(SummaryRow(visit.t("home.disc"), free * 10 < total ? Cell(text, tag: .red) : Cell(text)))
        }
        blocks = [.heading(visit.t("home.hub")), .summary(rows)]
    }

    private static func gigabytes(_ bytes: Int) -> String { Texts.grouped(bytes / 1_000_000_000) }
}
