import Guidance
import Register
import Testing

@Suite("Barriers")
struct BarrierTests {
    @Test("refusals stay counted when they are decided again; days are counted to decisions of people only")
    func requests() throws {
        var hub = try RequestFixture()
        #expect(hub.base.register.barriers(on: Fixture.now.day).medianDaysToDecision == nil)
        let id = try hub.ready()
        let later = Moment(milliseconds: Fixture.now.milliseconds + 3 * 86_400_000)
        #expect(hub.code(.refuse(id, reason: "statistics-instead", why: "a report will do"), by: RequestFixture.officer, at: later) == nil)
        var content = RequestFixture.content(Fixture.crime, by: Fixture.analyst)
        (content.persons, content.purpose, content.fields) = (0, .intelligence, ["offence_type"])
        _ = try hub.made(content, by: Fixture.analyst)
        let barriers = hub.base.register.barriers(on: Fixture.now.day)
        #expect(barriers.adHoc == 1 && barriers.byRule == 1 && barriers.medianDaysToDecision == 3 && barriers.statisticsInstead == 1)
        #expect(barriers.refusals.map(\.reason.id) == ["statistics-instead"] && barriers.refusals[0].reason.isExcuse)
        #expect(hub.code(.appeal(id, why: "records are needed"), by: RequestFixture.member, at: later) == nil)
        #expect(hub.code(.settle(id, upholding: false, why: "records are needed"), by: .firstCoordinator, at: later) == nil)
        #expect(
            hub.base.register.barriers(on: Fixture.now.day).statisticsInstead == 1
                && hub.base.register.barriers(on: Fixture.now.day).waiting == 1)
    }
}
