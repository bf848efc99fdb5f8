import Guidance
import Hub
import Places
import Register
import Storage

/// What of a dataset somebody looks at: period, place, type. Read from an address, as none of it says who anybody is; references are asked by POST.
struct ExploreFilters: Sendable {
    /// Levels of place that records are counted and filtered by, as the fields of the depersonalised form end.
    static let levels = ["ward", "lsoa", "msoa", "district", "sector", "postcode_district"]
    /// Names under which a period stands in an address: two months, or two days, which are more exact.
    static let periodNames = ["from", "to"] + ["first", "last"].flatMap { name in ["day", "month", "year"].map { "\(name)-\($0)" } }
    /// An area that is asked for, as it stands in the address.
    struct Area: Sendable {
        let level: String, code: String, typed: String
    }
    let type: RecordType
    var from: String?, to: String?
    var level: String
    var areas: [Area] = []
    /// Code chosen of each coded field.
    var codes: [(field: String, code: String)] = []
    var box: GridBox?
    /// Two fields to count across.
    var across: [String] = []
    var faults = FormFaults()

    /// Fields that are offered, of those that may be seen.
    static func coded(_ type: RecordType, _ fields: ExplorableFields, _ rulebook: Rulebook) -> [(
        name: String, title: String, list: CodeList
    )] {
        fields.all.compactMap { field in
            guard field.role != .reference, let list = type.field(field.name)?.codeList.flatMap({ rulebook.codeList($0) }) else {
                return nil
            }
            return (field.name, field.title, list)
        }
    }

    init(_ values: FormValues, _ type: RecordType, _ fields: ExplorableFields, _ visit: Visit) throws {
        self.type = type
        let open = Self.open(type, fields)
        level = values["level"].flatMap { open.contains($0) ? $0 : nil } ?? open.first ?? ""
        if let asked = values["level"], !open.isEmpty, !open.contains(asked) { faults.add("level", visit.t("explore.fault-level")) }
        (from, to) = (values.day("first") ?? values["from"], values.day("last") ?? values["to"])
        for (name, day, text) in [("from", "first", from), ("to", "last", to)] {
            if let text, !Question.isDate(text) || CalendarDate(text) == nil {
                faults.add(values.day(day) == nil ? name : "\(day)-day", visit.t("explore.fault-date"))
            }
        }
        if let from, let to, from > to, !from.hasPrefix(to) { faults.add("to", visit.t("explore.fault-backwards")) }
        areas = Self.areas(values.all("areas"), in: [level] + open.filter { $0 != level }, type, fields, visit)
        if areas.count > 200 || areas.contains(where: { $0.code.count > 20 }) { faults.add("areas", visit.t("explore.fault-areas")) }
        for (name, _, list) in Self.coded(type, fields, visit.rulebook) {
            guard let code = values["is-\(name)"] else { continue }
            // A value that was made less precise is that of a group, which no code list has.
            if list.codes.contains(where: { $0.code == code }) || fields.occurring[name]?.contains(code) == true {
                codes.append((name, code))
            } else {
                faults.add("is-\(name)", visit.t("explore.fault-code"))
            }
        }
        if let text = values["box"] {
            box = try Self.box(text, visit)
            if box == nil { faults.add("box", visit.t("explore.fault-box")) }
        }
        let countable = Set(Self.countable(type, fields, visit).map(\.value))
        for name in ["down", "across"] {
            guard let field = values[name] else { continue }
            if countable.contains(field) { across.append(field) } else { faults.add(name, visit.t("explore.fault-field")) }
        }
        if across.count == 2, across[0] == across[1] { across = [] }
        // What is not understood would be left out, and what was asked for by it would be everything.
        if !understands(values, fields, visit) { faults.add("from", visit.t("explore.fault-filter")) }
    }

