import Crypto
import Foundation
import Guidance
import Hub
import Register
import Storage
import Synchronization

/// Somebody who is signed in. A value: what changes is in the store.
struct Session: Sendable {
    /// Names it in the ledger and in lists, and opens nothing: the beginning of the digest of its cookie.
    let id: String
    /// Who.
    let person: PersonID
    /// How they reach the hub: what the Suffolk Matrix asks (§4.3.6).
    let way: AccessWay
    /// Proves that a form was sent from a page of this session.
    let csrf: String
    /// When it began.
    let began: Moment
    /// When it was last used.
    var lastUsed: Moment
    /// What the browser calls itself, for the list of sessions.
    let browser: BrowserName
    /// Where it was begun: the range of the settings that held its address, nil where none did. From elsewhere its way would be another, and the
    /// cookie opens nothing.
    var place: Int? = nil
    /// The client certificate it began with: without it the cookie opens nothing.
    var certificate: String? = nil
    /// What was shown as it began.
    var shown: [SignInMeans] = []
    /// Since when what was shown beside a password, or in its place, had been its person's; nil where that was before it was kept.
    var since: Moment? = nil
    /// What was done on the page before, to be said on this one.
    var message: String?

    /// By what its person came in, where they are asked whose doing something was.
    var answerer: SignIn.Answerer { SignIn.Answerer(means: shown.first { $0 != .password }, since: since) }
}

/// Sessions of this process, in memory alone: whoever restarts the server signs everybody out. Cookies are kept as digests.
final class SessionStore: Sendable {
    /// Milliseconds without use after which a session is over, and from its beginning whatever its use.
    static let idle: Int64 = 30 * 60_000, longest: Int64 = 12 * 3_600_000
    /// Sessions one person may have at a time; the oldest is ended for a further one.
    static let mostEach = 8

    private let sessions = Mutex<[String: Session]>([:])

    /// A new session and the secret of its cookie, which is nowhere else.
    func begin(
        _ person: PersonID, way: AccessWay, browser: String, certificate: String? = nil, place: Int? = nil,
        shown: [SignInMeans] = [], since: Moment? = nil, at now: Moment
    ) -> (session: Session, secret: String, ended: [Session]) {
        let secret = Self.secret()
        let digest = Self.digest(secret)
        let session = Session(
            id: String(digest.prefix(16)), person: person, way: way, csrf: Self.secret(), began: now, lastUsed: now,
            browser: BrowserName(browser), place: place, certificate: certificate, shown: shown, since: since)
        let ended = sessions.withLock { sessions in
            let own = sessions.filter { $0.value.person == person }.sorted { $0.value.lastUsed < $1.value.lastUsed }
            let over = own.prefix(max(0, own.count - Self.mostEach + 1))
            for old in over { sessions[old.key] = nil }
            sessions[digest] = session
            return over.map(\.value)
        }
        return (session, secret, ended)
    }

    /// The session of a cookie, noted as used; nil if there is none or its time is over.
    func find(_ secret: String, certificate: String? = nil, place: Int? = nil, at now: Moment) -> Session? {
        let digest = Self.digest(secret)
        return sessions.withLock { sessions in
            guard var session = sessions[digest], !Self.isOver(session, at: now),
                session.place == place, session.certificate == nil || session.certificate == certificate
            else { return nil }
            session.lastUsed = max(now, session.lastUsed)
            sessions[digest] = session
            return session
        }
    }

    /// Those of a person, newest first.
    func all(of person: PersonID) -> [Session] {
        sessions.withLock { $0.values.filter { $0.person == person }.sorted { $0.began > $1.began } }
    }

    /// True while that session has not been ended.
    func holds(_ session: String) -> Bool { sessions.withLock { $0.values.contains { $0.id == session } } }

    /// How many there are.
    var count: Int { sessions.withLock { $0.count } }

    /// Ends those that `test` picks; they are returned to be recorded.
    func end(where test: (Session) -> Bool) -> [Session] {
        sessions.withLock { sessions in
            let over = sessions.filter { test($0.value) }
            for entry in over { sessions[entry.key] = nil }
            return over.map(\.value)
        }
    }

    /// Those whose time is over, ended.
    func endExpired(at now: Moment) -> [Session] { end { Self.isOver($0, at: now) } }

    /// Keeps what is to be said on the next page; gives and forgets it.
    func leave(_ message: String, for session: String) {
        sessions.withLock { sessions in
            for (key, value) in sessions where value.id == session {
                var changed = value
                changed.message = message
                sessions[key] = changed
            }
        }
    }

    func takeMessage(of session: String) -> String? {
        sessions.withLock { sessions in
            for (key, value) in sessions where value.id == session {
                var changed = value
                changed.message = nil
                sessions[key] = changed
                return value.message
            }
            return nil
        }
    }

    private static func isOver(_ session: Session, at now: Moment) -> Bool {
        now.milliseconds - session.lastUsed.milliseconds > idle || now.milliseconds - session.began.milliseconds > longest
    }

    /// 256 random bits for an address or a cookie.
    static func secret() -> String {
        Data(RandomBytes.make(32)).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func digest(_ secret: String) -> String { SHA256.hash(data: Data(secret.utf8)).hexadecimal }
}
