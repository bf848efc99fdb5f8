import Foundation
import Guidance
import HTTPTypes
import Hub
import Register
import Storage

/// One request as a route sees it: who asks, by which way, for what, and the hub to answer from.
struct Visit: Sendable {
    let face: Face
    let method: HTTPRequest.Method
    /// Without the query.
    let path: String
    let parameters: [String: String]
    let query: FormValues
    /// What was filled in, where the request was a form.
    var form: FormValues
    let headers: HTTPFields
    /// Where it comes from, as far as that is to be believed.
    let address: String
    /// The digest of the client certificate that was shown and verified, hexadecimal.
    let certificate: String?
    /// The name and port that was asked for.
    var host = ""
    /// True where a trusted proxy handed it on.
    var isThroughProxy = false
    /// Who asks: found in one place, by the responder, as the route's access says.
    var identity: Identity
    /// Who may ask for it, as the route says.
    var access = Route.Access.anyone
    /// Boundaries, opened once for a visit: a page names hundreds of areas.
    let areas = VisitAreas()

    /// How somebody showed who they are.
    enum Identity: Sendable {
        case nobody
        /// By the cookie of a session: pages.
        case session(Session)
        /// By a token, as a program in a person's name: the interface.
        case token(PersonID, AppToken, AccessWay)
    }

    /// The session, where the visit is one of a browser.
    var session: Session? { if case .session(let session) = identity { session } else { nil } }

    var hub: Hub { face.hub }
    var texts: Texts { face.texts }
    var register: Register { hub.register }
    var state: HubState { hub.state }
    var rulebook: Rulebook { hub.rulebook }
    var now: Moment { hub.now }

    /// The text of a key.
    func t(_ key: String, _ values: KeyValuePairs<String, String> = [:]) -> String { texts(key, values) }

    /// The open vault; a sealed hub refuses.
    func vault() throws -> KeyVault { try face.vault() }

    /// Who is signed in. Routes that are not for anyone have one.
    var actor: PersonID {
        get throws {
            switch identity {
            case .nobody: throw WebFault.signInNeeded
            case .session(let session): return session.person
            case .token(let person, _, _): return person
            }
        }
    }

    /// Who is signed in, with their profile as it stands now.
    var person: Person {
        get throws {
            guard let person = state.people[try actor], person.active else { throw WebFault.signInNeeded }
            return person
        }
    }

    /// How they reach the hub, for the matrix.
    var way: AccessWay {
        get throws {
            switch identity {
            case .nobody: throw WebFault.signInNeeded
            case .session(let session): return session.way
            case .token(_, _, let way): return way
            }
        }
    }

    /// The value of a cookie; nil where there is none, or where two differ: which of them is whose, is not guessed.
    func cookie(_ name: String) -> String? {
        let values = Set(
            headers[values: .cookie].flatMap { $0.split(separator: ";") }.compactMap { pair -> String? in
                let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return halves.count == 2 && String(halves[0]).trimmingSpace == name ? String(halves[1]).trimmingSpace : nil
            })
        return values.count == 1 ? values.first : nil
    }

    /// True where copies may be taken: on secure premises (§4.3.6).
    var mayCopy: Bool { get throws { register.lets(copyBy: try way) } }

    /// A part of the address as a short name; nothing is there where it is none.
    func parameter<Name: ShortName>(_ name: String, _: Name.Type = Name.self) throws -> Name {
        guard let text = parameters[name], let id = try? Name(checking: text) else { throw WebFault.notFound }
        return id
    }

    /// Room for a file that is made for whoever is signed in.
    func room() throws -> FileRoom {
        let folder = hub.folder.root
        return FileRoom(of: try actor, at: face.supplyDesk) { DiskRoom.free(in: folder) }
    }

    /// To another page, which says what was done.
    func done(_ path: String, _ message: String) -> Reply {
        if let session { face.sessions.leave(message, for: session.id) }
        return .redirect(path)
    }
}

/// Answers that are not pages of their own.
enum WebFault: Error, Sendable, Hashable {
    /// Nobody is signed in, or no longer.
    case signInNeeded
    /// There is nothing there, or nothing for this person: which, is not said.
    case notFound
    /// The role does not include it.
    case notAllowed
    /// The form did not come from a page of this session.
    case notFromHere
    /// The request cannot be read.
    case malformed
    /// It is too long.
    case tooLong
    /// Too many in a short time.
    case tooMany
    /// There is no room on the disk for the file, or none for more of this person's.
    case noRoom
    /// The address is there, for another method.
    case wrongMethod
}
