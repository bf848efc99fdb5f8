import Foundation
import Guidance
import HTTPTypes
import Register
import Storage
import Testing

@testable import Hub
@testable import Web

@Suite("Tokens of programs")
struct TokenTests {
    private static let path = "/api/v1/status"

    private func form(_ web: WebFixture, changing changes: [String: String] = [:]) -> [(String, String)] {
        let last = CalendarDay(number: web.hub.now.day + 30)
        let usual = [
            ("purpose", "the monthly map"), ("category", "intelligence"), ("datasets", WebFixture.crime.rawValue),
            ("until-year", String(last.year)), ("until-month", String(last.month)), ("until-day", String(last.day)),
        ]
        return usual.map { ($0.0, changes[$0.0] ?? $0.1) }
    }

    @Test("made on a page, shown once, listed, revoked; the ledger says so and holds no secret")
    func page() async throws {
        let fixture = try await InterfaceFixture()
        let web = fixture.web, person = InterfaceFixture.analyst
        let blank = try await web.ask("/account/tokens/new", as: person)
        #expect(blank.status == 200 && blank.body.contains("stop-and-search") && !blank.body.contains("prison-release"))
        let made = try await web.ask("/account/tokens/new", as: person, form: form(web))
        #expect(made.status == 200)
        let secret = try #require(made.body.firstMatch(of: /sharewell_[A-Za-z0-9_-]{43}/)).output
        #expect(try fixture.events { if case .appTokenIssued = $0 { true } else { false } } == 1)
        let tokens = try #require(web.hub.state.accounts[person]?.tokens)
        let token = try #require(tokens.values.first)
        #expect(tokens.count == 1 && token.purpose == "the monthly map" && token.datasets == [WebFixture.crime])
        let list = try await web.ask("/account/tokens", as: person)
        #expect(list.status == 200 && list.body.contains("the monthly map") && !list.body.contains(secret))
        let ledger = try web.hub.ledger.events(from: 0, limit: .max).map { String(decoding: $0.payload, as: UTF8.self) }.joined()
        #expect(ledger.contains("the monthly map") && !ledger.contains(secret.dropFirst(10)))
        let ask = { [token] in try await web.ask("/account/tokens/\(token.id)/revoke", as: person) }
        #expect(try await ask().status == 200)
        let other = WebFixture.person(.analyst, of: WebFixture.police)
        #expect(try await web.ask("/account/tokens/\(token.id)/revoke", as: other).status == 404)
        #expect(try await web.ask("/account/tokens/\(token.id)/revoke", as: other, form: []).status == 404)
        #expect(web.hub.state.accounts[person]?.tokens.count == 1)
        #expect(try await web.ask("/account/tokens/\(token.id)/revoke", as: person, form: []).status == 303)
        #expect(web.hub.state.accounts[person]?.tokens.isEmpty == true)
        #expect(try fixture.events { if case .appTokenRevoked = $0 { true } else { false } } == 1)
        #expect(try await ask().status == 404)
    }

    @Test(
        "what is wrong with it is said, and what was typed stands there again, escaped",
        arguments: [
            ("purpose", "", "Say in words what it is for"), ("purpose", "\"><script>x</script> NINO AB123456C", "without naming"),
            ("category", "curiosity", "Choose what kind"), ("datasets", "prison-release", "Choose at least one"),
            ("until-year", "1999", "Enter a day"), ("until-day", "<script>", "Enter a day"), ("until-year", "9999", "Enter a day"),
        ])
    func faults(field: String, value: String, says: String) async throws {
        let web = try await InterfaceFixture().web
        let answer = try await web.ask("/account/tokens/new", as: InterfaceFixture.analyst, form: form(web, changing: [field: value]))
        #expect(answer.status == 422 && answer.body.contains(says))
        #expect(!answer.body.contains("<script>"))
        #expect(web.hub.state.accounts[InterfaceFixture.analyst]?.tokens.isEmpty == true)
    }

