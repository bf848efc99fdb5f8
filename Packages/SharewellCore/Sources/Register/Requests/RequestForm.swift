public import Guidance

/// A request as a person writes it down: what stands in the ledger, and the persons it is about, who do not.
public struct RequestForm: Sendable {
    /// What is asked; its `persons` counts those below.
    public let content: RequestContent
    /// The references of the persons asked about, as the source agency knows them. Sealed in the vault, never in the ledger.
    public let persons: [String]

    /// A request about those persons; `content.persons` is their number.
    public init(content: RequestContent, persons: [String]) {
        var content = content
        self.persons = Set(persons).sorted()
        content.persons = self.persons.count
        self.content = content
    }

    /// Refuses a form one of whose texts, which would stand in the ledger, holds the reference of a person asked about.
    public func checkTexts() throws(Refusal) {
        var texts = [content.why, content.benefit] + content.questions + content.definitions + content.hypotheses.map(\.text)
        texts += [content.necessity, content.proportionality].compactMap { $0 }
        guard persons.contains(where: { person in person.utf8.count >= 3 && texts.contains { $0.contains(person) } }) else { return }
        throw Refusal(
            .namesSubject, "A text of the form holds the reference of one of the persons, and would stand in the ledger for good.",
            remedy: "Say it without naming anybody; persons are named only under persons, which is sealed.")
    }

    private static let keys = [
        "everyone", "purpose", "why", "benefit", "questions", "definitions", "hypotheses", "dataset", "fields", "precision", "from", "to",
        "areas",
        "persons", "source", "contact", "recipients", "handler", "format", "needed-within", "transfer", "destroy-by", "partnership",
        "necessity", "proportionality", "facts",
    ]

    /// Reads a filled-in form.
    /// - Throws: every fault, each with line and remedy. No value of `persons` stands in any of them.
    public static func load(file: RulebookFile) throws(RulebookFaults) -> RequestForm {
        let log = FaultLog()
        let reader = YAMLText(file).compose(log).flatMap {
            EntryReader($0, file: file.path, what: "request form", allowed: keys, log: log)
        }
        guard let reader else {
            try log.throwIfAny()
            throw RulebookFaults([
                RulebookFault(code: "empty-file", file: file.path, line: 1, message: "The form holds nothing.", remedy: "Fill it in.")
            ])
        }
        let form = RequestForm(reader)
        try log.throwIfAny()
        return form
    }

    private init(_ reader: EntryReader) {
        func list(_ key: String) -> [String] { reader.texts(key, required: false).map(\.value) }
        func person(_ found: Located<String>) -> PersonID { PersonID(rawValue: found.value) }
        let persons = reader.texts("persons", required: false).compactMap { found -> String? in
            // One line is one person: what is counted here is what opens later.
            guard !found.value.isEmpty, !found.value.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
                reader.report(
                    "bad-value", line: found.line, "A person's reference is empty or more than one line.",
                    "Write one reference for each person.")
                return nil
            }
            return found.value
        }
        var content = RequestContent(
            purpose: reader.choice("purpose") ?? .intelligence, why: reader.text("why")?.value ?? "",
            benefit: reader.text("benefit")?.value ?? "", questions: reader.texts("questions").map(\.value),
            dataset: RecordTypeID(rawValue: reader.text("dataset")?.value ?? ""), fields: reader.texts("fields").map(\.value),
            precision: reader.choice("precision") ?? .none, source: AgencyID(rawValue: reader.text("source")?.value ?? ""),
            recipients: reader.texts("recipients").map(person), handler: PersonID(rawValue: reader.text("handler")?.value ?? ""),
            format: reader.text("format")?.value ?? "", neededWithin: reader.count("needed-within")?.value ?? 0,
            transfer: reader.choice("transfer") ?? .hub, destroyBy: Self.day(reader, "destroy-by"))
        content.definitions = list("definitions")
        content.hypotheses = Self.hypotheses(reader)
        content.from = reader.optionalText("from")?.value
        content.to = reader.optionalText("to")?.value
        content.areas = list("areas")
        content.contact = reader.optionalText("contact").map(person)
        content.partnership = reader.optionalText("partnership").map { PartnershipID(rawValue: $0.value) }
        content.isAboutEveryone = reader.flag("everyone")
        content.necessity = reader.optionalText("necessity")?.value
        content.proportionality = reader.optionalText("proportionality")?.value
        content.facts = Self.facts(reader)
        self.init(content: content, persons: persons)
    }

    private static func day(_ reader: EntryReader, _ key: String) -> Int {
        guard let found = reader.text(key) else { return 0 }
        if let day = CalendarDay(iso: found.value) { return day.number }
        reader.report("bad-date", line: found.line, "\(key) is not a day of the calendar.", "Write it as 2026-03-31.")
        return 0
    }

    private static func hypotheses(_ reader: EntryReader) -> [RequestContent.Hypothesis] {
        reader.maps("hypotheses", each: "hypothesis", allowed: ["text", "datasets"], required: false).map { entry in
            RequestContent.Hypothesis(
                text: entry.text("text")?.value ?? "", datasets: entry.texts("datasets").map { RecordTypeID(rawValue: $0.value) })
        }
    }

    private static func facts(_ reader: EntryReader) -> [String: Bool] {
        var facts: [String: Bool] = [:]
        for (name, text) in reader.pairs("facts", required: false) {
            switch text.value {
            case "yes", "true": facts[name.value] = true
            case "no", "false": facts[name.value] = false
            case "unknown", "": break
            default: reader.report("bad-value", line: text.line, "A fact is neither yes, no nor unknown.", "Write yes, no or unknown.")
            }
        }
        return facts
    }

}
