import Foundation
import Hub
import NIOSSL
import Register
import Transparency

/// The state of the hub for its operator: numbers of the machine and the ledger, nothing of the data.
struct OperatorPanel {
    let blocks: [Block]

    /// A backup is old, and a certificate is replaced, so many days before it is too late.
    private static let backupDays = 2, certificateDays = 30

    init(_ visit: Visit) throws {
        let isOpen = (try? visit.face.vault()) != nil
        var rows = [
            SummaryRow(
                visit.t("home.seal"), isOpen ? Cell(visit.t("home.unsealed"), tag: .green) : Cell(visit.t("home.sealed"), tag: .red)),
            SummaryRow(visit.t("home.ledger"), Cell(visit.texts.count("home.ledger-events", visit.state.size))),
            SummaryRow(visit.t("home.checkpoint"), Self.checkpoint(visit)),
            SummaryRow(visit.t("home.backup"), Self.backup(visit)),
        ]
        if let expiry = ServerCertificate.expiry(visit.face.settings, in: visit.hub.folder) {
            let day = Moment(milliseconds: Int64(expiry.timeIntervalSince1970 * 1000))
            let isNear = day.day - visit.now.day <= Self.certificateDays
            let words = CalendarDayText.words(day.day)
            rows.append(SummaryRow(visit.t("home.certificate"), isNear ? Cell(words, tag: .red) : Cell(words)))
        }
        rows += [
            SummaryRow(
                visit.t("home.mail"), Cell(visit.t(Post(visit.face) == nil ? "home.mail-none" : "home.mail-set"))),
            SummaryRow(visit.t("home.sessions"), Cell(Texts.grouped(visit.face.sessions.count))),
            SummaryRow(visit.t("home.uploads"), Cell(Texts.grouped(visit.face.supplyDesk.count))),
        ]
        let disc = try? FileManager.default.attributesOfFileSystem(forPath: visit.hub.folder.root.path)
        if let free = (disc?[.systemFreeSize] as? NSNumber)?.intValue, let total = (disc?[.systemSize] as? NSNumber)?.intValue, total > 0 {
            let text = visit.t("home.disc-free", ["free": Self.gigabytes(free), "total": Self.gigabytes(total)])
            rows.append(SummaryRow(visit.t("home.disc"), free * 10 < total ? Cell(text, tag: .red) : Cell(text)))
        }
        blocks = [.heading(visit.t("home.hub")), .summary(rows)]
    }

    /// How far the ledger is signed: the hub signs by itself while it is open.
    private static func checkpoint(_ visit: Visit) -> Cell {
        guard let signed = try? visit.hub.keptLedger()?.keptCheckpoint() else {
            return Cell(visit.t("audit.checkpoint-none"), tag: .yellow)
        }
        let behind = visit.state.size - Int(signed.size)
        return behind <= 0 ? Cell(visit.t("home.checkpoint-all")) : Cell(visit.texts.count("home.checkpoint-behind", behind))
    }

    private static func backup(_ visit: Visit) -> [Cell] {
        guard let last = visit.hub.lastBackup else { return [Cell(visit.t("home.backup-none"), tag: .red)] }
        let at = (try? Date(last.at, strategy: .iso8601)).map { Moment(milliseconds: Int64($0.timeIntervalSince1970 * 1000)) }
        let words = at?.words ?? last.at
        let isOld = at.map { visit.now.day - $0.day > backupDays } ?? true
        var cells = [isOld ? Cell(words, tag: .orange) : Cell(words)]
        if let count = visit.hub.destroyedSinceBackup, count > 0 { cells.append(Cell(visit.texts.count("home.backup-destroyed", count))) }
        return cells
    }

    private static func gigabytes(_ bytes: Int) -> String { Texts.grouped(bytes / 1_000_000_000) }
}
