import Guidance
import Testing

@testable import Law

/// What holds of every case under the shipped law, whoever shares with whom. Each property counts the cases that put it to the test, and
/// fails when there are too few.
@Suite("Generated cases")
struct GeneratedCasesTests {
    let good: GoodCases
    var law: LawBook { good.law }
    var rulebook: Rulebook { good.rulebook }

    init() throws { good = try GoodCases() }

    /// Without these there is neither power nor duty, whoever asks.
    private static let bases = [
        "necessary-under-crime-and-disorder-act", "offender-may-cause-serious-harm", "relates-to-crime-and-disorder-functions",
        "follows-mappa-standard", "positive-drug-test", "required-by-law-or-court", "another-enactment-allows", "consent-given",
        "consent-in-writing", "consent-on-dir", "consent-reviewed-in-last-year", "covered-by-waspi",
    ]

    /// Cases of every kind, most of them neither complete nor allowed, that do not contradict themselves.
    private func anyCases(_ count: Int, seed: UInt64) -> [(case: LawCase, assessment: Assessment)] {
        var dice = Dice(seed: seed)
        var found: [(LawCase, Assessment)] = []
        while found.count < count {
            var wanted = good.wellMade(&dice, personal: dice.below(3) > 0)
            var facts = wanted.stated
            let forgotten = dice.pick([0, 20, 60, 95])
            for fact in law.facts where dice.below(100) < forgotten { facts[fact.id] = .unknown }
            for fact in law.facts where facts[fact.id] != .unknown && dice.below(100) < 6 { facts[fact.id] = facts[fact.id].opposite }
            // Now and then no power or duty is left.
            if dice.below(3) == 0 { for name in Self.bases { facts[name] = .no } }
            wanted = LawCase(
                source: dice.below(8) == 0 ? nil : wanted.source, recipient: dice.below(8) == 0 ? nil : wanted.recipient,
                dataset: dice.below(4) == 0 ? dice.pick(rulebook.recordTypes) : nil, stated: facts)
            if let assessment = good.assess(wanted) { found.append((wanted, assessment)) }
        }
        return found
    }

    @Test("default deny: between any two classes of agency, nothing said allows nothing")
    func defaultDeny() {
        var tried = 0
        for source in rulebook.agencyClasses {
            for recipient in rulebook.agencyClasses {
                guard let assessment = good.assess(LawCase(source: source, recipient: recipient, dataset: nil, stated: LawFacts())) else {
                    Issue.record("\(source.id) to \(recipient.id) contradicts itself")
                    continue
                }
                tried += 1
                if assessment.conclusion == .unrestricted || GoodCases.allowed(assessment) {
                    Issue.record("\(source.id) to \(recipient.id): \(assessment.summary)")
                }
            }
        }
        #expect(tried == rulebook.agencyClasses.count * rulebook.agencyClasses.count && tried > 1_000)
    }

    @Test("what is missing, fails or is broken is never permitted, and never a bare no")
    func denied() {
        var tried = ["missing": 0, "broken": 0, "failed": 0, "basis": 0]
        for (_, assessment) in anyCases(900, seed: 4) {
            let tests = assessment.tests
            if tests.contains(where: { $0.outcome == .broken }) {
                tried["broken", default: 0] += 1
                #expect(assessment.conclusion == .notAsAsked)
            }
            if tests.contains(where: { $0.kind == .condition && $0.outcome == .notSatisfied }) {
                tried["failed", default: 0] += 1
                #expect(assessment.conclusion == .notAsAsked)
            }
            let bases = tests.filter { $0.kind == .power || $0.kind == .duty }
            if assessment.personal != .no, bases.allSatisfy({ $0.outcome == .notSatisfied }) {
                tried["basis", default: 0] += 1
                #expect(assessment.conclusion == .notAsAsked)
            }
            if assessment.conclusion == .notAsAsked {
                #expect(!assessment.instead.isEmpty && !GoodCases.allowed(assessment))
            }
            if !assessment.missing.isEmpty {
                tried["missing", default: 0] += 1
                #expect(!GoodCases.allowed(assessment) && assessment.missing.allSatisfy { !$0.who.isEmpty })
            }
        }
        #expect(tried.values.allSatisfy { $0 >= 40 }, "\(tried)")
    }

