import Tables

/// A stream's values of one batch, ready to be cut into blocks.
enum PreparedColumn {
    /// All missing.
    case missing
    /// Codes of the worker and the map to the segment's; an empty map means that they are the segment's already.
    /// `source` has the texts, for blocks with values that the full dictionary could not take.
    case coded(codes: [UInt32], map: [UInt32], days: [CivilSpan], source: CodedColumn?)
    /// Texts, perhaps numbers, perhaps references.
    case texts(DirectColumn, numeric: Bool, hashed: Bool)
}

extension Column {
    /// True if it has exactly so many rows, and no code without a value.
    func holds(_ rowCount: Int) -> Bool {
        switch self {
        case .absent: return true
        case .direct(let direct): return direct.ends.count == rowCount && (direct.ends.last ?? 0) <= direct.bytes.count
        case .coded(let coded):
            guard coded.codes.count == rowCount else { return false }
            let largest = coded.codes.max() ?? 0
            guard let translation = coded.translation else { return Int(largest) < coded.dictionary.count }
            return Int(largest) < translation.count && (translation.max() ?? 0) < coded.dictionary.count
        }
    }

    /// Every row's text.
    func asTexts(_ rowCount: Int) -> DirectColumn {
        switch self {
        case .direct(let direct): return direct
        case .absent:
            var column = DirectColumn()
            column.ends = [Int](repeating: 0, count: rowCount)
            return column
        case .coded(let coded): return coded.texts(0..<rowCount)
        }
    }
}

extension CodedColumn {
    /// Some rows' texts.
    func texts(_ rows: Range<Int>) -> DirectColumn {
        var column = DirectColumn()
        column.ends.reserveCapacity(rows.count)
        for row in rows {
            let code = translation.map { $0[Int(codes[row])] } ?? codes[row]
            dictionary.withBytes(of: code) { column.append($0) }
        }
        return column
    }
}
