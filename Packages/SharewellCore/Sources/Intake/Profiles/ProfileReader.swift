internal import Guidance

/// Reads the YAML of a mapping profile; reports all that is wrong with it.
struct ProfileReader {
    let file: RulebookFile
    /// Finds a record type; nil where there is no sound rulebook to look in, and what the profile names cannot be judged.
    let recordType: ((RecordTypeID) -> RecordType?)?
    let log: FaultLog

    static let keys = ["name", "title", "datasets", "fields", "places", "supplied-by", "ignored", "coordinates", "caveats", "source"]
    static let fieldKeys = [
        "field", "header", "headers", "either", "joiner", "constant", "needed", "codes", "missing", "strip", "yes", "no", "date-order",
        "serial-dates",
    ]

    func read() -> MappingProfile? {
        guard let root = YAMLText(file).compose(log),
            let entries = EntryReader(root, file: file.path, what: "profile", allowed: Self.keys, log: log)
        else { return nil }
        let name = entries.identifier("name")
        let title = entries.text("title")
        let types = datasets(entries)
        let fields = entries.maps("fields", each: "field mapping", allowed: Self.fieldKeys).compactMap { field($0, types) }
        let places = entries.maps("places", each: "place", allowed: ["group", "longitude", "latitude"], required: false)
            .compactMap { place($0, types) }
        checkFilledOnce(fields, places, types, entries)
        guard let name, let title else { return nil }
        return MappingProfile(
            name: name.value, title: title.value, datasets: types.map(\.id), fields: fields.map(\.value), places: places.map(\.value),
            suppliedBy: entries.texts("supplied-by", required: false).map(\.value),
            ignored: entries.texts("ignored", required: false).map(\.value), coordinateMethod: method(entries),
            caveats: entries.texts("caveats", required: false).map(\.value))
    }

    private func datasets(_ entries: EntryReader) -> [RecordType] {
        entries.texts("datasets").compactMap { id in
            guard let recordType else { return nil }
            if let type = recordType(RecordTypeID(rawValue: id.value)) { return type }
            entries.report(
                "unknown-dataset", line: id.line, "The profile names a dataset that the rulebook does not have.",
                "Choose one that `sharewell datasets` lists.")
            return nil
        }
    }

    private func field(_ entry: EntryReader, _ types: [RecordType]) -> Located<FieldMapping>? {
        guard let name = entry.text("field") else { return nil }
        var mapping = FieldMapping(field: name.value)
        let known = types.compactMap { $0.field(name.value) }
        if known.isEmpty, !types.isEmpty {
            entry.report(
                "unknown-field", line: name.line, "None of the profile's datasets has the field \(name.value).",
                "See `sharewell datasets show \(types[0].id)` for its fields.")
        }
        if let header = entry.optionalText("header") { mapping.headers = [header.value] }
        mapping.headers += entry.texts("headers", required: false).map(\.value)
        mapping.either = entry.texts("either", required: false).map(\.value)
        mapping.constant = entry.optionalText("constant")?.value
        let ways = (mapping.headers.isEmpty ? 0 : 1) + (mapping.either.isEmpty ? 0 : 1) + (mapping.constant == nil ? 0 : 1)
        if ways != 1 {
            entry.report(
                "field-source", "The field mapping of \(name.value) must have exactly one of header, headers, either and constant.",
                ways == 0 ? "Say which header fills it." : "Keep one of them.")
        }
        if let joiner = entry.optionalText("joiner") { mapping.joiner = joiner.value == "," ? ", " : " \(joiner.value) " }
        mapping.needed = entry.flag("needed", unless: true)
        for pair in entry.pairs("codes", required: false) { mapping.codes[pair.name.value] = pair.text.value }
        mapping.missing = entry.texts("missing", required: false).map(\.value)
        mapping.strip = entry.texts("strip", required: false).map(\.value)
        mapping.yes = entry.texts("yes", required: false).map(\.value)
        mapping.no = entry.texts("no", required: false).map(\.value)
        mapping.dateOrder = entry.choice("date-order", unless: .dayFirst) ?? .dayFirst
        mapping.serialDates = entry.flag("serial-dates")
        return Located(mapping, line: name.line)
    }

    private func place(_ entry: EntryReader, _ types: [RecordType]) -> Located<PlaceMapping>? {
        guard let group = entry.text("group"), let longitude = entry.text("longitude"), let latitude = entry.text("latitude") else {
            return nil
        }
        if !types.isEmpty, !types.contains(where: { $0.placeGroups.contains(group.value) }) {
            entry.report(
                "unknown-place", line: group.line, "None of the profile's datasets has the place \(group.value).",
                "Its places are: \(types.flatMap(\.placeGroups).joined(separator: ", ")).")
        }
        return Located(PlaceMapping(group: group.value, longitude: longitude.value, latitude: latitude.value), line: group.line)
    }

    private func checkFilledOnce(
        _ fields: [Located<FieldMapping>], _ places: [Located<PlaceMapping>], _ types: [RecordType], _ entries: EntryReader
    ) {
        var seen: Set<String> = []
        for mapping in fields where !seen.insert(mapping.value.field).inserted {
            entries.report(
                "field-filled-twice", line: mapping.line, "The field \(mapping.value.field) is filled twice.",
                "Keep one of the two mappings.")
        }
        for place in places {
            let pair = types.flatMap(\.fields).filter {
                $0.place?.group == place.value.group && ($0.place?.part == .easting || $0.place?.part == .northing)
            }
            for field in pair where !seen.insert(field.name).inserted {
                entries.report(
                    "field-filled-twice", line: place.line,
                    "The field \(field.name) is filled both from degrees and by a mapping of its own.",
                    "Keep one of the two.")
            }
        }
    }

    private func method(_ entries: EntryReader) -> CoordinateMethod {
        guard let method = entries.map("coordinates", allowed: ["made", "at-least", "metres"], required: false),
            let made = method.text("made")
        else { return .unknown }
        switch made.value {
        case "exact": return .exact
        case "postcode": return .postcode
        case "snapped": return .snapped(atLeast: method.count("at-least")?.value ?? 0)
        case "rounded": return .rounded(to: method.count("metres")?.value ?? 0)
        default:
            method.report(
                "unknown-value", line: made.line, "The profile does not say how the coordinates were made in a way that is known.",
                "Choose one of: exact, postcode, snapped (with at-least), rounded (with metres).")
            return .unknown
        }
    }
}
