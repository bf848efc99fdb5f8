internal import Guidance
internal import Tables

/// Finds records that end before they begin: the fields whose names differ only in `from` and `to`.
struct SpanCheck {
    let fromDate: Int
    let toDate: Int
    let fromTime: Int?
    let toTime: Int?

    static func checks(for recordType: RecordType) -> [SpanCheck] {
        let fields = recordType.fields
        func position(_ name: String) -> Int? { fields.firstIndex { $0.name == name } }
        return fields.enumerated().compactMap { index, field in
            let other = field.name.replacing("from_", with: "to_").replacing("start_", with: "end_")
            guard field.type == .date, other != field.name, let toDate = position(other), fields[toDate].type == .date else { return nil }
            let times = [field.name, other].map { name in
                name.hasSuffix("date") ? position(String(name.dropLast(4)) + "time") : nil
            }
            return SpanCheck(fromDate: index, toDate: toDate, fromTime: times[0], toTime: times[1])
        }
    }

    /// Counts the rows on the later field's tally.
    func check(_ fields: [FieldColumn], _ tallies: inout [BatchTally]) {
        let from = fields[fromDate], to = fields[toDate]
        guard !from.codes.isEmpty, from.codes.count == to.codes.count else { return }
        let begins = fromTime.map { fields[$0] }, ends = toTime.map { fields[$0] }
        for row in from.codes.indices {
            let first = from.facts[Int(from.codes[row])], last = to.facts[Int(to.codes[row])]
            if first.from < last.to { continue }
            if first.from > last.to {
                tallies[toDate].count(.spanReversed, row: row)
            } else if first.precision == .day, last.precision == .day, let begin = begins?.fact(row), let end = ends?.fact(row),
                begin.from != .min, end.from != .min, begin.from > end.from
            {
                tallies[toTime ?? toDate].count(.spanReversed, row: row)
            }
        }
    }
}

extension FieldColumn {
    /// What is known of a row's value, if the batch's column was coded.
    func fact(_ row: Int) -> CodeFacts? { codes.indices.contains(row) ? facts[Int(codes[row])] : nil }
}
