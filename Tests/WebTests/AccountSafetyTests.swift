import Foundation
import Guidance
import HTTPTypes
import Register
import Sealing
import Storage
import Testing

@testable import Hub
@testable import Web

@Suite("What an open session is not enough for, and what a crash leaves")
struct AccountSafetyTests {
    private static let person = WebFixture.person(.analyst, of: WebFixture.council)
    private static let other = WebFixture.person(.analyst, of: WebFixture.police)
    private static let fresh = "green lamp under water"

    /// A person with a password, and the hub they are in.
    private func fixture(mail: MailSink? = nil) async throws -> WebFixture {
        let web = try await WebFixture { settings in
            if let mail { settings.mail = .init(server: "smtp://127.0.0.1:\(mail.port)", from: "hub@example.org") }
        }
        try web.setPassword(of: Self.person)
        return web
    }

    private func token(_ web: WebFixture, password: String?) -> [(String, String)] {
        let last = CalendarDay(number: web.hub.now.day + 30)
        var form: [(String, String)] = [
            ("purpose", "the monthly map"), ("category", "intelligence"), ("datasets", WebFixture.crime.rawValue),
            ("until-year", String(last.year)), ("until-month", String(last.month)), ("until-day", String(last.day)),
        ]
        if let password { form.append(("password", password)) }
        return form
    }

    private func count(_ web: WebFixture, _ test: (Event) -> Bool) throws -> Int {
        try web.hub.ledger.events(from: 0, limit: .max).count { test(try EventCoding.decode($0.payload)) }
    }

