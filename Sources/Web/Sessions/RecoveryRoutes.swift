import HTTPTypes
import Hub
import Register
import Storage

/// A recovery code was used: was it its person? What somebody else did ends at once. Whoever came in by what was theirs before is asked: at a session
/// that the code opened, or that a certificate did which was registered there, whoever has stolen the code would answer. So they would at one of an
/// authenticator that was set up since; as its person may have done that themselves, having lost the one before, they are asked there as well, and
/// that it was them counts at sessions of that authenticator alone.
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

    /// What is to be done on the first page: to answer, or to look, where it can be answered only by another way in. Nothing where the code itself
    /// opened the session: it would be the thief who is told.
    static func isNews(_ standing: SignIn.Recovery, _ session: Session) -> Bool {
        session.answerer.means != .recoveryCodes && standing.told(session.answerer) > 0
    }

    private static func page(_ visit: Visit, faults: FormFaults = FormFaults()) throws -> Page {
        let standing = try standing(visit), answerer = try SignInRoutes.current(visit).answerer
        let trail = [Link(text: visit.t("account.title"), href: "/account")]
        let told = standing.told(answerer)
        let used: [Block] = told > 0 ? [.text(visit.texts.count("recovery.used", told))] : []
        let rows: [Block] = [
            .summary(
                (standing.used.map { [SummaryRow(visit.t("recovery.last"), Cell($0.words))] } ?? []) + [
                    SummaryRow(visit.t("account.recovery"), Cell(visit.texts.count("account.recovery-left", standing.left)))
                ])
        ]
        guard standing.asked(answerer) > 0 else {
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
                        Choice(value: "other", label: visit.t("recovery.other"), hint: text("other-hint", standing, answerer, visit)),
                    ])),
                // What was seen is answered: a code that is used before the answer comes is asked about next.
                Field("left", "", .hidden, value: String(standing.left)),
            ] + Again.fields(visit), cancel: Link(text: visit.t("frame.cancel"), href: "/account"))
        return Page(
            visit.t("recovery.title"), trail: trail, faults: faults,
            used + rows + [.form(form.filled(with: visit.form, faults: faults))])
    }

    /// What ends where it was somebody else: more by an authenticator that was there before every code was used, as then nothing else need stay.
    private static func text(_ key: String, _ standing: SignIn.Recovery, _ answerer: SignIn.Answerer, _ visit: Visit) -> String {
        visit.t(
            answerer.means == .authenticator && standing.isAnsweredForGood(by: answerer) ? "recovery.\(key)" : "recovery.\(key)-kept")
    }

    private static func answer(_ visit: Visit) throws -> Reply {
        let session = try SignInRoutes.current(visit), person = session.person, vault = try visit.vault()
        // Asked once: a form that is sent again finds nothing to answer.
        let before = try standing(visit)
        guard before.asked(session.answerer) > 0 else { return .redirect("/account/recovery") }
        guard let answer = visit.form["answer"], ["mine", "other"].contains(answer) else {
            return .page(try page(visit, faults: FormFaults("answer", visit.t("recovery.missing"))), status: .unprocessableContent)
        }
        // Either ends something of the owner's, a warning or ways in, which an open session is not enough for.
        let again = try Again.answer(visit)
        guard let proved = again.proved else { return .page(try page(visit, faults: again.faults), status: .unprocessableContent) }
        if answer == "mine" {
            guard let left = visit.form["left"].flatMap({ Int($0) }),
                try visit.face.signIn.ownRecovery(of: proved, by: session.answerer, left: left, vault: vault)
            else { return .redirect("/account/recovery") }
            return visit.done("/account", visit.t("recovery.mine-done"))
        }
        try disown(proved, by: session, vault, visit)
        let notices = try NoticeSettings(hub: visit.hub, vault: vault).wishes(of: person).address.map {
            " " + visit.t("recovery.other-notices", ["address": $0])
        }
        return visit.done("/account/password", text("other-done", before, session.answerer, visit) + (notices ?? ""))
    }

    /// It was somebody else. Their sessions are over from the moment that is decided, and recorded as over even where the rest then fails.
    private static func disown(_ proved: SignIn.Proved, by session: Session, _ vault: KeyVault, _ visit: Visit) throws {
        var ended: [Session] = []
        defer { visit.face.record(ended, why: .accountChanged) }
        try visit.face.signIn.disownRecovery(of: proved, by: session.answerer, vault: vault) {
            ended = visit.face.sessions.end { $0.person == session.person && $0.id != session.id }
        }
    }
}
