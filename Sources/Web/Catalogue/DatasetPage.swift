import Guidance
import Hub
import Intake
import Register

/// Everything of one dataset: what is held and how good it is, whom to ask, what its fields mean.
struct DatasetPage {
    private let visit: Visit
    private let type: RecordType
    private let person: Person
    private let supplies: [Supply]
    private let words: SupplyWords

    init(_ visit: Visit, _ type: RecordType) throws {
        self.visit = visit
        self.type = type
        person = try visit.person
        supplies = try CatalogueRoutes.holdings(visit)[type.id] ?? []
        words = SupplyWords(visit)
    }

    var page: Page {
        Page(
            type.title, section: "catalogue", trail: [Link(text: visit.t("catalogue.title"), href: "/catalogue")],
            [.lead(type.explanation)] + ways + [facts] + coverage + quality + whom + fields)
    }

    private var facts: Block {
        .summary([
            SummaryRow(visit.t("catalogue.priority"), Cell(visit.t("catalogue.\(type.priority.rawValue).short"))),
            SummaryRow(visit.t("catalogue.kind"), Cell(visit.t("catalogue.information.\(type.information.rawValue)"))),
            SummaryRow(visit.t("catalogue.marking"), Cell(type.marking)),
            SummaryRow(
                visit.t("catalogue.sources"),
                type.sources.map { Cell(visit.rulebook.agencyClass($0)?.title ?? $0) }),
            SummaryRow(visit.t("catalogue.section-of"), Cell(type.section)),
        ])
    }

    /// How somebody with this profile comes by the records.
    private var ways: [Block] {
        func button(_ key: String, _ href: String) -> Block { .buttons([Button(text: visit.t("catalogue.get-\(key)"), href: href)]) }
        if type.information == .depersonalised, person.may(.query), person.datasets.contains(type.id) {
            return supplies.isEmpty ? [] : [button("explore", "/explore/\(type.id)")]
        }
        if type.information == .depersonalised, person.may(.query) { return [.text(visit.t("catalogue.get-profile"))] }
        return person.may(.request) ? [button("ask", "/requests/new")] : []
    }

    // MARK: What is held

    private var coverage: [Block] {
        let heading = Block.heading(visit.t("catalogue.coverage"), id: "coverage")
        guard !supplies.isEmpty else { return [heading, .inset(visit.t("catalogue.nothing-held"))] }
        let coverage = Coverage(supplies.map(\.taken))
        guard !coverage.months.isEmpty else { return [heading, .text(visit.t("catalogue.no-period"))] }
        let rows = coverage.months.map { month -> [Cell] in
            [Cell(Coverage.words(month))]
                + coverage.agencies.map { agency in
                    guard let holding = coverage.holding(agency, month) else { return Cell(visit.t("catalogue.cell-none")) }
                    let text = visit.t(holding.isWhole ? "catalogue.cell-whole" : "catalogue.cell-part", ["stamp": holding.stamp])
                    return Cell(Tag(text: text, colour: QualityGrade(rawValue: holding.stamp).map(SupplyWords.colour) ?? .grey))
                }
        }
        var blocks: [Block] = [
            heading, .text(visit.t("catalogue.coverage-text")),
            .table(
                Table(
                    caption: visit.t("catalogue.coverage-caption"),
                    columns: [Table.Column(visit.t("catalogue.month"))] + coverage.agencies.map { Table.Column(words.agency($0)) },
                    rows: rows, showsCaption: false, isGrid: true)),
        ]
        if coverage.earlierMonths > 0 { blocks.append(.text(visit.texts.count("catalogue.earlier", coverage.earlierMonths))) }
        return blocks
    }

