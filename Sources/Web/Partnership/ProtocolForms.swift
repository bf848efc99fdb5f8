import Guidance
import Hub
import Register

/// What the co-ordinator does with a protocol: signatures in and out, review, withdrawal.
enum ProtocolForms {
    static let all: [Route] =
        FormPage.routes("/protocols/{protocol}/sign", .may(.runRegister), event: "protocolSigned", show: signForm, take: sign)
        + FormPage.routes("/protocols/{protocol}/leave", .may(.runRegister), event: "signatureWithdrawn", show: leaveForm, take: leave)
        + FormPage.routes("/protocols/{protocol}/review", .may(.runRegister), event: "protocolReviewed", show: reviewForm, take: review)
        + FormPage.routes("/protocols/{protocol}/end", .may(.runRegister), event: "protocolWithdrawn", show: endForm, take: end)

    private static func page(
        _ key: String, _ agreement: SharingProtocol, _ visit: Visit, _ fields: [Field], isWarning: Bool = false
    ) -> FormPage {
        FormPage(
            title: visit.t("agreement.\(key)-title"), section: "partnership", caption: agreement.title,
            trail: AgreementRoutes.trail(visit) + [Link(text: agreement.title, href: "/protocols/\(agreement.id)")],
            blocks: [.text(visit.t("agreement.\(key)-text"))],
            form: Form(
                action: "/protocols/\(agreement.id)/\(key)", button: visit.t("agreement.\(key)-button"), fields: fields,
                isWarning: isWarning, cancel: Link(text: visit.t("frame.cancel"), href: "/protocols/\(agreement.id)")))
    }

    /// Agencies whose signature whoever asks may record: a signature is its agency's own act, recorded by who runs the register for it.
    static func canSign(_ agreement: SharingProtocol, _ visit: Visit) -> [Choice] {
        guard let reader = try? visit.person else { return [] }
        let members = visit.state.partnerships[visit.state.partnership(of: agreement)]?.members ?? []
        return visit.agencyChoices {
            reader.coordinates($0.home) && !agreement.signatories.contains($0.id)
                && (agreement.terms.kind == .accord || members.contains($0.id))
        }
    }

    /// Agencies whose signature whoever asks may take back.
    static func canLeave(_ agreement: SharingProtocol, _ visit: Visit) -> [Choice] {
        guard let reader = try? visit.person else { return [] }
        let runs = reader.coordinates(visit.state.partnership(of: agreement))
        return visit.agencyChoices { agreement.signatories.contains($0.id) && (runs || reader.coordinates($0.home)) }
    }

    /// The protocol of the address, for whoever runs its partnership.
    private static func own(_ visit: Visit) throws -> SharingProtocol {
        let agreement = try AgreementRoutes.agreement(visit)
        guard try visit.person.coordinates(visit.state.partnership(of: agreement)) else { throw WebFault.notFound }
        return agreement
    }

    private static func signForm(_ visit: Visit) throws -> FormPage {
        let agreement = try AgreementRoutes.agreement(visit), agencies = canSign(agreement, visit)
        guard !agencies.isEmpty else { throw WebFault.notFound }
        var fields = [Field("agency", visit.t("agreement.sign-who"), .checkboxes(agencies))]
        if agreement.terms.kind != .accord {
            fields.append(Field("document", visit.t("agreement.sign-document"), hint: visit.t("agreement.sign-document-hint")))
        }
        return page("sign", agreement, visit, fields)
    }

    private static func sign(_ visit: Visit) throws -> Reply {
        let agreement = try AgreementRoutes.agreement(visit)
        let chosen = visit.form.all("agency")
        guard !chosen.isEmpty else { throw FormFaults("agency", visit.t("form.choose")) }
        for agency in chosen {
            try visit.hub.run(
                .sign(agreement.id, agency: AgencyID(checking: agency), consents: visit.form["document"]), by: visit.actor)
        }
        return visit.done("/protocols/\(agreement.id)", visit.texts.count("agreement.sign-done", chosen.count))
    }

    private static func leaveForm(_ visit: Visit) throws -> FormPage {
        let agreement = try AgreementRoutes.agreement(visit), agencies = canLeave(agreement, visit)
        guard !agencies.isEmpty else { throw WebFault.notFound }
        return page("leave", agreement, visit, [Field("agency", visit.t("agreement.agency"), .radios(agencies))], isWarning: true)
    }

    private static func leave(_ visit: Visit) throws -> Reply {
        let agreement = try AgreementRoutes.agreement(visit)
        var faults = FormFaults()
        guard let agency = visit.chosen("agency", among: canLeave(agreement, visit), &faults) else { throw faults }
        try visit.hub.run(.withdrawSignature(agreement.id, agency: AgencyID(rawValue: agency)), by: visit.actor)
        return visit.done(
            "/protocols/\(agreement.id)", visit.t("agreement.leave-done", ["agency": visit.name(of: AgencyID(rawValue: agency))]))
    }

    private static func reviewForm(_ visit: Visit) throws -> FormPage {
        page("review", try own(visit), visit, [Field("next", visit.t("agreement.review-next"), .date)])
    }

    private static func review(_ visit: Visit) throws -> Reply {
        let agreement = try own(visit)
        var faults = FormFaults()
        guard let next = visit.dayNumber("next", &faults) else { throw faults }
        try visit.hub.run(.partnership(.reviewProtocol(agreement.id, next: next)), by: visit.actor)
        return visit.done("/protocols/\(agreement.id)", visit.t("agreement.review-done", ["day": CalendarDayText.words(next)]))
    }

    private static func endForm(_ visit: Visit) throws -> FormPage {
        page(
            "end", try own(visit), visit, [Field("why", visit.t("form.why"), hint: visit.t("form.why-hint"))], isWarning: true)
    }

    private static func end(_ visit: Visit) throws -> Reply {
        let agreement = try own(visit)
        var faults = FormFaults()
        let why = visit.needed("why", &faults)
        guard faults.isEmpty else { throw faults }
        try visit.hub.run(.partnership(.withdrawProtocol(agreement.id, why: why)), by: visit.actor)
        return visit.done("/protocols/\(agreement.id)", visit.t("agreement.end-done"))
    }
}
