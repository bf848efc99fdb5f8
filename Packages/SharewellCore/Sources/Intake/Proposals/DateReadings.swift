public import Tables

/// What the dates of a column would be read as, where its values do not tell which number is the day, the month and the year.
public struct DateReadings: Sendable, Hashable {
    /// How one order reads them.
    public struct Reading: Sendable, Hashable {
        /// The order.
        public let order: DateOrder
        /// What the sample is in this order, ISO 8601; nil where it is no date in it.
        public let sample: String?
    }
    /// Values that were looked at.
    public let count: Int
    /// Of them, those that each of the orders reads.
    public let read: Int
    /// A value, as it stands in the file, that is another date in one order than in another.
    public let sample: String
    /// The orders that are possible: those that read the most of the values.
    public let readings: [Reading]

    /// Of each column of a file's beginning; nil where there is nothing to choose.
    public static func find(in samples: ParsedTable, today: Int) -> [DateReadings?] {
        samples.columns.map { ColumnEvidence($0, rowCount: samples.rowCount, today: today).openDates }
    }
}
