import Guidance

/// Days as forms and pages write them.
enum CalendarDayText {
    /// Days since 1970-01-01 of an ISO day; nil where the calendar has none such.
    static func number(_ iso: String) -> Int? { CalendarDay(iso: iso)?.number }
    /// `29 November 2026`.
    static func words(_ number: Int) -> String { CalendarDay(number: number).words }
    /// `2026-11-29`, as a field of a form holds it.
    static func iso(_ number: Int) -> String { CalendarDay(number: number).description }
}
