import Guidance
import HTTPTypes
import Hub
import Register

/// How small numbers of one's own agency's records are protected: its liaison officer decides.
enum SmallNumberRoutes {
    static let all: [Route] = [
        .get("/small-numbers", .may(.setSmallNumbers)) { visit in .page(try page(visit)) },
        .post("/small-numbers", .may(.setSmallNumbers), event: "smallNumbersSet", set),
    ]

    /// Record types that the person's agency is a source of.
    private static func types(_ visit: Visit) throws -> [RecordType] {
        guard let agency = try visit.person.agency.flatMap({ visit.state.agencies[$0] }) else { return [] }
        return visit.rulebook.recordTypes.filter { $0.information == .depersonalised && $0.sources.contains(agency.agencyClass) }
    }

    private static func page(_ visit: Visit, faults: FormFaults = FormFaults()) throws -> Page {
        let types = try types(visit)
        guard let agency = try visit.person.agency else { throw WebFault.notFound }
        let rows = types.map { type in
            let rule = visit.register.smallNumbers(of: type.id, from: agency)
            let isOwn = visit.state.smallNumbers[agency]?[type.id] != nil
            return [
                Cell(type.title), Cell("\(rule.threshold)"), Cell("\(rule.rounding)"),
                Cell(Tag(text: visit.t(isOwn ? "explore.small.decided" : "explore.small.usual"), colour: isOwn ? .blue : .grey)),
            ]
        }
        var blocks: [Block] = [
            .text(visit.t("explore.small.what")), .text(visit.t("explore.small.not-what")),
            .table(
                Table(
                    caption: visit.t("explore.small.now"),
                    columns: [
                        Table.Column(visit.t("explore.small.dataset")), Table.Column(visit.t("explore.small.below"), isNumber: true),
                        Table.Column(visit.t("explore.small.rounded"), isNumber: true), Table.Column(visit.t("explore.small.who")),
                    ], rows: rows, empty: visit.t("explore.small.no-dataset"))),
        ]
        if !types.isEmpty {
            let form = Form(
                action: "/small-numbers", button: visit.t("explore.small.button"),
                fields: [
                    Field(
                        "dataset", visit.t("explore.small.dataset"), .select(types.map { Choice(value: $0.id.rawValue, label: $0.title) })),
                    Field(
                        "threshold", visit.t("explore.small.below"), .number, hint: visit.t("explore.small.below-hint"), value: "5",
                        width: 4),
                    Field(
                        "rounding", visit.t("explore.small.rounded"),
                        .select(SmallNumberRule.roundings.map { Choice(value: String($0), label: String($0)) }),
                        hint: visit.t("explore.small.rounded-hint"), value: "5"),
                    Field("why", visit.t("explore.small.why"), hint: visit.t("explore.small.why-hint")),
                ])
            blocks += [
                .heading(visit.t("explore.small.change")), .form(visit.form.isEmpty ? form : form.filled(with: visit.form, faults: faults)),
            ]
        }
        return Page(
            visit.t("explore.small.title"), section: "explore", trail: [Link(text: visit.t("explore.title"), href: "/explore")],
            faults: faults, blocks)
    }

    private static func set(_ visit: Visit) throws -> Reply {
        var faults = FormFaults()
        let type = try types(visit).first { $0.id.rawValue == visit.form["dataset"] }
        if type == nil { faults.add("dataset", visit.t("explore.small.fault-dataset")) }
        let rule = visit.form["threshold"].flatMap { Int($0) }.flatMap { threshold in
            visit.form["rounding"].flatMap { Int($0) }.flatMap { SmallNumberRule(threshold: threshold, rounding: $0) }
        }
        if rule == nil { faults.add("threshold", visit.t("explore.small.fault-numbers")) }
        if visit.form["why"] == nil { faults.add("why", visit.t("explore.small.fault-why")) }
        if let type, let rule, faults.isEmpty {
            do {
                try visit.hub.run(.setSmallNumbers(type.id, rule, why: visit.form["why"] ?? ""), by: visit.actor)
                return visit.done("/small-numbers", visit.t("explore.small.done", ["dataset": type.title]))
            } catch let refusal as Refusal where [.noPurpose, .namesSubject].contains(refusal.code) { faults.add("why", refusal.message) }
        }
        return .page(try page(visit, faults: faults), status: .unprocessableContent)
    }
}
