import Guidance
import Hub
import Register

/// What people agree to before personal items are opened to them (Box 1).
enum UndertakingRoutes {
    static let all: [Route] =
        [
            .get("/undertaking", .signedIn) { visit in
                let own = try visit.person.agency.flatMap { visit.state.partnerships(of: $0).first } ?? visit.state.firstPartnership
                return .redirect("/partnerships/\(own)/undertaking")
            },
            .get("/partnerships/{partnership}/undertaking", .signedIn) { visit in .page(try page(visit)) },
            .post("/partnerships/{partnership}/undertaking", .may(.agree), event: "undertakingAgreed", agree),
        ]
        + FormPage.routes(
            "/partnerships/{partnership}/undertaking/set", .may(.runRegister), event: "undertakingSet", show: setForm, take: set)

    private static func trail(_ partnership: Partnership, _ visit: Visit) -> [Link] {
        visit.partnershipTrail + [Link(text: partnership.name, href: "/partnerships/\(partnership.id)")]
    }

    private static func page(_ visit: Visit) throws -> Page {
        let partnership = try PartnershipRoutes.partnership(visit), reader = try visit.person
        let runs = reader.coordinates(partnership.id)
        var blocks: [Block] = []
        if let undertaking = partnership.undertaking {
            blocks += [.lead(visit.t("agreement.undertaking-lead"))]
            blocks += undertaking.text.split(separator: "\n", omittingEmptySubsequences: true).map { .inset(String($0)) }
            blocks.append(.text(visit.t("agreement.version", ["version": String(undertaking.version)])))
            if partnership.isBound(reader.id) {
                blocks.append(.text(visit.t("agreement.you-agreed")))
            } else {
                blocks.append(
                    .form(
                        Form(
                            action: "/partnerships/\(partnership.id)/undertaking", button: visit.t("agreement.agree"),
                            fields: [Field("version", "", .hidden, value: String(undertaking.version))])))
            }
            let members = visit.state.people.values.filter { person in
                person.active && visit.register.person(reader, maySeeProfileOf: person)
                    && (person.partnerships.contains(partnership.id) || person.agency.map(partnership.members.contains) ?? false)
            }.sorted { $0.name < $1.name }
            blocks.append(
                .details(
                    visit.t(
                        "agreement.who-agreed",
                        [
                            "agreed": String(members.count { partnership.isBound($0.id) }), "all": String(members.count),
                        ]),
                    [
                        .table(
                            Table(
                                caption: visit.t("agreement.who-agreed-table"),
                                columns: [Table.Column(visit.t("agreement.person")), Table.Column(visit.t("agreement.agreed"))],
                                rows: members.map { person in
                                    [
                                        Cell(person.name, href: "/people/\(person.id)"),
                                        partnership.isBound(person.id)
                                            ? Cell(visit.t("agreement.agreed-yes"), tag: .green)
                                            : Cell(visit.t("agreement.agreed-no"), tag: .grey),
                                    ]
                                }, showsCaption: false))
                    ]))
        } else {
            blocks.append(.text(visit.t("agreement.undertaking-not-set")))
        }
        if runs {
            blocks.append(
                .buttons([
                    Button(
                        text: visit.t("agreement.undertaking-set-title"), href: "/partnerships/\(partnership.id)/undertaking/set",
                        isSecondary: true)
                ]))
        }
        return Page(
            visit.t("agreement.undertaking"), section: "partnership", caption: partnership.name, trail: trail(partnership, visit), blocks)
    }

    private static func agree(_ visit: Visit) throws -> Reply {
        let partnership = try PartnershipRoutes.partnership(visit), path = "/partnerships/\(partnership.id)/undertaking"
        // They agree to what they read, not to what was set meanwhile.
        guard visit.form["version"] == partnership.undertaking.map({ String($0.version) }) else {
            return visit.done(path, visit.t("agreement.undertaking-changed"))
        }
        try visit.hub.run(.partnership(.agree(partnership.id)), by: visit.actor)
        return visit.done(path, visit.t("agreement.agree-done"))
    }

    private static func own(_ visit: Visit) throws -> Partnership {
        let partnership = try PartnershipRoutes.partnership(visit)
        guard try visit.person.coordinates(partnership.id) else { throw WebFault.notFound }
        return partnership
    }

    private static func setForm(_ visit: Visit) throws -> FormPage {
        let partnership = try own(visit)
        return FormPage(
            title: visit.t("agreement.undertaking-set-title"), section: "partnership", caption: partnership.name,
            trail: trail(partnership, visit), blocks: [.text(visit.t("agreement.undertaking-set-text"))],
            form: Form(
                action: "/partnerships/\(partnership.id)/undertaking/set", button: visit.t("form.save"),
                fields: [
                    Field(
                        "text", visit.t("agreement.undertaking-text"), .textArea(rows: 12), value: partnership.undertaking?.text ?? "")
                ], cancel: Link(text: visit.t("frame.cancel"), href: "/partnerships/\(partnership.id)/undertaking")))
    }

    private static func set(_ visit: Visit) throws -> Reply {
        let partnership = try own(visit)
        var faults = FormFaults()
        let text = visit.needed("text", &faults)
        guard faults.isEmpty else { throw faults }
        try visit.hub.run(
            .partnership(.setUndertaking(partnership.id, text: text.replacing("\r\n", with: "\n"))), by: visit.actor)
        return visit.done("/partnerships/\(partnership.id)/undertaking", visit.t("agreement.undertaking-set-done"))
    }
}
