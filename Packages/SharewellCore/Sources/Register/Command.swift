public import Guidance
public import Law

/// A wish to change the register. Supplies, queries and extracts have their own permits, because work lies between asking and recording.
public enum Command: Sendable {
    /// Add an agency of a class of the rulebook.
    case addAgency(id: AgencyID, name: String, agencyClass: String, knownAs: String? = nil, partnership: PartnershipID? = nil)
    /// Name an agency's Designated Liaison Officer.
    case nameLiaisonOfficer(agency: AgencyID, officer: PersonID)
    /// Give a person a profile. `partnerships` are those that a role reaching over partnerships is given for; nil for that of the agency.
    case addPerson(
        id: PersonID, name: String, agency: AgencyID, roles: [Role], datasets: [RecordTypeID], partnerships: [PartnershipID]? = nil)
    /// Set the record types of a profile.
    case changeProfile(person: PersonID, datasets: [RecordTypeID])
    /// A person leaves.
    case removePerson(PersonID)
    /// Record an information sharing protocol; `datasets` nil covers all.
    case recordProtocol(
        id: ProtocolID, title: String, datasets: [RecordTypeID]?, inForceFrom: Int, expires: Int?, terms: ProtocolTerms = ProtocolTerms())
    /// An agency signs. `consents` names the letter or minute in which every responsible authority consented to it as a new partner (§2.2.4).
    case sign(ProtocolID, agency: AgencyID, consents: String? = nil)
    /// An agency takes its signature back.
    case withdrawSignature(ProtocolID, agency: AgencyID)
    /// An agency takes a supply back.
    case withdrawSupply(SupplyID, why: String)
    /// State how people reach the hub through its terminal (§4.3.6).
    case setAccessWay(AccessWay)
    /// Invite a person to the hub in the browser, whose identity was verified to that level of the matrix; or do so anew.
    case invite(PersonID, registration: String)
    /// Decide how small numbers of one's own agency's records are protected where they are counted.
    case setSmallNumbers(RecordTypeID, SmallNumberRule, why: String)
    /// Change partnerships and agreements.
    case partnership(PartnershipChange)
    /// Ask, decide, and what follows from a grant.
    case request(RequestMove)
    /// Log, consult on and answer enquiries from outside the partnership.
    case enquiry(EnquiryMove)

    /// What a role must include for it.
    public var action: Action {
        switch self {
        case .withdrawSupply: .withdraw
        case .setSmallNumbers: .setSmallNumbers
        case .partnership(.consent(_, _, _, document: nil)): .consentToPartner
        case .partnership(.agree): .agree
        case .partnership(.recordPackageKey): .decideRequest
        case .request(let command): command.action
        case .enquiry(let command): command.action
        default: .runRegister
        }
    }
}

/// The register's rules: pure functions from a wish and the state to events, or a refusal.
public struct Register: Sendable {
    /// The rulebook in force.
    public let rulebook: Rulebook
    /// The law in force; nil in a rulebook without it, under which nothing is requested.
    public let law: LawBook?
    /// What has happened so far.
    public let state: HubState
    /// Looks at a state through a rulebook and the law.
    public init(rulebook: Rulebook, law: LawBook?, state: HubState) {
        self.rulebook = rulebook
        self.law = law
        self.state = state
    }

    /// The events that a command leads to. What concerns a partnership of which the person is not co-ordinator is refused.
    public func decide(_ command: Command, by actor: PersonID, at now: Moment) throws(Refusal) -> [Event] {
        let events = try events(of: command, by: actor, at: now)
        for event in events {
            if let (person, partnership) = state.overreach(of: event) { throw overreaching(person, partnership) }
        }
        return events
    }