    @Test("its purpose comes out of the pages escaped")
    func stored() async throws {
        let web = try await InterfaceFixture().web
        let text = "map <script>alert(1)</script> \"of\" it"
        let made = try await web.ask("/account/tokens/new", as: InterfaceFixture.analyst, form: form(web, changing: ["purpose": text]))
        #expect(made.status == 200 && made.body.contains("map &lt;script&gt;"))
        for path in [
            "/account/tokens",
            "/account/tokens/\(try #require(web.hub.state.accounts[InterfaceFixture.analyst]?.tokens.keys.first))/revoke",
        ] {
            let page = try await web.ask(path, as: InterfaceFixture.analyst)
            #expect(page.body.contains("map &lt;script&gt;") && !page.body.contains("<script>alert"))
        }
    }

    @Test("Bearer and Basic let in; nothing, another name, another token and a session do not")
    func showing() async throws {
        let fixture = try await InterfaceFixture()
        let token = try fixture.token()
        let session = try fixture.session(InterfaceFixture.analyst)
        @Sendable func basic(_ name: String, _ secret: String) -> [String: String] {
            ["Authorization": "Basic " + Data("\(name):\(secret)".utf8).base64EncodedString()]
        }
        try await fixture.asking { hub in
            #expect(try await hub.ask(Self.path, token: token.secret).status == 200)
            #expect(try await hub.ask(Self.path, headers: basic(InterfaceFixture.analyst.rawValue, token.secret)).status == 200)
            for headers in [
                [:], basic("police-analyst", token.secret), basic(InterfaceFixture.analyst.rawValue, token.secret + "x"),
                ["Authorization": "Bearer \(token.id)"], ["Authorization": "Digest \(token.secret)"], ["Authorization": "Basic %%%"],
                ["Cookie": session.cookie],
            ] {
                let answer = try await hub.ask(Self.path, headers: headers)
                #expect(answer.status == 401 && answer.headers[values: .wwwAuthenticate].map { $0.prefix(6) } == ["Basic ", "Bearer"])
                #expect(answer.headers[.contentType] == "application/problem+json" && answer.body.contains("token-needed"))
                // RFC 6750, section 3.1: who showed something that is no good is told so, and never what about it; who showed nothing is not.
                let isShown = headers["Authorization"] != nil
                #expect(answer.headers[values: .wwwAuthenticate].last?.hasSuffix("error=\"invalid_token\"") == isShown)
            }
            // The reverse: a token opens no page.
            #expect(try await hub.ask("/account", token: token.secret).status == 303)
            #expect(try await hub.ask("/account", headers: ["Cookie": session.cookie]).status == 200)
        }
    }

    @Test("from outside secure premises a program is told what there is and gets no record: what it gets it keeps")
    func outside() async throws {
        let fixture = try await InterfaceFixture(device: "gov-pc")
        try fixture.supply()
        let token = try fixture.token(), stops = InterfaceFixture.stops, web = fixture.web
        let before = try fixture.events { if case .queryAnswered = $0 { true } else { false } }
        try await fixture.asking { hub in
            #expect(try await hub.ask(Self.path, token: token.secret).status == 200)
            #expect(try await hub.ask("/ogc/collections", token: token.secret).status == 200)
            for (path, body) in [
                ("/ogc/collections/\(stops)/items?limit=1", nil), ("/api/v1/datasets/\(stops)/records", nil),
                ("/api/v1/datasets/\(stops)/counts", "{\"by\": [\"month\"]}"),
            ] {
                let answer = try await hub.ask(path, token: token.secret, body: body)
                #expect(answer.status == 403 && answer.body.contains("access-not-allowed"), "\(path): \(answer.status) \(answer.body)")
            }
        }
        #expect(try fixture.events { if case .queryAnswered = $0 { true } else { false } } == before)
        #expect(try fixture.events { if case .actionRefused(let refused) = $0 { refused.by == "council-analyst" } else { false } } == 3)
        // The same person in the browser, from the same place, looks at them.
        let way = web.face.settings.way(from: "127.0.0.1", shown: .passwordAndCode, registration: "level-3")
        #expect(way.device == "gov-pc" && !web.hub.register.lets(copyBy: way))
    }

