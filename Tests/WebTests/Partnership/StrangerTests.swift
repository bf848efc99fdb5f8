import Foundation
import Register
import Testing

@testable import Hub
@testable import Web

@Suite("What people of another partnership learn")
struct StrangerTests {
    private typealias Fixture = GovernanceFixture

    @Test("nothing of what this one holds: not by what would be left out, not by barriers, not by who is named")
    func nothing() async throws {
        let fixture = try await Fixture(), web = fixture.web
        _ = try fixture.supply()
        let reader = Fixture.person(.analyst), police = WebFixture.police.rawValue
        let policeName = try #require(web.hub.state.agencies[WebFixture.police]?.name)
        // A protocol of their own, so that they may ask at all.
        let agreement = ProtocolID(rawValue: "fire-isp")
        var terms = ProtocolTerms()
        terms.partnership = Fixture.other
        try web.hub.run(
            .recordProtocol(id: agreement, title: "Bedford ISP", datasets: nil, inForceFrom: 0, expires: nil, terms: terms),
            by: Fixture.person(.coordinator))
        try web.hub.run(.sign(agreement, agency: Fixture.fire), by: Fixture.person(.coordinator))
        let session = try web.session(reader)
        let stated = try await web.ask(
            "/explore/\(WebFixture.crime)/purpose",
            form: [("category", "intelligence"), ("purpose", "profile"), ("csrf", session.csrf)], headers: ["Cookie": session.cookie])
        #expect(stated.status == 303, "\(stated.body)")
        let page = try await web.ask("/explore/\(WebFixture.crime)", headers: ["Cookie": session.cookie])
        #expect(page.status == 200 && !page.body.contains(police) && !page.body.contains("left out"), "\(page.status)")
        let nothingHeld = web.face.texts("explore.nothing-held")
        #expect(try await web.ask("/explore", as: reader).body.contains(nothingHeld))
        #expect(try await !web.ask("/explore", as: WebFixture.person(.analyst, of: WebFixture.council)).body.contains(nothingHeld))

        #expect(try await !web.ask("/barriers", as: reader).body.contains(policeName))
        #expect(try await web.ask("/barriers", as: WebFixture.person(.analyst, of: WebFixture.council)).body.contains(policeName))

        let officer = try #require(web.hub.state.people[Fixture.officer]?.name)
        let named = web.face.texts("agency.named")
        for path in ["/agencies", "/agencies/\(police)"] {
            let theirs = try await web.ask(path, as: reader).body, own = try await web.ask(path, as: Fixture.analyst).body
            #expect(own.contains(officer) && !theirs.contains(officer) && theirs.contains(named), "\(path)")
        }
        let contracts = web.face.texts("agency.contracts")
        #expect(try await !web.ask("/agencies/\(police)", as: reader).body.contains(contracts))
        #expect(try await web.ask("/agencies/\(police)", as: Fixture.analyst).body.contains(contracts))

        let form = try await web.ask("/partnerships/\(Fixture.other)/co-ordinators", as: Fixture.person(.coordinator))
        #expect(
            form.status == 200 && form.body.contains(Fixture.person(.coordinator).rawValue)
                && !form.body.contains(Fixture.coordinator.rawValue))
    }
}
