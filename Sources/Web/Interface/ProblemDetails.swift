import Foundation
import HTTPTypes
import Hub
import Logging
import Register

/// Why a program did not get what it asked for: problem details (RFC 9457). What may not be known and what is not there look alike.
struct ProblemDetails: Encodable {
    let type = "about:blank"
    /// That of the status, as it is for this type (section 4.2.1); what it is about is in `code` and `detail`.
    let title: String
    let status: Int
    /// Stable, for programs.
    let code: String
    let detail: String?
    private let headers: [(HTTPField.Name, String)]
    private enum CodingKeys: String, CodingKey { case type, title, status, code, detail }

    /// Refusals that would tell whether there is something of that name.
    private static let unseen: Set<Refusal.Code> = [
        .unknownAgency, .unknownPerson, .unknownDataset, .unknownSupply, .unknownRequest, .unknownGrant, .unknownEnquiry,
        .unknownPartnership,
        .unknownProtocol, .notInProfile, .otherAgency, .otherPartnership,
    ]

    /// True for addresses of the interface, whose every answer is for programs.
    static func answers(_ path: String) -> Bool { ["/api", "/ogc"].contains { path == $0 || path.hasPrefix($0 + "/") } }

    private init(
        _ status: HTTPResponse.Status, _ code: String, _ detail: String? = nil,
        headers: [(HTTPField.Name, String)] = []
    ) {
        (self.title, self.status, self.code, self.detail) = (status.reasonPhrase, status.code, code, detail)
        self.headers = headers
    }

    init(_ error: any Error) {
        switch error {
        case let limited as RateLimited: self.init(.tooManyRequests, "too-many", headers: limited.headers)
        case let fault as ParameterFault: self.init(.badRequest, "malformed", fault.message)
        case WebFault.signInNeeded: self.init(.unauthorized, "token-needed", headers: Self.challenges(""))
        case is WrongToken:
            // RFC 6750, section 3: who showed none is asked for one; who showed one is told that it is not good.
            self.init(.unauthorized, "token-needed", headers: Self.challenges(", error=\"invalid_token\""))
        case let fault as BodyTypeFault:
            self.init(.unsupportedMediaType, "wrong-type", "The body has to be \(fault.wanted).", headers: [(.accept, fault.wanted)])
        case let fault as WebFault: self.init(FaultPages.status(fault), FaultPages.key(fault))
        case let refusal as Refusal where Self.unseen.contains(refusal.code): self.init(.notFound, "not-found")
        case let refusal as Refusal: self.init(.forbidden, refusal.code.rawValue, refusal.message)
        default:
            let error = HubError(explaining: error)
            switch error.kind {
            case .data, .missing: self.init(.badRequest, error.code, error.message)
            case .sealed, .wrongSecret: self.init(.serviceUnavailable, error.code, error.message)
            case .busy, .interrupted: self.init(.serviceUnavailable, error.code, error.message, headers: [(.retryAfter, "1")])
            case .storage, .tampered, .setUp, .fault: self.init(.internalServerError, error.code)
            }
        }
    }

    private static func challenges(_ error: String) -> [(HTTPField.Name, String)] {
        [
            (.wwwAuthenticate, "Basic realm=\"Sharewell\", charset=\"UTF-8\""),
            (.wwwAuthenticate, "Bearer realm=\"Sharewell\"\(error)"),
        ]
    }

    var reply: Reply {
        var reply = JSONReply.reply(self, type: "application/problem+json")
        reply.status = HTTPResponse.Status(code: status)
        reply.headers += headers
        return reply
    }

    static let schema = Schema.object([
        Member("type", .text()), Member("title", .text()), Member("status", .integer(400...599)), Member("code", .text()),
        Member("detail", .text(), optional: true),
    ])
}

/// A parameter or a body that is not what the operation takes.
struct ParameterFault: Error {
    let message: String
    init(_ message: String) { self.message = message }
}

/// A body of another type than the operation takes.
struct BodyTypeFault: Error {
    let wanted: String
}

/// Answers as JSON: members in the order of the alphabet, so that the same is the same.
enum JSONReply {
    static func reply(_ value: some Encodable, type: String = "application/json") -> Reply {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Numbers that are no numbers are nowhere in what is answered.
        guard let data = try? encoder.encode(value) else { preconditionFailure("an answer cannot be written as JSON") }
        return .data([UInt8](data), type: type)
    }
}
