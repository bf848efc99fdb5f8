public import Guidance

/// A wish to change partnerships, what their agencies are, and their agreements (§2.2).
public enum PartnershipChange: Sendable {
    /// Begin another partnership in this hub.
    case found(PartnershipID, name: String)
    /// An agency becomes a member of one more partnership.
    case join(AgencyID, PartnershipID)
    /// An agency leaves a partnership.
    case part(AgencyID, PartnershipID)
    /// A responsible authority consents to a new partner; `document` where the co-ordinator records a letter or minute.
    case consent(to: AgencyID, of: AgencyID, in: PartnershipID?, document: String?)
    /// Name a Caldicott Guardian.
    case nameGuardian(AgencyID, PersonID)
    /// Name whom to approach.
    case nameContact(AgencyID, RecordTypeID?, PersonID)
    /// Record the notification with the Information Commissioner.
    case recordNotification(AgencyID, DataProtectionNotification)
    /// Record a processor's contract.
    case contract(ProcessorContract, isFreeOfCharge: Bool)
    /// End a processor's contracts early, or one of them by its reference; `from` is the first day on which nothing may be supplied any more.
    case endContract(processor: AgencyID, of: AgencyID, reference: String?, from: Int, why: String)
    /// Make somebody co-ordinator of a partnership, or no longer.
    case setCoordinator(PartnershipID, PersonID, acts: Bool)
    /// Record the key that packages for one's own agency are sealed to; base64 of 65 bytes.
    case recordPackageKey(AgencyID, String)
    /// Withdraw a protocol as a whole.
    case withdrawProtocol(ProtocolID, why: String)
    /// A protocol was reviewed and stands.
    case reviewProtocol(ProtocolID, next: Int)
    /// Set the text that people agree to.
    case setUndertaking(PartnershipID?, text: String)
    /// Agree to it.
    case agree(PartnershipID?)
}

extension Register {
    /// The events that such a command leads to.
    func decide(_ command: PartnershipChange, by actor: PersonID, at now: Moment) throws(Refusal) -> [Event] {
        switch command {
        case .consent(let partner, let authority, let partnership, let document):
            return try consent(to: partner, of: authority, in: partnership, document: document, by: actor)
        case .agree(let id):
            let partnership = try partnership(id)
            _ = try knownPerson(actor)
            guard let undertaking = partnership.undertaking else {
                throw Refusal(
                    .unknownPartnership, "\(partnership.id) has set no undertaking to agree to.",
                    remedy: "The co-ordinator sets one: sharewell undertaking set --text FILE.")
            }
            if partnership.isBound(actor) { return [] }
            return [.undertakingAgreed(UndertakingAgreed(partnership: partnership.id, version: undertaking.version, by: actor))]
        case .recordPackageKey(let agency, let key):
            // Its own officer, not the co-ordinator: whoever sets the key can read what is sealed to it.
            try acts(try person(actor, may: .decideRequest), for: agency)
            return [.packageKeyRecorded(PackageKeyRecorded(agency: agency, key: key, by: actor))]
        default: break
        }
        _ = try person(actor, may: .runRegister)
        switch command {
        case .found(let id, let name):
            try name.checkedAsTitle(of: "partnership")
            guard state.partnerships[id] == nil else { throw exists("a partnership", id.rawValue) }
            return [.partnershipFounded(PartnershipFounded(partnership: id, name: name, by: actor))]
        case .join(let agency, let id):
            _ = try knownAgency(agency)
            let partnership = try partnership(id)
            if partnership.members.contains(agency) { return [] }
            return [.agencyJoined(Membership(agency: agency, partnership: id, by: actor))]
        case .part(let agency, let id):
            guard try partnership(id).members.contains(agency) else {
                throw Refusal(
                    .unknownAgency, "\(agency) is no member of \(id).", remedy: "See sharewell partnership list for its members.")
            }
            // It leaves the partnership's protocols in the same breath.
            let signed = state.protocols.values.filter { state.partnership(of: $0) == id && $0.signatories.contains(agency) }.map(\.id)
                .sorted()
            return signed.map { .signatureWithdrawn(SignatureWithdrawn(id: $0, agency: agency, by: actor)) } + [
                .agencyParted(Membership(agency: agency, partnership: id, by: actor))
            ]
        case .nameGuardian(let agency, let guardian):
            try officer(guardian, of: agency, being: .guardian, named: "Caldicott Guardian")
            return [.guardianNamed(GuardianNamed(agency: agency, guardian: guardian, by: actor))]
        case .nameContact(let agency, let dataset, let person):
            _ = try knownAgency(agency)
            try acts(try knownPerson(person), for: agency)
            if let dataset { _ = try recordType(dataset) }
            return [.contactNamed(ContactNamed(agency: agency, dataset: dataset, person: person, by: actor))]
        case .recordNotification(let agency, let notification):
            _ = try knownAgency(agency)
            try notification.number.checkedAsTitle(of: "notification")
            return [.notificationRecorded(NotificationRecorded(agency: agency, notification: notification, by: actor))]
        case .contract(let contract, let isFreeOfCharge): return try record(contract, isFreeOfCharge: isFreeOfCharge, by: actor)
        case .endContract(let processor, let agency, let reference, let from, let why):
            return try end(contractsOf: processor, for: agency, reference: reference, from: from, why: why, by: actor)
        case .setCoordinator(let id, let person, let acts): return try set(coordinator: person, of: id, acts: acts, by: actor)
        case .withdrawProtocol(let id, let why):
            let agreement = try knownProtocol(id)
            try why.checkedAsReason()
            return agreement.isWithdrawn ? [] : [.protocolWithdrawn(ProtocolWithdrawn(id: id, why: why, by: actor))]
        case .reviewProtocol(let id, let next):
            _ = try knownProtocol(id)
            guard next > now.day else {
                throw Refusal(.malformed, "The next review would lie behind us.", remedy: "Give a day that is still to come.")
            }
            return [.protocolReviewed(ProtocolReviewed(id: id, reviewBy: next, by: actor))]
        case .setUndertaking(let id, let text):
            let partnership = try partnership(id)
            guard text.filter(\.isLetter).count >= 40, text.utf8.count <= 8_000 else {
                throw Refusal(
                    .malformed, "The undertaking says too little or too much.",
                    remedy: "Give a text of at least a sentence and at most 8,000 bytes, such as that of Box 1 of the guidance.")
            }
            return [.undertakingSet(UndertakingSet(partnership: partnership.id, text: text, by: actor))]
        case .consent, .agree, .recordPackageKey: return []
        }
    }

