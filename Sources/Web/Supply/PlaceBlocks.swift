import Depersonalisation
import Disclosure
import Guidance
import Hub
import Places

/// Where the records of a supply were and where they are kept, by ward, and from which form to which: maps and a diagram, each with its table.
struct PlaceBlocks {
    private let visit: Visit
    private let places: [String: SupplyOutcome.PlaceRungs]
    /// True for those whose records they are, who see from which form to which.
    private let isWhole: Bool

    init(_ visit: Visit, _ places: [String: SupplyOutcome.PlaceRungs], isWhole: Bool) {
        self.visit = visit
        self.places = places
        self.isWhole = isWhole
    }

    var blocks: [Block] {
        places.sorted { $0.key < $1.key }.flatMap { group, rungs in
            (isWhole ? rungs.flows.map { flow(group, $0) } ?? [] : []) + (rungs.wards.map { wards(group, $0) } ?? [])
        }
    }

    // MARK: From which form to which

    private func flow(_ group: String, _ flows: [String: [String: Int]]) -> [Block] {
        let forms = SuppliedPlace.allCases.filter { flows[$0.rawValue] != nil }
        let rungs = PlaceRung.allCases.filter { rung in flows.values.contains { ($0[rung.rawValue] ?? 0) > 0 } }
        guard !forms.isEmpty, !rungs.isEmpty else { return [] }
        let counts = forms.map { form in rungs.map { flows[form.rawValue]?[$0.rawValue] ?? 0 } }
        let came = forms.map { visit.t("supply.came.\($0.rawValue)") }, kept = rungs.map { visit.t("supply.rung.\($0.rawValue)") }
        let title = visit.t("supply.flow-title", ["group": group])
        let chart = FlowChart(
            id: "flow-\(group)", title: title, description: visit.t("supply.flow-description"), from: came, to: kept, counts: counts)
        return [
            .heading(title, level: 3), .picture(Picture(svg: chart.svg, caption: visit.t("supply.flow-caption"))),
            .details(
                visit.t("supply.places-table"),
                [
                    .table(
                        Table(
                            caption: title,
                            columns: [Table.Column(visit.t("supply.flow-came"))] + kept.map { Table.Column($0, isNumber: true) },
                            rows: zip(came, counts).map { [Cell($0)] + $1.map { Cell(Texts.grouped($0)) } }))
                ]),
        ]
    }

    // MARK: By ward

    private func wards(_ group: String, _ wards: SupplyOutcome.Wards) -> [Block] {
        guard wards.codes.contains(where: { !$0.isEmpty }), wards.codes.count == wards.before.count, wards.codes.count == wards.after.count
        else { return [] }
        let words = ShownWords(visit.texts, wards.rule), title = visit.t("supply.wards-title", ["group": group])
        let rows = wards.codes.indices.map { place -> [Cell] in
            let code = wards.codes[place]
            return [
                Cell(code.isEmpty ? visit.t("supply.wards-no-ward") : visit.areaName(code)), Cell(words.of(wards.before[place])),
                Cell(words.of(wards.after[place])),
            ]
        }
        var blocks: [Block] = [
            .heading(title, level: 3),
            .text(visit.t("supply.wards-text", ["threshold": "\(wards.rule.threshold)", "rounding": "\(wards.rule.rounding)"])),
        ]
        for (key, counts) in [("before", wards.before), ("after", wards.after)] {
            let caption = visit.t("supply.wards-\(key)", ["group": group])
            if let svg = map(group, key, caption, wards.codes, counts, words) {
                blocks.append(.picture(Picture(svg: svg, caption: caption)))
            }
        }
        blocks.append(
            .table(
                Table(
                    caption: visit.t("supply.wards-table"),
                    columns: [
                        Table.Column(visit.t("supply.wards-ward")), Table.Column(visit.t("supply.wards-came"), isNumber: true),
                        Table.Column(visit.t("supply.wards-kept"), isNumber: true),
                    ], rows: rows)))
        return blocks
    }

    /// Nil where the hub has no boundaries of them.
    private func map(
        _ group: String, _ key: String, _ title: String, _ codes: [String], _ counts: [ShownCount], _ words: ShownWords
    ) -> String? {
        guard let areas = try? visit.hub.boundaries() else { return nil }
        let most = counts.compactMap(\.number).max() ?? 0
        let shapes = zip(codes, counts).compactMap { code, count -> AreaMap.Shape? in
            guard let set = areas.sets.indices.first(where: { areas.feature(code, in: $0) != nil }),
                let feature = areas.feature(code, in: set)
            else { return nil }
            return AreaMap.Shape(
                rings: areas.rings(of: feature, in: set), label: "\(visit.areaName(code)): \(words.of(count))",
                shade: Chart.shade(count.number ?? 0, most: most))
        }
        guard !shapes.isEmpty else { return nil }
        return AreaMap(
            id: "wards-\(key)-\(group)", title: title, description: visit.t("supply.wards-description"), shapes: shapes
        ).svg
    }
}

extension Visit {
    /// The name of an area with its code, where the boundaries know it.
    func areaName(_ code: String) -> String {
        guard let areas = try? hub.boundaries() else { return code }
        for set in areas.sets.indices {
            guard let feature = areas.feature(code, in: set) else { continue }
            let name = areas.name(feature, in: set)
            return name.isEmpty ? code : "\(name) (\(code))"
        }
        return code
    }
}
