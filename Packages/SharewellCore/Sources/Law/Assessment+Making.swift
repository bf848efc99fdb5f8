public import Guidance

extension LawBook {
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
        let duty = scope == .notPersonal ? tests.first { $0.kind == .duty && $0.outcome == .satisfied } : nil
        return Assessment(
            source: source?.id, recipient: recipient?.id, dataset: dataset?.id.rawValue, personal: personal, conclusion: conclusion,
            summary: summary(conclusion, personal: personal, open: missing.count, noBasis: noBasis, duty: duty), tests: tests,
            missing: missing, instead: instead, presumed: facts.presumed.compactMap { presumption($0, facts.facts) })
    }

    private func summary(
        _ conclusion: Assessment.Conclusion, personal: LawAnswer, open: Int, noBasis: Bool, duty: Assessment.Test?
    ) -> String {
        let byDuty = duty.map { " Sharing it is a legal duty: \($0.title) (\($0.law), \($0.section))." } ?? ""
        switch conclusion {
        case .unrestricted: return "May be shared between these partners without legal restriction (§4.3.1)." + byDuty
        case .notAsAsked:
            return "Cannot be shared as asked." + (noBasis ? " There is no legal power or duty to share it (§2.4.1)." : "")
                + " What could be shared instead is listed below." + byDuty
        case .conditional where open == 0:
            return
                "May be shared if a named person decides it: \(decider). Every test of the law is met; personal information is never shared by rule alone (§2.4)."
        case .conditional:
            let what = open == 1 ? "one question is answered" : "\(open) questions are answered"
            let who = personal == .no ? "" : ", and a named person decides it: \(decider)"
            let taken =
                personal == .unknown ? " Nobody has said whether the information is personal, so it is treated as personal (§2.1)." : ""
            return "May be shared if \(what) as the law asks\(who).\(taken)" + byDuty
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
        return Assessment.Test(
            rule: rule.id, title: rule.title, kind: rule.kind, law: rule.law, section: rule.section, outcome: outcome,
            because: outcome == .missing ? [] : deciding(rule.asks, facts).map { "\(fact($0)?.title ?? $0): \(facts[$0].words)" },
            questions: questions, mayNotApply: unsettled, explanation: rule.explanation, remedy: rule.remedy)
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

    private func presumption(_ id: String, _ facts: LawFacts) -> String? {
        guard let fact = fact(id) else { return nil }
        return "\(fact.title): \(facts[id].words) (\(id), \(fact.section))"
    }
}
