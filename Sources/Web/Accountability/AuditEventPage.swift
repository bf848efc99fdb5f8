import Guidance
import Hub
import Register

/// One event of the ledger, by its number, with what proves it; for whom it is no event of theirs, there is nothing.
struct AuditEventPage {
    let page: Page

    init(_ visit: Visit) throws {
        guard let position = visit.parameters["position"].flatMap({ Int64($0) }),
            let line = try visit.face.trail.line(at: position, seenBy: visit.actor)
        else { throw WebFault.notFound }
        let row = try AuditRow(line, visit)
        func add(_ key: String, _ value: String) -> SummaryRow? {
            value.isEmpty ? nil : SummaryRow(visit.t("audit.column-\(key)"), Cell(value))
        }
        let rows =
            [
                add("number", Texts.grouped(Int(line.index))), add("when", line.moment.words), add("who", row.who),
                add("agency", row.agency),
                add("what", row.what), add("dataset", row.dataset), add("of", row.sources), add("right", row.right),
                add("purpose", row.purpose), add("records", row.records),
            ].compactMap { $0 } + (try Self.details(line.event, visit))
        page = Page(
            row.what, section: "audit", caption: visit.t("audit.event-number", ["number": Texts.grouped(Int(line.index))]),
            trail: [
                try visit.person.may(.seeAudit)
                    ? Link(text: visit.t("audit.title"), href: "/audit") : Link(text: visit.t("audit.own"), href: "/audit/own")
            ],
            [.summary(rows)] + Self.fields(line.event, visit) + [
                .text(visit.t("audit.prove-text")),
                .buttons([
                    Button(
                        text: visit.t("audit.prove"), href: "/audit/proofs/event-\(line.index).tlog-proof", isSecondary: true,
                        isDownload: true)
                ]),
            ])
    }

    /// Which fields were asked by or left, by the names that the file's own description has for them; many, so that they open when asked.
    private static func fields(_ event: Event, _ visit: Visit) -> [Block] {
        let answer: QueryAnswered? =
            switch event {
            case .queryAnswered(let query): query
            case .extractReleased(let release): release.question
            default: nil
            }
        guard let answer, !answer.fields.isEmpty else { return [] }
        let titles = answer.fields.map { visit.title(ofReleased: $0, in: answer.dataset) }
        return [.details(visit.texts.count("audit.fields", titles.count), [.list(titles)])]
    }

    /// What an answer was: its supplies, and how a file left. Supplies of agencies that the reader does not look into are not named.
    private static func details(_ event: Event, _ visit: Visit) throws -> [SummaryRow] {
        let reach = try? visit.register.auditReach(of: visit.actor)
        func supplies(_ ids: [SupplyID]) -> [Cell] {
            ids.filter { id in
                guard let agency = visit.state.supplies[id]?.taken.agency, let home = visit.state.agencies[agency]?.home else {
                    return false
                }
                return reach?.agency == agency || reach?.partnerships.contains(home) == true
            }.map { Cell($0.rawValue) }
        }
        func answer(_ answer: QueryAnswered) -> [SummaryRow] {
            [
                SummaryRow(visit.t("audit.supplies"), supplies(answer.supplies)),
                SummaryRow(
                    visit.t("audit.category"),
                    answer.category.map { [Cell(visit.t("agreement.purpose-\($0.rawValue)"))] } ?? []),
            ]
        }
        let rows: [SummaryRow] =
            switch event {
            case .queryAnswered(let query): answer(query)
            case .extractReleased(let release):
                answer(release.question) + [
                    SummaryRow(visit.t("audit.marking"), Cell(visit.rulebook.marking(release.marking)?.title ?? release.marking)),
                    SummaryRow(visit.t("audit.encrypted"), Cell(visit.t(release.encrypted ? "audit.yes" : "audit.no"))),
                    SummaryRow(visit.t("audit.digest"), Cell(release.fileDigest)),
                ]
            default: []
            }
        return rows.filter { !$0.values.isEmpty }
    }
}
