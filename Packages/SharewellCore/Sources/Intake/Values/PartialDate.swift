internal import Guidance

/// A date as precise as it was supplied: a year, a month or a day.
struct PartialDate: Hashable {
    let year: Int
    let month: Int?
    let day: Int?

    /// Nil unless the calendar has it.
    init?(year: Int, month: Int? = nil, day: Int? = nil) {
        guard CalendarDay(year: year, month: month ?? 1, day: day ?? 1) != nil, month != nil || day == nil else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    init(_ day: CalendarDay) {
        year = day.year
        month = day.month
        self.day = day.day
    }

    /// First day it may mean, in days since 1970-01-01.
    var start: Int { CalendarDay(year: year, month: month ?? 1, day: day ?? 1)?.number ?? 0 }
    /// Last day it may mean.
    var end: Int {
        let month = month ?? 12
        return CalendarDay(year: year, month: month, day: day ?? CalendarDay.length(month: month, year: year))?.number ?? 0
    }
    /// How much of it was supplied.
    var precision: Precision { day != nil ? .day : month != nil ? .month : .year }

    /// ISO 8601: `2021`, `2021-05` or `2021-05-03`.
    var text: [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(10)
        text.append(digits: year, width: 4)
        if let month {
            text.append(UInt8(ascii: "-"))
            text.append(digits: month, width: 2)
        }
        if let day {
            text.append(UInt8(ascii: "-"))
            text.append(digits: day, width: 2)
        }
        return text
    }
}

extension [UInt8] {
    /// Adds a number from 0, padded with zeros to at least that width.
    mutating func append(digits number: Int, width: Int) {
        var divisor = 1
        for _ in 1..<Swift.max(1, width) { divisor *= 10 }
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }
}
