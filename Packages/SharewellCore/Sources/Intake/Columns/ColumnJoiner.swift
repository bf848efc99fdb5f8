internal import Tables

/// Joins the values of several columns row by row, leaving out what is missing.
struct ColumnJoiner {
    let joiner: [UInt8]

    func joined(_ columns: [Column], rowCount: Int) -> Column {
        var result = DirectColumn()
        result.ends.reserveCapacity(rowCount)
        for row in 0..<rowCount {
            var isFirst = true
            for column in columns where column.hasValue(row) {
                if !isFirst { result.bytes.append(contentsOf: joiner) }
                isFirst = false
                append(column, row, to: &result.bytes)
            }
            result.ends.append(result.bytes.count)
        }
        return .direct(result)
    }

    private func append(_ column: Column, _ row: Int, to bytes: inout [UInt8]) {
        switch column {
        case .absent: break
        case .direct(let direct): bytes.append(contentsOf: direct.bytes[direct.range(row)])
        case .coded(let coded):
            let code = coded.translation.map { $0[Int(coded.codes[row])] } ?? coded.codes[row]
            coded.dictionary.withBytes(of: code) { bytes.append(contentsOf: $0) }
        }
    }
}
