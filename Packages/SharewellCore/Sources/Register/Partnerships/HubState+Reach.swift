import Guidance

/// How far a co-ordinator reaches. Every change of the register concerns a partnership, and only a co-ordinator of that partnership makes it: one
/// table, by which commands are refused and forged events are not believed. What concerns the hub as a whole is for the co-ordinators of the
/// partnership it began with.
extension HubState {
    /// Who made a change of the register without being co-ordinator of the partnership that it concerns, and which that is; nil for every other
    /// event.
    func overreach(of event: Event) -> (person: PersonID, partnership: PartnershipID)? {
        guard let (person, over) = reach(of: event) else { return nil }
        return over.first { people[person]?.coordinates($0) != true }.map { (person, $0) }
    }

    /// The partnerships of which whoever recorded an event has to be co-ordinator, all of them; nil where somebody else than a co-ordinator records
    /// it, or nobody does.
    private func reach(of event: Event) -> (by: PersonID, over: [PartnershipID])? {
        switch event {
        case .agencyAdded(let added): (added.by, [added.partnership ?? firstPartnership])
        case .liaisonOfficerNamed(let named): (named.by, home(named.agency))
        case .guardianNamed(let named): (named.by, home(named.agency))
        case .contactNamed(let named): (named.by, home(named.agency))
        case .notificationRecorded(let recorded): (recorded.by, home(recorded.agency))
        case .processorContracted(let contracted): (contracted.by, home(contracted.contract.agency))
        case .contractEnded(let ended): (ended.by, home(ended.agency))
        case .personAdded(let added): (added.by, reach(ofAdding: added))
        case .profileChanged(let changed): (changed.by, home(of: changed.person))
        case .personInvited(let invited): (invited.by, reach(ofLeaving: invited.person))
        case .personLeft(let left): (left.by, reach(ofLeaving: left.person))
        case .partnershipFounded(let founded): (founded.by, [firstPartnership])
        case .coordinatorChanged(let changed): (changed.by, [changed.acts ? running(changed.partnership) : changed.partnership])
        case .agencyJoined(let joined): (joined.by, [joined.partnership])
        case .agencyParted(let parted): (parted.by, one(of: [parted.partnership] + home(parted.agency), for: parted.by))
        // An authority's own officer consents, if there is no letter of it.
        case .partnerConsented(let consent): consent.document == nil ? nil : (consent.by, [consent.partnership])
        case .protocolRecorded(let recorded): (recorded.by, [recorded.terms?.partnership ?? firstPartnership])
        // A signature is its agency's own act: the partnership admits, the agency signs.
        case .protocolSigned(let signed): (signed.by, home(signed.agency))
        case .signatureWithdrawn(let withdrawn):
            (withdrawn.by, one(of: home(of: withdrawn.id) + home(withdrawn.agency), for: withdrawn.by))
        case .protocolWithdrawn(let withdrawn): (withdrawn.by, home(of: withdrawn.id))
        case .protocolReviewed(let reviewed): (reviewed.by, home(of: reviewed.id))
        case .undertakingSet(let set): (set.by, [set.partnership])
        case .accessWaySet(let set): (set.by, [firstPartnership])
        case .clockConfirmed(let confirmed): (confirmed.by, [firstPartnership])
        case .transparencyPackMade(let made): (made.by, [firstPartnership])
        case .placesImported(let imported): reach(ofPlaces: imported.by)
        case .placesPruned(let pruned): reach(ofPlaces: pruned.by)
        case .destructionOrdered(let ordered):
            supplies[ordered.supply].flatMap { acts(ordered.by, for: $0.taken.agency) ? nil : (ordered.by, home($0.taken.agency)) }
        case .enquiryLogged(let logged):
            acts(logged.by, for: logged.content.receiver) ? nil : (logged.by, [partnership(of: logged.content)])
        case .enquiryAmended(let amended): reach(over: amended.enquiry, by: amended.by)
        case .enquiryClarified(let clarified): reach(over: clarified.enquiry, by: clarified.by)
        case .enquiryConsulted(let consulted): reach(over: consulted.enquiry, by: consulted.by)
        case .enquiryClosed(let closed): reach(over: closed.enquiry, by: closed.by)
        case .enquiryReplied(let replied): acts(replied.by, for: replied.agency) ? nil : (replied.by, home(replied.agency))
        case .refusalUpheld(let moved), .requestReturned(let moved):
            requests[moved.request].map { (moved.by, one(of: partnerships(concerning: $0), for: moved.by)) }
        case .hubInitialised, .hubUpgraded, .hubRestored, .supplyTaken, .supplyWithdrawn, .supplyDestroyed, .queryAnswered, .extractBegun,
            .extractReleased, .actionRefused, .sealChanged, .signInMeansChanged, .noticeAddressChanged, .signedIn, .signInRefused,
            .sessionEnded, .appTokenIssued, .appTokenRevoked,
            .packageKeyRecorded,
            .undertakingAgreed, .requestMade, .requestAmended, .requestQueried,
            .queryReplied, .factsStated, .personsShown, .personsDestroyed, .guardianAdvised, .requestHalfReleased, .requestGranted,
            .requestRefused,
            .requestWithdrawn, .requestAppealed, .grantRevoked, .grantConfirmed, .grantEnded, .destructionAttested, .onwardAllowed,
            .onwardStopped,
            .mediaRegistered,
            .packageSealed, .enquiryLetterSeen, .smallNumbersSet:
            nil
        }
    }

