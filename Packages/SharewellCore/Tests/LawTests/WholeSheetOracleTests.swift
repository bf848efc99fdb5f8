import Guidance
import Testing

@testable import Law

/// Whole assessments against those of `NaiveAssessor`: the shipped law and small random ones, 100,000 cases together.
@Suite("The whole assessment against a naive one")
struct WholeSheetOracleTests {
    private struct Tally {
        var conclusions: [String: Int] = [:]
        var outcomes: [String: Int] = [:]
        var refused = 0
        var asked = 0
    }

    /// The same answers in both; a difference is told in full, once.
    private func compare(_ law: LawBook, _ naive: NaiveAssessor, _ wanted: LawCase, _ tally: inout Tally, _ label: String) -> Bool {
        let given = law.given(source: wanted.source, recipient: wanted.recipient, dataset: wanted.dataset)
        let expected = naive.assess(
            said: Self.answers(wanted.stated), given: Self.answers(given), doubted: wanted.stated.doubted.union(given.doubted))
        guard let found = try? law.assess(wanted) else {
            tally.refused += 1
            if expected != nil { Issue.record("\(label): refused, though nothing contradicts: \(wanted.stated)") }
            return expected == nil
        }
        let made = NaiveAssessor.Result(
            conclusion: found.conclusion.rawValue,
            verdicts: found.tests.map {
                NaiveAssessor.Verdict(rule: $0.rule, outcome: $0.outcome.rawValue, asks: Set($0.questions.map(\.fact)))
            },
            missing: Dictionary(found.missing.map { ($0.fact, $0.who) }, uniquingKeysWith: { first, _ in first }))
        tally.conclusions[made.conclusion, default: 0] += 1
        for verdict in made.verdicts { tally.outcomes[verdict.outcome, default: 0] += 1 }
        if !made.missing.isEmpty { tally.asked += 1 }
        if made != expected {
            Issue.record("\(label): \(wanted.stated)\nfound    \(made)\nexpected \(expected.map { "\($0)" } ?? "a refusal")")
            return false
        }
        return true
    }

    private static func answers(_ facts: LawFacts) -> [String: Bool] {
        Dictionary(uniqueKeysWithValues: facts.answered.map { ($0, facts[$0] == .yes) })
    }

    @Test("under the shipped law: who shares, what is said and what is doubted at random")
    func shipped() throws {
        let (rulebook, law) = try Fixture.shipped.get()
        let naive = NaiveAssessor(law)
        var dice = Dice(seed: 2_010)
        var tally = Tally()
        let names = law.facts.map(\.id)
        for round in 0..<4_000 {
            var stated = LawFacts()
            let density = dice.pick([2, 5, 10, 40, 90])
            // Sheets that leave nothing open would hardly ever come up by themselves.
            let leaning: LawAnswer = dice.pick([.yes, .yes, .no])
            for name in names where dice.below(100) < density { stated[name] = dice.below(12) == 0 ? leaning.opposite : leaning }
            if density >= 40 { for name in names where Self.unhelpful(name, law) { stated[name] = .unknown } }
            if dice.below(3) > 0 {
                stated[law.personalFact] = dice.pick([.yes, .no])
                for choice in law.choices {
                    for option in choice.options { stated[option.fact] = .unknown }
                    stated[dice.pick(choice.options).fact] = .yes
                }
            }
            if dice.below(3) == 0 { stated.doubt(dice.pick(names)) }
            let wanted = LawCase(
                source: dice.below(9) == 0 ? nil : dice.pick(rulebook.agencyClasses),
                recipient: dice.below(9) == 0 ? nil : dice.pick(rulebook.agencyClasses),
                dataset: dice.below(4) == 0 ? dice.pick(rulebook.recordTypes) : nil, stated: stated)
            guard compare(law, naive, wanted, &tally, "round \(round)") else { return }
        }
        #expect(Assessment.Conclusion.allCases.allSatisfy { tally.conclusions[$0.rawValue, default: 0] > 20 }, "\(tally)")
        #expect(tally.refused > 200 && tally.refused < 3_000 && tally.asked > 500, "\(tally)")
    }

    /// Facts that follow from who shares what, or exclude others: stated at random they make nothing but contradictions.
    private static func unhelpful(_ name: String, _ law: LawBook) -> Bool {
        guard let fact = law.fact(name) else { return false }
        return !fact.excludes.isEmpty || fact.means != nil || fact.choice != nil || law.givens.contains { $0.fact == name }
            || law.facts.contains { $0.excludes.contains(name) }
    }

