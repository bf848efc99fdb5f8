import Foundation
import Tables

/// Records that could not be taken, as they stood in the file, for the supplier to mend and send again.
struct RejectedRecords: Sendable {
    struct Record: Sendable {
        let batch: Int
        let line: Int
        let codes: [String]
        let text: [UInt8]
    }
    /// Past this many the file as a whole is at fault; their text is no longer kept.
    static let textKept = 100_000
    private(set) var count = 0
    private(set) var records: [Record] = []

    mutating func add(_ record: Record) {
        count += 1
        if records.count < Self.textKept { records.append(record) }
    }

    mutating func merge(_ other: RejectedRecords) {
        records = Array((records + other.records).prefix(Self.textKept))
        count += other.count
    }

    /// Writes `FILE.rejects.csv` beside the supplied file, for its owner alone: the supplier's own records, with line and reasons in front.
    ///
    /// - Returns: where, or nil if nothing was rejected.
    func write(beside file: URL, headers layout: DelimitedLayout) throws(HubError) -> String? {
        guard count > 0 else { return nil }
        let target = file.deletingLastPathComponent().appending(path: file.lastPathComponent + ".rejects.csv")
        let delimiter = Character(UnicodeScalar(layout.delimiter))
        var writer = DelimitedWriter(neutralisesFormulas: false, delimiter: layout.delimiter)
        writer.row(["line", "reasons"] + layout.headers)
        var bytes: [UInt8] = []
        writer.take { bytes += $0 }
        for record in records.sorted(by: { ($0.batch, $0.line) < ($1.batch, $1.line) }) {
            bytes += Array("\(record.line)\(delimiter)\(record.codes.joined(separator: " "))\(delimiter)".utf8) + record.text + [13, 10]
        }
        do { try DurableFile.write(bytes, to: target) } catch {
            throw HubError(
                .storage, code: "rejects-not-written", "The rejects file \(target.path) could not be written; nothing was taken.",
                remedy: "Check that you may write to the folder of the supplied file and that it has room.")
        }
        return target.path
    }
}
