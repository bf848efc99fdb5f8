import Foundation
import HTTPTypes
import Register
import Sealing
import Storage
import Testing

@testable import Hub
@testable import Web

@Suite("Who can say whose doing a recovery code was")
struct RecoveryAnswerTests {
    private static let person = WebFixture.person(.analyst, of: WebFixture.council)
    private static let digest = String(repeating: "ab", count: 32)

    private func fixture() async throws -> WebFixture {
        let web = try await WebFixture()
        try web.setPassword(of: Self.person)
        return web
    }

    private func answer(_ answer: String, left: Int, _ csrf: String) -> [(String, String)] {
        [("answer", answer), ("left", String(left)), ("password", WebFixture.password), ("csrf", csrf)]
    }

    private func changes(_ events: [Event]) -> [SignInMeansChanged] {
        events.compactMap { if case .signInMeansChanged(let change) = $0 { change } else { nil } }
    }

    /// The owner's ways in: a certificate, a link and an authenticator, whose codes these are; a minute later.
    private func ownWays(_ web: WebFixture) throws -> [String] {
        let signIn = web.face.signIn, vault = try web.face.vault()
        try signIn.addCertificate(Self.digest, of: Self.person, password: WebFixture.password, from: "10.0.0.1", vault: vault)
        #expect(try signIn.link("https://id.example|7", to: signIn.proved(Self.person), vault: vault))
        let codes = try web.setAuthenticator(of: Self.person)
        web.wait(minutes: 1)
        return codes
    }

    /// Uses a code as whoever has stolen it does.
    private func use(_ code: String, _ web: WebFixture) throws {
        let signIn = web.face.signIn
        _ = try signIn.check(code: code, after: signIn.proved(Self.person), from: "10.0.0.2", vault: web.face.vault())
    }

