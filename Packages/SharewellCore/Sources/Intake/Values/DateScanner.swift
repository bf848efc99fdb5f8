internal import Guidance

/// A date and, where there is one, a time of day, as supplied in one value.
struct ScannedDate: Equatable {
    var date: PartialDate
    /// Minutes since midnight.
    var minute: Int?
}

/// Reads dates of any usual form and precision, with or without a time of day and an offset from UTC.
struct DateScanner {
    enum Outcome: Equatable {
        case date(ScannedDate)
        case fault(ValueFinding)
    }
    /// Order of the parts where all are numbers and no year of four digits comes first.
    var order = DateOrder.dayFirst
    /// Whether a bare number may be a count of days since 1899-12-30, as in spreadsheets.
    var serials = false
    /// Two-digit years are taken as the latest year not after this one.
    var latestYear: Int

    func scan(_ value: UnsafeRawBufferPointer) -> Outcome {
        let value = value.trimmed
        if serials, let serial = serial(value) { return .date(serial) }
        var cursor = ByteCursor(value)
        if let word = cursor.word() {
            if Self.isWeekday(word) {
                _ = cursor.take(UInt8(ascii: ","))
                cursor.spaces()
            } else {
                guard let month = Self.month(word) else { return .fault(.dateNotUnderstood) }
                return monthNameFirst(month, &cursor)
            }
        }
        guard let first = cursor.number() else { return .fault(.dateNotUnderstood) }
        if cursor.atEnd { return bare(first.value, width: first.width) }
        if first.width == 8 { return compact(first.value, &cursor) }
        if first.width <= 2 { Self.ordinal(&cursor) }
        let separator = Self.separator(&cursor)
        if let word = cursor.word() {
            guard let month = Self.month(word) else { return .fault(.dateNotUnderstood) }
            return monthNameSecond(first, month, &cursor)
        }
        guard separator != nil, let second = cursor.number() else { return .fault(.dateNotUnderstood) }
        let afterSecond = cursor.position
        guard Self.separator(&cursor) == separator, let third = cursor.number() else {
            cursor.back(to: afterSecond)
            guard cursor.atEnd else { return .fault(.dateNotUnderstood) }
            return twoNumbers(first, second, slash: separator == UInt8(ascii: "/"))
        }
        if first.width == 4 {
            guard third.width <= 2, second.width <= 2 else { return .fault(.dateNotUnderstood) }
            return finish(year: first.value, month: second.value, day: third.value, &cursor)
        }
        if order == .yearFirst {
            guard first.width == 2, second.width <= 2, third.width <= 2 else { return .fault(.dateOrderDoubtful) }
            return finish(year: century(first.value), month: second.value, day: third.value, &cursor)
        }
        guard first.width <= 2, second.width <= 2, third.width == 4 || third.width == 2 else { return .fault(.dateNotUnderstood) }
        let year = third.width == 4 ? third.value : century(third.value)
        let (day, month) = order == .dayFirst ? (first.value, second.value) : (second.value, first.value)
        if month > 12, month <= 31, (1...12).contains(day) { return .fault(.dateOrderDoubtful) }
        return finish(year: year, month: month, day: day, &cursor)
    }

    private func finish(year: Int, month: Int?, day: Int?, _ cursor: inout ByteCursor) -> Outcome {
        guard let date = PartialDate(year: year, month: month, day: day) else { return .fault(.dateImpossible) }
        if cursor.atEnd { return .date(ScannedDate(date: date)) }
        guard date.day != nil else { return .fault(.dateNotUnderstood) }
        let hadComma = cursor.take(UInt8(ascii: ","))
        let separated = cursor.spaces() || hadComma || cursor.take(UInt8(ascii: "T")) || cursor.take(UInt8(ascii: "t"))
        if cursor.atEnd { return .date(ScannedDate(date: date)) }
        guard separated, let time = TimeScanner.scan(&cursor) else { return .fault(.dateNotUnderstood) }
        guard let offset = time.offset else { return .date(ScannedDate(date: date, minute: time.minute)) }
        let local = BritishClock.local(fromUTC: date.start * 1440 + time.minute - offset)
        let day = local.flooredDivision(by: 1440)
        return .date(ScannedDate(date: PartialDate(CalendarDay(number: day)), minute: local - day * 1440))
    }

