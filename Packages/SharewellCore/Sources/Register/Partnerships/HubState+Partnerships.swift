public import Guidance

extension HubState {
    /// Takes an event about partnerships and agreements in.
    mutating func takePartnership(_ event: Event) {
        switch event {
        case .partnershipFounded(let founded):
            partnerships[founded.partnership] = Partnership(id: founded.partnership, name: founded.name)
            // Whoever founds it is its co-ordinator, until another is and they step back.
            people[founded.by]?.partnerships.insert(founded.partnership)
        case .coordinatorChanged(let changed):
            if changed.acts {
                people[changed.person]?.partnerships.insert(changed.partnership)
            } else {
                people[changed.person]?.partnerships.remove(changed.partnership)
            }
        case .agencyJoined(let joined): join(joined.agency, joined.partnership)
        case .agencyParted(let parted):
            partnerships[parted.partnership]?.members.remove(parted.agency)
            partnerships[parted.partnership]?.authorities.remove(parted.agency)
            partnerships[parted.partnership]?.partners.remove(parted.agency)
            // Should it come back, it is a new partner.
            partnerships[parted.partnership]?.consents[parted.agency] = nil
        case .partnerConsented(let consent):
            partnerships[consent.partnership]?.consents[consent.partner, default: []].insert(consent.authority)
        case .guardianNamed(let named): agencies[named.agency]?.guardian = named.guardian
        case .contactNamed(let named):
            if let dataset = named.dataset {
                agencies[named.agency]?.contacts[dataset] = named.person
            } else {
                agencies[named.agency]?.contact = named.person
            }
        case .notificationRecorded(let recorded): agencies[recorded.agency]?.notification = recorded.notification
        case .processorContracted(let contracted): contracts.append(contracted.contract)
        case .contractEnded(let ended):
            for index in contracts.indices where contracts[index].isEnded(by: ended) { contracts[index].ending = ended }
        case .packageKeyRecorded(let recorded): agencies[recorded.agency]?.packageKey = recorded.key
        case .protocolWithdrawn(let withdrawn): protocols[withdrawn.id]?.isWithdrawn = true
        case .protocolReviewed(let reviewed): protocols[reviewed.id]?.terms.reviewBy = reviewed.reviewBy
        case .undertakingSet(let set):
            let version = (partnerships[set.partnership]?.undertaking?.version ?? 0) + 1
            partnerships[set.partnership]?.undertaking = Partnership.Undertaking(version: version, text: set.text)
        case .undertakingAgreed(let agreed): partnerships[agreed.partnership]?.agreed[agreed.by] = agreed.version
        default: break
        }
    }

    /// An agency becomes a member; while the partnership is forming, a responsible authority one of those that form it.
    mutating func join(_ agency: AgencyID, _ partnership: PartnershipID) {
        partnerships[partnership]?.members.insert(agency)
        if agencies[agency]?.isResponsible == true, partnerships[partnership]?.isFormed == false {
            partnerships[partnership]?.authorities.insert(agency)
        }
    }

    /// A signature makes its agency a partner. Under an accord nothing is shared, so it makes nobody one (§2.2.5).
    mutating func takeSignature(_ signed: ProtocolSigned) {
        guard let agreement = protocols[signed.id] else { return }
        protocols[signed.id]?.signatories.insert(signed.agency)
        guard agreement.terms.kind != .accord else { return }
        let partnership = partnership(of: agreement)
        partnerships[partnership]?.isFormed = true
        partnerships[partnership]?.partners.insert(signed.agency)
        if agencies[signed.agency]?.isResponsible == true { partnerships[partnership]?.authorities.insert(signed.agency) }
    }

    /// Why a signature cannot come next: only members sign whom every responsible authority has consented to (§2.2.4).
    func fault(ofSigning signed: ProtocolSigned) -> String? {
        guard let agreement = protocols[signed.id] else { return "the protocol \(signed.id) was never recorded" }
        if let fault = unknown(signed.agency) { return fault }
        guard !agreement.isWithdrawn else { return "the protocol \(signed.id) is withdrawn" }
        guard agreement.terms.kind != .accord, partnerships[partnership(of: agreement)]?.admits(signed.agency) != true else { return nil }
        return "not every responsible authority of \(partnership(of: agreement)) has consented to \(signed.agency)"
    }

