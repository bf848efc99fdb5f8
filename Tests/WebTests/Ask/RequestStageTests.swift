import Foundation
import Guidance
import HTTPTypes
import Hub
import Register
import Testing

@testable import Web

@Suite("What each side sees at every stage of a request")
struct RequestStageTests {
    private let officer = AskFixture.officer, member = AskFixture.member
    private let outsiders = [
        WebFixture.person(.analyst, of: WebFixture.council), WebFixture.person(.meetingMember, of: WebFixture.police),
        WebFixture.person(.dataSupplier, of: WebFixture.police),
    ]

    /// What the page of a request says to each side, and that nobody else learns whom it is about.
    private func check(_ ask: AskFixture, _ id: RequestID, says stage: String, may: [(PersonID, String)], mayNot: [(PersonID, String)])
        async throws
    {
        let page = "/requests/\(id)"
        for reader in [officer, member] {
            let body = try await ask.web.ask(page, as: reader).body
            #expect(body.contains(stage), "\(reader) does not read “\(stage)”")
            #expect(!body.contains(ask.person))
        }
        for (reader, step) in may {
            #expect(try await ask.web.ask(page, as: reader).body.contains("\(page)/\(step)"), "\(reader) is not offered \(step)")
            #expect(try await ask.web.ask("\(page)/\(step)", as: reader).status == 200, "\(reader) cannot open \(step)")
        }
        for (reader, step) in mayNot {
            #expect(try await [403, 404].contains(ask.web.ask("\(page)/\(step)", as: reader).status), "\(reader) opens \(step)")
        }
        for reader in outsiders {
            let answer = try await ask.web.ask(page, as: reader)
            #expect(!answer.body.contains(ask.person), "\(reader)")
        }
    }

    @Test("refused, appealed, given back, granted")
    func overturned() async throws {
        let ask = try await AskFixture(), web = ask.web
        let id = try await ask.ask(), page = "/requests/\(id)"
        try await check(
            ask, id, says: "Waiting for a decision", may: [(officer, "decide"), (member, "withdraw")],
            mayNot: [(member, "decide"), (member, "appeal"), (officer, "withdraw")])
        #expect(
            try await web.ask("\(page)/refuse", as: officer, form: [("choice", "no-time"), ("text", "no <script> time")]).status == 303)
        try await check(
            ask, id, says: "Refused", may: [(member, "appeal")],
            mayNot: [(officer, "decide"), (officer, "appeal"), (.firstCoordinator, "settle")])
        #expect(try await web.ask(page, as: member).body.contains("no &lt;script&gt; time"))
        #expect(try await web.ask("\(page)/appeal", as: member, form: [("text", "it is five minutes")]).status == 303)
        try await check(
            ask, id, says: "Waiting for the co-ordinator", may: [(.firstCoordinator, "settle")],
            mayNot: [(officer, "settle"), (member, "settle"), (officer, "decide")])
        let again = try await web.recorded { () async throws -> Void in
            let form = [("choice", "again"), ("text", "look at it anew")]
            #expect(try await web.ask("\(page)/settle", as: .firstCoordinator, form: form).status == 303)
        }
        #expect(again.contains { if case .requestReturned = $0 { true } else { false } })
        try await check(
            ask, id, says: "look at it anew", may: [(officer, "decide")], mayNot: [(member, "appeal"), (.firstCoordinator, "settle")])
        try ask.settle(id)
        #expect(try await ask.grant(id).status == 303)
        let grant = try #require(web.hub.state.requests[id]?.grant)
        try await check(
            ask, id, says: "Granted", may: [],
            mayNot: [(officer, "decide"), (member, "withdraw"), (member, "appeal"), (officer, "refuse")])
        #expect(try await web.ask(page, as: member).body.contains("/grants/\(grant)"))
        #expect(try await web.ask("/grants", as: officer).body.contains("/grants/\(grant)"))
        for reader in outsiders { #expect(try await !web.ask("/grants/\(grant)", as: reader).body.contains(ask.person), "\(reader)") }
    }

    @Test("refused for good")
    func upheld() async throws {
        let ask = try await AskFixture(), web = ask.web
        let id = try await ask.ask(), page = "/requests/\(id)"
        #expect(
            try await web.ask("\(page)/refuse", as: officer, form: [("choice", "no-time"), ("text", "there is no time")]).status == 303)
        #expect(try await web.ask("\(page)/appeal", as: member, form: [("text", "it is five minutes")]).status == 303)
        #expect(
            try await web.ask("\(page)/settle", as: .firstCoordinator, form: [("choice", "stands"), ("text", "they are right")]).status
                == 303)
        try await check(
            ask, id, says: "Refused for good", may: [],
            mayNot: [(member, "appeal"), (member, "withdraw"), (officer, "decide"), (.firstCoordinator, "settle")])
        #expect(web.hub.state.grants.isEmpty)
        for reader in [officer, member] { #expect(try await web.ask(page, as: reader).body.contains("they are right")) }
    }

    @Test("taken back: nothing more is done about it, and the list of persons is gone")
    func withdrawn() async throws {
        let ask = try await AskFixture(), web = ask.web
        let id = try await ask.ask(), page = "/requests/\(id)"
        let events = try await web.recorded { () async throws -> Void in
            #expect(try await web.ask("\(page)/withdraw", as: member, form: [("text", "the meeting is off")]).status == 303)
        }
        #expect(events.contains { if case .requestWithdrawn = $0 { true } else { false } })
        try await check(
            ask, id, says: "Taken back", may: [],
            mayNot: [(officer, "decide"), (officer, "refuse"), (member, "appeal"), (member, "withdraw")])
        try ask.bind(officer)
        let persons = try await web.ask("\(page)/persons", as: officer, form: [])
        #expect(persons.status != 200 && !persons.body.contains(ask.person))
    }

    @Test("released by the first of two: the other side learns that it waits, and has nothing yet")
    func half() async throws {
        let ask = try await AskFixture(), web = ask.web
        let second = PersonID(rawValue: "police-second")
        try web.hub.run(
            .addPerson(id: second, name: "Second", agency: WebFixture.police, roles: [.liaisonOfficer], datasets: []), by: .firstCoordinator
        )
        try web.hub.run(.invite(second, registration: "level-3"), by: .firstCoordinator)
        let id = try await ask.ask()
        try ask.settle(id)
        let two = try #require(web.hub.rulebook.markings.first { $0.releasers > 1 })
        #expect(try await ask.grant(id, [("marking", two.id)]).status == 303)
        try await check(
            ask, id, says: "Waiting for the second of two", may: [(second, "decide")], mayNot: [(officer, "decide"), (member, "appeal")])
        #expect(try await !web.ask("/grants", as: member).body.contains("/grants/g"))
    }
}