    private func bare(_ value: Int, width: Int) -> Outcome {
        var end = ByteCursor(UnsafeRawBufferPointer(start: nil, count: 0))
        switch width {
        case 4: return (1800...2199).contains(value) ? finish(year: value, month: nil, day: nil, &end) : .fault(.dateNotUnderstood)
        case 6: return sixDigits(value)
        case 8: return compact(value, &end)
        case 12, 14:
            let hours = width == 12 ? value : value / 100
            guard let date = PartialDate(year: hours / 100_000_000, month: hours / 1_000_000 % 100, day: hours / 10_000 % 100) else {
                return .fault(.dateImpossible)
            }
            let hour = hours / 100 % 100, minute = hours % 100
            guard hour < 24, minute < 60 else { return .fault(.dateNotUnderstood) }
            return .date(ScannedDate(date: date, minute: hour * 60 + minute))
        default: return .fault(.dateNotUnderstood)
        }
    }

    /// A month with its year first, or a day with a two-digit year: `200512` may be either, and no neighbour in the column can say which
    /// without making the reading of one value depend on others.
    private func sixDigits(_ value: Int) -> Outcome {
        let parts = (value / 10_000, value / 100 % 100, value % 100)
        let asDay =
            switch order {
            case .dayFirst: PartialDate(year: century(parts.2), month: parts.1, day: parts.0)
            case .monthFirst: PartialDate(year: century(parts.2), month: parts.0, day: parts.1)
            case .yearFirst: PartialDate(year: century(parts.0), month: parts.1, day: parts.2)
            }
        let asMonth = (1900...latestYear).contains(value / 100) ? PartialDate(year: value / 100, month: value % 100) : nil
        switch (asMonth, asDay) {
        case (let month?, nil): return .date(ScannedDate(date: month))
        case (nil, let day?): return .date(ScannedDate(date: day))
        case (nil, nil): return .fault(.dateImpossible)
        // `201212` is December 2012 either way.
        case (let month?, let day?):
            return month.year == day.year && month.month == day.month ? .date(ScannedDate(date: month)) : .fault(.dateAmbiguous)
        }
    }

    /// Eight digits: the year first, or last where the first four are no year with a month and a day after it, as in `18052021`.
    private func compact(_ value: Int, _ cursor: inout ByteCursor) -> Outcome {
        let isYearFirst = (1800...2199).contains(value / 10_000)
        let isYearLast = (1800...2199).contains(value % 10_000)
        if isYearFirst, !isYearLast || PartialDate(year: value / 10_000, month: value / 100 % 100, day: value % 100) != nil {
            return finish(year: value / 10_000, month: value / 100 % 100, day: value % 100, &cursor)
        }
        // A column with the year first has it nowhere else.
        guard order != .yearFirst else { return .fault(.dateOrderDoubtful) }
        let (day, month) = order == .dayFirst ? (value / 1_000_000, value / 10_000 % 100) : (value / 10_000 % 100, value / 1_000_000)
        return finish(year: value % 10_000, month: month, day: day, &cursor)
    }

    private func twoNumbers(_ first: (value: Int, width: Int), _ second: (value: Int, width: Int), slash: Bool) -> Outcome {
        var end = ByteCursor(UnsafeRawBufferPointer(start: nil, count: 0))
        if first.width == 4, second.width <= 2 {
            if slash, second.width == 2, second.value == (first.value + 1) % 100 { return .fault(.dateAmbiguous) }
            return finish(year: first.value, month: second.value, day: nil, &end)
        }
        if second.width == 4, first.width <= 2 { return finish(year: second.value, month: first.value, day: nil, &end) }
        return .fault(.dateNotUnderstood)
    }

