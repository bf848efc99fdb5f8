public import Guidance

/// The law and the guidance on sharing as data: facts, what follows from what, and rules. Made only by `load(files:rulebook:)`, which
/// checks every part against every other.
public struct LawBook: Sendable, Equatable {
    /// Identifier.
    public let id: String
    /// Its name.
    public let title: String
    /// What it was typed from.
    public let source: String
    /// The fact that says whether information is personal.
    public let personalFact: String
    /// Who decides on personal information, as a sentence has it.
    public let decider: String
    /// What can always be asked for instead; never empty.
    public let lastResort: [String]
    /// In the order of the files.
    public let people: [LawPerson]
    /// In the order of the files; the options of a choice stand after the facts.
    public let facts: [LawFact]
    /// In the order of the files.
    public let choices: [LawChoice]
    /// In the order of the files.
    public let givens: [LawGiven]
    /// In the order of the files: the order in which a case is to be considered.
    public let rules: [LawRule]
    /// Record types of a description that section 17A prescribes, as the rulebook has them.
    public let prescribed: Set<RecordTypeID>

    /// Positions of the facts that may follow from a fact, or from which it follows.
    let touched: [String: [Int]]
    private let factPositions: [String: Int]
    private let rulePositions: [String: Int]

    init(
        id: String, title: String, source: String, personalFact: String, decider: String, lastResort: [String], people: [LawPerson],
        facts: [LawFact], choices: [LawChoice], givens: [LawGiven], rules: [LawRule], prescribed: Set<RecordTypeID> = []
    ) {
        self.id = id
        self.title = title
        self.source = source
        self.personalFact = personalFact
        self.decider = decider
        self.lastResort = lastResort
        self.people = people
        self.facts = facts
        self.choices = choices
        self.givens = givens
        self.rules = rules
        self.prescribed = prescribed
        factPositions = Dictionary(facts.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        var touched: [String: [Int]] = [:]
        for (position, fact) in facts.enumerated() {
            let named = (fact.means?.leaves ?? []).compactMap { leaf in
                if case .fact(let id) = leaf { id } else { nil }
            }
            for id in Set([fact.id] + named + fact.implies + fact.excludes) { touched[id, default: []].append(position) }
        }
        self.touched = touched
        rulePositions = Dictionary(rules.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The fact of that identifier.
    public func fact(_ id: String) -> LawFact? { factPositions[id].map { facts[$0] } }
    /// The fact of that identifier or other name; `isOpposite` where yes to the name means no to the fact.
    func fact(called name: String) -> (fact: LawFact, isOpposite: Bool)? {
        if let fact = fact(name) { return (fact, false) }
        if let fact = facts.first(where: { $0.alsoCalled.contains(name) }) { return (fact, false) }
        return facts.first { $0.opposites.contains(name) }.map { ($0, true) }
    }
    /// The rule of that identifier.
    public func rule(_ id: String) -> LawRule? { rulePositions[id].map { rules[$0] } }
    /// The choice of that identifier.
    public func choice(_ id: String) -> LawChoice? { choices.first { $0.id == id } }
    /// Who that is, as a sentence has it; the identifier itself for a stranger.
    public func person(_ id: String) -> String { people.first { $0.id == id }?.title ?? id }

    /// Whether an expression holds.
    public func answer(_ expression: LawExpression, _ facts: LawFacts) -> LawAnswer {
        expression.answer(fact: { facts[$0] }, rule: { id in rule(id).map { answer(to: $0, facts) } ?? .unknown })
    }

    /// Whether a rule applies and is met; of a prohibition, whether it is kept.
    public func answer(to rule: LawRule, _ facts: LawFacts) -> LawAnswer {
        let applies = rule.applies.map { answer($0, facts) } ?? .yes
        let both = LawAnswer.all([applies, answer(rule.asks, facts)])
        return rule.kind == .prohibition ? both.opposite : both
    }

    /// What follows from who holds the information, who asks for it and which record type it is; nil is not known.
    public func given(source: AgencyClass?, recipient: AgencyClass?, dataset: RecordType?) -> LawFacts {
        var found = LawFacts()
        for given in givens {
            let traits: Set<String>? =
                switch given.subject {
                case .source: source.map(Self.traits)
                case .recipient: recipient.map(Self.traits)
                case .dataset: dataset.map(traits)
                }
            guard let traits else { continue }
            if given.members.contains(where: traits.contains) {
                found[given.fact] = .yes
            } else if given.ask.contains(where: traits.contains) {
                found.doubt(given.fact)
            } else if given.othersAreNot, !given.unsaid.contains(where: traits.contains) {
                found[given.fact] = .no
            }
        }
        return found
    }

    private func traits(of type: RecordType) -> Set<String> {
        let own: Set = [type.id.rawValue, type.dataset, type.information.rawValue, type.marking]
        return prescribed.contains(type.id) ? own.union([LawGiven.prescribed]) : own
    }

    private static func traits(of agency: AgencyClass) -> Set<String> { Set(agency.groups.map(\.rawValue) + [agency.id]) }
}