    private func events(of command: Command, by actor: PersonID, at now: Moment) throws(Refusal) -> [Event] {
        switch command {
        case .withdrawSupply(let id, let why): return try withdraw(id, why: why, by: actor)
        case .setSmallNumbers(let dataset, let rule, let why): return try set(rule, of: dataset, why: why, by: actor)
        case .partnership(let command): return try decide(command, by: actor, at: now)
        case .request(let command): return try decide(command, by: actor, at: now)
        case .enquiry(let command): return try decide(command, by: actor, at: now)
        default: _ = try person(actor, may: .runRegister)
        }
        switch command {
        case .addAgency(let id, let name, let agencyClass, let knownAs, let partnership):
            _ = try self.partnership(partnership)
            try name.checkedAsTitle(of: "agency")
            try knownAs?.checkedAsTitle(of: "agency in its own files")
            guard state.agencies[id] == nil else { throw exists("an agency", id.rawValue) }
            guard rulebook.agencyClass(agencyClass) != nil else {
                let near = Spelling.likeliest(
                    agencyClass, among: rulebook.agencyClasses.map { ($0.id, [$0.id, $0.title] + $0.alsoCalled) })
                throw Refusal(
                    .unknownAgencyClass, "The rulebook has no agency class of that name (§2.2).",
                    remedy: "\(Spelling.didYouMean(near))See sharewell guidance classes for all of them.")
            }
            return [
                .agencyAdded(
                    AgencyAdded(
                        agency: id, name: name, agencyClass: agencyClass, isResponsible: rulebook.needsLiaisonOfficer(agencyClass),
                        knownAs: knownAs, partnership: partnership, by: actor))
            ]
        case .nameLiaisonOfficer(let agency, let officer):
            try self.officer(officer, of: agency, being: .liaisonOfficer, named: "liaison officer")
            return [.liaisonOfficerNamed(LiaisonOfficerNamed(agency: agency, officer: officer, by: actor))]
        case .addPerson(let id, let name, let agency, let roles, let datasets, let partnerships):
            try name.checkedAsTitle(of: "person")
            let home = try knownAgency(agency).home
            for partnership in partnerships ?? [] { _ = try self.partnership(partnership) }
            guard state.people[id] == nil else { throw exists("a person", id.rawValue) }
            guard !roles.isEmpty else {
                throw Refusal(
                    .malformed, "A person needs at least one role.",
                    remedy: "Choose from: \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            let reachesOver = roles.contains { $0.reach == .partnerships }
            guard reachesOver || partnerships == nil else {
                throw Refusal(
                    .malformed, "None of the roles is given for a partnership.",
                    remedy:
                        "Leave --partnership out, or give one of: \(Role.allCases.filter { $0.reach == .partnerships }.map(\.rawValue).joined(separator: ", "))."
                )
            }
            return [
                .personAdded(
                    PersonAdded(
                        person: id, name: name, agency: agency, roles: Set(roles).sorted(),
                        partnerships: reachesOver ? Set(partnerships ?? [home]).sorted() : [], datasets: try checked(datasets), by: actor))
            ]
        case .changeProfile(let person, let datasets):
            _ = try knownPerson(person)
            return [.profileChanged(ProfileChanged(person: person, datasets: try checked(datasets), by: actor))]
        case .removePerson(let person):
            _ = try knownPerson(person)
            guard person != actor else {
                throw Refusal(
                    .roleDoesNotAllow, "Nobody can remove themselves.", remedy: "Ask another co-ordinator to do it.")
            }
            return [.personLeft(PersonLeft(person: person, by: actor))]
        case .recordProtocol(let id, let title, let datasets, let from, let expires, let terms):
            try title.checkedAsTitle(of: "protocol")
            guard state.protocols[id] == nil else { throw exists("a protocol", id.rawValue) }
            if let expires, expires < from {
                throw Refusal(.malformed, "The protocol would end before it begins.", remedy: "Give a later --expires.")
            }
            var covered: [RecordTypeID]?
            if let datasets { covered = try checked(datasets) }
            try check(terms, covering: covered)
            return [
                .protocolRecorded(
                    ProtocolRecorded(
                        id: id, title: title, datasets: covered, inForceFrom: from, expires: expires,
                        terms: terms == ProtocolTerms() ? nil : terms, by: actor))
            ]
        case .sign(let id, let agency, let document):
            let agreement = try knownProtocol(id)
            let signatory = try knownAgency(agency)
            guard !agreement.isWithdrawn, agreement.expires ?? .max >= now.day, agreement.replacedFrom ?? .max > now.day else {
                throw Refusal(
                    .protocolNotInForce, "The protocol \(id) has expired, or was withdrawn or replaced.",
                    remedy: "Record a new version and have it signed.")
            }
            guard !agreement.signatories.contains(agency) else { return [] }
            let consents = try admitted(signatory, to: agreement, document: document, by: actor)
            return consents + [.protocolSigned(ProtocolSigned(id: id, agency: agency, by: actor))]
        case .withdrawSignature(let id, let agency):
            let agreement = try knownProtocol(id)
            guard agreement.signatories.contains(agency) else {
                throw Refusal(
                    .notSignatory, "\(agency) is not a signatory of \(id).", remedy: "See sharewell protocol list.")
            }
            return [.signatureWithdrawn(SignatureWithdrawn(id: id, agency: agency, by: actor))]
        case .setAccessWay(let way): return try set(way, by: actor)
        case .invite(let person, let registration): return try invite(person, registration: registration, by: actor)
        case .withdrawSupply, .setSmallNumbers, .partnership, .request, .enquiry: return []
        }
    }

    private func withdraw(_ id: SupplyID, why: String, by actor: PersonID) throws(Refusal) -> [Event] {
        let person = try person(actor, may: .withdraw)
        let supply = try knownSupply(id)
        try why.checkedAsReason()
        try acts(person, for: supply.taken.agency)
        switch supply.status {
        case .held: return [.supplyWithdrawn(SupplyWithdrawn(supply: id, by: actor, why: why))]
        case .withdrawn: return []
        case .condemned, .destroyed:
            throw Refusal(.destroyed, "Supply \(id) was destroyed.", remedy: "Nothing is left to withdraw.")
        }
    }

    func exists(_ what: String, _ id: String) -> Refusal {
        Refusal(.alreadyExists, "There is \(what) called \(id) already.", remedy: "Choose another short name.")
    }

    private func check(_ terms: ProtocolTerms, covering covered: [RecordTypeID]?) throws(Refusal) {
        _ = try partnership(terms.partnership)
        if let older = terms.replaces,
            state.partnership(of: try knownProtocol(older)) != terms.partnership ?? state.firstPartnership
        {
            throw Refusal(
                .otherPartnership, "\(older) is a protocol of another partnership.",
                remedy: "Replace one of the same partnership; the other's co-ordinator withdraws its own.")
        }
        if let accord = terms.accord, try knownProtocol(accord).terms.kind != .accord {
            throw Refusal(.malformed, "\(accord) is no accord (§2.2.5).", remedy: "Name one recorded with --kind accord.")
        }
        guard (terms.accord != nil) == (terms.kind == .personalInformationSharing) else {
            throw Refusal(
                .malformed, "A personal information sharing protocol stands under an accord, and nothing else does (§2.2.5).",
                remedy: "Give --accord together with --kind personal-information-sharing-protocol.")
        }
        if terms.kind == .personalInformationSharing,
            terms.purposes?.isEmpty ?? true || terms.reviewBy == nil || [terms.powers, terms.consent, terms.procedures].contains(nil)
        {
            throw Refusal(
                .malformed, "A personal information sharing protocol says its purposes, powers, consent, procedures and review (§2.2.5).",
                remedy: "Give --purpose, --powers, --consent, --procedures and --review-by.")
        }
        guard Set(terms.limits.map(\.agency)).count == terms.limits.count else {
            throw Refusal(.malformed, "An agency is limited twice.", remedy: "State one limit for each agency.")
        }
        for limit in terms.limits {
            _ = try knownAgency(limit.agency)
            if let datasets = limit.datasets { _ = try checked(datasets) }
        }
        guard terms.supplies.isEmpty || terms.kind != .accord else {
            throw Refusal(
                .malformed, "Nothing is supplied under an accord by itself (§2.2.5).", remedy: "Agree it in a protocol under the accord.")
        }
        guard Set(terms.supplies.map { [$0.agency.rawValue, $0.dataset.rawValue] }).count == terms.supplies.count else {
            throw Refusal(.malformed, "A routine supply is agreed twice.", remedy: "State each agency and dataset once.")
        }
        for supply in terms.supplies { try check(supply, coveredBy: covered) }
    }

    private func check(_ supply: RoutineSupply, coveredBy covered: [RecordTypeID]?) throws(Refusal) {
        let agency = try knownAgency(supply.agency), type = try recordType(supply.dataset)
        guard type.sources.contains(agency.agencyClass) else {
            throw Refusal(
                .notSource,
                "\(agency.id) is a \(agency.agencyClass); the guidance names \(type.sources.joined(separator: ", ")) as the source of \(type.id) (\(type.section)).",
                remedy: "Name the agency whose records they are.")
        }
        guard covered?.contains(type.id) ?? true else {
            throw Refusal(
                .malformed, "The protocol does not cover \(type.id), which it would have supplied.",
                remedy: "Add it: --dataset \(type.id).")
        }
        guard supply.periods != nil, (0...366).contains(supply.within) else {
            throw Refusal(
                .malformed, "A routine supply begins with the first of a month and is due within 0 to 366 days of a period's end.",
                remedy: "Write it as AGENCY:DATASET:monthly:10 or AGENCY:DATASET:monthly:10:2026-04-01.")
        }
    }

    private func checked(_ datasets: [RecordTypeID]) throws(Refusal) -> [RecordTypeID] {
        for dataset in datasets { _ = try recordType(dataset) }
        return Set(datasets).sorted()
    }
}
