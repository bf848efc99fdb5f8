import Guidance

extension LawDecoder {
    mutating func readHeader(_ top: EntryReader) {
        let keys = ["id", "title", "source", "personal", "decided-by", "last-resort"]
        guard let reader = top.map("law", allowed: keys) else { return }
        if header != nil { reader.report("duplicate-id", "The law is named a second time.", "Keep the key law in one file only.") }
        let id = reader.identifier("id")
        let title = reader.text("title")
        let source = reader.text("source")
        let personal = reader.identifier("personal")
        let decider = reader.identifier("decided-by")
        if let personal { refer(.fact, personal, in: reader.file, by: "law") }
        if let decider { refer(.person, decider, in: reader.file, by: "law") }
        header = (
            id?.value ?? "", title?.value ?? "", source?.value ?? "", personal?.value ?? "", decider?.value ?? "",
            reader.texts("last-resort").map(\.value)
        )
    }

    mutating func readPeople(_ top: EntryReader) {
        for reader in top.maps("people", each: "person", allowed: ["id", "title"]) {
            let id = reader.identifier("id")
            if let id { define(.person, id, in: reader.file) }
            people.append(LawPerson(id: id?.value ?? "", title: reader.text("title")?.value ?? ""))
        }
    }

    mutating func readFacts(_ top: EntryReader) {
        let keys = [
            "id", "title", "question", "who", "section", "means", "excludes", "implies", "unless-said", "also-called", "opposite",
            "lapses-after",
        ]
        for var reader in top.maps("facts", each: "fact", allowed: keys) {
            let id = name(.fact, &reader)
            let means = expression("means", of: reader, required: false, mayNameRules: false)
            let excludes = named(.fact, "excludes", of: reader)
            let implies = named(.fact, "implies", of: reader)
            let unlessSaid = reader.has("unless-said") ? answer("unless-said", of: reader) : nil
            facts.append(
                LawFact(
                    id: id, title: reader.text("title")?.value ?? "", alsoCalled: otherNames("also-called", of: reader),
                    opposites: otherNames("opposite", of: reader), question: reader.text("question")?.value ?? "",
                    who: named(.person, "who", of: reader, required: true), section: section(reader), means: means, excludes: excludes,
                    implies: implies, unlessSaid: unlessSaid, choice: nil,
                    lapsesAfter: reader.has("lapses-after") ? reader.count("lapses-after")?.value : nil))
        }
    }

    mutating func readChoices(_ top: EntryReader) {
        for var reader in top.maps("choices", each: "choice", allowed: ["id", "question", "who", "section", "unless-said", "options"]) {
            let id = name(.choice, &reader)
            let question = reader.text("question")?.value ?? ""
            let who = named(.person, "who", of: reader, required: true)
            let section = section(reader)
            var options: [LawChoice.Option] = []
            for option in reader.maps("options", each: "option of \(id)", allowed: ["id", "title", "fact", "section", "also-called"]) {
                let own = option.identifier("id")
                let title = option.text("title")?.value ?? ""
                let fact = option.identifier("fact")
                if let own, options.contains(where: { $0.id == own.value }) {
                    option.report("duplicate-id", line: own.line, "The choice \(id) has two options \(own.value).", "Rename one.")
                }
                if let fact { define(.fact, fact, in: option.file) }
                var others: [String] = []
                for name in option.oneOrMoreTexts("also-called") {
                    if name.value == own?.value || options.contains(where: { $0.id == name.value || $0.alsoCalled.contains(name.value) }) {
                        option.report(
                            "duplicate-id", line: name.line, "The choice \(id) has two options \(Spelling.shown(name.value)).",
                            "Rename one.")
                    }
                    others.append(name.value)
                }
                options.append(LawChoice.Option(id: own?.value ?? "", title: title, alsoCalled: others, fact: fact?.value ?? ""))
                optionFacts.append(
                    LawFact(
                        id: fact?.value ?? "", title: title, alsoCalled: [], opposites: [], question: question, who: who,
                        section: option.has("section") ? self.section(option) : section, means: nil, excludes: [], implies: [],
                        unlessSaid: nil, choice: id))
            }
            let unlessSaid = reader.optionalText("unless-said")
            if let unlessSaid, !options.contains(where: { $0.id == unlessSaid.value }) {
                reader.report(
                    "unknown-value", line: unlessSaid.line, "\(Spelling.shown(unlessSaid.value)) is not an option of \(id).",
                    "Name one of: \(options.map(\.id).joined(separator: ", ")).")
            }
            choices.append(
                LawChoice(id: id, question: question, who: who, section: section, options: options, unlessSaid: unlessSaid?.value))
        }
    }

