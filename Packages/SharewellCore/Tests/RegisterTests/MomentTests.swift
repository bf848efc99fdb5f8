import Guidance
import Register
import Testing

@Suite("Moments")
struct MomentTests {
    @Test("moments print in UTC")
    func moments() {
        #expect(Moment(milliseconds: 0).description == "1970-01-01T00:00:00Z")
        #expect(Moment(milliseconds: -1).description == "1969-12-31T23:59:59Z")
        #expect(Moment(milliseconds: 1_790_000_000_000).description == "2026-09-21T14:13:20Z")
    }
    @Test(
        "days are those of the United Kingdom: an hour earlier from the last Sunday of March to that of October",
        arguments: [
            (1_774_742_399_000, "2026-03-28"), (1_774_742_400_000, "2026-03-29"), (1_774_825_199_000, "2026-03-29"),
            (1_774_825_200_000, "2026-03-30"), (1_782_860_399_000, "2026-06-30"), (1_782_860_400_000, "2026-07-01"),
            (1_792_882_800_000, "2026-10-25"), (1_792_972_799_000, "2026-10-25"), (1_792_972_800_000, "2026-10-26"),
            (1_798_761_599_000, "2026-12-31"), (1_798_761_600_000, "2027-01-01"),
        ] as [(Int64, String)])
    func days(_ milliseconds: Int64, _ day: String) {
        #expect(CalendarDay(number: Moment(milliseconds: milliseconds).day).description == day)
    }

    @Test("a later moment is never of an earlier day")
    func ordered() {
        var last = Int.min
        for hour in 0..<24 * 800 {
            let day = Moment(milliseconds: 1_767_225_600_000 + Int64(hour) * 3_600_000).day
            #expect(day >= last && day - max(last, day - 1) <= 1)
            last = day
        }
    }

    @Test("the first and the last moment a file can state print and never trap", arguments: [Int64.min, .min + 1, .max])
    func extremes(milliseconds: Int64) {
        let moment = Moment(milliseconds: milliseconds)
        #expect(moment.description.hasSuffix("Z"))
        #expect((moment.day < 0) == (milliseconds < 0))
    }
}
