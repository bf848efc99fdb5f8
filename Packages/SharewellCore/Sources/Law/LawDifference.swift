/// What one law says that another does not, rule by rule and fact by fact.
public struct LawDifference: Sendable, Hashable, Encodable {
    /// One part that differs.
    public struct Entry: Sendable, Hashable, Encodable {
        /// What happened to it.
        public enum Change: String, Sendable, Codable {
            case added, removed, changed
        }
        /// `rule`, `fact`, `choice` or `given`.
        public let part: String
        /// Its identifier.
        public let id: String
        /// Its name.
        public let title: String
        /// What happened to it.
        public let change: Change
        /// For a changed part: each thing that differs, as it was and as it is.
        public let details: [Detail]
    }
    /// One thing that differs.
    public struct Detail: Sendable, Hashable, Encodable {
        /// Its key in the file.
        public let key: String
        /// As it was.
        public let before: String
        /// As it is.
        public let after: String
    }
    /// Rules, then facts, then choices, then what follows from agencies and datasets; each in alphabetical order.
    public let entries: [Entry]

    /// Compares two laws.
    public init(from old: LawBook, to new: LawBook) {
        entries =
            Self.compare("rule", old.rules.map(Part.init), new.rules.map(Part.init))
            + Self.compare("fact", old.facts.map(Part.init), new.facts.map(Part.init))
            + Self.compare("choice", old.choices.map(Part.init), new.choices.map(Part.init))
            + Self.compare("given", old.givens.map(Part.init), new.givens.map(Part.init))
    }

    private struct Part {
        let id: String
        let title: String
        let values: [(key: String, value: String)]
        init(_ rule: LawRule) {
            id = rule.id
            title = rule.title
            values = [
                ("title", rule.title), ("kind", rule.kind.rawValue), ("law", rule.law), ("section", rule.section),
                ("for", rule.scope.rawValue), ("applies", rule.applies?.text ?? "always"),
                (rule.kind == .prohibition ? "broken-by" : "satisfied", rule.asks.text), ("explanation", rule.explanation),
                ("remedy", rule.remedy), ("instead", rule.instead.joined(separator: " ")), ("says", rule.says ?? ""),
            ]
        }
        init(_ fact: LawFact) {
            id = fact.id
            title = fact.title
            values = [
                ("title", fact.title), ("also-called", fact.alsoCalled.joined(separator: ", ")),
                ("opposite", fact.opposites.joined(separator: ", ")), ("question", fact.question),
                ("who", fact.who.joined(separator: ", ")), ("section", fact.section),
                ("means", fact.means?.text ?? ""), ("excludes", fact.excludes.joined(separator: ", ")),
                ("implies", fact.implies.joined(separator: ", ")), ("unless-said", fact.unlessSaid?.rawValue ?? ""),
            ]
        }
        init(_ choice: LawChoice) {
            id = choice.id
            title = choice.question
            values = [
                ("question", choice.question), ("who", choice.who.joined(separator: ", ")), ("section", choice.section),
                (
                    "options",
                    choice.options.map { "\(([$0.id] + $0.alsoCalled).joined(separator: " or ")) (\($0.title): \($0.fact))" }.joined(
                        separator: ", ")
                ),
                ("unless-said", choice.unlessSaid ?? ""),
            ]
        }
        init(_ given: LawGiven) {
            id = "\(given.fact) by \(given.subject.rawValue)"
            title = "follows from the \(given.subject.rawValue)"
            values = [
                (given.subject.rawValue, given.members.joined(separator: ", ")), ("ask", given.ask.joined(separator: ", ")),
                ("unsaid", given.unsaid.joined(separator: ", ")), ("others", given.othersAreNot ? "no" : "unsaid"),
            ]
        }
    }

    private static func compare(_ name: String, _ old: [Part], _ new: [Part]) -> [Entry] {
        let before = Dictionary(old.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let after = Dictionary(new.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return Set(before.keys).union(after.keys).sorted().compactMap { id in
            switch (before[id], after[id]) {
            case (let was?, nil): return Entry(part: name, id: id, title: was.title, change: .removed, details: [])
            case (nil, let now?): return Entry(part: name, id: id, title: now.title, change: .added, details: [])
            case (let was?, let now?):
                let old = Dictionary(was.values, uniquingKeysWith: { first, _ in first })
                let new = Dictionary(now.values, uniquingKeysWith: { first, _ in first })
                let details = Set(old.keys).union(new.keys).sorted().compactMap { key in
                    old[key] == new[key] ? nil : Detail(key: key, before: old[key] ?? "", after: new[key] ?? "")
                }
                return details.isEmpty ? nil : Entry(part: name, id: id, title: now.title, change: .changed, details: details)
            case (nil, nil): return nil
            }
        }
    }
}
