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

    private struct Begun {
        let state: String, cookie: String
    }

    private func fixture(_ provider: SingleSignOnProvider) async throws -> WebFixture {
        let secret = FileManager.default.temporaryDirectory.appending(path: "sso-secret-\(provider.port)")
        try "a secret\n".write(to: secret, atomically: true, encoding: .utf8)
        let web = try await WebFixture { settings in
            settings.singleSignOn = [
                .init(name: "Luton <Council>", issuer: provider.issuer, client: "hub", secretFile: secret.path, strength: "certificate")
            ]
        }
        let code = try web.face.signIn.invite(Self.person, registration: "level-3", by: .firstCoordinator, vault: web.face.vault())
        _ = try web.face.signIn.accept(
            Self.person.rawValue, code: code, password: WebFixture.password, from: "10.0.0.1", vault: web.face.vault())
        return web
    }

    /// Goes to the provider as a browser would, and has it take note of the nonce and the challenge.
    private func begin(_ web: WebFixture, _ provider: SingleSignOnProvider, address: String? = nil, cookie: String? = nil) async throws
        -> Begun
    {
        var location = address, set = cookie
        if location == nil {
            let answer = try await web.ask("/sign-in/with/0")
            try #require(answer.status == 303)
            location = answer.location
            set = answer.headers[.setCookie]
        }
        let asked = try #require(location?.split(separator: "?").last)
        let query = try #require(FormValues(asked))
        #expect(query["code_challenge_method"] == "S256" && query["response_type"] == "code" && query["client_id"] == "hub")
        provider.change { state in
            state.nonce = query["nonce"] ?? ""
            state.challenge = query["code_challenge"] ?? ""
        }
        return Begun(state: try #require(query["state"]), cookie: String(try #require(set?.split(separator: ";").first)))
    }

    private func back(_ web: WebFixture, _ begun: Begun, code: String = "right-code", more: String = "", as session: String = "")
        async throws
        -> WebFixture.Answer
    {
        try await web.ask(
            "/sign-in/with/0/back?code=\(code)&state=\(begun.state)\(more)",
            headers: ["Cookie": begun.cookie + (session.isEmpty ? "" : "; " + session), "Sec-Fetch-Site": "cross-site"])
    }

    private func refusals(_ web: WebFixture) throws -> [String] {
        try web.hub.ledger.events(from: 0, limit: 10_000).compactMap { entry in
            guard case .signInRefused(let refused) = try EventCoding.decode(entry.payload) else { return nil }
            return refused.code
        }
    }

    @Test("linked while signed in with the password, then it signs in, as strong as the settings say; a stranger is refused")
    func life() async throws {
        let provider = SingleSignOnProvider()
        try await provider.run {
            let web = try await fixture(provider)
            #expect(try await web.ask("/sign-in").body.contains("Luton &lt;Council&gt;"))
            // Nobody is linked yet.
            let stranger = try await back(web, try await begin(web, provider))
            #expect(stranger.status == 422 && stranger.headers[values: .setCookie].allSatisfy { !$0.hasPrefix("__Host-sharewell=") })
            #expect(try refusals(web) == ["sso-unknown-subject"])
            let session = try web.session(Self.person)
            let wrong = try await web.ask(
                "/account/single-sign-on", form: [("provider", "0"), ("password", "wrong wrong wrong"), ("csrf", session.csrf)],
                headers: ["Cookie": session.cookie])
            #expect(wrong.status == 422)
            let page = try await web.ask(
                "/account/single-sign-on", form: [("provider", "0"), ("password", WebFixture.password), ("csrf", session.csrf)],
                headers: ["Cookie": session.cookie])
            let address = try #require(page.body.firstMatch(of: /href="(http:[^"]+)"/)).output.1.replacing("&amp;", with: "&")
            let begun = try await begin(
                web, provider, address: String(address), cookie: page.headers[values: .setCookie].first { $0.contains("-sso=") })
            let linked = try await back(web, begun, as: session.cookie)
            #expect(linked.status == 303 && linked.location == "/account/single-sign-on")
            let entered = try await back(web, try await begin(web, provider))
            #expect(entered.status == 303 && entered.location == "/")
            #expect(entered.headers[values: .setCookie].contains { $0.hasPrefix("__Host-sharewell=") })
            #expect(web.face.sessions.all(of: Self.person).contains { $0.way.signIn == "certificate" })
            // Another person cannot take the same subject, and who left is not let in.
            #expect(
                try !web.face.signIn.link(
                    "\(provider.issuer)|subject-1", to: .firstCoordinator, vault: web.face.vault()))
            let unlinked = try await web.ask("/account/single-sign-on/remove", as: Self.person, form: [])
            #expect(unlinked.status == 303)
            let last = try #require(
                try web.hub.ledger.events(from: 0, limit: 10_000).last { entry in
                    String(decoding: entry.payload, as: UTF8.self).contains("signInMeansChanged")
                })
            #expect(String(decoding: last.payload, as: UTF8.self).contains("single-sign-on"))
            #expect(try await back(web, try await begin(web, provider)).status == 422)
            #expect(try web.face.signIn.link("\(provider.issuer)|subject-1", to: Self.person, vault: web.face.vault()))
            try web.hub.run(.removePerson(Self.person), by: .firstCoordinator)
            #expect(try await back(web, try await begin(web, provider)).status == 422)
        }
    }

    @Test("what a token must not be: each is refused, said in one way, and recorded by its reason")
    func forged() async throws {
        let provider = SingleSignOnProvider()
        try await provider.run {
            let web = try await fixture(provider)
            #expect(try web.face.signIn.link("\(provider.issuer)|subject-1", to: Self.person, vault: web.face.vault()))
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
                let begun = try await begin(web, provider)
                provider.change(change)
                let answer = try await back(web, begun)
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
            #expect(try refusals(web) == expected)
            // The right one still comes in.
            #expect(try await back(web, try await begin(web, provider)).status == 303)
        }
    }

    @Test("an attempt is good once, in the browser that began it, with the code it was given")
    func replayed() async throws {
        let provider = SingleSignOnProvider()
        try await provider.run {
            let web = try await fixture(provider)
            #expect(try web.face.signIn.link("\(provider.issuer)|subject-1", to: Self.person, vault: web.face.vault()))
            let begun = try await begin(web, provider)
            #expect(try await back(web, begun).status == 303)
            #expect(try await back(web, begun).status == 422, "the same state again")
            let other = try await begin(web, provider)
            #expect(try await back(web, Begun(state: other.state, cookie: "__Host-sharewell-sso=another")).status == 422)
            #expect(try await back(web, other).status == 422, "used up by the one before")
            #expect(try await back(web, try await begin(web, provider), code: "wrong-code").status == 422)
            #expect(try await back(web, try await begin(web, provider), more: "&iss=https%3A%2F%2Felsewhere.example").status == 422)
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
            #expect(try web.face.signIn.link("\(provider.issuer)|subject-1", to: Self.person, vault: web.face.vault()))
            for _ in 0..<3 { #expect(try await back(web, try await begin(web, provider)).status == 303) }
            #expect(provider.state.keySetsAsked == 1)
            let now = web.hub.now
            provider.change { state in
                state.key = P256.Signing.PrivateKey()
                state.kid = "second"
            }
            // A minute later, as a flood of tokens with odd keys must not make the hub ask at each.
            let sso = web.face.providers[0]
            let later = Moment(milliseconds: now.milliseconds + 120_000)
            let begun = try await begin(web, provider)
            _ = begun
            let verifier = "v"
            provider.change { $0.challenge = SingleSignOn.challenge(verifier) }
            let token = try sso.token(for: "right-code", verifier: verifier, back: "x", at: later)
            let identity = try await sso.identity(in: token, nonce: provider.state.nonce, at: later, on: web.face.pagePool)
            #expect(identity.sub == "subject-1" && provider.state.keySetsAsked == 2)
        }
    }
}
