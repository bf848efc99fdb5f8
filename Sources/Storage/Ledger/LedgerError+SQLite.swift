import GRDB

extension LedgerError {
    /// What SQLite's result code means for somebody who keeps a hub.
    init(_ error: any Error, doing what: String) {
        if let already = error as? LedgerError {
            self = already
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(
                .storage, code: "ledger-not-usable", "\(what) failed.",
                remedy: "Check that the ledger's folder exists and may be written to.")
            return
        }
        switch error.resultCode.primaryResultCode {
        case .SQLITE_FULL:
            self.init(
                .storage, code: "ledger-disk-full", "\(what) failed: there is no room left on the disk. Nothing was recorded.",
                remedy: "Free some room, then run the command again.")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(
                .busy, code: "ledger-busy", "\(what) failed: another process holds the ledger.",
                remedy: "Wait until it has finished, then run the command again.")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            self.init(
                .storage, code: "ledger-read-only", "\(what) failed: the ledger may not be written to.",
                remedy: "Check who owns the ledger's folder and files, and that their disk is not mounted read-only.")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_FORMAT, .SQLITE_ERROR, .SQLITE_SCHEMA:
            self.init(
                .tampered, code: "ledger-damaged",
                "\(what) failed: the ledger's file is damaged or was altered (SQLite \(error.extendedResultCode.rawValue)).",
                remedy: Self.restore)
        case .SQLITE_IOERR:
            self.init(
                .storage, code: "ledger-disk-failed",
                "\(what) failed: the disk did not read or write (SQLite \(error.extendedResultCode.rawValue)).",
                remedy: "Check the disk and its free room, see in sharewell ledger log whether it was recorded, then run the command again."
            )
        default:
            self.init(
                .storage, code: "ledger-not-opened", "\(what) failed (SQLite \(error.extendedResultCode.rawValue)).",
                remedy: "Check that the ledger's folder exists and may be read and written to by you.")
        }
    }

    /// The way out of a ledger that cannot be trusted.
    static let restore =
        "Keep the folder as it is, restore the ledger from a backup, and compare it with a partner's checkpoint: sharewell ledger verify."

    static func damaged(_ message: String) -> LedgerError { LedgerError(.tampered, code: "ledger-damaged", message, remedy: restore) }
}
