import Foundation
import Guidance
import HTTPTypes
import Hub
import Law
import Register
import Testing

@testable import Web

@Suite("The life of a request in the browser")
struct RequestLifeWebTests {
    private let officer = AskFixture.officer, member = AskFixture.member

    @Test("asked, asked back, answered, settled, granted, viewed, taken, revoked, attested; nobody else sees whom it is about")
    func life() async throws {
        let ask = try await AskFixture(), web = ask.web
        let id = try await ask.ask()
        let made = try #require(web.hub.state.requests[id])
        #expect(made.by == member && made.content.persons == 1 && made.content.purpose == .serviceDelivery)
        #expect(try await !web.ask("/requests", as: member).body.contains("Your drafts"), "a sent draft is gone")

        // Both sides see the same states; the conversation goes to and fro.
        let page = "/requests/\(id)"
        #expect(try await web.ask("/requests/\(id)/ask", as: officer, form: [("text", "for which meeting is it?")]).status == 303)
        #expect(web.hub.state.requests[id]?.stage == .queried)
        #expect(try await web.ask("/requests/\(id)/answer", as: member, form: [("text", "the case meeting of December")]).status == 303)
        for reader in [officer, member] {
            let body = try await web.ask("/requests/\(id)", as: reader).body
            #expect(body.contains("for which meeting is it?") && body.contains("the case meeting of December"))
            #expect(body.contains("The question was answered"))
        }

        // Box 1 first; then shown on demand to those who decide, and recorded.
        let unbound = try await web.ask("/requests/\(id)/persons", as: officer, form: [])
        #expect(unbound.status == 403 && unbound.body.contains("/partnership/undertaking"))
        try ask.bind(officer)
        let shown = try await web.ask("/requests/\(id)/persons", as: officer, form: [])
        #expect(shown.status == 200 && shown.body.contains(ask.person) && shown.body.contains("sw-marking"))

        // What the law still asks is refused first, then answered on the screen; until then there is no form to grant it by.
        let action = "action=\"/requests/\(id)/grant\""
        let early = try await web.ask("/requests/\(id)/decide", as: officer).body
        #expect(!early.contains(action) && early.contains("href=\"/requests/\(id)/facts\""))
        let refused = try await ask.grant(id)
        #expect(refused.status == 422 && refused.body.contains("govuk-error-summary") && !refused.body.contains(action))
        let facts = try await web.ask("/requests/\(id)/facts", as: officer)
        #expect(facts.status == 200)
        let deciding = try #require(web.hub.state.people[officer]), register = web.hub.register
        let missing = try register.assess(made, at: web.hub.now).missing
        let open = try #require(missing.first { register.canState($0.fact, on: made, by: deciding) })
        let value = AskFixture.no.contains(open.fact) ? "no" : "yes"
        #expect(try await web.ask("/requests/\(id)/facts", as: officer, form: [(open.fact, value)]).status == 303)
        #expect(web.hub.state.requests[id]?.content.facts[open.fact] == (value == "yes"))
        try ask.settle(id)
        #expect(try await web.ask("/requests/\(id)/decide", as: officer).body.contains(action))
        let stale = try await ask.grant(id, [("reading", "1")])
        #expect(stale.status == 422 && stale.body.contains("changed since you read it"))
        #expect(try await ask.grant(id).status == 303)
        let grant = try #require(web.hub.state.requests[id]?.grant)

        // Under the grant: to those it names, on the screen, once they agreed to the undertaking.
        let use = [("purpose", "case meeting")]
        #expect(try await web.ask("/grants/\(grant)/records", as: member, form: use).status == 403)
        try ask.bind(member)
        let records = try await web.ask("/grants/\(grant)/records", as: member, form: use)
        #expect(records.status == 200 && records.body.contains(ask.person) && !records.body.contains(ask.other))
        #expect(records.body.components(separatedBy: "<p class=\"sw-marking").count == 3 && records.headers[.cacheControl] == "no-store")
        #expect(records.headers[.location] == nil && web.hub.state.grants[grant]?.releases == 1)

        // A copy: encrypted, its passphrase on the page alone, fetched once, by the session it was made in.
        let session = try web.session(member)
        let taken = try await web.ask(
            "/grants/\(grant)/download", form: use + [("csrf", session.csrf)], headers: ["Cookie": session.cookie])
        let path = try #require(
            taken.body.components(separatedBy: "href=\"/grants/\(grant)/download/").dropFirst().first?.prefix { $0 != "\"" })
        #expect(try await web.ask("/grants/\(grant)/download/\(path)", as: member).status == 404, "of another session")
        let file = try await web.ask("/grants/\(grant)/download/\(path)", headers: ["Cookie": session.cookie])
        #expect(file.status == 200 && file.headers[.contentDisposition]?.contains(".zip") == true)
        #expect(try await web.ask("/grants/\(grant)/download/\(path)", headers: ["Cookie": session.cookie]).status == 404)
        #expect(try FileManager.default.contentsOfDirectory(atPath: web.hub.folder.root.appending(path: "ready").path).isEmpty)

