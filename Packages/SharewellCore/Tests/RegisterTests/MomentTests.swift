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
    @Test("the first and the last moment a file can state print and never trap", arguments: [Int64.min, .min + 1, .max])
    func extremes(milliseconds: Int64) {
        let moment = Moment(milliseconds: milliseconds)
        #expect(moment.description.hasSuffix("Z"))
        #expect((moment.day < 0) == (milliseconds < 0))
    }
}
