/// Days other than Saturdays, Sundays and the holidays of one calendar or of several.
///
/// A Freedom of Information request is to be answered not later than the twentieth working day following the date of receipt (Freedom of
/// Information Act 2000, section 10(1)): `adding(20, to: received)`.
public struct WorkingDays: Sendable {
    /// The calendars; a day that is a holiday in any of them is no working day.
    public let calendars: [BankHolidays]
    /// Counts by that calendar, and by others where a holiday of any of them counts.
    public init(_ calendar: BankHolidays, and others: [BankHolidays] = []) { calendars = [calendar] + others }

    /// The holidays of a year in any of the calendars; nil in a year that one of them does not hold for.
    private func closed(in year: Int) -> Set<CalendarDay>? {
        var closed: Set<CalendarDay> = []
        for calendar in calendars {
            guard let days = calendar.days(in: year) else { return nil }
            closed.formUnion(days.map(\.day))
        }
        return closed
    }

    /// Whether it is a working day; nil in a year that the calendar does not hold for.
    public func isWorking(_ day: CalendarDay) -> Bool? {
        closed(in: day.year).map { closed in !day.isWeekend && !closed.contains(day) }
    }

    /// The day that is so many working days after another, which itself does not count; that day itself for 0.
    /// - Returns: nil for a negative count, and where the count leaves the years that the calendar holds for.
    public func adding(_ count: Int, to day: CalendarDay) -> CalendarDay? {
        guard count >= 0, isWorking(day) != nil else { return nil }
        var current = day
        var left = count
        var year = Int.min
        var closed: Set<CalendarDay> = []
        while left > 0 {
            current = CalendarDay(number: current.number + 1)
            if current.year != year {
                guard let days = self.closed(in: current.year) else { return nil }
                (year, closed) = (current.year, days)
            }
            if !current.isWeekend, !closed.contains(current) { left -= 1 }
        }
        return current
    }

    /// The number of working days after one day and up to another, which counts; 0 if it is not later.
    /// - Returns: nil where a year between them is outside the calendar.
    public func count(after day: CalendarDay, through last: CalendarDay) -> Int? {
        guard isWorking(day) != nil, isWorking(last) != nil else { return nil }
        guard day.number < last.number else { return 0 }
        var closed: Set<CalendarDay> = []
        for year in day.year...last.year { closed.formUnion(self.closed(in: year) ?? []) }
        return (day.number + 1...last.number).count { number in
            let day = CalendarDay(number: number)
            return !day.isWeekend && !closed.contains(day)
        }
    }
}
