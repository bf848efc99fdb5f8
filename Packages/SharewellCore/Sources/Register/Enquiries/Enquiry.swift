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
    /// It was not given: exemptions apply.
    case exempt
    /// The partnership does not hold it.
    case notHeld = "not-held"

    /// True if information is given.
    public var releases: Bool { self == .disclosed || self == .depersonalised }
}

/// What is logged of an enquiry. It stands in the ledger: it names nobody, neither who asks nor who is asked about.
public struct EnquiryContent: Sendable, Hashable, Codable {
    /// What kind it is.
    public let kind: EnquiryKind
    /// Day of receipt, days since 1970-01-01.
    public let received: Int
    /// What is asked for, in words that name nobody.
    public let subject: String
    /// Record types concerned, sorted; empty where it is about the hub and no records.
    public let datasets: [RecordTypeID]
    /// Agencies that information concerned came from, as far as they are known, sorted.
    public let originators: [AgencyID]
    /// The agency that received it; nil for the partnership itself.
    public let receiver: AgencyID?
    /// The partnership that received it, where no agency did; nil for the hub's first.
    public let partnership: PartnershipID?
    /// For a scrutiny committee: whether it asks who individuals are.
    public let asksIdentification: Bool
    /// What is asked for. The register puts the lists in order.
    public init(
        kind: EnquiryKind, received: Int, subject: String, datasets: [RecordTypeID], originators: [AgencyID], receiver: AgencyID?,
        partnership: PartnershipID? = nil, asksIdentification: Bool
    ) {
        self.kind = kind
        self.received = received
        self.subject = subject
        self.datasets = Set(datasets).sorted()
        self.originators = Set(originators).sorted()
        self.receiver = receiver
        self.partnership = partnership
        self.asksIdentification = asksIdentification
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
        /// What it said, once it did.
        public internal(set) var reply: EnquiryReplied?
    }
    /// Its number.
    public let id: EnquiryID
    /// What was logged.
    public let content: EnquiryContent
    /// Last day on which it is answered in time, days since 1970-01-01.
    public let due: Int
    /// Who logged it.
    public let by: PersonID
    /// By agency, who was consulted and what they said (§2.4.2.4).
    public internal(set) var consultations: [AgencyID: Consultation] = [:]
    /// How it ended, once it did.
    public internal(set) var closing: EnquiryClosing?
    /// When it ended.
    public internal(set) var closed: Moment?

    /// True while it waits to be answered.
    public var isOpen: Bool { closing == nil }
    /// True if it is not answered in time, or was not.
    public func isLate(on day: Int) -> Bool { (closed?.day ?? day) > due }
}

/// Payload of `Event.enquiryLogged`.
public struct EnquiryLogged: Sendable, Hashable, Codable {
    /// Its number.
    public let enquiry: EnquiryID
    /// What is asked.
    public let content: EnquiryContent
    /// Last day on which it is answered in time, days since 1970-01-01.
    public let due: Int
    /// Who logged it.
    public let by: PersonID
    /// Makes the payload.
    public init(enquiry: EnquiryID, content: EnquiryContent, due: Int, by: PersonID) {
        self.enquiry = enquiry
        self.content = content
        self.due = due
        self.by = by
    }
}

/// Payload of `Event.enquiryConsulted`: an originating agency is asked (§2.4.2.4).
public struct EnquiryConsulted: Sendable, Hashable, Codable {
    /// The enquiry.
    public let enquiry: EnquiryID
    /// The agency.
    public let agency: AgencyID
    /// Who asks.
    public let by: PersonID
    /// Makes the payload.
    public init(enquiry: EnquiryID, agency: AgencyID, by: PersonID) {
        self.enquiry = enquiry
        self.agency = agency
        self.by = by
    }
}

/// Payload of `Event.enquiryReplied`: what an originating agency says.
public struct EnquiryReplied: Sendable, Hashable, Codable {
    /// The enquiry.
    public let enquiry: EnquiryID
    /// The agency.
    public let agency: AgencyID
    /// What it says.
    public let answer: EnquiryAnswer
    /// Exemptions that it names.
    public let exemptions: [String]
    /// Why, in words that name nobody.
    public let why: String
    /// The letter it stands in, where somebody else than its liaison officer records it.
    public let document: String?
    /// Who recorded it.
    public let by: PersonID
}

/// Payload of `Event.enquiryClosed`.
public struct EnquiryClosed: Sendable, Hashable, Codable {
    /// The enquiry.
    public let enquiry: EnquiryID
    /// How it ended.
    public let closing: EnquiryClosing
    /// Who closed it.
    public let by: PersonID
    /// Makes the payload.
    public init(enquiry: EnquiryID, closing: EnquiryClosing, by: PersonID) {
        self.enquiry = enquiry
        self.closing = closing
        self.by = by
    }
}
