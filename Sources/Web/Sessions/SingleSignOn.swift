import Crypto
import Foundation
import Hub
import JWTKit
import NIOPosix
import Register
import Storage
import Synchronization

/// One agency's provider (OpenID Connect Core 1.0, authorisation code with PKCE): where it is asked, and what of its answers is believed.
final class SingleSignOn: Sendable {
    /// Why an answer is not believed; for the ledger and the log, never for the page.
    enum Fault: String, Error {
        case notReached = "sso-not-reached"
        case notUnderstood = "sso-not-understood"
        case otherIssuer = "sso-other-issuer"
        case algorithm = "sso-algorithm"
        case signature = "sso-signature"
        case audience = "sso-audience"
        case time = "sso-time"
        case nonce = "sso-nonce"
        case refused = "sso-refused"
        case state = "sso-state"
        case unknownSubject = "sso-unknown-subject"
        case otherAgency = "sso-other-agency"
        case invitation = "sso-invitation-over"
    }
    private struct Discovery: Decodable, Sendable {
        let issuer: String
        let authorization_endpoint: String
        let token_endpoint: String
        let jwks_uri: String
        let token_endpoint_auth_methods_supported: [String]?
    }
    /// What a provider says of who signed in.
    struct Identity: JWTPayload {
        /// One or several; the form is the provider's choice.
        struct Audience: Codable, Sendable {
            let names: [String]
            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                names = try (try? container.decode([String].self)) ?? [container.decode(String.self)]
            }
            func encode(to encoder: any Encoder) throws {
                var container = encoder.singleValueContainer()
                try container.encode(names)
            }
        }
        let iss: String, sub: String
        let aud: Audience
        let exp: Double, iat: Double
        let nonce: String?, azp: String?
        /// The signature alone is the library's; what is said is checked against the hub's clock below.
        func verify(using algorithm: some JWTAlgorithm) async throws {}
    }
    /// Signatures that are believed: made with a private key alone.
    static let algorithms: Set<String> = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"]
    /// Milliseconds that discovery and keys are kept, after which a key that is not among them makes the hub look again, and that a clock may differ.
    static let kept: Int64 = 3_600_000, again: Int64 = 60_000, skew = 60.0
    /// Milliseconds for which a provider that did not answer is not asked again.
    static let waits: Int64 = 20_000

    let settings: ServingSettings.SingleSignOn
    private let asker: WebAsk
    private struct Known {
        var said: (discovery: Discovery, keys: [JWK], at: Int64)?
        /// When it was last asked and did not answer.
        var failed: Int64?
    }
    private let known = Mutex(Known())

    init(_ settings: ServingSettings.SingleSignOn) {
        self.settings = settings
        asker = WebAsk(authorities: settings.authorities)
    }

    /// True if it is for people of that one's agency; one whose agency the settings do not say is for everybody.
    func serves(_ person: PersonID, in state: HubState) -> Bool {
        settings.agency == nil || state.people[person]?.agency?.rawValue == settings.agency
    }

    // MARK: There

    /// Where the browser goes to sign in.
    func address(state: String, nonce: String, verifier: String, back: String, at now: Moment) throws -> String {
        let discovery = try provider(at: now, missing: nil).discovery
        var query = FormValues()
        for (name, value) in [
            ("response_type", "code"), ("client_id", settings.client), ("redirect_uri", back), ("scope", "openid"), ("state", state),
            ("nonce", nonce), ("code_challenge", Self.challenge(verifier)), ("code_challenge_method", "S256"),
        ] { query.add(name, value) }
        let address = discovery.authorization_endpoint
        return address + (address.contains("?") ? "&" : "?") + query.encoded
    }

    static func challenge(_ verifier: String) -> String {
        Data(SHA256.hash(data: Data(verifier.utf8))).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    // MARK: Back

    /// Takes the code to the provider; the token that it gives for it.
    func token(for code: String, verifier: String, back: String, at now: Moment) throws -> String {
        struct Answer: Decodable { let id_token: String }
        let discovery = try provider(at: now, missing: nil).discovery
        guard let file = FileManager.default.contents(atPath: settings.secretFile) else { throw Fault.notReached }
        let secret = String(decoding: file, as: UTF8.self).split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        var form = FormValues()
        for (name, value) in [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", back), ("client_id", settings.client),
            ("code_verifier", verifier),
        ] { form.add(name, value) }
        var headers: [String] = []
        let methods = discovery.token_endpoint_auth_methods_supported ?? ["client_secret_basic"]
        if methods.contains("client_secret_basic") {
            let pair = "\(settings.client.queryEscaped):\(secret.queryEscaped)"
            headers = ["Authorization: Basic \(Data(pair.utf8).base64EncodedString())"]
        } else {
            form.add("client_secret", secret)
        }
        let answer: (status: Int, body: [UInt8])
        do { answer = try asker.ask(discovery.token_endpoint, form: form.encoded, headers: headers) } catch { throw Fault.notReached }
        guard answer.status == 200, let token = try? JSONDecoder().decode(Answer.self, from: Data(answer.body)) else { throw Fault.refused }
        return token.id_token
    }

    /// Who a token speaks of, if it is this provider's, for this hub, for this attempt, and of now.
    func identity(in token: String, nonce: String, at now: Moment, on pool: NIOThreadPool) async throws -> Identity {
        let header = try Self.header(of: token)
        guard Self.algorithms.contains(header.alg) else { throw Fault.algorithm }
        let keys = try await pool.runIfActive { try self.provider(at: now, missing: header.kid).keys }
        let collection = JWTKeyCollection()
        var isAny = false
        for var key in keys {
            if key.keyIdentifier == nil { key.keyIdentifier = JWKIdentifier(string: header.kid ?? "") }
            guard header.kid == nil || key.keyIdentifier?.string == header.kid else { continue }
            guard key.algorithm == nil || key.algorithm?.rawValue == header.alg else { continue }
            guard (key.keyType == .ecdsa) == header.alg.hasPrefix("ES") else { continue }
            if (try? await collection.add(jwk: key)) != nil { isAny = true }
        }
        guard isAny else { throw Fault.signature }
        let identity: Identity
        do { identity = try await collection.verify(token, as: Identity.self, iteratingKeys: true) } catch { throw Fault.signature }
        guard identity.iss == settings.issuer else { throw Fault.otherIssuer }
        guard identity.aud.names.contains(settings.client), identity.azp == nil || identity.azp == settings.client,
            identity.aud.names.count == 1 || identity.azp == settings.client
        else { throw Fault.audience }
        let seconds = Double(now.milliseconds) / 1000
        guard identity.exp + Self.skew > seconds, identity.iat - Self.skew < seconds, seconds - identity.iat < 600 else { throw Fault.time }
        guard identity.nonce == nonce, !identity.sub.isEmpty, identity.sub.utf8.count <= 255 else { throw Fault.nonce }
        return identity
    }

    private struct Header: Decodable {
        let alg: String
        let kid: String?
    }

    private static func header(of token: String) throws -> Header {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard token.utf8.count < 1 << 16, parts.count == 3 else { throw Fault.notUnderstood }
        var text = parts[0].replacing("-", with: "+").replacing("_", with: "/")
        while text.count % 4 != 0 { text += "=" }
        guard let data = Data(base64Encoded: String(text)), let header = try? JSONDecoder().decode(Header.self, from: data) else {
            throw Fault.notUnderstood
        }
        return header
    }

    // MARK: The provider

    /// What the provider says of itself and its keys, kept for an hour; asked again earlier where a token names a key that is not among them.
    ///
    /// Anybody can have it asked: it is asked once at a time, whoever else needs it waits, and one that does not answer is not asked again at once.
    private func provider(at now: Moment, missing kid: String?) throws -> (discovery: Discovery, keys: [JWK]) {
        try known.withLock { known in
            if let said = known.said {
                let age = now.milliseconds - said.at
                let isThere = kid == nil || said.keys.contains { $0.keyIdentifier == nil || $0.keyIdentifier?.string == kid }
                if age < Self.kept, isThere || age < Self.again { return (said.discovery, said.keys) }
            }
            if let failed = known.failed, (0..<Self.waits).contains(now.milliseconds - failed) { throw Fault.notReached }
            let (discovery, keys): (Discovery, [JWK])
            do { (discovery, keys) = try ask() } catch Fault.notReached {
                known.failed = now.milliseconds
                throw Fault.notReached
            }
            known = Known(said: (discovery, keys, now.milliseconds))
            return (discovery, keys)
        }
    }

    private func ask() throws -> (discovery: Discovery, keys: [JWK]) {
        let base = settings.issuer.hasSuffix("/") ? String(settings.issuer.dropLast()) : settings.issuer
        let discovery = try JSONDecoder().decode(Discovery.self, from: fetch(base + "/.well-known/openid-configuration"))
        guard discovery.issuer == settings.issuer else { throw Fault.otherIssuer }
        guard [discovery.authorization_endpoint, discovery.token_endpoint, discovery.jwks_uri].allSatisfy(WebAsk.isAllowed) else {
            throw Fault.notUnderstood
        }
        // Keys that are not understood, such as those for encrypting, are passed over one by one.
        struct Lenient: Decodable {
            let key: JWK?
            init(from decoder: any Decoder) throws { key = try? JWK(from: decoder) }
        }
        struct Set: Decodable { let keys: [Lenient] }
        return (discovery, try JSONDecoder().decode(Set.self, from: fetch(discovery.jwks_uri)).keys.compactMap(\.key))
    }

    private func fetch(_ address: String) throws -> Data {
        let answer: (status: Int, body: [UInt8])
        do { answer = try asker.ask(address) } catch { throw Fault.notReached }
        guard answer.status == 200 else { throw Fault.notReached }
        return Data(answer.body)
    }
}

