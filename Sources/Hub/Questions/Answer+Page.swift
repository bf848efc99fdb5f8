import Register

extension Answer {
    /// For people: the total, a table or a cross-table of the counts, what it was made with and what to bear in mind.
    public func page(bold: (String) -> String) -> String {
        let many = total == 1 ? ("record", "matches") : ("records", "match")
        var text = "\(bold("\(total) \(many.0)")) of \(dataset) \(many.1).\n"
        if by.count == 1 { text += "\n" + list }
        if by.count == 2 { text += "\n" + crossTable }
        for record in records {
            text += "\n" + record.sorted { $0.key < $1.key }.filter { !$0.value.isEmpty }.map { "  \($0.key): \($0.value)\n" }.joined()
        }
        text += "\nMarking: \(marking). Searched: \(supplies.map(\.rawValue).joined(separator: ", ")).\n"
        for line in madeWith { text += "Made with \(line).\n" }
        for caveat in caveats { text += "Note: \(caveat)\n" }
        return text
    }

    private func shown(_ value: String) -> String { value.isEmpty ? "(not recorded)" : value }

    private var list: String {
        let rows = counts.map { [shown($0.values[0]), String($0.count)] }
        return Self.aligned([[by[0], "records"]] + rows)
    }

    /// The second field across where it has few values, otherwise both down the side.
    private var crossTable: String {
        let across = Set(counts.map { $0.values[1] }).sorted()
        guard across.count <= 13 else {
            return Self.aligned([by + ["records"]] + counts.map { $0.values.map(shown) + [String($0.count)] })
        }
        var cells: [String: [String: Int]] = [:]
        for count in counts { cells[count.values[0], default: [:]][count.values[1]] = count.count }
        let rows = cells.keys.sorted().map { key in
            let row = cells[key] ?? [:]
            return [shown(key)] + across.map { String(row[$0] ?? 0) } + [String(row.values.reduce(0, +))]
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
