public import Guidance
public import Tables

/// A batch of records whose every value is in the standard's canonical form for its field, or missing. Only `Intake` can make one.
///
/// Personal: it still holds what the agency supplied. What may be archived as depersonalised is a `DepersonalisedTable`.
public struct ValidatedTable {
    /// What the records are.
    public let recordType: RecordType
    /// Records in this batch that were taken; rejected records are not among them.
    public let rowCount: Int
    /// One column for each of the record type's fields, in its order, canonical texts as `FieldType` describes them.
    public let columns: [Column]
    /// Position of the batch in the file, from 0.
    public let batch: Int
    /// Physical line of each record.
    public let lines: [UInt32]

    init(recordType: RecordType, rowCount: Int, columns: [Column], batch: Int, lines: [UInt32]) {
        self.recordType = recordType
        self.rowCount = rowCount
        self.columns = columns
        self.batch = batch
        self.lines = lines
    }
}
