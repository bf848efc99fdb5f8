import Guidance

@testable import Law

/// A second assessor, written for the tests only from docs/formats/fact-sheet.md (“How it is worked out”): no state, no memo, nothing
/// shared with the first but the law itself. A fact is proved from what is stated by going back through what it could follow from.
struct NaiveAssessor {
    /// What one rule came to, and what it asks.
    struct Verdict: Equatable {
        let rule: String
        let outcome: String
        let asks: Set<String>
    }
    struct Result: Equatable {
        let conclusion: String
        let verdicts: [Verdict]
        /// Facts and choices that are asked for, each with who can say.
        let missing: [String: [String]]
    }

    let law: LawBook
    private let facts: [String: LawFact]
    private let rules: [String: LawRule]
    /// Facts that imply a fact, and that exclude it.
    private let impliedBy: [String: [String]]
    private let excludedBy: [String: [String]]
    private let siblings: [String: [String]]

    init(_ law: LawBook) {
        self.law = law
        facts = Dictionary(law.facts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        rules = Dictionary(law.rules.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var implied: [String: [String]] = [:]
        var excluded: [String: [String]] = [:]
        var beside: [String: [String]] = [:]
        for fact in law.facts {
            for other in fact.implies { implied[other, default: []].append(fact.id) }
            for other in fact.excludes {
                excluded[other, default: []].append(fact.id)
                excluded[fact.id, default: []].append(other)
            }
        }
        for choice in law.choices {
            for option in choice.options {
                beside[option.fact, default: []] += choice.options.map(\.fact).filter { $0 != option.fact }
            }
        }
        impliedBy = implied
        excludedBy = excluded
        siblings = beside
    }

    /// Nil where what is said contradicts itself.
    func assess(said: [String: Bool], given: [String: Bool], doubted: Set<String>) -> Result? {
        guard said.allSatisfy({ given[$0.key] == nil || given[$0.key] == $0.value }) else { return nil }
        var base = said.merging(given) { $1 }
        func known(_ id: String) -> Bool { proved(id, true, base, []) || proved(id, false, base, []) }
        for fact in law.facts {
            if let answer = fact.unlessSaid, !doubted.contains(fact.id), !known(fact.id) { base[fact.id] = answer == .yes }
        }
        for choice in law.choices {
            guard let option = choice.options.first(where: { $0.id == choice.unlessSaid }) else { continue }
            let open = choice.options.allSatisfy { !doubted.contains($0.fact) && !proved($0.fact, true, base, []) }
            if open, !known(option.fact) { base[option.fact] = true }
        }
        var values: [String: Int] = [:]
        for fact in law.facts {
            let (yes, no) = (proved(fact.id, true, base, []), proved(fact.id, false, base, []))
            if yes, no { return nil }
            values[fact.id] = yes ? 1 : no ? -1 : 0
        }
        return judge(values)
    }

    /// Whether a fact is so (or is not), going back through everything it could follow from; `path` is what is being proved already.
    private func proved(_ id: String, _ wanted: Bool, _ base: [String: Bool], _ path: [String]) -> Bool {
        if let stated = base[id], stated == wanted { return true }
        let mark = (wanted ? "+" : "-") + id
        guard !path.contains(mark), let fact = facts[id] else { return false }
        let path = path + [mark]
        if let means = fact.means, proved(means, wanted, base, path) { return true }
        if wanted { return (impliedBy[id] ?? []).contains { proved($0, true, base, path) } }
        return (siblings[id] ?? []).contains { proved($0, true, base, path) }
            || (excludedBy[id] ?? []).contains { proved($0, true, base, path) } || fact.implies.contains { proved($0, false, base, path) }
    }

    private func proved(_ expression: LawExpression, _ wanted: Bool, _ base: [String: Bool], _ path: [String]) -> Bool {
        switch expression {
        case .fact(let id): return proved(id, wanted, base, path)
        case .rule: return false
        case .not(let inner): return proved(inner, !wanted, base, path)
        case .all(let parts):
            return wanted ? parts.allSatisfy { proved($0, true, base, path) } : parts.contains { proved($0, false, base, path) }
        case .any(let parts):
            return wanted ? parts.contains { proved($0, true, base, path) } : parts.allSatisfy { proved($0, false, base, path) }
        }
    }

    /// Least and greatest over minus one, nought and one.
    func value(_ expression: LawExpression, _ values: [String: Int]) -> Int {
        switch expression {
        case .fact(let id): return values[id] ?? 0
        case .rule(let id):
            guard let rule = rules[id] else { return 0 }
            let both = min(rule.applies.map { value($0, values) } ?? 1, value(rule.asks, values))
            return rule.kind == .prohibition ? -both : both
        case .not(let inner): return -value(inner, values)
        case .all(let parts): return parts.map { value($0, values) }.min() ?? 1
        case .any(let parts): return parts.map { value($0, values) }.max() ?? -1
        }
    }

    private func judge(_ values: [String: Int]) -> Result {
        let personal = values[law.personalFact] != -1
        var verdicts: [Verdict] = []
        var failed = false
        var basis: [Int] = []
        var open: [(isBasis: Bool, asks: Set<String>)] = []
        var anyCondition = false
        for rule in law.rules {
            if rule.scope == .personal, !personal { continue }
            if rule.scope == .notPersonal, personal { continue }
            let applies = rule.applies.map { value($0, values) } ?? 1
            if applies == -1 { continue }
            let met = value(rule.asks, values)
            // Good is what lets it be shared: for a prohibition that it is not so.
            let good = rule.kind == .prohibition ? -met : met
            let outcome = good == 1 ? 1 : applies == 1 ? good : 0
            let asks = outcome == 0 ? asked(applies == 0 ? rule.applies ?? rule.asks : rule.asks, values) : []
            let names = rule.kind == .prohibition ? ["broken", "missing", "not-broken"] : ["not-satisfied", "missing", "satisfied"]
            verdicts.append(Verdict(rule: rule.id, outcome: names[outcome + 1], asks: asks))
            switch rule.kind {
            case .power, .duty:
                basis.append(outcome)
                if outcome == 0 { open.append((true, asks)) }
            case .condition, .prohibition:
                if outcome == -1 { failed = true }
                if outcome == 0 { open.append((false, asks)) }
                if rule.kind == .condition, outcome == 1 { anyCondition = true }
            case .exemption, .practice: break
            }
        }
        let hasBasis = basis.contains(1)
        let counts = open.filter { !$0.isBasis || (personal && !hasBasis) }
        var missing = counts.reduce(into: Set<String>()) { $0.formUnion($1.asks) }
        if values[law.personalFact] == 0 { missing.insert(named(law.personalFact)) }
        let conclusion: String
        if failed || (personal && basis.allSatisfy { $0 == -1 }) {
            conclusion = "not-as-asked"
        } else if personal || !missing.isEmpty {
            conclusion = "conditional"
        } else {
            conclusion = anyCondition ? "unrestricted" : "not-as-asked"
        }
        return Result(
            conclusion: conclusion, verdicts: verdicts,
            missing: Dictionary(uniqueKeysWithValues: missing.map { ($0, who($0)) }))
    }

    /// The facts that are not known and stand only within parts that are not decided.
    private func asked(_ expression: LawExpression, _ values: [String: Int]) -> Set<String> {
        guard value(expression, values) == 0 else { return [] }
        switch expression {
        case .fact(let id):
            if let means = facts[id]?.means { return asked(means, values) }
            return [named(id)]
        case .rule(let id):
            return rules[id].map { rule in (rule.applies.map { asked($0, values) } ?? []).union(asked(rule.asks, values)) } ?? []
        case .not(let inner): return asked(inner, values)
        case .all(let parts), .any(let parts): return parts.reduce(into: []) { $0.formUnion(asked($1, values)) }
        }
    }

    /// A choice is asked by its own name.
    private func named(_ id: String) -> String { facts[id]?.choice ?? id }
    private func who(_ id: String) -> [String] {
        let ids = facts[id]?.who ?? law.choices.first { $0.id == id }?.who ?? []
        return ids.map { person in law.people.first { $0.id == person }?.title ?? person }
    }
}
