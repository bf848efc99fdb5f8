/// A period whose prescribed information has to be disclosed.
public struct DisclosurePeriod: Sendable, Hashable, Comparable {
    /// 0 for the first.
    public let index: Int
    /// Its first day.
    public let first: CalendarDay
    /// Its last day.
    public let last: CalendarDay
    /// The earlier one.
    public static func < (left: DisclosurePeriod, right: DisclosurePeriod) -> Bool { left.first.number < right.first.number }
    /// `2007-07-01 to 2007-09-30`.
    public var text: String { "\(first) to \(last)" }
    /// True if the day is in it.
    public func contains(_ day: CalendarDay) -> Bool { (first.number...last.number).contains(day.number) }
}

/// Consecutive periods of whole months, for section 17A of the Crime and Disorder Act 1998 three months each from 1 July 2007; the information
/// of a period is to be disclosed by the end of the period that follows it (S.I. 2007/1831, regulation 3).
public struct DisclosurePeriods: Sendable, Hashable {
    /// The first day of the first period.
    public let firstDay: CalendarDay
    /// Months of each.
    public let months: Int

    /// Nil unless the first day is the first of a month and a period has 1 to 12 months.
    public init?(firstDay: CalendarDay, months: Int) {
        guard firstDay.day == 1, (1...12).contains(months) else { return nil }
        self.firstDay = firstDay
        self.months = months
    }

    /// The period that a day is in; nil before the first, and where it would be due after the year 9999.
    public func period(containing day: CalendarDay) -> DisclosurePeriod? {
        guard day.number >= firstDay.number else { return nil }
        return period((Self.month(day) - Self.month(firstDay)) / months)
    }

    /// The last day on which the information of a period may be disclosed in time: the end of the next period.
    public func due(of period: DisclosurePeriod) -> CalendarDay {
        CalendarDay(number: beginning(period.index + 2) - 1)
    }

    /// The periods that have a day between two, both included, by date; empty if they are the wrong way round.
    public func periods(from first: CalendarDay, through last: CalendarDay) -> [DisclosurePeriod] {
        guard first.number <= last.number, last.number >= firstDay.number else { return [] }
        let begin = period(containing: first.number < firstDay.number ? firstDay : first)?.index ?? 0
        let end = (Self.month(last) - Self.month(firstDay)) / months
        return begin <= end ? (begin...end).compactMap(period) : []
    }

    private func period(_ index: Int) -> DisclosurePeriod? {
        // Its due day has to be a day of the calendar too.
        guard Self.month(firstDay) + (index + 2) * months <= 120_000 else { return nil }
        return DisclosurePeriod(
            index: index, first: CalendarDay(number: beginning(index)), last: CalendarDay(number: beginning(index + 1) - 1))
    }

    /// Day number of a period's first day, counted from the last day of the month before, so that the year 10000 is no special case.
    private func beginning(_ index: Int) -> Int {
        guard index > 0 else { return firstDay.number }
        let before = Self.month(firstDay) + index * months - 1
        let (year, month) = (before / 12, before % 12 + 1)
        return (CalendarDay(year: year, month: month, day: CalendarDay.length(month: month, year: year)) ?? firstDay).number + 1
    }

    private static func month(_ day: CalendarDay) -> Int { day.year * 12 + day.month - 1 }
}
