import GRDB
import Register

/// The tables of the ledger's file: see `docs/formats/ledger.md`.
enum LedgerSchema {
    /// "SWLG" in `PRAGMA application_id`.
    static let applicationID: Int64 = 0x5357_4C47
    /// `PRAGMA user_version` of a new ledger: the format of the hub it is of. Programs of before formats were counted open no other than 1.
    static let format = HubFormat.current
    /// Formats whose ledgers this program reads: the tables are the same in all.
    static let known = Int64(HubFormat.oldest)...Int64(HubFormat.current)
    /// Most bytes one payload may have.
    static let longestPayload = 16 << 20

    /// One row an event, and one row for the head. `hashes` comes before `payload` so that a proof never reads long payloads.
    static let statements = """
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = \(format);
        CREATE TABLE event (
            position INTEGER PRIMARY KEY CHECK (position >= 0),
            at INTEGER NOT NULL,
            hashes BLOB NOT NULL,
            payload BLOB NOT NULL
        ) STRICT;
        CREATE TABLE head (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            size INTEGER NOT NULL,
            root BLOB NOT NULL
        ) STRICT;
        CREATE TRIGGER event_stands BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
        CREATE TRIGGER event_stays BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
        CREATE TRIGGER head_grows BEFORE UPDATE ON head WHEN NEW.size <= OLD.size
            BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
        CREATE TRIGGER head_stays BEFORE DELETE ON head BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
        """

    static let insertEvent = "INSERT INTO event (position, at, hashes, payload) VALUES (?, ?, ?, ?)"
    static let updateHead = "UPDATE head SET size = ?, root = ? WHERE one = 1"
    static let selectHead = "SELECT size, root FROM head WHERE one = 1"
    static let selectHashes = "SELECT hashes FROM event WHERE position = ?"
    static let selectTime = "SELECT at FROM event WHERE position = ?"
    static let selectEvents = "SELECT position, at, payload FROM event WHERE position >= ? ORDER BY position LIMIT ?"
}
