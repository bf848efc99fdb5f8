import Guidance
import Testing

@testable import Intake

@Suite struct DateFormTests {
    @Test(
        arguments: [
            ("2021", "2021"), (" 2021 ", "2021"), ("1999", "1999"),
            ("2021-05", "2021-05"), ("2021/05", "2021-05"), ("2021.5", "2021-05"), ("05/2021", "2021-05"), ("5-2021", "2021-05"),
            ("202105", "2021-05"),
            ("May 2021", "2021-05"), ("May-21", "2021-05"), ("may-2021", "2021-05"), ("MAY 2021", "2021-05"), ("Sept 2021", "2021-09"),
            ("September 2021", "2021-09"), ("2021 May", "2021-05"), ("2021-May", "2021-05"), ("Jan/09", "2009-01"),
            ("2021-05-03", "2021-05-03"), ("2021/05/03", "2021-05-03"), ("2021.05.03", "2021-05-03"), ("2021 05 03", "2021-05-03"),
            ("2021-5-3", "2021-05-03"), ("20210503", "2021-05-03"), ("03052021", "2021-05-03"), ("030521", "2021-05-03"),
            ("03/05/2021", "2021-05-03"), ("3/5/2021", "2021-05-03"), ("3/5/21", "2021-05-03"), ("03-05-2021", "2021-05-03"),
            ("03.05.2021", "2021-05-03"), ("03 05 2021", "2021-05-03"), ("3/5/99", "1999-05-03"), ("31/12/2020", "2020-12-31"),
            ("29/02/2020", "2020-02-29"), ("3 May 2021", "2021-05-03"), ("03 May 2021", "2021-05-03"), ("3rd May 2021", "2021-05-03"),
            ("3rd of May 2021", "2021-05-03"), ("1st Jan 2009", "2009-01-01"), ("22nd June 2010", "2010-06-22"),
            ("01 Jan 2009", "2009-01-01"),
            ("01-Jan-20", "2020-01-01"), ("01-Jan-2020", "2020-01-01"), ("01JAN2020", "2020-01-01"), ("1 January, 2020", "2020-01-01"),
            ("May 3, 2021", "2021-05-03"), ("May 3rd, 2021", "2021-05-03"), ("Monday, 3 May 2021", "2021-05-03"),
            ("Mon 03/05/2021", "2021-05-03"),
            ("2021-05-03T10:11:12", "2021-05-03"), ("2021-05-03 10:11", "2021-05-03"), ("2021-05-03T10:11:12.123456", "2021-05-03"),
            ("2021-05-03T10:11:12Z", "2021-05-03"), ("2021-05-03T23:30:00+00:00", "2021-05-04"),
            ("2021-01-03T23:30:00+00:00", "2021-01-03"),
            ("2022-04-30T23:10:00+00:00", "2022-05-01"), ("2021-05-03T23:30:00+01:00", "2021-05-03"),
            ("2021-05-03 23:30 BST", "2021-05-03"),
            ("03/05/2021 00:00", "2021-05-03"), ("03/05/2021 00:00:00", "2021-05-03"), ("03/05/2021 11:59:59 PM", "2021-05-03"),
            ("20210503T101112Z", "2021-05-03"), ("20210503 1011", "2021-05-03"), ("202105031011", "2021-05-03"),
            ("20210503101112", "2021-05-03"),
            ("2021-05-03T10:11:12-0500", "2021-05-03"), ("2021-05-03, 10:11", "2021-05-03"), ("3 May 2021 at 10:11", ""),
        ])
    func anyUsualFormBecomesISO(_ supplied: String, _ expected: String) {
        #expect(reading(supplied, as: .date).text == expected, "\(supplied)")
    }

    @Test func everyDayInEightDigitsIsThatDayWhicheverEndTheYearIsAt() {
        let scanner = DateScanner(latestYear: 2026)
        var wrong: [String] = []
        for number in -62_000...20_780 {
            let day = CalendarDay(number: number)
            let (year, month, date) = (String(day.year), String(100 + day.month).dropFirst(), String(100 + day.day).dropFirst())
            for form in ["\(date)\(month)\(year)", "\(year)\(month)\(date)"] {
                let outcome = Array(form.utf8).withUnsafeBytes { scanner.scan($0) }
                if outcome != .date(ScannedDate(date: PartialDate(day))) { wrong.append(form) }
            }
        }
        #expect(wrong.isEmpty)
    }

