internal import Guidance

/// How far a file's headers are the standard's own for a record type.
struct StandardFit {
    let recordType: RecordType
    /// Share of the file's headers that are field names or titles.
    let known: Double
    /// Share of §3.2's fields that the file has.
    let asked: Double

    /// Nothing less than two headers, most of the file's, are taken for the standard's own.
    var isFit: Bool { known >= 0.6 }
    /// Better says more of the file's headers, then more of the record type's fields.
    var rank: Double { known + 0.1 * asked }

    init(_ headers: [String], _ recordType: RecordType) {
        self.recordType = recordType
        let index = HeaderIndex(headers)
        let own = recordType.fields.filter { !$0.supplementary }
        let present = recordType.fields.filter { index[$0.name] != nil || index[$0.title] != nil }
        guard present.count >= 2, !own.isEmpty, index.count > 0 else {
            known = 0
            asked = 0
            return
        }
        known = Double(min(present.count, index.count)) / Double(index.count)
        asked = Double(present.count { !$0.supplementary }) / Double(own.count)
    }
}
