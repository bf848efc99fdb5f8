import Guidance
import Testing

@testable import Law

/// A second evaluator, written another way and for the tests only: minus one, nought and one, least and greatest.
@Suite("The evaluator against a naive one")
struct OracleTests {
    static let names = (0..<8).map { "fact-\($0)" }
    static let ruleNames = (0..<4).map { "rule-\($0)" }

    /// `level` rules may be named: those after it, so that no circle arises.
    private func expression(_ dice: inout Dice, depth: Int, from level: Int) -> LawExpression {
        switch dice.below(depth == 0 ? 5 : 10) {
        case 0..<4: return .fact(dice.pick(Self.names))
        case 4:
            return level < Self.ruleNames.count
                ? .rule(Self.ruleNames[level + dice.below(Self.ruleNames.count - level)]) : .fact(dice.pick(Self.names))
        case 5, 6: return .not(expression(&dice, depth: depth - 1, from: level))
        case 7: return .all((0..<dice.below(4)).map { _ in expression(&dice, depth: depth - 1, from: level) })
        default: return .any((0..<dice.below(4)).map { _ in expression(&dice, depth: depth - 1, from: level) })
        }
    }

    private func naive(_ expression: LawExpression, _ facts: [String: Int], _ rules: [String: LawRule]) -> Int {
        switch expression {
        case .fact(let id): return facts[id] ?? 0
        case .rule(let id):
            guard let rule = rules[id] else { return 0 }
            let applies = rule.applies.map { naive($0, facts, rules) } ?? 1
            let both = min(applies, naive(rule.asks, facts, rules))
            return rule.kind == .prohibition ? -both : both
        case .not(let inner): return -naive(inner, facts, rules)
        case .all(let parts): return parts.reduce(1) { min($0, naive($1, facts, rules)) }
        case .any(let parts): return parts.reduce(-1) { max($0, naive($1, facts, rules)) }
        }
    }

    private func rule(_ id: String, _ kind: LawRule.Kind, _ applies: LawExpression?, _ asks: LawExpression) -> LawRule {
        LawRule(
            id: id, title: id, kind: kind, law: "law", section: "§1", scope: .any, applies: applies, asks: asks, explanation: "e",
            remedy: "r",
            instead: [], says: nil)
    }

    private func book(_ rules: [LawRule]) -> LawBook {
        let facts = Self.names.map {
            LawFact(
                id: $0, title: $0, alsoCalled: [], opposites: [], question: "?", who: [], section: "§1", means: nil, excludes: [],
                implies: [], unlessSaid: nil,
                choice: nil)
        }
        return LawBook(
            id: "t", title: "t", source: "t", personalFact: Self.names[0], decider: "a person", lastResort: ["advice"], people: [],
            facts: facts, choices: [], givens: [], rules: rules)
    }

    private func randomBook(_ dice: inout Dice) -> LawBook {
        book(
            Self.ruleNames.enumerated().map { index, name in
                rule(
                    name, dice.pick([.condition, .power, .prohibition]),
                    dice.below(3) == 0 ? nil : expression(&dice, depth: 2, from: index + 1), expression(&dice, depth: 3, from: index + 1))
            })
    }

    @Test("100,000 random expressions, and rules that name rules, come to the same in both")
    func same() {
        var dice = Dice(seed: 20_100_329)
        var counts = [0, 0, 0]
        for round in 0..<2_500 {
            let book = randomBook(&dice)
            let rules = Dictionary(uniqueKeysWithValues: book.rules.map { ($0.id, $0) })
            for _ in 0..<40 {
                let expression = expression(&dice, depth: 4, from: 0)
                var facts = LawFacts()
                var numbers: [String: Int] = [:]
                for name in Self.names {
                    let value = dice.below(3) - 1
                    numbers[name] = value
                    facts[name] = value == 0 ? .unknown : value == 1 ? .yes : .no
                }
                let expected = naive(expression, numbers, rules)
                let found = book.answer(expression, facts)
                counts[expected + 1] += 1
                if found != (expected == 0 ? .unknown : expected == 1 ? .yes : .no) {
                    Issue.record("round \(round): \(expression.text) with \(numbers) is \(found), not \(expected)")
                    return
                }
            }
        }
        #expect(counts.allSatisfy { $0 > 5_000 }, "the dice must throw all three: \(counts)")
    }

    @Test("one more answer never turns yes into no, or no into yes; and what is asked for decides")
    func monotone() {
        var dice = Dice(seed: 17)
        for _ in 0..<2_000 {
            let book = randomBook(&dice)
            let expression = expression(&dice, depth: 4, from: 0)
            var facts = LawFacts()
            for name in Self.names where dice.below(2) == 0 { facts[name] = dice.pick([.yes, .no]) }
            let before = book.answer(expression, facts)
            let undecided = book.undecided(expression, facts)
            #expect(undecided.isEmpty == (before != .unknown), "\(expression.text)")
            #expect(undecided.allSatisfy { facts[$0] == .unknown })
            var more = facts
            for name in undecided { more[name] = dice.pick([.yes, .no]) }
            let after = book.answer(expression, more)
            #expect(before == .unknown ? after != .unknown : after == before, "\(expression.text)")
        }
    }

    @Test("the order and the repetition of members, and of rules, change nothing")
    func order() {
        var dice = Dice(seed: 99)
        func shuffled(_ expression: LawExpression) -> LawExpression {
            switch expression {
            case .fact, .rule: expression
            case .not(let inner): .not(shuffled(inner))
            case .all(let parts): .all((parts + parts.prefix(1)).map(shuffled).shuffled(using: &dice))
            case .any(let parts): .any((parts + parts.prefix(1)).map(shuffled).shuffled(using: &dice))
            }
        }
        for _ in 0..<1_000 {
            let first = randomBook(&dice)
            let second = book(first.rules.shuffled(using: &dice).map { rule($0.id, $0.kind, $0.applies.map(shuffled), shuffled($0.asks)) })
            var facts = LawFacts()
            for name in Self.names { facts[name] = dice.pick(LawAnswer.allCases) }
            let expression = expression(&dice, depth: 3, from: 0)
            #expect(first.answer(expression, facts) == second.answer(shuffled(expression), facts))
            let known = CompletedFacts(facts: facts, presumed: [])
            let one = first.assess(known)
            let other = second.assess(known)
            #expect(one.conclusion == other.conclusion && Set(one.missing) == Set(other.missing))
        }
    }
}
