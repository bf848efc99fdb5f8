internal import Guidance

/// How far a file's headers are the standard's own for a record type.
enum StandardFit {
    /// The record type whose own field names or titles fit best.
    static func best(headers: [String], _ recordTypes: [RecordType]) -> (recordType: RecordType, share: Double)? {
        recordTypes.map { ($0, share(headers, $0)) }.max { $0.1 < $1.1 }.map { (recordType: $0.0, share: $0.1) }
    }

    /// Half for the share of headers that are field names or titles, half for the share of §3.2's fields that are there; at least two must be.
    static func share(_ headers: [String], _ recordType: RecordType) -> Double {
        let index = HeaderIndex(headers)
        let own = recordType.fields.filter { !$0.supplementary }
        let present = recordType.fields.filter { index[$0.name] != nil || index[$0.title] != nil }
        guard present.count >= 2, !own.isEmpty, index.count > 0 else { return 0 }
        let known = Double(min(present.count, index.count)) / Double(index.count)
        let asked = Double(present.count { !$0.supplementary }) / Double(own.count)
        return known >= 0.8 ? max(known * 0.8, 0.5 * known + 0.5 * asked) : 0.5 * known + 0.5 * asked
    }
}
