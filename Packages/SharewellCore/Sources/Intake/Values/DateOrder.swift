/// Which number is which in dates such as 03/05/2021 and 03/05/21. A year of four digits that comes first is one whatever the order.
public enum DateOrder: String, Sendable, Hashable, Codable, CaseIterable {
    /// As in Britain.
    case dayFirst = "day-first"
    /// As in the United States.
    case monthFirst = "month-first"
    /// As in ISO 8601, and with years of two digits: 21/05/03.
    case yearFirst = "year-first"
}