    /// §2.2.4: a responsible authority's own liaison officer consents; for a letter or minute the co-ordinator may.
    private func consent(
        to partner: AgencyID, of authority: AgencyID, in id: PartnershipID?, document: String?, by actor: PersonID
    ) throws(Refusal) -> [Event] {
        let partnership = try partnership(id)
        _ = try knownAgency(partner)
        _ = try knownAgency(authority)
        guard partnership.authorities.contains(authority), authority != partner else {
            throw Refusal(
                .notResponsible,
                "\(authority) is no responsible authority of \(partnership.id) that could consent to \(partner) (§2.2.1, §2.2.4).",
                remedy:
                    "Its consent has weight once it is admitted itself. New partners need that of: \(partnership.authorities.sorted().map(\.rawValue).joined(separator: ", "))."
            )
        }
        if document == nil {
            let person = try person(actor, may: .consentToPartner)
            try acts(person, for: authority)
        } else {
            _ = try person(actor, may: .runRegister)
            try document?.checkedAsReason()
        }
        if partnership.consents[partner]?.contains(authority) == true { return [] }
        return [
            .partnerConsented(
                PartnerConsented(partnership: partnership.id, partner: partner, authority: authority, document: document, by: actor))
        ]
    }

    private func record(_ contract: ProcessorContract, isFreeOfCharge: Bool, by actor: PersonID) throws(Refusal) -> [Event] {
        _ = try knownAgency(contract.processor)
        _ = try knownAgency(contract.agency)
        try contract.reference.checkedAsTitle(of: "contract")
        guard contract.processor != contract.agency, contract.until >= contract.from else {
            throw Refusal(
                .malformed, "The contract is of an agency with itself, or ends before it begins.",
                remedy: "Name two agencies, and an end after the beginning.")
        }
        guard isFreeOfCharge else {
            throw Refusal(
                .contractCharges, "The contract does not say that data are supplied free of charge (§4.3.2).",
                remedy: "Have that condition written into the contract, then record it with --free-of-charge.")
        }
        return [.processorContracted(ProcessorContracted(contract: contract, by: actor))]
    }

    /// The processor's right to supply stops: at once, where the day is today or was before.
    private func end(
        contractsOf processor: AgencyID, for agency: AgencyID, reference: String?, from: Int, why: String, by actor: PersonID
    ) throws(Refusal) -> [Event] {
        _ = try knownAgency(processor)
        _ = try knownAgency(agency)
        try why.checkedAsReason()
        let ended = Set(
            state.contracts.filter { $0.processor == processor && $0.agency == agency && reference ?? $0.reference == $0.reference }
                .map { ContractEnded(processor: processor, agency: agency, reference: $0.reference, from: from, why: why, by: actor) })
        let events = ended.filter { end in state.contracts.contains { $0.isEnded(by: end) } }.sorted { $0.reference < $1.reference }
        guard !events.isEmpty else {
            throw Refusal(
                .unknownContract, "There is no contract under which \(processor) supplies for \(agency) on or after that day.",
                remedy: "See sharewell agency processor list for the contracts and their last days.")
        }
        return events.map { .contractEnded($0) }
    }