    /// Why a protocol cannot be recorded next.
    func fault(ofRecording recorded: ProtocolRecorded) -> String? {
        guard protocols[recorded.id] == nil else { return "the protocol \(recorded.id) is recorded a second time" }
        if let older = recorded.terms?.replaces, let before = protocols[older],
            partnership(of: before) != recorded.terms?.partnership ?? firstPartnership
        {
            return "the protocol \(recorded.id) replaces one of another partnership"
        }
        return unknown(recorded.terms?.partnership ?? firstPartnership)
    }

    /// An agency that leaves has taken its signatures back: one that stood on would bind it within a partnership whose boundary lies between.
    private func fault(ofParting parted: Membership) -> String? {
        guard partnerships[parted.partnership]?.members.contains(parted.agency) == true else {
            return "\(parted.agency) is no member of \(parted.partnership)"
        }
        let stands = protocols.values.contains { partnership(of: $0) == parted.partnership && $0.signatories.contains(parted.agency) }
        return stands ? "\(parted.agency) has not taken its signatures back from the protocols of \(parted.partnership)" : nil
    }

    private func fault(ofConsent consent: PartnerConsented) -> String? {
        if let fault = unknown(consent.partnership) ?? unknown(consent.partner) { return fault }
        guard partnerships[consent.partnership]?.authorities.contains(consent.authority) == true, consent.authority != consent.partner
        else {
            return "\(consent.authority) is no responsible authority of \(consent.partnership) that could consent to \(consent.partner)"
        }
        guard consent.document == nil else { return nil }
        guard let officer = people[consent.by], officer.may(.consentToPartner), officer.agency == consent.authority else {
            return "\(consent.by) could not have consented for \(consent.authority)"
        }
        return nil
    }

    /// Why an event about partnerships and agreements cannot come next; nil if it can.
    func fault(ofPartnership event: Event) -> String? {
        switch event {
        case .partnershipFounded(let founded):
            partnerships[founded.partnership] == nil ? nil : "the partnership \(founded.partnership) is founded a second time"
        case .agencyJoined(let membership): unknown(membership.agency) ?? unknown(membership.partnership)
        case .agencyParted(let membership): fault(ofParting: membership)
        case .partnerConsented(let consent): fault(ofConsent: consent)
        case .coordinatorChanged(let changed): fault(ofCoordinator: changed)
        case .contractEnded(let ended):
            contracts.contains { $0.isEnded(by: ended) } ? nil : "there is no contract \(ended.reference) that could be ended"
        case .guardianNamed(let named):
            people[named.guardian]?.agency == named.agency && people[named.guardian]?.roles.contains(.guardian) == true
                ? nil : "the guardian \(named.guardian) is nobody of \(named.agency)"
        case .contactNamed(let named):
            people[named.person]?.agency == named.agency ? nil : "the contact \(named.person) is nobody of \(named.agency)"
        case .notificationRecorded(let recorded): unknown(recorded.agency)
        case .processorContracted(let contracted): unknown(contracted.contract.processor) ?? unknown(contracted.contract.agency)
        case .packageKeyRecorded(let recorded):
            people[recorded.by]?.agency == recorded.agency
                ? unknown(recorded.agency) : "the key of \(recorded.agency) is recorded by another agency"
        case .protocolWithdrawn(let withdrawn): unknown(withdrawn.id)
        case .protocolReviewed(let reviewed): unknown(reviewed.id)
        case .undertakingSet(let set): unknown(set.partnership)
        case .undertakingAgreed(let agreed):
            (people[agreed.by]?.active == true ? nil : "\(agreed.by) cannot agree to anything")
                ?? (partnerships[agreed.partnership]?.undertaking?.version == agreed.version
                    ? nil : "the undertaking agreed to is not the one of \(agreed.partnership)")
        default: nil
        }
    }

    private func fault(ofCoordinator changed: CoordinatorChanged) -> String? {
        if let fault = unknown(changed.partnership) { return fault }
        guard let person = people[changed.person], person.active, person.roles.contains(.coordinator) else {
            return "\(changed.person) is no co-ordinator"
        }
        guard changed.acts || people.values.contains(where: { $0.id != person.id && $0.coordinates(changed.partnership) }) else {
            return "\(changed.partnership) would be without a co-ordinator"
        }
        return nil
    }

