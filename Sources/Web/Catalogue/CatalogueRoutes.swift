import Disclosure
import Guidance
import Hub
import Register

/// What the hub holds and what is missing (§3.1, §3.2, §4.2.3).
enum CatalogueRoutes {
    static let all: [Route] = [
        .get("/catalogue", .may(.seeQuality)) { visit in .page(try list(visit)) },
        .get("/catalogue/{dataset}", .may(.seeQuality)) { visit in
            .page(try DatasetPage(visit, recordType(visit)).page)
        },
        .get("/catalogue/{dataset}/codes/{list}", .may(.seeQuality)) { visit in .page(try codes(visit)) },
    ]

    private static func recordType(_ visit: Visit) throws -> RecordType {
        guard let type = visit.parameters["dataset"].flatMap({ visit.rulebook.recordType(RecordTypeID(rawValue: $0)) }) else {
            throw WebFault.notFound
        }
        return type
    }

    /// Supplies to the partnership that the person may know of and that are held; what was made for one grant is in no catalogue.
    static func holdings(_ visit: Visit) throws -> [RecordTypeID: [Supply]] {
        let seen = visit.register.supplies(seenBy: try visit.actor).filter { $0.status == .held && $0.taken.grant == nil }
        return Dictionary(grouping: seen, by: \.taken.dataset)
    }

    private static func list(_ visit: Visit) throws -> Page {
        let held = try holdings(visit)
        let types = visit.rulebook.recordTypes
        var blocks: [Block] = [.lead(visit.t("catalogue.lead"))]
        for priority in Priority.allCases {
            let of = types.filter { $0.priority == priority }
            let count = of.filter { held[$0.id] != nil }.count
            blocks += [
                .heading(visit.t("catalogue.\(priority.rawValue).title"), id: priority.rawValue),
                .text(visit.t("catalogue.\(priority.rawValue).text")),
                .text(visit.t("catalogue.count", ["held": Texts.grouped(count), "all": Texts.grouped(of.count)])),
                .table(
                    Table(
                        caption: visit.t("catalogue.\(priority.rawValue).title"),
                        columns: [
                            Table.Column(visit.t("catalogue.dataset")), Table.Column(visit.t("catalogue.holding")),
                            Table.Column(visit.t("catalogue.latest")), Table.Column(visit.t("catalogue.records"), isNumber: true),
                            Table.Column(visit.t("catalogue.stamp")), Table.Column(visit.t("catalogue.kind")),
                        ], rows: of.compactMap { type in held[type.id].map { row(type, $0, visit) } }, showsCaption: false,
                        empty: visit.t("catalogue.none-held"))),
            ]
            let missing = of.filter { held[$0.id] == nil }
            guard !missing.isEmpty else { continue }
            let table = Block.table(
                Table(
                    caption: visit.t("catalogue.missing.\(priority.rawValue)"),
                    columns: ["dataset", "whence", "kind"].map { Table.Column(visit.t("catalogue.\($0)")) },
                    rows: missing.map { type in
                        [
                            Cell(type.title, href: "/catalogue/\(type.id)"), Cell(askWhom(type, visit) ?? ""),
                            Cell(visit.t("catalogue.information.\(type.information.rawValue)")),
                        ]
                    }, showsCaption: false))
            // What the guidance asks for as routine and nobody supplies is to be seen; the rest is there when asked for.
            blocks +=
                priority == .core
                ? [
                    .heading(visit.t("catalogue.missing.core"), level: 3, id: "missing"), .text(visit.t("catalogue.missing.text")), table,
                ] : [.details(visit.texts.count("catalogue.missing.others", missing.count), [table])]
        }
        blocks += [
            .heading(visit.t("catalogue.aggregate.title"), id: "aggregate"), .text(visit.t("catalogue.aggregate.text")),
            .details(
                visit.t("catalogue.aggregate.open"),
                [
                    .table(
                        Table(
                            caption: visit.t("catalogue.aggregate.title"),
                            columns: [
                                Table.Column(visit.t("catalogue.source")), Table.Column(visit.t("catalogue.holder")),
                                Table.Column(visit.t("catalogue.what")), Table.Column(visit.t("catalogue.marking")),
                            ],
                            rows: visit.rulebook.aggregateSources.map { source in
                                [
                                    Cell("\(source.title) (\(source.section))"), Cell(source.source), Cell(source.explanation),
                                    Cell(source.restricted ? "RESTRICTED" : visit.t("catalogue.not-marked")),
                                ]
                            }, showsCaption: false))
                ]),
        ]
        return Page(visit.t("catalogue.title"), section: "catalogue", blocks)
    }

