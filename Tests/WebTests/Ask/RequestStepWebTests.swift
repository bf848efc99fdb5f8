import Foundation
import Guidance
import Hub
import Register
import Testing

@testable import Web

@Suite("Every state of a request, every role: the buttons that lead on, and nothing else")
struct RequestStepWebTests {
    private static let steps: [(path: String, steps: [RequestStep], form: [(String, String)])] = [
        ("ask", [.query], [("text", "for which meeting is it?")]), ("answer", [.answer], [("text", "the meeting of December")]),
        ("advise", [.advise], [("choice", "yes"), ("text", "it is for the best")]),
        ("refuse", [.refuse], [("choice", "law"), ("text", "the law does not allow it")]),
        ("withdraw", [.withdraw], [("text", "the meeting is cancelled")]), ("appeal", [.appeal], [("text", "it can be stated beside it")]),
        ("settle", [.uphold, .reconsider], [("choice", "stands"), ("text", "it was right")]), ("facts", [.state], []),
        ("amend", [.amend], []), ("grant", [.grant], [("why", "the scheme needs it")]),
    ]

    @Test("who may not take a step has no button for it, and is refused when they send it all the same")
    func matrix() async throws {
        let ask = try await AskFixture(), web = ask.web
        let officer = AskFixture.officer, member = AskFixture.member
        let id = try await ask.ask()
        let page = "/requests/\(id)"
        let people = [WebFixture.police, WebFixture.council].flatMap { agency in Role.allCases.map { WebFixture.person($0, of: agency) } }
        // Each signs in once: what is looked at here is what they may do.
        var sessions: [PersonID: (cookie: String, csrf: String)] = [:]
        for id in people + [.firstCoordinator] { sessions[id] = try web.session(id) }
        func answer(_ path: String, _ id: PersonID, form: [(String, String)]? = nil) async throws -> WebFixture.Answer {
            guard let session = sessions[id] else { throw AskFixture.Unending() }
            return try await web.ask(path, form: form.map { $0 + [("csrf", session.csrf)] }, headers: ["Cookie": session.cookie])
        }
        func check(_ stage: RequestStage) async throws {
            guard let request = web.hub.state.requests[id] else { throw AskFixture.Unending() }
            #expect(request.stage == stage)
            for id in people + [.firstCoordinator] {
                guard let person = web.hub.state.people[id] else { throw AskFixture.Unending() }
                let sees =
                    (try? web.hub.register.request(request.id, seenBy: person)) != nil && (person.may(.request) || person.may(.seeRequest))
                let shown = try await answer(page, id)
                #expect(sees ? shown.status == 200 : [403, 404].contains(shown.status), "\(id) at \(stage)")
                let own = web.hub.register.steps(in: request, for: person, at: web.hub.now)
                for step in Self.steps {
                    let may = sees && !Set(step.steps).isDisjoint(with: own)
                    let path = step.path == "grant" ? "decide" : step.path
                    #expect(shown.body.contains("href=\"\(page)/\(path)\"") == may, "\(id) at \(stage): \(step.path)")
                    if may { #expect(try await answer("\(page)/\(path)", id).status == 200, "\(id) at \(stage): \(step.path)") }
                    guard !may else { continue }
                    let sent = try await answer("\(page)/\(step.path)", id, form: step.form)
                    #expect([403, 404].contains(sent.status), "\(id) at \(stage): \(step.path) \(sent.status)")
                    #expect(web.hub.state.requests[request.id] == request, "\(id) at \(stage): \(step.path)")
                }
                if !web.hub.register.part(of: person, in: request).contains(.sourceOfficer) {
                    #expect(try await [403, 404].contains(answer("\(page)/persons", id, form: []).status), "\(id)")
                }
            }
        }
        func take(_ path: String, _ actor: PersonID) async throws {
            guard let form = Self.steps.first(where: { $0.path == path })?.form else { throw AskFixture.Unending() }
            #expect(try await web.ask("\(page)/\(path)", as: actor, form: form).status == 303, "\(path)")
        }
        try await check(.submitted)
        try await take("ask", officer)
        try await check(.queried)
        try await take("answer", member)
        try await take("refuse", officer)
        try await check(.refused)
        try await take("appeal", member)
        try await check(.appealed)
        #expect(
            try await web.ask("\(page)/settle", as: .firstCoordinator, form: [("choice", "again"), ("text", "look at it anew")]).status
                == 303)
        #expect(web.hub.state.requests[id]?.stage == .submitted)
        try await take("withdraw", member)
        try await check(.withdrawn)
    }

    @Test("a decision can give less, and never more")
    func narrowed() async throws {
        let ask = try await AskFixture(), web = ask.web
        let id = try await ask.ask()
        try ask.settle(id)
        #expect(try await ask.grant(id, [("fields", "date_of_birth")]).status == 422)
        #expect(try await ask.grant(id, [("people", AskFixture.officer.rawValue)]).status == 422)
        #expect(try await ask.grant(id, [("persons", "7")]).status == 422)
        #expect(web.hub.state.grants.isEmpty)
        let granted = try await ask.grant(id, [("fields", "name"), ("transfer", "encrypted-container")])
        #expect(granted.status == 303)
        let terms = try #require(web.hub.state.grants.values.first?.terms)
        #expect(terms.fields == ["name"] && terms.transfer == .encryptedContainer && terms.conditions == ["for the case meeting alone"])
        try ask.bind(AskFixture.member)
        let page = try await web.ask("/grants/g000001", as: AskFixture.member).body
        #expect(!page.contains("/grants/g000001/records") && page.contains("/grants/g000001/download"))
        #expect(try await web.ask("/grants/g000001/records", as: AskFixture.member, form: [("purpose", "case meeting")]).status != 200)
    }

    @Test("what is granted for viewing only is viewed, and no copy of it is offered or given")
    func viewingOnly() async throws {
        let ask = try await AskFixture(), web = ask.web, use = [("purpose", "case meeting")]
        let id = try await ask.ask()
        try ask.settle(id)
        #expect(try await ask.grant(id, [("viewing", "yes"), ("transfer", "encrypted-container")]).status == 422)
        #expect(try await ask.grant(id, [("viewing", "yes")]).status == 303)
        try ask.bind(AskFixture.member)
        let page = try await web.ask("/grants/g000001", as: AskFixture.member).body
        #expect(page.contains("/grants/g000001/records") && !page.contains("/grants/g000001/download"))
        #expect(try await web.ask("/grants/g000001/records", as: AskFixture.member, form: use).status == 200)
        let form = try await web.ask("/grants/g000001/download", as: AskFixture.member)
        #expect(form.status == 200 && !form.body.contains("name=\"purpose\""))
        let refused = try await web.ask("/grants/g000001/download", as: AskFixture.member, form: use)
        #expect(refused.status == 422 && refused.body.contains("not to be copied"))
        #expect(web.hub.state.grants.values.first?.begun == 0)
    }
}
