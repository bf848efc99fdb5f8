/// Whom an event concerns: who may be told of it, and by what it is found.
///
/// Made of what does not change once it is recorded (a person's agency, an agency's home, who supplied, who asked whom), so that an event
/// concerns the same ones whenever it is looked at.
public struct EventConcern: Sendable, Hashable {
    /// What kind of thing happened.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// Records were counted, shown or given out.
        case use
        /// A supply was taken or withdrawn.
        case supply
        /// Something was destroyed, ordered to be, or attested.
        case destruction
        /// A request or a grant.
        case request
        /// An enquiry from outside.
        case enquiry
        /// Protocols, signatures, consents, contracts, undertakings.
        case agreement
        /// Agencies, people, officers and their profiles.
        case register
        /// Signing in and what is signed in with.
        case signIn = "sign-in"
        /// Something was refused.
        case refusal
        /// The hub as a whole: places, sealing, the clock.
        case hub
    }
    /// What happened.
    public let kind: Kind
    /// Agencies whose information it is about, or whose people did it.
    public internal(set) var agencies: Set<AgencyID> = []
    /// Partnerships it belongs to, those of its agencies among them.
    public internal(set) var partnerships: Set<PartnershipID> = []
    /// Who did it.
    public internal(set) var by: PersonID?
    /// Whom it tells something that they wait for: whoever asked, whoever may use the grant.
    public internal(set) var tells: Set<PersonID> = []
    /// Agencies whose information was had.
    public internal(set) var sources: Set<AgencyID> = []

    init(_ kind: Kind, by: PersonID? = nil) {
        self.kind = kind
        self.by = by
    }

    /// True where what is owed or waits may be another after it: not after a sign-in, a question or a refusal.
    public var mayChangeDuties: Bool { ![.use, .signIn, .refusal, .hub].contains(kind) }
}

/// How far a person may look into what happened.
public struct AuditReach: Sendable, Hashable {
    /// Their own agency, where a role that reaches over it includes looking.
    public let agency: AgencyID?
    /// Partnerships they oversee.
    public let partnerships: Set<PartnershipID>

    /// True if the event is within it.
    public func holds(_ concern: EventConcern) -> Bool {
        agency.map(concern.agencies.contains) ?? false || !partnerships.isDisjoint(with: concern.partnerships)
    }
}

extension Register {
    /// How far a person may look into what happened: their agency as its liaison officer, guardian or supplier, their partnerships as co-ordinator
    /// or auditor.
    public func auditReach(of id: PersonID) throws(Refusal) -> AuditReach {
        let person = try person(id, may: .seeAudit)
        let looking = person.roles.filter { AccessMatrix.actions(of: $0).contains(.seeAudit) }
        return AuditReach(
            agency: looking.contains { $0.reach == .agency } ? person.agency : nil,
            partnerships: looking.contains { $0.reach == .partnerships } ? person.partnerships : [])
    }
}