    private static func row(_ type: RecordType, _ supplies: [Supply], _ visit: Visit) -> [Cell] {
        let title = Cell(type.title, href: "/catalogue/\(type.id)")
        let kind = Cell(visit.t("catalogue.information.\(type.information.rawValue)"))
        let words = SupplyWords(visit)
        let latest = supplies.max { ($0.taken.periodTo ?? "", $0.position) < ($1.taken.periodTo ?? "", $1.position) }
        let agencies = Set(supplies.map(\.taken.agency)).count
        return [
            title, Cell(visit.texts.count("catalogue.held", agencies)),
            Cell(latest?.taken.periodTo.map { words.date(String($0.prefix(7))) } ?? visit.t("supply.no-period")),
            Cell(visit.recordsShown(of: supplies, type.id)),
            latest.map { words.grade($0.taken.stamp) } ?? "", kind,
        ]
    }

    /// The agencies of the reader's partnerships that the guidance names as its source, or the classes where none is a member.
    private static func askWhom(_ type: RecordType, _ visit: Visit) -> String? {
        guard let person = try? visit.person else { return nil }
        let agencies = visit.register.suppliers(seenBy: person).filter { type.sources.contains($0.agencyClass) }
        if !agencies.isEmpty { return visit.t("catalogue.would-come-from", ["agencies": agencies.map(\.name).joined(separator: ", ")]) }
        let classes = type.sources.map { visit.rulebook.agencyClass($0)?.title ?? $0 }
        return visit.t("catalogue.no-member", ["classes": classes.joined(separator: ", ")])
    }

    private static func codes(_ visit: Visit) throws -> Page {
        let type = try recordType(visit)
        guard let id = visit.parameters["list"], let list = visit.rulebook.codeList(id), type.fields.contains(where: { $0.codeList == id })
        else { throw WebFault.notFound }
        return Page(
            list.title, section: "catalogue", caption: type.title,
            trail: [
                Link(text: visit.t("catalogue.title"), href: "/catalogue"), Link(text: type.title, href: "/catalogue/\(type.id)"),
            ],
            [
                .text(list.source), .text(visit.t(list.open ? "catalogue.list.open" : "catalogue.list.closed")),
                .table(
                    Table(
                        caption: list.title,
                        columns: [Table.Column(visit.t("catalogue.list.code")), Table.Column(visit.t("catalogue.list.label"))],
                        rows: list.codes.map { [Cell($0.code), Cell($0.label)] }, showsCaption: false)),
            ])
    }
}

extension Visit {
    /// How many records some supplies of a dataset hold, as far as their number may be told to whoever reads it: as any count of them.
    func recordsShown(of supplies: [Supply], _ dataset: RecordTypeID) -> String {
        let sum = supplies.reduce(0) { $0 + $1.taken.recordsSealed }
        guard let agency = try? person.agency else {
            let rule = SmallNumberRule.strictest(of: supplies.map { register.smallNumbers(of: dataset, from: $0.taken.agency) })
            return ShownWords(texts, rule).of(rule.shown(sum))
        }
        let rule = register.smallNumbers(of: dataset, in: supplies, shownTo: agency)
        return ShownWords(texts, rule).of(rule.shown(sum))
    }
}