    @Test("under small random laws, with facts that follow from, imply and exclude each other")
    func small() {
        var dice = Dice(seed: 1_998)
        var tally = Tally()
        for round in 0..<3_200 {
            let law = RandomLaw.make(&dice)
            let naive = NaiveAssessor(law)
            for _ in 0..<30 {
                var stated = LawFacts()
                for fact in law.facts where dice.below(10) < 4 { stated[fact.id] = dice.pick([.yes, .no]) }
                for fact in law.facts where dice.below(12) == 0 { stated.doubt(fact.id) }
                let wanted = LawCase(
                    source: dice.pick([nil] + RandomLaw.agencies), recipient: dice.pick([nil] + RandomLaw.agencies), dataset: nil,
                    stated: stated)
                guard compare(law, naive, wanted, &tally, "law \(round)") else { return }
            }
        }
        #expect(Assessment.Conclusion.allCases.allSatisfy { tally.conclusions[$0.rawValue, default: 0] > 1_000 }, "\(tally)")
        #expect(
            ["satisfied", "not-satisfied", "missing", "broken", "not-broken"].allSatisfy { tally.outcomes[$0, default: 0] > 1_000 },
            "\(tally)")
        #expect(tally.refused > 1_000 && tally.asked > 10_000, "\(tally)")
    }
}

/// Laws made at random, small enough to be thrown by the thousand.
enum RandomLaw {
    static let agencies: [AgencyClass?] = [
        AgencyClass(id: "one", title: "One", section: "§1", groups: [.relevantAuthority]),
        AgencyClass(id: "two", title: "Two", section: "§1", groups: [.invited]),
        AgencyClass(id: "three", title: "Three", section: "§1", groups: []),
    ]

    static func make(_ dice: inout Dice) -> LawBook {
        let plain = (0..<8).map { "fact-\($0)" }
        let options = (0..<3).map { "option-\($0)" }
        let names = plain + options
        let people = ["clerk", "officer"].map { LawPerson(id: $0, title: "the \($0)") }
        var facts: [LawFact] = []
        for (index, name) in plain.enumerated() {
            // A fact follows only from earlier ones, so that no circle arises.
            let means: LawExpression? =
                index > 2 && dice.below(4) == 0 ? expression(&dice, depth: 2, facts: Array(plain.prefix(index)) + options, rules: []) : nil
            facts.append(
                LawFact(
                    id: name, title: name, alsoCalled: [], opposites: [], question: "\(name)?", who: [dice.pick(people).id], section: "§1",
                    means: means, excludes: dice.below(5) == 0 ? [dice.pick(names)].filter { $0 != name } : [],
                    implies: dice.below(4) == 0 ? [dice.pick(names)].filter { $0 != name } : [],
                    unlessSaid: dice.below(4) == 0 ? dice.pick([.yes, .no]) : nil, choice: nil))
        }
        facts += options.map {
            LawFact(
                id: $0, title: $0, alsoCalled: [], opposites: [], question: "which?", who: ["clerk"], section: "§1", means: nil,
                excludes: [],
                implies: [], unlessSaid: nil, choice: "which")
        }
        let choice = LawChoice(
            id: "which", question: "which?", who: ["clerk"], section: "§1",
            options: options.map { LawChoice.Option(id: $0, title: $0, alsoCalled: [], fact: $0) },
            unlessSaid: dice.below(2) == 0 ? dice.pick(options) : nil)
        let count = 3 + dice.below(5)
        let ruleNames = (0..<count).map { "rule-\($0)" }
        let rules = ruleNames.enumerated().map { index, name in
            let later = Array(ruleNames.dropFirst(index + 1))
            let applies = dice.below(2) == 0 ? nil : expression(&dice, depth: 1, facts: names, rules: later)
            return LawRule(
                id: name, title: name,
                kind: dice.pick([.condition, .condition, .condition, .power, .power, .duty, .prohibition, .exemption, .practice]),
                law: "law", section: "§1", scope: dice.pick(LawRule.Scope.allCases), applies: applies,
                asks: expression(&dice, depth: 2, facts: names, rules: later), explanation: "E.", remedy: "R.", instead: [], says: nil)
        }
        let givens = plain.prefix(2).map { name in
            LawGiven(
                fact: name, subject: dice.pick([.source, .recipient]), members: ["one"], ask: dice.pick([[], ["two"]]),
                unsaid: dice.pick([[], ["three"]]), othersAreNot: dice.below(2) == 0)
        }
        return LawBook(
            id: "t", title: "t", source: "t", personalFact: plain[2], decider: "the officer", lastResort: ["advice"], people: people,
            facts: facts, choices: [choice], givens: givens, rules: rules)
    }

    private static func expression(_ dice: inout Dice, depth: Int, facts: [String], rules: [String]) -> LawExpression {
        func part() -> LawExpression { expression(&dice, depth: depth - 1, facts: facts, rules: rules) }
        switch dice.below(depth == 0 ? 5 : 9) {
        case 0..<4: return .fact(dice.pick(facts))
        case 4: return rules.isEmpty ? .fact(dice.pick(facts)) : .rule(dice.pick(rules))
        case 5: return .not(part())
        case 6, 7: return .all((0...dice.below(3)).map { _ in part() })
        default: return .any((0...dice.below(3)).map { _ in part() })
        }
    }
}
