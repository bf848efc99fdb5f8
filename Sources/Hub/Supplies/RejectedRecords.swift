import Foundation
import Storage
import Tables

/// Records that could not be taken, as they stood in the file, for the supplier to mend and send again.
struct RejectedRecords: Sendable {
    struct Record: Sendable {
        let batch: Int
        let line: Int
        let codes: [String]
        let text: [UInt8]
    }
    /// Past this many bytes the file as a whole is at fault; the text of further records is not kept, but they are counted.
    static let bytesKept = 64 << 20
    /// Each worker keeps its share, so that together they keep no more.
    private static let share = bytesKept / max(1, ProcessInfo.processInfo.activeProcessorCount)
    private(set) var count = 0
    private(set) var records: [Record] = []
    private var room: Int

    /// None yet; keeps texts of so many bytes, by default a worker's share.
    init(keeping bytes: Int = share) { room = bytes }

    /// Rejected records whose text was not kept.
    var leftOut: Int { count - records.count }

    mutating func add(_ record: Record) {
        count += 1
        // What a record costs besides its text.
        room -= record.text.count + 128
        if room >= 0 { records.append(record) }
    }

    mutating func merge(_ other: RejectedRecords) {
        records += other.records
        count += other.count
    }

    /// Writes `FILE.rejects.csv` beside the supplied file, for its owner alone: the supplier's own records, with line and reasons in front.
    /// A file of that name, which the supplier may be mending, stays; the next is `FILE.rejects-2.csv`.
    ///
    /// - Returns: where, and whether it was there before with the same content; nil if nothing was rejected.
    func write(beside file: URL, headers layout: DelimitedLayout) throws(HubError) -> (file: URL, isNew: Bool)? {
        guard count > 0 else { return nil }
        let bytes = text(layout)
        let folder = file.deletingLastPathComponent()
        let stem = file.lastPathComponent + ".rejects"
        do {
            for part in DurableFile.unfinished(in: folder, of: stem) { try DurableFile.remove(part) }
            var number = 1
            while true {
                let target = folder.appending(path: number == 1 ? "\(stem).csv" : "\(stem)-\(number).csv")
                if try DurableFile.create(bytes, at: target) { return (target, true) }
                let there = FileManager.default.contents(atPath: target.path)
                if there == Data(bytes) { return (target, false) }
                // A crash may have left the place taken and nothing in it.
                if there?.isEmpty == true {
                    try DurableFile.write(bytes, to: target)
                    return (target, true)
                }
                number += 1
            }
        } catch {
            throw HubError(
                .storage, code: "rejects-not-written",
                "The rejected rows could not be written beside the supplied file\(error.explanation); nothing was taken.",
                remedy: "Check that you may write to the folder of the supplied file and that it has room.")
        }
    }

    /// The bytes of such a file; nil if nothing was rejected.
    func file(headers layout: DelimitedLayout) -> [UInt8]? { count > 0 ? text(layout) : nil }

    private func text(_ layout: DelimitedLayout) -> [UInt8] {
        let delimiter = Character(UnicodeScalar(layout.delimiter))
        var writer = DelimitedWriter(neutralisesFormulas: false, delimiter: layout.delimiter)
        writer.row(["line", "reasons"] + layout.headers)
        var bytes: [UInt8] = []
        writer.take { bytes += $0 }
        for record in records.sorted(by: { ($0.batch, $0.line) < ($1.batch, $1.line) }) {
            bytes += Array("\(record.line)\(delimiter)\(record.codes.joined(separator: " "))\(delimiter)".utf8) + record.text + [13, 10]
        }
        return bytes
    }
}
