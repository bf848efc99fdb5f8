import Guidance
import Testing

@testable import Law

/// What holds of every case under the shipped law, whoever shares with whom.
@Suite("Generated cases")
struct GeneratedCasesTests {
    let law: LawBook
    let rulebook: Rulebook

    init() throws {
        law = try Fixture.law()
        rulebook = try Fixture.rulebook()
    }

    /// Facts that may be stated: those that do not follow from others.
    private var statable: [String] { law.facts.filter { $0.means == nil }.map(\.id) }

    private func randomCase(_ dice: inout Dice, density: Int, leaning: LawAnswer) -> LawCase {
        var facts = LawFacts()
        for fact in statable where dice.below(100) < density { facts[fact] = dice.below(4) == 0 ? leaning.opposite : leaning }
        return LawCase(
            source: dice.below(8) == 0 ? nil : dice.pick(rulebook.agencyClasses),
            recipient: dice.below(8) == 0 ? nil : dice.pick(rulebook.agencyClasses),
            dataset: dice.below(3) == 0 ? dice.pick(rulebook.recordTypes) : nil, stated: facts)
    }

    /// Many cases that do not contradict themselves: of facts that contradict each other one is left out.
    private func cases(_ count: Int, seed: UInt64) -> [(case: LawCase, assessment: Assessment, facts: CompletedFacts)] {
        var dice = Dice(seed: seed)
        var found: [(LawCase, Assessment, CompletedFacts)] = []
        while found.count < count {
            let wanted = randomCase(&dice, density: dice.pick([5, 30, 70, 95]), leaning: dice.pick([.yes, .yes, .no]))
            let given = law.given(source: wanted.source, recipient: wanted.recipient, dataset: wanted.dataset)
            var stated = wanted.stated
            var completed: CompletedFacts?
            while completed == nil {
                do { completed = try law.complete(stated, given: given) } catch {
                    let mine = error.facts.filter { stated[$0] != .unknown }
                    guard !mine.isEmpty else { break }
                    stated[dice.pick(mine)] = .unknown
                }
            }
            let kept = LawCase(source: wanted.source, recipient: wanted.recipient, dataset: wanted.dataset, stated: stated)
            guard let completed, let assessment = try? law.assess(kept) else { continue }
            found.append((kept, assessment, completed))
        }
        return found
    }

    @Test("personal information is never without restriction, and never permitted without a decision; a broken prohibition always wins")
    func denied() throws {
        let decision = SharingDecision(person: "j-bloggs", day: CalendarDay(number: 20_000))
        var conclusions: Set<Assessment.Conclusion> = []
        for found in cases(150, seed: 4) {
            let assessment = found.assessment
            conclusions.insert(assessment.conclusion)
            if assessment.personal != .no {
                #expect(assessment.conclusion != .unrestricted)
                #expect(throws: PermitRefusal.self) { _ = try assessment.permit() }
                #expect(throws: PermitRefusal.self) { _ = try assessment.permit(decidedBy: SharingDecision(person: "", day: decision.day)) }
            }
            if assessment.tests.contains(where: { $0.outcome == .broken }) { #expect(assessment.conclusion == .notAsAsked) }
            if assessment.conclusion == .notAsAsked {
                #expect(!assessment.instead.isEmpty)
                #expect(throws: PermitRefusal.self) { _ = try assessment.permit(decidedBy: decision) }
            }
            if !assessment.missing.isEmpty { #expect(throws: PermitRefusal.self) { _ = try assessment.permit(decidedBy: decision) } }
            if assessment.conclusion == .conditional, assessment.missing.isEmpty {
                let permit = try assessment.permit(decidedBy: decision)
                #expect(!permit.rules.isEmpty && permit.decision == decision)
            }
        }
        #expect(conclusions.contains(.notAsAsked) && conclusions.contains(.conditional))
    }

    @Test("every prohibition beats a case in which everything else is settled")
    func prohibitionsWin() {
        for rule in law.rules where rule.kind == .prohibition {
            for found in cases(6, seed: UInt64(rule.id.utf8.count)) {
                var facts = found.facts.facts
                for leaf in [rule.applies, rule.asks].compactMap({ $0 }).flatMap(\.leaves) {
                    if case .fact(let id) = leaf { facts[id] = .yes }
                }
                guard law.answer(to: rule, facts) == .no, rule.scope == .any || facts[law.personalFact] != .no else { continue }
                #expect(law.assess(CompletedFacts(facts: facts, presumed: [])).conclusion == .notAsAsked, "\(rule.id)")
            }
        }
    }

    @Test("naming another agency leaves the conclusion for the first as it was, and the whole never wider")
    func moreAgencies() throws {
        var dice = Dice(seed: 8)
        for _ in 0..<60 {
            let from = dice.pick(rulebook.agencyClasses).id
            let to = dice.pick(rulebook.agencyClasses).id
            let more = dice.pick(rulebook.agencyClasses).id
            func sheet(_ recipients: [String]) -> String {
                "from: \(from)\nto: [\(recipients.joined(separator: ", "))]\npurpose: intelligence\nfacts: {information-is-personal: no, signed-same-protocol: yes, information-is-protectively-marked: no}"
            }
            let one = try Fixture.assess(sheet([to]))
            let both = try Fixture.assess(sheet([to, more]))
            #expect(both.assessments[0] == one.assessments[0])
            #expect(both.conclusion >= one.conclusion)
        }
    }

    @Test("the order in which facts are stated and rules are read changes nothing")
    func order() throws {
        let files = try Fixture.files()
        let reversed = try LawBook.load(files: files.reversed(), rulebook: rulebook)
        #expect(reversed == law)
        for found in cases(10, seed: 12) {
            #expect(try reversed.assess(found.case) == found.assessment)
            #expect(try law.assess(found.case).text(rulebook: rulebook) == found.assessment.text(rulebook: rulebook))
        }
    }

    @Test("answers only ever settle a test: none that was satisfied or failed turns over")
    func moreFacts() {
        var dice = Dice(seed: 31)
        for found in cases(40, seed: 30) {
            var more = found.facts.facts
            for fact in law.facts where more[fact.id] == .unknown && fact.means == nil && dice.below(2) == 0 {
                more[fact.id] = dice.pick([.yes, .no])
            }
            for rule in law.rules {
                let before = law.answer(to: rule, found.facts.facts)
                if before != .unknown, !rule.namesDerived(in: law) { #expect(law.answer(to: rule, more) == before, "\(rule.id)") }
            }
        }
    }
}

extension LawRule {
    /// True when a fact of it follows from others and would have to be reckoned again.
    fileprivate func namesDerived(in law: LawBook) -> Bool {
        [applies, asks].compactMap { $0 }.flatMap(\.leaves).contains { leaf in
            if case .fact(let id) = leaf { law.fact(id)?.means != nil } else { false }
        }
    }
}
