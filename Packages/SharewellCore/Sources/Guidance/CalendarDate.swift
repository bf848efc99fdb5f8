/// A date of any precision that the calendar has: `2022`, `2022-10` or `2022-10-31`.
public struct CalendarDate: Hashable, Sendable {
    /// As it was written.
    public let text: String
    /// First and last day it may mean, in days since 1970-01-01.
    public let firstDay: Int, lastDay: Int

    /// Nil unless the calendar has it.
    public init?(_ text: String) {
        let (first, last): (String, [String])
        switch text.utf8.count {
        case 4: (first, last) = ("\(text)-01-01", ["\(text)-12-31"])
        case 7: (first, last) = ("\(text)-01", ["31", "30", "29", "28"].map { "\(text)-\($0)" })
        default: (first, last) = (text, [text])
        }
        // Of the last days a month may have, the first that this one has.
        guard let first = CalendarDay(iso: first), let last = last.lazy.compactMap({ CalendarDay(iso: $0) }).first else { return nil }
        self.text = text
        firstDay = first.number
        lastDay = last.number
    }
}
