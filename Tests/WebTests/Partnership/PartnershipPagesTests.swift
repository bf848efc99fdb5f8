import Foundation
import Guidance
import Register
import Testing

@testable import Hub
@testable import Web

@Suite("Agencies, people and agreements in the browser")
struct PartnershipPagesTests {
    typealias Fixture = GovernanceFixture

    @Test("everybody reads the register; only its co-ordinator is shown what changes it")
    func reading() async throws {
        let fixture = try await Fixture(), web = fixture.web
        for path in [
            "/partnership", "/agencies", "/agencies/beds-police", "/people", "/protocols", "/protocols/isp", "/partnerships",
            "/partnerships/luton-csp", "/partnerships/luton-csp/undertaking", "/access-way",
        ] {
            for role in Role.allCases {
                let answer = try await web.ask(path, as: WebFixture.person(role, of: WebFixture.council))
                #expect(answer.status == 200, "\(path) for \(role)")
            }
            #expect(try await web.ask(path).status == 303)
        }
        let read = try await web.ask("/agencies/beds-police", as: Fixture.analyst).body
        #expect(read.contains("Bedfordshire Police") && !read.contains("/agencies/beds-police/notification"))
        #expect(try await web.ask("/agencies/beds-police", as: .firstCoordinator).body.contains("/agencies/beds-police/notification"))
        #expect(try await web.ask("/agencies/nobody", as: Fixture.analyst).status == 404)
        #expect(try await web.ask("/protocols/../..", as: Fixture.analyst).status == 404)
    }

    @Test("nothing is chosen by leaving a list as it is, and a fault says what is missing")
    func openChoices() async throws {
        let web = try await Fixture().web, first = PersonID.firstCoordinator
        let form = try await web.ask("/people/new?agency=luton-council&role=guardian", as: first).body
        #expect(form.contains("value=\"luton-council\" selected"))
        #expect(try await web.ask("/people/new", as: first).body.contains("<option value=\"\" selected>Choose</option>"))
        let empty = try await web.ask("/people/new", as: first, form: [("name", ""), ("id", "n-ew"), ("agency", ""), ("role", "analyst")])
        #expect(empty.status == 422 && empty.body.contains("Fill in “Name”") && empty.body.contains("Choose an answer for “Agency”"))
        #expect(web.hub.state.people[PersonID(rawValue: "n-ew")] == nil)
    }

