import Foundation
import Guidance
import HTTPTypes
import NIOPosix
import Register
import Sealing
import Storage
import Testing

@testable import Hub
@testable import Web

@Suite("What comes with a session or token that has ended meanwhile does nothing")
struct EndedSessionTests {
    private static let person = WebFixture.person(.analyst, of: WebFixture.council)
    private static let fresh = "green lamp under water"

    private func fixture() async throws -> WebFixture {
        let web = try await WebFixture()
        try web.setPassword(of: Self.person)
        return web
    }

    /// The same hub as another process has it, such as a terminal.
    private func elsewhere(_ web: WebFixture) throws -> Hub { try Hub.open(web.hub.folder, clock: web.hub.clock) }

    private func isEnding(_ event: Event) -> Bool { if case .sessionEnded = event { true } else { false } }

    /// A token that would be made.
    private static func token(at now: Moment) -> [(String, String)] {
        let last = CalendarDay(number: now.day + 30)
        return [
            ("purpose", "the monthly map"), ("category", "intelligence"), ("datasets", WebFixture.crime.rawValue),
            ("until-year", String(last.year)), ("until-month", String(last.month)), ("until-day", String(last.day)),
            ("password", WebFixture.password),
        ]
    }

    private static let forms: [(path: String, form: [(String, String)])] = [
        ("/account/password", [("old", WebFixture.password), ("password", fresh), ("again", fresh)]),
        ("/account/authenticator", [("password", WebFixture.password), ("code", "123456")]),
        ("/account/certificate", [("password", WebFixture.password)]),
        ("/account/certificate/remove", [("password-again", WebFixture.password)]), ("/account/sessions/end", [("session", "others")]),
        ("/account/notices/stop", []), ("/account/notices/kinds", [("kinds", "account")]), ("/account/recovery", [("answer", "mine")]),
        ("/requests/new", [("for", "meeting")]), ("/supply", [("what", "x")]), ("/sign-out", []),
    ]

    @Test("a form whose last byte comes after its session was ended changes nothing")
    func dribbled() async throws {
        let web = try await fixture(), credentials = web.hub.state.accounts[Self.person]?.credentials
        for (path, form) in Self.forms + [("/account/tokens/new", Self.token(at: web.hub.now))] {
            let person = path == "/supply" ? WebFixture.person(.dataSupplier, of: WebFixture.council) : Self.person
            let own = try web.session(person), thief = try web.session(person), ends = [("session", "others"), ("csrf", own.csrf)]
            let events = try await web.recorded { () async throws -> Void in
                let answer = try await web.dribble(path, form, as: person, session: thief) {
                    _ = try await web.ask("/account/sessions/end", form: ends, headers: ["Cookie": own.cookie])
                }
                #expect(answer.status == 303 && answer.location == "/sign-in", "\(path): \(answer.status)")
            }
            #expect(!events.isEmpty && events.allSatisfy(isEnding), "\(path)")
            #expect(try await web.ask("/account", headers: ["Cookie": own.cookie]).status == 200, "the owner's is left alone")
        }
        #expect(web.hub.state.accounts[Self.person]?.credentials == credentials)
    }

