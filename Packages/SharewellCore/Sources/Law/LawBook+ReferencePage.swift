extension LawBook {
    /// Every rule, fact and choice as one page of Markdown.
    public var referencePage: String {
        var page = """
            # The law

            \(title) (`\(id)`): \(rules.count) rules over \(facts.count) facts. Typed from: \(source)

            `sharewell law explain NAME` says more of each. How to write a [fact sheet](../formats/fact-sheet.md).

            ## Rules

            In the order in which they are considered. Personal information needs one power or duty, every condition that applies, and no
            prohibition broken; then a named person decides: \(decider). An exemption only helps a condition that names it; good practice is said
            and never stands in the way.

            | rule | kind | for | law | section | says |
            |---|---|---|---|---|---|

            """
        for rule in rules {
            page += Self.row(
                "`\(rule.id)`", rule.kind.rawValue, rule.scope.rawValue, rule.law, rule.section, "\(rule.title). \(rule.explanation)")
        }
        page += "\n## What each rule asks\n\n| rule | applies when | is met when (a prohibition: is broken when) |\n|---|---|---|\n"
        for rule in rules { page += Self.row("`\(rule.id)`", rule.applies?.text ?? "always", rule.asks.text) }
        page += "\n## Choices\n\n| key | question | answers | when nobody says | section |\n|---|---|---|---|---|\n"
        for choice in choices {
            let options = choice.options.map { "\(Self.names([$0.id] + $0.alsoCalled, " or ")) (\($0.title))" }.joined(separator: ", ")
            page += Self.row("`\(choice.id)`", choice.question, options, choice.unlessSaid ?? "asked", choice.section)
        }
        page += "\n## Facts\n\n| fact | question | who can say | when nobody says | section |\n|---|---|---|---|---|\n"
        for fact in facts where fact.choice == nil {
            page += Self.row(
                Self.names(fact), fact.question, fact.who.map(person).joined(separator: " or "), whenNobodySays(fact), fact.section)
        }
        return page
    }

    private func whenNobodySays(_ fact: LawFact) -> String {
        if let means = fact.means { return "follows: \(means.text)" }
        let subjects = givens.filter { $0.fact == fact.id }.map(\.subject.rawValue)
        let said = fact.unlessSaid.map(\.words)
        if subjects.isEmpty { return said ?? "asked" }
        return (said.map { "\($0), but see the " } ?? "follows from the ") + subjects.joined(separator: ", ")
    }

    private static func names(_ ids: [String], _ joint: String) -> String { ids.map { "`\($0)`" }.joined(separator: joint) }

    private static func names(_ fact: LawFact) -> String {
        var text = "`\(fact.id)`"
        if !fact.alsoCalled.isEmpty { text += ", also " + names(fact.alsoCalled, ", ") }
        if !fact.opposites.isEmpty { text += "; its opposite: " + names(fact.opposites, ", ") }
        return text
    }

    private static func row(_ cells: String...) -> String {
        "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
    }
}
