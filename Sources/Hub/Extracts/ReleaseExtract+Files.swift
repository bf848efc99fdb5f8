import Archive
import Crypto
import Foundation
import Guidance
import Register
import Storage

extension ReleaseExtract {
    /// Writes the records as one file that is no data package; what goes with them, and the file's SHA-256.
    func file(
        _ format: ExtractFormat, _ held: HeldRecords, _ plan: QuestionPlan, keys: RecipientKeys, at place: URL, given now: Moment,
        progress: (Int, Int?) throws -> Void, _ lineage: (Int) throws -> ExtractDescriptor.Lineage
    ) throws -> (lineage: ExtractDescriptor.Lineage, digest: String) {
        guard !format.needsPlace || held.type.place != nil else {
            throw HubError(
                .data, code: "no-place", "Records of \(held.type.id) have no place to draw.", remedy: "Take them in another form.")
        }
        let names = held.fields.map(\.name)
        let prepared = try held.set.plan(SegmentQuery(conditions: plan.query.conditions))
        var records = 0
        var last: ExtractDescriptor.Lineage?
        let writer = RecordFile(
            format: format, held: held, converter: format.needsPlace ? try converter() : nil, file: place, marking: held.marking)
        try writer.write(at: released) { take in
            for number in 0..<prepared.blockCount {
                let block = try prepared.records(in: number, fields: names)
                records += block.count
                try take(
                    (0..<block.count).map { record in
                        held.fields.enumerated().map { column, field in
                            guard field.role == .reference, held.isDepersonalised else { return block.string(column, record) }
                            return String(decoding: block.withBytes(column, record) { keys.keyed($0, of: field.name) }, as: UTF8.self)
                        }
                    })
                try progress(number + 1, prepared.blockCount)
            }
        } finish: {
            let made = try lineage(records)
            last = made
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let lines = page(made, type: held.type, at: now).split(separator: "\n", omittingEmptySubsequences: false)
            return (
                String(
                    decoding: try encoder.encode(Conditioned(conditions: page(made, type: held.type, at: now), lineage: made)),
                    as: UTF8.self),
                lines.enumerated().map { (String($0.element), $0.offset == 0) }
            )
        }
        guard let last else { throw HubError(.fault, code: "extract-unfinished", "The extract was not finished.", remedy: "Ask again.") }
        return (last, try Self.digest(of: place))
    }

    /// What goes with the records inside a file.
    private struct Conditioned: Encodable {
        let conditions: String
        let lineage: ExtractDescriptor.Lineage
    }

    private static func digest(of file: URL) throws -> String {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        var hash = SHA256()
        while let part = try handle.read(upToCount: 1 << 20), !part.isEmpty { hash.update(data: part) }
        return hash.finalize().hexadecimal
    }
}
