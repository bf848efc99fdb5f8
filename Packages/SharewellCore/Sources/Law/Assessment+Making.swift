public import Guidance

/// One case to be judged: one agency that holds information, one that asks for it.
public struct LawCase: Sendable {
    /// Class of the agency that holds the information; nil where it is not known.
    public let source: AgencyClass?
    /// Class of the agency that asks; nil where it is not known, or none asks.
    public let recipient: AgencyClass?
    /// The record type, if it is one.
    public let dataset: RecordType?
    /// What is stated.
    public let stated: LawFacts

    /// Puts a case together.
    public init(source: AgencyClass?, recipient: AgencyClass?, dataset: RecordType?, stated: LawFacts) {
        self.source = source
        self.recipient = recipient
        self.dataset = dataset
        self.stated = stated
    }
}

extension LawBook {
    /// Judges one case: what follows from the agencies and the dataset is added to what is stated.
    /// - Throws: a contradiction between any of these.
    public func assess(_ lawCase: LawCase) throws(LawContradiction) -> Assessment {
        let given = given(source: lawCase.source, recipient: lawCase.recipient, dataset: lawCase.dataset)
        let facts = try complete(lawCase.stated, given: given)
        return assess(facts, source: lawCase.source, recipient: lawCase.recipient, dataset: lawCase.dataset)
    }

    /// The fact that stands for an answer to a choice, such as `intelligence` to `purpose`; nil for none.
    public func fact(choosing option: String, of choice: String) -> String? {
        self.choice(choice)?.options.first { $0.id == option }?.fact
    }

    /// Applies every rule to the facts of one case.
    /// - Parameters:
    ///   - source: Class of the agency that holds the information, for the record; what follows from it is in `facts` already.
    ///   - recipient: Class of the agency that asks.
    ///   - dataset: The record type.
    public func assess(
        _ facts: CompletedFacts, source: AgencyClass? = nil, recipient: AgencyClass? = nil, dataset: RecordType? = nil
    ) -> Assessment {
        let personal = facts[personalFact]
        // Not known is taken as personal: fail closed.
        let scope: LawRule.Scope = personal == .no ? .notPersonal : .personal
        let considered: [(rule: LawRule, test: Assessment.Test)] = rules.compactMap { rule in
            guard rule.scope == .any || rule.scope == scope else { return nil }
            return test(rule, facts.facts).map { (rule, $0) }
        }
        let tests = considered.map(\.test)
        let needsBasis = scope == .personal
        let basis = tests.filter { $0.kind == .power || $0.kind == .duty }
        let hasBasis = basis.contains { $0.outcome == .satisfied }
        let noBasis = needsBasis && basis.allSatisfy { $0.outcome == .notSatisfied }
        let failed = considered.filter { pair in
            switch pair.test.kind {
            case .condition, .prohibition: pair.test.outcome == .notSatisfied || pair.test.outcome == .broken
            case .power, .duty: noBasis
            case .exemption, .practice: false
            }
        }
        let open = tests.filter { test in
            guard test.outcome == .missing else { return false }
            switch test.kind {
            case .condition, .prohibition: return true
            case .power, .duty: return needsBasis && !hasBasis
            case .exemption, .practice: return false
            }
        }
        let points = open.count + (personal == .unknown ? 1 : 0)
        var missing: [Assessment.Question] = personal == .unknown ? [question(personalFact)].compactMap { $0 } : []
        for question in open.flatMap(\.questions) where !missing.contains(question) { missing.append(question) }
        let nothingHolds = !tests.contains { $0.kind == .condition && $0.outcome == .satisfied }

        let conclusion: Assessment.Conclusion
        if !failed.isEmpty || noBasis {
            conclusion = .notAsAsked
        } else if scope == .personal || !missing.isEmpty {
            conclusion = .conditional
        } else {
            // A law without conditions allows nothing.
            conclusion = nothingHolds ? .notAsAsked : .unrestricted
        }
        var instead: [String] = []
        if conclusion == .notAsAsked {
            for text in failed.flatMap(\.rule.instead) + lastResort where !instead.contains(text) { instead.append(text) }
        }
        var summary = summary(
            conclusion, personal: personal, open: points, questions: missing.count, noBasis: noBasis,
            unmet: failed.map(\.test).filter { $0.kind == .condition || $0.kind == .prohibition })
        if scope == .notPersonal {
            let met = considered.first { $0.rule.says != nil && $0.test.outcome == .satisfied }
            if conclusion == .unrestricted, let says = met?.rule.says { summary = says }
            if let duty = tests.first(where: { $0.kind == .duty && $0.outcome == .satisfied }) {
                summary += " Sharing it is a legal duty (\(duty.law), \(duty.section))."
            }
        }
        let named = Set(considered.filter { $0.rule.kind != .practice }.flatMap { factsNamed(by: $0.rule) } + [personalFact])
        return Assessment(
            source: source?.id, recipient: recipient?.id, asker: recipient == nil ? asker(facts) : nil, dataset: dataset?.id.rawValue,
            personal: personal, conclusion: conclusion,
            summary: summary, tests: tests, missing: missing, instead: instead,
            presumed: facts.presumed.filter(named.contains).compactMap { presumption($0, facts.facts) })
    }

    /// The title of the option of `asked-by` that somebody chose; nil where it was taken as read.
    private func asker(_ facts: CompletedFacts) -> String? {
        choice("asked-by")?.options.first { facts[$0.fact] == .yes && !facts.presumed.contains($0.fact) }?.title
    }

