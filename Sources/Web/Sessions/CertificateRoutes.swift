import HTTPTypes
import Hub
import Register

/// A person's own client certificates: registered while they are shown, and with the password, so that an open session alone adds no way in.
enum CertificateRoutes {
    static let all: [Route] = [
        .get("/account/certificate", .signedIn) { visit in .page(try page(visit)) },
        .post("/account/certificate", .signedIn, event: "signInMeansChanged", register),
        .post("/account/certificate/remove", .signedIn, event: "signInMeansChanged", remove).long,
    ]

    private static func page(_ visit: Visit, faults: FormFaults = FormFaults()) throws -> Page {
        let own = try visit.face.signIn.certificates(of: visit.actor, vault: visit.vault())
        var blocks: [Block] = [.text(visit.t("certificate.why"))]
        if let shown = visit.certificate {
            if own.contains(shown) {
                blocks.append(.inset(visit.t("certificate.shown-known")))
            } else {
                blocks += [
                    .text(visit.t("certificate.shown")), .verbatim(groups(shown)),
                    .form(
                        Form(
                            action: "/account/certificate", button: visit.t("certificate.register"), fields: [password(visit)],
                            cancel: Link(text: visit.t("frame.cancel"), href: "/account")
                        ).filled(with: FormValues(), faults: faults)),
                ]
            }
        } else {
            blocks.append(.inset(visit.t("certificate.none-shown")))
        }
        if !own.isEmpty {
            blocks += try [
                .heading(visit.t("certificate.yours")), .list(own.map(groups)),
                .form(
                    Form(
                        action: "/account/certificate/remove", button: visit.t("certificate.remove"),
                        fields: [
                            Field(
                                "certificate", visit.t("certificate.which"),
                                .radios(own.map { Choice(value: $0, label: groups(String($0.prefix(16))), hint: nil) }))
                        ] + Again.fields(visit, as: "password-again"), isWarning: true, id: "remove"
                    ).filled(with: FormValues(), faults: faults)),
            ]
        }
        return Page(
            visit.t("certificate.title"), trail: [Link(text: visit.t("account.title"), href: "/account")], faults: faults, blocks)
    }

    private static func password(_ visit: Visit) -> Field {
        Field("password", visit.t("account.old-password"), .line(type: "password"), autocomplete: "current-password", width: 20)
    }

    /// In fours, as they are compared by eye.
    private static func groups(_ digest: String) -> String {
        let digits = Array(digest)
        return stride(from: 0, to: digits.count, by: 4).map { String(digits[$0..<min($0 + 4, digits.count)]) }.joined(separator: " ")
    }

    private static func register(_ visit: Visit) throws -> Reply {
        guard let shown = visit.certificate else {
            return .page(try page(visit, faults: FormFaults("password", visit.t("certificate.none-shown"))), status: .unprocessableContent)
        }
        do {
            try visit.face.signIn.addCertificate(
                shown, of: visit.actor, password: visit.form.exact("password"), from: visit.address, vault: visit.vault())
        } catch let refusal as Refusal {
            guard refusal.code == .signInFailed else { throw refusal }
            return .page(try page(visit, faults: FormFaults("password", visit.t("account.fault-old"))), status: .unprocessableContent)
        }
        return visit.done("/account/certificate", visit.t("certificate.registered"))
    }

    private static func remove(_ visit: Visit) throws -> Reply {
        // What one comes in by is taken away with what one comes in by: at an open session somebody else would shut its person out.
        let again = try Again.answer(visit, in: "password-again")
        guard let proved = again.proved else { return .page(try page(visit, faults: again.faults), status: .unprocessableContent) }
        guard let digest = visit.form["certificate"],
            try visit.face.signIn.removeCertificate(digest, of: proved, vault: visit.vault())
        else {
            return .page(try page(visit, faults: FormFaults("certificate", visit.t("certificate.which"))), status: .unprocessableContent)
        }
        // Whoever came in by it is out.
        visit.face.record(visit.face.sessions.end { $0.certificate == digest }, why: .accountChanged)
        return visit.done("/account/certificate", visit.t("certificate.removed"))
    }
}
