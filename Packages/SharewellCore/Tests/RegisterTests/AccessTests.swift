import Guidance
import Testing

@testable import Register

@Suite("Access is checked against marking, network, device, sign-in and registration")
struct AccessTests {
    /// What a granted offender record and a depersonalised crime are refused for, in that way.
    private func refused(_ way: AccessWay?, session: AccessWay? = nil) throws -> (personal: Refusal.Code?, depersonalised: Refusal.Code?) {
        var hub = try RequestFixture()
        let id = try hub.ready()
        #expect(hub.code(.grant(id, why: "the scheme needs it"), by: RequestFixture.officer) == nil)
        let grant = try #require(hub.base.state.requests[id]?.grant)
        try hub.base.run(.partnership(.agree(nil)), by: RequestFixture.member)
        if let way { try hub.base.run(.setAccessWay(way)) }
        let register = hub.base.register
        func code(_ person: PersonID, _ dataset: RecordTypeID, _ grant: GrantID?) -> Refusal.Code? {
            hub.base.refusal { () throws(Refusal) in
                _ = try register.permitAnswer(
                    to: person, dataset: dataset, purpose: "case meeting", action: .query, under: grant, through: session, at: Fixture.now)
            }
        }
        return (code(RequestFixture.member, Fixture.offenders, grant), code(Fixture.analyst, Fixture.crime, nil))
    }

    private func way(
        _ network: String = "gsi", _ device: String = "secure-premises", _ signIn: String = "certificate", _ level: String = "level-2",
        confirmed: [Int] = []
    ) -> AccessWay { AccessWay(network: network, device: device, signIn: signIn, registration: level, confirmed: confirmed) }

    @Test("what the figure allows is given, what it does not is not, each column by itself")
    func columns() throws {
        for allowed in [way(), way("x.gsi"), way("N3", "gov-pc", "password-best-practice", "level-3")] {
            let codes = try refused(allowed)
            #expect(codes.personal == nil && codes.depersonalised == nil, "\(allowed)")
        }
        for short in [
            way("gcsx"), way("gsi", "cafe"), way("gsi", "bluetooth"), way("gsi", "gov-pc", "none"),
            way("gsi", "gov-pc", "certificate", "level-1"),
        ] {
            let codes = try refused(short)
            #expect(codes.personal == .accessNotAllowed && codes.depersonalised == .accessNotAllowed, "\(short)")
        }
    }

    @Test(
        "from outside secure premises what names somebody is looked at, as everything is: no extract, no package, and no program's answer")
    func copies() throws {
        var hub = try RequestFixture()
        let id = try hub.ready()
        #expect(hub.code(.grant(id, why: "the scheme needs it"), by: RequestFixture.officer) == nil)
        let grant = try #require(hub.base.state.requests[id]?.grant)
        for person in [RequestFixture.member, RequestFixture.officer] { try hub.base.run(.partnership(.agree(nil)), by: person) }
        let register = hub.base.register, outside = way("N3", "gov-pc", "password-best-practice", "level-3")
        func code(_ action: Action, _ way: AccessWay?) -> Refusal.Code? {
            hub.base.refusal { () throws(Refusal) in
                _ = try register.permitAnswer(
                    to: RequestFixture.member, dataset: Fixture.offenders, purpose: "case meeting", action: action, under: grant,
                    through: way, at: Fixture.now)
            }
        }
        #expect(code(.query, outside) == nil && code(.query, way()) == nil)
        #expect(code(.extract, outside) == .accessNotAllowed && code(.extract, way()) == nil)
        func package(_ way: AccessWay) -> Refusal.Code? {
            hub.base.refusal { () throws(Refusal) in
                _ = try register.permitPackage(
                    under: grant, to: RequestFixture.probation, of: nil, by: RequestFixture.member, through: way, at: Fixture.now)
            }
        }
        #expect(package(outside) == .accessNotAllowed && package(way()) != .accessNotAllowed)
        #expect(hub.base.refusal { () throws(Refusal) in try register.check(programsAnsweredBy: outside) } == .accessNotAllowed)
        #expect(hub.base.refusal { () throws(Refusal) in try register.check(programsAnsweredBy: way()) } == nil)
        #expect(!register.lets(copyBy: way("gsi", "roof")), "a device the figure has not")
    }

    @Test("a footnote's condition has to be confirmed, that one and no other")
    func footnotes() throws {
        #expect(try refused(way("gsi", "wifi")).personal == .accessNotAllowed)
        #expect(try refused(way("gsi", "wifi", confirmed: [4])).personal == .accessNotAllowed)
        #expect(try refused(way("gsi", "wifi", confirmed: [6])).personal == nil)
    }

    @Test("a session's own way counts, not the terminal's")
    func session() throws {
        #expect(try refused(way(), session: way("gsi", "cafe")).personal == .accessNotAllowed)
        #expect(try refused(way("gsi", "cafe"), session: way()).personal == nil)
    }

    @Test("nothing personal is given while nobody has stated the way, and no way is taken that the figure has not")
    func unstated() throws {
        var hub = try Fixture()
        #expect(hub.state.terminalWay == nil)
        let marking = Fixture.rulebook.marking(of: [.records(Fixture.offenders)]).marking
        #expect(hub.refusal { () throws(Refusal) in try hub.register.check(nil, reaches: marking, personal: true) } == .accessNotStated)
        #expect(hub.refusal { () throws(Refusal) in try hub.register.check(nil, reaches: marking, personal: false) } == nil)
        for unknown in [
            way("carrier pigeon"), way("gsi", "roof"), way("gsi", "wifi", "wink"), way("gsi", "wifi", "none", "level-9"),
            way(confirmed: [12]),
        ] {
            #expect(
                hub.refusal { () throws(Refusal) in
                    _ = try hub.register.decide(.setAccessWay(unknown), by: .firstCoordinator, at: Fixture.now)
                } == .malformed)
        }
        #expect(
            hub.refusal { () throws(Refusal) in _ = try hub.register.decide(.setAccessWay(way()), by: Fixture.analyst, at: Fixture.now) }
                == .roleDoesNotAllow)
        try hub.run(.setAccessWay(way("GSi", "Own system on secure premises")))
        #expect(hub.state.terminalWay == way())
    }
}