    @Test(
        arguments: [
            ("18052021", "2021-05-18"), ("20052021", "2021-05-20"), ("19121999", "1999-12-19"), ("21012020 1011", "2020-01-21"),
            ("20102012", "2012-10-20"), ("18122021T10:11", "2021-12-18"),
        ])
    func daysThatLookLikeYearsAreDays(_ supplied: String, _ expected: String) { #expect(reading(supplied, as: .date).text == expected) }

    @Test(arguments: ["200512", "190112", "201001", "191210", "200912"])
    func sixDigitsOfTwoMeaningsAreNeither(_ supplied: String) {
        #expect(reading(supplied, as: .date).text.isEmpty)
        #expect(reading(supplied, as: .date).finding == "date-ambiguous")
    }

    @Test(
        arguments: [
            ("230512", "2012-05-23"), ("201305", "2013-05"), ("200521", "2021-05-20"), ("211205", "2005-12-21"), ("201212", "2012-12"),
            ("200101", "2001-01"),
            ("200000", ""),
        ])
    func sixDigitsOfOneMeaningAreRead(_ supplied: String, _ expected: String) {
        #expect(reading(supplied, as: .date).text == expected)
    }

    @Test func withMonthsFirstNoMonthIsMistakenForADay() {
        #expect(reading("200512", as: .date, order: .monthFirst).text == "2005-12")
        #expect(reading("052012", as: .date, order: .monthFirst).text == "2012-05-20")
    }

    @Test(
        arguments: [
            ("31/02/2021", "date-impossible"), ("29/02/2021", "date-impossible"), ("2021-02-30", "date-impossible"),
            ("2021-13", "date-impossible"),
            ("00/05/2021", "date-impossible"), ("31 June 2021", "date-impossible"), ("32/01/2021", "date-impossible"),
            ("20210231", "date-impossible"),
            ("2021-00-01", "date-impossible"), ("99/99/9999", "date-impossible"),
            ("05/23/2021", "date-order-doubtful"), ("12/31/2020", "date-order-doubtful"),
            ("2010/11", "date-ambiguous"), ("2099/00", "date-ambiguous"),
            ("01/01/1900", "date-placeholder"), ("9999-12-31", "date-placeholder"), ("01/01/1753", "date-placeholder"),
            ("1899-12-30", "date-placeholder"),
            ("2027-01-01", "date-in-future"), ("25/11/2026", "date-in-future"), ("2026-12", "date-in-future"), ("2027", "date-in-future"),
            ("yesterday", "date-not-understood"), ("12", "date-not-understood"), ("44000", "date-not-understood"),
            ("2021-05-", "date-not-understood"),
            ("2021--05", "date-not-understood"), ("03/05", "date-not-understood"), ("3 May", "date-not-understood"),
            ("Smarch 2021", "date-not-understood"),
            ("2021-05-03T25:00", "date-not-understood"), ("2021-05-03x", "date-not-understood"), ("١٢/٠٥/٢٠٢١", "date-not-understood"),
            ("03/May/2021/7", "date-not-understood"), ("-2021", "date-not-understood"), ("999999999999999999999", "date-not-understood"),
        ])
    func whatIsNoDateIsLeftOutAndSaidWhy(_ supplied: String, _ finding: String) {
        let read = reading(supplied, as: .date)
        #expect(read.text.isEmpty, "\(supplied)")
        #expect(read.finding == finding, "\(supplied)")
    }

    @Test(arguments: ["", " ", "-", "N/A", "null", "Unknown", "not known", "n/k", "\u{A0}"])
    func wordsForNothingAreMissingWithoutFinding(_ supplied: String) {
        let read = reading(supplied, as: .date)
        #expect(read.text.isEmpty)
        #expect(read.finding == nil)
    }

    @Test func todayIsNotTheFutureAndThisMonthIsNot() {
        #expect(reading("24/11/2026", as: .date).text == "2026-11-24")
        #expect(reading("2026-11", as: .date).text == "2026-11")
        #expect(reading("2026", as: .date).text == "2026")
        #expect(reading("25/11/2026", as: .date, ahead: true).text == "2026-11-25")
    }

    @Test(
        arguments: [
            ("21/05/03", "2021-05-03", nil), ("21-5-3", "2021-05-03", nil), ("210503", "2021-05-03", nil), ("99/12/31", "1999-12-31", nil),
            ("2021-05-03", "2021-05-03", nil), ("20210503", "2021-05-03", nil), ("3 May 2021", "2021-05-03", nil),
            ("21/05/03 14:30", "2021-05-03", nil), ("03/05/2021", "", "date-order-doubtful"), ("03052021", "", "date-order-doubtful"),
            ("3/5/21", "", "date-order-doubtful"), ("21/13/03", "", "date-impossible"), ("21/05/32", "", "date-impossible"),
        ] as [(String, String, String?)])
    func yearFirstWhereTheProfileSaysSo(_ supplied: String, _ expected: String, _ finding: String?) {
        let read = reading(supplied, as: .date, order: .yearFirst)
        #expect(read.text == expected && read.finding == finding, "\(supplied)")
        if expected == "2021-05-03", supplied.hasPrefix("21/") { #expect(reading(supplied, as: .date).text == "2003-05-21") }
    }

    @Test func monthFirstOnlyWhereTheProfileSaysSo() {
        #expect(reading("05/03/2021", as: .date, order: .monthFirst).text == "2021-05-03")
        #expect(reading("05/23/2021", as: .date, order: .monthFirst).text == "2021-05-23")
        #expect(reading("23/05/2021", as: .date, order: .monthFirst).finding == "date-order-doubtful")
        #expect(reading("05/03/2021", as: .date).text == "2021-03-05")
    }

    @Test func spreadsheetSerialsOnlyWhereTheProfileSaysSo() {
        #expect(reading("44319", as: .date, serials: true).text == "2021-05-03")
        #expect(reading("44319.5", as: .date, serials: true).text == "2021-05-03")
        #expect(reading("44319.5", as: .time, serials: true).text == "12:00")
        #expect(reading("2021", as: .date, serials: true).text == "2021")
        #expect(reading("44319", as: .date).finding == "date-not-understood")
    }

    @Test func anyDayWrittenAnyWayIsThatDay() {
        var generator = SeededGenerator(state: 1)
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        for _ in 0..<4000 {
            let number = Int.random(in: -25_500...20_780, using: &generator)
            let day = CalendarDay(number: number)
            #expect(day.number == number)
            func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
            let iso = "\(day.year)-\(two(day.month))-\(two(day.day))"
            let forms = [
                iso, "\(two(day.day))/\(two(day.month))/\(day.year)", "\(day.day)/\(day.month)/\(day.year)",
                "\(day.day) \(names[day.month - 1]) \(day.year)",
                "\(two(day.day))-\(names[day.month - 1])-\(day.year)", "\(day.year)\(two(day.month))\(two(day.day))",
                iso + "T12:00:00+00:00", iso + " 23:59",
                "\(names[day.month - 1]) \(day.day), \(day.year)", "\(two(day.day)).\(two(day.month)).\(day.year)",
            ]
            for form in forms { #expect(reading(form, as: .date).text == iso, "\(form)") }
            #expect(reading("\(day.year)-\(two(day.month))", as: .date).text == "\(day.year)-\(two(day.month))")
            #expect(reading("\(names[day.month - 1]) \(day.year)", as: .date).text == "\(day.year)-\(two(day.month))")
            #expect(reading("\(day.year)", as: .date).text == "\(day.year)")
        }
    }

    @Test func everyDayOfFourCenturiesGoesThereAndBack() {
        var before: CalendarDay?
        for number in -60_000...90_000 {
            let day = CalendarDay(number: number)
            #expect(CalendarDay(year: day.year, month: day.month, day: day.day)?.number == number)
            if let before { #expect(day.weekday == (before.weekday + 1) % 7) }
            before = day
        }
        #expect(CalendarDay(year: 1970, month: 1, day: 1)?.number == 0)
        #expect(CalendarDay(year: 2026, month: 11, day: 24)?.number == Fixture.today)
        #expect(CalendarDay(year: 2026, month: 11, day: 24)?.weekday == 2)
    }

    @Test(
        arguments: [
            ("2021-03-28T00:59:00Z", "00:59"), ("2021-03-28T01:00:00Z", "02:00"), ("2021-10-31T00:59:00Z", "01:59"),
            ("2021-10-31T01:00:00Z", "01:00"),
            ("2024-03-31T00:59:59Z", "00:59"), ("2024-03-31T01:00:00Z", "02:00"), ("2025-10-26T00:30:00Z", "01:30"),
            ("2025-10-26T01:30:00Z", "01:30"),
            ("2022-07-01T12:00:00+00:00", "13:00"), ("2022-12-01T12:00:00+00:00", "12:00"), ("2022-07-01T12:00:00", "12:00"),
            ("1995-10-22T00:30:00Z", "01:30"), ("1995-10-22T01:30:00Z", "01:30"), ("1970-06-01T12:00:00Z", "13:00"),
            ("1970-01-01T12:00:00Z", "13:00"),
            ("1972-01-15T12:00:00Z", "12:00"),
        ])
    func universalTimeBecomesBritishTime(_ supplied: String, _ expected: String) { #expect(reading(supplied, as: .time).text == expected) }
}
