import Disclosure
import Guidance
import Hub
import Places
import Register

/// The page of one dataset: filters, total, counts over time, by place, by hour and weekday, by type, and across two fields.
struct ExplorePage {
    let explore: ExploreVisit
    let fields: ExplorableFields
    let filters: ExploreFilters
    private var visit: Visit { explore.visit }
    private var type: RecordType { explore.type }

    /// What one view asks for.
    enum Part: Hashable { case time, place, week, kind, across }

    /// In the order of the page, with the fields each is counted by.
    var parts: [(part: Part, by: [String])] {
        var parts: [(part: Part, by: [String])] = []
        if let date = type.period, fields.has(date) { parts.append((.time, [filters.isShort ? date : "month"])) }
        if let place = type.place, !filters.level.isEmpty { parts.append((.place, ["\(place)_\(filters.level)"])) }
        if let time = type.time, fields.has(time), let date = type.period, fields.has(date) { parts.append((.week, ["weekday", "hour"])) }
        parts += coded.prefix(4).map { (.kind, [$0.name]) }
        if filters.across.count == 2 { parts.append((.across, filters.across)) }
        return parts.isEmpty ? [(.kind, [])] : parts
    }

    var questions: [Question] { parts.map { filters.question(by: $0.by) } }

    /// Fields with codes, of those that any record has.
    private var coded: [(name: String, title: String, list: CodeList)] {
        ExploreFilters.coded(type, fields, visit.rulebook).filter { fields.occurring[$0.name]?.isEmpty != true }
    }

    func page(_ found: Exploration?) -> Page {
        let form = ExploreForm(explore: explore, fields: fields, filters: filters).form
        let trail = [Link(text: visit.t("explore.title"), href: "/explore")]
        // What was not understood is mended before anything is counted.
        guard let found else {
            return Page(type.title, section: "explore", trail: trail, marking: fields.marking, faults: filters.faults, [.form(form)])
        }
        var main = heading(found)
        let shown = zip(parts, found.countings).filter { !$0.0.by.isEmpty }.map { ($0.0.part, blocks($0.0.part, $0.1, found)) }
        // What was asked to be compared comes first, what is narrow stands beside each other, and what is wide below.
        main += shown.filter { $0.0 == .across }.flatMap(\.1)
        let panels = shown.filter { $0.0 != .across && $0.0 != .week }.map(\.1).filter { !$0.isEmpty }
        if !panels.isEmpty { main.append(.panels(panels)) }
        main += shown.filter { $0.0 == .week }.flatMap(\.1)
        main += about(found)
        let title = filters.count == 0 ? visit.t("explore.filter") : visit.texts.count("explore.filter-set", filters.count)
        return Page(
            type.title, section: "explore", trail: trail, marking: fields.marking, isWide: true,
            [.filtered(title: title, form: [.form(form), SavedViewRoutes.form(explore)], main)])
    }

    // MARK: What was found

    private func heading(_ found: Exploration) -> [Block] {
        let suffix = explore.suffix(visit.query)
        let chosen = FilterWords(explore: explore, filters: filters).links(to: explore.path)
        let stated: [Block] = [
            .text(visit.t("explore.purpose.stated", ["purpose": explore.purpose?.text ?? ""])),
            .links([
                Link(text: visit.t("explore.purpose.change"), href: "\(explore.path)/purpose\(suffix)"),
                Link(text: visit.t("explore.one.link"), href: "\(explore.path)/one\(explore.suffix(FormValues()))"),
            ]),
        ]
        if found.total == .count(0) {
            let held = ExploreWords(visit).period(fields.firstMonth, fields.lastMonth)
            let text = held.map { visit.t("explore.nothing-held-of", ["period": $0]) }
            return [.heading(visit.t(filters.count == 0 ? "explore.nothing" : "explore.nothing-matches"))]
                + (text.map { [.text($0)] } ?? [])
                + [.chosen(chosen)]
                + (chosen.isEmpty
                    ? [] : [.links([Link(text: visit.t("explore.clear"), href: explore.path + explore.suffix(FormValues()))])]) + stated
        }
        var buttons: [Button] = []
        if type.place.map({ fields.has("\($0)_easting") }) == true {
            buttons.append(Button(text: visit.t("explore.map.link"), href: "\(explore.path)/map\(suffix)"))
        }
        if explore.person.may(.extract) {
            buttons.append(Button(text: visit.t("download.link"), href: "/download/\(type.id)\(suffix)", isSecondary: true))
        }
        var blocks: [Block] = [.heading(ExploreWords(visit).total(found)), .chosen(chosen)] + stated
        if !buttons.isEmpty { blocks.append(.buttons(buttons)) }
        if found.rule.threshold > 1 {
            blocks.append(
                .inset(
                    visit.t("explore.protected", ["threshold": "\(found.rule.threshold)", "rounding": "\(found.rule.rounding)"])))
        }
        return blocks
    }

    private func chart(_ id: String, _ title: String, _ found: Exploration, _ shown: [ChartValue]) -> Chart {
        let most = shown.max { ($0.count.number ?? 0) < ($1.count.number ?? 0) }
        let words = ShownWords(visit.texts, found.rule)
        return Chart(
            id: id, title: title,
            description: most.map { visit.t("explore.chart.most", ["label": $0.label, "count": words.of($0.count)]) } ?? "",
            small: words.small, withheld: words.withheld)
    }

