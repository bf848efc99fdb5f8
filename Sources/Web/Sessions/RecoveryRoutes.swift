import HTTPTypes
import Hub
import Register

/// A recovery code was used: was it its person? What somebody else did ends at once.
enum RecoveryRoutes {
    static let all: [Route] = [
        .get("/account/recovery", .signedIn) { visit in .page(try page(visit)) },
        .post("/account/recovery", .signedIn, event: "signInMeansChanged", answer),
    ]

    private static func standing(_ visit: Visit) throws -> SignIn.Recovery {
        // Without an authenticator nothing is there to be told.
        guard let standing = try visit.face.signIn.recovery(of: visit.actor, vault: visit.vault()) else { throw WebFault.notFound }
        return standing
    }

    private static func page(_ visit: Visit, faults: FormFaults = FormFaults()) throws -> Page {
        let standing = try standing(visit), trail = [Link(text: visit.t("account.title"), href: "/account")]
        let left = visit.texts.count("account.recovery-left", standing.left)
        guard standing.unanswered > 0 else {
            return Page(
                visit.t("account.recovery"), trail: trail,
                [.text(left), .links([Link(text: visit.t("recovery.anew"), href: "/account/authenticator")])])
        }
        let form = Form(
            action: "/account/recovery", button: visit.t("frame.continue"),
            fields: [
                Field(
                    "answer", visit.t("recovery.question"),
                    .radios([
                        Choice(value: "mine", label: visit.t("recovery.mine")),
                        Choice(value: "other", label: visit.t("recovery.other"), hint: visit.t("recovery.other-hint")),
                    ]))
            ], cancel: Link(text: visit.t("frame.cancel"), href: "/account"))
        return Page(
            visit.t("recovery.title"), trail: trail, faults: faults,
            [
                .text(visit.texts.count("recovery.used", standing.unanswered)),
                .summary(
                    (standing.used.map { [SummaryRow(visit.t("recovery.last"), Cell($0.words))] } ?? []) + [
                        SummaryRow(visit.t("account.recovery"), Cell(left))
                    ]), .form(form.filled(with: visit.form, faults: faults)),
            ])
    }

    private static func answer(_ visit: Visit) throws -> Reply {
        let person = try visit.actor, session = try SignInRoutes.current(visit), vault = try visit.vault()
        // Asked once: a form that is sent again finds nothing to answer.
        guard try standing(visit).unanswered > 0 else { return .redirect("/account/recovery") }
        switch visit.form["answer"] {
        case "mine":
            try visit.face.signIn.ownRecovery(of: person, vault: vault)
            return visit.done("/account", visit.t("recovery.mine-done"))
        case "other":
            try visit.face.signIn.disownRecovery(of: person, vault: vault)
            visit.face.record(visit.face.sessions.end { $0.person == person && $0.id != session.id }, why: .accountChanged)
            return visit.done("/account/password", visit.t("recovery.other-done"))
        default:
            return .page(try page(visit, faults: FormFaults("answer", visit.t("recovery.missing"))), status: .unprocessableContent)
        }
    }
}
