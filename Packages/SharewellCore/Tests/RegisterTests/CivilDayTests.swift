import Register
import Testing

@Suite("Days and moments")
struct CivilDayTests {
    @Test("every day from 1900 to 2100 reads back as itself")
    func roundTrip() {
        for day in -25_567..<47_482 {
            let civil = CivilDay(daysSinceEpoch: day)
            #expect(civil.daysSinceEpoch == day)
            #expect(CivilDay(iso: civil.description) == civil)
        }
    }
    @Test("days the calendar does not have are refused", arguments: ["2021-02-29", "2021-13-01", "2021-00-10", "2021-1-1", "21-01-01", ""])
    func impossible(text: String) { #expect(CivilDay(iso: text) == nil) }
    @Test("moments print in UTC")
    func moments() {
        #expect(Moment(milliseconds: 0).description == "1970-01-01T00:00:00Z")
        #expect(Moment(milliseconds: -1).description == "1969-12-31T23:59:59Z")
        #expect(Moment(milliseconds: 1_790_000_000_000).description == "2026-09-21T14:13:20Z")
    }
    @Test("the first and the last moment a file can state print and never trap", arguments: [Int64.min, .min + 1, .max])
    func extremes(milliseconds: Int64) {
        let moment = Moment(milliseconds: milliseconds)
        #expect(moment.description.hasSuffix("Z"))
        #expect((moment.day < 0) == (milliseconds < 0))
    }
    @Test("the first and the last day a file can state print and never trap", arguments: [Int.min, .max])
    func extremes(days: Int) { #expect(!CivilDay(daysSinceEpoch: days).description.isEmpty) }
}
