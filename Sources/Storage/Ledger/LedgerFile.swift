import Foundation
import GRDB
import Transparency

/// The ledger's file: made whole or not at all, for its owner alone, and opened so that what is committed is on the disk.
struct LedgerFile {
    let folder: URL
    var url: URL { folder.appending(path: SQLiteLedger.fileName) }

    private let waiting: Double

    init(_ folder: URL, waiting: Double = 10) {
        self.folder = folder
        self.waiting = waiting
    }

    /// Makes an empty ledger beside its final name and gives it that name when it is complete.
    func create() throws(LedgerError) {
        let building = folder.appending(path: ".\(SQLiteLedger.fileName).\(getpid())")
        unlink(building.path)
        defer { unlink(building.path) }
        let descriptor = Foundation.open(building.path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw notMade }
        close(descriptor)
        do {
            let queue = try DatabaseQueue(path: building.path, configuration: configuration(readOnly: false))
            try queue.inDatabase { database in
                try database.execute(sql: "PRAGMA journal_mode = WAL")
                try database.inTransaction(.exclusive) {
                    try database.execute(sql: LedgerSchema.statements)
                    try database.execute(
                        sql: "INSERT INTO head (one, size, root) VALUES (1, 0, ?)", arguments: [Data(MerkleTree.emptyRoot.bytes)])
                    return .commit
                }
            }
            // Closing the last connection moves everything from the write-ahead log into the file.
            try queue.close()
        } catch { throw LedgerError(error, doing: "Beginning the ledger") }
        guard Self.sync(building) else { throw notMade }
        guard link(building.path, url.path) == 0 else {
            guard errno == EEXIST else { throw notMade }
            throw LedgerError(
                .refused, code: "ledger-exists", "There is a ledger in \(folder.path) already; it was not touched.",
                remedy: "Use it, or begin a new one in another folder.")
        }
        guard Self.sync(folder) else { throw notMade }
    }

    /// Opens the file; where it may not be written, for reading.
    func open() throws(LedgerError) -> DatabaseQueue {
        guard access(url.path, F_OK) == 0 else {
            throw LedgerError(
                .missing, code: "no-ledger", "There is no ledger in \(folder.path).",
                remedy: "Name the folder of a hub, or begin one with sharewell init.")
        }
        guard access(url.path, R_OK) == 0 else {
            throw LedgerError(
                .storage, code: "ledger-not-readable", "The ledger in \(folder.path) may not be read by you.",
                remedy: "Run the command as the user the hub belongs to.")
        }
        let readOnly = access(url.path, W_OK) != 0 || access(folder.path, W_OK) != 0
        return try connect(readOnly: readOnly)
    }

    /// One more connection to the file, with its format checked.
    func connect(readOnly: Bool) throws(LedgerError) -> DatabaseQueue {
        do {
            let queue = try DatabaseQueue(path: readOnly ? pathForReading : url.path, configuration: configuration(readOnly: readOnly))
            try queue.inDatabase { database in
                let application = try Row.fetchOne(database, sql: "PRAGMA application_id")?.integer(0)
                let version = try Row.fetchOne(database, sql: "PRAGMA user_version")?.integer(0)
                guard application == LedgerSchema.applicationID, let version, version >= LedgerSchema.known.lowerBound else {
                    throw LedgerError.damaged("The file \(SQLiteLedger.fileName) in \(folder.path) is not a ledger.")
                }
                guard LedgerSchema.known.contains(version) else {
                    throw LedgerError(
                        .refused, code: "hub-of-newer-format",
                        "The hub has format \(version); this program knows formats up to \(LedgerSchema.format). Nothing was changed.",
                        remedy:
                            "Use the version of Sharewell that the hub was used with last, or a later one. To go back to before an upgrade, restore the backup that was taken for it with the program of before."
                    )
                }
            }
            return queue
        } catch { throw LedgerError(error, doing: "Opening the ledger") }
    }

    /// Makes this a copy of another ledger as it is committed now.
    func take(copyOf ledger: SQLiteLedger) throws(LedgerError) {
        let descriptor = Foundation.open(url.path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw notMade }
        close(descriptor)
        do {
            let copy = try DatabaseQueue(path: url.path, configuration: configuration(readOnly: false))
            try ledger.queue.backup(to: copy)
            // Closing the last connection moves everything from the write-ahead log into the file.
            try copy.close()
        } catch { throw LedgerError(error, doing: "Copying the ledger") }
        guard Self.sync(url), Self.sync(folder) else { throw notMade }
    }

    /// Replaces a small file of the folder, whole or not at all; true once it is on the disk.
    func replace(_ name: String, with bytes: [UInt8]) -> Bool {
        (try? DurableFile.write(bytes, to: folder.appending(path: name))) != nil
    }

    /// A write-ahead log cannot be joined where its folder may not be written; a file without one may be read as it is.
    private var pathForReading: String {
        let log = (try? FileManager.default.attributesOfItem(atPath: url.path + "-wal")[.size] as? Int) ?? 0
        let mayJoin = access(folder.path, W_OK) == 0 || access(url.path + "-shm", R_OK) == 0
        guard log == 0, !mayJoin, let escaped = url.path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) else {
            return url.path
        }
        return "file:\(escaped)?immutable=1"
    }

    private var notMade: LedgerError {
        LedgerError(
            .storage, code: "ledger-not-made", "The ledger could not be made in \(folder.path).",
            remedy: "Check that the folder exists, has room and may be written to.")
    }

    private func configuration(readOnly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.busyMode = .timeout(waiting)
        configuration.label = "ledger"
        configuration.prepareDatabase { database in
            // FULL makes every commit of the write-ahead log wait for the disk.
            try database.execute(sql: "PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
        }
        return configuration
    }

    static func sync(_ item: URL) -> Bool {
        let descriptor = Foundation.open(item.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0
    }
}
