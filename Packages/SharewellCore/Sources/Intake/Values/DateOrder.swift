/// Which of two numbers is the day in dates such as 03/05/2021.
public enum DateOrder: String, Sendable, Hashable, Codable, CaseIterable {
    /// As in Britain.
    case dayFirst = "day-first"
    /// As in the United States.
    case monthFirst = "month-first"
}
