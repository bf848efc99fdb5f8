import Foundation
import Guidance
import Register
import Testing

@testable import Hub
@testable import Web

@Suite("Enquiries in the browser")
struct EnquiryPagesTests {
    typealias Fixture = GovernanceFixture
    private static let council = WebFixture.person(.liaisonOfficer, of: WebFixture.council)
    private static let script = Fixture.script

    private static func today(_ name: String, _ web: WebFixture) -> [(String, String)] {
        let day = CalendarDay(number: web.hub.now.day)
        return [("\(name)-day", "\(day.day)"), ("\(name)-month", "\(day.month)"), ("\(name)-year", "\(day.year)")]
    }

    private static func asked(_ web: WebFixture) -> [(String, String)] {
        [
            ("kind", "foi"), ("subject", "burglaries by ward \(script)"), ("receiver", "luton-council"),
            ("dataset", WebFixture.crime.rawValue), ("from", "beds-police"),
        ] + today("received", web)
    }

    @Test("an enquiry is logged, consulted on, clarified, answered for and closed; a script in it comes out as text")
    func life() async throws {
        let fixture = try await Fixture(), web = fixture.web, police = Fixture.officer
        #expect(try await fixture.statuses("/enquiries/new", [Self.council, Fixture.analyst]) == [200, 403])
        let weak = try await web.ask("/enquiries/new", as: Self.council, form: [("kind", "foi")])
        #expect(weak.status == 422)
        try await fixture.done("/enquiries/new", as: Self.council, form: Self.asked(web), event: "enquiryLogged")
        let page = try await web.ask("/enquiries/e000001", as: Self.council)
        #expect(page.status == 200 && !page.body.contains("<script>alert") && page.body.contains("&lt;script&gt;alert"))
        #expect(try await web.ask("/enquiries", as: police).body.contains("e000001"))
        // The agency consulted sees it and does not handle it; another partnership sees nothing.
        #expect(try await fixture.statuses("/enquiries/e000001", [police, Fixture.person(.liaisonOfficer)]) == [200, 404])
        #expect(!(try await web.ask("/enquiries", as: Fixture.person(.coordinator)).body.contains("e000001")))
        #expect(try await web.ask("/enquiries/e000001/consult", as: police, form: [("agency", "beds-police")]).status == 404)
        #expect(try await web.ask("/enquiries/e000001", as: Fixture.analyst).status == 403)
        #expect(try await web.ask("/enquiries/e000001/consult", as: Self.council).body.contains("beds-police"))
        try await fixture.done("/enquiries/e000001/consult", as: Self.council, form: [("agency", "beds-police")], event: "enquiryConsulted")
        #expect(try await web.ask("/", as: police).body.contains("/enquiries/e000001"))
        #expect(try await web.ask("/enquiries/e000001/clarify", as: Self.council).status == 200)
        try await fixture.done(
            "/enquiries/e000001/clarify", as: Self.council, form: [("what", "which years")] + Self.today("asked", web),
            event: "enquiryClarified")
        #expect(try await web.ask("/enquiries/e000001/answered", as: Self.council).status == 200)
        try await fixture.done(
            "/enquiries/e000001/answered", as: Self.council, form: Self.today("day", web), event: "enquiryClarified")
        #expect(try await web.ask("/enquiries/e000001/amend", as: Self.council).body.contains("burglaries"))
        try await fixture.done(
            "/enquiries/e000001/amend", as: Self.council,
            form: Self.asked(web).map { $0.0 == "subject" ? ($0.0, "burglaries by ward, in one year") : $0 } + [
                ("why", "the year was missing")
            ],
            event: "enquiryAmended")
        #expect(try await web.ask("/enquiries/e000001/reply", as: police).status == 200)
        #expect(
            try await web.ask("/enquiries/e000001/reply", as: police, form: [("answer", "exemption"), ("why", "patrols")]).status == 422)
        try await fixture.done(
            "/enquiries/e000001/reply", as: police, form: [("answer", "agrees"), ("why", "it was published already")],
            event: "enquiryReplied")
        #expect(try await web.ask("/enquiries/e000001/close", as: Self.council).status == 200)
        #expect(try await web.ask("/enquiries/e000001/close", as: Self.council, form: [("outcome", "")]).status == 422)
        try await fixture.done(
            "/enquiries/e000001/close", as: Self.council, form: [("outcome", "disclosed"), ("why", "counts by ward were given")],
            event: "enquiryClosed")
        #expect(try await web.ask("/enquiries/e000001/close", as: Self.council).status == 404)
    }

    @Test("a letter that the co-ordinator recorded is looked at by the agency whose it is")
    func letter() async throws {
        let fixture = try await Fixture(), web = fixture.web
        try await fixture.done("/enquiries/new", as: Self.council, form: Self.asked(web), event: "enquiryLogged")
        try await fixture.done("/enquiries/e000001/consult", as: Self.council, form: [("agency", "beds-police")], event: "enquiryConsulted")
        let reply = [("agency", "beds-police"), ("answer", "objects"), ("why", "it would show where patrols go")]
        #expect(try await web.ask("/enquiries/e000001/reply", as: .firstCoordinator, form: reply).status == 422)
        try await fixture.done(
            "/enquiries/e000001/reply", as: .firstCoordinator, form: reply + [("document", "letter of 3 March")], event: "enquiryReplied")
        #expect(try await web.ask("/enquiries/e000001/letter", as: Self.council).status == 404)
        #expect(try await web.ask("/enquiries/e000001/letter", as: Fixture.officer).body.contains("letter of 3 March"))
        try await fixture.done("/enquiries/e000001/letter", as: Fixture.officer, form: [("ours", "no")], event: "enquiryLetterSeen")
        #expect(web.hub.state.enquiries.values.first?.consultations[WebFixture.police]?.reply == nil)
    }
}