    private var quality: [Block] {
        guard !supplies.isEmpty else { return [] }
        let latest = Dictionary(grouping: supplies, by: \.taken.agency).compactMap { $0.value.max { $0.position < $1.position } }
            .sorted { $0.taken.agency < $1.taken.agency }
        var blocks: [Block] = [
            .heading(visit.t("catalogue.quality"), id: "quality"),
            .text([visit.t("supply.grades"), visit.t("catalogue.quality-text")].joined(separator: " ")),
            .table(
                Table(
                    caption: visit.t("catalogue.supplies"),
                    columns: [
                        Table.Column(visit.t("supply.period")), Table.Column(visit.t("supply.agency")),
                        Table.Column(visit.t("supply.records"), isNumber: true),
                        Table.Column(visit.t("supply.stamp")),
                    ],
                    rows: supplies.sorted { $0.position > $1.position }.prefix(24).map { supply in
                        let taken = supply.taken
                        return [
                            Cell(
                                words.period(taken.periodFrom, taken.periodTo), href: "/supplies/\(taken.supply)",
                                note: taken.supply.rawValue), Cell(words.agency(taken.agency)),
                            Cell(visit.recordsShown(of: [supply], type.id)),
                            words.grade(taken.stamp),
                        ]
                    }, showsCaption: false)),
        ]
        for supply in latest {
            guard let outcome = try? ShowQuality(hub: visit.hub).perform(supply.taken.supply, for: person.id) else { continue }
            let texts = (outcome.caveats ?? []) + outcome.reasons
            guard !texts.isEmpty else { continue }
            blocks += [
                .heading(visit.t("catalogue.caveats", ["agency": words.agency(supply.taken.agency)]), level: 3), .list(texts),
            ]
        }
        return blocks
    }

    // MARK: Whom to ask

    private var whom: [Block] {
        let agencies = visit.register.suppliers(seenBy: person).filter { type.sources.contains($0.agencyClass) }
        let heading = Block.heading(visit.t("catalogue.whom"), id: "whom")
        guard !agencies.isEmpty else { return [heading, .text(visit.t("catalogue.whom-nobody"))] }
        return [
            heading,
            .table(
                Table(
                    caption: visit.t("catalogue.whom"),
                    columns: [
                        Table.Column(visit.t("supply.agency")), Table.Column(visit.t("catalogue.supplies-it")),
                        Table.Column(visit.t("catalogue.contact")),
                    ],
                    rows: agencies.map { agency in
                        let has = supplies.contains { $0.taken.agency == agency.id }
                        let contact = agency.contact(for: type.id).flatMap { visit.state.people[$0] }.flatMap { $0.active ? $0.name : nil }
                        return [
                            Cell(agency.name), Cell(visit.t(has ? "catalogue.yes" : "catalogue.no")),
                            Cell(contact ?? visit.t("catalogue.no-contact")),
                        ]
                    }, showsCaption: false)),
        ]
    }

    // MARK: Fields

    private var fields: [Block] {
        [
            .heading(visit.t("catalogue.fields"), id: "fields"), .text(visit.t("catalogue.fields-text")),
            .details(
                visit.texts.count("catalogue.fields-open", type.fields.count),
                [
                    .table(
                        Table(
                            caption: visit.t("catalogue.fields"),
                            columns: [
                                Table.Column(visit.t("catalogue.field")), Table.Column(visit.t("catalogue.meaning")),
                                Table.Column(visit.t("catalogue.asked")), Table.Column(visit.t("catalogue.released")),
                                Table.Column(visit.t("catalogue.codes")),
                            ],
                            rows: type.fields.map { field in
                                let list = field.codeList.flatMap { visit.rulebook.codeList($0) }
                                return [
                                    Cell(field.title), Cell(field.explanation),
                                    Cell(visit.t(field.supplementary ? "catalogue.beside" : "catalogue.\(field.requirement.rawValue)")),
                                    Cell(
                                        visit.t(
                                            type.information == .depersonalised
                                                ? "catalogue.rule.\(field.rule.rawValue)" : "catalogue.rule.granted"
                                        )),
                                    list.map { Cell($0.title, href: "/catalogue/\(type.id)/codes/\($0.id)") } ?? "–",
                                ]
                            }, showsCaption: false))
                ]),
        ]
    }
}
