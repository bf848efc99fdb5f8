import Foundation
import HTTPTypes
import Register
import Sealing
import Testing

@testable import Hub
@testable import Web

@Suite("Signing in at the browser")
struct BrowserSignInTests {
    @Test("nobody sees anything before signing in")
    func outside() async throws {
        let web = try await WebFixture(people: false)
        for path in ["/", "/account", "/account/password"] {
            let answer = try await web.ask(path)
            #expect(answer.status == 303)
            #expect(answer.location?.hasPrefix("/sign-in") == true)
        }
        #expect(try await web.ask("/nowhere").status == 404)
        #expect(try await web.ask("/", method: .delete).status == 405)
    }

    @Test("an invitation, a password, an authenticator, a recovery code")
    func wholeWay() async throws {
        let web = try await WebFixture()
        let person = WebFixture.person(.analyst, of: WebFixture.council)
        let code = try web.face.signIn.invite(person, registration: "level-2", by: .firstCoordinator, vault: web.face.vault())
        let form = [("name", person.rawValue), ("code", code), ("password", WebFixture.password), ("again", WebFixture.password)]
        let weak = try await web.ask("/invitation", form: form.map { $0.0 == "password" || $0.0 == "again" ? ($0.0, "password1234") : $0 })
        #expect(weak.status == 422)
        let accepted = try await web.ask("/invitation", form: form)
        #expect(accepted.status == 303 && accepted.location == "/account/authenticator")
        #expect(try await web.ask("/invitation", form: form).status == 422)
        // With the password alone, until there is an authenticator.
        let signedIn = try await web.ask("/sign-in", form: [("name", person.rawValue), ("password", WebFixture.password)])
        #expect(signedIn.status == 303 && signedIn.location == "/")
        #expect(
            signedIn.headers[values: .setCookie].contains {
                $0.hasPrefix("__Host-sharewell=") && $0.contains("HttpOnly") && $0.contains("Secure")
            })
        let fresh = try web.face.signIn.newAuthenticator(for: person, session: "one", vault: web.face.vault())
        let step = web.hub.now.milliseconds / 30_000
        let digits = String(decoding: OneTimeCode.code(fresh.secret, step: step), as: UTF8.self)
        let codes = try #require(
            try web.face.signIn.confirmAuthenticator(
                of: web.face.signIn.proved(person), session: "one", code: digits, vault: web.face.vault()))
        let half = try await web.ask("/sign-in", form: [("name", person.rawValue), ("password", WebFixture.password)])
        #expect(half.location == "/sign-in/code")
        let cookie = try #require(half.headers[values: .setCookie].first { $0.contains("-half=") }).split(separator: ";")[0]
        let replayed = try await web.ask("/sign-in/code", form: [("code", digits)], headers: ["Cookie": String(cookie)])
        #expect(replayed.status == 422)
        let recovered = try await web.ask("/sign-in/code", form: [("code", codes[0])], headers: ["Cookie": String(cookie)])
        #expect(recovered.status == 303)
        let again = try await web.ask("/sign-in", form: [("name", person.rawValue), ("password", WebFixture.password)])
        let second = try #require(again.headers[values: .setCookie].first { $0.contains("-half=") }).split(separator: ";")[0]
        #expect(try await web.ask("/sign-in/code", form: [("code", codes[0])], headers: ["Cookie": String(second)]).status == 422)
    }

    @Test("five wrong passwords lock it, also for the right one")
    func lockOut() async throws {
        let web = try await WebFixture()
        let person = WebFixture.person(.analyst, of: WebFixture.council)
        let code = try web.face.signIn.invite(person, registration: "level-2", by: .firstCoordinator, vault: web.face.vault())
        _ = try web.face.signIn.accept(
            person.rawValue, code: code, password: WebFixture.password, from: "10.0.0.1", vault: web.face.vault())
        for _ in 0..<5 {
            #expect(try await web.ask("/sign-in", form: [("name", person.rawValue), ("password", "wrong wrong wrong")]).status == 422)
        }
        #expect(web.hub.state.accounts[person]?.isLocked(at: web.hub.now) == true)
        #expect(try await web.ask("/sign-in", form: [("name", person.rawValue), ("password", WebFixture.password)]).status == 422)
    }

    @Test("a change without the session's token, or from another site, is not made")
    func forged() async throws {
        let web = try await WebFixture()
        let person = WebFixture.person(.analyst, of: WebFixture.council)
        #expect(try await web.ask("/sign-out", as: person, form: [], withToken: false).status == 403)
        #expect(try await web.ask("/sign-out", as: person, form: [], headers: ["Sec-Fetch-Site": "cross-site"]).status == 403)
        #expect(try await web.ask("/sign-out", as: person, form: []).status == 303)
    }

    @Test("who leaves is signed out, and what they signed in with is destroyed")
    func leaver() async throws {
        let web = try await WebFixture()
        let person = WebFixture.person(.analyst, of: WebFixture.council)
        let session = try web.session(person)
        #expect(try await web.ask("/account", headers: ["Cookie": session.cookie]).status == 200)
        try web.hub.run(.removePerson(person), by: .firstCoordinator)
        #expect(try await web.ask("/account", headers: ["Cookie": session.cookie]).status == 303)
    }

    @Test("what was done is said once, on the next page whichever it is")
    func saidOnce() async throws {
        let web = try await WebFixture()
        let session = try web.session(WebFixture.person(.analyst, of: WebFixture.council))
        let form = [("session", "others"), ("csrf", session.csrf)], cookie = ["Cookie": session.cookie]
        #expect(try await web.ask("/account/sessions/end", form: form, headers: cookie).status == 303)
        #expect(try await web.ask("/account/password", headers: cookie).body.contains("govuk-notification-banner--success"))
        #expect(!(try await web.ask("/account", headers: cookie).body.contains("govuk-notification-banner--success")))
    }
}
