import Guidance

/// A year, a month or a day of ISO 8601, as people write it.
public enum PartialDay {
    /// `1 October 2022`, `October 2022`, `2022`; the text itself where it is none of them.
    public static func words(_ text: String) -> String {
        switch text.utf8.count {
        case 10: CalendarDay(iso: text)?.words ?? text
        // Of "1 October 2022", what follows the day.
        case 7: CalendarDay(iso: text + "-01").map { String($0.words.dropFirst(2)) } ?? text
        default: text
        }
    }
}
