/// Bank holidays by rule, with the days proclaimed for single years.
public struct BankHolidays: Sendable, Hashable {
    /// When a holiday falls.
    public enum Rule: Sendable, Hashable {
        /// The same day each year; on a Saturday or Sunday the next weekday that is no holiday stands in for it.
        case fixed(month: Int, day: Int)
        /// Days after Easter Sunday, or before it if negative.
        case easter(Int)
        /// The first or the last of a weekday (0 for Sunday) in a month.
        case weekday(Int, month: Int, last: Bool)
    }
    /// A holiday of every year.
    public struct Holiday: Sendable, Hashable, Identifiable {
        /// Lower-case words joined by hyphens.
        public let id: String
        /// Its name.
        public let title: String
        /// The enactment, or common law.
        public let source: String
        /// When it falls.
        public let rule: Rule
        /// The first year it is kept; nil for as long as the calendar holds.
        public let since: Int?
    }
    /// A day that was proclaimed for one year.
    public struct Exception: Sendable, Hashable {
        /// The day.
        public let day: CalendarDay
        /// What it marks.
        public let title: String
        /// The holiday that does not fall on its usual day that year; nil for a day beside the others.
        public let moves: String?
    }
    /// A holiday as it fell.
    public struct Occurrence: Sendable, Hashable {
        /// The day, or its substitute.
        public let day: CalendarDay
        /// Its name; a substitute says so.
        public let title: String
    }
    /// What calendar it is.
    public let title: String
    /// Where the guidance speaks of what it is for.
    public let section: String
    /// The enactments.
    public let source: String
    /// The rules and exceptions hold from this year.
    public let firstYear: Int
    /// In the order of the year.
    public let holidays: [Holiday]
    /// By day.
    public let exceptions: [Exception]

    /// The last year of `CalendarDay`.
    static let lastYear = 9999

    /// The holidays of a year as they fall, by day; nil for a year that the calendar does not hold for. A later proclamation may change a
    /// coming year.
    public func days(in year: Int) -> [Occurrence]? {
        guard year >= firstYear, year <= Self.lastYear else { return nil }
        let proclaimed = exceptions.filter { $0.day.year == year }
        let moved = Set(proclaimed.compactMap(\.moves))
        var found = proclaimed.map { Occurrence(day: $0.day, title: $0.title) }
        var displaced: [(day: CalendarDay, title: String)] = []
        for holiday in holidays where !moved.contains(holiday.id) && year >= holiday.since ?? .min {
            guard let day = holiday.rule.day(in: year) else { continue }
            if day.isWeekend { displaced.append((day, holiday.title)) } else { found.append(Occurrence(day: day, title: holiday.title)) }
        }
        // Only when all others stand is it known which weekdays are free: with Christmas on a Sunday its substitute is 27 December.
        for (day, title) in displaced.sorted(by: { $0.day.number < $1.day.number }) {
            var substitute = CalendarDay(number: day.number + 1)
            while substitute.isWeekend || found.contains(where: { $0.day == substitute }) {
                substitute = CalendarDay(number: substitute.number + 1)
            }
            found.append(Occurrence(day: substitute, title: title + " (substitute day)"))
        }
        return found.sorted { $0.day.number < $1.day.number }
    }
}

extension BankHolidays.Rule {
    /// The day of the rule in a year, before any substitute.
    func day(in year: Int) -> CalendarDay? {
        switch self {
        case .fixed(let month, let day): return CalendarDay(year: year, month: month, day: day)
        case .easter(let offset): return CalendarDay.easterSunday(year).map { CalendarDay(number: $0.number + offset) }
        case .weekday(let weekday, let month, let last):
            let anchor = last ? CalendarDay.length(month: month, year: year) : 1
            guard let end = CalendarDay(year: year, month: month, day: anchor) else { return nil }
            let away = last ? -((end.weekday - weekday + 7) % 7) : (weekday - end.weekday + 7) % 7
            return CalendarDay(number: end.number + away)
        }
    }
}

extension CalendarDay {
    /// Saturday or Sunday.
    public var isWeekend: Bool { weekday == 0 || weekday == 6 }

    /// Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8); nil outside the years of the calendar.
    static func easterSunday(_ year: Int) -> CalendarDay? {
        let golden = year % 19
        let century = year / 100
        let ofCentury = year % 100
        let correction = (century - (century + 8) / 25 + 1) / 3
        let epact = (19 * golden + century - century / 4 - correction + 15) % 30
        let toSunday = (32 + 2 * (century % 4) + 2 * (ofCentury / 4) - epact - ofCentury % 4) % 7
        let late = (golden + 11 * epact + 22 * toSunday) / 451
        let count = epact + toSunday - 7 * late + 114
        return CalendarDay(year: year, month: count / 31, day: count % 31 + 1)
    }
}
