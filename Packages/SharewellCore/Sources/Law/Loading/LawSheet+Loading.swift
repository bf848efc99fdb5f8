public import Guidance
import Yams

extension LawSheet {
    /// Reads a fact sheet.
    ///
    /// Keys: `title`, `from`, `to` (agency classes), `dataset` (a record type), one for each choice of the law (`purpose`, …), and `facts`,
    /// each `yes`, `no` or `unknown`.
    /// - Throws: every fault, each with its line and remedy.
    public static func load(file: RulebookFile, law: LawBook, rulebook: Rulebook) throws(RulebookFaults) -> LawSheet {
        let log = FaultLog()
        let names = SheetNames(law: law, rulebook: rulebook)
        let keys = ["title", "from", "to", "dataset"] + law.choices.map(\.id) + ["facts"]
        guard let node = YAMLText(file).compose(log) else {
            try log.throwIfAny()
            throw RulebookFaults([])
        }
        // A fact that stands beside from and to instead of under facts is a slip that many make.
        var misplaced: [String] = []
        for (key, value) in node.mapping ?? [:] {
            guard let name = key.scalar?.string, !keys.contains(name), names.fact(name) != nil else { continue }
            misplaced.append(name)
            log.report(
                "unknown-key", file.path, key.mark?.line ?? value.mark?.line ?? 1,
                "\(Spelling.shown(name)) is a fact, and stands beside from and to.", "Move it under facts, indented by two spaces.")
        }
        guard let top = EntryReader(node, file: file.path, what: "fact sheet", allowed: keys + misplaced, log: log) else {
            try log.throwIfAny()
            throw RulebookFaults([])
        }
        func unknown(_ what: String, _ code: String, _ found: Located<String>, _ help: @autoclosure () -> String) {
            // Looking for what was meant takes time; who gets this many names wrong needs the list.
            let help = log.faults.count < 50 ? help() : "See sharewell law facts, sharewell guidance classes and sharewell datasets."
            top.report(code, line: found.line, "\(Spelling.shown(found.value)) is not \(what).", help)
        }
        func agencies(_ key: String) -> [AgencyClass] {
            var found: [AgencyClass] = []
            for name in top.oneOrMoreTexts(key) {
                if let agency = names.agency(name.value) {
                    if !found.contains(agency) { found.append(agency) }
                } else {
                    unknown("an agency class of the rulebook", "unknown-agency-class", name, names.helpOnAgency(name.value))
                }
            }
            return found
        }
        let sources = agencies("from")
        let recipients = agencies("to")
        var dataset: RecordType?
        if let name = top.optionalText("dataset") {
            dataset = names.dataset(name.value)
            if dataset == nil { unknown("a record type of the rulebook", "unknown-dataset", name, names.helpOnDataset(name.value)) }
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
            if ["unknown", "not known yet", "?"].contains(chosen.value.lowercased()) {
                for option in choice.options { stated.doubt(option.fact) }
            } else if let option = names.option(chosen.value, of: choice) {
                state(option.fact, .yes, line: chosen.line)
            } else {
                unknown("an answer to \(choice.id)", "unknown-value", chosen, names.help(on: chosen.value, of: choice))
            }
        }
        for (name, text) in top.pairs("facts", required: false) {
            guard let (fact, isOpposite) = names.fact(name.value) else {
                unknown("a fact of the law", "unknown-fact", name, names.helpOnFact(name.value))
                continue
            }
            let answer: LawAnswer
            switch text.value.lowercased() {
            case "yes", "true": answer = .yes
            case "no", "false": answer = .no
            case "unknown", "not known yet", "not known", "?": answer = .unknown
            default:
                top.report(
                    "wrong-type", line: text.line, "\(name.value) is neither yes, no nor unknown.", "Write yes, no or unknown.")
                continue
            }
            state(fact, isOpposite ? answer.opposite : answer, line: name.line)
        }
        try log.throwIfAny()
        return LawSheet(
            title: top.optionalText("title")?.value, sources: sources, recipients: recipients, dataset: dataset, stated: stated,
            file: file.path, lines: lines)
    }
}