    private func monthNameFirst(_ month: Int, _ cursor: inout ByteCursor) -> Outcome {
        let separator = Self.separator(&cursor)
        guard let first = cursor.number() else { return .fault(.dateNotUnderstood) }
        if first.width == 4 { return finish(year: first.value, month: month, day: nil, &cursor) }
        guard first.width <= 2 else { return .fault(.dateNotUnderstood) }
        if cursor.atEnd {
            return separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/")
                ? finish(year: century(first.value), month: month, day: nil, &cursor) : .fault(.dateNotUnderstood)
        }
        Self.ordinal(&cursor)
        _ = cursor.take(UInt8(ascii: ","))
        _ = Self.separator(&cursor)
        guard let year = cursor.number(), year.width == 4 || year.width == 2 else { return .fault(.dateNotUnderstood) }
        return finish(year: year.width == 4 ? year.value : century(year.value), month: month, day: first.value, &cursor)
    }

    private func monthNameSecond(_ first: (value: Int, width: Int), _ month: Int, _ cursor: inout ByteCursor) -> Outcome {
        _ = cursor.take(UInt8(ascii: ","))
        _ = Self.separator(&cursor)
        if first.width == 4 {
            if cursor.atEnd { return finish(year: first.value, month: month, day: nil, &cursor) }
            guard let day = cursor.number(), day.width <= 2 else { return .fault(.dateNotUnderstood) }
            return finish(year: first.value, month: month, day: day.value, &cursor)
        }
        guard first.width <= 2, let year = cursor.number(), year.width == 4 || year.width == 2 else { return .fault(.dateNotUnderstood) }
        return finish(year: year.width == 4 ? year.value : century(year.value), month: month, day: first.value, &cursor)
    }

    private func century(_ year: Int) -> Int {
        let base = latestYear - latestYear % 100
        return base + year <= latestYear ? base + year : base - 100 + year
    }

    private func serial(_ value: UnsafeRawBufferPointer) -> ScannedDate? {
        var cursor = ByteCursor(value)
        guard let days = cursor.number(), days.width <= 5, days.value > 366, !(days.width == 4 && cursor.atEnd) else { return nil }
        var minute: Int?
        if cursor.take(UInt8(ascii: ".")) {
            guard let fraction = cursor.number() else { return nil }
            var scale = 1.0
            for _ in 0..<fraction.width { scale *= 10 }
            minute = min(1439, Int((Double(fraction.value) / scale * 1440).rounded()))
        }
        guard cursor.atEnd else { return nil }
        return ScannedDate(date: PartialDate(CalendarDay(number: days.value - 25_569)), minute: minute)
    }

    /// `-`, `/`, `.` or spaces (given as a space); nil if there is none.
    private static func separator(_ cursor: inout ByteCursor) -> UInt8? {
        let spaced = cursor.spaces()
        if let byte = cursor.next, byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") {
            cursor.advance()
            cursor.spaces()
            return byte
        }
        return spaced ? 0x20 : nil
    }

    private static func ordinal(_ cursor: inout ByteCursor) {
        let start = cursor.position
        guard let word = cursor.word(), word == "st" || word == "nd" || word == "rd" || word == "th" else {
            cursor.back(to: start)
            return
        }
        let after = cursor.position
        cursor.spaces()
        guard cursor.word() == "of" else {
            cursor.back(to: after)
            return
        }
    }

    private static let months: [Word] = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ]
    private static let weekdays: [Word] = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]

    private static func month(_ word: Word) -> Int? {
        guard word.count >= 3 else { return nil }
        return months.firstIndex { word.begins($0) }.map { $0 + 1 }
    }

    private static func isWeekday(_ word: Word) -> Bool { word.count >= 3 && weekdays.contains { word.begins($0) } }
}