    /// A session by the authenticator as it is now.
    private func byAuthenticator(_ web: WebFixture) throws -> (cookie: String, csrf: String) {
        let credentials = try CredentialStore(vault: web.face.vault()).read(Self.person, in: web.hub.state)
        return try web.session(Self.person, since: try #require(credentials?.authenticatorSince))
    }

    /// What that session is shown: of its first page the task, of the recovery codes the question.
    private func shows(_ web: WebFixture, _ session: (cookie: String, csrf: String)) async throws -> (task: Bool, question: Bool) {
        let headers = ["Cookie": session.cookie]
        let page = try await web.ask("/account/recovery", headers: headers)
        #expect(page.status == 200)
        return (
            try await web.ask("/", headers: headers).body.contains("href=\"/account/recovery\""), page.body.contains("It was not me")
        )
    }

    @Test("a session that the code opened is not asked and cannot say; nor is one of a certificate or a link that was made since")
    func notAsked() async throws {
        let web = try await fixture(), codes = try web.setAuthenticator(of: Self.person)
        let byCode = try await web.enter(Self.person, code: codes[0])
        web.wait(minutes: 1)
        let byCertificate = try web.session(Self.person, shown: [.password, .certificate], since: web.hub.now)
        let byLink = try web.session(Self.person, shown: [.singleSignOn], since: web.hub.now)
        for session in [byCode, byCertificate, byLink] {
            let headers = ["Cookie": session.cookie]
            let page = try await web.ask("/account/recovery", headers: headers)
            #expect(page.body.contains(web.face.texts("recovery.elsewhere")) && !page.body.contains("It was me"))
            let events = try await web.recorded { () async throws -> Void in
                for kind in ["mine", "other"] {
                    let sent = answer(kind, left: 7, session.csrf)
                    #expect(try await web.ask("/account/recovery", form: sent, headers: headers).location == "/account/recovery")
                }
            }
            #expect(changes(events) == [])
        }
        // The thief is not told on the first page; whoever may be its person is.
        #expect(try await !shows(web, byCode).task)
        #expect(try await shows(web, byCertificate).task)
    }

    @Test("what an authenticator that was set up since says, counts at its own sessions; where an older way leads, it is asked still")
    func ownAuthenticator() async throws {
        let web = try await fixture(), signIn = web.face.signIn, vault = try web.face.vault()
        let codes = try ownWays(web)
        // The owner's ways, as they are found when they come in.
        let shown = try signIn.check(
            Self.person.rawValue, password: WebFixture.password, certificate: Self.digest, from: "10.0.0.1", vault: vault)
        let linked = try #require(try signIn.person(ofSubject: "https://id.example|7", from: "10.0.0.1", vault: vault))
        #expect(shown.next == .certificate && shown.proved.since != nil && linked.since != nil)
        try use(codes[0], web)
        web.wait(minutes: 1)
        _ = try web.setAuthenticator(of: Self.person)
        let thief = try byAuthenticator(web)
        #expect(try await shows(web, thief) == (true, true), "who lost theirs and set another up is asked, too")
        let said = try await web.recorded { () async throws -> Void in
            let sent = answer("mine", left: 8, thief.csrf)
            #expect(try await web.ask("/account/recovery", form: sent, headers: ["Cookie": thief.cookie]).location == "/account")
        }
        #expect(changes(said).map(\.recovery) == [.mine])
        #expect(try await shows(web, thief) == (false, false), "not asked there again")
        let again = answer("mine", left: 8, thief.csrf)
        #expect(
            try await web.ask("/account/recovery", form: again, headers: ["Cookie": thief.cookie]).location == "/account/recovery")
        // The owner is told, and says for good that it was them, by either way.
        let byLink = try web.session(Self.person, shown: [.singleSignOn], since: linked.since)
        let byCertificate = try web.session(Self.person, shown: [.password, .certificate], since: shown.proved.since)
        for session in [byLink, byCertificate] { #expect(try await shows(web, session) == (true, true)) }
        let sent = answer("mine", left: 8, byLink.csrf)
        #expect(try await web.ask("/account/recovery", form: sent, headers: ["Cookie": byLink.cookie]).location == "/account")
        for session in [byLink, byCertificate, thief] { #expect(try await shows(web, session) == (false, false)) }
    }

    @Test("said no by the owner's certificate, it stays, and the authenticator that was set up since lets nobody in")
    func disownedByCertificate() async throws {
        let web = try await fixture(), signIn = web.face.signIn, vault = try web.face.vault()
        try signIn.addCertificate(Self.digest, of: Self.person, password: WebFixture.password, from: "10.0.0.1", vault: vault)
        let codes = try web.setAuthenticator(of: Self.person)
        web.wait(minutes: 1)
        try use(codes[0], web)
        web.wait(minutes: 1)
        let second = String(repeating: "cd", count: 32)
        try signIn.addCertificate(second, of: Self.person, password: WebFixture.password, from: "10.0.0.2", vault: vault)
        let fresh = try signIn.newAuthenticator(for: Self.person, session: "thief", vault: vault)
        #expect(
            try signIn.confirmAuthenticator(of: signIn.proved(Self.person), session: "thief", code: web.digits(fresh), vault: vault) != nil)
        let thief = try byAuthenticator(web)
        let kept = try CredentialStore(vault: vault).read(Self.person, in: web.hub.state)?.certificateSince
        let since = try #require(kept?[Self.digest])
        let own = try web.session(Self.person, shown: [.password, .certificate], since: since)
        let page = try await web.ask("/account/recovery", headers: ["Cookie": own.cookie])
        #expect(page.body.contains("what you came in by now"))
        let events = try await web.recorded { () async throws -> Void in
            let sent = answer("other", left: 8, own.csrf)
            #expect(try await web.ask("/account/recovery", form: sent, headers: ["Cookie": own.cookie]).location == "/account/password")
        }
        #expect(changes(events).map(\.means) == [.recoveryCodes, .authenticator] && changes(events).allSatisfy { !$0.isSet })
        #expect(changes(events).map(\.recovery) == [.other, nil])
        #expect(try signIn.certificates(of: Self.person, vault: vault) == [Self.digest])
        #expect(try await web.ask("/account", headers: ["Cookie": thief.cookie]).status == 303)
        #expect(try await web.ask("/account", headers: ["Cookie": own.cookie]).status == 200)
        // The password alone is not enough, and neither is what the thief's authenticator shows.
        let half = try signIn.check(
            Self.person.rawValue, password: WebFixture.password, certificate: second, from: "10.0.0.2", vault: vault)
        #expect(half.next == .code)
        web.wait(minutes: 1)
        #expect(throws: Refusal.self) {
            try signIn.check(code: web.digits(fresh), after: half.proved, from: "10.0.0.2", vault: vault)
        }
    }