        #expect(try await web.ask("/grants/\(grant)/revoke", as: officer, form: [("text", "the case is closed")]).status == 303)
        #expect(try await web.ask("/grants/\(grant)/records", as: member, form: use).status == 403)
        #expect(try await web.ask("/grants/\(grant)", as: member).body.contains("Destruction to be stated"))
        #expect(try await web.ask("/grants/\(grant)/attest", as: member, form: [("text", "file shredded")]).status == 303)
        #expect(web.hub.state.grants[grant]?.attested[WebFixture.council] == "file shredded")

        // The canary: on no page of anybody else, in no byte the hub wrote.
        for agency in [WebFixture.police, WebFixture.council] {
            for role in Role.allCases {
                let reader = WebFixture.person(role, of: agency)
                for path in ["/", "/requests", page, "/grants", "/grants/\(grant)"] {
                    #expect(try await !web.ask(path, as: reader).body.contains(ask.person), "\(reader) \(path)")
                }
            }
        }
        #expect(try ask.isWritten(ask.person).isEmpty)
    }

    @Test("a draft is its writer's alone, resumed from the list, changed, deleted")
    func drafts() async throws {
        let ask = try await AskFixture(), web = ask.web
        let draft = try await ask.write()
        #expect(try await web.ask("/requests", as: member).body.contains(draft))
        #expect(try await web.ask("/requests/drafts/\(draft)/persons", as: member).body.contains(ask.person))
        #expect(try await !web.ask("/requests/drafts/\(draft)/check", as: member).body.contains(ask.person))
        for role in Role.allCases {
            for agency in [WebFixture.police, WebFixture.council] {
                let reader = WebFixture.person(role, of: agency)
                guard reader != member else { continue }
                let answer = try await web.ask("/requests/drafts/\(draft)/persons", as: reader)
                #expect([403, 404].contains(answer.status) && !answer.body.contains(ask.person), "\(reader)")
                #expect(try await [403, 404].contains(web.ask("/requests/drafts/\(draft)/send", as: reader, form: []).status), "\(reader)")
            }
        }
        #expect(try ask.isWritten(ask.person).isEmpty, "sealed")
        #expect(
            try await web.ask("/requests/drafts/\(draft)/why", as: member, form: [("why", "a better reason than before")]).location
                == "/requests/drafts/\(draft)/check")
        #expect(try await web.ask("/requests/drafts/\(draft)/check", as: member).body.contains("a better reason than before"))
        let tasks = try await web.ask("/requests/drafts/\(draft)", as: member).body
        #expect(tasks.contains("href=\"/requests/drafts/\(draft)/check\"") && tasks.contains(web.face.texts("request.steps.title-5")))
        #expect(try await web.ask("/requests/drafts/\(draft)/delete", as: member).status == 200)
        #expect(try await web.ask("/requests/drafts/\(draft)/delete", as: member, form: []).status == 303)
        #expect(try await web.ask("/requests/drafts/\(draft)/check", as: member).status == 404)
        #expect(web.hub.state.requests.isEmpty)
    }

    @Test(
        "the six steps stand in order, one question each, with the way back and where one is; more hypotheses and another format are asked for"
    )
    func steps() async throws {
        let ask = try await AskFixture(), web = ask.web
        let steps = DraftPage.allCases.map(\.step)
        #expect(steps == steps.sorted() && Set(steps).union([5]) == Set(DraftPage.steps))
        let draft = try await ask.write(), base = "/requests/drafts/\(draft)"
        for page in ["purpose", "questions", "why", "transfer", "destroy-by"] {
            let step = try #require(DraftPage(rawValue: page)).step
            let body = try await web.ask("\(base)/\(page)", as: member).body
            #expect(body.contains("govuk-back-link") && body.contains(">Step \(step) of 6: "), "\(page)")
        }
        let one = [("hypothesis-1", "it is the same few places"), ("another", "yes")]
        #expect(try await web.ask("\(base)/hypotheses", as: member, form: one).location == "\(base)/hypotheses")
        let more = try await web.ask("\(base)/hypotheses", as: member).body
        #expect(more.contains("name=\"hypothesis-2\"") && !more.contains("name=\"hypothesis-3\"") && more.contains("the same few places"))
        #expect(try await web.ask("\(base)/format", as: member, form: [("format", "other")]).status == 422)
        #expect(try await web.ask("\(base)/format", as: member, form: [("format", "other"), ("format-other", "GML")]).status == 303)
        #expect(try await web.ask("\(base)/check", as: member).body.contains("GML"))
    }

    @Test("what is wrong is told on the page it belongs to, with what was typed, and is never kept")
    func faults() async throws {
        let ask = try await AskFixture(), web = ask.web
        let draft = try await ask.write()
        let wrong: [(String, [(String, String)])] = [
            ("why", [("why", "")]), ("why", [("why", "??")]), ("why", [("why", "tell Mr Smith of 07700 900123")]),
            ("why", [("why", "about \(ask.person) of course")]), ("questions", [("questions", " ")]), ("fields", []),
            ("fields", [("fields", "no_such_field")]), ("persons", [("about", "persons"), ("persons", "")]), ("persons", []),
            ("recipients", [("recipients", AskFixture.officer.rawValue)]), ("handler", [("handler", "nobody-here")]),
            ("needed-within", [("needed-within", "many")]), ("needed-within", [("needed-within", "900")]),
            ("destroy-by", [("destroy-by-day", "31"), ("destroy-by-month", "2"), ("destroy-by-year", "2030")]),
            ("destroy-by", [("destroy-by-day", "1"), ("destroy-by-month", "2"), ("destroy-by-year", "2001")]),
            ("transfer", [("transfer", "pigeon")]), ("necessity", [("necessity", "because")]),
        ]
        let before = try await web.ask("/requests/drafts/\(draft)/check", as: member).body
        #expect(try await web.ask("/requests/drafts/\(draft)/why", as: member).status == 200)
        for (page, form) in wrong {
            let answer = try await web.ask("/requests/drafts/\(draft)/\(page)", as: member, form: form)
            #expect(answer.status == 422 && answer.body.contains("govuk-error-summary"), "\(page) \(form)")
        }
        let after = try await web.ask("/requests/drafts/\(draft)/check", as: member).body
        #expect(before.replacing(try Regex("value=\"[^\"]*\""), with: "") == after.replacing(try Regex("value=\"[^\"]*\""), with: ""))
        #expect(try await web.ask("/requests/new", as: member, form: [("dataset", "no-such-dataset")]).status == 422)
    }

    @Test("a script in any text comes out as text")
    func script() async throws {
        let hostile = "<script>alert('x')</script> \"quoted\" & more"
        let ask = try await AskFixture(), web = ask.web
        let id = try await ask.ask([
            "questions": [("questions", hostile)], "why": [("why", hostile)], "benefit": [("benefit", hostile)],
            "necessity": [("necessity", hostile + " because of it")], "proportionality": [("proportionality", hostile + " and no less")],
        ])
        #expect(try await web.ask("/requests/\(id)/ask", as: officer, form: [("text", hostile)]).status == 303)
        #expect(try await web.ask("/requests/\(id)/answer", as: member, form: [("text", hostile)]).status == 303)
        #expect(try await web.ask("/requests/\(id)/refuse", as: officer, form: [("choice", "no-time"), ("text", hostile)]).status == 303)
        #expect(try await web.ask("/requests/\(id)/appeal", as: member, form: [("text", hostile)]).status == 303)
        for reader in [officer, member, .firstCoordinator] {
            let body = try await web.ask("/requests/\(id)", as: reader).body
            #expect(body.contains("&lt;script&gt;") && !body.contains("<script>alert"), "\(reader)")
        }
        #expect(try await !web.ask("/requests/\(id)/settle", as: .firstCoordinator).body.contains("<script>alert"))
    }
}
