import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

@testable import Web

/// A small provider of single sign-on on this machine: what it says in its token is the test's to choose.
final class SingleSignOnProvider: Sendable {
    struct State: Sendable {
        var key = P256.Signing.PrivateKey()
        var kid = "first"
        var header: [String: String] = ["alg": "ES256"]
        /// Claims in place of the right ones; an empty text leaves one out.
        var claims: [String: String] = [:]
        var issuedAgo = 0, lastsFor = 300
        var issuerItStates: String?
        /// In place of a signature by the key.
        var signature: (@Sendable (String) -> String)?
        var nonce = "", challenge = "", subject = "subject-1"
        var keySetsAsked = 0
        var forms: [FormValues] = []
    }
    private let mutex = Mutex(State())
    private let started = Mutex<Int?>(nil)
    var port: Int { started.withLock { $0 } ?? 0 }
    var issuer: String { "http://127.0.0.1:\(port)" }
    func change(_ change: (inout State) -> Void) { mutex.withLock { change(&$0) } }
    var state: State { mutex.withLock { $0 } }

    static func url(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Runs while `body` does.
    func run(_ body: () async throws -> Void) async throws {
        let router = Router()
        router.get(".well-known/openid-configuration") { [self] _, _ in
            let issuer = state.issuerItStates ?? issuer
            return json(
                #"{"issuer":"\#(issuer)","authorization_endpoint":"\#(self.issuer)/authorise","token_endpoint":"\#(self.issuer)/token","jwks_uri":"\#(self.issuer)/keys"}"#
            )
        }
        router.get("keys") { [self] _, _ in
            change { $0.keySetsAsked += 1 }
            let now = state, raw = now.key.publicKey.rawRepresentation
            return json(
                #"{"keys":[{"kty":"oct","kid":"odd","k":"AAAA"},{"kty":"EC","crv":"P-256","kid":"\#(now.kid)","alg":"ES256","use":"sig","x":"\#(Self.url(raw.prefix(32)))","y":"\#(Self.url(raw.suffix(32)))"}]}"#
            )
        }
        router.post("token") { [self] request, _ in
            let body = try await request.body.collect(upTo: 1 << 16)
            let form = FormValues(String(buffer: body)) ?? FormValues()
            change { $0.forms.append(form) }
            guard form["code"] == "right-code", SingleSignOn.challenge(form["code_verifier"] ?? "") == state.challenge,
                request.headers[.authorization]?.hasPrefix("Basic ") == true
            else { return Response(status: .badRequest) }
            return json(#"{"access_token":"x","token_type":"Bearer","id_token":"\#(try token())"}"#)
        }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { [self] channel in started.withLock { $0 = channel.localAddress?.port } })
        let serving = _Concurrency.Task { try await application.runService(gracefulShutdownSignals: []) }
        defer { serving.cancel() }
        for _ in 0..<200 where port == 0 { try await _Concurrency.Task.sleep(for: .milliseconds(20)) }
        try await body()
    }

    private func json(_ text: String) -> Response {
        Response(status: .ok, headers: [.contentType: "application/json"], body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    private func token() throws -> String {
        let state = state
        let now = Int(Date().timeIntervalSince1970) - state.issuedAgo
        var claims: [String: Any] = [
            "iss": issuer, "sub": state.subject, "aud": "hub", "iat": now, "exp": now + state.lastsFor, "nonce": state.nonce,
        ]
        for (name, value) in state.claims { claims[name] = value.isEmpty ? nil : value }
        var header = state.header
        header["kid"] = header["kid"] ?? state.kid
        let head = Self.url(try JSONSerialization.data(withJSONObject: header))
        let text = head + "." + Self.url(try JSONSerialization.data(withJSONObject: claims))
        if let signature = state.signature { return text + "." + signature(text) }
        return text + "." + Self.url(try state.key.signature(for: Data(text.utf8)).rawRepresentation)
    }
}
