public import Guidance

/// What a grant lets be had, by whom, how and until when.
public struct GrantTerms: Sendable, Hashable, Codable {
    /// The record type.
    public let dataset: RecordTypeID
    /// The agency whose information it is.
    public let source: AgencyID
    /// The agency it is given to.
    public let agency: AgencyID
    /// The people it is given to, sorted.
    public let people: [PersonID]
    /// Fields, sorted.
    public let fields: [String]
    /// The period of the records.
    public let from: String?, to: String?
    /// Area codes the records lie in; empty for all.
    public let areas: [String]
    /// Which of the persons whose references are sealed with the request may be had.
    public let persons: GrantedPersons
    /// How it may leave.
    public let transfer: TransferMethod
    /// Conditions attached by whoever granted it.
    public let conditions: [String]
    /// Last day it may be had and kept, days since 1970-01-01.
    public let until: Int
    /// The marking it was raised to; nil where it bears what it contains asks for (§2.1D).
    public let marking: String?
    /// Makes the terms.
    public init(
        dataset: RecordTypeID, source: AgencyID, agency: AgencyID, people: [PersonID], fields: [String], from: String?, to: String?,
        areas: [String], persons: GrantedPersons, transfer: TransferMethod, conditions: [String], until: Int, marking: String? = nil
    ) {
        self.dataset = dataset
        self.source = source
        self.agency = agency
        self.people = people
        self.fields = fields
        self.from = from
        self.to = to
        self.areas = areas
        self.persons = persons
        self.transfer = transfer
        self.conditions = conditions
        self.until = until
        self.marking = marking
    }
}

/// Where a grant stands.
public enum GrantStatus: String, Sendable, Codable {
    /// May be used until its last day.
    case live
    /// Revoked: nothing more is given.
    case revoked
    /// Its last day is over and the hub destroyed what it held for it.
    case ended
}

/// A grant as it stands now.
public struct Grant: Sendable, Hashable, Codable {
    /// Its number.
    public let id: GrantID
    /// The request it answers.
    public let request: RequestID
    /// What may be had.
    public let terms: GrantTerms
    /// The rule it was granted by; nil where people decided.
    public let rule: String?
    /// Powers and duties it rests on, by name in the rulebook.
    public let powers: [String]
    /// Why those who decided let it be had; nil where a rule did.
    public let why: String?
    /// Who decided.
    public let decidedBy: [PersonID]
    /// When.
    public let given: Moment
    /// Live, revoked or ended.
    public internal(set) var status = GrantStatus.live
    /// Answers and extracts counted against it.
    public internal(set) var releases = 0
    /// Extracts begun, whether or not they were finished.
    public internal(set) var begun = 0
    /// Who revoked it and why, if somebody did.
    public internal(set) var revocation: GrantRevoked?
    /// The day it was revoked, days since 1970-01-01.
    public internal(set) var revokedOn: Int?
    /// Of them, by whom.
    public internal(set) var begunBy: [PersonID: Int] = [:]
    /// Packages sealed under it.
    public internal(set) var packages = 0
    /// Agencies it may be passed on to.
    public internal(set) var onward: [AgencyID] = []
    /// Agencies that packages were sealed to under it.
    public internal(set) var sentTo: Set<AgencyID> = []
    /// SHA-256 of the data files of extracts released under it, hexadecimal.
    public internal(set) var extracts: Set<String> = []
    /// How each agency destroyed its copies, once it said so.
    public internal(set) var attested: [AgencyID: String] = [:]
    /// The certificate of its end, once the hub has destroyed what it held for it.
    public internal(set) var ended: GrantEnded?

    /// True while it waits for its source to say that it stands: the hub was restored, and whether it was revoked since the backup is not known.
    public internal(set) var isHeld = false

