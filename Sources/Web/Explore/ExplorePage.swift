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

    private var coded: [(name: String, title: String, list: CodeList)] { ExploreFilters.coded(type, fields, visit.rulebook) }

    func page(_ found: Exploration?) -> Page {
        let side: [Block] = [.form(form), SavedViewRoutes.form(explore)]
        var main: [Block] = []
        if let found {
            main += heading(found)
            for (number, part) in parts.enumerated() where number < found.countings.count && !part.by.isEmpty {
                main += blocks(part.part, found.countings[number], found)
            }
            main += about(found)
        }
        return Page(
            type.title, section: "explore", trail: [Link(text: visit.t("explore.title"), href: "/explore")], marking: fields.marking,
            faults: filters.faults, isWide: true, [.columns(main, side)])
    }

    // MARK: Filters

    private var form: Form {
        var list: [Field] = [
            Field(
                "from", visit.t("explore.from"), hint: visit.t("explore.date-hint"), value: filters.from ?? "", width: 10, isCode: true,
                isSmall: true),
            Field("to", visit.t("explore.to"), value: filters.to ?? "", width: 10, isCode: true, isSmall: true),
        ]
        let levels = ExploreFilters.open(type, fields)
        if !levels.isEmpty {
            list += [
                Field(
                    "level", visit.t("explore.level-label"),
                    .select(levels.map { Choice(value: $0, label: visit.t("explore.level.\($0)")) }), value: filters.level, isSmall: true),
                Field(
                    "areas", visit.t("explore.areas"), hint: visit.t("explore.areas-hint"), value: filters.areas.joined(separator: ", "),
                    isCode: true, isSmall: true),
            ]
        }
        for (name, title, codes) in coded.prefix(6) {
            list.append(
                Field(
                    "is-\(name)", title,
                    .select(
                        [Choice(value: "", label: visit.t("explore.any"))]
                            + codes.codes.prefix(400).map { Choice(value: $0.code, label: $0.label) }),
                    value: filters.codes.first { $0.field == name }?.code ?? "", isSmall: true))
        }
        let countable = [Choice(value: "", label: visit.t("explore.no-cross"))] + ExploreFilters.countable(type, fields, visit)
        list += [
            Field("down", visit.t("explore.down"), .select(countable), value: filters.across.first ?? "", isSmall: true),
            Field("across", visit.t("explore.across"), .select(countable), value: filters.across.last ?? "", isSmall: true),
        ]
        if filters.box != nil || filters.faults["box"] != nil {
            list.append(
                Field(
                    "box", visit.t("explore.box"), hint: visit.t("explore.box-hint"), value: visit.query["box"] ?? "", isCode: true,
                    isSmall: true))
        }
        var form = Form(
            action: explore.path, button: visit.t("explore.apply"), fields: list, isGet: true,
            cancel: Link(text: visit.t("explore.clear"), href: explore.path))
        if !filters.faults.isEmpty { form = form.filled(with: visit.query, faults: filters.faults) }
        return form
    }

    // MARK: What was found

    private func heading(_ found: Exploration) -> [Block] {
        let query = visit.query.encoded
        let suffix = query.isEmpty ? "" : "?\(query)"
        var buttons: [Button] = []
        if type.place.map({ fields.has("\($0)_easting") }) == true {
            buttons.append(Button(text: visit.t("explore.map.link"), href: "\(explore.path)/map\(suffix)"))
        }
        if explore.person.may(.extract) {
            buttons.append(Button(text: visit.t("download.link"), href: "/download/\(type.id)\(suffix)", isSecondary: true))
        }
        var blocks: [Block] = [
            .heading(total(found)), .text(visit.t("explore.purpose.stated", ["purpose": explore.purpose?.text ?? ""])),
            .links([
                Link(text: visit.t("explore.purpose.change"), href: "\(explore.path)/purpose\(suffix)"),
                Link(text: visit.t("explore.one.link"), href: "\(explore.path)/one"),
            ]),
        ]
        if !buttons.isEmpty { blocks.append(.buttons(buttons)) }
        if found.rule.threshold > 1 {
            blocks.append(
                .inset(
                    visit.t("explore.protected", ["threshold": "\(found.rule.threshold)", "rounding": "\(found.rule.rounding)"])))
        }
        return blocks
    }

    private func total(_ found: Exploration) -> String {
        switch found.total {
        case .count(let number): visit.texts.count(found.rule.rounding > 1 && number > 0 ? "explore.total-about" : "explore.total", number)
        case .small: visit.t("explore.total-small", ["threshold": "\(found.rule.threshold)"])
        case .withheld: visit.t("explore.withheld")
        }
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
        var values = zip(counting.rows, counting.table.cells).map {
            ChartValue(label: names.value($0.0, of: counting.by[0]), count: $0.1[0])
        }
        let svg: String
        if part == .time {
            svg = chart("chart-\(part)-\(counting.by[0])", title, found, values).columns(values)
        } else {
            values.sort { ($0.count.number ?? 0, $1.label) > ($1.count.number ?? 0, $0.label) }
            let first = Array(values.prefix(15))
            svg = chart("chart-\(part)-\(counting.by[0])", title, found, first).bars(first)
        }
        var rows = values.map { [Cell($0.label), Cell(words.of($0.count))] }
        rows.append([Cell(visit.t("explore.all")), Cell(words.of(counting.table.total))])
        let table = Table(
            caption: title, columns: [Table.Column(names.title(counting.by[0])), Table.Column(visit.t("explore.records"), isNumber: true)],
            rows: rows, showsCaption: false)
        return [
            .heading(title), .picture(Picture(svg: svg, caption: visit.t("explore.chart.caption", ["title": title]))),
            .details(visit.t("explore.as-table"), [.table(table)]),
        ]
    }

    private func crossed(_ part: Part, _ counting: Counting, _ found: Exploration, title: String) -> [Block] {
        let words = ShownWords(visit.texts, found.rule), names = FieldNames(explore: explore)
        let rows = counting.rows.map { names.value($0, of: counting.by[0]) },
            columns = counting.columns.map { names.value($0, of: counting.by[1]) }
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
                + [Table.Column(visit.t("explore.all"), isNumber: true)], rows: body, showsCaption: false)
        // Where nothing is protected there is nothing to explain.
        let shown: [Block] =
            (found.rule.threshold > 1 ? [.text(visit.t("explore.cross-key", ["small": words.small]))] : []) + [.table(table)]
        guard part == .week else { return [.heading(title)] + shown }
        let svg = chart("chart-\(part)-\(counting.by[0])", title, found, []).grid(rows: rows, columns: columns, counting.table.cells)
        return [
            .heading(title), .picture(Picture(svg: svg, caption: visit.t("explore.chart.caption", ["title": title]))),
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

/// Counts as they are said.
struct ShownWords {
    let small: String, withheld: String
    private let tiny: String

    init(_ texts: Texts, _ rule: SmallNumberRule) {
        small = texts("explore.small-count", ["threshold": "\(rule.threshold)"])
        tiny = texts("explore.small-brief", ["threshold": "\(rule.threshold)"])
        withheld = texts("explore.withheld")
    }

    func of(_ count: ShownCount) -> String {
        switch count {
        case .count(let number): Texts.grouped(number)
        case .small: small
        case .withheld: withheld
        }
    }

    /// For narrow cells.
    func brief(_ count: ShownCount) -> String {
        switch count {
        case .count(let number): Texts.grouped(number)
        case .small: tiny
        case .withheld: "·"
        }
    }
}

/// Fields and values as a person reads them.
struct FieldNames {
    let explore: ExploreVisit
    private var visit: Visit { explore.visit }

    func title(_ field: String) -> String {
        if let own = explore.type.field(field)?.title { return own }
        let level = explore.type.place.flatMap { field.hasPrefix("\($0)_") ? String(field.dropFirst($0.count + 1)) : nil } ?? field
        return visit.texts.find("explore.level.\(level)") ?? visit.texts.find("explore.field.\(field)") ?? field.replacing("_", with: " ")
    }

    func pair(_ fields: [String]) -> String { visit.t("explore.part.across", ["down": title(fields[0]), "across": title(fields[1])]) }

    func value(_ value: String, of field: String) -> String {
        if value.isEmpty { return visit.t("explore.not-recorded") }
        if let list = explore.type.field(field)?.codeList.flatMap({ visit.rulebook.codeList($0) }) {
            return list.codes.first { $0.code == value }?.label ?? value
        }
        if field == "weekday" { return String(value.dropFirst(2)) }
        return visit.areaName(value)
    }
}