    @Test(
        "a thief who says no by a certificate made between two codes ends nothing the owner had, who is asked of the first and ends that certificate"
    )
    func disownedBetween() async throws {
        let web = try await fixture(), signIn = web.face.signIn, vault = try web.face.vault()
        let codes = try ownWays(web)
        try use(codes[0], web)
        web.wait(minutes: 1)
        let second = String(repeating: "cd", count: 32)
        try signIn.addCertificate(second, of: Self.person, password: WebFixture.password, from: "10.0.0.2", vault: vault)
        web.wait(minutes: 1)
        try use(codes[1], web)
        func byCertificate(_ digest: String) throws -> (cookie: String, csrf: String) {
            let kept = try CredentialStore(vault: vault).read(Self.person, in: web.hub.state)?.certificateSince
            return try web.session(Self.person, shown: [.password, .certificate], since: try #require(kept?[digest]))
        }
        let thief = try byCertificate(second), answered = answer("other", left: 6, thief.csrf)
        #expect(try await web.ask("/account/recovery", form: answered, headers: ["Cookie": thief.cookie]).location == "/account/password")
        #expect(try signIn.certificates(of: Self.person, vault: vault) == [Self.digest, second])
        #expect(try signIn.subject(of: Self.person, vault: vault) == "https://id.example|7")
        #expect(try await !shows(web, thief).question, "of the first code the thief cannot say anything")
        #expect(try await shows(web, byAuthenticator(web)) == (true, true))
        let own = try byCertificate(Self.digest), sent = answer("other", left: 0, own.csrf)
        #expect(try await web.ask("/account/recovery", form: sent, headers: ["Cookie": own.cookie]).location == "/account/password")
        #expect(try signIn.certificates(of: Self.person, vault: vault) == [Self.digest])
        #expect(try await web.ask("/account", headers: ["Cookie": thief.cookie]).status == 303)
        #expect(try await !shows(web, own).question)
    }

    @Test("a thief who says no by the authenticator they set up ends nothing the owner had, who is asked still and ends that authenticator")
    func disownedByAuthenticator() async throws {
        let web = try await fixture(), signIn = web.face.signIn, vault = try web.face.vault()
        try signIn.addCertificate(Self.digest, of: Self.person, password: WebFixture.password, from: "10.0.0.1", vault: vault)
        #expect(try signIn.link("https://id.example|7", to: signIn.proved(Self.person), vault: vault))
        let since = try CredentialStore(vault: vault).read(Self.person, in: web.hub.state)?.certificateSince?[Self.digest]
        #expect(since != nil)
        let codes = try web.setAuthenticator(of: Self.person)
        web.wait(minutes: 1)
        try use(codes[0], web)
        web.wait(minutes: 1)
        _ = try web.setAuthenticator(of: Self.person)
        let thief = try byAuthenticator(web), headers = ["Cookie": thief.cookie]
        #expect(try await web.ask("/account/recovery", headers: headers).body.contains("except what you came in by now"))
        let answered = answer("other", left: 8, thief.csrf)
        #expect(try await web.ask("/account/recovery", form: answered, headers: headers).location == "/account/password")
        #expect(try signIn.certificates(of: Self.person, vault: vault) == [Self.digest])
        #expect(try signIn.subject(of: Self.person, vault: vault) == "https://id.example|7")
        #expect(try await shows(web, thief) == (false, false), "not asked there again")
        let own = try web.session(Self.person, shown: [.password, .certificate], since: since)
        #expect(try await shows(web, own) == (true, true))
        let events = try await web.recorded { () async throws -> Void in
            let sent = answer("other", left: 0, own.csrf)
            #expect(try await web.ask("/account/recovery", form: sent, headers: ["Cookie": own.cookie]).location == "/account/password")
        }
        #expect(changes(events).map(\.means) == [.recoveryCodes, .singleSignOn, .authenticator])
        #expect(try signIn.certificates(of: Self.person, vault: vault) == [Self.digest])
        #expect(try await web.ask("/account", headers: headers).status == 303)
        #expect(try await shows(web, own) == (false, false))
    }

    @Test("the ledger and the audit tell a code that was used, and either answer, from codes that were made or taken away")
    func words() async throws {
        let web = try await fixture(), codes = try web.setAuthenticator(of: Self.person)
        let events = try await web.recorded { () async throws -> Void in
            for (code, kind) in [(codes[0], "mine"), (codes[1], "other")] {
                try use(code, web)
                let session = try web.session(Self.person), left = kind == "mine" ? 7 : 6
                _ = try await web.ask(
                    "/account/recovery", form: answer(kind, left: left, session.csrf), headers: ["Cookie": session.cookie])
            }
        }
        #expect(changes(events).map(\.recovery) == [.used, .mine, .used, .other])
        let lines = try web.hub.ledger.events(from: 0, limit: .max).map { LedgerLine($0, event: try EventCoding.decode($0.payload)) }
        let ours = lines.filter { if case .signInMeansChanged(let change) = $0.event { change.recovery != nil } else { false } }
        #expect(Set(ours.map(\.what)).count == 3 && ours.allSatisfy { !$0.what.contains("recovery-codes set") })
        let page = try await web.ask("/audit?kind=all", as: WebFixture.person(.auditor, of: WebFixture.council)).body
        for key in ["used", "mine", "other"] { #expect(page.contains(web.face.texts("audit.recovery-\(key)")), "\(key)") }
    }

    @Test("an authenticator that was shown is confirmed at the session it was shown at, and goes with a new password and with a code's use")
    func pending() async throws {
        let web = try await fixture(), signIn = web.face.signIn, vault = try web.face.vault()
        let (owner, thief) = (try web.session(Self.person), try web.session(Self.person))
        func key(_ session: (cookie: String, csrf: String)) async throws -> String {
            let page = try await web.ask("/account/authenticator", headers: ["Cookie": session.cookie])
            return String(try #require(page.body.firstMatch(of: /<pre[^>]*>([A-Z2-7 ]+)<\/pre>/)?.1))
        }
        let (own, seen) = (try await key(owner), try await key(thief))
        #expect(own != seen)
        for (session, shown) in [(owner, own), (thief, seen)] {
            #expect(try await key(session) == shown, "the same until it is confirmed, at each")
        }
        // What the one shows, confirms nothing at the other.
        let shown = try signIn.newAuthenticator(for: Self.person, session: "one", vault: vault)
        func confirm(_ session: String) throws -> [String]? {
            try signIn.confirmAuthenticator(of: signIn.proved(Self.person), session: session, code: web.digits(shown), vault: vault)
        }
        #expect(try confirm("two") == nil)
        _ = try signIn.newAuthenticator(for: Self.person, session: "two", vault: vault)
        #expect(try confirm("two") == nil)
        let codes = try #require(try confirm("one"))
        #expect(try await key(thief) != seen, "what others were shown is gone")
        let before = try await key(owner)
        try use(codes[0], web)
        let after = try await key(owner)
        #expect(after != before)
        let fresh = "green lamp under water"
        try signIn.changePassword(
            of: Self.person, from: WebFixture.password, to: fresh, began: web.hub.now, address: "10.0.0.1", vault: vault)
        #expect(try await key(owner) != after)
    }
}