    private func blocks(_ part: Part, _ counting: Counting, _ found: Exploration) -> [Block] {
        let words = ShownWords(visit.texts, found.rule)
        // A field that no record has says nothing.
        guard counting.rows.contains(where: { !$0.isEmpty }), counting.columns != [""] || counting.by.count == 1 else { return [] }
        let names = FieldNames(explore: explore)
        let title = visit.t(
            "explore.part.\(part)", ["level": visit.t("explore.level.\(filters.level)"), "field": names.title(counting.by[0])])
        if counting.by.count == 2 { return crossed(part, counting, found, title: part == .across ? names.pair(counting.by) : title) }
        let labels = names.values(counting.rows, of: counting.by[0])
        let values = zip(counting.rows, zip(labels, counting.table.cells)).map { (code: $0.0, label: $0.1.0, count: $0.1.1[0]) }
        if part == .time {
            let svg = chart("chart-\(part)-\(counting.by[0])", title, found, values.map { ChartValue(label: $0.label, count: $0.count) })
                .columns(values.map { ChartValue(label: $0.label, count: $0.count) })
            let rows =
                values.map { [Cell($0.label), Cell(words.of($0.count))] } + [
                    [Cell(visit.t("explore.all")), Cell(words.of(counting.table.total))]
                ]
            let table = Table(
                caption: title,
                columns: [Table.Column(names.title(counting.by[0])), Table.Column(visit.t("explore.records"), isNumber: true)], rows: rows,
                showsCaption: false)
            // A few numbers stand beside their drawing at once.
            return [
                .heading(title), .picture(Picture(svg: svg, caption: visit.t("explore.chart.caption"), scrolls: values.count > 5)),
                values.count <= Self.fewTimes ? .table(table) : .details(visit.t("explore.as-table"), [.table(table)]),
            ]
        }
        let sorted = values.sorted { ($0.count.number ?? 0, $1.label) > ($1.count.number ?? 0, $0.label) }
        return [.heading(title)] + bars(sorted, title, of: counting.by[0], total: counting.table.total, words)
    }

    /// Bars that are shown at once; of more, all stand in a table that opens.
    private static let mostBars = 12
    /// Of so few times the numbers stand open.
    private static let fewTimes = 6

    private func bars(
        _ values: [(code: String, label: String, count: ShownCount)], _ title: String, of field: String, total: ShownCount,
        _ words: ShownWords
    ) -> [Block] {
        let names = FieldNames(explore: explore), isPlace = names.isPlace(field), first = values.prefix(Self.mostBars)
        let most = max(1, first.compactMap(\.count.number).max() ?? 1), isCut = values.count > first.count
        let said = visit.t("explore.map.most", ["count": Texts.grouped(values.count), "first": Texts.grouped(first.count)])
        var blocks: [Block] = isCut ? [.text(said)] : []
        blocks.append(
            .bars(
                Bars(
                    caption: isCut ? "\(title). \(said)" : title, nameTitle: names.title(field), numberTitle: visit.t("explore.records"),
                    bars: first.map { .init(name: $0.label, number: words.of($0.count), share: ($0.count.number ?? 0) * 1_000 / most) })))
        if isPlace, values.contains(where: { $0.code.isEmpty }) { blocks.append(.text(visit.t("explore.no-place-text"))) }
        guard isCut else { return blocks }
        func row(_ label: String, _ code: String, _ count: ShownCount) -> [Cell] {
            [Cell(label)] + (isPlace ? [Cell(code)] : []) + [Cell(words.of(count))]
        }
        let table = LongTable(
            caption: title,
            columns: [Table.Column(names.title(field))] + (isPlace ? [Table.Column(visit.t("explore.code"))] : [])
                + [Table.Column(visit.t("explore.records"), isNumber: true)],
            rows: { values.map { row($0.label, $0.code, $0.count) } + [row(visit.t("explore.all"), "", total)] }, count: values.count,
            link: visit.t("explore.map.all", ["count": Texts.grouped(values.count)]), name: field, path: explore.path,
            query: explore.query,
            isWhole: visit.query[LongTable.parameter] == field)
        return blocks + table.blocks
    }

    private func crossed(_ part: Part, _ counting: Counting, _ found: Exploration, title: String) -> [Block] {
        let words = ShownWords(visit.texts, found.rule), names = FieldNames(explore: explore)
        let rows = names.values(counting.rows, of: counting.by[0]), columns = names.values(counting.columns, of: counting.by[1])
        var body = counting.table.cells.enumerated().map { line, cells in
            [Cell(rows[line])] + cells.map { Cell(words.brief($0)) } + [Cell(words.of(counting.table.rowTotals[line]))]
        }
        body.append(
            [Cell(visit.t("explore.all"))] + counting.table.columnTotals.map { Cell(words.brief($0)) } + [
                Cell(words.of(counting.table.total))
            ])
        let table = Table(
            caption: title,
            columns: [Table.Column(names.title(counting.by[0]))] + columns.map { Table.Column($0, isNumber: true) }
                + [Table.Column(visit.t("explore.all"), isNumber: true)], rows: body, showsCaption: false, isGrid: true)
        // Where nothing is protected there is nothing to explain.
        let shown: [Block] =
            (found.rule.threshold > 1 ? [.text(visit.t("explore.cross-key", ["small": words.small]))] : []) + [.table(table)]
        guard part == .week else { return [.heading(title)] + shown }
        let svg = chart("chart-\(part)-\(counting.by[0])", title, found, []).grid(rows: rows, columns: columns, counting.table.cells)
        return [
            .heading(title), .picture(Picture(svg: svg, caption: visit.t("explore.chart.caption"), scrolls: true)),
            .details(visit.t("explore.as-table"), shown),
        ]
    }

    private func about(_ found: Exploration) -> [Block] {
        [
            .heading(visit.t("explore.about")), .list(explore.caveats(found.lineage)),
            .details(
                visit.t("explore.made-with"),
                [
                    .list(found.lineage.madeWith),
                    .text(visit.t("explore.searched", ["supplies": found.lineage.supplies.map(\.rawValue).joined(separator: ", ")])),
                ]),
        ]
    }
}