    mutating func readGivens(_ top: EntryReader) {
        let subjects = LawGiven.Subject.allCases.map(\.rawValue)
        for var reader in top.maps("given", each: "given fact", allowed: ["fact", "ask", "unsaid", "others"] + subjects) {
            let fact = reader.identifier("fact")
            if let fact {
                refer(.fact, fact, in: reader.file, by: "given fact")
                reader.rename("given fact \(fact.value)")
            }
            let named = LawGiven.Subject.allCases.filter { reader.has($0.rawValue) }
            guard named.count == 1, let subject = named.first else {
                reader.report(
                    "wrong-type", "A given fact follows from one of \(subjects.joined(separator: ", ")).",
                    "Write one of these keys with a list.")
                continue
            }
            let members = reader.texts(subject.rawValue, required: false)
            let ask = reader.texts("ask", required: false)
            let unsaid = reader.texts("unsaid", required: false)
            if members.isEmpty, ask.isEmpty {
                reader.report("missing-value", "The \(reader.what) names nobody and nothing.", "List for whom it is so, or whom to ask.")
            }
            let others = reader.has("others") ? reader.optionalText("others") : nil
            if let others, !["no", "unsaid"].contains(others.value) {
                reader.report(
                    "unknown-value", line: others.line, "\(Spelling.shown(others.value)) is not what others can be.", "Write no or unsaid.")
            }
            for member in members + ask + unsaid { checkTrait(member, subject, of: reader) }
            givens.append(
                LawGiven(
                    fact: fact?.value ?? "", subject: subject, members: members.map(\.value), ask: ask.map(\.value),
                    unsaid: unsaid.map(\.value),
                    othersAreNot: others?.value != "unsaid"))
        }
    }

    private func checkTrait(_ found: Located<String>, _ subject: LawGiven.Subject, of reader: EntryReader) {
        guard let rulebook else { return }
        let known =
            subject == .dataset
            ? rulebook.recordTypes.flatMap { [$0.id.rawValue, $0.dataset] } + InformationType.allCases.map(\.rawValue)
                + rulebook.markings.map(\.id) + [LawGiven.prescribed]
            : rulebook.agencyClasses.map(\.id) + AgencyGroup.allCases.map(\.rawValue)
        guard !known.contains(found.value) else { return }
        let near = Spelling.nearest(to: found.value, among: known).map { "Did you mean \($0)? " } ?? ""
        let (code, what) =
            subject == .dataset
            ? ("unknown-dataset", "a dataset, a record type, a type of information or a marking")
            : ("unknown-agency-class", "a class or group of agencies")
        reader.report(
            code, line: found.line, "\(Spelling.shown(found.value)) is not \(what) of the rulebook.",
            "\(near)Name one of those there are.")
    }

    mutating func readRules(_ top: EntryReader) {
        let keys = [
            "id", "title", "kind", "law", "section", "for", "applies", "satisfied", "broken-by", "explanation", "remedy", "instead", "says",
        ]
        for var reader in top.maps("rules", each: "rule", allowed: keys) {
            let id = name(.rule, &reader)
            let kind = reader.choice("kind", unless: LawRule.Kind?.none)
            let scope = reader.choice("for", unless: LawRule.Scope?.none)
            let (key, other) = kind == .prohibition ? ("broken-by", "satisfied") : ("satisfied", "broken-by")
            if kind != nil, reader.has(other) {
                reader.report(
                    "unknown-key", line: reader.line(of: other), "A \(kind?.rawValue ?? "rule") has \(key), not \(other).",
                    "Write \(key), or another kind.")
            }
            let applies = expression("applies", of: reader, required: false)
            let asks = expression(key, of: reader, required: true)
            rules.append(
                LawRule(
                    id: id, title: reader.text("title")?.value ?? "", kind: kind ?? .condition, law: reader.text("law")?.value ?? "",
                    section: section(reader), scope: scope ?? .any, applies: applies, asks: asks ?? .any([]),
                    explanation: reader.text("explanation")?.value ?? "", remedy: reader.text("remedy")?.value ?? "",
                    instead: reader.oneOrMoreTexts("instead").map(\.value), says: reader.optionalText("says")?.value))
        }
    }

    /// The identifier of an entry, noted as defined; the reader is named by it.
    private mutating func name(_ kind: Kind, _ reader: inout EntryReader) -> String {
        guard let id = reader.identifier("id") else { return "" }
        define(kind, id, in: reader.file)
        reader.rename("\(kind.rawValue) \(id.value)")
        return id.value
    }

    private mutating func named(_ kind: Kind, _ key: String, of reader: EntryReader, required: Bool = false) -> [String] {
        if required, !reader.has(key) { _ = reader.text(key) }
        let found = reader.oneOrMoreTexts(key)
        for id in found { refer(kind, id, in: reader.file, by: reader.what) }
        return found.map(\.value)
    }

    /// Other names for a fact; none may be that of another fact, under whatever key.
    private mutating func otherNames(_ key: String, of reader: EntryReader) -> [String] {
        reader.oneOrMoreTexts(key).map { name in
            if !Spelling.isIdentifier(name.value, separator: "-") {
                reader.report(
                    "bad-identifier", line: name.line, "\(Spelling.shown(name.value)) cannot be another name of the \(reader.what).",
                    "Use lower-case words of letters and digits, joined by -.")
            }
            otherNames.append((name.value, reader.file, name.line))
            return name.value
        }
    }

    private func answer(_ key: String, of reader: EntryReader) -> LawAnswer? {
        guard let found = reader.optionalText(key) else { return nil }
        if let answer = LawAnswer(rawValue: found.value), answer != .unknown { return answer }
        reader.report("wrong-type", line: found.line, "\(key) of the \(reader.what) is neither yes nor no.", "Write yes or no.")
        return nil
    }

    /// The § a part comes from.
    private func section(_ reader: EntryReader) -> String {
        guard let found = reader.text("section") else { return "" }
        var letters = found.value.unicodeScalars.makeIterator()
        guard letters.next() == "§", let digit = letters.next(), ("0"..."9").contains(digit) else {
            reader.report(
                "bad-section", line: found.line, "\(Spelling.shown(found.value)) is not a section of the guidance.",
                "Write § and the number, such as §2.4.1.1.")
            return found.value
        }
        return found.value
    }
}
