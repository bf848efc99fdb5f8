import Foundation
import HTTPTypes
import Register
import Storage
import Testing

@testable import Hub
@testable import Web

/// Going to a provider of single sign-on and coming back, as a browser does.
extension WebFixture {
    /// An attempt on its way: what the provider gives back, and what the browser keeps.
    struct Begun: Sendable {
        let state: String, cookie: String
    }

    /// A hub whose people sign in by that provider besides.
    static func signingOn(by provider: SingleSignOnProvider, agency: String? = nil) async throws -> WebFixture {
        let secret = FileManager.default.temporaryDirectory.appending(path: "sso-secret-\(provider.port)")
        try "a secret\n".write(to: secret, atomically: true, encoding: .utf8)
        return try await WebFixture { settings in
            settings.singleSignOn = [
                .init(
                    name: "Luton <Council>", issuer: provider.issuer, client: "hub", secretFile: secret.path, strength: "certificate",
                    agency: agency)
            ]
        }
    }

    /// Goes to the provider, and has it take note of the nonce and the challenge.
    func begin(_ provider: SingleSignOnProvider, address: String? = nil, cookie: String? = nil) async throws -> Begun {
        var location = address, set = cookie
        if location == nil {
            let answer = try await ask("/sign-in/with/0")
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

    /// Goes on from a page that leads to the provider.
    func begin(_ provider: SingleSignOnProvider, from page: Answer) async throws -> Begun {
        let address = try #require(page.body.firstMatch(of: /href="(http:[^"]+)"/), "\(page.status)").output.1
        return try await begin(
            provider, address: String(address).replacing("&amp;", with: "&"),
            cookie: page.headers[values: .setCookie].first { $0.contains("-sso=") })
    }

    /// Comes back with a code.
    func back(_ begun: Begun, code: String = "right-code", more: String = "", as session: String = "") async throws -> Answer {
        try await ask(
            "/sign-in/with/0/back?code=\(code)&state=\(begun.state)\(more)",
            headers: ["Cookie": begun.cookie + (session.isEmpty ? "" : "; " + session), "Sec-Fetch-Site": "cross-site"])
    }

    /// Why people were refused, as the ledger has it.
    func refusals() throws -> [String] {
        try hub.ledger.events(from: 0, limit: 10_000).compactMap { entry in
            guard case .signInRefused(let refused) = try EventCoding.decode(entry.payload) else { return nil }
            return refused.code
        }
    }
}
