import HTTPTypes
import Register
import Sealing
import Storage
import Testing

@testable import Hub
@testable import Web

/// What people sign in with, set up without the pages.
extension WebFixture {
    /// Invites a person, who takes it up with a password.
    func setPassword(of person: PersonID) throws {
        let code = try face.signIn.invite(person, registration: "level-3", by: .firstCoordinator, vault: face.vault())
        _ = try face.signIn.accept(person.rawValue, code: code, password: Self.password, from: "10.0.0.1", vault: face.vault())
    }

    /// The code that an authenticator with that secret shows now.
    func digits(_ code: OneTimeCode) -> String {
        String(decoding: OneTimeCode.code(code.secret, step: hub.now.milliseconds / 30_000), as: UTF8.self)
    }

    /// Sets the person's authenticator up; its recovery codes.
    func setAuthenticator(of person: PersonID) throws -> [String] {
        let vault = try face.vault(), signIn = face.signIn, fresh = try signIn.newAuthenticator(for: person, session: "one", vault: vault)
        return try #require(
            try signIn.confirmAuthenticator(of: signIn.proved(person), session: "one", code: digits(fresh), vault: vault))
    }

    /// Signs in with the password and a code, on the pages; the cookie and token of the session.
    func enter(_ person: PersonID, code: String) async throws -> (cookie: String, csrf: String) {
        let half = try await ask("/sign-in", form: [("name", person.rawValue), ("password", Self.password)])
        let first = try #require(half.headers[values: .setCookie].first { $0.contains("-half=") }).split(separator: ";")[0]
        let entered = try await ask("/sign-in/code", form: [("code", code)], headers: ["Cookie": String(first)])
        let set = try #require(entered.headers[values: .setCookie].first { $0.hasPrefix("\(SessionCookie.name)=") })
        let cookie = String(set.split(separator: ";")[0])
        let session = try #require(face.sessions.find(String(cookie.dropFirst(SessionCookie.name.count + 1)), at: hub.now))
        return (cookie, session.csrf)
    }
}
