import Foundation
import Register
import Storage

/// A folder for one test's ledger that goes away with the test.
final class LedgerFolder {
    let url: URL
    var file: URL { url.appending(path: SQLiteLedger.fileName) }

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "sharewell-ledger-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// A new ledger with `count` events, a minute apart.
    func begin(events count: Int = 0) throws -> SQLiteLedger {
        let ledger = try SQLiteLedger.create(at: url)
        if count > 0 {
            try ledger.append((0..<count).map(Self.payload), at: Moment(milliseconds: 1_000_000))
        }
        return ledger
    }

    static func payload(_ number: Int) -> [UInt8] { Array("{\"event\":\(number)}".utf8) }
}