    private func set(coordinator id: PersonID, of partnership: PartnershipID, acts: Bool, by actor: PersonID) throws(Refusal) -> [Event] {
        let partnership = try self.partnership(partnership)
        let person = try knownPerson(id)
        guard person.roles.contains(.coordinator) else {
            throw Refusal(
                .roleDoesNotAllow, "\(id) does not have the role co-ordinator.",
                remedy: "Give somebody a profile with it: sharewell person add ID --role co-ordinator --partnership \(partnership.id).")
        }
        guard person.coordinates(partnership.id) != acts else { return [] }
        guard acts || state.people.values.contains(where: { $0.id != id && $0.coordinates(partnership.id) }) else {
            throw Refusal(
                .malformed, "\(partnership.id) would be without a co-ordinator.",
                remedy: "Name another first: sharewell partnership co-ordinator \(partnership.id) --person PERSON.")
        }
        return [.coordinatorChanged(CoordinatorChanged(partnership: partnership.id, person: id, acts: acts, by: actor))]
    }

    /// A member of the agency whose role fits, or a refusal.
    func officer(_ id: PersonID, of agency: AgencyID, being role: Role, named title: String) throws(Refusal) {
        _ = try knownAgency(agency)
        let person = try knownPerson(id)
        guard person.agency == agency, person.roles.contains(role) else {
            throw Refusal(
                .roleDoesNotAllow, "\(id) is not a \(title) of \(agency).",
                remedy: "Add the person with --role \(role.rawValue) and --agency \(agency) first.")
        }
    }

    /// The partnership; the hub's first where none is named.
    func partnership(_ id: PartnershipID?) throws(Refusal) -> Partnership {
        guard let partnership = state.partnerships[id ?? state.firstPartnership] else {
            throw Refusal(
                .unknownPartnership, "The hub has no partnership of that name.", remedy: "See sharewell partnership list for the names.")
        }
        return partnership
    }

    /// The responsible authorities among a partnership's members, sorted (§2.2.1).
    public func responsibleAuthorities(of partnership: Partnership) -> [AgencyID] {
        partnership.members.filter { rulebook.needsLiaisonOfficer(state.agencies[$0]?.agencyClass ?? "") }.sorted()
    }

    /// Responsible authorities of a partnership without a Designated Liaison Officer: a fault (§2.2.1).
    public func authoritiesWithoutOfficer(of partnership: Partnership) -> [AgencyID] {
        responsibleAuthorities(of: partnership).filter { agency in
            state.agencies[agency]?.liaisonOfficer.flatMap { state.people[$0] }?.active != true
        }
    }

    /// The consents that `document` records; refuses an agency that is no member, or that not every responsible authority has consented to.
    func admitted(
        _ agency: Agency, to agreement: SharingProtocol, document: String?, by actor: PersonID
    ) throws(Refusal) -> [Event] {
        // Under an accord nothing is shared, and anybody may sign one (§2.2.5).
        if agreement.terms.kind == .accord { return [] }
        let partnership = try partnership(state.partnership(of: agreement))
        guard partnership.members.contains(agency.id) else {
            throw Refusal(
                .consentMissing, "\(agency.id) is no member of \(partnership.id), whose protocol \(agreement.id) is.",
                remedy: "Its co-ordinator makes it one: sharewell partnership join \(partnership.id) --agency \(agency.id).")
        }
        if partnership.admits(agency.id) { return [] }
        guard !partnership.authorities.isEmpty else {
            throw Refusal(
                .consentMissing, "\(partnership.id) has no responsible authority that could consent to a new partner (§2.2).",
                remedy: partnership.isFormed
                    ? "Those that formed it have left; found another partnership: sharewell partnership add."
                    : "Add the responsible authorities first (§2.2.1): sharewell agency add.")
        }
        let missing = partnership.consentsMissing(for: agency.id)
        if let document {
            try document.checkedAsReason()
            return missing.map { authority in
                .partnerConsented(
                    PartnerConsented(
                        partnership: partnership.id, partner: agency.id, authority: authority, document: document, by: actor))
            }
        }
        throw Refusal(
            .consentMissing,
            "A new partner is admitted only with the consent of every responsible authority (§2.2.4). Missing: \(missing.map(\.rawValue).joined(separator: ", ")).",
            remedy:
                "Each one's liaison officer consents: sharewell partnership consent \(agency.id) --of \(missing[0])\(partnership.id == state.firstPartnership ? "" : " --partnership \(partnership.id)") --as OFFICER; or the co-ordinator records the minute in which all did, with the signature: sharewell protocol sign \(agreement.id) --agency \(agency.id) --consent-document TEXT."
        )
    }
}
