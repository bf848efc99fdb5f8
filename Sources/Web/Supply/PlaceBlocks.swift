import Depersonalisation
import Disclosure
import Guidance
import Hub
import Places

/// What depersonalising did with the places of a supply: in a sentence, as bars, from which form to which, and by ward before and after; each
/// drawing with its table. No place itself is told.
struct PlaceBlocks {
    private let visit: Visit
    private let places: [String: SupplyOutcome.PlaceRungs]
    /// How numbers are protected from whoever reads it.
    private let rule: SmallNumberRule
    /// Records held back, which reports from before did not count apart.
    private let heldBack: Int

    /// `rule`: `.none` for those whose records they are, who see every number, and from which form to which.
    init(_ visit: Visit, _ places: [String: SupplyOutcome.PlaceRungs], heldBack: Int, by rule: SmallNumberRule) {
        (self.visit, self.places, self.heldBack, self.rule) = (visit, places, heldBack, rule)
    }

    private var isWhole: Bool { rule == .none }

    var blocks: [Block] {
        let found = places.sorted { $0.key < $1.key }.map { group, rungs in
            (group, said: change(rungs), drawn: (isWhole ? bars(group, rungs) + flow(group, rungs) : []) + wards(group, rungs))
        }.filter { !$0.said.isEmpty || !$0.drawn.isEmpty }
        guard !found.isEmpty else { return [] }
        // The sentence is what most need; drawings and tables of 80 wards open when asked.
        return [.heading(visit.t("supply.places"), id: "places"), .text(visit.t("supply.places-text"))]
            + found.flatMap { group, said, drawn in
                [.heading(visit.t("supply.place-of", ["group": group]), level: 3)] + said
                    + (drawn.isEmpty
                        ? [] : isAsked(group) ? drawn : [.details(visit.t("supply.places-open", ["group": group]), drawn)])
            }
    }

    /// True if every ward of that place was asked for.
    private func isAsked(_ group: String) -> Bool { visit.query[LongTable.parameter] == "wards-\(group)" }

    // MARK: In a sentence

    /// How many climbed to which rung, and how many are held back.
    private func change(_ rungs: SupplyOutcome.PlaceRungs) -> [Block] {
        guard let flows = rungs.flows else { return [] }
        let climbed = Self.climbed(flows), order: [PlaceRung] = [.group, .sector, .district, .area, .withheld]
        let held = Self.held(flows)
        let all = flows.values.reduce(0) { $0 + $1.values.reduce(0, +) }
        let nowhere = flows[SuppliedPlace.none.rawValue].map { $0.values.reduce(0, +) - Self.held(["": $0]) } ?? 0
        let counts = [all - held - nowhere - climbed.values.reduce(0, +)] + order.map { climbed[$0] ?? 0 } + [nowhere, held]
        let table = ProtectedTable(list: counts, by: rule), words = ShownWords(visit.texts, rule)
        func number(_ count: ShownCount) -> String { count == .withheld ? visit.t("supply.changed-withheld") : words.of(count) }
        let parts = zip(
            ["kept"] + order.map(\.rawValue) + ["no-place", DepersonalisingReport.PlaceReport.heldBack], table.cells.map { $0[0] }
        )
        .filter { $0.0 != DepersonalisingReport.PlaceReport.heldBack || heldBack == 0 || held > 0 }
        .compactMap { key, count in
            count != .count(0)
                ? visit.t("supply.changed.\(key)", ["count": number(count)])
                : key == DepersonalisingReport.PlaceReport.heldBack ? visit.t("supply.changed.none-held-back") : nil
        }
        return [
            .text(
                visit.t("supply.changed-sentence", ["total": number(table.total), "parts": parts.joined(separator: "; ")])
                    + (heldBack > 0 && held == 0 ? " " + visit.t("supply.changed-older") : ""))
        ]
    }

    /// Records whose place is told less finely than it came, by what is kept of it. A full postcode is as fine as an address is ever kept.
    static func climbed(_ flows: [String: [String: Int]]) -> [PlaceRung: Int] {
        flows.reduce(into: [:]) { climbed, form in
            let finest: PlaceRung = [SuppliedPlace.area.rawValue: .area, SuppliedPlace.none.rawValue: .withheld][form.key] ?? .postcode
            for (name, count) in form.value {
                if let rung = PlaceRung(rawValue: name), rung > finest { climbed[rung, default: 0] += count }
            }
        }
    }

