import Guidance
import Testing

@Suite("Working days")
struct WorkingDaysTests {
    func calendar() throws -> BankHolidays { try #require(try ShippedRulebook.rulebook.get().bankHolidays) }

    /// Bank holidays of England and Wales as they were announced, typed by hand: month-day.
    static let official: [Int: String] = [
        2007: "01-01 04-06 04-09 05-07 05-28 08-27 12-25 12-26", 2008: "01-01 03-21 03-24 05-05 05-26 08-25 12-25 12-26",
        2009: "01-01 04-10 04-13 05-04 05-25 08-31 12-25 12-28", 2010: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
        2011: "01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27", 2012: "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26",
        2013: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26", 2014: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
        2015: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28", 2016: "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27",
        2017: "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26", 2018: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
        2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26", 2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
        2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28", 2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
        2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26", 2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
        2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26", 2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
        2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    ]

    @Test("bank holidays are those that were announced", arguments: official.keys.sorted())
    func announced(year: Int) throws {
        let days = try #require(try calendar().days(in: year))
        #expect(days.map { String($0.day.description.dropFirst(5)) }.joined(separator: " ") == Self.official[year])
    }

    /// Of Scotland and of Northern Ireland, those that England and Wales do not have, as they were announced, typed by hand.
    static let elsewhere: [Int: (scotland: String, northernIreland: String)] = [
        2007: ("01-02 08-06 11-30", "03-19 07-12"), 2008: ("01-02 08-04 12-01", "03-17 07-14"), 2010: ("01-04 08-02 11-30", "03-17 07-12"),
        2011: ("01-04 08-01 11-30", "03-17 07-12"), 2012: ("01-03 08-06 11-30", "03-19 07-12"), 2013: ("01-02 08-05 12-02", "03-18 07-12"),
        2015: ("01-02 08-03 11-30", "03-17 07-13"), 2016: ("01-04 08-01 11-30", "03-17 07-12"), 2017: ("01-03 08-07 11-30", "03-17 07-12"),
        2018: ("01-02 08-06 11-30", "03-19 07-12"), 2019: ("01-02 08-05 12-02", "03-18 07-12"), 2020: ("01-02 08-03 11-30", "03-17 07-13"),
        2021: ("01-04 08-02 11-30", "03-17 07-12"), 2022: ("01-04 08-01 11-30", "03-17 07-12"), 2023: ("01-03 08-07 11-30", "03-17 07-12"),
        2024: ("01-02 08-05 12-02", "03-18 07-12"), 2025: ("01-02 08-04 12-01", "03-17 07-14"),
        2026: ("01-02 06-15 08-03 11-30", "03-17 07-13"),
    ]

    @Test("holidays of Scotland and Northern Ireland are those that were announced", arguments: elsewhere.keys.sorted())
    func announcedElsewhere(year: Int) throws {
        let rulebook = try ShippedRulebook.rulebook.get()
        let own = Set(try #require(rulebook.bankHolidays?.days(in: year)).map(\.day))
        let others = try rulebook.holidaysElsewhere.map { calendar in
            try #require(calendar.days(in: year)).map(\.day).filter { !own.contains($0) }.map { String($0.description.dropFirst(5)) }
                .joined(separator: " ")
        }
        #expect(others == [Self.elsewhere[year]?.scotland, Self.elsewhere[year]?.northernIreland])
    }

    @Test("a holiday is kept from its first year on")
    func since() throws {
        let scotland = try #require(try ShippedRulebook.rulebook.get().holidaysElsewhere.first)
        let years = [2005, 2006, 2007, 2008].filter { year in scotland.days(in: year)?.contains { $0.title.hasPrefix("St Andrew") } == true
        }
        #expect(years == [2007, 2008])
    }

    @Test(
        "an enquiry has a day to aim at and a last day, and the last is never the earlier",
        arguments: [
            // Over St Patrick's Day, 2 January, 12 July, the first Monday of August and St Andrew's Day; over none of them.
            ("2026-02-20", "2026-03-20", "2026-03-23"), ("2026-12-18", "2027-01-20", "2027-01-21"),
            ("2026-06-26", "2026-07-24", "2026-07-27"),
            ("2026-07-15", "2026-08-12", "2026-08-13"), ("2026-11-24", "2026-12-22", "2026-12-23"),
            ("2010-02-01", "2010-03-01", "2010-03-01"),
        ])
    func bothCounts(received: String, due: String, last: String) throws {
        let rulebook = try ShippedRulebook.rulebook.get()
        let rule = try #require(rulebook.enquiryRules.first { $0.kind == .freedomOfInformation })
        let day = try #require(CalendarDay(iso: received))
        let days = try #require(rule.days(received: day, in: rulebook))
        #expect(days.due.description == due && days.last.description == last)
        for number in stride(from: 12_000, to: 24_000, by: 17) {
            let days = try #require(rule.days(received: CalendarDay(number: number), in: rulebook))
            #expect(days.last.number >= days.due.number && days.last.number - days.due.number <= 7)
        }
    }

    @Test("every year has at least eight holidays, all on weekdays and all different, and none before the calendar begins")
    func everyYear() throws {
        let calendar = try calendar()
        for year in 2000...2400 {
            let days = try #require(calendar.days(in: year)).map(\.day)
            #expect(days.count >= 8 && Set(days).count == days.count && days.allSatisfy { !$0.isWeekend && $0.year == year }, "\(year)")
        }
        #expect(calendar.days(in: 1999) == nil && calendar.days(in: 10_000) == nil && calendar.days(in: .min) == nil)
    }

    @Test(
        "the twentieth working day after a request came in",
        arguments: [
            // An ordinary month; over Easter and early May; over Christmas with substitutes; received on a Saturday and on a holiday.
            ("2010-02-01", "2010-03-01"), ("2010-03-15", "2010-04-14"), ("2011-04-15", "2011-05-19"), ("2010-12-13", "2011-01-13"),
            ("2026-11-24", "2026-12-22"), ("2026-12-18", "2027-01-20"), ("2022-05-27", "2022-06-28"), ("2010-01-30", "2010-02-26"),
            ("2009-12-25", "2010-01-26"),
        ])
    func twentieth(received: String, due: String) throws {
        let days = WorkingDays(try calendar())
        let day = try #require(CalendarDay(iso: received))
        #expect(days.adding(20, to: day)?.description == due)
    }

    @Test("counting is the same one day at a time, lands on a working day, never goes back, and counts back to itself", arguments: 1...3)
    func properties(seed: UInt64) throws {
        let days = WorkingDays(try calendar())
        var random = RulebookMutationTests.Source(state: seed)
        for _ in 0..<150 {
            let start = CalendarDay(number: Int.random(in: 11_000...30_000, using: &random))
            let count = Int.random(in: 1...60, using: &random)
            let end = try #require(days.adding(count, to: start))
            #expect(days.isWorking(end) == true && end.number > start.number)
            #expect(days.count(after: start, through: end) == count)
            let first = Int.random(in: 0...count, using: &random)
            let middle = try #require(days.adding(first, to: start))
            #expect(days.adding(count - first, to: middle) == end)
            let later = try #require(days.adding(count, to: CalendarDay(number: start.number + 1)))
            #expect(later.number >= end.number)
        }
    }

    @Test("a count that cannot be made is none")
    func impossible() throws {
        let days = WorkingDays(try calendar())
        let last = try #require(CalendarDay(iso: "9999-12-31")), early = try #require(CalendarDay(iso: "1999-12-31"))
        let day = try #require(CalendarDay(iso: "2010-01-02"))
        #expect(days.adding(-1, to: day) == nil && days.adding(1, to: last) == nil && days.adding(1, to: early) == nil)
        #expect(days.adding(0, to: day) == day)
        #expect(days.count(after: last, through: day) == 0 && days.count(after: early, through: day) == nil)
    }
}
