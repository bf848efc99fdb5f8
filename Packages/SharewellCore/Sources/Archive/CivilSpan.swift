/// The days a date of any precision may mean, counted from 1 January 1970.
struct CivilSpan: Sendable, Hashable {
    let first: Int32, last: Int32

    init(first: Int32, last: Int32) {
        self.first = first
        self.last = last
    }

    /// Reads `2021`, `2021-05` or `2021-05-03`; nil for anything else, and for days the calendar has not.
    init?(_ text: UnsafeRawBufferPointer) {
        func number(_ start: Int, _ count: Int) -> Int? {
            var value = 0
            for index in start..<start + count {
                guard (48...57).contains(text[index]) else { return nil }
                value = value * 10 + Int(text[index]) - 48
            }
            return value
        }
        guard [4, 7, 10].contains(text.count), let year = number(0, 4) else { return nil }
        guard text.count > 4 else {
            self.init(first: Self.day(year, 1, 1), last: Self.day(year, 12, 31))
            return
        }
        guard text[4] == 45, let month = number(5, 2), (1...12).contains(month) else { return nil }
        guard text.count > 7 else {
            self.init(first: Self.day(year, month, 1), last: Self.day(year, month, Self.length(year, month)))
            return
        }
        guard text[7] == 45, let day = number(8, 2), day >= 1, day <= Self.length(year, month) else { return nil }
        self.init(first: Self.day(year, month, day), last: Self.day(year, month, day))
    }

    init?(_ text: String) {
        var text = text
        guard let span = text.withUTF8({ CivilSpan(UnsafeRawBufferPointer($0)) }) else { return nil }
        self = span
    }

    private static func length(_ year: Int, _ month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970 in the proleptic Gregorian calendar (Howard Hinnant's `days_from_civil`).
    private static func day(_ year: Int, _ month: Int, _ day: Int) -> Int32 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return Int32(era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468)
    }
}