    /// A role that reaches over partnerships is given by somebody who is co-ordinator of each; one that reaches over the hub, by the hub's.
    private func reach(ofAdding added: PersonAdded) -> [PartnershipID] {
        let hub = added.roles.contains { $0.reach == .hub } ? [firstPartnership] : []
        return (added.agency.map { home($0) } ?? [firstPartnership]) + added.partnerships + hub
    }

    private func reach(ofPlaces person: PersonID) -> (by: PersonID, over: [PartnershipID])? {
        people[person]?.roles.contains { $0.reach == .hub } == true ? nil : (person, [firstPartnership])
    }

    private func reach(over enquiry: EnquiryID, by person: PersonID) -> (by: PersonID, over: [PartnershipID])? {
        enquiries[enquiry].flatMap { acts(person, for: $0.content.receiver) ? nil : (person, [partnership(of: $0.content)]) }
    }

    private func acts(_ person: PersonID, for agency: AgencyID?) -> Bool { agency != nil && people[person]?.agency == agency }

    /// The co-ordinators of a partnership, sorted by name.
    func coordinators(of partnership: PartnershipID) -> [PersonID] {
        people.values.filter { $0.coordinates(partnership) }.map(\.id).sorted()
    }

    /// Whose co-ordinators act for a partnership: its own, and where it has none, the hub's.
    private func running(_ partnership: PartnershipID) -> PartnershipID {
        coordinators(of: partnership).isEmpty ? firstPartnership : partnership
    }

    /// A person is taken out by those who run their agency's partnership and each that they have a role in. Whoever is alone in running one,
    /// nobody of it can take out, since nobody removes themselves: that is for the hub's.
    private func reach(ofLeaving person: PersonID) -> [PartnershipID] {
        let over = home(of: person) + (people[person]?.partnerships.sorted() ?? [])
        return over.contains { coordinators(of: $0) == [person] } ? [firstPartnership] : over
    }

    /// Of partnerships of which one suffices, the one that the person is co-ordinator of; the first, if of none.
    private func one(of partnerships: [PartnershipID], for person: PersonID) -> [PartnershipID] {
        Array((partnerships.filter { people[person]?.coordinates($0) == true } + partnerships).prefix(1))
    }

    /// The partnership whose co-ordinator runs the register for an agency; none for one that is not known.
    private func home(_ agency: AgencyID) -> [PartnershipID] { agencies[agency].map { [$0.home] } ?? [] }

    private func home(of person: PersonID) -> [PartnershipID] {
        people[person].map { $0.agency.map { home($0) } ?? [firstPartnership] } ?? []
    }

    private func home(of agreement: ProtocolID) -> [PartnershipID] { protocols[agreement].map { [partnership(of: $0)] } ?? [] }
}

extension HubState {
    /// The partnership that an enquiry is about: that of the agency that received it, or the one that did itself.
    public func partnership(of enquiry: EnquiryContent) -> PartnershipID {
        enquiry.receiver.flatMap { agencies[$0]?.home } ?? enquiry.partnership ?? firstPartnership
    }

