/// A day of the Gregorian calendar, by arithmetic alone.
struct CalendarDay: Hashable {
    let year: Int, month: Int, day: Int

    /// Nil unless the calendar has the day: 31 February is refused.
    init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.length(month: month, year: year) else {
            return nil
        }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day that many days after 1970-01-01 (Hinnant, "chrono-compatible low-level date algorithms").
    init(number: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days since 1970-01-01.
    var number: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// 0 for Sunday to 6 for Saturday.
    var weekday: Int { ((number + 4) % 7 + 7) % 7 }

    static func length(month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

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