    @Test("where nobody has the role an agency names somebody of, the page leads to adding a person, and there is no form")
    func nobodyToName() async throws {
        let web = try await Fixture().web, first = PersonID.firstCoordinator
        try web.hub.run(
            .addAgency(id: AgencyID(rawValue: "fire"), name: "Fire <b>", agencyClass: "fire-and-rescue", knownAs: nil, partnership: nil),
            by: first)
        let page = try await web.ask("/agencies/fire/liaison-officer", as: first).body
        #expect(
            page.contains("/people/new?agency=fire&amp;role=liaison-officer") && page.contains("Fire &lt;b&gt;")
                && !page.contains("id=\"person\""))
        #expect(try await web.ask("/agencies/fire/liaison-officer", as: first, form: [("person", "x")]).status == 404)
    }

    @Test("forms of the register are for the co-ordinator of its partnership, and for nobody else")
    func wrongPeople() async throws {
        let fixture = try await Fixture(), web = fixture.web
        let forms = [
            "/agencies/new", "/agencies/beds-police/liaison-officer", "/agencies/beds-police/guardian", "/agencies/beds-police/contact",
            "/agencies/beds-police/notification", "/agencies/beds-police/contracts/new", "/agencies/beds-police/contracts/end",
            "/people/new", "/people/police-analyst/profile", "/people/police-analyst/invite", "/people/police-analyst/remove",
            "/protocols/new", "/protocols/new/terms", "/protocols/isp/review", "/protocols/isp/end", "/protocols/isp/leave",
            "/partnerships/luton-csp/join", "/partnerships/luton-csp/part", "/partnerships/luton-csp/co-ordinators",
            "/partnerships/luton-csp/undertaking/set", "/access-way/set",
        ]
        let elsewhere = Fixture.person(.coordinator)
        let ownToo: Set = ["/agencies/new", "/people/new", "/protocols/new", "/protocols/new/terms"]
        for form in forms {
            #expect(try await web.ask(form, as: .firstCoordinator).status == 200, "\(form)")
            for role in Role.allCases where role != .coordinator {
                #expect(try await web.ask(form, as: WebFixture.person(role, of: WebFixture.police)).status == 403, "\(form) for \(role)")
            }
            guard !ownToo.contains(form) else { continue }
            let size = web.hub.state.size
            // In another partnership there is no such form, nor such a person.
            let expected = 404
            #expect(try await web.ask(form, as: elsewhere).status == expected, "\(form)")
            if form != "/protocols/new" {
                #expect(try await web.ask(form, as: elsewhere, form: [("name", "x"), ("why", "because")]).status == expected, "\(form)")
            }
            let recorded = try fixture.events(since: size)
            #expect(Set(recorded).isSubset(of: ["signedIn"]), "\(form): \(recorded)")
        }
        #expect(try await web.ask("/agencies/beds-police/package-key", as: .firstCoordinator).status == 403)
        #expect(
            try await web.ask("/agencies/beds-police/package-key", as: WebFixture.person(.liaisonOfficer, of: WebFixture.council)).status
                == 404)
    }

    @Test("an agency is added, with its officers, contact, notification and contracts; a script in any text comes out as text")
    func agency() async throws {
        let fixture = try await Fixture(), web = fixture.web, script = Fixture.script, first = PersonID.firstCoordinator
        let weak = try await web.ask("/agencies/new", as: first, form: [("name", ""), ("id", "X Y"), ("class", "council")])
        #expect(weak.status == 422 && weak.body.contains("error-summary"))
        try await fixture.done(
            "/agencies/new", as: first,
            form: [("name", script), ("id", "observatory"), ("class", "council"), ("known-as", script), ("partnership", "luton-csp")],
            event: "agencyAdded")
        let again = try await web.ask(
            "/agencies/new", as: first, form: [("name", "A"), ("id", "observatory"), ("class", "council"), ("partnership", "luton-csp")])
        #expect(again.status == 422)
        let twice: [(String, String)] = [("name", script), ("id", "o-list"), ("agency", "observatory")]
        try await fixture.done(
            "/people/new", as: first,
            form: twice + [("role", "liaison-officer"), ("role", "caldicott-guardian"), ("dataset", WebFixture.crime.rawValue)],
            event: "personAdded")
        let person = [("person", "o-list")]
        try await fixture.done("/agencies/observatory/liaison-officer", as: first, form: person, event: "liaisonOfficerNamed")
        try await fixture.done("/agencies/observatory/guardian", as: first, form: person, event: "guardianNamed")
        try await fixture.done(
            "/agencies/observatory/contact", as: first, form: person + [("dataset", WebFixture.crime.rawValue)], event: "contactNamed")
        #expect(try await web.ask("/agencies/observatory/contact", as: first, form: [("person", "police-analyst")]).status == 422)
        let day = [("expires-day", "31"), ("expires-month", "5"), ("expires-year", "2031")]
        try await fixture.done(
            "/agencies/observatory/notification", as: first, form: [("number", script)] + day, event: "notificationRecorded")
        let wrong = try await web.ask(
            "/agencies/observatory/notification", as: first,
            form: [("number", "Z1"), ("expires-day", "31"), ("expires-month", "2"), ("expires-year", "2031")])
        #expect(wrong.status == 422 && wrong.body.contains("href=\"#expires-day\""))
        let span = [
            ("from-day", "1"), ("from-month", "4"), ("from-year", "2026"), ("until-day", "31"), ("until-month", "3"),
            ("until-year", "2029"),
        ]
        let contract = [("processor", "beds-police"), ("reference", script)] + span
        #expect(try await web.ask("/agencies/observatory/contracts/new", as: first, form: contract).status == 422)
        try await fixture.done(
            "/agencies/observatory/contracts/new", as: first, form: contract + [("free", "yes")], event: "processorContracted")
        try await fixture.done(
            "/agencies/observatory/contracts/end", as: first, form: [("contract", "0"), ("why", script)], event: "contractEnded")
        let key = try OpenPackage.makeKey(at: web.root.appending(path: "agency.key"))
        #expect(try await web.ask("/agencies/beds-police/package-key", as: Fixture.officer, form: [("key", script)]).status == 422)
        try await fixture.done(
            "/agencies/beds-police/package-key", as: Fixture.officer, form: [("key", key.base64)], event: "packageKeyRecorded")
        for path in ["/agencies", "/agencies/observatory", "/people", "/people/o-list", "/agencies/observatory/liaison-officer"] {
            let page = try await web.ask(path, as: first).body
            #expect(!page.contains("<script>alert") && page.contains("&lt;script&gt;alert"), "\(path)")
        }
    }

    @Test("a profile changes; an invitation's code is shown once, to the co-ordinator; a leaver is gone")
    func people() async throws {
        let fixture = try await Fixture(), web = fixture.web, first = PersonID.firstCoordinator
        try await fixture.done("/people/police-analyst/profile", as: first, form: [("dataset", "stop-and-search")], event: "profileChanged")
        #expect(web.hub.state.people[Fixture.analyst]?.datasets == [.init(rawValue: "stop-and-search")])
        let size = web.hub.state.size
        let invited = try await web.ask("/people/police-analyst/invite", as: first, form: [("registration", "level-3")])
        #expect(invited.status == 200 && invited.body.contains("sw-verbatim") || invited.body.contains("<pre"))
        #expect(try fixture.events(since: size).contains("personInvited"))
        #expect(try await web.ask("/people/police-analyst/invite", as: first, form: [("registration", "level-9")]).status == 422)
        // Of another partnership, nobody is told that there is such a person.
        #expect(try await web.ask("/people/fire-analyst", as: Fixture.analyst).status == 404)
        #expect(!(try await web.ask("/people", as: Fixture.coordinator).body.contains("fire-analyst")))
        #expect(try await web.ask("/people", as: Fixture.person(.coordinator)).body.contains("fire-analyst"))
        try await fixture.done("/people/police-analyst/remove", as: first, form: [], event: "personLeft")
        #expect(try await web.ask("/people/co-ordinator/remove", as: first, form: []).status == 404)
    }

    @Test("a protocol is recorded with limits and routine supplies, signed, reviewed, left and withdrawn")
    func protocols() async throws {
        let fixture = try await Fixture(), web = fixture.web, script = Fixture.script, first = PersonID.firstCoordinator
        let asked = "/protocols/new/terms?kind=information-sharing-protocol&supplies=1&limits=1"
        let form = try await web.ask(asked, as: first).body
        #expect(form.contains("supply-agency-0") && form.contains("limit-agency-0") && !form.contains("supply-agency-1"))
        let base = [("kind", "information-sharing-protocol"), ("supplies", "1"), ("limits", "1"), ("title", script), ("id", "isp-2")]
        let rows = [
            ("partnership", "luton-csp"), ("supply-agency-0", "beds-police"), ("supply-dataset-0", WebFixture.crime.rawValue),
            ("supply-every-0", "monthly"), ("supply-within-0", "10"), ("limit-agency-0", "luton-council"), ("limit-only-0", "yes"),
            ("also", "foi"), ("purpose", "intelligence"),
        ]
        let bad = try await web.ask(
            "/protocols/new/terms", as: first, form: base + rows.map { $0.0 == "supply-within-0" ? ($0.0, "x") : $0 })
        #expect(bad.status == 422 && bad.body.contains("supply-within-0") && !bad.body.contains("<script>alert"))
        try await fixture.done("/protocols/new/terms", as: first, form: base + rows, event: "protocolRecorded")
        let terms = try #require(web.hub.state.protocols[ProtocolID(rawValue: "isp-2")]?.terms)
        #expect(terms.supplies.count == 1 && terms.limits.first?.depersonalisedOnly == true && terms.hasFreedomOfInformationClause)
        #expect(
            try await fixture.statuses("/protocols/isp-2/sign", [first, Fixture.person(.coordinator), Fixture.analyst]) == [200, 404, 403])
        try await fixture.done("/protocols/isp-2/sign", as: first, form: [("agency", "beds-police")], event: "protocolSigned")
        let page = try await web.ask("/protocols/isp-2", as: Fixture.analyst).body
        #expect(!page.contains("<script>alert") && page.contains("&lt;script&gt;alert"))
        try await fixture.done(
            "/protocols/isp-2/review", as: first, form: [("next-day", "1"), ("next-month", "1"), ("next-year", "2040")],
            event: "protocolReviewed"
        )
        try await fixture.done("/protocols/isp-2/leave", as: first, form: [("agency", "beds-police")], event: "signatureWithdrawn")
        try await fixture.done("/protocols/isp-2/end", as: first, form: [("why", "it was replaced")], event: "protocolWithdrawn")
        #expect(try await web.ask("/protocols/isp-2/sign", as: first, form: [("agency", "beds-police")]).status == 422)
    }

    @Test("a partnership is founded, an agency joins, authorities consent, and leaves; its undertaking is set and agreed to")
    func partnerships() async throws {
        let fixture = try await Fixture(), web = fixture.web, script = Fixture.script, first = PersonID.firstCoordinator
        try await fixture.done("/partnerships/new", as: first, form: [("name", script), ("id", "third-csp")], event: "partnershipFounded")
        #expect(try await web.ask("/partnerships/new", as: Fixture.person(.coordinator)).status == 404)
        try await fixture.done("/partnerships/luton-csp/join", as: first, form: [("agency", "beds-fire")], event: "agencyJoined")
        let consent = [("partner", "beds-fire"), ("authority", "beds-police")]
        #expect(
            try await fixture.statuses("/partnerships/luton-csp/consent", [Fixture.officer, Fixture.person(.liaisonOfficer)]) == [200, 404])
        try await fixture.done(
            "/partnerships/luton-csp/co-ordinators", as: first, form: [("person", "police-co-ordinator"), ("acts", "no")],
            event: "coordinatorChanged")
        #expect(try await web.ask("/undertaking", as: Fixture.analyst).location == "/partnerships/luton-csp/undertaking")
        #expect(try await web.ask("/partnerships/luton-csp/consent", as: Fixture.analyst, form: consent).status == 403)
        try await fixture.done("/partnerships/luton-csp/consent", as: Fixture.officer, form: consent, event: "partnerConsented")
        // For another authority, its own officer or a letter.
        let council = [("partner", "beds-fire"), ("authority", "luton-council")]
        #expect(try await web.ask("/partnerships/luton-csp/consent", as: Fixture.officer, form: council).status != 303)
        #expect(try await web.ask("/partnerships/luton-csp/consent", as: first, form: council).status == 422)
        try await fixture.done(
            "/partnerships/luton-csp/consent", as: first, form: council + [("document", "minute 12 of March")], event: "partnerConsented")
        try await fixture.done("/partnerships/luton-csp/part", as: first, form: [("agency", "beds-fire")], event: "agencyParted")
        let text = "I keep what I am shown to the purpose it was shown for, and tell nobody else. \(script)"
        #expect(try await web.ask("/partnerships/luton-csp/undertaking/set", as: first, form: [("text", "short")]).status == 422)
        try await fixture.done("/partnerships/luton-csp/undertaking/set", as: first, form: [("text", text)], event: "undertakingSet")
        let page = try await web.ask("/partnerships/luton-csp/undertaking", as: Fixture.analyst).body
        #expect(!page.contains("<script>alert") && page.contains("&lt;script&gt;alert"))
        try await fixture.done(
            "/partnerships/luton-csp/undertaking", as: Fixture.analyst, form: [("version", "1")], event: "undertakingAgreed")
        #expect(web.hub.state.partnerships[web.hub.state.firstPartnership]?.isBound(Fixture.analyst) == true)
        // Somebody who read an older text agrees to nothing.
        let size = web.hub.state.size
        _ = try await web.ask("/partnerships/luton-csp/undertaking", as: Fixture.officer, form: [("version", "0")])
        #expect(!(try fixture.events(since: size).contains("undertakingAgreed")))
    }

    @Test("how the terminal is reached is stated by the hub's co-ordinator")
    func accessWay() async throws {
        let fixture = try await Fixture()
        try await fixture.done(
            "/access-way/set", as: .firstCoordinator,
            form: [("network", "gsi"), ("device", "secure-premises"), ("sign-in", "password-best-practice"), ("registration", "level-2")],
            event: "accessWaySet")
        #expect(
            try await fixture.web.ask("/access-way/set", as: .firstCoordinator, form: [("network", "nowhere")]).status == 422)
    }
}
