import Guidance
import Testing

@testable import Hub

@Suite("Fields a person may ask by")
struct QuestionFieldTests {
    private let groups = CodeList(
        id: "offences", title: "Offences", source: "test", open: false,
        codes: [.init(code: "28A", label: "Burglary", group: "Burglary"), .init(code: "99", label: "Other")])

    @Test("periods, weekdays and hours come from the value as it was supplied, never from more than it says")
    func derived() {
        #expect(Derived.month.of("2022-10-31", codes: nil) == "2022-10")
        #expect(Derived.month.of("2022-10", codes: nil) == "2022-10")
        #expect(Derived.month.of("2022", codes: nil).isEmpty)
        #expect(Derived.year.of("2022", codes: nil) == "2022")
        #expect(Derived.quarter.of("2022-10", codes: nil) == "2022-Q4")
        #expect(Derived.quarter.of("2022-01-01", codes: nil) == "2022-Q1")
        #expect(Derived.quarter.of("2022", codes: nil).isEmpty)
        #expect(Derived.weekday.of("2026-11-24", codes: nil) == "2 Tuesday")
        #expect(Derived.weekday.of("2000-02-29", codes: nil) == "2 Tuesday")
        #expect(Derived.weekday.of("2022-10", codes: nil).isEmpty)
        #expect(Derived.hour.of("23:59", codes: nil) == "23")
        #expect(Derived.hour.of("", codes: nil).isEmpty)
        #expect(Derived.group.of("28A", codes: groups) == "Burglary")
        #expect(Derived.group.of("99", codes: groups).isEmpty)
        #expect(Derived.group.of("28A", codes: nil).isEmpty)
    }

    @Test("days follow one another through a whole cycle of the calendar")
    func weekdays() {
        let names = ["1 Monday", "2 Tuesday", "3 Wednesday", "4 Thursday", "5 Friday", "6 Saturday", "7 Sunday"]
        var expected = 3  // 1 January 1970 was a Thursday.
        for year in 1970...2030 {
            for month in 1...12 {
                let length = [31, year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][
                    month - 1]
                for day in 1...length {
                    let text = "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
                    #expect(Derived.weekday.of(text, codes: nil) == names[expected])
                    expected = (expected + 1) % 7
                }
            }
        }
    }

    @Test("dates of a question are ones the calendar has", arguments: ["2022", "2022-10", "2024-02-29"])
    func dates(text: String) { #expect(CalendarDate(text) != nil) }

    @Test("others are not", arguments: ["2022-13", "2023-02-29", "22", "2022-1", "October", "2022-10-31T00:00", ""])
    func noDates(text: String) { #expect(CalendarDate(text) == nil) }

    @Test("a date of any precision ends with the last day it may mean")
    func lastDays() {
        for (text, last) in [
            ("2022", "2022-12-31"), ("2022-02", "2022-02-28"), ("2024-02", "2024-02-29"), ("2022-11", "2022-11-30"),
            ("9999-12-31", "9999-12-31"),
        ] {
            #expect(CalendarDate(text)?.lastDay == CalendarDay(iso: last)?.number, "\(text)")
        }
    }

    @Test("names are read without regard to case, hyphens and spaces")
    func names() {
        #expect(QuestionFields.normalised("Offence-Type") == "offence_type")
        #expect(QuestionFields.normalised("crime type") == "crime_type")
    }
}
