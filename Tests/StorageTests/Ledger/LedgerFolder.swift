import Foundation
import GRDB
import Register
import Storage
import Transparency

/// A folder for one test's ledger that goes away with the test, and the hands of somebody who can write to it.
final class LedgerFolder {
    let url: URL
    var file: URL { url.appending(path: SQLiteLedger.fileName) }

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "sharewell-ledger-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// A new ledger with `count` events.
    @discardableResult
    func begin(events count: Int = 0) throws -> SQLiteLedger {
        let ledger = try SQLiteLedger.create(at: url)
        if count > 0 { try ledger.append((0..<count).map(Self.payload), at: Moment(milliseconds: 1_000_000)) }
        return ledger
    }

    /// Changes the file behind the ledger's back, its own guards put aside.
    func tamper(_ statements: String...) throws {
        let queue = try DatabaseQueue(path: file.path)
        try queue.inDatabase { database in
            for trigger in ["event_stands", "event_stays", "head_grows", "head_stays"] {
                try database.execute(sql: "DROP TRIGGER IF EXISTS \(trigger)")
            }
            for statement in statements { try database.execute(sql: statement) }
            try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        try queue.close()
    }

    /// Runs a statement on the file with its guards in place.
    func run(_ statement: String) throws {
        let queue = try DatabaseQueue(path: file.path)
        try queue.inDatabase { try $0.execute(sql: statement) }
        try queue.close()
    }

    /// What opening and verifying make of the folder: the first fault's code, or the error's.
    func verdict(against checkpoints: [Checkpoint] = []) throws -> (code: String?, index: Int64?, faults: Int) {
        do {
            let verdict = try SQLiteLedger.open(at: url).verify(against: checkpoints)
            return (verdict.faults.first?.code.rawValue, verdict.faults.first?.index, verdict.faultCount)
        } catch { return (error.code, nil, 1) }
    }

    static func payload(_ number: Int) -> [UInt8] { Array("{\"event\":\(number)}".utf8) }
    static func signer(_ seed: UInt8 = 1) throws -> CheckpointSigner {
        try CheckpointSigner(origin: "sharewell/test", privateKey: [UInt8](repeating: seed, count: 32))
    }
}

extension SQLiteLedger {
    /// Signs the ledger as it stood at that size.
    func checkpoint(at size: Int64) throws -> Checkpoint { try LedgerFolder.signer().sign(size: size, root: root(at: size)) }
}

/// SplitMix64: the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
