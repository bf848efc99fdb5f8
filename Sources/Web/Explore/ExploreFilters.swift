import Guidance
import Hub
import Places
import Register
import Storage

/// What of a dataset somebody looks at: period, place, type. Read from an address, as none of it says who anybody is; references are asked by POST.
struct ExploreFilters: Sendable {
    /// Levels of place that records are counted and filtered by, as the fields of the depersonalised form end.
    static let levels = ["ward", "lsoa", "msoa", "district", "sector", "postcode_district"]
    let type: RecordType
    var from: String?, to: String?
    var level: String
    var areas: [String] = []
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
        (from, to) = (values["from"], values["to"])
        for (name, text) in [("from", from), ("to", to)] {
            if let text, !Question.isDate(text) || CalendarDate(text) == nil { faults.add(name, visit.t("explore.fault-date")) }
        }
        if let from, let to, from > to, !from.hasPrefix(to) { faults.add("to", visit.t("explore.fault-backwards")) }
        areas = (values["areas"] ?? "").split { $0 == "," || $0 == ";" || $0.isNewline }.map { String($0).trimmingSpace }.filter {
            !$0.isEmpty
        }
        if areas.count > 200 || areas.contains(where: { $0.count > 20 }) { faults.add("areas", visit.t("explore.fault-areas")) }
        for (name, _, list) in Self.coded(type, fields, visit.rulebook) {
            guard let code = values["is-\(name)"] else { continue }
            if list.codes.contains(where: { $0.code == code }) {
                codes.append((name, code))
            } else {
                faults.add("is-\(name)", visit.t("explore.fault-code"))
            }
        }
        if let text = values["box"] {
            box = try Self.box(text, visit)
            if box == nil { faults.add("box", visit.t("explore.fault-box")) }
        }
        across = ["down", "across"].compactMap { values[$0] }.filter { name in
            Self.countable(type, fields, visit).contains { $0.value == name }
        }
        if across.count == 2, across[0] == across[1] { across = [] }
    }

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
        if !areas.isEmpty, !level.isEmpty, let place = type.place {
            filters += areas.map { Question.Filter(field: "\(place)_\(level)", test: .equals($0)) }
        }
        return Question(dataset: type.id, from: from, to: to, filters: filters, by: by, within: box)
    }

    /// True if days are counted rather than months: two months at most.
    var isShort: Bool {
        guard let from, let to, let first = CalendarDay(iso: from.count == 7 ? "\(from)-01" : from),
            let last = CalendarDay(iso: to.count == 7 ? "\(to)-28" : to)
        else { return false }
        return (0...62).contains(last.number - first.number)
    }
}
