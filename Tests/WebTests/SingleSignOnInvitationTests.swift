import Guidance
import HTTPTypes
import Register
import Storage
import Testing

@testable import Hub
@testable import Web

@Suite("An invitation taken up by single sign-on")
struct SingleSignOnInvitationTests {
    private static let person = WebFixture.person(.analyst, of: WebFixture.council)
    private static let other = WebFixture.person(.auditor, of: WebFixture.council)
    private static let officer = WebFixture.person(.analyst, of: WebFixture.police)

    private func invite(_ person: PersonID, _ web: WebFixture) throws -> String {
        try web.face.signIn.invite(person, registration: "level-3", by: .firstCoordinator, vault: web.face.vault())
    }

    /// Gives name and code on the page for it.
    private func show(_ code: String, of person: PersonID, _ web: WebFixture) async throws -> WebFixture.Answer {
        try await web.ask("/invitation/with/0", form: [("name", person.rawValue), ("code", code)])
    }

    private func isIn(_ answer: WebFixture.Answer) -> Bool {
        answer.headers[values: .setCookie].contains { $0.hasPrefix("\(SessionCookie.name)=") }
    }

    @Test(
        "with code and provider the subject is theirs and they are in, which stands in the ledger; the code is used up, and no password is there"
    )
    func life() async throws {
        let provider = SingleSignOnProvider()
        try await provider.run {
            let web = try await WebFixture.signingOn(by: provider, agency: WebFixture.council.rawValue)
            let code = try invite(Self.person, web)
            #expect(try await web.ask("/invitation").body.contains("Luton &lt;Council&gt;"))
            let form = try await web.ask("/invitation/with/0")
            #expect(form.status == 200 && form.body.contains("Luton &lt;Council&gt;"))
            #expect(!form.body.contains("type=\"password\""))
            let shown = try await show(code.lowercased(), of: Self.person, web)
            #expect(shown.status == 200 && !isIn(shown))
            let begun = try await web.begin(provider, from: shown)
            let before = try web.hub.ledger.events(from: 0, limit: 10_000).count
            let entered = try await web.back(begun)
            #expect(entered.status == 303 && entered.location == "/" && isIn(entered))
            let events = try web.hub.ledger.events(from: Int64(before), limit: 100).map { try EventCoding.decode($0.payload) }
            #expect(
                events.contains {
                    if case .signInMeansChanged(let change) = $0 {
                        change.person == Self.person && change.means == .singleSignOn && change.isSet
                    } else {
                        false
                    }
                })
            #expect(events.contains { if case .signedIn(let entry) = $0 { entry.shown == [.singleSignOn] } else { false } })
            #expect(web.face.sessions.all(of: Self.person).map(\.way.signIn) == ["certificate"])
            #expect(try web.face.signIn.subject(of: Self.person, vault: web.face.vault()) == "\(provider.issuer)|subject-1")
            #expect(!web.face.signIn.hasPassword(Self.person))
            // The code is used up, either way; and the provider lets them in from now on.
            #expect(try await show(code, of: Self.person, web).status == 422)
            let late = [("name", Self.person.rawValue), ("code", code), ("password", WebFixture.password), ("again", WebFixture.password)]
            #expect(try await web.ask("/invitation", form: late).status == 422)
            #expect(isIn(try await web.back(try await web.begin(provider))))
        }
    }

    @Test("who has no password cannot take away their only way in, and sets a first one while they have just signed in")
    func withoutPassword() async throws {
        let provider = SingleSignOnProvider()
        try await provider.run {
            let web = try await WebFixture.signingOn(by: provider)
            let code = try invite(Self.person, web)
            _ = try await web.back(try await web.begin(provider, from: try await show(code, of: Self.person, web)))
            let page = try await web.ask("/account/single-sign-on", as: Self.person)
            #expect(page.body.contains(web.face.texts("single-sign-on.only-way")) && !page.body.contains("/single-sign-on/remove"))
            _ = try await web.ask("/account/single-sign-on/remove", as: Self.person, form: [])
            #expect(try web.face.signIn.subject(of: Self.person, vault: web.face.vault()) != nil)
            let account = try await web.ask("/account", as: Self.person)
            #expect(!account.body.contains("/account/authenticator") && !account.body.contains("/account/certificate"))
            // A session of an hour ago is not enough.
            let session = try web.session(Self.person)
            web.wait(minutes: 11)
            func set() async throws -> Int {
                try await web.ask(
                    "/account/password", form: [("password", WebFixture.password), ("again", WebFixture.password), ("csrf", session.csrf)],
                    headers: ["Cookie": session.cookie]
                ).status
            }
            #expect(try await set() == 422 && !web.face.signIn.hasPassword(Self.person))
            let form = [("password", WebFixture.password), ("again", WebFixture.password)]
            #expect(try await web.ask("/account/password", as: Self.person, form: form).status == 303)
            #expect(web.face.signIn.hasPassword(Self.person))
            // From now on the password is asked for, however new the session.
            #expect(try await web.ask("/account/password", as: Self.person, form: form).status == 422)
            #expect(try await web.ask("/account/single-sign-on/remove", as: Self.person, form: []).status == 422)
            let password = [("password", WebFixture.password)]
            #expect(try await web.ask("/account/single-sign-on/remove", as: Self.person, form: password).status == 303)
            #expect(try web.face.signIn.subject(of: Self.person, vault: web.face.vault()) == nil)
        }
    }

    @Test("a wrong name or code, of whoever it is, is told in one way, recorded and counted, and leads nowhere")
    func wrongCode() async throws {
        let provider = SingleSignOnProvider()
        try await provider.run {
            let web = try await WebFixture.signingOn(by: provider)
            let code = try invite(Self.person, web), others = try invite(Self.other, web)
            var pages = Set<String>()
            for (name, code) in [(Self.person, "AAAA-BBBB-CCCC-DDDD"), (Self.person, others), (Self.other, code)] {
                let answer = try await show(code, of: name, web)
                #expect(answer.status == 422 && !answer.body.contains("href=\"http:") && answer.headers[values: .setCookie].isEmpty)
                pages.insert(answer.body.replacing(name.rawValue, with: "").replacing(code, with: ""))
            }
            let nobody = try await web.ask("/invitation/with/0", form: [("name", "no-such-person"), ("code", code)])
            pages.insert(nobody.body.replacing("no-such-person", with: "").replacing(code, with: ""))
            #expect(pages.count == 1 && nobody.status == 422)
            #expect(try web.refusals() == Array(repeating: "wrong-invitation", count: 4))
            for form in [[], [("name", Self.person.rawValue)], [("code", code)], [("name", "<script>\""), ("code", "<script>\"")]] {
                let answer = try await web.ask("/invitation/with/0", form: form)
                #expect(answer.status == 422 && !answer.body.contains("<script>\""))
            }
            for path in ["/invitation/with/1", "/invitation/with/-1", "/invitation/with/x"] {
                #expect(try await web.ask(path).status == 404)
                #expect(try await web.ask(path, form: [("name", Self.person.rawValue), ("code", code)]).status == 404)
            }
            // The invitation stands.
            #expect(try await show(code, of: Self.person, web).status == 200)
        }
    }

    @Test("a subject that is somebody else's is not taken, nor is what the provider did not say; the invitation stands")
    func wrongSubject() async throws {
        let provider = SingleSignOnProvider()
        try await provider.run {
            let web = try await WebFixture.signingOn(by: provider)
            let vault = try web.face.vault()
            _ = try invite(Self.other, web)
            #expect(try web.face.signIn.link("\(provider.issuer)|subject-1", to: web.face.signIn.proved(Self.other), vault: vault))
            let code = try invite(Self.person, web)
            func tried(_ change: (inout SingleSignOnProvider.State) -> Void, code given: String = "right-code") async throws {
                let begun = try await web.begin(provider, from: try await show(code, of: Self.person, web))
                let before = provider.state
                provider.change(change)
                let answer = try await web.back(begun, code: given)
                #expect(answer.status == 422 && !isIn(answer))
                #expect(answer.body.contains(web.face.texts("single-sign-on.fault-accept").prefix(30)))
                #expect(!answer.body.contains(Self.other.rawValue))
                provider.change { state in (state.claims, state.subject) = (before.claims, before.subject) }
            }
            try await tried({ _ in })
            try await tried({ $0.claims["nonce"] = "another" })
            try await tried({ $0.claims["iss"] = "https://elsewhere.example" })
            try await tried({ $0.claims["aud"] = "another-hub" })
            try await tried({ _ in }, code: "wrong-code")
            #expect(
                try web.refusals() == ["sso-unknown-subject", "sso-nonce", "sso-other-issuer", "sso-audience", "sso-refused"])
            #expect(try web.face.signIn.subject(of: Self.person, vault: vault) == nil)
            // With an account of their own they are in, by the same code; the other one's is still the other's.
            provider.change { $0.subject = "subject-2" }
            #expect(isIn(try await web.back(try await web.begin(provider, from: try await show(code, of: Self.person, web)))))
            #expect(
                try web.face.signIn.person(ofSubject: "\(provider.issuer)|subject-1", from: "10.0.0.1", vault: vault)?.person == Self.other)
            #expect(
                try web.face.signIn.person(ofSubject: "\(provider.issuer)|subject-2", from: "10.0.0.1", vault: vault)?.person == Self.person
            )
        }
    }

    @Test("what was begun is good once, in the browser that began it, and only while the invitation stands")
    func replayed() async throws {
        let provider = SingleSignOnProvider()
        try await provider.run {
            let web = try await WebFixture.signingOn(by: provider)
            let vault = try web.face.vault()
            // Begun twice by one code: one is in, the other too late.
            let code = try invite(Self.person, web)
            let (first, second) = (try await show(code, of: Self.person, web), try await show(code, of: Self.person, web))
            let begun = try await web.begin(provider, from: first)
            #expect(try await web.back(WebFixture.Begun(state: begun.state, cookie: "__Host-sharewell-sso=another")).status == 422)
            #expect(try await web.back(begun).status == 422, "used up by the one before")
            let next = try await web.begin(provider, from: second)
            let twin = try await web.begin(provider, from: try await show(code, of: Self.person, web))
            #expect(isIn(try await web.back(twin)))
            #expect(try await web.back(twin).status == 422, "the same again")
            provider.change { $0.subject = "subject-2" }
            _ = try await web.begin(provider, from: second)
            let late = try await web.back(next)
            #expect(late.status == 422 && !isIn(late))
            #expect(try web.refusals().last == "sso-invitation-over")
            #expect(try web.face.signIn.subject(of: Self.person, vault: vault) == "\(provider.issuer)|subject-1")
            // A new invitation, one that is over, and somebody who left meanwhile.
            provider.change { $0.subject = "subject-3" }
            let old = try await web.begin(provider, from: try await show(try invite(Self.other, web), of: Self.other, web))
            _ = try invite(Self.other, web)
            #expect(try await web.back(old).status == 422)
            let leaving = try await web.begin(provider, from: try await show(try invite(Self.other, web), of: Self.other, web))
            try web.hub.run(.removePerson(Self.other), by: .firstCoordinator)
            #expect(try await web.back(leaving).status == 422)
            #expect(try web.face.signIn.person(ofSubject: "\(provider.issuer)|subject-3", from: "10.0.0.1", vault: vault)?.person == nil)
            // An attempt is over after ten minutes, an invitation after a week.
            let slow = try invite(Self.officer, web)
            let waiting = try await web.begin(provider, from: try await show(slow, of: Self.officer, web))
            web.wait(minutes: 11)
            #expect(try await web.back(waiting).status == 422)
            web.wait(days: 8)
            #expect(try await show(slow, of: Self.officer, web).status == 422)
        }
    }

    @Test("a provider of one agency lets nobody of another in: not by invitation, nor by a link, nor by a link of before")
    func otherAgency() async throws {
        let provider = SingleSignOnProvider()
        try await provider.run {
            let web = try await WebFixture.signingOn(by: provider, agency: WebFixture.council.rawValue)
            let code = try invite(Self.officer, web)
            let answer = try await show(code, of: Self.officer, web)
            #expect(answer.status == 422 && !answer.body.contains("href=\"http:"))
            let page = try await web.ask("/account/single-sign-on", as: Self.officer)
            #expect(page.status == 200 && !page.body.contains("name=\"provider\"") && !page.body.contains("Luton &lt;Council&gt;"))
            let form = [("provider", "0"), ("password", WebFixture.password)]
            #expect(try await web.ask("/account/single-sign-on", as: Self.officer, form: form).status == 422)
            #expect(
                try web.face.signIn.link("\(provider.issuer)|subject-1", to: web.face.signIn.proved(Self.officer), vault: web.face.vault()))
            let tried = try await web.back(try await web.begin(provider))
            #expect(tried.status == 422 && !isIn(tried))
            #expect(try web.refusals() == ["sso-other-agency"])
        }
    }
}
