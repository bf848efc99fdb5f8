import Guidance

@testable import Law

/// Cases thrown at random under the shipped law, and among them those for which leave to share would be given: only against these does a
/// rule that takes leave away show that it does.
struct GoodCases {
    let law: LawBook
    let rulebook: Rulebook
    static let decision = SharingDecision(person: "j-bloggs", day: CalendarDay(number: 20_000))

    init() throws {
        law = try Fixture.law()
        rulebook = try Fixture.rulebook()
        let followed = Set(law.givens.map(\.fact))
        statable = law.facts.filter { $0.means == nil && $0.choice == nil && !followed.contains($0.id) }.map(\.id)
    }

    /// Facts whose answer of yes speaks against sharing, or leads into other rules.
    private static let adverse: Set<String> = [
        "would-prejudice-proceedings-or-operations", "foi-exemption-applies", "targets-on-positive-test-alone", "protocol-limits-recipient",
        "leaves-european-economic-area", "agencies-in-different-partnerships", "information-is-public-aggregate",
        "information-is-restricted-aggregate", "consent-refused", "consent-withdrawn", "recipient-could-identify-individual",
        "beyond-intended-audience", "held-in-confidence", "information-originated-elsewhere",
    ]

    /// Facts that somebody states: those that do not follow from others, from who shares what, or from a choice.
    private let statable: [String]

    /// A case that a diligent requester would send: safeguards met, most else said, now and then something adverse.
    func wellMade(_ dice: inout Dice, personal: Bool, askedBy: String? = nil) -> LawCase {
        var facts = LawFacts()
        for name in statable {
            facts[name] = Self.adverse.contains(name) ? (dice.below(25) == 0 ? .yes : .no) : dice.below(60) == 0 ? .no : .yes
        }
        for name in statable where dice.below(80) == 0 { facts[name] = .unknown }
        facts[law.personalFact] = personal ? .yes : .no
        if !personal {
            for name in ["information-is-sensitive", "information-about-victim", "information-about-witness"] { facts[name] = .unknown }
        }
        // What may be said of treatment and of a test result keeps out of the other's way.
        facts[dice.pick(["information-is-treatment", "shares-only-test-result-and-requirement"])] = .no
        var who = askedBy
        if who == nil, dice.below(4) == 0 { who = dice.pick(["scrutiny-committee", "public"]) }
        choose(who ?? "partner", of: "asked-by", &facts)
        for choice in law.choices where choice.id != "asked-by" { choose(dice.pick(choice.options).id, of: choice.id, &facts) }
        return LawCase(source: dice.pick(rulebook.agencyClasses), recipient: dice.pick(rulebook.agencyClasses), dataset: nil, stated: facts)
    }

    /// Answers a choice, whatever it was answered before.
    func choose(_ option: String, of choice: String, _ facts: inout LawFacts) {
        for other in law.choice(choice)?.options ?? [] { facts[other.fact] = other.id == option ? .yes : .unknown }
    }

    /// The assessment, unless the case contradicts itself.
    func assess(_ wanted: LawCase) -> Assessment? { try? law.assess(wanted) }

    /// True when leave would be given, with the decision of a person where one is needed.
    static func allowed(_ assessment: Assessment) -> Bool {
        do {
            _ = try assessment.permit(decidedBy: decision)
            return true
        } catch { return false }
    }

    /// Cases for which leave would be given.
    func permitted(_ count: Int, personal: Bool, seed: UInt64, tries: Int = 6_000) -> [(case: LawCase, assessment: Assessment)] {
        var dice = Dice(seed: seed)
        var found: [(LawCase, Assessment)] = []
        for _ in 0..<tries where found.count < count {
            let wanted = wellMade(&dice, personal: personal)
            if let assessment = assess(wanted), Self.allowed(assessment) { found.append((wanted, assessment)) }
        }
        return found
    }
}
