import Guidance

extension LawBook {
    /// A rule, a fact or a choice in words, or nil for none of that name.
    public func explanation(of id: String) -> String? {
        if let rule = rule(id) { return words(on: rule) }
        if let choice = choice(id) { return words(on: choice) }
        return fact(called: Spelling.folded(id)).map { words(on: $0.fact) }
    }

    /// The facts that a misspelt name most likely means, likeliest first.
    public func factsLike(_ name: String) -> [LawFact] {
        Spelling.likeliest(name, among: facts.map { ($0.id, [$0.id, $0.title] + $0.alsoCalled + $0.opposites) }).compactMap { fact($0) }
    }

    /// The rule, fact or choice whose name is nearest to a misspelt one, if any is near.
    public func nearest(to name: String) -> String? {
        let named = rules.map { ($0.id, [$0.id, $0.title]) } + choices.map { ($0.id, [$0.id]) }
        return Spelling.likeliest(name, among: named + facts.map { ($0.id, [$0.id, $0.title] + $0.alsoCalled + $0.opposites) }, most: 1)
            .first
    }

    private func words(on rule: LawRule) -> String {
        var text = "\(rule.title) (\(rule.id))\n\(rule.kind.words): \(rule.law), \(rule.section) of the guidance. \(rule.scope.words)\n\n"
        text += Assessment.wrapped(rule.explanation, indent: "")
        if let applies = rule.applies { text += "\nIt applies when\n" + outline(applies, "  ") }
        text += rule.kind == .prohibition ? "\nIt is broken when\n" : "\nIt is met when\n"
        text += outline(rule.asks, "  ")
        text += "\n" + Assessment.wrapped("What to do when it is not: \(rule.remedy)", indent: "")
        for instead in rule.instead { text += Assessment.wrapped("Instead: \(instead)", indent: "") }
        return text
    }

    private func words(on fact: LawFact) -> String {
        var text = "\(fact.title) (\(fact.id))\nFact, \(fact.section) of the guidance.\n\n" + Assessment.wrapped(fact.question, indent: "")
        text += Assessment.wrapped("Who can say: \(fact.who.map(person).joined(separator: " or ")).", indent: "")
        if let means = fact.means { text += "\nIt is so when\n" + outline(means, "  ") }
        for given in givens where given.fact == fact.id {
            var parts = given.members.isEmpty ? [] : ["yes for \(given.members.joined(separator: ", "))"]
            if !given.ask.isEmpty { parts.append("to be asked for \(given.ask.joined(separator: ", "))") }
            if !given.unsaid.isEmpty { parts.append("left open for \(given.unsaid.joined(separator: ", "))") }
            if given.othersAreNot { parts.append("no for all others") }
            text += Assessment.wrapped("By the \(given.subject.rawValue): \(parts.joined(separator: "; ")).", indent: "")
        }
        for (words, ids) in [("If it is so, so is", fact.implies), ("If it is so, this is not", fact.excludes)] where !ids.isEmpty {
            text += Assessment.wrapped("\(words): \(ids.joined(separator: ", ")).", indent: "")
        }
        if !fact.alsoCalled.isEmpty {
            text += Assessment.wrapped("A sheet may also call it: \(fact.alsoCalled.joined(separator: ", ")).", indent: "")
        }
        if !fact.opposites.isEmpty { text += Assessment.wrapped("Its opposite: \(fact.opposites.joined(separator: ", ")).", indent: "") }
        if let answer = fact.unlessSaid { text += "When nobody says, it is taken to be \(answer.words).\n" }
        let users = rules.filter { rule in
            [rule.applies, rule.asks].contains { $0?.leaves.contains(.fact(fact.id)) ?? false }
        }
        if fact.id == personalFact {
            text += "\nIt decides whether the rules for personal information are considered, or those for other.\n"
        }
        if !users.isEmpty { text += "\nAsked by\n" + users.map { "  - \($0.title) (\($0.id))\n" }.joined() }
        return text
    }

    private func words(on choice: LawChoice) -> String {
        var text = "\(choice.question) (\(choice.id): in a fact sheet)\n\(choice.section) of the guidance. "
        text += "Who can say: \(choice.who.map(person).joined(separator: " or ")).\n\n"
        for option in choice.options { text += Assessment.wrapped("\(option.id): \(option.title)", indent: "    ", first: "  - ") }
        if let option = choice.unlessSaid { text += "\nWhen nobody says, it is taken to be \(option).\n" }
        return text
    }

    private func named(_ id: String) -> String {
        guard let fact = fact(id) else { return id }
        return fact.choice.flatMap(choice).map { "\($0.question) \(fact.title.sentence) (\(id))" } ?? "\(fact.title) (\(id))"
    }

    /// An expression as a list that a person can follow.
    private func outline(_ expression: LawExpression, _ indent: String) -> String {
        switch expression {
        case .fact(let id): "\(indent)- \(named(id))\n"
        case .rule(let id): "\(indent)- this rule is met: \(rule(id)?.title ?? id) (\(id))\n"
        case .not(.fact(let id)): "\(indent)- not: \(named(id))\n"
        case .not(let inner): "\(indent)- not:\n" + outline(inner, indent + "  ")
        case .all(let parts): "\(indent)- all of these:\n" + parts.map { outline($0, indent + "  ") }.joined()
        case .any(let parts): "\(indent)- at least one of these:\n" + parts.map { outline($0, indent + "  ") }.joined()
        }
    }
}

extension LawRule.Kind {
    /// As a heading has it.
    public var words: String {
        rawValue.prefix(1).uppercased() + rawValue.dropFirst() + (self == .practice ? " (good practice, never in the way)" : "")
    }
}

extension LawRule.Scope {
    /// What it is about, as a sentence.
    public var words: String {
        switch self {
        case .personal: "For personal information."
        case .notPersonal: "For depersonalised and aggregate information."
        case .any: "For all information."
        }
    }
}
