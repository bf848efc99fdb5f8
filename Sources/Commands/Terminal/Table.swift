import Guidance

/// A plain table for people: columns as wide as their widest cell, numbers to the right; cells of a table that would be wider than a page
/// are broken at spaces.
struct TextTable {
    private let headers: [String]
    private var rows: [[String]] = []

    init(_ headers: String...) { self.headers = headers }
    init(_ headers: [String]) { self.headers = headers }

    mutating func add(_ cells: String...) { rows.append(cells) }
    mutating func add(_ cells: [String]) { rows.append(cells) }

    var text: String {
        let widths = fitting
        let numeric = headers.indices.map { column in
            !rows.isEmpty && rows.allSatisfy { row in row[column].allSatisfy { $0.isNumber || ".,%- ".contains($0) } }
        }
        return ([headers] + rows).map { row in
            let cells = row.indices.map { column in
                row[column].count <= widths[column] ? [row[column]] : TextWrapping.lines(row[column], width: widths[column])
            }
            return (0..<(cells.map(\.count).max() ?? 1)).map { line in
                let parts = cells.indices.map { column in
                    let cell = line < cells[column].count ? cells[column][line] : ""
                    let padding = String(repeating: " ", count: max(0, widths[column] - cell.count))
                    return numeric[column] ? padding + cell : cell + padding
                }
                return parts.joined(separator: "  ").trimmingTrailingSpaces + "\n"
            }.joined()
        }.joined()
    }

    /// Characters that a table is wide at most, and that a column has at least before its cells are broken.
    private static let widest = 132, narrowest = 24

    /// The widths of the columns: as wide as their cells, the widest narrowed while the table is too wide, never below their words.
    private var fitting: [Int] {
        let all = [headers] + rows
        var widths = headers.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        let least = headers.indices.map { column in
            max(Self.narrowest, all.map { row in row[column].split(separator: " ").map(\.count).max() ?? 0 }.max() ?? 0)
        }
        while widths.reduce(2 * (widths.count - 1), +) > Self.widest,
            let widest = widths.indices.filter({ widths[$0] > least[$0] }).max(by: { widths[$0] < widths[$1] })
        { widths[widest] -= 1 }
        return widths
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

extension Int {
    /// With thin grouping for people: `1,234,567`.
    var grouped: String {
        var digits = String(magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return (self < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
    }
}
