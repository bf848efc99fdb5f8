import Guidance
import HTTPTypes
import Register
import Testing

@testable import Hub
@testable import Web

@Suite("Requests held since the hub was restored")
struct HeldRequestTests {
    private let member = AskFixture.member, officer = AskFixture.officer

    @Test("one that was open cannot be decided, and whom it is about is not shown, until whoever made it says that it stands")
    func held() async throws {
        let ask = try await AskFixture(), web = ask.web
        let id = try await ask.ask()
        try ask.settle(id)
        try ask.bind(officer)
        let path = "/requests/\(id)"
        #expect(try await web.ask("\(path)/persons", as: officer, form: []).body.contains(ask.person))
        try web.hub.append([.hubRestored(HubRestored(backup: 1, missing: 2, isCertain: false))], at: web.hub.now)
        for person in [officer, member] { try web.hub.run(.invite(person, registration: "level-3"), by: .firstCoordinator) }
        let decider = try await web.ask(path, as: officer)
        #expect(decider.body.contains("Held since the hub was restored") && decider.body.contains("to say that it stands"))
        #expect(!decider.body.contains("\(path)/persons") && !decider.body.contains("\(path)/decide"))
        let shown = try await web.recorded { () async throws -> Void in
            let persons = try await web.ask("\(path)/persons", as: officer, form: [])
            #expect(persons.status >= 400 && !persons.body.contains(ask.person))
            #expect(try await web.ask("\(path)/decide", as: officer).status == 404)
            #expect(try await ask.grant(id).status >= 400)
            #expect(try await web.ask("\(path)/answer", as: officer).status != 200)
        }
        #expect(!shown.contains { if case .personsShown = $0 { true } else { false } })
        #expect(web.hub.state.requests[id]?.grant == nil)
        // Whoever made it is asked, in words of their own.
        let own = try await web.ask(path, as: member).body
        #expect(own.contains("Say that it stands") && own.contains("\(path)/answer") && own.contains("\(path)/withdraw"))
        #expect(try await web.ask("/duties", as: member).body.contains("Say whether request \(id)"))
        let empty = try await web.ask("\(path)/answer", as: member, form: [("text", " ")])
        #expect(empty.status == 422 && empty.body.contains("Write how you know that it stands"))
        let said = try await web.recorded { () async throws -> Void in
            #expect(try await web.ask("\(path)/answer", as: member, form: [("text", "our <b>book</b>")]).status == 303)
        }
        #expect(said.contains { if case .queryReplied(let remark) = $0 { remark.by == member } else { false } })
        let state = web.hub.state
        #expect(Set(said.flatMap { NoticeReasons(state: state).reasons($0).map(\.kind) }) == [.request])
        let again = try await web.ask(path, as: officer).body
        #expect(again.contains("They said that it stands") && !again.contains("The question was answered"))
        #expect(again.contains("our &lt;b&gt;book&lt;/b&gt;") && again.contains("\(path)/persons") && again.contains("\(path)/decide"))
        #expect(try await web.ask("\(path)/persons", as: officer, form: []).body.contains(ask.person))
        #expect(try await ask.grant(id).status == 303)
    }

    @Test("refusing one does not show whom it is about")
    func refused() async throws {
        let ask = try await AskFixture(), web = ask.web
        let id = try await ask.ask()
        try ask.bind(officer)
        let path = "/requests/\(id)"
        try web.hub.append([.hubRestored(HubRestored(backup: 1, missing: 2, isCertain: false))], at: web.hub.now)
        for person in [officer, member] { try web.hub.run(.invite(person, registration: "level-3"), by: .firstCoordinator) }
        let reason = try #require(web.hub.rulebook.refusalReasons.first).id
        try web.hub.run(.request(.refuse(id, reason: reason, why: "refused in March")), by: officer)
        #expect(try await !web.ask(path, as: officer).body.contains("\(path)/persons"))
        let shown = try await web.recorded { () async throws -> Void in
            let persons = try await web.ask("\(path)/persons", as: officer, form: [])
            #expect(persons.status >= 400 && !persons.body.contains(ask.person))
        }
        #expect(!shown.contains { if case .personsShown = $0 { true } else { false } })
        try web.hub.run(.request(.appeal(id, why: "it is needed")), by: member)
        #expect(try await web.ask(path, as: officer).body.contains("\(path)/persons"))
        #expect(try await web.ask("\(path)/persons", as: officer, form: []).body.contains(ask.person))
    }
}
