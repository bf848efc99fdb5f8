public import Tables

/// What the dates of a column would be read as in each order that its values allow.
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
    /// A value, as it stands in the file, that is another date in one order than in another, or no date in another.
    public let sample: String
    /// The orders that are possible: those that read the most of the values.
    public let readings: [Reading]
    /// Orders that read fewer, but of them some that no other order reads: values contradict each other.
    public let others: [Reading]
    /// True if the possible orders read a value differently: the values do not tell which is right.
    public let isOpen: Bool

    /// Of each column of a file's beginning; nil where every order reads the values alike, or none of them is a date.
    public static func find(in samples: ParsedTable, today: Int) -> [DateReadings?] {
        samples.columns.map { ColumnEvidence($0, rowCount: samples.rowCount, today: today).dateReadings }
    }

    /// The one order in which the values make sense; nil where there is more than one, or they contradict each other.
    public var only: DateOrder? { readings.count == 1 && others.isEmpty ? readings.first?.order : nil }

    /// What is offered where dates are read in these orders unless somebody chooses one: the order of each date that the column fills; nil where there
    /// is nothing to ask: the values allow these and no other reading.
    public func offered(insteadOf orders: [DateOrder]) -> [Reading]? {
        let impossible = orders.filter { !allows($0) }
        if impossible.isEmpty { return isOpen ? readings : nil }
        return readings + others.filter { impossible.contains($0.order) }
    }

    /// True of an order that reads as many of the values as any.
    public func allows(_ order: DateOrder) -> Bool { readings.contains { $0.order == order } }
}
