/// What the law makes of one case: who may share what with whom, test by test, with what is still missing and what could be shared instead.
///
/// It advises. For personal information a named person decides, and only `permit(decidedBy:)` turns an assessment into leave to share.
public struct Assessment: Sendable, Hashable, Encodable {
    /// The whole, in one of three.
    public enum Conclusion: String, Sendable, Codable, CaseIterable, Comparable {
        /// May be shared without legal restriction; never for personal information.
        case unrestricted
        /// May be shared once nothing is missing and, for personal information, a named person decides it.
        case conditional
        /// Cannot be shared as asked.
        case notAsAsked = "not-as-asked"

        /// The stricter is the greater.
        public static func < (left: Conclusion, right: Conclusion) -> Bool { left.severity < right.severity }
        private var severity: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }
    /// What a rule came to.
    public enum Outcome: String, Sendable, Codable {
        case satisfied
        case notSatisfied = "not-satisfied"
        case missing
        case broken
        case notBroken = "not-broken"
    }
    /// A question that is open.
    public struct Question: Sendable, Hashable, Encodable {
        /// The fact, or the choice, that an answer would be stated as.
        public let fact: String
        /// What to ask.
        public let question: String
        /// Who can say, as a sentence has it.
        public let who: [String]
        /// Where the guidance speaks of it.
        public let section: String
    }
    /// One rule and what it came to.
    public struct Test: Sendable, Hashable, Encodable {
        /// The rule.
        public let rule: String
        /// Its name.
        public let title: String
        /// What it does to a conclusion.
        public let kind: LawRule.Kind
        /// The statute, or the guidance.
        public let law: String
        /// Where the guidance speaks of it.
        public let section: String
        /// What it came to.
        public let outcome: Outcome
        /// Why: the facts that decided it, each with its answer; of what is open and needs one answer of yes, those answered no already.
        public let because: [String]
        /// What is open; empty unless `missing`.
        public let questions: [Question]
        /// True when one answer of yes is enough.
        public let oneIsEnough: Bool
        /// True while it is open whether the rule applies at all.
        public let mayNotApply: Bool
        /// The rule in plain English.
        public let explanation: String
        /// What to do when it is not met.
        public let remedy: String
    }
    /// Class of agency that holds the information.
    public let source: String?
    /// Class of agency that asks.
    public let recipient: String?
    /// Who asks, where that was said and is no agency of a class: `a crime and disorder scrutiny committee`.
    public let asker: String?
    /// Record type.
    public let dataset: String?
    /// Whether the information is personal; not known counts as yes.
    public let personal: LawAnswer
    /// The whole.
    public let conclusion: Conclusion
    /// The conclusion in a sentence or two.
    public let summary: String
    /// In the order of the law.
    public let tests: [Test]
    /// Everything that is open and stands in the way, each once, in the order of the law.
    public let missing: [Question]
    /// What could be shared instead; not empty when the conclusion is `notAsAsked`.
    public let instead: [String]
    /// What was taken as read because nobody said otherwise.
    public let presumed: [String]

    /// Rules under which it may be shared, in the order of the law.
    var grounds: [String] {
        let met = tests.filter { $0.outcome == .satisfied }
        let basis = met.filter { $0.kind == .duty || $0.kind == .power }
        return (basis.isEmpty ? Array(met.filter { $0.kind == .condition }.prefix(1)) : basis).map(\.rule)
    }
}
