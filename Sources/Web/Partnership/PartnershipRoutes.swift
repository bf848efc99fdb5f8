import Guidance
import Hub
import Register

/// The partnerships of the hub, their members, and consent to new partners (§2.2).
enum PartnershipRoutes {
    static let all: [Route] =
        [
            .get("/partnerships", .signedIn) { visit in .page(try list(visit)) },
            .get("/partnerships/{partnership}", .signedIn) { visit in .page(try page(visit)) },
        ] + FormPage.routes("/partnerships/new", .may(.runRegister), event: "partnershipFounded", show: newForm, take: found)
        + FormPage.routes("/partnerships/{partnership}/join", .may(.runRegister), event: "agencyJoined", show: joinForm, take: join)
        + FormPage.routes("/partnerships/{partnership}/part", .may(.runRegister), event: "agencyParted", show: partForm, take: part)
        + FormPage.routes(
            "/partnerships/{partnership}/co-ordinators", .may(.runRegister), event: "coordinatorChanged", show: coordinatorForm,
            take: setCoordinator)
        + FormPage.routes(
            "/partnerships/{partnership}/consent", .mayAny([.consentToPartner, .runRegister]), event: "partnerConsented",
            show: consentForm, take: consent)

    static func partnership(_ visit: Visit) throws -> Partnership {
        guard let partnership = visit.state.partnerships[try visit.parameter("partnership", PartnershipID.self)] else {
            throw WebFault.notFound
        }
        return partnership
    }

    private static func trail(_ visit: Visit) -> [Link] {
        visit.partnershipTrail + [Link(text: visit.t("agreement.partnerships"), href: "/partnerships")]
    }

    private static func list(_ visit: Visit) throws -> Page {
        let state = visit.state, all = state.partnerships.values.sorted { $0.name < $1.name }
        var blocks: [Block] = [
            .lead(visit.t("agreement.partnerships-lead")),
            .table(
                Table(
                    caption: visit.t("agreement.partnerships"),
                    columns: [
                        Table.Column(visit.t("agreement.partnership")), Table.Column(visit.t("agreement.members"), isNumber: true),
                        Table.Column(visit.t("agreement.undertaking")),
                    ],
                    rows: all.map { partnership in
                        [
                            Cell(partnership.name, href: "/partnerships/\(partnership.id)"), Cell(Texts.grouped(partnership.members.count)),
                            partnership.undertaking.map { Cell(visit.t("agreement.version", ["version": String($0.version)])) }
                                ?? Cell(visit.t("agreement.undertaking-none"), tag: .orange),
                        ]
                    }, showsCaption: false)),
        ]
        if try visit.person.coordinates(state.firstPartnership) {
            blocks.append(.buttons([Button(text: visit.t("agreement.found-title"), href: "/partnerships/new", isSecondary: true)]))
        }
        return Page(visit.t("agreement.partnerships"), section: "partnership", trail: visit.partnershipTrail, blocks)
    }

    private static func page(_ visit: Visit) throws -> Page {
        let partnership = try partnership(visit), state = visit.state, reader = try visit.person
        let coordinators = state.people.values.filter { $0.coordinates(partnership.id) }.sorted { $0.name < $1.name }
        var blocks: [Block] = visit.register.authoritiesWithoutOfficer(of: partnership).map {
            .warning(visit.t("agreement.no-officer", ["agency": visit.name(of: $0)]))
        }
        blocks += [
            .summary([
                SummaryRow(visit.t("agreement.short-name"), Cell(partnership.id.rawValue)),
                SummaryRow(visit.t("agreement.coordinators"), try coordinators.map { try visit.cell($0.id) }),
                SummaryRow(
                    visit.t("agreement.undertaking"),
                    partnership.undertaking.map { Cell(visit.t("agreement.version", ["version": String($0.version)])) }
                        ?? Cell(visit.t("agreement.undertaking-none"), tag: .orange),
                    action: Link(text: visit.t("agreement.read"), href: "/partnerships/\(partnership.id)/undertaking")),
            ]),
            .table(
                Table(
                    caption: visit.t("agreement.members"),
                    columns: ["agency", "standing", "consents"].map { Table.Column(visit.t("agreement.\($0)")) },
                    rows: partnership.members.sorted { visit.name(of: $0) < visit.name(of: $1) }.map { member(of: partnership, $0, visit) },
                    empty: visit.t("agreement.no-members"))),
        ]
        func button(_ path: String) -> Button {
            Button(text: visit.t("agreement.\(path)-title"), href: "/partnerships/\(partnership.id)/\(path)", isSecondary: true)
        }
        var buttons: [Button] = []
        if reader.coordinates(partnership.id) { buttons += [button("join"), button("part"), button("co-ordinators")] }
        if !consentable(partnership, visit).partners.isEmpty { buttons.insert(button("consent"), at: 0) }
        if !buttons.isEmpty { blocks.append(.buttons(buttons)) }
        let protocols = state.protocols.values.filter { state.partnership(of: $0) == partnership.id }.sorted { $0.title < $1.title }
        blocks += [
            .heading(visit.t("agreement.list")), .links(protocols.map { Link(text: $0.title, href: "/protocols/\($0.id)") }),
        ]
        if protocols.isEmpty { blocks.append(.text(visit.t("agreement.empty"))) }
        return Page(partnership.name, section: "partnership", trail: trail(visit), blocks)
    }

