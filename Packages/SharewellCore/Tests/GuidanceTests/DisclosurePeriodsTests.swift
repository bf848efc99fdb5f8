import Guidance
import Testing

@Suite("What section 17A prescribes")
struct DisclosurePeriodsTests {
    func prescribed() throws -> PrescribedInformation { try #require(try ShippedRulebook.rulebook.get().prescribedInformation) }
    func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(iso: text)) }

    @Test(
        "a day's period, and when its information is due",
        arguments: [
            ("2007-07-01", "2007-07-01 to 2007-09-30", "2007-12-31"), ("2007-09-30", "2007-07-01 to 2007-09-30", "2007-12-31"),
            ("2007-10-01", "2007-10-01 to 2007-12-31", "2008-03-31"), ("2008-02-29", "2008-01-01 to 2008-03-31", "2008-06-30"),
            ("2010-05-12", "2010-04-01 to 2010-06-30", "2010-09-30"), ("2026-11-24", "2026-10-01 to 2026-12-31", "2027-03-31"),
        ])
    func dated(date: String, period: String, due: String) throws {
        let periods = try prescribed().periods
        let found = try #require(periods.period(containing: day(date)))
        #expect(found.text == period)
        #expect(periods.due(of: found).description == due)
        #expect(found.contains(try day(date)))
    }

    @Test("periods follow each other without gap, and each is due with the end of the next")
    func consecutive() throws {
        let periods = try prescribed().periods
        let all = periods.periods(from: try day("1990-01-01"), through: try day("2100-12-31"))
        #expect(all.first?.text == "2007-07-01 to 2007-09-30" && all.last?.text == "2100-10-01 to 2100-12-31")
        #expect(all.count == 2 + 93 * 4 && all.map(\.index) == Array(0..<all.count))
        for (period, next) in zip(all, all.dropFirst()) {
            #expect(next.first.number == period.last.number + 1 && periods.due(of: period) == next.last)
        }
    }

    @Test("listing takes every period that has a day between the two")
    func listing() throws {
        let periods = try prescribed().periods
        func list(_ first: String, _ last: String) throws -> [Int] {
            periods.periods(from: try day(first), through: try day(last)).map(\.index)
        }
        #expect(try list("2007-09-30", "2007-10-01") == [0, 1])
        #expect(try list("2007-08-01", "2007-08-01") == [0])
        #expect(try list("2007-06-01", "2007-06-30").isEmpty)
        #expect(try list("2007-10-01", "2007-09-30").isEmpty)
        #expect(try periods.period(containing: day("2007-06-30")) == nil)
        #expect(try periods.period(containing: day("9999-12-31")) == nil)
        #expect(periods.period(containing: try day("9999-09-30")).map(periods.due)?.description == "9999-12-31")
        #expect(DisclosurePeriods(firstDay: try day("2007-07-02"), months: 3) == nil)
        #expect(DisclosurePeriods(firstDay: try day("2007-07-01"), months: 0) == nil)
    }

    @Test("the items are those of §2.4.1.1, owed by relevant authorities; health items by the outward postcode only")
    func items() throws {
        let prescribed = try prescribed()
        let rulebook = try ShippedRulebook.rulebook.get()
        #expect(prescribed.items.count == 15)
        #expect(prescribed.items(owedBy: ["police-force"]).map(\.id) == ["police-recorded-crime", "police-recorded-incidents"])
        #expect(prescribed.items(owedBy: ["fire-and-rescue"]).count == 3 && prescribed.items(owedBy: ["council"]).count == 5)
        #expect(prescribed.items(owedBy: ["victim-support"]).isEmpty)
        for item in prescribed.items {
            for owner in item.owedBy { #expect(rulebook.agencyClass(owner)?.groups.contains(.relevantAuthority) == true) }
            #expect(item.outwardPostcodeOnly == item.id.hasPrefix("hospital-"))
            #expect(item.recordTypes.isEmpty == (item.withoutRecordType != nil))
        }
    }
}
