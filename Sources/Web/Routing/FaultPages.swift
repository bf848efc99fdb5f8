import HTTPTypes
import Hub
import Logging
import Register
import Storage

/// What somebody is told when something was not done: what, why, and what to do next; never what they may not know.
struct FaultPages {
    let visit: Visit
    /// True where there was a session as the request began.
    var hadSession = false

    func reply(to error: any Error, access: Route.Access?) -> Reply {
        if access == .token || ProblemDetails.answers(visit.path) { return ProblemDetails(error).reply }
        switch error {
        case WebFault.signInNeeded:
            let back = visit.method == .get && visit.path != "/" ? "?to=" + visit.path.queryEscaped : ""
            var reply = Reply.redirect("/sign-in\(back)")
            if !hadSession, visit.session == nil, visit.headers[.cookie]?.contains(SessionCookie.name) == true {
                reply.cookies = [SessionCookie.clear]
            }
            return reply
        case let fault as WebFault: return page(Self.status(fault), "fault.\(Self.key(fault))")
        case let refusal as Refusal: return self.refusal(refusal)
        case let error as HubError where error == SignIn.changed: return changed()
        case let error as HubError: return hub(error)
        default: return hub(HubError(explaining: error))
        }
    }

    /// A refusal is an ordinary answer: the reason and the way forward.
    private func refusal(_ refusal: Refusal) -> Reply {
        // What is typed at a terminal is of no use here; then the reason stands alone.
        let remedy = refusal.remedy.contains("sharewell ") ? nil : refusal.remedy
        let unseen: Set<Refusal.Code> = [.unknownRequest, .unknownGrant, .unknownEnquiry, .unknownSupply]
        if unseen.contains(refusal.code) { return page(.notFound, "fault.not-found") }
        return .page(
            Page(
                visit.t("fault.refused.title"),
                [.text(refusal.message)] + (remedy.map { [.heading(visit.t("fault.what-to-do")), .text($0)] } ?? [])
                    + (refusal.isRecorded ? [.text(visit.t("fault.recorded"))] : []) + [
                        .links([Link(text: visit.t("fault.home"), href: "/")])
                    ]),
            status: .forbidden)
    }

    /// Nothing was wrong with what was typed: where the form was sent twice, the account is as it was to be. Its page shows how it is.
    private func changed() -> Reply {
        visit.session == nil ? .redirect("/sign-in?changed=yes") : visit.done("/account", visit.t("account.changed-meanwhile"))
    }

    private func hub(_ error: HubError) -> Reply {
        switch error.kind {
        case .data, .missing:
            return .page(
                Page(
                    visit.t("fault.cannot.title"),
                    [.text(error.message)]
                        + (error.remedy.contains("sharewell ") || error.remedy.contains("--") ? [] : [.text(error.remedy)])
                        + [.links([Link(text: visit.t("fault.home"), href: "/")])]), status: .unprocessableContent)
        case .sealed, .wrongSecret: return page(.serviceUnavailable, "fault.sealed")
        case .busy, .interrupted: return page(.serviceUnavailable, "fault.busy")
        case .storage, .tampered, .setUp, .fault:
            // The operator learns the code; the person learns that it is not their doing.
            visit.face.logger.error("failed", metadata: ["code": "\(error.code)"])
            return page(.internalServerError, "fault.broken")
        }
    }

    private func page(_ status: HTTPResponse.Status, _ key: String) -> Reply {
        .page(
            Page(visit.t("\(key).title"), [.text(visit.t("\(key).text")), .links([Link(text: visit.t("fault.home"), href: "/")])]),
            status: status)
    }

    static func status(_ fault: WebFault) -> HTTPResponse.Status {
        switch fault {
        case .signInNeeded: .unauthorized
        case .notFound: .notFound
        case .notAllowed, .notFromHere: .forbidden
        case .malformed: .badRequest
        case .tooLong: .contentTooLarge
        case .tooMany: .tooManyRequests
        case .noRoom: HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
        case .wrongMethod: .methodNotAllowed
        }
    }

    static func key(_ fault: WebFault) -> String {
        switch fault {
        case .signInNeeded: "sign-in"
        case .notFound: "not-found"
        case .notAllowed: "not-allowed"
        case .notFromHere: "not-from-here"
        case .malformed: "malformed"
        case .tooLong: "too-long"
        case .tooMany: "too-many"
        case .noRoom: "no-room"
        case .wrongMethod: "wrong-method"
        }
    }
}