    private static func held(_ flows: [String: [String: Int]]) -> Int {
        flows.values.reduce(0) { $0 + ($1[DepersonalisingReport.PlaceReport.heldBack] ?? 0) }
    }

    // MARK: As bars

    private func bars(_ group: String, _ rungs: SupplyOutcome.PlaceRungs) -> [Block] {
        let name = visit.t("supply.place-of", ["group": group])
        let before = SuppliedPlace.allCases.map { (visit.t("supply.came.\($0.rawValue)"), rungs.supplied[$0.rawValue] ?? 0) }
        let after =
            PlaceRung.allCases.map { (visit.t("supply.rung.\($0.rawValue)"), rungs.kept[$0.rawValue] ?? 0) }
            + [(visit.t("supply.rung.held-back"), Self.held(rungs.flows ?? [:]))]
        let groups = [(visit.t("supply.before"), before.filter { $0.1 > 0 }), (visit.t("supply.after"), after.filter { $0.1 > 0 })]
        var blocks: [Block] = [
            .picture(
                Picture(
                    svg: BarChart(title: name, groups: groups, id: "places-\(group)").svg, caption: visit.t("supply.places-caption"),
                    scrolls: true)),
            .details(
                visit.t("supply.places-table"),
                [
                    .table(
                        Table(
                            caption: name,
                            columns: [
                                Table.Column(visit.t("supply.places-when")), Table.Column(visit.t("supply.places-what")),
                                Table.Column(visit.t("supply.records"), isNumber: true),
                            ],
                            rows: groups.flatMap { when, rows in rows.map { [Cell(when), Cell($0.0), Cell(Texts.grouped($0.1))] } }))
                ]),
        ]
        if let median = rungs.median, let far = rungs.percentile95 {
            blocks.append(
                .text(
                    visit.t("supply.displacement", ["median": Texts.grouped(Int(median)), "far": Texts.grouped(Int(far))])))
        }
        return blocks
    }

    // MARK: From which form to which

    private func flow(_ group: String, _ place: SupplyOutcome.PlaceRungs) -> [Block] {
        guard let flows = place.flows else { return [] }
        let forms = SuppliedPlace.allCases.filter { flows[$0.rawValue] != nil }
        let rungs = (PlaceRung.allCases.map(\.rawValue) + [DepersonalisingReport.PlaceReport.heldBack]).filter { rung in
            flows.values.contains { ($0[rung] ?? 0) > 0 }
        }
        guard !forms.isEmpty, !rungs.isEmpty else { return [] }
        let counts = forms.map { form in rungs.map { flows[form.rawValue]?[$0] ?? 0 } }
        let came = forms.map { visit.t("supply.came.\($0.rawValue)") }, kept = rungs.map { visit.t("supply.rung.\($0)") }
        let title = visit.t("supply.flow-title", ["group": group])
        let chart = FlowChart(
            id: "flow-\(group)", title: title, description: visit.t("supply.flow-description"), from: came, to: kept, counts: counts)
        return [
            .picture(Picture(svg: chart.svg, caption: visit.t("supply.flow-caption"), scrolls: true)),
            .details(
                visit.t("supply.places-table"),
                [
                    .table(
                        Table(
                            caption: title,
                            columns: [Table.Column(visit.t("supply.flow-came"))] + kept.map { Table.Column($0, isNumber: true) },
                            rows: zip(came, counts).map { [Cell($0)] + $1.map { Cell(Texts.grouped($0)) } }, isGrid: true))
                ]),
        ]
    }

    // MARK: By ward

    private static let firstWards = 15

