import Depersonalisation
import Disclosure
import Guidance
import Hub
import Intake
import Register
import Tables

/// What became, or would become, of a file, for people.
struct ReportBlocks {
    private let visit: Visit
    private let outcome: SupplyOutcome
    private let words: SupplyWords
    private let rule: SmallNumberRule

    /// `rule`: how numbers are protected from whoever reads it; `.none` for those whose records they are.
    init(_ visit: Visit, _ outcome: SupplyOutcome, by rule: SmallNumberRule = .none) {
        self.visit = visit
        self.outcome = outcome
        self.rule = rule
        words = SupplyWords(visit)
    }

    /// All but the counts: what the quality is, what was noticed, and what depersonalising did.
    var rest: [Block] {
        quality + findings + orders + caveats + heldBack
            + PlaceBlocks(visit, outcome.places ?? [:], heldBack: outcome.recordsHeldBack, by: rule).blocks + depersonalising
    }

    /// True for those whose records they are, who see every number as it is, and what numbers could be worked out from: shares and lines.
    private var isWhole: Bool { rule == .none }

    private func shown(_ count: Int) -> String { ShownWords(visit.texts, rule).of(rule.shown(count)) }

    var counts: [Block] {
        func count(_ key: String, _ number: Int) -> (name: String, value: String) { (visit.t("supply.count.\(key)"), shown(number)) }
        var rows = [
            SummaryRow(visit.t("supply.period"), Cell(words.period(outcome.periodFrom, outcome.periodTo))),
            SummaryRow(visit.t("supply.stamp"), Cell(words.stamp(outcome.stamp))),
        ]
        if outcome.recordsSuperseded > 0 {
            rows.append(SummaryRow(visit.t("supply.count.superseded"), Cell(shown(outcome.recordsSuperseded))))
        }
        let figures: [(name: String, value: String)] = [
            count("read", outcome.recordsRead), count("sealed", outcome.recordsSealed), count("rejected", outcome.recordsRejected),
            count("held-back", outcome.recordsHeldBack),
        ]
        return [.figures(figures), .summary(rows)]
    }

    private var quality: [Block] {
        guard !outcome.qualities.isEmpty else { return [] }
        return [
            .heading(visit.t("supply.quality"), id: "quality"),
            .text([visit.t("supply.quality-text"), visit.t("supply.grades")].joined(separator: " ")),
            .table(
                Table(
                    caption: visit.t("supply.quality"),
                    columns: [Table.Column(visit.t("supply.quality-name")), Table.Column(visit.t("supply.quality-grade"))]
                        + (isWhole
                            ? [
                                Table.Column(visit.t("supply.quality-share"), isNumber: true),
                                Table.Column(visit.t("supply.quality-why")),
                            ] : []),
                    rows: outcome.qualities.map { quality in
                        [Cell(quality.name), quality.grade.map { words.grade($0.rawValue) } ?? "–"]
                            + (isWhole
                                ? [
                                    Cell(words.share(quality.share)),
                                    Cell(quality.reasons.map(without(quality.name)).joined(separator: " ")),
                                ] : [])
                    }, showsCaption: false)),
        ]
    }

    /// A reason, which names its quality where several stand together, in the row of that quality.
    private func without(_ quality: String) -> (String) -> String {
        { reason in
            guard reason.hasPrefix("\(quality): ") else { return reason }
            let rest = reason.dropFirst(quality.count + 2)
            return rest.prefix(1).uppercased() + rest.dropFirst()
        }
    }

    /// What to do about it here, where the general advice is of files that pages do not show.
    private func advice(_ finding: SupplyOutcome.FindingCount) -> String {
        visit.texts.find("supply.advice.\(finding.code)") ?? finding.advice
    }

    private var findings: [Block] {
        guard !outcome.findings.isEmpty else {
            return outcome.status == .taken ? [.heading(visit.t("supply.findings")), .text(visit.t("supply.no-findings"))] : []
        }
        let type = visit.rulebook.recordType(outcome.dataset)
        var blocks: [Block] = [.heading(visit.t("supply.findings"), id: "findings")]
        for severity in [Finding.Severity.error, .warning, .note] {
            let of = outcome.findings.filter { $0.severity == severity.rawValue }
            if of.isEmpty { continue }
            let table = Block.table(
                Table(
                    caption: visit.t("supply.finding.\(severity.rawValue)"),
                    columns: [
                        Table.Column(visit.t("supply.finding-what")), Table.Column(visit.t("supply.finding-field")),
                        Table.Column(visit.t("supply.finding-count"), isNumber: true),
                    ] + lineColumn,
                    rows: of.map { finding in
                        [
                            Cell(advice(finding)), Cell(finding.field.map { type?.field($0)?.title ?? $0 } ?? "–"),
                            Cell(shown(finding.count)),
                        ] + lineCell(finding.lines)
                    }, hasRowHeads: false))
            blocks += [
                .text(visit.t("supply.finding.\(severity.rawValue)-text")),
                severity == .note ? .details(visit.texts.count("supply.finding.notes", of.count), [table]) : table,
            ]
        }
        return blocks
    }

    /// Which lines they are: as many as there are of them, where these are few.
    private var lineColumn: [Table.Column] { isWhole ? [Table.Column(visit.t("supply.finding-lines"))] : [] }
    private func lineCell(_ lines: [Int]) -> [Cell] {
        isWhole ? [Cell(lines.isEmpty ? "–" : lines.map { Texts.grouped($0) }.joined(separator: "; "))] : []
    }

    // MARK: What depersonalising did

    private var depersonalising: [Block] {
        guard !outcome.depersonalising.isEmpty, rule == .none else { return [] }
        return [.details(visit.t("supply.depersonalising"), [.list(outcome.depersonalising)])]
    }

    private var heldBack: [Block] {
        var blocks: [Block] = []
        if !outcome.heldBack.isEmpty {
            blocks += [
                .heading(visit.t("supply.held-back"), id: "held-back"),
                .text(visit.t("supply.held-back-text")),
                .table(
                    Table(
                        caption: visit.t("supply.held-back"),
                        columns: [
                            Table.Column(visit.t("supply.held-back-why")), Table.Column(visit.t("supply.records"), isNumber: true),
                        ] + lineColumn,
                        rows: outcome.heldBack.sorted { $0.key < $1.key }.map { reason, held in
                            [Cell(reason), Cell(shown(held.count))] + lineCell(held.lines.map { Int($0) })
                        })),
            ]
        }
        return blocks
    }

    /// Dates that could have been read otherwise: who knows the records sees at once whether they were read rightly.
    private var orders: [Block] {
        guard let open = outcome.dateOrders, !open.isEmpty else { return [] }
        let type = visit.rulebook.recordType(outcome.dataset)
        func name(_ order: DateOrder) -> String { visit.t("supply.order-name.\(order.rawValue)").lowercased() }
        let lines = open.flatMap { date in
            date.others.map {
                visit.t(
                    "supply.order-open",
                    ["field": type?.field(date.field)?.title ?? date.field, "order": name(date.order), "other": name($0)])
            }
        }
        return [.heading(visit.t("supply.order-title"), id: "orders"), .list(lines)]
    }

    private var caveats: [Block] {
        guard let caveats = outcome.caveats, !caveats.isEmpty else { return [] }
        return [.heading(visit.t("supply.caveats"), id: "caveats"), .list(caveats)]
    }
}
