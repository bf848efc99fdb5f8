import Guidance
import Hub

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

    /// True of a field that says where a record lies, whose values are codes of areas.
    func isPlace(_ field: String) -> Bool { explore.type.place.map { field.hasPrefix("\($0)_") } ?? false }

    func value(_ value: String, of field: String) -> String { reader(of: field)(value) }

    /// Reads the values of one field: what is to be known of the field is looked up once.
    private func reader(of field: String) -> (String) -> String {
        let missing = visit.t(isPlace(field) ? "explore.no-place" : "explore.not-recorded")
        func reading(_ read: @escaping (String) -> String) -> (String) -> String { { $0.isEmpty ? missing : read($0) } }
        if let list = list(of: field) {
            let labels = Dictionary(list.codes.map { ($0.code, $0.label) }) { first, _ in first }
            return reading { labels[$0] ?? $0 }
        }
        if field == "weekday" { return reading { String($0.dropFirst(2)) } }
        if field == "month" || explore.type.field(field)?.type == .date { return reading { ExploreWords.brief($0) } }
        return reading { visit.areaTitle($0) }
    }

    /// Values of one field side by side: where two have the same name, what tells them apart stands with it.
    func values(_ values: [String], of field: String) -> [String] {
        let labels = values.map(reader(of: field))
        var times: [String: Int] = [:]
        for label in labels { times[label, default: 0] += 1 }
        let codes = list(of: field).map { Set($0.codes.map(\.code)) }
        return zip(values, labels).map { value, label in
            guard times[label] ?? 0 > 1, !value.isEmpty else { return label }
            // What stands in no code list is the broad group that a value was made less precise to.
            guard let codes else { return "\(label) (\(value))" }
            if !codes.contains(value) { return visit.t("explore.broad", ["label": label]) }
            return zip(values, labels).contains { $0.1 == label && $0.0 != value && codes.contains($0.0) } ? "\(label) (\(value))" : label
        }
    }

    private func list(of field: String) -> CodeList? { explore.type.field(field)?.codeList.flatMap { visit.rulebook.codeList($0) } }
}
