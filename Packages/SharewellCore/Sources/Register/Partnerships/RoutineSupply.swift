public import Guidance

/// How often a routine supply is given: whole months.
public enum SupplyInterval: String, Sendable, Codable, CaseIterable {
    /// Each month.
    case monthly
    /// Every three months.
    case quarterly
    /// Every six months.
    case halfYearly = "half-yearly"
    /// Each year.
    case yearly

    /// Months of a period.
    public var months: Int {
        switch self {
        case .monthly: 1
        case .quarterly: 3
        case .halfYearly: 6
        case .yearly: 12
        }
    }
}

/// A supply that an agency gives by itself, period by period, as the protocol it signed says: nobody has to ask for it (§2.2, §4.1).
public struct RoutineSupply: Sendable, Hashable, Codable {
    /// Who supplies.
    public let agency: AgencyID
    /// What.
    public let dataset: RecordTypeID
    /// How often.
    public let every: SupplyInterval
    /// Days after a period's last day within which it is supplied.
    public let within: Int
    /// First day of the first period, the first of a month; days since 1970-01-01.
    public let from: Int
    /// What is agreed.
    public init(agency: AgencyID, dataset: RecordTypeID, every: SupplyInterval, within: Int, from: Int) {
        self.agency = agency
        self.dataset = dataset
        self.every = every
        self.within = within
        self.from = from
    }

    /// Its periods; nil unless they begin with a month.
    public var periods: DisclosurePeriods? { DisclosurePeriods(firstDay: CalendarDay(number: from), months: every.months) }

    /// The first day on or after a day that begins a month.
    public static func firstOfMonth(from day: Int) -> Int {
        (day...day + 31).first { CalendarDay(number: $0).day == 1 } ?? day
    }
}