    @Test("over, revoked, its person gone, invited anew or asleep: nothing more is answered, and each looks the same")
    func ended() async throws {
        for end in ["over", "revoked", "gone", "invited", "asleep"] {
            let fixture = try await InterfaceFixture()
            let token = try fixture.token(days: end == "over" ? 0 : 300), person = InterfaceFixture.analyst, hub = fixture.web.hub
            try await fixture.asking { asker in
                #expect(try await asker.ask(Self.path, token: token.secret).status == 200)
                switch end {
                case "over": fixture.web.wait(days: 2)
                case "revoked": try fixture.web.face.signIn.revokeToken(token.id, of: person, vault: fixture.web.face.vault())
                case "gone": try hub.run(.removePerson(person), by: .firstCoordinator)
                case "invited": try hub.run(.invite(person, registration: "level-3"), by: .firstCoordinator)
                default:
                    // A month at a time, with something done in each: the hub refuses a clock that leaps.
                    for _ in 0..<4 {
                        fixture.web.wait(days: 25)
                        try hub.run(.changeProfile(person: person, datasets: [InterfaceFixture.stops]), by: .firstCoordinator)
                    }
                }
                let answer = try await asker.ask(Self.path, token: token.secret)
                #expect(answer.status == 401 && answer.body.contains("token-needed"), "\(end)")
            }
        }
    }

    @Test("wrong ones are recorded without a name, twenty of an address and no more; a right one beside them, and people, are still let in")
    func wrong() async throws {
        let fixture = try await InterfaceFixture()
        let token = try fixture.token()
        try await fixture.asking { hub in
            for _ in 0..<25 {
                let wrong = try await hub.ask(Self.path, token: "sharewell_nothing")
                #expect(wrong.status == 401)
            }
            let right = try await hub.ask(Self.path, token: token.secret)
            #expect(right.status == 200)
        }
        #expect(
            try fixture.events {
                if case .signInRefused(let refused) = $0 { refused.person == nil && refused.code == "wrong-token" } else { false }
            } == 20)
        #expect(try fixture.web.face.signIn.known(InterfaceFixture.analyst.rawValue, from: "127.0.0.1") != nil)
    }

    @Test("wrong ones from however many addresses are bounded together")
    func wrongEverywhere() async throws {
        let fixture = try await InterfaceFixture()
        for number in 0..<(SignIn.mostUnknown + 50) {
            try fixture.web.face.signIn.noteWrongToken(from: "10.0.\(number / 200).\(number % 200)")
        }
        #expect(
            try fixture.events { if case .signInRefused(let refused) = $0 { refused.code == "wrong-token" } else { false } }
                == SignIn.mostUnknown)
    }

    @Test("so many at once, and then a word of when to come again")
    func limited() async throws {
        let limits = ServingSettings.Limits(token: .init(burst: 3, perMinute: 1), address: .init(burst: 5, perMinute: 1))
        let fixture = try await InterfaceFixture(limits: limits)
        let first = try fixture.token(), second = try fixture.token()
        try await fixture.asking { hub in
            for left in [2, 1, 0] {
                let answer = try await hub.ask(Self.path, token: first.secret)
                #expect(
                    answer.status == 200 && answer.headers[.rateLimitLimit] == "3" && answer.headers[.rateLimitRemaining] == String(left))
            }
            let over = try await hub.ask(Self.path, token: first.secret)
            #expect(over.status == 429 && over.body.contains("too-many"))
            #expect(over.headers[.retryAfter].flatMap { Int($0) }.map { (1...60).contains($0) } == true)
            #expect(try await hub.ask(Self.path, token: second.secret).status == 200)
            // The address has had five: whatever is shown.
            #expect(try await hub.ask(Self.path, token: second.secret).status == 429)
            #expect(try await hub.ask(Self.path).status == 429)
        }
    }

    @Test("a bucket fills again with time, and to its brim alone")
    func bucket() {
        let limits = RateLimits(.init(burst: 2, perMinute: 60))
        func take(_ at: Int64) -> Bool { !limits.take("a", at: Moment(milliseconds: at)).isOver }
        #expect(take(0) && take(0) && !take(0) && !take(999))
        #expect(take(1_000) && !take(1_000))
        #expect(take(60_000) && take(60_000) && !take(60_000))
        #expect(!limits.take("b", at: Moment(milliseconds: 0)).isOver)
    }
}
