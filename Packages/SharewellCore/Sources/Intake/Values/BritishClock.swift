internal import Guidance

/// British civil time by rule: British Summer Time runs from the last Sunday of March, 01:00 UTC, to the last Sunday of October, 01:00 UTC
/// (Summer Time Order 2002); earlier years as the time-zone database has them.
enum BritishClock {
    /// The local minute for a minute of UTC, both counted from 1970-01-01T00:00.
    static func local(fromUTC minute: Int) -> Int { isSummer(minute) ? minute + 60 : minute }

    private static func isSummer(_ minute: Int) -> Bool {
        let year = CalendarDay(number: minute.flooredDivision(by: 1440)).year
        // Clocks stayed an hour ahead from 18 February 1968 to 31 October 1971.
        if year < 1972 { return minute < 669 * 1440 }
        let hour = year < 1981 ? 120 : 60
        let begins: Int
        let ends: Int
        if year < 1981 {
            begins = sunday(onOrAfter: 16, month: 3, year: year)
            ends = sunday(onOrAfter: 23, month: 10, year: year)
        } else {
            begins = sunday(onOrAfter: 25, month: 3, year: year)
            ends = sunday(onOrAfter: year < 1990 ? 23 : year < 1996 ? 22 : 25, month: 10, year: year)
        }
        return minute >= begins * 1440 + hour && minute < ends * 1440 + hour
    }

    private static func sunday(onOrAfter day: Int, month: Int, year: Int) -> Int {
        guard let first = CalendarDay(year: year, month: month, day: day) else { return 0 }
        return first.number + (7 - first.weekday) % 7
    }
}

extension Int {
    /// Division that rounds towards minus infinity; the divisor is positive.
    func flooredDivision(by divisor: Int) -> Int {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
