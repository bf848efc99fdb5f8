import HTTPTypes
import Hub
import Register

/// A recovery code was used: was it its person? What somebody else did ends at once. Whoever came in by the authenticator is asked, and nobody else: at
/// a session that the code opened, or that a certificate did which was registered there, whoever has stolen the code would answer.
enum RecoveryRoutes {
    static let all: [Route] = [
        .get("/account/recovery", .signedIn) { visit in .page(try page(visit)) },
        .post("/account/recovery", .signedIn, event: "signInMeansChanged", answer).identifying,
    ]

    private static func standing(_ visit: Visit) throws -> SignIn.Recovery {
        // Without an authenticator nothing is there to be told.
        guard let standing = try visit.face.signIn.recovery(of: visit.actor, vault: visit.vault()) else { throw WebFault.notFound }
        return standing
    }

    private static func isAsked(_ standing: SignIn.Recovery, _ visit: Visit) -> Bool {
        standing.unanswered > 0 && visit.session?.shown.contains(.authenticator) == true
    }

    private static func page(_ visit: Visit, faults: FormFaults = FormFaults()) throws -> Page {
        let standing = try standing(visit), trail = [Link(text: visit.t("account.title"), href: "/account")]
        let used: [Block] = standing.unanswered > 0 ? [.text(visit.texts.count("recovery.used", standing.unanswered))] : []
        let rows: [Block] = [
            .summary(
                (standing.used.map { [SummaryRow(visit.t("recovery.last"), Cell($0.words))] } ?? []) + [
                    SummaryRow(visit.t("account.recovery"), Cell(visit.texts.count("account.recovery-left", standing.left)))
                ])
        ]
        guard isAsked(standing, visit) else {
            return Page(
                visit.t("account.recovery"), trail: trail,
                used + rows + (used.isEmpty ? [] : [.inset(visit.t("recovery.elsewhere"))]) + [
                    .links([
                        Link(text: visit.t("account.change-password"), href: "/account/password"),
                        Link(text: visit.t("recovery.anew"), href: "/account/authenticator"),
                    ])
                ])
        }
        let form = try Form(
            action: "/account/recovery", button: visit.t("frame.continue"),
            fields: [
                Field(
                    "answer", visit.t("recovery.question"),
                    .radios([
                        Choice(value: "mine", label: visit.t("recovery.mine")),
                        Choice(value: "other", label: visit.t("recovery.other"), hint: visit.t("recovery.other-hint")),
                    ])),
                // What was seen is answered: a code that is used before the answer comes is asked about next.
                Field("left", "", .hidden, value: String(standing.left)),
            ] + Again.fields(visit), cancel: Link(text: visit.t("frame.cancel"), href: "/account"))
        return Page(
            visit.t("recovery.title"), trail: trail, faults: faults,
            used + rows + [.form(form.filled(with: visit.form, faults: faults))])
    }

    private static func answer(_ visit: Visit) throws -> Reply {
        let person = try visit.actor, session = try SignInRoutes.current(visit), vault = try visit.vault()
        // Asked once: a form that is sent again finds nothing to answer.
        guard isAsked(try standing(visit), visit) else { return .redirect("/account/recovery") }
        guard let answer = visit.form["answer"], ["mine", "other"].contains(answer) else {
            return .page(try page(visit, faults: FormFaults("answer", visit.t("recovery.missing"))), status: .unprocessableContent)
        }
        // Either ends something of the owner's, a warning or ways in, which an open session is not enough for.
        if let faults = try Again.fault(visit) { return .page(try page(visit, faults: faults), status: .unprocessableContent) }
        if answer == "mine" {
            guard let left = visit.form["left"].flatMap({ Int($0) }),
                try visit.face.signIn.ownRecovery(of: person, left: left, vault: vault)
            else { return .redirect("/account/recovery") }
            return visit.done("/account", visit.t("recovery.mine-done"))
        }
        try visit.face.signIn.disownRecovery(of: person, vault: vault)
        visit.face.record(visit.face.sessions.end { $0.person == person && $0.id != session.id }, why: .accountChanged)
        let notices = try NoticeSettings(hub: visit.hub, vault: vault).wishes(of: person).address.map {
            " " + visit.t("recovery.other-notices", ["address": $0])
        }
        return visit.done("/account/password", visit.t("recovery.other-done") + (notices ?? ""))
    }
}
