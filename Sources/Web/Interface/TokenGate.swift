import Foundation
import Guidance
import HTTPTypes
import Hub
import Register
import Storage

/// A token was shown that opens nothing: wrong, run out, revoked, or of somebody who left. Which, is not said.
struct WrongToken: Error {}

/// Lets programs in by their tokens, and no more of them at a time than the hub has patience for. `Authorization: Bearer TOKEN`, or Basic with
/// the person's short name and the token as password, as geographic information systems have nothing else.
final class TokenGate: Sendable {
    private let index: TokenIndex
    private let ofTokens: RateLimits, ofAddresses: RateLimits

    init(hub: Hub, limits: ServingSettings.Limits) {
        index = TokenIndex(hub: hub)
        ofTokens = RateLimits(limits.token ?? ServingSettings.Limits.usualToken)
        ofAddresses = RateLimits(limits.address ?? ServingSettings.Limits.usualAddress)
    }

    /// Who asks, with what stands in every answer about how much more may be asked.
    func admit(_ visit: Visit, _ face: Face) throws -> (identity: Visit.Identity, headers: [(HTTPField.Name, String)]) {
        let now = face.hub.clock()
        let standing = ofAddresses.take(SignIn.group(of: visit.address), at: now)
        if standing.isOver { throw RateLimited(standing) }
        guard let header = visit.headers[.authorization] else { throw WebFault.signInNeeded }
        guard let shown = Credential(header) else { throw WrongToken() }
        guard let (person, token) = try index.find(shown.secret, vault: face.vault), shown.name ?? person.rawValue == person.rawValue,
            let account = face.hub.state.accounts[person]
        else {
            // A right token is let in from an address of many wrong ones: they are random and long, and one forgotten program must not shut out others.
            if !face.signIn.isBarredWithTokens(visit.address) { try face.signIn.noteWrongToken(from: visit.address) }
            throw WrongToken()
        }
        let own = ofTokens.take(token.id, at: now)
        if own.isOver { throw RateLimited(own) }
        let way = face.settings.way(from: visit.address, shown: .token, registration: account.registration)
        return (.token(person, token, way), own.headers)
    }

    /// What a program shows.
    private struct Credential {
        /// The person it says it is of, if it says so.
        let name: String?
        let secret: String

        init?(_ header: String) {
            let parts = header.split(separator: " ", maxSplits: 1).map(String.init)
            guard parts.count == 2, parts[1].utf8.count < 1_000 else { return nil }
            switch parts[0].lowercased() {
            case "bearer": (name, secret) = (nil, parts[1].trimmingSpace)
            case "basic":
                guard let data = Data(base64Encoded: parts[1].trimmingSpace), let text = String(validating: data, as: UTF8.self),
                    let colon = text.firstIndex(of: ":")
                else { return nil }
                (name, secret) = (String(text[..<colon]).lowercased(), String(text[text.index(after: colon)...]))
            default: return nil
            }
        }
    }
}