    private static func member(of partnership: Partnership, _ agency: AgencyID, _ visit: Visit) -> [Cell] {
        let missing = partnership.consentsMissing(for: agency)
        let standing =
            partnership.authorities.contains(agency)
            ? Cell(visit.t("agreement.authority"), tag: .blue)
            : partnership.partners.contains(agency)
                ? Cell(visit.t("agreement.partner"), tag: .green) : Cell(visit.t("agreement.member"), tag: .grey)
        return [
            visit.cell(agency), standing,
            Cell(
                missing.isEmpty
                    ? "" : missing.map { visit.name(of: $0) }.joined(separator: ", ")),
        ]
    }

    // MARK: Founding, joining, leaving

    private static func page(
        _ key: String, _ path: String, back: String, caption: String? = nil, _ visit: Visit, _ fields: [Field], isWarning: Bool = false
    ) -> FormPage {
        FormPage(
            title: visit.t("agreement.\(key)-title"), section: "partnership", caption: caption, trail: trail(visit),
            blocks: [.text(visit.t("agreement.\(key)-text"))],
            form: Form(
                action: path, button: visit.t("agreement.\(key)-button"), fields: fields, isWarning: isWarning,
                cancel: Link(text: visit.t("frame.cancel"), href: back)))
    }

    private static func newForm(_ visit: Visit) throws -> FormPage {
        guard try visit.person.coordinates(visit.state.firstPartnership) else { throw WebFault.notFound }
        return page(
            "found", "/partnerships/new", back: "/partnerships", visit,
            [
                Field("name", visit.t("agreement.partnership-name")),
                Field("id", visit.t("agreement.short-name"), hint: visit.t("form.short-name-hint"), width: 20, isCode: true),
            ])
    }

    private static func found(_ visit: Visit) throws -> Reply {
        var faults = FormFaults()
        let name = visit.needed("name", &faults), id: PartnershipID? = visit.shortName("id", &faults)
        guard let id, faults.isEmpty else { throw faults }
        try visit.hub.run(.partnership(.found(id, name: name)), by: visit.actor)
        return visit.done("/partnerships/\(id)", visit.t("agreement.found-done", ["name": name]))
    }

    private static func own(_ visit: Visit) throws -> Partnership {
        let partnership = try partnership(visit)
        guard try visit.person.coordinates(partnership.id) else { throw WebFault.notFound }
        return partnership
    }

    private static func outside(_ partnership: Partnership, _ visit: Visit) -> [Choice] {
        visit.agencyChoices { !partnership.members.contains($0.id) }
    }

    private static func joinForm(_ visit: Visit) throws -> FormPage {
        let partnership = try own(visit)
        return page(
            "join", "/partnerships/\(partnership.id)/join", back: "/partnerships/\(partnership.id)", caption: partnership.name, visit,
            [Field("agency", visit.t("agreement.agency"), .select(outside(partnership, visit)))])
    }

    private static func join(_ visit: Visit) throws -> Reply {
        let partnership = try own(visit)
        var faults = FormFaults()
        guard let agency = visit.chosen("agency", among: outside(partnership, visit), &faults) else { throw faults }
        try visit.hub.run(.partnership(.join(AgencyID(rawValue: agency), partnership.id)), by: visit.actor)
        return visit.done(
            "/partnerships/\(partnership.id)", visit.t("agreement.join-done", ["agency": visit.name(of: AgencyID(rawValue: agency))]))
    }

    private static func partForm(_ visit: Visit) throws -> FormPage {
        let partnership = try own(visit)
        return page(
            "part", "/partnerships/\(partnership.id)/part", back: "/partnerships/\(partnership.id)", caption: partnership.name, visit,
            [Field("agency", visit.t("agreement.agency"), .select(visit.agencyChoices { partnership.members.contains($0.id) }))],
            isWarning: true)
    }

    private static func part(_ visit: Visit) throws -> Reply {
        let partnership = try own(visit)
        var faults = FormFaults()
        let members = visit.agencyChoices { partnership.members.contains($0.id) }
        guard let agency = visit.chosen("agency", among: members, &faults) else { throw faults }
        try visit.hub.run(.partnership(.part(AgencyID(rawValue: agency), partnership.id)), by: visit.actor)
        return visit.done(
            "/partnerships/\(partnership.id)", visit.t("agreement.part-done", ["agency": visit.name(of: AgencyID(rawValue: agency))]))
    }

