import Hub
import Register

/// One certificate of destruction, with what proves it. Shown to whom the list shows it.
enum DestructionRoutes {
    static let all: [Route] = [.get("/destruction/{position}", .signedIn) { visit in .page(try page(visit)) }]

    private static func page(_ visit: Visit) throws -> Page {
        guard let position = visit.parameters["position"].flatMap({ Int($0) }), (0..<visit.state.size).contains(position),
            let line = try visit.face.trail.lines(at: [position]).first
        else { throw WebFault.notFound }
        let rows: [SummaryRow]
        switch line.event {
        case .supplyDestroyed(let destroyed):
            guard let supply = visit.state.supplies[destroyed.supply],
                (try? visit.register.person(visit.actor, maySeeQualityOf: destroyed.supply)) != nil
            else { throw WebFault.notFound }
            let taken = supply.taken
            let file =
                switch destroyed.file {
                case .asSealed(let digest, _): visit.t("openness.file-as-sealed", ["digest": digest])
                case .other(let digest, _): visit.t("openness.file-other", ["digest": digest])
                case .absent: visit.t("openness.file-absent")
                }
            rows = [
                SummaryRow(visit.t("openness.supply"), Cell(destroyed.supply.rawValue)),
                SummaryRow(visit.t("openness.dataset"), Cell(visit.title(of: taken.dataset))),
                SummaryRow(visit.t("openness.agency"), visit.cell(taken.agency)),
                SummaryRow(visit.t("openness.records"), Cell(visit.recordsShown(of: [supply], taken.dataset))),
                SummaryRow(visit.t("openness.when"), Cell(line.moment.words)),
                SummaryRow(visit.t("openness.by"), try visit.cell(destroyed.by)),
                SummaryRow(visit.t("openness.why"), Cell(destroyed.why)), SummaryRow(visit.t("openness.method"), Cell(destroyed.method)),
                SummaryRow(visit.t("openness.file"), Cell(file)), SummaryRow(visit.t("openness.object"), Cell(destroyed.object)),
            ]
        case .grantEnded(let ended):
            let person = try visit.person
            guard person.may(.seeRequest), let grant = try? visit.register.grant(ended.grant, seenBy: person) else {
                throw WebFault.notFound
            }
            rows = [
                SummaryRow(visit.t("openness.grant"), Cell(ended.grant.rawValue)),
                SummaryRow(visit.t("openness.dataset"), Cell(visit.title(of: grant.terms.dataset))),
                SummaryRow(visit.t("openness.source"), visit.cell(grant.terms.source)),
                SummaryRow(visit.t("openness.recipient"), visit.cell(grant.terms.agency)),
                SummaryRow(visit.t("openness.when"), Cell(line.moment.words)),
                SummaryRow(visit.t("openness.method"), Cell(ended.method)),
                SummaryRow(visit.t("openness.object"), ended.destroyed.map { Cell($0) }),
            ]
        default: throw WebFault.notFound
        }
        var blocks: [Block] = [
            .summary(
                rows.filter { !$0.values.isEmpty } + [
                    SummaryRow(visit.t("openness.position"), Cell(Texts.grouped(position)))
                ]), .text(visit.t("openness.verify")),
        ]
        if try visit.face.trail.line(at: Int64(position), seenBy: visit.actor) != nil {
            blocks.append(.links([Link(text: visit.t("openness.in-ledger"), href: "/audit/\(position)")]))
        }
        return Page(
            visit.t("openness.certificate"), section: "partnership",
            trail: visit.partnershipTrail + [Link(text: visit.t("openness.destruction"), href: "/destruction")], blocks)
    }
}