/// Attempts to sign in by a provider that are under way: each is good once, for ten minutes, in the browser that began it.
final class SingleSignOnAttempts: Sendable {
    /// What somebody goes to the provider for.
    enum Purpose: Sendable {
        case signingIn
        /// To link it to the account that they are signed in to, at that session.
        case linking(SignIn.Proved, session: String)
        /// To take up an invitation whose code they gave.
        case accepting(SignIn.ShownInvitation)
    }
    struct Attempt: Sendable {
        let provider: Int
        let nonce: String, verifier: String
        /// The secret of the browser's cookie.
        let browser: String
        let purpose: Purpose
        let until: Int64
    }
    /// More than one address can begin in that time: nobody pushes out what others began.
    static let lifetime: Int64 = 600_000, most = 50_000
    private struct Attempts {
        var all: [String: Attempt] = [:]
        var swept: Int64 = 0
    }
    private let attempts = Mutex(Attempts())

    func begin(_ provider: Int, for purpose: Purpose, at now: Moment) -> (state: String, attempt: Attempt) {
        let state = SessionStore.secret()
        let attempt = Attempt(
            provider: provider, nonce: SessionStore.secret(), verifier: SessionStore.secret(), browser: SessionStore.secret(),
            purpose: purpose, until: now.milliseconds + Self.lifetime)
        attempts.withLock { attempts in
            if attempts.all.count >= Self.most || now.milliseconds - attempts.swept > 10_000 {
                attempts.all = attempts.all.filter { $0.value.until > now.milliseconds }
                attempts.swept = now.milliseconds
            }
            if attempts.all.count >= Self.most, let oldest = attempts.all.min(by: { $0.value.until < $1.value.until }) {
                attempts.all[oldest.key] = nil
            }
            attempts.all[state] = attempt
        }
        return (state, attempt)
    }

    /// The attempt of that state, which is then used up whatever comes of it.
    func take(_ state: String, browser: String?, provider: Int, at now: Moment) -> Attempt? {
        let attempt = attempts.withLock { $0.all.removeValue(forKey: state) }
        guard let attempt, attempt.until > now.milliseconds, attempt.browser == browser, attempt.provider == provider else { return nil }
        return attempt
    }
}
