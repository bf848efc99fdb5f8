public import Guidance

/// One enquiry from outside the partnership: `e000001`, numbered in the order they were logged.
public struct EnquiryID: ShortName {
    /// The text.
    public let rawValue: String
    /// Takes the text as it is.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// "enquiry".
    public static var kind: String { "enquiry" }
    /// The `number`th enquiry of the hub, from 1.
    public init(number: Int) { self.init(rawValue: numbered("e", number)) }
}

/// What an originating agency says to an enquiry.
public enum EnquiryAnswer: String, Sendable, Codable, CaseIterable {
    /// It may be given.
    case agrees
    /// It should not be given, for a reason that is no exemption.
    case objects
    /// An exemption applies.
    case exemption
}

/// What became of an enquiry.
public enum EnquiryOutcome: String, Sendable, Codable, CaseIterable {
    /// What was asked was given.
    case disclosed
    /// It was given in a form from which nobody can be identified.
    case depersonalised
    /// It was given without what exemptions cover.
    case inPart = "disclosed-in-part"
    /// It was not given: exemptions apply.
    case exempt
    /// The partnership does not hold it.
    case notHeld = "not-held"
    /// Whoever asked took it back.
    case withdrawn

    /// True if information is given.
    public var releases: Bool { self == .disclosed || self == .depersonalised || self == .inPart }
}

/// What is logged of an enquiry. It stands in the ledger: it names nobody, neither who asks nor who is asked about.
public struct EnquiryContent: Sendable, Hashable, Codable {
    /// What kind it is.
    public let kind: EnquiryKind
    /// Day of receipt, days since 1970-01-01.
    public let received: Int
    /// What is asked for, in words that name nobody.
    public let subject: String
    /// Record types concerned, sorted; empty where it is about the hub, or about records that are no dataset of the guidance.
    public let datasets: [RecordTypeID]
    /// Agencies that information concerned came from, as far as they are known, sorted.
    public let originators: [AgencyID]
    /// The agency that received it; nil for the partnership itself.
    public let receiver: AgencyID?
    /// The partnership that received it, where no agency did; nil for the hub's first.
    public let partnership: PartnershipID?
    /// For a scrutiny committee: whether it asks who individuals are.
    public let asksIdentification: Bool
    /// True if it is stated to be about the hub itself, such as who has access, and about no agency's records.
    public let isAboutTheHub: Bool
    /// What is asked for. The register puts the lists in order.
    public init(
        kind: EnquiryKind, received: Int, subject: String, datasets: [RecordTypeID], originators: [AgencyID], receiver: AgencyID?,
        partnership: PartnershipID? = nil, asksIdentification: Bool, isAboutTheHub: Bool = false
    ) {
        self.kind = kind
        self.received = received
        self.subject = subject
        self.datasets = Set(datasets).sorted()
        self.originators = Set(originators).sorted()
        self.receiver = receiver
        self.partnership = partnership
        self.asksIdentification = asksIdentification
        self.isAboutTheHub = isAboutTheHub
    }

    /// True if the same is asked for, under the same Act: what an agency said of one stands for the other.
    func asksTheSame(as other: EnquiryContent) -> Bool {
        kind == other.kind && subject == other.subject && datasets == other.datasets && asksIdentification == other.asksIdentification
            && isAboutTheHub == other.isAboutTheHub
    }
}

/// How an enquiry ends.
public struct EnquiryClosing: Sendable, Hashable, Codable {
    /// What became of it.
    public var outcome: EnquiryOutcome
    /// Exemptions relied on, by name in the rulebook.
    public var exemptions: [String] = []
    /// Why, in words that name nobody.
    public var why: String
    /// Why it is given although an agency objects or names an exemption; nil where none does.
    public var despite: String?
    /// For a scrutiny committee: why identification is necessary or appropriate for its powers (§2.4.1.2); nil where nobody can be identified.
    public var identificationBecause: String?
    /// For a scrutiny committee: true if it holds nothing that would prejudice proceedings or operations (§2.4.1.2).
    public var isWithoutPrejudice = false
    /// True if it is stated that nobody can be identified from what is given; asked where no dataset says so.
    public var namesNobody = false
    /// For what is not held although supplies of the datasets are: why what is asked is not among their records.
    public var notAmongRecords: String?
    /// The least it says.
    public init(outcome: EnquiryOutcome, why: String) {
        self.outcome = outcome
        self.why = why
    }
}

/// An enquiry as it stands now.
public struct Enquiry: Sendable, Hashable, Codable {
    /// An agency that is consulted, and what it said.
    public struct Consultation: Sendable, Hashable, Codable {
        /// When it was asked.
        public let asked: Moment
        /// What it said last, once it did.
        public internal(set) var reply: EnquiryReplied?
        /// What it said before, oldest first: answers to what was asked before an amendment too.
        public internal(set) var earlier: [EnquiryReplied] = []
        /// What its own liaison officer said of a letter that the co-ordinator recorded in its name; nil until they looked at it.
        public internal(set) var look: EnquiryLetterSeen?

        /// True if somebody else recorded what the agency said, and nobody of the agency has looked at it.
        public var isToBeLookedAt: Bool { reply?.document != nil && look == nil }
    }
    /// A question to whoever asked, about what is wanted.
    public struct Clarification: Sendable, Hashable, Codable {
        /// When they were asked, days since 1970-01-01.
        public let asked: Int
        /// What they were asked, in words that name nobody.
        public let what: String
        /// When their answer was received, days since 1970-01-01; nil while it is waited for.
        public internal(set) var answered: Int?
    }
    /// Its number.
    public let id: EnquiryID
    /// What is asked, as it was amended last.
    public internal(set) var content: EnquiryContent
    /// When it is to be answered.
    public internal(set) var days: EnquiryDays
    /// Who logged it.
    public let by: PersonID
    /// What was amended, oldest first.
    public internal(set) var amendments: [EnquiryAmended] = []
    /// What whoever asked was asked in turn, oldest first.
    public internal(set) var clarifications: [Clarification] = []
    /// By agency, who was consulted and what they said (§2.4.2.4).
    public internal(set) var consultations: [AgencyID: Consultation] = [:]
    /// How it ended, once it did.
    public internal(set) var closing: EnquiryClosing?
    /// When it ended.
    public internal(set) var closed: Moment?
    /// Who said how it ended.
    public internal(set) var closedBy: PersonID?

    /// True while it waits to be answered.
    public var isOpen: Bool { closing == nil }
    /// True while whoever asked has been asked what is wanted and has not said: no day is counted.
    public var isStopped: Bool { isOpen && clarifications.last.map { $0.answered == nil } ?? false }
    /// True if it is not answered in time, or was not: by the later of the two counts.
    public func isLate(on day: Int) -> Bool { !isStopped && closing?.outcome != .withdrawn && (closed?.day ?? day) > days.last }
    /// True if the earlier of the two counts is over, and the later is not.
    public func isPressing(on day: Int) -> Bool { isOpen && !isStopped && day > days.due && day <= days.last }
}

/// When an enquiry is to be answered, days since 1970-01-01.
public struct EnquiryDays: Sendable, Hashable, Codable {
    /// The day by which it had better be answered: counted by the bank holidays of England and Wales.
    public let due: Int
    /// The last day on which it is answered in time: counted by the bank holidays of any part of the United Kingdom, or the same day where no
    /// working days are counted.
    public let last: Int
    /// Names the days; `last` is not before `due`.
    public init(due: Int, last: Int) {
        self.due = due
        self.last = last
    }
}
