extension RulebookDecoder {
    mutating func readMarkings(_ top: EntryReader) {
        for reader in top.maps("markings", each: "marking", allowed: ["id", "title", "section", "level", "explanation", "releasers"]) {
            let id = reader.text("id")
            let title = reader.text("title")
            let section = section(reader)
            let level = reader.count("level")
            let explanation = reader.text("explanation")
            let releasers = reader.has("releasers") ? reader.count("releasers") : Located(1, line: 0)
            if let releasers, !(1...2).contains(releasers.value) {
                reader.report("bad-value", line: releasers.line, "Releasers are one person or two.", "Write releasers: 2, or leave it out.")
            }
            if let id { define(.marking, id, in: reader.file) }
            markings.append(
                Marking(
                    id: id?.value ?? "", title: title?.value ?? "", section: section, level: level?.value ?? 0,
                    explanation: explanation?.value ?? "", releasers: releasers?.value ?? 2))
        }
    }

    mutating func readRefusalReasons(_ top: EntryReader) {
        for var reader in top.maps("refusal-reasons", each: "refusal reason", allowed: ["id", "title", "section", "excuse", "answer"]) {
            let id = reader.identifier("id")
            if let id {
                define(.refusalReason, id, in: reader.file)
                reader.rename("refusal reason \(id.value)")
            }
            let title = reader.text("title")
            let section = section(reader)
            let isExcuse = reader.flag("excuse", unless: true)
            let answer = reader.text("answer")
            refusalReasons.append(
                RefusalReason(
                    id: id?.value ?? "", title: title?.value ?? "", section: section, isExcuse: isExcuse, answer: answer?.value ?? ""))
        }
    }

    mutating func readAgencyClasses(_ top: EntryReader) {
        for var reader in top.maps("agency-classes", each: "agency class", allowed: ["id", "title", "section", "groups", "also-called"]) {
            let id = reader.identifier("id")
            if let id {
                define(.agencyClass, id, in: reader.file)
                reader.rename("agency class \(id.value)")
            }
            let title = reader.text("title")
            let section = section(reader)
            let groups = reader.texts("groups").compactMap { found in
                EntryReader.choice(found, among: AgencyGroup.self) { near, all in
                    reader.report(
                        "unknown-value", line: found.line, "\(Spelling.shown(found.value)) is not a group of agencies.", near + all)
                }
            }
            let names = reader.oneOrMoreTexts("also-called")
            for name in names {
                if !Spelling.isIdentifier(name.value, separator: "-") {
                    reader.report(
                        "bad-identifier", line: name.line, "\(Spelling.shown(name.value)) cannot be another name of the \(reader.what).",
                        "Use lower-case words of letters and digits, joined by -.")
                }
                if let other = agencyClasses.first(where: { $0.isCalled(name.value) }) {
                    reader.report(
                        "duplicate-id", line: name.line, "\(Spelling.shown(name.value)) is another name of \(other.id) already.",
                        "Take it from one of them.")
                }
            }
            agencyClasses.append(
                AgencyClass(
                    id: id?.value ?? "", title: title?.value ?? "", section: section, groups: groups, alsoCalled: names.map(\.value)))
        }
    }

    mutating func readAggregateSources(_ top: EntryReader) {
        let keys = ["id", "title", "section", "source", "restricted", "explanation", "address"]
        for var reader in top.maps("aggregate-sources", each: "aggregate source", allowed: keys) {
            let id = reader.identifier("id")
            if let id {
                define(.aggregateSource, id, in: reader.file)
                reader.rename("aggregate source \(id.value)")
            }
            let title = reader.text("title")
            let section = section(reader)
            let source = reader.text("source")
            // A source whose mark is not written down could be taken for a public one.
            if !reader.has("restricted") { _ = reader.text("restricted") }
            let restricted = reader.flag("restricted", unless: true)
            let explanation = reader.text("explanation")
            let address = reader.optionalText("address")
            aggregateSources.append(
                AggregateSource(
                    id: id?.value ?? "", title: title?.value ?? "", section: section, source: source?.value ?? "",
                    restricted: restricted, explanation: explanation?.value ?? "", address: address?.value))
        }
    }

    mutating func readForm(_ top: EntryReader) {
        guard let reader = top.map("metadata-form", allowed: ["title", "section", "reminder", "entries"]) else { return }
        if form != nil {
            reader.report("duplicate-id", "There is a second metadata form.", "Keep the key metadata-form in one file only.")
        }
        let title = reader.text("title")
        let section = section(reader)
        let reminder = reader.text("reminder")
        var keys: Set<String> = []
        let allowed = ["key", "item", "title", "explanation", "shape", "required"]
        let entries = reader.maps("entries", each: "entry of the metadata form", allowed: allowed).map { entry in
            let key = entry.identifier("key")
            if let key, !keys.insert(key.value).inserted {
                entry.report(
                    "duplicate-id", line: key.line, "The metadata form has two entries \(Spelling.shown(key.value)).",
                    "Give one another key.")
            }
            let item = entry.count("item")
            let title = entry.text("title")
            let explanation = entry.text("explanation")
            let shape = entry.choice("shape", unless: MetadataForm.Shape?.none)
            return MetadataForm.Entry(
                key: key?.value ?? "", item: item?.value ?? 0, title: title?.value ?? "", explanation: explanation?.value ?? "",
                shape: shape ?? .text, required: entry.flag("required"))
        }
        for missing in MetadataStatement.keys where !keys.contains(missing) {
            reader.report("missing-key", "The metadata form has no entry \(missing).", "Add it: §3.4 asks for it.")
        }
        form = MetadataForm(title: title?.value ?? "", section: section, reminder: reminder?.value ?? "", entries: entries)
    }

    /// The § a part comes from.
    func section(_ reader: EntryReader) -> String {
        guard let found = reader.text("section") else { return "" }
        checkSection(found, of: reader)
        return found.value
    }

    func checkSection(_ found: Located<String>, of reader: EntryReader) {
        var letters = found.value.unicodeScalars.makeIterator()
        guard letters.next() == "§", let digit = letters.next(), ("0"..."9").contains(digit) else {
            reader.report(
                "bad-section", line: found.line, "\(Spelling.shown(found.value)) is not a section of the guidance.",
                "Write § and the number, such as §3.2.1.")
            return
        }
    }
}
