public import Guidance

extension HubState {
    /// Takes an event about partnerships and agreements in.
    mutating func takePartnership(_ event: Event) {
        switch event {
        case .partnershipFounded(let founded):
            partnerships[founded.partnership] = Partnership(id: founded.partnership, name: founded.name)
        case .agencyJoined(let joined): partnerships[joined.partnership]?.members.insert(joined.agency)
        case .agencyParted(let parted): partnerships[parted.partnership]?.members.remove(parted.agency)
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

    /// Why an event about partnerships and agreements cannot come next; nil if it can.
    func fault(ofPartnership event: Event) -> String? {
        switch event {
        case .partnershipFounded(let founded):
            partnerships[founded.partnership] == nil ? nil : "the partnership \(founded.partnership) is founded a second time"
        case .agencyJoined(let membership): unknown(membership.agency) ?? unknown(membership.partnership)
        case .agencyParted(let membership):
            partnerships[membership.partnership]?.members.contains(membership.agency) == true
                ? nil : "\(membership.agency) is no member of \(membership.partnership)"
        case .partnerConsented(let consent):
            unknown(consent.partnership) ?? unknown(consent.partner) ?? unknown(consent.authority)
        case .guardianNamed(let named):
            people[named.guardian]?.agency == named.agency ? nil : "the guardian \(named.guardian) is nobody of \(named.agency)"
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
            unknown(agreed.by)
                ?? (partnerships[agreed.partnership]?.undertaking?.version == agreed.version
                    ? nil : "the undertaking agreed to is not the one of \(agreed.partnership)")
        default: nil
        }
    }

    private func unknown(_ partnership: PartnershipID) -> String? {
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
        _ agencies: Set<AgencyID>, for dataset: RecordTypeID, personal: Bool = false, purpose: PurposeCategory? = nil, on day: Int
    ) -> SharingProtocol? {
        protocols.values.filter {
            $0.covers(purpose) && lets(agencies, share: dataset, personal: personal, under: $0, on: day)
        }.min { $0.id < $1.id }
    }

    /// The protocols under which one agency may have what another supplied: one that both signed, or, across a boundary, one of each side's
    /// partnership that permits it (§2.2.4). Nil if there are none.
    public func protocols(
        letting agency: AgencyID, have dataset: RecordTypeID, of supplier: AgencyID, personal: Bool = false,
        for purpose: PurposeCategory? = nil,
        on day: Int
    ) -> [SharingProtocol]? {
        if let shared = protocolBinding([agency, supplier], for: dataset, personal: personal, purpose: purpose, on: day) {
            return [shared]
        }
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
