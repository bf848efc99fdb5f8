internal import Guidance

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
        guard [4, 7, 10].contains(text.count), let year = number(0, 4), text.count == 4 || text[4] == 45, text.count < 10 || text[7] == 45
        else { return nil }
        let month = text.count > 4 ? number(5, 2) : nil
        let day = text.count > 7 ? number(8, 2) : nil
        guard text.count == 4 || month != nil, text.count < 10 || day != nil,
            let first = CalendarDay(year: year, month: month ?? 1, day: day ?? 1),
            let last = CalendarDay(year: year, month: month ?? 12, day: day ?? CalendarDay.length(month: month ?? 12, year: year))
        else { return nil }
        self.init(first: Int32(first.number), last: Int32(last.number))
    }

    init?(_ text: String) {
        var text = text
        guard let span = text.withUTF8({ CivilSpan(UnsafeRawBufferPointer($0)) }) else { return nil }
        self = span
    }
}
