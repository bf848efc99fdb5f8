internal import Tables

/// The numbers of one coordinate column, row by row; NaN where there is none.
final class CoordinateReader {
    private var values: [Double] = []
    private var source: TextDictionary?
    private var generation = 0

    /// Fills `rows` with the numbers of a column whose texts are plain decimals. The column's memory of codes is kept between batches.
    func read(_ column: Column, rowCount: Int, into rows: inout [Double]) {
        rows.removeAll(keepingCapacity: true)
        rows.reserveCapacity(rowCount)
        switch column {
        case .absent: rows.append(contentsOf: repeatElement(.nan, count: rowCount))
        case .direct(let direct):
            direct.bytes.withUnsafeBytes { bytes in
                var start = 0
                for end in direct.ends {
                    rows.append(PlainDecimal.value(UnsafeRawBufferPointer(rebasing: bytes[start..<end])))
                    start = end
                }
            }
        case .coded(let coded):
            if source !== coded.dictionary || generation != coded.dictionary.generation {
                source = coded.dictionary
                generation = coded.dictionary.generation
                values = []
            }
            for code in UInt32(values.count)..<UInt32(max(values.count, coded.dictionary.count)) {
                values.append(coded.dictionary.withBytes(of: code) { PlainDecimal.value($0) })
            }
            let plain = coded.untranslated
            values.withUnsafeBufferPointer { values in
                for code in plain.codes { rows.append(values[Int(code)]) }
            }
        }
    }
}
