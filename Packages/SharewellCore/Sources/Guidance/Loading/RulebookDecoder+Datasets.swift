extension RulebookDecoder {
    private static let datasetKeys = ["id", "title", "section", "sources", "priority", "information", "marking", "explanation"]
    private static let recordTypeKeys = ["id", "title", "explanation", "period", "time", "place", "places", "linked", "person", "fields"]

    /// What the record types of one dataset have in common.
    struct Dataset {
        var id = ""
        var section = ""
        var sources: [String] = []
        var priority = Priority.peripheral
        var information = InformationType.depersonalised
        var marking = ""
    }

    mutating func readDataset(_ top: EntryReader) {
        var dataset = Dataset()
        if var reader = top.map("dataset", allowed: Self.datasetKeys) {
            if let id = reader.identifier("id") {
                define(.dataset, id, in: reader.file)
                reader.rename("dataset \(id.value)")
                dataset.id = id.value
            }
            _ = reader.text("title")
            dataset.section = section(reader)
            let sources = reader.texts("sources")
            for source in sources { refer(.agencyClass, source, in: reader.file, by: reader.what) }
            dataset.sources = sources.map(\.value)
            dataset.priority = reader.choice("priority") ?? .peripheral
            dataset.information = reader.choice("information") ?? .depersonalised
            if let marking = reader.text("marking") {
                refer(.marking, marking, in: reader.file, by: reader.what)
                dataset.marking = marking.value
            }
            _ = reader.text("explanation")
        }
        for reader in top.maps("record-types", each: "record type", allowed: Self.recordTypeKeys) {
            readRecordType(reader, of: dataset)
        }
    }

    private mutating func readRecordType(_ start: EntryReader, of dataset: Dataset) {
        var reader = start
        let id = reader.identifier("id")
        if let id {
            define(.recordType, id, in: reader.file)
            reader.rename("record type \(id.value)")
        }
        let title = reader.text("title")
        let explanation = reader.text("explanation")
        let linked = reader.texts("linked", required: false)
        for link in linked {
            if link.value == id?.value {
                reader.report("linked-with-itself", line: link.line, "The \(reader.what) is linked with itself.", "Remove it from linked.")
            } else {
                refer(.recordType, link, in: reader.file, by: reader.what, isLink: true)
            }
        }
        var places: [String: PlaceUse.Kind] = [:]
        var placeLines: [Located<String>] = []
        for (name, kind) in reader.pairs("places", required: false) {
            if !Spelling.isIdentifier(name.value, separator: "_") {
                reader.report(
                    "bad-identifier", line: name.line, "\(Spelling.shown(name.value)) cannot be the name of a place.",
                    "Use lower-case words joined by underscores.")
            }
            places[name.value] =
                EntryReader.choice(kind, among: PlaceUse.Kind.self) { near, all in
                    reader.report("unknown-value", line: kind.line, "\(Spelling.shown(kind.value)) is not a kind of place.", near + all)
                } ?? .residence
            placeLines.append(name)
        }
        var fields = FieldDecoder(file: reader.file, dataset: dataset, places: places)
        for field in reader.maps("fields", each: "field", allowed: FieldDecoder.keys) { fields.read(field, into: &self) }
        fields.checkTogether(reader, declared: placeLines)
        let period = fields.named("period", as: .date, in: reader)
        let time = fields.named("time", as: .time, in: reader)
        let person = fields.named("person", as: .reference, in: reader)
        let place = reader.optionalText("place")
        if let place, places[place.value] == nil {
            reader.report(
                "unknown-place", line: place.line,
                "place of the \(reader.what) names \(Spelling.shown(place.value)), which is not in places.",
                "Name one of: \(places.keys.sorted().joined(separator: ", ")).")
        }
        recordTypes.append(
            RecordType(
                id: RecordTypeID(rawValue: id?.value ?? ""), dataset: dataset.id, title: title?.value ?? "", section: dataset.section,
                sources: dataset.sources, priority: dataset.priority, information: dataset.information, marking: dataset.marking,
                explanation: explanation?.value ?? "", fields: fields.fields, period: period, time: time, place: place?.value,
                linked: linked.map { RecordTypeID(rawValue: $0.value) }, person: person))
    }
}
