/// Reads the fields of one record type and checks them alone and together.
struct FieldDecoder {
    static let keys = [
        "name", "title", "explanation", "type", "role", "rule", "code-list", "requirement", "section", "place", "supplementary",
        "may-lie-ahead",
    ]
    let file: String
    let dataset: RulebookDecoder.Dataset
    let places: [String: PlaceUse.Kind]
    private(set) var fields: [Field] = []
    private var lines: [String: Int] = [:]

    init(file: String, dataset: RulebookDecoder.Dataset, places: [String: PlaceUse.Kind]) {
        self.file = file
        self.dataset = dataset
        self.places = places
    }

    mutating func read(_ start: EntryReader, into book: inout RulebookDecoder) {
        var reader = start
        let name = reader.identifier("name", separator: "_")
        if let name { reader.rename("field \(name.value)") }
        let title = reader.text("title")
        let explanation = reader.text("explanation")
        let type: FieldType? = reader.choice("type")
        let role: FieldRole? = type.map { type in reader.choice("role", unless: type.usualRole) } ?? nil
        let rule: DepersonalisingRule? = reader.choice("rule", unless: Self.usualRule(type, role) ?? .keep)
        let list = reader.optionalText("code-list")
        if let list { book.refer(.codeList, list, in: file, by: reader.what) }
        let supplementary = reader.flag("supplementary")
        let requirement: Requirement? = reader.choice("requirement", unless: supplementary ? .wanted : .required)
        let section = reader.optionalText("section")
        if let section { book.checkSection(section, of: reader) }
        let ahead = reader.flag("may-lie-ahead")
        if ahead, let type, type != .date {
            reader.report(
                "rule-does-not-fit", line: reader.line(of: "may-lie-ahead"), "The \(reader.what) is not a date.",
                "Remove may-lie-ahead.")
        }
        let place = readPlace(reader, type: type, role: role)
        if let name {
            if let first = lines[name.value] {
                reader.report(
                    "duplicate-id", line: name.line, "There is another \(reader.what) on line \(first).", "Give one of them another name.")
            } else {
                lines[name.value] = name.line
            }
        }
        guard let name, let type, let role, let rule else { return }
        let field = Field(
            name: name.value, title: title?.value ?? "", explanation: explanation?.value ?? "", type: type, role: role,
            codeList: list?.value, rule: rule, requirement: requirement ?? .required, section: section?.value ?? dataset.section,
            place: place, supplementary: supplementary, mayLieAhead: ahead)
        FieldRules.check(field, reader)
        fields.append(field)
    }

    private func readPlace(_ reader: EntryReader, type: FieldType?, role: FieldRole?) -> PlaceUse? {
        guard let found = reader.optionalText("place") else {
            if role == .place {
                reader.report(
                    "place-without-use", "The \(reader.what) says where, but not whose place.",
                    "Add place: with the name of one of the record type's places.")
            }
            return nil
        }
        guard let part = type.map(\.placePart) else { return nil }
        guard let part else {
            reader.report(
                "place-without-use", line: found.line, "The \(reader.what) has a place, but its type is no part of one.",
                "Remove place, or make the type address, postcode, easting, northing or area.")
            return nil
        }
        guard let kind = places[found.value] else {
            let near = Spelling.nearest(to: found.value, among: Array(places.keys)).map { "Did you mean \($0)? " } ?? ""
            reader.report(
                "unknown-place", line: found.line,
                "The \(reader.what) names the place \(Spelling.shown(found.value)), which the record type has not.",
                "\(near)Add it to places with its kind: residence, scene or premises.")
            return nil
        }
        return PlaceUse(group: found.value, kind: kind, part: part)
    }

    /// What depersonalising does with a field unless the rulebook says otherwise.
    private static func usualRule(_ type: FieldType?, _ role: FieldRole?) -> DepersonalisingRule? {
        guard let type, let role else { return nil }
        if type == .freeText { return .holdBack }
        switch role {
        case .reference: return .key
        case .direct: return .delete
        case .place: return .place
        case .quasi: return type == .age ? .age : .quasi
        case .sensitive, .plain: return .keep
        }
    }

    /// Checks that need the whole record type.
    func checkTogether(_ reader: EntryReader, declared: [Located<String>]) {
        var parts: [PlaceUse: String] = [:]
        for field in fields {
            guard let place = field.place else { continue }
            if let first = parts[place] {
                reader.report(
                    "duplicate-place-part", line: lines[field.name],
                    "\(field.name) and \(first) are both the \(place.part.rawValue) of \(place.group).",
                    "Give one of them a place of its own.")
            }
            parts[place] = field.name
        }
        for name in declared {
            let used = parts.keys.filter { $0.group == name.value }.map(\.part)
            if used.isEmpty {
                reader.report(
                    "unused-place", line: name.line, "No field of the \(reader.what) is at the place \(Spelling.shown(name.value)).",
                    "Remove it from places, or name it at a field.")
            } else if used.contains(.easting) != used.contains(.northing) {
                reader.report(
                    "half-a-coordinate", line: name.line, "The place \(Spelling.shown(name.value)) has only one of easting and northing.",
                    "Add the other.")
            }
        }
    }

    /// The field that `period`, `time` or `person` names, checked.
    func named(_ key: String, as type: FieldType, in reader: EntryReader) -> String? {
        guard let found = reader.optionalText(key) else { return nil }
        if lines[found.value] == nil {
            let near = Spelling.nearest(to: found.value, among: fields.map(\.name)).map { "Did you mean \($0)? " } ?? ""
            reader.report(
                "unknown-field", line: found.line,
                "\(key) of the \(reader.what) names \(Spelling.shown(found.value)), which is not a field of it.",
                "\(near)Name a field of type \(type.rawValue).")
        } else if let field = fields.first(where: { $0.name == found.value }), field.type != type {
            reader.report(
                "rule-does-not-fit", line: found.line,
                "\(key) of the \(reader.what) names \(found.value), which is not a \(type.rawValue).",
                "Name a field of type \(type.rawValue).")
        }
        return found.value
    }
}

extension FieldType {
    /// The role that follows from the type; nil where it must be written down.
    var usualRole: FieldRole? {
        switch self {
        case .reference: .reference
        case .age: .quasi
        case .address, .postcode, .easting, .northing, .area: .place
        default: nil
        }
    }
    /// The part of a place that a value of this type gives.
    var placePart: PlaceUse.Part? {
        switch self {
        case .address: .address
        case .postcode: .postcode
        case .easting: .easting
        case .northing: .northing
        case .area: .area
        default: nil
        }
    }
}
