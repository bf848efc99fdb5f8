import Foundation
import Guidance
import Register
import Storage
import Testing

@testable import Hub
@testable import Web

@Suite("Notices by mail")
struct NoticePageTests {
    static let person = WebFixture.person(.liaisonOfficer, of: WebFixture.police)

    private func fixture(_ sink: MailSink?) async throws -> WebFixture {
        let web = try await WebFixture { settings in
            if let sink {
                settings.mail = .init(server: "smtp://127.0.0.1:\(sink.port)", from: "hub@example.org")
                settings.link = "https://hub.example.org/"
            }
        }
        _ = try web.face.signIn.invite(Self.person, registration: "level-3", by: .firstCoordinator, vault: web.face.vault())
        return web
    }

    @Test("an address counts once its code came back; the message says the kind and nothing else")
    func wholeWay() async throws {
        let sink = try MailSink()
        let web = try await fixture(sink)
        let cookieless = try await web.ask("/account/notices")
        #expect(cookieless.status == 303)
        for wrong in ["", "nobody", "a@b.org\r\nBcc: c@d.org", "<script>@x.org"] {
            let answer = try await web.ask("/account/notices", as: Self.person, form: [("address", wrong)])
            #expect(answer.status == 422 && !answer.body.contains("<script>@"))
        }
        #expect(sink.messages.isEmpty)
        #expect(try await web.ask("/account/notices", as: Self.person, form: [("address", "lo@police.example")]).status == 303)
        let mailed = try #require(sink.messages.first)
        let code = try #require(mailed.firstMatch(of: /code is ([0-9]{8})/)).output.1
        #expect(try await web.ask("/account/notices/code", as: Self.person, form: [("code", "00000000")]).status == 422)
        #expect(try await web.ask("/account/notices/code", as: Self.person, form: [("code", String(code))]).status == 303)
        let page = try await web.ask("/account/notices", as: Self.person)
        #expect(page.body.contains("lo@police.example"))

        let chosen = try await web.ask(
            "/account/notices/kinds", as: Self.person, form: [("kinds", "account"), ("kinds", "request"), ("kinds", "<script>")])
        #expect(chosen.status == 303)
        let wishes = try NoticeSettings(hub: web.hub, vault: web.face.vault()).wishes(of: Self.person)
        #expect(wishes.kinds == [.account, .request])

        let keeping = Housekeeping(face: web.face)
        keeping.round()
        #expect(sink.messages.count == 1)
        let open = try web.session(Self.person)
        // Somebody guesses at the account until it is locked.
        for _ in 0..<5 { _ = try await web.ask("/sign-in", form: [("name", Self.person.rawValue), ("password", "wrong wrong wrong")]) }
        sink.isDown = true
        keeping.round()
        #expect(sink.messages.count == 1)
        #expect(web.face.metrics.text.contains("sharewell_notices_failed_total 1\n"))
        sink.isDown = false
        let queue = try JSONDecoder().decode(NoticeQueue.self, from: Data(try web.face.vault().open(NoticeQueue.name)))
        #expect(queue.waiting[Self.person.rawValue]?.attempts == 1)
        var waiting = queue
        waiting.waiting[Self.person.rawValue]?.notBefore = 0
        try web.face.vault().seal([UInt8](JSONEncoder().encode(waiting)), as: NoticeQueue.name)
        keeping.round()
        let notice = try #require(sink.messages.last)
        #expect(sink.messages.count == 2 && notice.contains("https://hub.example.org/") && notice.contains("To: <lo@police.example>"))
        // No name of anybody, agency, dataset or number of a request.
        for canary in [Self.person.rawValue, "liaison-officer", "Bedfordshire", WebFixture.crime.rawValue, "r0000", "Luton"] {
            #expect(!notice.contains(canary), "\(canary)")
        }
        let stopped = try await web.ask("/account/notices/stop", form: [("csrf", open.csrf)], headers: ["Cookie": open.cookie])
        #expect(stopped.status == 303)
        #expect(try await !web.ask("/account/notices", headers: ["Cookie": open.cookie]).body.contains("lo@police.example"))
    }

    @Test("whoever stops notices, or those of their own account, needs no password; the address they went to is told")
    func quieter() async throws {
        let sink = try MailSink()
        let web = try await fixture(sink)
        _ = try await web.ask("/account/notices", as: Self.person, form: [("address", "lo@police.example")])
        let code = try #require(sink.messages.first?.firstMatch(of: /code is ([0-9]{8})/)).output.1
        _ = try await web.ask("/account/notices/code", as: Self.person, form: [("code", String(code))])
        func choose(_ kinds: [NoticeKind]) async throws {
            let answer = try await web.ask("/account/notices/kinds", as: Self.person, form: kinds.map { ("kinds", $0.rawValue) })
            #expect(answer.status == 303)
        }
        try await choose([.account, .request])
        #expect(sink.messages.count == 1)
        try await choose([.request])
        let told = try #require(sink.messages.last)
        #expect(sink.messages.count == 2 && told.contains("To: <lo@police.example>"))
        #expect(told.contains(web.face.texts("notice.quieter-subject")) && !told.contains(Self.person.rawValue))
        // Once, and not for what is chosen besides.
        try await choose([.request, .duty])
        try await choose([])
        #expect(sink.messages.count == 2)
        #expect(try await web.ask("/account/notices/stop", as: Self.person, form: []).status == 303)
        #expect(sink.messages.count == 3 && sink.messages.last?.contains(web.face.texts("notice.moved-subject")) == true)
    }

    @Test("nothing of an address stands in the ledger")
    func ledger() async throws {
        let sink = try MailSink()
        let web = try await fixture(sink)
        #expect(try await web.ask("/account/notices", as: Self.person, form: [("address", "canary-address@police.example")]).status == 303)
        for event in try web.hub.ledger.events(from: 0, limit: 10_000) {
            #expect(!String(decoding: event.payload, as: UTF8.self).contains("canary-address"))
        }
    }

    @Test("a hub without mail says so, and takes no address")
    func withoutMail() async throws {
        let web = try await fixture(nil)
        #expect(try await web.ask("/account/notices", as: Self.person).body.contains(web.face.texts("notice.no-mail").prefix(20)))
        #expect(try await web.ask("/account/notices", as: Self.person, form: [("address", "a@b.org")]).status == 404)
    }
}