    func unknown(_ partnership: PartnershipID) -> String? {
        partnerships[partnership] == nil ? "no partnership is called \(partnership)" : nil
    }
    private func unknown(_ agreement: ProtocolID) -> String? {
        protocols[agreement] == nil ? "the protocol \(agreement) was never recorded" : nil
    }
}

extension HubState {
    /// The partnership of a protocol.
    public func partnership(of agreement: SharingProtocol) -> PartnershipID { agreement.terms.partnership ?? firstPartnership }

    /// Partnerships that an agency is a member of, sorted.
    public func partnerships(of agency: AgencyID) -> [PartnershipID] {
        partnerships.values.filter { $0.members.contains(agency) }.map(\.id).sorted()
    }

    /// True if that agreement lets these agencies share the record type on that day: all have signed it, its limits let each have it, and where
    /// it stands under an accord, that is in force and signed by all, too (§2.2.5).
    public func lets(
        _ agencies: Set<AgencyID>, share dataset: RecordTypeID, personal: Bool, under agreement: SharingProtocol, on day: Int
    ) -> Bool {
        guard agreement.covers(dataset, on: day), agreement.signatories.isSuperset(of: agencies) else { return false }
        guard agencies.allSatisfy({ agreement.lets($0, have: dataset, personal: personal) }) else { return false }
        guard agreement.terms.kind == .personalInformationSharing else { return true }
        guard let accord = agreement.terms.accord.flatMap({ protocols[$0] }) else { return false }
        return accord.isInForce(on: day) && accord.signatories.isSuperset(of: agencies)
    }

    /// The protocol in force on that day that covers the record type and that all these agencies have signed; the first by name.
    public func protocolBinding(
        _ agencies: Set<AgencyID>, for dataset: RecordTypeID, personal: Bool = false, purpose: StatedPurpose = .any, on day: Int
    ) -> SharingProtocol? {
        protocols.values.filter {
            $0.covers(purpose) && lets(agencies, share: dataset, personal: personal, under: $0, on: day)
        }.min { $0.id < $1.id }
    }

    /// True if both agencies have signed one protocol in force, whatever it covers.
    public func haveCommonProtocol(_ one: AgencyID, _ other: AgencyID, on day: Int) -> Bool {
        protocols.values.contains { $0.isInForce(on: day) && $0.terms.kind != .accord && $0.signatories.isSuperset(of: [one, other]) }
    }

    /// True if a boundary lies between two agencies (§2.2.4): they share no partnership. Which protocols they have signed plays no part, so that the
    /// end of one that limited them opens nothing by itself.
    public func isAcross(_ one: AgencyID, _ other: AgencyID) -> Bool {
        Set(partnerships(of: one)).isDisjoint(with: partnerships(of: other))
    }

    /// The protocols under which one agency may have what another supplied: one that both signed, or, across a boundary, one of each side's
    /// partnership that permits it (§2.2.4). Nil if there are none. What a protocol that both signed leaves out or limits, no way round by two
    /// others opens.
    public func protocols(
        letting agency: AgencyID, have dataset: RecordTypeID, of supplier: AgencyID, personal: Bool = false,
        for purpose: StatedPurpose, on day: Int
    ) -> [SharingProtocol]? {
        if let shared = protocolBinding([agency, supplier], for: dataset, personal: personal, purpose: purpose, on: day) {
            return [shared]
        }
        guard isAcross(agency, supplier) else { return nil }
        let across = protocols.values.filter { $0.terms.permitsAcross && $0.covers(purpose) }.sorted { $0.id < $1.id }
        for own in across where lets([agency], share: dataset, personal: personal, under: own, on: day) {
            for theirs in across where partnership(of: theirs) != partnership(of: own) {
                if lets([supplier], share: dataset, personal: personal, under: theirs, on: day) {
                    return [own, theirs].sorted { $0.id < $1.id }
                }
            }
        }
        return nil
    }

    /// True if the processor may supply for the agency on that day (§4.3.2).
    public func isProcessor(_ processor: AgencyID, of agency: AgencyID, on day: Int) -> Bool {
        contracts.contains { $0.processor == processor && $0.agency == agency && $0.isInForce(on: day) }
    }
}
