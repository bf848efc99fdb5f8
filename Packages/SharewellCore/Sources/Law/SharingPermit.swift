public import Guidance

/// A decision by a named person on one request for personal information (§2.4, §4.3.1).
public struct SharingDecision: Sendable, Hashable {
    /// Identifier of the person who decided.
    public let person: String
    /// The day of the decision.
    public let day: CalendarDay
    /// Takes a decision down.
    public init(person: String, day: CalendarDay) {
        self.person = person
        self.day = day
    }
}

/// Leave to share, once: made only by an `Assessment` that allows it, and it cannot be copied.
public struct SharingPermit: ~Copyable, Sendable {
    /// The assessment it rests on.
    public let assessment: Assessment
    /// The rules under which it is granted, in the order of the law; never empty.
    public let rules: [String]
    /// Who decided; nil only for information that is not personal.
    public let decision: SharingDecision?

    init(assessment: Assessment, rules: [String], decision: SharingDecision?) {
        self.assessment = assessment
        self.rules = rules
        self.decision = decision
    }
}

/// Why there is no permit.
public struct PermitRefusal: Error, Sendable, Hashable {
    /// Stable code.
    public enum Code: String, Sendable, Codable {
        /// The assessment says that it cannot be shared as asked.
        case notAsAsked = "law-not-as-asked"
        /// Something is not known yet.
        case missing = "law-facts-missing"
        /// Personal information, and nobody has decided.
        case undecided = "law-decision-missing"
    }
    /// Stable code.
    public let code: Code
    /// What stands in the way.
    public let message: String
    /// What to do.
    public let remedy: String
}

extension Assessment {
    /// Leave to share under this assessment.
    /// - Parameter decision: needed for personal information, and for information that nobody has said is not.
    /// - Throws: a refusal when something fails, is missing, or nobody has decided.
    public func permit(decidedBy decision: SharingDecision? = nil) throws(PermitRefusal) -> SharingPermit {
        if conclusion == .notAsAsked {
            throw PermitRefusal(
                code: .notAsAsked, message: summary,
                remedy: instead.first.map { "Ask for what could be shared instead: \($0)" } ?? "Ask the Designated Liaison Officer.")
        }
        guard missing.isEmpty, !grounds.isEmpty else {
            throw PermitRefusal(
                code: .missing,
                message:
                    "The law still asks: \(missing.prefix(3).map(\.question).joined(separator: " "))\(missing.count > 3 ? " And \(missing.count - 3) more." : "")",
                remedy: "Have the missing questions answered first.")
        }
        if conclusion == .unrestricted, personal == .no { return SharingPermit(assessment: self, rules: grounds, decision: decision) }
        guard let decision, !Spelling.trimmed(decision.person).isEmpty else {
            throw PermitRefusal(
                code: .undecided, message: "Personal information is shared only when a named person decides it, and nobody has.",
                remedy: "Have the source agency’s Designated Liaison Officer decide the request.")
        }
        return SharingPermit(assessment: self, rules: grounds, decision: decision)
    }
}