    /// The partnerships that a request concerns, whose co-ordinators see it and settle an appeal: those of the protocols under which it would be
    /// shared on the day it was decided, or made; where there are none, that in which it was asked.
    public func partnerships(concerning request: SharingRequest) -> [PartnershipID] {
        let content = request.content
        let agreements = protocols(
            letting: request.agency, have: content.dataset, of: content.source, for: .stated(content.purpose),
            on: (request.decided ?? request.made).day)
        let concerned = Set(agreements?.map { partnership(of: $0) } ?? [])
        return concerned.isEmpty ? [content.partnership ?? firstPartnership] : concerned.sorted()
    }
}

extension Register {
    /// The person, if they may do what concerns the hub as a whole: a role that reaches over the hub includes it, or they are co-ordinator of the
    /// partnership that the hub began with.
    public func person(_ id: PersonID, mayForTheHub action: Action) throws(Refusal) -> Person {
        let person = try person(id, may: action)
        let isHubs = person.roles.contains { $0.reach == .hub && AccessMatrix.actions(of: $0).contains(action) }
        guard isHubs || person.coordinates(state.firstPartnership) else { throw overreaching(id, state.firstPartnership) }
        return person
    }

    /// The person, if they may see the quality report of a supply: people of agencies that work in a partnership with the supplier, and those who
    /// oversee the supplier's.
    public func person(_ id: PersonID, maySeeQualityOf supply: SupplyID) throws(Refusal) -> Person {
        let person = try person(id, may: .seeQuality)
        let taken = try self.supply(supply).taken
        let supplier = taken.agency
        if let grant = taken.grant.flatMap({ state.grants[$0] }), let own = person.agency, own != supplier, own != grant.terms.agency {
            throw Refusal(
                .otherAgency, "The supply \(supply) was made for \(grant.terms.agency) alone.",
                remedy: "Ask \(supplier), whose records they are.")
        }
        let isOfAgency = person.roles.contains { $0.reach == .agency && AccessMatrix.actions(of: $0).contains(.seeQuality) }
        if isOfAgency, let own = person.agency {
            if own == supplier || !Set(state.partnerships(of: own)).isDisjoint(with: state.partnerships(of: supplier)) { return person }
        }
        let home = state.agencies[supplier]?.home ?? state.firstPartnership
        guard person.oversees(any: [home]) else {
            throw Refusal(
                .otherPartnership, "\(id) works in no partnership with \(supplier), whose supply \(supply) is.",
                remedy: "Ask \(supplier), or the co-ordinator of \(home).")
        }
        return person
    }

    /// Says who may do it instead, and what can be done where nobody is left who may.
    func overreaching(_ person: PersonID, _ partnership: PartnershipID) -> Refusal {
        func names(_ partnership: PartnershipID) -> String { state.coordinators(of: partnership).map(\.rawValue).joined(separator: ", ") }
        let (able, hubs) = (names(partnership), names(state.firstPartnership))
        let naming = "sharewell partnership co-ordinator \(partnership) --person PERSON"
        let remedy =
            able.isEmpty
            ? "It has none now. A co-ordinator of \(state.firstPartnership) names one (\(hubs)): \(naming)."
            : "Ask one who is: \(able). They can name another: \(naming)."
                + (state.coordinators(of: partnership).count > 1 || partnership == state.firstPartnership
                    ? ""
                    : " If \(able) is gone, a co-ordinator of \(state.firstPartnership) (\(hubs)) ends that profile, sharewell person remove \(able), and names another.")
        return Refusal(.otherPartnership, "\(person) is not co-ordinator of \(partnership), which this concerns.", remedy: remedy)
    }
}

extension Register {
    /// True if a person may see that another has a profile and what it holds: people of agencies that work in one partnership, those who run or
    /// oversee one of them, and a partnership's own.
    public func person(_ reader: Person, maySeeProfileOf other: Person) -> Bool {
        guard reader.active else { return false }
        func partnerships(_ person: Person) -> Set<PartnershipID> {
            person.partnerships.union(person.agency.map { state.partnerships(of: $0) } ?? [state.firstPartnership])
        }
        return reader.id == other.id || reader.agency != nil && reader.agency == other.agency
            || !partnerships(reader).isDisjoint(with: partnerships(other))
    }

    /// True if a person is co-ordinator of the partnership that another's profile is run by.
    public func person(_ reader: Person, runsProfileOf other: Person) -> Bool {
        reader.coordinates(other.agency.flatMap { state.agencies[$0]?.home } ?? state.firstPartnership)
    }
}
