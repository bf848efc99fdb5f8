import Guidance
import Hub

/// The form that filters a dataset: it offers what occurs in the records that may be seen.
struct ExploreForm {
    let explore: ExploreVisit
    let fields: ExplorableFields
    let filters: ExploreFilters
    private var visit: Visit { explore.visit }
    private var type: RecordType { explore.type }
    /// Areas that are offered to be ticked at most; of more, names are typed.
    private static let mostAreas = 200

    var form: Form {
        var form = Form(
            action: explore.path, button: visit.t("explore.apply"), fields: period + codes + places + compared, isGet: true,
            cancel: Link(text: visit.t("explore.clear"), href: explore.path + explore.suffix(FormValues())))
        if !filters.faults.isEmpty { form = form.filled(with: visit.query, faults: filters.faults) }
        form.fields.append(explore.statedField)
        return form
    }

    private var period: [Field] {
        let months = ExploreWords.months(fields.firstMonth, fields.lastMonth), days = visit.t("explore.days")
        func month(_ name: String, _ title: String) -> Field {
            let value = visit.query[name] ?? ""
            var choices =
                [Choice(value: "", label: visit.t("explore.any"))] + months.map { Choice(value: $0, label: PartialDay.words($0)) }
            // What somebody kept or was sent may be a day or a year.
            if !value.isEmpty, !months.contains(value) { choices.append(Choice(value: value, label: PartialDay.words(value))) }
            return Field(name, title, .select(choices), value: value, isSmall: true)
        }
        guard let date = type.period, fields.has(date) else { return [] }
        return [
            month("from", visit.t("explore.from")), month("to", visit.t("explore.to")),
            Field("first", visit.t("explore.first"), .date, value: visit.query.day("first") ?? "", isSmall: true, fold: days),
            Field("last", visit.t("explore.last"), .date, value: visit.query.day("last") ?? "", isSmall: true, fold: days),
        ]
    }

    private var codes: [Field] {
        let names = FieldNames(explore: explore)
        return ExploreFilters.coded(type, fields, visit.rulebook).compactMap { name, title, list -> Field? in
            let chosen = filters.codes.first { $0.field == name }?.code ?? ""
            // Where a view is refused, nothing has been recorded yet, and nothing is told of what the records hold.
            var offered = filters.faults.isEmpty ? fields.occurring[name] ?? [] : list.codes.map(\.code)
            if offered.isEmpty && chosen.isEmpty { return nil }
            if !chosen.isEmpty, !offered.contains(chosen) { offered.append(chosen) }
            // In the order of the list, as ages have one.
            let places = Dictionary(list.codes.enumerated().map { ($0.element.code, $0.offset) }) { first, _ in first }
            offered.sort { (places[$0] ?? .max, $0) < (places[$1] ?? .max, $1) }
            let labels = names.values(offered, of: name)
            return Field(
                "is-\(name)", title,
                .select(
                    [Choice(value: "", label: visit.t("explore.any"))]
                        + zip(offered, labels).prefix(400).map { Choice(value: $0.0, label: $0.1) }),
                value: chosen, isSmall: true)
        }
    }

    private var places: [Field] {
        let levels = ExploreFilters.open(type, fields)
        guard let place = type.place, !levels.isEmpty else { return [] }
        let name = visit.t("explore.level.\(filters.level)"), fold = visit.t("explore.areas", ["level": name])
        let codes = filters.faults.isEmpty ? fields.occurring["\(place)_\(filters.level)"] ?? [] : []
        let other = filters.areas.filter { !codes.contains($0.code) }
        var list = [
            Field(
                "level", visit.t("explore.level-label"),
                .select(levels.map { Choice(value: $0, label: visit.t("explore.level.\($0)")) }), value: filters.level, isSmall: true)
        ]
        if codes.isEmpty || codes.count > Self.mostAreas {
            list.append(
                Field(
                    "areas", fold, hint: visit.t("explore.areas-hint"), value: filters.areas.map(\.typed).joined(separator: ", "),
                    isCode: true, isSmall: true))
        } else {
            let labels = FieldNames(explore: explore).values(codes, of: "\(place)_\(filters.level)")
            // What is chosen of another kind of area stays where the kind that is counted by changes.
            let choices =
                other.map { Choice(value: $0.typed, label: visit.areaTitle($0.code)) }
                + zip(codes, labels).map { Choice(value: $0.0, label: $0.1) }.sorted { $0.label < $1.label }
            list.append(
                Field(
                    "areas", fold, .checkboxes(choices), values: filters.areas.map { codes.contains($0.code) ? $0.code : $0.typed },
                    isSmall: true, fold: fold))
        }
        if filters.box != nil || filters.faults["box"] != nil {
            list.append(
                Field(
                    "box", visit.t("explore.box"), hint: visit.t("explore.box-hint"), value: visit.query["box"] ?? "", isCode: true,
                    isSmall: true))
        }
        return list
    }

    private var compared: [Field] {
        let countable = [Choice(value: "", label: visit.t("explore.no-cross"))] + ExploreFilters.countable(type, fields, visit)
        let fold = visit.t("explore.compare")
        return [("down", visit.t("explore.down")), ("across", visit.t("explore.across"))].map { name, title in
            Field(name, title, .select(countable), value: visit.query[name] ?? "", isSmall: true, fold: fold)
        }
    }
}
