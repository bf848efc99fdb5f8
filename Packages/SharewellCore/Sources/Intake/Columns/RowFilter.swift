internal import Tables

extension Column {
    /// The rows that are kept, in their order.
    func keeping(_ rows: [Int]) -> Column {
        switch self {
        case .absent: return .absent
        case .coded(let coded):
            return .coded(CodedColumn(codes: rows.map { coded.codes[$0] }, dictionary: coded.dictionary, translation: coded.translation))
        case .direct(let direct):
            var kept = DirectColumn()
            kept.bytes.reserveCapacity(direct.bytes.count)
            kept.ends.reserveCapacity(rows.count)
            for row in rows {
                kept.bytes.append(contentsOf: direct.bytes[direct.range(row)])
                kept.ends.append(kept.bytes.count)
            }
            return .direct(kept)
        }
    }
}