    // MARK: Co-ordinators

    /// Co-ordinators whom the reader may know.
    private static func able(_ visit: Visit) -> [Choice] {
        guard let reader = try? visit.person else { return [] }
        return visit.personChoices { $0.roles.contains(.coordinator) && visit.register.person(reader, maySeeProfileOf: $0) }
    }

    private static func coordinatorForm(_ visit: Visit) throws -> FormPage {
        let partnership = try own(visit)
        return page(
            "co-ordinators", "/partnerships/\(partnership.id)/co-ordinators", back: "/partnerships/\(partnership.id)",
            caption: partnership.name, visit,
            [
                Field("person", visit.t("agreement.coordinator"), .select(able(visit))),
                Field(
                    "acts", visit.t("agreement.coordinator-what"),
                    .radios([
                        Choice(value: "yes", label: visit.t("agreement.coordinator-names")),
                        Choice(value: "no", label: visit.t("agreement.coordinator-steps-back")),
                    ])),
            ])
    }

    private static func setCoordinator(_ visit: Visit) throws -> Reply {
        let partnership = try own(visit)
        var faults = FormFaults()
        let person = visit.chosen("person", among: able(visit), &faults)
        let acts = visit.form["acts"]
        if acts != "yes", acts != "no" { faults.add("acts", visit.t("form.choose")) }
        guard let person, faults.isEmpty else { throw faults }
        try visit.hub.run(
            .partnership(.setCoordinator(partnership.id, PersonID(rawValue: person), acts: acts == "yes")), by: visit.actor)
        return visit.done("/partnerships/\(partnership.id)", visit.t("agreement.co-ordinators-done"))
    }

    // MARK: Consent (§2.2.4)

    /// The agencies that somebody may still consent to, and the authorities whose consent they may record.
    private static func consentable(_ partnership: Partnership, _ visit: Visit) -> (
        partners: [Choice], authorities: [Choice], byLetter: Bool
    ) {
        guard let reader = try? visit.person else { return ([], [], false) }
        let byLetter = reader.coordinates(partnership.id)
        let own = reader.may(.consentToPartner) ? reader.agency : nil
        let authorities = partnership.authorities.filter { byLetter || $0 == own }
        let partners = visit.agencyChoices { agency in
            partnership.members.contains(agency.id) && !authorities.isDisjoint(with: partnership.consentsMissing(for: agency.id))
        }
        return (partners, visit.agencyChoices { authorities.contains($0.id) }, byLetter)
    }

    private static func consentForm(_ visit: Visit) throws -> FormPage {
        let partnership = try partnership(visit), (partners, authorities, byLetter) = consentable(partnership, visit)
        guard !authorities.isEmpty else { throw WebFault.notFound }
        var fields = [
            Field("partner", visit.t("agreement.consent-partner"), .select(partners)),
            Field("authority", visit.t("agreement.consent-authority"), .select(authorities)),
        ]
        if byLetter {
            fields.append(Field("document", visit.t("agreement.consent-document"), hint: visit.t("agreement.consent-document-hint")))
        }
        return page(
            "consent", "/partnerships/\(partnership.id)/consent", back: "/partnerships/\(partnership.id)", caption: partnership.name, visit,
            fields)
    }

    private static func consent(_ visit: Visit) throws -> Reply {
        let partnership = try partnership(visit), (partners, authorities, _) = consentable(partnership, visit)
        var faults = FormFaults()
        let partner = visit.chosen("partner", among: partners, &faults)
        let authority = visit.chosen("authority", among: authorities, &faults)
        guard let partner, let authority, faults.isEmpty else { throw faults }
        // Whoever is no officer of the authority records its letter.
        if try visit.person.agency?.rawValue != authority || !visit.person.may(.consentToPartner) {
            _ = visit.needed("document", &faults)
            guard faults.isEmpty else { throw faults }
        }
        try visit.hub.run(
            .partnership(
                .consent(
                    to: AgencyID(rawValue: partner), of: AgencyID(rawValue: authority), in: partnership.id, document: visit.form["document"]
                )),
            by: visit.actor)
        let missing = visit.state.partnerships[partnership.id]?.consentsMissing(for: AgencyID(rawValue: partner)) ?? []
        return visit.done(
            "/partnerships/\(partnership.id)",
            missing.isEmpty
                ? visit.t("agreement.consent-complete", ["agency": visit.name(of: AgencyID(rawValue: partner))])
                : visit.t("agreement.consent-missing", ["agencies": missing.map { visit.name(of: $0) }.joined(separator: ", ")]))
    }
}
