public import Guidance
import Yams

extension LawBook {
    /// The folder within a rulebook's folder that holds the law.
    public static let folder = "law"

    /// Loads the law from among the files of a rulebook: those under `law/`. Their order plays no part; the order of the law is that of the
    /// paths.
    /// - Parameter rulebook: what the agency groups, classes and datasets are checked against; nil where the rulebook itself has faults.
    /// - Throws: every fault that was found, each with file, line and remedy.
    public static func load(files: [RulebookFile], rulebook: Rulebook?) throws(RulebookFaults) -> LawBook {
        var decoder = LawDecoder(rulebook: rulebook)
        let own = files.filter { $0.path.split(separator: "/").dropLast().contains(Substring(folder)) }
        for file in own.sorted(by: { $0.path < $1.path }) { decoder.read(file) }
        return try decoder.finish()
    }
}

/// Reads the files of the law one after the other, then checks the parts against each other.
struct LawDecoder {
    /// What a word in one place says must exist in another.
    enum Kind: String {
        case fact, rule, person, choice
    }
    struct Place: Hashable {
        let file: String
        let line: Int
    }
    struct Reference {
        let kind: Kind
        let id: String
        let place: Place
        let by: String
    }
    static let topKeys = ["law", "people", "facts", "choices", "given", "rules"]

    let log = FaultLog()
    let rulebook: Rulebook?
    var header: (id: String, title: String, source: String, personal: String, decider: String, lastResort: [String])?
    var people: [LawPerson] = []
    var facts: [LawFact] = []
    var optionFacts: [LawFact] = []
    var choices: [LawChoice] = []
    var givens: [LawGiven] = []
    var rules: [LawRule] = []
    var references: [Reference] = []
    /// Names beside identifiers by which a sheet may call a fact.
    var otherNames: [(name: String, file: String, line: Int)] = []
    /// Where each identifier was first defined.
    var defined: [Kind: [String: Place]] = [:]
    private var unread = false
    private var firstFile = "law"

    init(rulebook: Rulebook?) { self.rulebook = rulebook }

    mutating func read(_ file: RulebookFile) {
        if firstFile == "law" { firstFile = file.path }
        guard let node = YAMLText(file).compose(log) else {
            unread = true
            return
        }
        guard let top = EntryReader(node, file: file.path, what: "file", allowed: Self.topKeys, log: log) else { return }
        if top.has("law") { readHeader(top) }
        if top.has("people") { readPeople(top) }
        if top.has("facts") { readFacts(top) }
        if top.has("choices") { readChoices(top) }
        if top.has("given") { readGivens(top) }
        if top.has("rules") { readRules(top) }
    }

    mutating func finish() throws(RulebookFaults) -> LawBook {
        if !unread {
            checkReferences()
            checkNames()
            checkCompleteness()
            checkMarkingRules()
        }
        if checkCycles() { checkSizes() }
        try log.throwIfAny()
        guard let header else { throw RulebookFaults([Self.missingPart(firstFile, "its header", "law")]) }
        return LawBook(
            id: header.id, title: header.title, source: header.source, personalFact: header.personal,
            decider: people.first { $0.id == header.decider }?.title ?? header.decider, lastResort: header.lastResort, people: people,
            facts: facts + optionFacts, choices: choices, givens: givens, rules: rules,
            prescribed: Set(rulebook?.prescribedInformation?.items.flatMap(\.recordTypes) ?? []))
    }

    private static func missingPart(_ file: String, _ part: String, _ key: String) -> RulebookFault {
        RulebookFault(
            code: "missing-part", file: file, line: 1, message: "No file of the law has \(part).", remedy: "Add a file with the key \(key)."
        )
    }

    /// Rules of marking name facts of the law, which are known only here.
    private func checkMarkingRules() {
        let known = Set((facts + optionFacts).map(\.id))
        for rule in rulebook?.markingRules ?? [] {
            for fact in rule.facts where !known.contains(fact) {
                log.report(
                    "unknown-fact", "marking-rules.yaml", 1,
                    "The marking rule \(rule.content.rawValue) names \(Spelling.shown(fact)), which is no fact of the law.",
                    "Name one of them; sharewell law facts lists them.")
            }
        }
    }

    private func checkCompleteness() {
        for (present, part, key) in [
            (header != nil, "its header", "law"), (!facts.isEmpty, "facts", "facts"), (!rules.isEmpty, "rules", "rules"),
        ]
        where !present {
            let fault = Self.missingPart(firstFile, part, key)
            log.report("missing-part", fault.file, fault.line, fault.message, fault.remedy)
        }
    }

    /// Notes a definition; reports the second of the same name.
    mutating func define(_ kind: Kind, _ id: Located<String>, in file: String) {
        if let first = defined[kind, default: [:]][id.value] {
            log.report(
                "duplicate-id", file, id.line,
                "There is another \(kind.rawValue) \(Spelling.shown(id.value)), in \(first.file) line \(first.line).",
                "Give one of them another identifier, or remove it.")
        } else {
            defined[kind, default: [:]][id.value] = Place(file: file, line: id.line)
        }
    }

    mutating func refer(_ kind: Kind, _ id: Located<String>, in file: String, by: String) {
        references.append(Reference(kind: kind, id: id.value, place: Place(file: file, line: id.line), by: by))
    }

    private func checkReferences() {
        for reference in references where defined[reference.kind]?[reference.id] == nil {
            let near = Spelling.nearest(to: reference.id, among: (defined[reference.kind] ?? [:]).keys.sorted())
            log.report(
                "unknown-\(reference.kind.rawValue)", reference.place.file, reference.place.line,
                "The \(reference.by) names the \(reference.kind.rawValue) \(Spelling.shown(reference.id)), which no file of the law defines.",
                "\(near.map { "Did you mean \($0)? " } ?? "")Define it, or name one of those there are.")
        }
    }

    /// A name by which a sheet calls a fact must mean that fact alone.
    private func checkNames() {
        var taken = defined[.fact] ?? [:]
        for choice in choices { taken[choice.id] = defined[.choice]?[choice.id] }
        for (name, file, line) in otherNames {
            if let first = taken[name] {
                log.report(
                    "duplicate-id", file, line, "There is another fact \(Spelling.shown(name)), in \(first.file) line \(first.line).",
                    "Give one of them another name, or remove it.")
            } else {
                taken[name] = Place(file: file, line: line)
            }
        }
    }

    /// Rules that name each other in a circle, and facts that follow from themselves, would never come to an answer.
    /// - Returns: true when there is none.
    private func checkCycles() -> Bool {
        let edges = edges
        var sound = true
        var done: Set<String> = []
        for start in facts.map({ "fact \($0.id)" }) + rules.map({ "rule \($0.id)" }) {
            for cycle in Self.cycles(from: start, edges, &done) {
                sound = false
                let place = place(cycle[0]) ?? Place(file: firstFile, line: 1)
                log.report(
                    "cycle", place.file, place.line,
                    "The \(Self.shown(cycle).joined(separator: " needs the ")): a circle that has no answer.",
                    "Break the circle: take one of them out of the other’s expression.")
            }
        }
        return sound
    }
}
