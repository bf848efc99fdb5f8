/// A batch of records as read: nothing is known of its values but where each field began and ended.
public struct ParsedTable {
    /// A record whose cells cannot be trusted to stand in their columns, or that is damaged. It has a row in the columns like any other,
    /// but must be rejected.
    public struct UnsoundRow: Sendable, Hashable {
        /// Row within the batch, from 0.
        public let row: Int
        /// Why.
        public let fault: TableFault
    }
    /// Records in this batch; blank rows are not among them.
    public let rowCount: Int
    /// One column for each header, in file order.
    public let columns: [Column]
    /// Position of the batch in the file, from 0, without gaps.
    public let batch: Int
    /// Physical line on which each record starts, from 1.
    public let lines: [UInt32]
    /// Rows that must be rejected, by row, each once.
    public let unsound: [UnsoundRow]
    let bytes: [UInt8]
    /// Where each record begins and ends in `bytes`, two a row.
    let extents: [UInt32]

    /// A record as it stood in the file, as UTF-8 without its line end: for the rejects file.
    public func rawRecord(_ row: Int) -> [UInt8] {
        guard row >= 0, row < rowCount else { return [] }
        return Array(bytes[Int(extents[row * 2])..<Int(extents[row * 2 + 1])])
    }
}
