import Foundation
import Register
import Testing

@testable import Hub
@testable import Web

@Suite("Views that a person keeps")
struct SavedViewTests {
    static let analyst = WebFixture.person(.analyst, of: WebFixture.council)
    static let path = "/explore/\(WebFixture.crime)/views"

    /// A session in which it was said what the records are for.
    private func reader(_ web: WebFixture, _ person: PersonID) async throws -> (String, [(String, String)]) async throws ->
        WebFixture.Answer
    {
        let session = try web.session(person)
        let ask: (String, [(String, String)]) async throws -> WebFixture.Answer = { path, form in
            try await web.ask(
                path, form: form.isEmpty ? nil : form + [("csrf", session.csrf)], headers: ["Cookie": session.cookie])
        }
        _ = try await ask("/explore/\(WebFixture.crime)/purpose", [("category", "intelligence"), ("purpose", "burglary profile")])
        return ask
    }

    @Test("are kept, found again, escaped, removed, and nobody else's")
    func kept() async throws {
        let web = try await WebFixture()
        let ask = try await reader(web, Self.analyst)
        let saved = try await ask(Self.path, [("name", "Burglary <b>\"north\"</b>"), ("query", "from=2022-10&level=ward")])
        #expect(saved.status == 303)
        #expect(saved.location?.contains("from=2022-10") == true)
        let list = try await ask("/explore", [])
        #expect(list.body.contains("Burglary &lt;b&gt;") && !list.body.contains("<b>\"north\""))
        #expect(list.body.contains("/explore/\(WebFixture.crime)?from=2022-10"))
        let other = try await web.ask("/explore", as: WebFixture.person(.liaisonOfficer, of: WebFixture.council))
        #expect(!other.body.contains("Burglary"))
        let removed = try await ask("/explore/\(WebFixture.crime)/views/remove", [("name", "Burglary <b>\"north\"</b>")])
        #expect(removed.status == 303)
        let after = try await ask("/explore", [])
        #expect(!after.body.contains("?from=2022-10"))
        let again = try await ask("/explore/\(WebFixture.crime)/views/remove", [("name", "Burglary <b>\"north\"</b>")])
        #expect(again.status == 404)
    }

    @Test("stand in no ledger, need a name, and go when their person does")
    func bounds() async throws {
        let web = try await WebFixture()
        let ask = try await reader(web, Self.analyst)
        let before = web.hub.state.size
        for name in ["", String(repeating: "n", count: 81)] { _ = try await ask(Self.path, [("name", name), ("query", "from=2022-10")]) }
        let views = SavedViews(try web.face.vault())
        #expect(try views.all(of: Self.analyst).isEmpty)
        _ = try await ask(Self.path, [("name", "North"), ("query", "csrf=x&from=2022-10")])
        #expect(try views.all(of: Self.analyst).map(\.query) == ["from=2022-10"])
        #expect(web.hub.state.size == before)
        try web.hub.run(.removePerson(Self.analyst), by: .firstCoordinator)
        try web.hub.endAccounts(web.face.vault())
        #expect(try views.all(of: Self.analyst).isEmpty)
    }

    @Test("are nothing to those who do not explore")
    func others() async throws {
        let web = try await WebFixture()
        for role in [Role.auditor, .dataSupplier, .operator] {
            for path in [Self.path, "/explore/\(WebFixture.crime)/views/remove"] {
                let answer = try await web.ask(path, as: WebFixture.person(role, of: WebFixture.council), form: [("name", "x")])
                #expect(answer.status == 403)
            }
        }
    }
}
