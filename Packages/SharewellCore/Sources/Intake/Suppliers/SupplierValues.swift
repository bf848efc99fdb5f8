internal import Tables

/// The distinct values of the headers that name the recording agency. Kept only to be judged; never shown.
struct SupplierValues {
    /// More than these are not looked at.
    private static let most = 64
    let columns: [Int]
    private(set) var values: Set<String> = []

    init(columns: [Int]) { self.columns = columns }

    mutating func look(at table: ParsedTable) {
        for position in columns where values.count < Self.most && table.columns.indices.contains(position) {
            switch table.columns[position] {
            case .absent: break
            case .direct(let direct):
                for row in stride(from: 0, to: direct.ends.count, by: max(1, direct.ends.count / 64)) {
                    add(direct.string(row))
                }
            case .coded(let coded):
                var seen = [Bool](repeating: false, count: coded.dictionary.count)
                for code in coded.codes { seen[Int(code)] = true }
                for code in seen.indices where code > 0 && seen[code] { add(coded.dictionary.string(UInt32(code))) }
            }
        }
    }

    private mutating func add(_ value: String) {
        if !value.isEmpty, values.count < Self.most { values.insert(value) }
    }
}
