public import Guidance

extension LawSheet {
    /// Reads a fact sheet.
    ///
    /// Keys: `title`, `from`, `to` (agency classes), `dataset` (a record type), one for each choice of the law (`purpose`, …), and `facts`,
    /// each `yes`, `no` or `unknown`.
    /// - Throws: every fault, each with its line and remedy.
    public static func load(file: RulebookFile, law: LawBook, rulebook: Rulebook) throws(RulebookFaults) -> LawSheet {
        let log = FaultLog()
        let keys = ["title", "from", "to", "dataset"] + law.choices.map(\.id) + ["facts"]
        guard let node = YAMLText(file).compose(log),
            let top = EntryReader(node, file: file.path, what: "fact sheet", allowed: keys, log: log)
        else {
            try log.throwIfAny()
            throw RulebookFaults([])
        }
        func unknown(_ what: String, _ code: String, _ found: Located<String>, among known: [String], _ see: String) {
            let near = Spelling.nearest(to: found.value, among: known).map { "Did you mean \($0)? " } ?? ""
            top.report(code, line: found.line, "\(Spelling.shown(found.value)) is not \(what).", "\(near)\(see)")
        }
        func agencies(_ key: String) -> [AgencyClass] {
            var found: [AgencyClass] = []
            for id in top.oneOrMoreTexts(key) {
                if let agency = rulebook.agencyClass(id.value) {
                    if !found.contains(agency) { found.append(agency) }
                } else {
                    unknown(
                        "an agency class of the rulebook", "unknown-agency-class", id, among: rulebook.agencyClasses.map(\.id),
                        "See sharewell guidance classes.")
                }
            }
            return found
        }
        let sources = agencies("from")
        let recipients = agencies("to")
        var dataset: RecordType?
        if let id = top.optionalText("dataset") {
            dataset = rulebook.recordType(RecordTypeID(rawValue: id.value))
            if dataset == nil {
                unknown(
                    "a record type of the rulebook", "unknown-dataset", id, among: rulebook.recordTypes.map(\.id.rawValue),
                    "See sharewell datasets.")
            }
        }
        var stated = LawFacts()
        var lines: [String: Int] = [:]
        func state(_ id: String, _ answer: LawAnswer, line: Int) {
            if let first = lines[id] {
                let differs = stated[id] != answer
                top.report(
                    differs ? "contradictory-facts" : "repeated-fact", line: line,
                    "\(id) is answered a second time\(differs ? ", differently" : ""); the first is on line \(first).", "Keep one of them.")
            } else {
                lines[id] = line
                if answer == .unknown { stated.doubt(id) } else { stated[id] = answer }
            }
        }
        for choice in law.choices {
            guard let chosen = top.optionalText(choice.id) else { continue }
            if let option = choice.options.first(where: { $0.id == chosen.value }) {
                state(option.fact, .yes, line: chosen.line)
            } else {
                let all = choice.options.map(\.id)
                unknown(
                    "an answer to \(choice.id)", "unknown-value", chosen, among: all, "Write one of: \(all.joined(separator: ", ")).")
            }
        }
        for (name, text) in top.pairs("facts", required: false) {
            guard law.fact(name.value) != nil else {
                unknown("a fact of the law", "unknown-fact", name, among: law.facts.map(\.id), "See sharewell law facts.")
                continue
            }
            switch text.value.lowercased() {
            case "yes", "true": state(name.value, .yes, line: name.line)
            case "no", "false": state(name.value, .no, line: name.line)
            case "unknown", "not known yet", "?": state(name.value, .unknown, line: name.line)
            default:
                top.report(
                    "wrong-type", line: text.line, "\(name.value) is neither yes, no nor unknown.", "Write yes, no or unknown.")
            }
        }
        try log.throwIfAny()
        return LawSheet(
            title: top.optionalText("title")?.value, sources: sources, recipients: recipients, dataset: dataset, stated: stated,
            file: file.path, lines: lines)
    }
}