    private func summary(
        _ conclusion: Assessment.Conclusion, personal: LawAnswer, open: Int, questions: Int, noBasis: Bool, unmet: [Assessment.Test]
    ) -> String {
        switch conclusion {
        case .unrestricted: return "May be shared without legal restriction."
        case .notAsAsked:
            var why = noBasis ? " There is no legal power or duty to share it (§2.4.1)." : ""
            if !unmet.isEmpty {
                let more = unmet.count > 3 ? "; and \(unmet.count - 3) more" : ""
                why += " Not met: \(unmet.prefix(3).map { "\($0.title) (\($0.section))" }.joined(separator: "; "))\(more)."
            }
            return "Cannot be shared as asked.\(why) What could be shared instead is listed below."
        case .conditional where open == 0:
            return
                "May be shared if a named person decides it: \(decider). Every test of the law is met; personal information is never shared by rule alone (§2.4)."
        case .conditional:
            let asked =
                questions == open ? "" : " (\(questions) \(questions == 1 ? "question" : "questions"), not all of which need an answer)"
            let what = (open == 1 ? "one point that is open is settled" : "\(open) points that are open are settled") + asked
            let who = personal == .no ? "" : ", and a named person then decides it: \(decider)"
            let taken =
                personal == .unknown ? " Nobody has said whether the information is personal, so it is treated as personal (§2.1)." : ""
            return "May be shared if \(what)\(who).\(taken)"
        }
    }

    private func test(_ rule: LawRule, _ facts: LawFacts) -> Assessment.Test? {
        let applies = rule.applies.map { answer($0, facts) } ?? .yes
        guard applies != .no else { return nil }
        let met = answer(rule.asks, facts)
        let outcome: Assessment.Outcome =
            switch (rule.kind == .prohibition, applies, met) {
            case (true, .yes, .yes): .broken
            case (true, _, .no): .notBroken
            case (false, _, .yes): .satisfied
            case (false, .yes, .no): .notSatisfied
            default: .missing
            }
        // Whether a rule applies is asked first; what it asks for is of no interest until then.
        let unsettled = outcome == .missing && applies == .unknown
        let open = unsettled ? rule.applies.map { undecided($0, facts) } ?? [] : undecided(rule.asks, facts)
        var questions: [Assessment.Question] = []
        if outcome == .missing {
            for question in open.compactMap(question) where !questions.contains(question) { questions.append(question) }
        }
        let oneIsEnough = outcome == .missing && !unsettled && questions.count > 1 && oneIsEnough(rule.asks, facts)
        let because = outcome == .missing ? oneIsEnough ? denied(rule.asks, facts) : [] : deciding(rule.asks, facts)
        return Assessment.Test(
            rule: rule.id, title: rule.title, kind: rule.kind, law: rule.law, section: rule.section, outcome: outcome,
            because: because.map { said($0, facts) }, questions: questions, oneIsEnough: oneIsEnough, mayNotApply: unsettled,
            explanation: rule.explanation, remedy: rule.remedy)
    }

    /// Of an `any`, the facts that were answered no, so that fewer are left of which one is enough.
    private func denied(_ expression: LawExpression, _ facts: LawFacts) -> [String] {
        guard case .any(let parts) = expression else { return [] }
        return parts.compactMap { if case .fact(let id) = $0, facts[id] == .no { id } else { nil } }
    }

    /// True when it is `any`, and what is open in it is facts and rules alone: one yes then decides it.
    private func oneIsEnough(_ expression: LawExpression, _ facts: LawFacts) -> Bool {
        guard case .any(let parts) = expression else { return false }
        return parts.filter { answer($0, facts) == .unknown }.allSatisfy { part in
            switch part {
            case .fact, .rule: true
            default: false
            }
        }
    }

    /// What to ask for a fact; for the option of a choice, the choice.
    private func question(_ id: String) -> Assessment.Question? {
        guard let fact = fact(id) else { return nil }
        if let choice = fact.choice.flatMap(choice) {
            let options = choice.options.map { "\($0.id) (\($0.title))" }.joined(separator: ", ")
            return Assessment.Question(
                fact: choice.id, question: "\(choice.question) One of: \(options).", who: choice.who.map(person), section: choice.section)
        }
        return Assessment.Question(fact: id, question: fact.question, who: fact.who.map(person), section: fact.section)
    }

    private func presumption(_ id: String, _ facts: LawFacts) -> String? { fact(id).map { "\(said(id, facts)) (\(id), \($0.section))" } }

    /// A fact with its answer, as a person reads it.
    private func said(_ id: String, _ facts: LawFacts) -> String {
        guard let fact = fact(id) else { return id }
        guard let choice = fact.choice.flatMap(choice) else { return "\(fact.title): \(facts[id].words)" }
        return facts[id] == .yes ? "\(choice.question) \(fact.title.sentence)" : "\(choice.question) Not \(fact.title)"
    }

    /// Every fact that a rule names, itself or through other rules and facts.
    private func factsNamed(by rule: LawRule) -> [String] {
        [rule.applies, rule.asks].compactMap { $0 }.flatMap(factsNamed)
    }

    private func factsNamed(by expression: LawExpression) -> [String] {
        var found: [String] = []
        for leaf in expression.leaves {
            if case .fact(let id) = leaf { found += [id] + (fact(id)?.means.map(factsNamed) ?? []) }
            if case .rule(let id) = leaf { found += rule(id).map(factsNamed) ?? [] }
        }
        return found
    }
}

extension String {
    /// With a capital in front.
    var sentence: String { prefix(1).uppercased() + dropFirst() }
}