    /// True if records may be had under it on that day.
    public func isLive(on day: Int) -> Bool { isRunning(on: day) && !isHeld }
    /// True if it has not come to its end on that day, whether or not it is held.
    public func isRunning(on day: Int) -> Bool { status == .live && attested[terms.agency] == nil && day <= terms.until }
    /// True if nothing more is had under it and what the hub holds for it is to be destroyed: revoked, past its last day, or attested by everybody.
    public func isOver(on day: Int) -> Bool {
        status == .revoked || day > terms.until || (attested[terms.agency] != nil && sentTo.isSubset(of: attested.keys))
    }
    /// The day its copies are to be destroyed: its last, or the one it was revoked on.
    public var overFrom: Int { min(terms.until, revokedOn ?? .max) }
    /// True if something was had under it: released, begun to be, or sent.
    var wasUsed: Bool { releases + begun + packages > 0 }
    /// The agencies that had something under it and still have to attest that their copies are destroyed, sorted.
    public func owing(on day: Int) -> [AgencyID] {
        guard status != .live || day > terms.until else { return [] }
        let had = sentTo.union(wasUsed ? [terms.agency] : [])
        return had.subtracting(attested.keys).sorted()
    }
}

/// A request as it stands now.
public struct SharingRequest: Sendable, Hashable, Codable {
    /// A question or an answer.
    public struct Remark: Sendable, Hashable, Codable {
        /// Who.
        public let by: PersonID
        /// What.
        public let text: String
    }
    /// A step somebody took.
    public struct Taken: Sendable, Hashable, Codable {
        /// Which.
        public let step: RequestStep
        /// By whom.
        public let by: PersonID
        /// When.
        public let at: Moment
        /// True if it was held when it was taken: an answer says then that the request stands.
        public let wasHeld: Bool
    }
    /// Its number.
    public let id: RequestID
    /// What is asked now.
    public internal(set) var content: RequestContent
    /// For which agency.
    public let agency: AgencyID
    /// Who asked.
    public let by: PersonID
    /// When it was made.
    public let made: Moment
    /// Where it stands.
    public internal(set) var stage = RequestStage.submitted
    /// From 1, and one more each time the requester's side says something else than before: whoever decides names the one they read.
    public internal(set) var reading = 1
    /// Questions and answers, oldest first.
    public internal(set) var remarks: [Remark] = []
    /// What happened to it since it was made, oldest first.
    public internal(set) var history: [Taken] = []
    /// Who stated each fact, by name.
    public internal(set) var statedBy: [String: PersonID] = [:]
    /// The day each was stated, days since 1970-01-01.
    public internal(set) var statedOn: [String: Int] = [:]
    /// What the Caldicott Guardian said last.
    public internal(set) var advice: GuardianAdvised?
    /// The first of two who released it, and what they let be had.
    public internal(set) var firstRelease: RequestHalfReleased?
    /// The grant, once there is one.
    public internal(set) var grant: GrantID?
    /// Why it was refused, once it was.
    public internal(set) var refusal: RequestRefused?
    /// Why the refusal was appealed, how that was settled, and why it was taken back, once it was.
    public internal(set) var appeal: RequestMoved?, settlement: RequestMoved?, withdrawal: RequestMoved?
    /// When it was decided.
    public internal(set) var decided: Moment?
    /// True once the sealed list of its persons is destroyed: nothing more can come of it.
    public internal(set) var isWithoutPersons = false
    /// True from a restoring that does not know what happened since until whoever made it says in any way that it stands: its list of persons may have
    /// been destroyed, and what came back with the backup is shown to nobody, whatever else is done with the request meanwhile.
    public internal(set) var isHeld = false

    /// The same, as if another agency had made it.
    func asked(by other: AgencyID) -> SharingRequest {
        if other == agency { return self }
        var asked = SharingRequest(id: id, content: content, agency: other, by: by, made: made)
        (asked.advice, asked.statedBy, asked.statedOn) = (advice, statedBy, statedOn)
        return asked
    }
}
