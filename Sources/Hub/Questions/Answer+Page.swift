import Disclosure
import Guidance
import Register

extension Answer {
    /// For people: the total, a table or a cross-table of the counts, what it was made with and what to bear in mind.
    public func page(bold: (String) -> String) -> String {
        let many = total == .count(1) ? ("record", "matches") : ("records", "match")
        var text = "\(bold("\(total.words(by: rule)) \(many.0)")) of \(dataset) \(many.1).\n"
        if by.count == 1 { text += "\n" + list }
        if by.count == 2 { text += "\n" + crossTable }
        for record in records {
            text += "\n" + record.sorted { $0.key < $1.key }.filter { !$0.value.isEmpty }.map { "  \($0.key): \($0.value)\n" }.joined()
        }
        text += "\nMarking: \(marking). Searched: \(supplies.map(\.rawValue).joined(separator: ", ")).\n"
        if rule.threshold > 1 {
            text +=
                "Numbers below \(rule.threshold) are not shown and the others are rounded down to a multiple of \(rule.rounding), as the agencies whose records they are decided.\n"
        }
        for line in madeWith { text += "Made with \(line).\n" }
        for caveat in caveats { text += "Note: \(caveat)\n" }
        return text
    }

    private func shown(_ value: String) -> String { value.isEmpty ? "(not recorded)" : value }

    private var list: String {
        let rows = counts.map { [shown($0.values[0]), $0.count.words(by: rule)] }
        return Self.aligned([[by[0], "records"]] + rows)
    }

    /// The second field across where it has few values, otherwise both down the side.
    private var crossTable: String {
        guard let counting else { return "" }
        let across = counting.columns
        guard across.count <= 13 else {
            return Self.aligned([by + ["records"]] + counts.map { $0.values.map(shown) + [$0.count.words(by: rule)] })
        }
        let rows = counting.rows.enumerated().map { row, key in
            [shown(key)] + counting.table.cells[row].map { $0.words(by: rule) } + [counting.table.rowTotals[row].words(by: rule)]
        }
        return Self.aligned([["\(by[0]) by \(by[1])"] + across.map(shown) + ["all"]] + rows)
    }

    private static func aligned(_ rows: [[String]]) -> String {
        guard let head = rows.first else { return "" }
        let widths = head.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = row.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].count)
                return column == 0 ? row[column] + padding : padding + row[column]
            }
            return "  " + cells.joined(separator: "  ") + "\n"
        }.joined()
    }
}
