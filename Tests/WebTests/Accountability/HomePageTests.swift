import Foundation
import Guidance
import Register
import Testing

@testable import Hub
@testable import Web

@Suite("The first page")
struct HomePageTests {
    typealias Fixture = GovernanceFixture

    @Test(
        "it says what waits for whom: the undertaking to those who open personal items, the notification to the co-ordinator, and nothing of another's"
    )
    func waiting() async throws {
        let fixture = try await Fixture(), web = fixture.web
        try web.hub.run(
            .partnership(.setUndertaking(nil, text: "I keep what I am shown to the purpose it was shown for, and tell nobody else.")),
            by: .firstCoordinator)
        for role in Role.allCases {
            let answer = try await web.ask("/", as: WebFixture.person(role, of: WebFixture.council))
            // Those to whom a personal item could be opened, and nobody else.
            let opens = [Role.analyst, .liaisonOfficer, .meetingMember, .guardian].contains(role)
            #expect(answer.status == 200 && answer.body.contains("/partnerships/luton-csp/undertaking") == opens, "\(role)")
        }
        #expect(!(try await web.ask("/", as: Fixture.person(.analyst)).body.contains("/partnerships/luton-csp/undertaking")))
        let coordinator = try await web.ask("/", as: .firstCoordinator).body
        #expect(coordinator.contains("/agencies/beds-police/notification") && !coordinator.contains("/agencies/beds-fire"))
        #expect(!(try await web.ask("/", as: Fixture.analyst).body.contains("/agencies/beds-police/notification")))
        try web.hub.run(.partnership(.agree(nil)), by: Fixture.analyst)
        #expect(!(try await web.ask("/", as: Fixture.analyst).body.contains("/partnerships/luton-csp/undertaking")))
    }

    @Test("it says what changed since the session before, to whom it concerns, and escapes it")
    func changed() async throws {
        let fixture = try await Fixture(), web = fixture.web, analyst = WebFixture.person(.analyst, of: WebFixture.council)
        // Nobody is told what changed before they first came.
        #expect(!(try await web.ask("/", as: analyst).body.contains(web.face.texts("home.changed"))))
        let supply = try fixture.supply()
        try web.hub.run(
            .recordProtocol(id: ProtocolID(rawValue: "isp-3"), title: Fixture.script, datasets: nil, inForceFrom: 0, expires: nil),
            by: .firstCoordinator)
        let page = try await web.ask("/", as: analyst).body
        #expect(page.contains("/catalogue/\(WebFixture.crime)") && page.contains("/protocols/isp-3"))
        #expect(!page.contains("<script>alert") && page.contains("&lt;script&gt;alert"))
        for _ in 0..<2 {
            let other = try await web.ask("/", as: Fixture.person(.analyst)).body
            #expect(!other.contains("/catalogue/\(WebFixture.crime)") && !other.contains("/protocols/isp-3"), "\(supply)")
        }
        // At the session after, it is no news any more.
        #expect(!(try await web.ask("/", as: analyst).body.contains("/protocols/isp-3")))
    }

    @Test("everybody has the way to their work, the supplier news of what others did, and nobody a duty that others settle as theirs")
    func jobs() async throws {
        let fixture = try await Fixture(), web = fixture.web
        let supply = try fixture.supply()
        let ways: [(Role, String)] = [
            (.dataSupplier, "/supply"), (.analyst, "/explore"), (.meetingMember, "/requests/new"), (.liaisonOfficer, "/requests"),
            (.auditor, "/audit"),
        ]
        for (role, way) in ways {
            let body = try await web.ask("/", as: WebFixture.person(role, of: WebFixture.police)).body
            #expect(body.contains("sw-card__title\"><a class=\"govuk-link govuk-link--no-underline\" href=\"\(way)\">"), "\(role)")
        }
        let supplier = WebFixture.person(.dataSupplier, of: WebFixture.police)
        #expect(try await web.ask("/", as: supplier).body.contains("href=\"/supplies/\(supply)\""))
        try web.hub.run(.withdrawSupply(supply, why: "wrong file"), by: Fixture.officer)
        let told = try await web.ask("/", as: supplier).body
        #expect(told.contains("A supply was withdrawn: "))
        #expect(try await !web.ask("/", as: WebFixture.person(.analyst, of: WebFixture.police)).body.contains("/duties?state="))
        let other = try await web.ask("/", as: WebFixture.person(.dataSupplier, of: WebFixture.council)).body
        #expect(!other.contains("A supply was withdrawn"))
    }

    @Test("the operator sees the state of the hub, the auditor what happened; each within their reach")
    func panels() async throws {
        let fixture = try await Fixture(), web = fixture.web
        let panel = web.face.texts("home.hub"), latest = web.face.texts("home.latest")
        let operating = try await web.ask("/", as: WebFixture.person(.operator, of: WebFixture.police)).body
        #expect(operating.contains(panel) && operating.contains(web.face.texts("home.disc")) && !operating.contains(latest))
        let auditor = try await web.ask("/", as: WebFixture.person(.auditor, of: WebFixture.police)).body
        #expect(auditor.contains(latest) && !auditor.contains(panel))
        let other = try await web.ask("/", as: Fixture.person(.auditor)).body
        #expect(other.contains(latest) && !other.contains("police"))
    }
}
