import Hub
import NIOPosix
import Register

/// Whether whoever asked may still ask, once all of their request is there: its body can take a minute or an hour to come, its work can wait for
/// others', and meanwhile its session may have ended, its token been revoked, its person have left or lost the role.
extension Visit {
    /// The session of the cookie that came, if it is there.
    var sessionOfCookie: Session? {
        cookie(SessionCookie.name).flatMap {
            face.sessions.find($0, certificate: certificate, place: face.settings.place(of: address), at: now)
        }
    }

    /// Does a route's work where it may block, as whoever it is done for stands then: what came with a session or token that has ended does nothing.
    /// That is asked before it begins, and again whenever it is about to record something (`Hub.keeping`).
    /// - Parameters:
    ///   - refreshed: False for a piece of a body, of many, and for a page that is only looked at: what other processes did is known from its head.
    ///   - body: Gets the visit as it stands then.
    func work<Result: Sendable>(
        on pool: NIOThreadPool, refreshed: Bool = true, _ body: @escaping @Sendable (Visit) throws -> Result
    ) async throws -> Result {
        try await pool.runIfActive {
            if refreshed { try face.refresh() }
            let visit = try standing()
            return try Hub.keeping(to: visit.proviso) { try body(visit) }
        }
    }

    private func standing() throws -> Visit {
        var visit = self
        switch identity {
        case .nobody: break
        case .session: visit.identity = sessionOfCookie.map { .session($0) } ?? .nobody
        case .token(let person, let token, let way):
            guard let token = register.token(token.id, of: person, at: now) else { throw WrongToken() }
            visit.identity = .token(person, token, way)
        }
        try Responder.check(access, for: visit)
        return visit
    }

    /// Where anybody may ask, as signing in, nothing depends on the session that happened to be there.
    private var proviso: Hub.Proviso? {
        guard access != .anyone else { return nil }
        switch identity {
        case .nobody: return nil
        case .session(let session): return holding(session)
        case .token(let person, let token, _):
            return { [hub] _ in guard hub.register.token(token.id, of: person, at: hub.now) != nil else { throw WrongToken() } }
        }
    }

    /// That the session has not ended, and that its person may still come in as they did and still has the role: by the newest state, as a terminal
    /// that takes somebody out, or invites them anew, ends no session of this process until it is asked again.
    func holding(_ session: Session) -> Hub.Proviso {
        { [face, access] state in
            guard face.sessions.holds(session.id), let person = state.people[session.person], person.active,
                let account = state.accounts[session.person], account.invited <= session.began
            else { throw WebFault.signInNeeded }
            guard access.lets(person) else { throw WebFault.notAllowed }
        }
    }
}