    @Test("personal information is never concluded shareable without a decision by a named person")
    func decidedByAPerson() throws {
        let complete = good.permitted(60, personal: true, seed: 9)
        #expect(complete.count == 60)
        for (_, assessment) in complete {
            #expect(assessment.conclusion == .conditional && assessment.missing.isEmpty)
            #expect(assessment.summary.contains("named person decides"))
            let alone = #expect(throws: PermitRefusal.self) { _ = try assessment.permit() }
            #expect(alone?.code == .undecided)
            for nobody in ["", " ", "\t\n"] {
                let refusal = #expect(throws: PermitRefusal.self) {
                    _ = try assessment.permit(decidedBy: SharingDecision(person: nobody, day: GoodCases.decision.day))
                }
                #expect(refusal?.code == .undecided)
            }
            let permit = try assessment.permit(decidedBy: GoodCases.decision)
            #expect(permit.decision == GoodCases.decision && !permit.rules.isEmpty)
        }
        var unsaid = 0
        for (wanted, _) in anyCases(300, seed: 10) {
            var facts = wanted.stated
            facts[law.personalFact] = .unknown
            guard let assessment = good.assess(LawCase(source: wanted.source, recipient: wanted.recipient, dataset: nil, stated: facts)),
                assessment.personal == .unknown
            else { continue }
            unsaid += 1
            #expect(assessment.conclusion != .unrestricted && !GoodCases.allowed(assessment))
        }
        #expect(unsaid >= 40)
    }

    @Test(
        "every prohibition takes away leave that would otherwise be given, by itself",
        arguments: try Fixture.law().rules.filter { $0.kind == .prohibition }.map(\.id))
    func prohibitionsWin(id: String) throws {
        let rule = try #require(law.rule(id))
        let leaves = [rule.applies, rule.asks].compactMap { $0 }.flatMap(\.leaves).compactMap { leaf in
            if case .fact(let fact) = leaf { fact } else { nil }
        }
        var dice = Dice(seed: UInt64(id.utf8.count) + 77)
        var tried = 0
        for round in 0..<6_000 where tried < 12 {
            var wanted = good.wellMade(
                &dice, personal: rule.scope == .personal ? true : rule.scope == .notPersonal ? false : round % 2 == 0)
            // Lead the case to where the rule applies.
            var facts = wanted.stated
            for leaf in leaves {
                guard let fact = law.fact(leaf), dice.below(2) == 0 else { continue }
                if let choice = fact.choice.flatMap(law.choice), let option = choice.options.first(where: { $0.fact == leaf }) {
                    good.choose(option.id, of: choice.id, &facts)
                } else if !law.givens.contains(where: { $0.fact == leaf }) {
                    facts[leaf] = dice.pick([.yes, .no])
                }
            }
            wanted = LawCase(source: wanted.source, recipient: wanted.recipient, dataset: nil, stated: facts)
            guard let before = good.assess(wanted), GoodCases.allowed(before) else { continue }
            // One answer turned over breaks it.
            for leaf in leaves where facts[leaf] != .unknown && law.fact(leaf)?.choice == nil {
                var turned = facts
                turned[leaf] = facts[leaf].opposite
                let changed = LawCase(source: wanted.source, recipient: wanted.recipient, dataset: nil, stated: turned)
                guard let after = good.assess(changed), after.tests.contains(where: { $0.rule == id && $0.outcome == .broken }) else {
                    continue
                }
                tried += 1
                #expect(after.conclusion == .notAsAsked && !GoodCases.allowed(after))
            }
        }
        #expect(tried >= 12, "\(id) was put to the test \(tried) times")
    }

    @Test("every condition that fails takes away leave that would otherwise be given")
    func conditionsWin() throws {
        var dice = Dice(seed: 5)
        var tried: [String: Int] = [:]
        let complete = good.permitted(50, personal: true, seed: 21) + good.permitted(50, personal: false, seed: 22)
        #expect(complete.count == 100)
        for (wanted, _) in complete {
            for _ in 0..<14 {
                var facts = wanted.stated
                for _ in 0...dice.below(3) {
                    let id = dice.pick(facts.answered)
                    facts[id] = facts[id].opposite
                }
                guard let after = good.assess(LawCase(source: wanted.source, recipient: wanted.recipient, dataset: nil, stated: facts))
                else {
                    continue
                }
                for test in after.tests where test.kind == .condition && test.outcome == .notSatisfied {
                    tried[test.rule, default: 0] += 1
                    #expect(after.conclusion == .notAsAsked && !GoodCases.allowed(after))
                }
            }
        }
        #expect(tried.count >= 12, "\(tried)")
    }

    @Test("another agency on the sheet leaves every other pair as it was, and the whole never wider")
    func moreAgencies() throws {
        var dice = Dice(seed: 8)
        var tried = ["personal": 0, "other": 0, "permitted": 0]
        let cases = good.permitted(40, personal: true, seed: 31) + good.permitted(40, personal: false, seed: 32) + anyCases(120, seed: 33)
        for (wanted, before) in cases {
            guard let source = wanted.source, let recipient = wanted.recipient else { continue }
            let more = dice.pick(rulebook.agencyClasses)
            func sheet(_ sources: [AgencyClass], _ recipients: [AgencyClass]) -> LawSheet {
                LawSheet(
                    title: nil, sources: sources, recipients: recipients, dataset: wanted.dataset, stated: wanted.stated, file: "s",
                    lines: [:])
            }
            for wider in [sheet([source], [more, recipient]), sheet([source], [recipient, more]), sheet([more, source], [recipient])] {
                guard let both = try? wider.assess(by: law) else { continue }
                let same = both.assessments.filter { $0.source == source.id && $0.recipient == recipient.id }
                #expect(same.contains(before) && both.conclusion >= before.conclusion)
                tried[before.personal == .no ? "other" : "personal", default: 0] += 1
                if GoodCases.allowed(before) { tried["permitted", default: 0] += 1 }
            }
        }
        #expect(tried.values.allSatisfy { $0 >= 60 }, "\(tried)")
    }

    @Test("another agency class, person or dataset in the rulebook changes nothing for those there are")
    func moreInTheRulebook() throws {
        let files = try Fixture.files()
        let bus = try #require(files.first { $0.path.hasSuffix("17-local-bus-incident.yaml") })
        let added = [
            RulebookFile(
                path: "zz-agency.yaml",
                text:
                    "agency-classes:\n  - {id: newcomer, title: Newcomer, section: §2.2, groups: [\(AgencyGroup.allCases.map(\.rawValue).joined(separator: ", "))]}\n"
            ),
            RulebookFile(path: "law/zz-person.yaml", text: "people: [{id: stranger, title: a stranger}]\n"),
            RulebookFile(
                path: "datasets/zz-dataset.yaml", text: bus.text.replacing("local-bus-incident", with: "newcomers-records")),
        ]
        let larger = try Rulebook.load(files: files + added)
        let largerLaw = try LawBook.load(files: files + added, rulebook: larger)
        #expect(
            larger.agencyClasses.count == rulebook.agencyClasses.count + 1 && larger.recordTypes.count == rulebook.recordTypes.count + 1)
        #expect(largerLaw.people.count == law.people.count + 1)
        let cases = good.permitted(30, personal: true, seed: 41) + good.permitted(30, personal: false, seed: 42) + anyCases(100, seed: 43)
        for (wanted, before) in cases {
            let source = wanted.source.flatMap { larger.agencyClass($0.id) }
            let recipient = wanted.recipient.flatMap { larger.agencyClass($0.id) }
            let dataset = wanted.dataset.flatMap { larger.recordType($0.id) }
            let after = try largerLaw.assess(LawCase(source: source, recipient: recipient, dataset: dataset, stated: wanted.stated))
            #expect(after == before)
        }
        #expect(cases.count == 160)
    }

    @Test("the order in which rules stand, and rules that stand twice, change no conclusion and no question")
    func orderAndRepetition() throws {
        var dice = Dice(seed: 12)
        let cases = good.permitted(25, personal: true, seed: 51) + good.permitted(25, personal: false, seed: 52) + anyCases(100, seed: 53)
        var open = 0
        for (wanted, before) in cases {
            let again = law.rules.filter { _ in dice.below(3) == 0 }.map { rule in
                LawRule(
                    id: rule.id + "-again", title: rule.title, kind: rule.kind, law: rule.law, section: rule.section, scope: rule.scope,
                    applies: rule.applies, asks: rule.asks, explanation: rule.explanation, remedy: rule.remedy, instead: rule.instead,
                    says: rule.says)
            }
            let shuffled = LawBook(
                id: law.id, title: law.title, source: law.source, personalFact: law.personalFact, decider: law.decider,
                lastResort: law.lastResort, people: law.people, facts: law.facts, choices: law.choices,
                givens: law.givens.shuffled(using: &dice),
                rules: (law.rules + again).shuffled(using: &dice), prescribed: law.prescribed)
            let after = try shuffled.assess(wanted)
            #expect(after.conclusion == before.conclusion && Set(after.missing) == Set(before.missing))
            #expect(Set(after.instead) == Set(before.instead) && GoodCases.allowed(after) == GoodCases.allowed(before))
            for test in before.tests { #expect(after.tests.first { $0.rule == test.rule }?.outcome == test.outcome) }
            if !before.missing.isEmpty { open += 1 }
        }
        #expect(cases.count == 150 && open > 10)
        let files = try Fixture.files()
        #expect(try LawBook.load(files: files.reversed(), rulebook: rulebook) == law)
    }

    @Test("a further true answer settles tests and never turns one over, and never makes a no into a yes")
    func moreFacts() throws {
        var dice = Dice(seed: 31)
        var tried = ["settled": 0, "still no": 0, "answers": 0]
        for (wanted, before) in anyCases(500, seed: 30) where before.personal != .unknown {
            let given = law.given(source: wanted.source, recipient: wanted.recipient, dataset: wanted.dataset)
            // From everything that is known by now, so that nothing taken as read is taken back.
            let known = try law.complete(wanted.stated, given: given)
            var more = known.facts
            for fact in law.facts where more[fact.id] == .unknown && dice.below(3) == 0 { more[fact.id] = dice.pick([.yes, .no]) }
            guard let completed = try? law.complete(more), more != known.facts else { continue }
            tried["answers", default: 0] += 1
            let after = law.assess(completed)
            for test in before.tests where test.outcome != .missing {
                guard let later = after.tests.first(where: { $0.rule == test.rule }) else {
                    // It does not apply after all: only a test that was met anyway may go.
                    #expect(test.outcome == .satisfied || test.outcome == .notBroken)
                    continue
                }
                tried["settled", default: 0] += 1
                #expect(later.outcome == test.outcome, "\(test.rule)")
            }
            if before.conclusion == .notAsAsked {
                tried["still no", default: 0] += 1
                #expect(after.conclusion == .notAsAsked)
            }
        }
        #expect(tried.values.allSatisfy { $0 >= 40 }, "\(tried)")
    }

    @Test("once everything that is missing is answered, nothing is missing that was asked before")
    func questionsSettle() throws {
        var dice = Dice(seed: 61)
        var settled = 0
        for (wanted, before) in anyCases(300, seed: 60) where !before.missing.isEmpty {
            var facts = wanted.stated
            for question in before.missing {
                if let choice = law.choice(question.fact) {
                    good.choose(dice.pick(choice.options).id, of: choice.id, &facts)
                } else {
                    facts[question.fact] = dice.pick([.yes, .no])
                }
            }
            let answered = LawCase(source: wanted.source, recipient: wanted.recipient, dataset: wanted.dataset, stated: facts)
            guard let after = good.assess(answered) else { continue }
            settled += 1
            #expect(Set(after.missing.map(\.fact)).isDisjoint(with: before.missing.map(\.fact)))
        }
        #expect(settled >= 40)
    }
}
