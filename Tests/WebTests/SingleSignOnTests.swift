import Crypto
import Foundation
import Guidance
import HTTPTypes
import Register
import Storage
import Testing

@testable import Hub
@testable import Web

@Suite("Single sign-on")
struct SingleSignOnTests {
    static let person = WebFixture.person(.analyst, of: WebFixture.council)

    private func fixture(_ provider: SingleSignOnProvider) async throws -> WebFixture {
        let web = try await WebFixture.signingOn(by: provider)
        let code = try web.face.signIn.invite(Self.person, registration: "level-3", by: .firstCoordinator, vault: web.face.vault())
        _ = try web.face.signIn.accept(
            Self.person.rawValue, code: code, password: WebFixture.password, from: "10.0.0.1", vault: web.face.vault())
        return web
    }

    @Test("linked while signed in with the password, then it signs in, as strong as the settings say; a stranger is refused")
    func life() async throws {
        let provider = SingleSignOnProvider()
        try await provider.run {
            let web = try await fixture(provider)
            #expect(try await web.ask("/sign-in").body.contains("Luton &lt;Council&gt;"))
            // Nobody is linked yet.
            let stranger = try await web.back(try await web.begin(provider))
            #expect(stranger.status == 422 && stranger.headers[values: .setCookie].allSatisfy { !$0.hasPrefix("__Host-sharewell=") })
            #expect(try web.refusals() == ["sso-unknown-subject"])
            let session = try web.session(Self.person)
            let wrong = try await web.ask(
                "/account/single-sign-on", form: [("provider", "0"), ("password", "wrong wrong wrong"), ("csrf", session.csrf)],
                headers: ["Cookie": session.cookie])
            #expect(wrong.status == 422)
            let page = try await web.ask(
                "/account/single-sign-on", form: [("provider", "0"), ("password", WebFixture.password), ("csrf", session.csrf)],
                headers: ["Cookie": session.cookie])
            let begun = try await web.begin(provider, from: page)
            let linked = try await web.back(begun, as: session.cookie)
            #expect(linked.status == 303 && linked.location == "/account/single-sign-on")
            let entered = try await web.back(try await web.begin(provider))
            #expect(entered.status == 303 && entered.location == "/")
            let newest = try #require(try web.hub.ledger.events(from: 0, limit: 10_000).last)
            if case .signedIn(let signed) = try EventCoding.decode(newest.payload) {
                #expect(signed.person == Self.person)
            } else {
                Issue.record("a sign-in by the provider is no event")
            }
            #expect(entered.headers[values: .setCookie].contains { $0.hasPrefix("__Host-sharewell=") })
            #expect(web.face.sessions.all(of: Self.person).contains { $0.way.signIn == "certificate" })
            // Another person cannot take the same subject, and who left is not let in.
            #expect(
                try !web.face.signIn.link(
                    "\(provider.issuer)|subject-1", to: web.face.signIn.proved(.firstCoordinator), vault: web.face.vault()))
            #expect(try await web.ask("/account/single-sign-on/remove", as: Self.person, form: [("password", "wrong")]).status == 422)
            let unlinked = try await web.ask(
                "/account/single-sign-on/remove", as: Self.person, form: [("password", WebFixture.password)])
            #expect(unlinked.status == 303)
            let last = try #require(
                try web.hub.ledger.events(from: 0, limit: 10_000).last { entry in
                    String(decoding: entry.payload, as: UTF8.self).contains("signInMeansChanged")
                })
            #expect(String(decoding: last.payload, as: UTF8.self).contains("single-sign-on"))
            #expect(try await web.back(try await web.begin(provider)).status == 422)
            #expect(
                try web.face.signIn.link("\(provider.issuer)|subject-1", to: web.face.signIn.proved(Self.person), vault: web.face.vault()))
            try web.hub.run(.removePerson(Self.person), by: .firstCoordinator)
            #expect(try await web.back(try await web.begin(provider)).status == 422)
        }
    }

    @Test("what a token must not be: each is refused, said in one way, and recorded by its reason")
    func forged() async throws {
        let provider = SingleSignOnProvider()
        try await provider.run {
            let web = try await fixture(provider)
            #expect(
                try web.face.signIn.link("\(provider.issuer)|subject-1", to: web.face.signIn.proved(Self.person), vault: web.face.vault()))
            let good = provider.state
            let point = good.key.publicKey.x963Representation
            let forgeries: [(code: String, change: (inout SingleSignOnProvider.State) -> Void)] = [
                ("sso-nonce", { $0.claims["nonce"] = "another" }), ("sso-nonce", { $0.claims["nonce"] = "" }),
                ("sso-audience", { $0.claims["aud"] = "another-hub" }), ("sso-audience", { $0.claims["azp"] = "another-hub" }),
                ("sso-other-issuer", { $0.claims["iss"] = "https://elsewhere.example" }),
                ("sso-time", { $0.issuedAgo = 7200 }), ("sso-time", { $0.issuedAgo = -7200 }),
                (
                    "sso-algorithm",
                    {
                        $0.header["alg"] = "none"; $0.signature = { _ in "" }
                    }
                ),
                (
                    "sso-algorithm",
                    {
                        $0.header["alg"] = "HS256"
                        $0.signature = { text in
                            SingleSignOnProvider.url(
                                HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: point)))
                        }
                    }
                ), ("sso-signature", { $0.header["alg"] = "RS256" }),
                ("sso-signature", { $0.signature = { _ in SingleSignOnProvider.url([UInt8](repeating: 1, count: 64)) } }),
                ("sso-signature", { $0.header["kid"] = "unheard-of" }),
            ]
            var expected: [String] = []
            for (code, change) in forgeries {
                let begun = try await web.begin(provider)
                provider.change(change)
                let answer = try await web.back(begun)
                #expect(answer.status == 422, "\(code)")
                #expect(answer.body.contains(web.face.texts("single-sign-on.fault")), "\(code)")
                #expect(answer.headers[values: .setCookie].allSatisfy { !$0.hasPrefix("__Host-sharewell=") }, "\(code)")
                expected.append(code)
                let nonce = provider.state.nonce, challenge = provider.state.challenge
                provider.change { state in
                    let asked = state.keySetsAsked, forms = state.forms
                    state = good
                    (state.nonce, state.challenge, state.keySetsAsked, state.forms) = (nonce, challenge, asked, forms)
                }
            }
            #expect(try web.refusals() == expected)
            // The right one still comes in.
            #expect(try await web.back(try await web.begin(provider)).status == 303)
        }
    }

    @Test("an attempt is good once, in the browser that began it, with the code it was given")
    func replayed() async throws {
        let provider = SingleSignOnProvider()
        try await provider.run {
            let web = try await fixture(provider)
            #expect(
                try web.face.signIn.link("\(provider.issuer)|subject-1", to: web.face.signIn.proved(Self.person), vault: web.face.vault()))
            let begun = try await web.begin(provider)
            #expect(try await web.back(begun).status == 303)
            #expect(try await web.back(begun).status == 422, "the same state again")
            let other = try await web.begin(provider)
            #expect(try await web.back(WebFixture.Begun(state: other.state, cookie: "__Host-sharewell-sso=another")).status == 422)
            #expect(try await web.back(other).status == 422, "used up by the one before")
            #expect(try await web.back(try await web.begin(provider), code: "wrong-code").status == 422)
            #expect(try await web.back(try await web.begin(provider), more: "&iss=https%3A%2F%2Felsewhere.example").status == 422)
            #expect(try await web.ask("/sign-in/with/0/back").status == 422)
            #expect(try await web.ask("/sign-in/with/7").status == 404)
        }
    }

    @Test("a provider that says it is another is not gone to; new keys are looked for, and not at every token")
    func provider() async throws {
        let provider = SingleSignOnProvider()
        try await provider.run {
            let web = try await fixture(provider)
            provider.change { $0.issuerItStates = "https://elsewhere.example" }
            #expect(try await web.ask("/sign-in/with/0").status == 502)
            provider.change { $0.issuerItStates = nil }
            #expect(
                try web.face.signIn.link("\(provider.issuer)|subject-1", to: web.face.signIn.proved(Self.person), vault: web.face.vault()))
            for _ in 0..<3 { #expect(try await web.back(try await web.begin(provider)).status == 303) }
            #expect(provider.state.keySetsAsked == 1)
            let now = web.hub.now
            provider.change { state in
                state.key = P256.Signing.PrivateKey()
                state.kid = "second"
            }
            // A minute later, as a flood of tokens with odd keys must not make the hub ask at each.
            let sso = web.face.providers[0]
            let later = Moment(milliseconds: now.milliseconds + 120_000)
            let begun = try await web.begin(provider)
            _ = begun
            let verifier = "v"
            provider.change { $0.challenge = SingleSignOn.challenge(verifier) }
            let token = try sso.token(for: "right-code", verifier: verifier, back: "x", at: later)
            let identity = try await sso.identity(in: token, nonce: provider.state.nonce, at: later, on: web.face.pools.elsewhere)
            #expect(identity.sub == "subject-1" && provider.state.keySetsAsked == 2)
        }
    }
}
