import Guidance
import Hub
import Register

/// How people reach the hub at its terminal, which the Suffolk Matrix is checked by there (§4.3.6). In the browser each session says it itself.
enum AccessWayRoutes {
    static let all: [Route] =
        [.get("/access-way", .signedIn) { visit in .page(try page(visit)) }]
        + FormPage.routes("/access-way/set", .may(.runRegister), event: "accessWaySet", show: form, take: set)

    private static func page(_ visit: Visit) throws -> Page {
        var blocks: [Block] = [.lead(visit.t("agreement.access-lead"))]
        if let way = visit.state.terminalWay, let matrix = visit.rulebook.matrix {
            func title(_ id: String, _ steps: [SuffolkMatrix.Step]) -> String { steps.first { $0.id == id }?.title ?? id }
            blocks += [
                .summary([
                    SummaryRow(visit.t("agreement.network"), Cell(title(way.network, matrix.networks))),
                    SummaryRow(
                        visit.t("agreement.device"), Cell(matrix.devices.first { $0.id == way.device }?.title ?? way.device)),
                    SummaryRow(visit.t("agreement.sign-in"), Cell(title(way.signIn, matrix.signIns))),
                    SummaryRow(visit.t("agreement.registration"), Cell(title(way.registration, matrix.registrations))),
                ]),
                .table(
                    Table(
                        caption: visit.t("agreement.access-markings"),
                        columns: [Table.Column(visit.t("agreement.marking")), Table.Column(visit.t("agreement.reached"))],
                        rows: matrix.levels.map { level in
                            let marking = visit.rulebook.marking(level.marking)?.title ?? level.marking
                            switch matrix.check(way, reaches: level.marking) {
                            case .allowed: return [Cell(marking), Cell(visit.t("agreement.reached-yes"), tag: .green)]
                            case .allowedUnder: return [Cell(marking), Cell(visit.t("agreement.reached-under"), tag: .orange)]
                            case .refused: return [Cell(marking), Cell(visit.t("agreement.reached-no"), tag: .red)]
                            }
                        })),
            ]
        } else {
            blocks.append(.inset(visit.t("agreement.access-none")))
        }
        if try visit.person.coordinates(visit.state.firstPartnership) {
            blocks.append(.buttons([Button(text: visit.t("agreement.access-set"), href: "/access-way/set", isSecondary: true)]))
        }
        return Page(visit.t("agreement.access-title"), section: "partnership", trail: visit.partnershipTrail, blocks)
    }

    private static func form(_ visit: Visit) throws -> FormPage {
        guard try visit.person.coordinates(visit.state.firstPartnership), let matrix = visit.rulebook.matrix else {
            throw WebFault.notFound
        }
        let way = visit.state.terminalWay
        func choices(_ steps: [SuffolkMatrix.Step]) -> [Choice] { steps.map { Choice(value: $0.id, label: $0.title) } }
        return FormPage(
            title: visit.t("agreement.access-set"), section: "partnership",
            trail: visit.partnershipTrail + [Link(text: visit.t("agreement.access-title"), href: "/access-way")],
            form: Form(
                action: "/access-way/set", button: visit.t("form.save"),
                fields: [
                    Field("network", visit.t("agreement.network"), .select(choices(matrix.networks)), value: way?.network ?? ""),
                    Field(
                        "device", visit.t("agreement.device"),
                        .select(matrix.devices.map { Choice(value: $0.id, label: $0.title) }), value: way?.device ?? ""),
                    Field("sign-in", visit.t("agreement.sign-in"), .select(choices(matrix.signIns)), value: way?.signIn ?? ""),
                    Field(
                        "registration", visit.t("agreement.registration"), .select(choices(matrix.registrations)),
                        value: way?.registration ?? ""),
                    Field(
                        "confirm", visit.t("agreement.footnotes"),
                        .checkboxes(matrix.notes.map { Choice(value: String($0.number), label: $0.text) }),
                        hint: visit.t("agreement.footnotes-hint"), values: (way?.confirmed ?? []).map(String.init)),
                ], cancel: Link(text: visit.t("frame.cancel"), href: "/access-way")))
    }

    private static func set(_ visit: Visit) throws -> Reply {
        let form = visit.form
        var faults = FormFaults()
        let network = visit.needed("network", &faults), device = visit.needed("device", &faults)
        let signIn = visit.needed("sign-in", &faults), registration = visit.needed("registration", &faults)
        guard faults.isEmpty else { throw faults }
        let way = AccessWay(
            network: network, device: device, signIn: signIn, registration: registration,
            confirmed: form.all("confirm").compactMap { Int($0) })
        try visit.hub.run(.setAccessWay(way), by: visit.actor)
        return visit.done("/access-way", visit.t("agreement.access-done"))
    }
}
