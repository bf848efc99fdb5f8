/// Hashes of a block's references in twelve bytes a record; a missing reference has the folded hash 0.
struct ReferenceHashes: Sendable {
    private(set) var folded: [UInt64] = []
    private(set) var exact: [UInt32] = []

    /// Hashes of some rows.
    init(_ rows: TextRows) {
        folded.reserveCapacity(rows.count)
        exact.reserveCapacity(rows.count)
        for row in 0..<rows.count {
            let text = rows[row]
            let hash = ReferenceHash(text)
            folded.append(text.isEmpty ? 0 : hash.folded)
            exact.append(hash.exact)
        }
    }

    /// None.
    init() {}
}