    @Test("a token takes the password; a new password ends every token, each in the ledger, and the page says so beforehand")
    func tokens() async throws {
        let web = try await fixture()
        #expect(try await web.ask("/account/tokens/new", as: Self.person).body.contains("name=\"password\""))
        for wrong in [nil, "", "wrong wrong wrong"] {
            let answer = try await web.ask("/account/tokens/new", as: Self.person, form: token(web, password: wrong))
            #expect(answer.status == 422 && answer.body.contains(web.face.texts("account.fault-old")))
            #expect(!answer.body.contains("wrong wrong wrong"))
        }
        #expect(web.hub.state.accounts[Self.person]?.tokens.isEmpty == true)
        var secrets: [String] = []
        for _ in 0..<2 {
            let made = try await web.ask("/account/tokens/new", as: Self.person, form: token(web, password: WebFixture.password))
            secrets.append(String(try #require(made.body.firstMatch(of: /sharewell_[A-Za-z0-9_-]{43}/)).output))
        }
        func find(_ secret: String) throws -> Bool { try TokenIndex(hub: web.hub).find(secret, vault: web.face.vault) != nil }
        #expect(try find(secrets[0]) && find(secrets[1]))
        #expect(try await web.ask("/account/password", as: Self.person).body.contains(web.face.texts("account.password-ends")))
        let changed = try await web.ask(
            "/account/password", as: Self.person, form: [("old", WebFixture.password), ("password", Self.fresh), ("again", Self.fresh)])
        #expect(changed.status == 303)
        #expect(web.hub.state.accounts[Self.person]?.tokens.isEmpty == true)
        #expect(try count(web) { if case .appTokenRevoked = $0 { true } else { false } } == 2)
        #expect(try !find(secrets[0]) && !find(secrets[1]))

        // Invited anew: gone as well, and said on the co-ordinator's page.
        let made = try await web.ask("/account/tokens/new", as: Self.person, form: token(web, password: Self.fresh))
        let secret = String(try #require(made.body.firstMatch(of: /sharewell_[A-Za-z0-9_-]{43}/)).output)
        let page = try await web.ask("/people/\(Self.person)/invite", as: .firstCoordinator)
        #expect(page.body.contains("tokens for programs are ended"))
        _ = try web.face.signIn.invite(Self.person, registration: "level-3", by: .firstCoordinator, vault: web.face.vault())
        #expect(try !find(secret))
    }

    @Test("who has no password makes a token just after signing in, and not later")
    func withoutPassword() async throws {
        let web = try await WebFixture()
        try CredentialStore(vault: web.face.vault()).keep(Credentials(), of: Self.other)
        let session = try web.session(Self.other), cookie = ["Cookie": session.cookie]
        let form = token(web, password: nil) + [("csrf", session.csrf)]
        #expect(try await !web.ask("/account/tokens/new", headers: cookie).body.contains("name=\"password\""))
        #expect(try await web.ask("/account/tokens/new", form: form, headers: cookie).status == 200)
        web.wait(minutes: 11)
        #expect(try await web.ask("/account/tokens/new", headers: cookie).body.contains(web.face.texts("account.sign-in-again")))
        #expect(try await web.ask("/account/tokens/new", form: form, headers: cookie).status == 422)
        #expect(web.hub.state.accounts[Self.other]?.tokens.count == 1)
    }

    @Test("where notices go takes the password, stands in the ledger without the address, and is said to the old address")
    func notices() async throws {
        let sink = try MailSink()
        let web = try await fixture(mail: sink)
        func ask(_ address: String, _ password: String?) async throws -> Int {
            try await web.ask(
                "/account/notices", as: Self.person, form: [("address", address)] + (password.map { [("password", $0)] } ?? [])
            ).status
        }
        func confirm() async throws -> [Event] {
            let code = String(try #require(sink.messages.last?.firstMatch(of: /code is ([0-9]{8})/)).output.1)
            return try await web.recorded {
                let answer = try await web.ask("/account/notices/code", as: Self.person, form: [("code", code)])
                #expect(answer.status == 303)
            }
        }
        #expect(try await ask("first@police.example", nil) == 422)
        #expect(try await ask("first@police.example", "wrong wrong wrong") == 422)
        #expect(sink.messages.isEmpty)
        #expect(try await ask("first@police.example", WebFixture.password) == 303)
        let set = try await confirm()
        #expect(
            set.contains { if case .noticeAddressChanged(let change) = $0 { change.person == Self.person && change.isSet } else { false } })
        #expect(sink.messages.count == 1, "there was no address before to be told")
        web.wait(minutes: 2)
        #expect(try await ask("second@police.example", WebFixture.password) == 303)
        _ = try await confirm()
        let told = try #require(sink.messages.last)
        #expect(told.contains("To: <first@police.example>") && !told.contains("second@"))
        let stopped = try await web.recorded {
            let answer = try await web.ask("/account/notices/stop", as: Self.person, form: [])
            #expect(answer.status == 303)
        }
        #expect(stopped.contains { if case .noticeAddressChanged(let change) = $0 { !change.isSet } else { false } })
        #expect(sink.messages.last?.contains("To: <second@police.example>") == true)
        let ledger = try web.hub.ledger.events(from: 0, limit: .max).map { String(decoding: $0.payload, as: UTF8.self) }.joined()
        #expect(!ledger.contains("police.example"))
    }

    @Test("a recovery code that was used stands in the ledger twice, in the account and on the first page, and is news for its person")
    func recovery() async throws {
        let web = try await fixture()
        let codes = try web.setAuthenticator(of: Self.person)
        #expect(try await web.ask("/account", as: Self.person).body.contains("8 are left"))
        #expect(try await !web.ask("/", as: Self.person).body.contains("A recovery code was used"))
        let events = try await web.recorded {
            let half = try await web.ask("/sign-in", form: [("name", Self.person.rawValue), ("password", WebFixture.password)])
            let cookie = try #require(half.headers[values: .setCookie].first { $0.contains("-half=") }).split(separator: ";")[0]
            #expect(try await web.ask("/sign-in/code", form: [("code", codes[0])], headers: ["Cookie": String(cookie)]).status == 303)
        }
        #expect(events.contains { if case .signedIn(let signed) = $0 { signed.shown == [.password, .recoveryCodes] } else { false } })
        let used = try #require(
            events.first { if case .signInMeansChanged(let change) = $0 { change.recovery == .used } else { false } })
        #expect(NoticeReasons(state: web.hub.state).reasons(used).contains { $0.person == Self.person && $0.kind == .account })
        #expect(try await web.ask("/account", as: Self.person).body.contains("7 are left"))
        #expect(try await web.ask("/", as: Self.person).body.contains("A recovery code was used, and 7 are left"))
    }

    /// How many uses of a recovery code are left to be answered for where what was there before leads.
    private func unanswered(_ web: WebFixture) throws -> Int? {
        try web.face.signIn.recovery(of: Self.person, vault: web.face.vault())?.asked(SignIn.Answerer(means: .authenticator, since: nil))
    }

    private func answer(_ answer: String, left: Int, password: String? = WebFixture.password) -> [(String, String)] {
        [("answer", answer), ("left", String(left))] + (password.map { [("password", $0)] } ?? [])
    }

    private func changes(_ events: [Event]) -> [SignInMeansChanged] {
        events.compactMap { if case .signInMeansChanged(let change) = $0 { change } else { nil } }
    }

    @Test("whoever used a recovery code says so once; where it was somebody else, the other codes, tokens and sessions end at once")
    func recoveryAnswered() async throws {
        let web = try await fixture(), signIn = web.face.signIn, vault = try web.face.vault()
        #expect(try await web.ask("/account/recovery", as: Self.person).status == 404, "no authenticator, no codes")
        #expect(try await web.ask("/account/recovery", as: Self.person, form: answer("other", left: 8)).status == 404)
        let codes = try web.setAuthenticator(of: Self.person)
        func use(_ code: String) throws {
            _ = try signIn.check(code: code, after: signIn.proved(Self.person), from: "10.0.0.2", vault: vault)
        }
        func ask(_ form: [(String, String)]) async throws -> WebFixture.Answer {
            try await web.ask("/account/recovery", as: Self.person, form: form)
        }
        // Nothing was used: nothing is asked, and whoever sends the form anyway ends nothing.
        #expect(try await !web.ask("/account/recovery", as: Self.person).body.contains("It was not me"))
        #expect(try await ask(answer("other", left: 8)).location == "/account/recovery")
        #expect(try signIn.recovery(of: Self.person, vault: vault)?.left == 8)
        try use(codes[0])
        #expect(try await web.ask("/", as: Self.person).body.contains("href=\"/account/recovery\""))
        let page = try await web.ask("/account/recovery", as: Self.person)
        #expect(page.status == 200 && page.body.contains("It was not me") && page.body.contains("7 are left"))
        #expect(page.body.contains("name=\"left\" value=\"7\""))
        #expect(try await ask(answer("<b>", left: 7)).status == 422)
        #expect(try await web.ask("/account/recovery", as: Self.person, form: answer("mine", left: 7), withToken: false).status == 403)
        // An open session is enough for neither answer.
        for kind in ["mine", "other"] {
            for wrong in [nil, "wrong wrong wrong"] {
                let refused = try await ask(answer(kind, left: 7, password: wrong))
                #expect(refused.status == 422 && refused.body.contains(web.face.texts("account.fault-old")), "\(kind)")
            }
        }
        #expect(try unanswered(web) == 1)
        #expect(try signIn.recovery(of: Self.person, vault: vault)?.left == 7)
        // Used before the answer comes, and not seen: it is asked about next. What was not asked is not answered.
        try use(codes[1])
        for left in [5, 8, -1] { #expect(try await ask(answer("mine", left: left)).location == "/account/recovery") }
        #expect(try unanswered(web) == 2)
        let said = try await web.recorded { () async throws -> Void in
            #expect(try await ask(answer("mine", left: 7)).location == "/account")
        }
        #expect(changes(said).map(\.recovery) == [.mine] && changes(said).allSatisfy { $0.means == .recoveryCodes && $0.isSet })
        #expect(try unanswered(web) == 1)
        #expect(try await ask(answer("mine", left: 6)).location == "/account")
        #expect(try await !web.ask("/", as: Self.person).body.contains("A recovery code was used"))
        #expect(try signIn.recovery(of: Self.person, vault: vault)?.left == 6, "the others still open")
        // That one was used stays to be seen by whoever looks.
        #expect(try await web.ask("/account/recovery", as: Self.person).body.contains(web.face.texts("recovery.last")))
        #expect(try await web.ask("/account", as: Self.person).body.contains("One was last used on"))
        // The next one was not theirs.
        try use(codes[2])
        #expect(try await web.ask("/", as: Self.person).body.contains("A recovery code was used, and 5 are left"))
        let token = try signIn.issueToken(
            for: signIn.proved(Self.person), purpose: "the monthly map", category: .intelligence, datasets: [WebFixture.crime],
            until: web.hub.now.day + 9,
            vault: vault)
        let thief = try web.session(Self.person), own = try web.session(Self.person)
        let events = try await web.recorded {
            let answered = try await web.ask(
                "/account/recovery", form: answer("other", left: 5) + [("csrf", own.csrf)], headers: ["Cookie": own.cookie])
            #expect(answered.location == "/account/password")
        }
        #expect(changes(events).map(\.means) == [.recoveryCodes] && changes(events).allSatisfy { !$0.isSet && $0.recovery == .other })
        #expect(try await web.ask("/account", headers: ["Cookie": thief.cookie]).status == 303)
        #expect(try await web.ask("/account/password", headers: ["Cookie": own.cookie]).body.contains("tell your co-ordinator"))
        #expect(throws: (any Error).self) { try use(codes[3]) }
        #expect(try TokenIndex(hub: web.hub).find(token.secret, vault: { vault }) == nil)
        #expect(try await web.ask("/", headers: ["Cookie": own.cookie]).body.contains("You have 0 recovery codes left"))
    }

    @Test("what somebody else may have made to come in again ends with their session, and its person is told where notices go")
    func recoveryDisowned() async throws {
        let web = try await fixture(), signIn = web.face.signIn, vault = try web.face.vault(),
            codes = try web.setAuthenticator(of: Self.person)
        _ = try signIn.check(code: codes[0], after: signIn.proved(Self.person), from: "10.0.0.2", vault: vault)
        let seen = try signIn.newAuthenticator(for: Self.person, session: "one", vault: vault), digest = String(repeating: "ab", count: 32)
        #expect(try signIn.newAuthenticator(for: Self.person, session: "one", vault: vault) == seen, "the same for ten minutes")
        try signIn.addCertificate(digest, of: Self.person, password: WebFixture.password, from: "10.0.0.2", vault: vault)
        #expect(try signIn.link("https://id.example|7", to: signIn.proved(Self.person), vault: vault))
        let notices = NoticeSettings(hub: web.hub, vault: vault), address = try #require(MailAddress("thief@elsewhere.example"))
        _ = try notices.confirm(try #require(try notices.ask(address, of: signIn.proved(Self.person))), of: Self.person)
        web.wait(minutes: 2)
        _ = try notices.ask(try #require(MailAddress("next@elsewhere.example")), of: signIn.proved(Self.person))
        let own = try web.session(Self.person)
        let events = try await web.recorded {
            let answered = try await web.ask(
                "/account/recovery", form: answer("other", left: 7) + [("csrf", own.csrf)], headers: ["Cookie": own.cookie])
            #expect(answered.location == "/account/password")
        }
        #expect(changes(events).map(\.means) == [.recoveryCodes, .certificate, .singleSignOn])
        #expect(changes(events).allSatisfy { !$0.isSet })
        #expect(try signIn.certificates(of: Self.person, vault: vault) == [])
        #expect(try signIn.subject(of: Self.person, vault: vault) == nil)
        #expect(try notices.wishes(of: Self.person).pending == nil)
        #expect(try signIn.newAuthenticator(for: Self.person, session: "one", vault: vault) != seen)
        #expect(try await web.ask("/account/password", headers: ["Cookie": own.cookie]).body.contains(address.text))
        // By password and authenticator its person comes in as before.
        #expect(web.hub.state.accounts[Self.person]?.means == [.password, .authenticator])
        let next = try signIn.check(
            Self.person.rawValue, password: WebFixture.password, certificate: digest, from: "10.0.0.1", vault: vault)
        #expect(next.next == .code)
    }

    private struct Crash: Error {}

    @Test("killed between sealing and recording, what the ledger says is in force; killed after it, the new")
    func crash() async throws {
        let web = try await fixture()
        let vault = try web.face.vault(), store = CredentialStore(vault: vault), signIn = web.face.signIn
        func opens(_ password: String) -> Bool {
            (try? signIn.check(Self.person.rawValue, password: password, from: "10.0.0.1", vault: vault)) != nil
        }
        // As the change of a password leaves it before the event: sealed beside, and nothing said.
        let present = try #require(try store.read(Self.person, in: web.hub.state))
        let salted = try PasswordVerifier(of: Self.fresh, salt: RandomBytes.make(16))
        var next = present
        next.version = "next"
        next.password = salted
        #expect(throws: Crash.self) {
            try web.hub.transact { register, _ -> (events: [Event], result: Void) in
                try store.propose(next, of: Self.person, in: register.state)
                throw Crash()
            }
        }
        #expect(opens(WebFixture.password) && !opens(Self.fresh))
        // The same of an invitation: nobody is shut out by one that was not given.
        let digest = Credentials.digest("AAAA-BBBB-CCCC-DDDD")
        let invitation = Credentials(
            version: "invited", invitation: .init(digest: digest, until: Moment(milliseconds: web.hub.now.milliseconds + 1_000_000)))
        try store.propose(invitation, of: Self.person, in: web.hub.state)
        #expect(opens(WebFixture.password))
        #expect(throws: Refusal.self) {
            try signIn.accept(Self.person.rawValue, code: "AAAA-BBBB-CCCC-DDDD", password: Self.fresh, from: "10.0.0.1", vault: vault)
        }
        // After the event and before the old are let go: the new are in force, and the old are not.
        try web.hub.transact { register, _ in
            try store.propose(next, of: Self.person, in: register.state)
            return (
                [.signInMeansChanged(SignInMeansChanged(person: Self.person, means: .password, isSet: true, credentials: "next"))], ()
            )
        }
        #expect(opens(Self.fresh) && !opens(WebFixture.password))
        // And it goes on from there.
        try signIn.changePassword(
            of: Self.person, from: Self.fresh, to: WebFixture.password, began: web.hub.now, address: "10.0.0.1", vault: vault)
        #expect(opens(WebFixture.password) && !opens(Self.fresh))
        let again = try Hub.open(web.hub.folder, clock: web.hub.clock)
        #expect(again.state.accounts[Self.person]?.credentials == web.hub.state.accounts[Self.person]?.credentials)
    }

    @Test("of two who link one subject at the same instant, one has it; nobody has two")
    func linking() async throws {
        let web = try await fixture()
        let vault = try web.face.vault(), signIn = web.face.signIn
        let people =
            [Self.person, Self.other] + [Role.auditor, .dataSupplier, .liaisonOfficer].map { WebFixture.person($0, of: WebFixture.police) }
        for person in people.dropFirst() { try CredentialStore(vault: vault).keep(Credentials(), of: person) }
        for round in 0..<5 {
            let linked = await withTaskGroup(of: PersonID?.self) { group in
                for person in people {
                    group.addTask {
                        (try? signIn.link("https://id.example|\(round)", to: signIn.proved(person), vault: vault)) == true ? person : nil
                    }
                }
                return await group.reduce(into: [PersonID]()) { if let person = $1 { $0.append(person) } }
            }
            #expect(linked.count == 1, "\(linked)")
            let found = try signIn.person(ofSubject: "https://id.example|\(round)", from: "10.0.0.1", vault: vault)
            #expect(found?.person == linked.first)
        }
        let subjects = try people.compactMap { try signIn.subject(of: $0, vault: vault) }
        #expect(!subjects.isEmpty && Set(subjects).count == subjects.count)
    }
}
