import Guidance
import Testing

@Suite("Days of the calendar")
struct CalendarDayTests {
    @Test("every day from 1900 to 2100 reads back as itself, and follows the day before by weekday")
    func roundTrip() {
        var wrong: [Int] = []
        for number in -25_567..<47_482 {
            let day = CalendarDay(number: number)
            let isItself = day.number == number && CalendarDay(iso: day.description) == day
            if !isItself || CalendarDay(number: number + 1).weekday != (day.weekday + 1) % 7 { wrong.append(number) }
        }
        #expect(wrong.isEmpty)
        #expect(CalendarDay(year: 2026, month: 11, day: 24)?.weekday == 2)
    }
    @Test(
        "days the calendar does not have, and other writings, are refused",
        arguments: [
            "2021-02-29", "1900-02-29", "2021-13-01", "2021-00-10", "0000-01-01", "2021-1-1", "21-01-01", "+021-01-01", "2021/01/01", "",
        ])
    func impossible(text: String) { #expect(CalendarDay(iso: text) == nil) }
    @Test("the first and the last day a file can state print and never trap", arguments: [Int.min, .max])
    func extremes(number: Int) { #expect(!CalendarDay(number: number).description.isEmpty) }
}