    @Test("after “It was not me” nothing comes of what the thief's session has under way: no password, no certificate, no token")
    func disowned() async throws {
        let web = try await fixture(), codes = try web.setAuthenticator(of: Self.person)
        let thief = try await web.enter(Self.person, code: codes[0]), own = try web.session(Self.person)
        let answer = [("answer", "other"), ("left", "7"), ("password", WebFixture.password), ("csrf", own.csrf)]
        let form = [("old", WebFixture.password), ("password", Self.fresh), ("again", Self.fresh)]
        let dribbled = try await web.dribble("/account/password", form, as: Self.person, session: thief) {
            let said = try await web.ask("/account/recovery", form: answer, headers: ["Cookie": own.cookie])
            #expect(said.location == "/account/password")
        }
        #expect(dribbled.location == "/sign-in")
        #expect(try await web.ask("/account/password", headers: ["Cookie": own.cookie]).status == 200)
        let signIn = web.face.signIn
        #expect(throws: Refusal.self) {
            try signIn.check(Self.person.rawValue, password: Self.fresh, from: "10.0.0.1", vault: web.face.vault())
        }
    }

    @Test("a password that was being looked at while the credentials changed has shown nothing: neither a change nor a session comes of it")
    func hashing() async throws {
        let web = try await fixture(), signIn = web.face.signIn, vault = try web.face.vault()
        try signIn.addCertificate(
            String(repeating: "ab", count: 32), of: Self.person, password: WebFixture.password, from: "", vault: vault)
        #expect(try signIn.link("https://id.example|7", to: signIn.proved(Self.person), vault: vault))
        let codes = try web.setAuthenticator(of: Self.person)
        let pending = try signIn.newAuthenticator(for: Self.person, session: "thief", vault: vault)
        let shown = try signIn.check(Self.person.rawValue, password: WebFixture.password, from: "10.0.0.2", vault: vault).proved
        let entered = try signIn.check(code: codes[0], after: shown, from: "10.0.0.2", vault: vault).proved
        #expect(signIn.stands(entered) && !signIn.stands(shown), "the code that was used is one change")
        let own = SignIn.Answerer(means: .authenticator, since: nil)
        // The owner answers before the thief is in.
        try signIn.disownRecovery(of: signIn.proved(Self.person), by: own, vault: vault) {}
        let state = web.hub.state
        #expect(throws: SignIn.changed) { try signIn.enter(entered, session: "0123456789abcdef", way: WebFixture.strongWay) }
        #expect(throws: SignIn.changed) {
            try signIn.confirmAuthenticator(of: entered, session: "thief", code: web.digits(pending), vault: vault)
        }
        #expect(throws: SignIn.changed) {
            try signIn.issueToken(
                for: entered, purpose: "the monthly map", category: .intelligence, datasets: [WebFixture.crime],
                until: web.hub.now.day + 9, vault: vault)
        }
        #expect(throws: SignIn.changed) { try signIn.link("https://id.example|8", to: entered, vault: vault) }
        #expect(throws: SignIn.changed) { try signIn.unlink(entered, vault: vault) }
        #expect(throws: SignIn.changed) { try signIn.ownRecovery(of: entered, by: own, left: 7, vault: vault) }
        #expect(throws: SignIn.changed) { try signIn.disownRecovery(of: entered, by: own, vault: vault) {} }
        #expect(throws: SignIn.changed) {
            try NoticeSettings(hub: web.hub, vault: vault).ask(#require(MailAddress("thief@elsewhere.example")), of: entered)
        }
        #expect(web.hub.state.accounts[Self.person] == state.accounts[Self.person] && web.hub.state.size == state.size)
    }

    @Test("what was right and is no longer in force is no wrong try: it is not counted, and the account shows how it stands")
    func changedMeanwhile() async throws {
        let web = try await fixture(), signIn = web.face.signIn, vault = try web.face.vault()
        _ = try web.setAuthenticator(of: Self.person)
        let shown = try signIn.check(Self.person.rawValue, password: WebFixture.password, from: "10.0.0.1", vault: vault).proved
        try signIn.changePassword(
            of: Self.person, from: WebFixture.password, to: Self.fresh, began: web.hub.now, address: "10.0.0.1", vault: vault)
        let events = try await web.recorded { () async throws -> Void in
            for _ in 0...SignIn.mostWrong {
                #expect(throws: SignIn.changed) { try signIn.check(code: "123456", after: shown, from: "10.0.0.1", vault: vault) }
            }
        }
        #expect(events == [] && web.hub.state.accounts[Self.person]?.isLocked(at: web.hub.now) == false)
        let (cookie, _) = try web.session(Self.person), session = try #require(web.face.sessions.all(of: Self.person).first)
        func told(_ identity: Visit.Identity) -> String? {
            let reply = FaultPages(visit: visit(web, identity, access: .signedIn)).reply(to: SignIn.changed, access: .signedIn)
            return if case .redirect(let path) = reply.body { path } else { nil }
        }
        #expect(told(.session(session)) == "/account")
        let account = try await web.ask("/account", headers: ["Cookie": cookie]).body
        #expect(account.contains(web.face.texts("account.changed-meanwhile")))
        let path = try #require(told(.nobody))
        #expect(try await web.ask(path).body.contains(web.face.texts("sign-in.changed-meanwhile")))
    }

    @Test("what is under way is not recorded once its person is invited anew, or taken out, at a terminal")
    func elsewhereMeanwhile() async throws {
        let web = try await fixture(), other = try elsewhere(web)
        for command in [Command.invite(Self.person, registration: "level-3"), .removePerson(Self.person)] {
            let (cookie, _) = try web.session(Self.person), session = try #require(web.face.sessions.all(of: Self.person).first)
            let by = visit(web, .session(session), cookie: cookie, access: .signedIn)
            web.wait(minutes: 1)
            try web.face.refresh()
            let size = web.hub.state.size
            await #expect(throws: WebFault.signInNeeded) {
                try await by.work(on: web.face.pools.pages) { visit in
                    try Hub.keeping(to: nil) { try other.run(command, by: .firstCoordinator) }
                    try Self.note(visit)
                }
            }
            #expect(web.hub.state.size == size + 1, "what was done at the terminal, and nothing else")
        }
    }

    @Test("who showed a password that was changed before they gave the code begins again, and the code is not used up")
    func halfway() async throws {
        let web = try await fixture(), signIn = web.face.signIn, vault = try web.face.vault(),
            codes = try web.setAuthenticator(of: Self.person)
        let half = try await web.ask("/sign-in", form: [("name", Self.person.rawValue), ("password", WebFixture.password)])
        let cookie = String(try #require(half.headers[values: .setCookie].first { $0.contains("-half=") }).split(separator: ";")[0])
        #expect(try await web.ask("/sign-in/code", headers: ["Cookie": cookie]).status == 200)
        try signIn.changePassword(
            of: Self.person, from: WebFixture.password, to: Self.fresh, began: web.hub.now, address: "10.0.0.1", vault: vault)
        #expect(try await web.ask("/sign-in/code", headers: ["Cookie": cookie]).location == "/sign-in")
        let given = try await web.ask("/sign-in/code", form: [("code", codes[0])], headers: ["Cookie": cookie])
        #expect(given.location == "/sign-in" && given.headers[values: .setCookie].allSatisfy { !$0.hasPrefix("\(SessionCookie.name)=") })
        #expect(try signIn.recovery(of: Self.person, vault: vault)?.left == 8)
    }

    @Test("whoever is taken out at a terminal while their form comes has no session at its end")
    func left() async throws {
        let web = try await fixture(), other = try elsewhere(web), session = try web.session(Self.person)
        let form = [("old", WebFixture.password), ("password", Self.fresh), ("again", Self.fresh)]
        let events = try await web.recorded { () async throws -> Void in
            let answer = try await web.dribble("/account/password", form, as: Self.person, session: session) {
                try other.run(.removePerson(Self.person), by: .firstCoordinator)
            }
            #expect(answer.location == "/sign-in")
        }
        #expect(!events.contains { if case .signInMeansChanged = $0 { true } else { false } })
    }

    @Test("a part of a file that comes after the session has ended is not kept; the form it began goes on at the next one")
    func file() async throws {
        let web = try await WebFixture(), supplier = WebFixture.person(.dataSupplier, of: WebFixture.police)
        let job = SupplyJob(owner: supplier, agency: WebFixture.police, dataset: WebFixture.crime, grant: nil, at: web.hub.now)
        try web.face.supplyDesk.begin(job)
        let bytes = WebFixture.crimes(20), half = bytes.count / 2, session = try web.session(supplier)
        let answer = try await web.send(
            "/supply/\(job.id)/file", as: supplier, [Array(bytes[..<half]), Array(bytes[half...])], type: "application/octet-stream",
            range: "bytes 0-\(bytes.count - 1)/\(bytes.count)", method: .put, session: session
        ) {
            _ = web.face.sessions.end { $0.person == supplier }
        }
        #expect(answer.status == 303 && answer.location == "/sign-in")
        #expect(job.received.count == half && job.stage.name == "file")
        // The browser may hold the cookie of a new one by then; whoever begins with one that opens nothing is rid of it.
        #expect(answer.cookies == [])
        #expect(try await web.ask("/supply", headers: ["Cookie": session.cookie]).headers[values: .setCookie] == [SessionCookie.clear])
        // In one form, what came of it goes.
        let next = try web.session(supplier)
        let form = try await web.send(
            "/supply/\(job.id)/file", as: supplier, WebFixture.form("file", bytes, piece: 700), type: "multipart/form-data; boundary=xYzZY",
            method: .post, session: next
        ) {
            _ = web.face.sessions.end { $0.person == supplier }
        }
        #expect(form.status == 303 && form.location == "/sign-in" && job.received.count == 0)
    }

    private func visit(_ web: WebFixture, _ identity: Visit.Identity, cookie: String = "", access: Route.Access) -> Visit {
        var headers = HTTPFields()
        headers[.cookie] = cookie
        return Visit(
            face: web.face, method: .post, path: "/", parameters: [:], query: FormValues(), form: FormValues(), headers: headers,
            address: "",
            certificate: nil, identity: identity, access: access)
    }

    /// Something that stands in the ledger, whoever does it.
    private static func note(_ visit: Visit) throws {
        try visit.hub.transact { _, _ in ([.signInRefused(SignInRefused(person: nil, code: "wrong-token", lockedUntil: nil))], ()) }
    }

    @Test("work that outlasts its session, or its token, records nothing afterwards; what the hub does by itself, it does")
    func recording() async throws {
        let web = try await fixture(), signIn = web.face.signIn, vault = try web.face.vault()
        let pool = web.face.pools.pages, (cookie, _) = try web.session(Self.person)
        let session = try #require(web.face.sessions.all(of: Self.person).first)
        let by = visit(web, .session(session), cookie: cookie, access: .signedIn)
        let size = web.hub.state.size
        try await by.work(on: pool) { try Self.note($0) }
        #expect(web.hub.state.size == size + 1)
        await #expect(throws: WebFault.signInNeeded) {
            try await by.work(on: pool) { visit in
                visit.face.record(visit.face.sessions.end { $0.id == session.id }, why: .endedElsewhere)
                try Self.note(visit)
            }
        }
        #expect(web.hub.state.size == size + 2, "that the session ended, and nothing after it")
        await #expect(throws: WebFault.signInNeeded) { try await by.work(on: pool) { try Self.note($0) } }
        let issued = try signIn.issueToken(
            for: signIn.proved(Self.person), purpose: "the monthly map", category: .intelligence, datasets: [WebFixture.crime],
            until: web.hub.now.day + 9, vault: vault
        ).token
        let program = visit(web, .token(Self.person, issued, WebFixture.strongWay), access: .token)
        try await program.work(on: pool) { try Self.note($0) }
        let before = web.hub.state.size
        await #expect(throws: WrongToken.self) {
            try await program.work(on: pool) { visit in
                try Hub.keeping(to: nil) { try visit.face.signIn.revokeToken(issued.id, of: Self.person, vault: vault) }
                try Self.note(visit)
            }
        }
        await #expect(throws: WrongToken.self) { try await program.work(on: pool) { try Self.note($0) } }
        #expect(web.hub.state.size == before + 1)
        try Self.note(by)
        #expect(web.hub.state.size == before + 2)
    }

    @Test("whatever a route does where it may block goes through the one place that looks again who asks")
    func oneWay() throws {
        let web = WebFixture.repository.appending(path: "Sources/Web"), manager = FileManager.default
        // The head of a request, what asks other machines and records a refusal for nobody, and what the hub does by itself.
        let others = ["Responder.swift", "Standing.swift", "SingleSignOn.swift", "SingleSignOnRoutes.swift", "Housekeeping.swift"]
        let files = try #require(manager.enumerator(at: web, includingPropertiesForKeys: nil)).compactMap { $0 as? URL }
        #expect(files.count > 100)
        for file in files where file.pathExtension == "swift" && !others.contains(file.lastPathComponent) {
            #expect(try !String(contentsOf: file, encoding: .utf8).contains("runIfActive"), "\(file.lastPathComponent)")
        }
    }

    @Test("a link to single sign-on that was begun is not made once its session has ended, or the account has changed")
    func linking() async throws {
        let provider = SingleSignOnProvider()
        try await provider.run {
            let web = try await WebFixture.signingOn(by: provider)
            try web.setPassword(of: Self.person)
            func begin(_ session: (cookie: String, csrf: String)) async throws -> WebFixture.Begun {
                let page = try await web.ask(
                    "/account/single-sign-on", form: [("provider", "0"), ("password", WebFixture.password), ("csrf", session.csrf)],
                    headers: ["Cookie": session.cookie])
                return try await web.begin(provider, from: page)
            }
            let ended = try web.session(Self.person), begun = try await begin(ended)
            _ = web.face.sessions.end { $0.person == Self.person }
            // Another session of the same person is not the one that the password was shown at.
            #expect(try await web.back(begun, as: try web.session(Self.person).cookie).status == 422)
            let own = try web.session(Self.person), second = try await begin(own)
            _ = try web.setAuthenticator(of: Self.person)
            #expect(try await web.back(second, as: own.cookie).status == 422)
            #expect(try web.face.signIn.subject(of: Self.person, vault: web.face.vault()) == nil)
        }
    }
}