    /// Areas by their codes or names, several in one text with commas between; one that no record has stays as it is, as of the first level.
    private static func areas(
        _ typed: [String], in levels: [String], _ type: RecordType, _ fields: ExplorableFields, _ visit: Visit
    ) -> [Area] {
        guard let place = type.place, let first = levels.first, !first.isEmpty else { return [] }
        func find(_ text: String) -> Area? {
            let occurring = levels.map { (level: $0, codes: fields.occurring["\(place)_\($0)"] ?? []) }
            for (level, codes) in occurring where codes.contains(text) { return Area(level: level, code: text, typed: text) }
            // A code has no name to look for.
            if text.contains(where: \.isNumber) { return nil }
            for (level, codes) in occurring {
                if let code = codes.first(where: { visit.areaTitle($0).lowercased() == text.lowercased() }) {
                    return Area(level: level, code: code, typed: text)
                }
            }
            return nil
        }
        return typed.prefix(201).flatMap { text -> [Area] in
            if let whole = find(text) { return [whole] }
            let parts = text.split { $0 == "," || $0 == ";" || $0.isNewline }.map { String($0).trimmingSpace }.filter { !$0.isEmpty }
            return parts.prefix(201).map { find($0) ?? Area(level: first, code: $0, typed: $0) }
        }
    }

    /// True if every name that something was given for is one of this dataset's, once.
    private func understands(_ values: FormValues, _ fields: ExplorableFields, _ visit: Visit) -> Bool {
        guard values.isReadable else { return false }
        var known = Self.names.union(Self.coded(type, fields, visit.rulebook).map { "is-\($0.name)" })
        if Self.open(type, fields).isEmpty { known.subtract(["level", "areas"]) }
        if type.place == nil { known.remove("box") }
        var seen = Set<String>()
        return values.pairs.filter { !$0.value.trimmingSpace.isEmpty }.allSatisfy {
            known.contains($0.name) && (seen.insert($0.name).inserted || $0.name == "areas")
        }
    }

    /// What an address of a dataset can hold besides codes of its fields.
    private static let names = Set(
        periodNames + [
            "level", "areas", "box", "down", "across", "show", "side", "as", LongTable.parameter, ExploreVisit.stated, "csrf",
        ])

    static func open(_ type: RecordType, _ fields: ExplorableFields) -> [String] {
        guard let place = type.place else { return [] }
        return levels.filter { fields.has("\(place)_\($0)") }
    }

    /// What two fields may be counted across: derived of date and time, places, codes.
    static func countable(_ type: RecordType, _ fields: ExplorableFields, _ visit: Visit) -> [Choice] {
        var all: [Choice] = []
        if let date = type.period, fields.has(date) {
            all += ["year", "month", "weekday"].map { Choice(value: $0, label: visit.t("explore.field.\($0)")) }
        }
        if let time = type.time, fields.has(time) { all.append(Choice(value: "hour", label: visit.t("explore.field.hour"))) }
        all += open(type, fields).filter { $0 != "lsoa" && $0 != "sector" }.map { Choice(value: $0, label: visit.t("explore.level.\($0)")) }
        return all + coded(type, fields, visit.rulebook).map { Choice(value: $0.name, label: $0.title) }
    }

    /// West, south, east, north in degrees, as the map sends a box that was drawn on it.
    private static func box(_ text: String, _ visit: Visit) throws -> GridBox? {
        let sides = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? .nan }
        guard sides.count == 4 else { return nil }
        let converter = try visit.hub.gridConverter()
        let corners = [(0, 1), (2, 3), (0, 3), (2, 1)].compactMap {
            converter.grid(GeographicPoint(longitude: sides[$0.0], latitude: sides[$0.1]))
        }
        guard corners.count == 4, let west = corners.map(\.easting).min(), let east = corners.map(\.easting).max(),
            let south = corners.map(\.northing).min(), let north = corners.map(\.northing).max()
        else { return nil }
        return GridBox(west: west, south: south, east: east, north: north)
    }

    func question(by: [String]) -> Question {
        var filters = codes.map { Question.Filter(field: $0.field, test: .equals($0.code)) }
        if let place = type.place { filters += areas.map { Question.Filter(field: "\(place)_\($0.level)", test: .equals($0.code)) } }
        return Question(dataset: type.id, from: from, to: to, filters: filters, by: by, within: box)
    }

    /// True if days are counted rather than months: two months at most.
    var isShort: Bool {
        guard let from, let to, let first = CalendarDay(iso: from.count == 7 ? "\(from)-01" : from),
            let last = CalendarDay(iso: to.count == 7 ? "\(to)-28" : to)
        else { return false }
        return (0...62).contains(last.number - first.number)
    }

    /// How many things are chosen.
    var count: Int { (from == nil && to == nil ? 0 : 1) + areas.count + codes.count + (box == nil ? 0 : 1) }
}