    private func wards(_ group: String, _ place: SupplyOutcome.PlaceRungs) -> [Block] {
        guard let wards = place.wards, wards.codes.contains(where: { !$0.isEmpty }), wards.codes.count == wards.before.count,
            wards.codes.count == wards.after.count
        else { return [] }
        // Counted by the rule of the day it was supplied: where the agency has become stricter since, others are not shown them.
        guard isWhole || SmallNumberRule.strictest(of: [wards.rule, rule]) == wards.rule else { return [] }
        let words = ShownWords(visit.texts, wards.rule)
        let most = wards.codes.indices.sorted {
            (wards.before[$0].number ?? 0, wards.codes[$1]) > (wards.before[$1].number ?? 0, wards.codes[$0])
        }
        func row(_ place: Int) -> [Cell] {
            let code = wards.codes[place]
            return [
                Cell(code.isEmpty ? visit.t("supply.wards-no-ward") : visit.areaName(code)), Cell(words.of(wards.before[place])),
                Cell(words.of(wards.after[place])),
            ]
        }
        let columns = [
            Table.Column(visit.t("supply.wards-ward")), Table.Column(visit.t("supply.wards-came"), isNumber: true),
            Table.Column(visit.t("supply.wards-kept"), isNumber: true),
        ]
        let numbers: KeyValuePairs = ["count": Texts.grouped(most.count), "first": Texts.grouped(Self.firstWards)],
            isCut = most.count > Self.firstWards
        let all = LongTable(
            caption: visit.t("supply.wards-table"), columns: columns, rows: { most.map(row) }, count: most.count,
            link: visit.t("explore.map.all", numbers),
            name: "wards-\(group)", path: visit.path, query: FormValues(), isWhole: isAsked(group))
        let first = Block.table(
            Table(
                caption: visit.t(isCut ? "explore.map.most" : "supply.wards-table", numbers), columns: columns,
                rows: most.prefix(Self.firstWards).map(row)))
        // One scale for both: what is as dark before as after is as many.
        let drawn = wards.codes.indices.filter { !wards.codes[$0].isEmpty }
        let legend = MapLegend(drawn.map { wards.before[$0] } + drawn.map { wards.after[$0] })
        let pictures = [("before", wards.before), ("after", wards.after)].compactMap { key, counts -> Picture? in
            let caption = visit.t("supply.wards-\(key)", ["group": group])
            return map("wards-\(key)-\(group)", caption, wards.codes, counts, legend.steps, words).map {
                Picture(svg: $0, caption: caption)
            }
        }
        let told = visit.t(
            "supply.wards-text", ["threshold": "\(wards.rule.threshold)", "rounding": "\(wards.rule.rounding)"])
        return [
            .heading(visit.t("supply.wards-title", ["group": group]), level: 4),
            .text("\(both(wards, words)) \(told)"),
        ] + (pictures.isEmpty ? [] : [.pictures(pictures, legend: legend.keys(visit, wards.rule))])
            + (isCut ? all.blocks(after: [first]) : [first])
    }

    /// Which records the two lists count.
    private func both(_ wards: SupplyOutcome.Wards, _ words: ShownWords) -> String {
        // Whoever sees every number sees this one as it stands above.
        switch isWhole && wards.heldBack != nil ? .count(heldBack) : wards.heldBack {
        case nil: visit.t(heldBack > 0 ? "supply.wards-older" : "supply.wards-same")
        case .count(0): visit.t("supply.wards-same")
        case .count(1): visit.t("supply.wards-one-held")
        case .some(let held): visit.t("supply.wards-held", ["count": words.of(held)])
        }
    }

    /// Nil where the hub has no boundaries of them.
    private func map(
        _ id: String, _ title: String, _ codes: [String], _ counts: [ShownCount], _ steps: ShadeSteps, _ words: ShownWords
    ) -> String? {
        guard let ground = try? visit.ground else { return nil }
        let shapes = zip(codes, counts).compactMap { code, count -> AreaMap.Shape? in
            guard let outline = ground.area(code) else { return nil }
            return AreaMap.Shape(
                outline: outline, label: "\(visit.areaName(code)): \(words.of(count))", shade: steps.step(of: count.number),
                isHidden: count.number == nil)
        }
        guard !shapes.isEmpty else { return nil }
        return AreaMap(id: id, title: title, description: visit.t("supply.wards-description"), shapes: shapes).svg
    }
}

extension Visit {
    /// The name of an area with its code, where the boundaries know it.
    func areaName(_ code: String) -> String {
        let title = areaTitle(code)
        return title == code ? code : "\(title) (\(code))"
    }

    /// The name of an area alone, for where many stand below each other; its code where the boundaries do not know it.
    func areaTitle(_ code: String) -> String {
        guard let areas = areas.index(of: hub), let (set, feature) = areas.find(code) else { return code }
        let name = areas.name(feature, in: set)
        return name.isEmpty ? code : name
    }
}
