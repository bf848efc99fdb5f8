import Guidance
import Law
import Testing

@testable import Register

@Suite("The rule that grants depersonalised information never grants what no protocol lets be had")
struct RuleLimitsTests {
    static let stops = RecordTypeID(rawValue: "stop-and-search"), narrow = ProtocolID(rawValue: "narrow")
    static let limits: [String: (datasets: [RecordTypeID]?, terms: @Sendable (inout ProtocolTerms) -> Void, isLimited: Bool)] = [
        "all of it": (nil, { _ in }, false),
        "the record type and the purpose": ([Fixture.crime], { $0.purposes = [.intelligence] }, false),
        "another record type": ([stops], { _ in }, true),
        "another purpose": (nil, { $0.purposes = [.performanceMonitoring] }, true),
        "other record types for this agency": (
            nil, { $0.limits = [ProtocolTerms.Limit(agency: Fixture.council, datasets: [stops], depersonalisedOnly: false)] }, true
        ),
        "the record type for this agency": (
            nil, { $0.limits = [ProtocolTerms.Limit(agency: Fixture.council, datasets: [Fixture.crime], depersonalisedOnly: true)] }, false
        ),
        "other record types for the one that holds it": (
            nil, { $0.limits = [ProtocolTerms.Limit(agency: Fixture.police, datasets: [stops], depersonalisedOnly: false)] }, true
        ),
    ]

    private func hub(_ limit: String) throws -> RequestFixture {
        var hub = try RequestFixture()
        let (datasets, change, _) = try #require(Self.limits[limit])
        var terms = ProtocolTerms()
        change(&terms)
        try hub.base.run(.partnership(.withdrawProtocol(ProtocolID(rawValue: "isp"), why: "replaced")))
        try hub.base.run(.recordProtocol(id: Self.narrow, title: "N", datasets: datasets, inForceFrom: 0, expires: nil, terms: terms))
        for agency in [Fixture.police, Fixture.council] { try hub.base.run(.sign(Self.narrow, agency: agency)) }
        return hub
    }

    private func ask(_ hub: inout RequestFixture) throws -> SharingRequest {
        var content = RequestFixture.content(Fixture.crime, by: Fixture.analyst)
        (content.persons, content.purpose, content.fields) = (0, .intelligence, ["offence_type"])
        let id = try hub.made(content, by: Fixture.analyst)
        return try #require(hub.base.state.requests[id])
    }

    @Test(
        "what the protocol leaves out, for a record type, a purpose or an agency, waits and cannot be granted",
        arguments: limits.keys.sorted())
    func limited(_ limit: String) throws {
        var hub = try hub(limit)
        let isLimited = try #require(Self.limits[limit]).isLimited
        let request = try ask(&hub)
        let known = hub.base.register.factsKnown(of: request, at: Fixture.now)
        #expect(known["signed-same-protocol"] == .yes)
        #expect(known["protocol-limits-recipient"] == (isLimited ? .yes : .no))
        #expect(known["protocol-covers-sharing"] == (isLimited ? .no : .yes))
        #expect(request.stage == (isLimited ? .submitted : .granted) && hub.base.state.grants.isEmpty == isLimited)
        // The rule gives what a query may have, and no more.
        let had = hub.base.refusal { () throws(Refusal) in
            _ = try hub.base.register.permitAnswer(
                to: Fixture.analyst, dataset: Fixture.crime, purpose: "burglary profile", category: .intelligence, action: .query,
                at: Fixture.now)
        }
        #expect((had == nil) == !isLimited || limit.contains("holds it"), "\(String(describing: had))")
        guard isLimited else { return }
        let assessment = try hub.base.register.assess(request, at: Fixture.now)
        #expect(assessment.conclusion == .notAsAsked && assessment.summary.contains("The protocol’s limits are kept"))
        #expect(hub.code(.grant(request.id, why: "the profile needs it", reading: nil), by: RequestFixture.officer) == .lawNotSatisfied)
        #expect(
            hub.code(.state(request.id, ["protocol-limits-recipient": false]), by: RequestFixture.officer) == .unsoundRequest,
            "nobody states it")
        // A protocol beside it that lets it be had.
        let wide = ProtocolID(rawValue: "wide")
        try hub.base.run(.recordProtocol(id: wide, title: "W", datasets: [Fixture.crime], inForceFrom: 0, expires: nil))
        for agency in [Fixture.police, Fixture.council] { try hub.base.run(.sign(wide, agency: agency)) }
        #expect(try ask(&hub).stage == .granted)
    }

    @Test("where they have signed nothing together it is the signature that is missing, and no limit")
    func unsigned() throws {
        var hub = try hub("all of it")
        try hub.base.run(.withdrawSignature(Self.narrow, agency: Fixture.council))
        let request = try ask(&hub)
        let known = hub.base.register.factsKnown(of: request, at: Fixture.now)
        #expect(request.stage == .submitted)
        #expect(known["protocol-limits-recipient"] == .no && known["protocol-covers-sharing"] == .no)
        let failed = try hub.base.register.assess(request, at: Fixture.now).tests.filter { $0.outcome == .notSatisfied }
        #expect(failed.map(\.rule).contains("protocol-signed"), "\(failed.map(\.rule))")
    }
}
