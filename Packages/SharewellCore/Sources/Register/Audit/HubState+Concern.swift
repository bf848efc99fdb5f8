extension HubState {
    /// Whom an event of this hub concerns.
    public func concern(of event: Event) -> EventConcern {
        var concern = bareConcern(of: event)
        if let by = concern.by, let person = people[by] {
            if let agency = person.agency { concern.agencies.insert(agency) } else { concern.partnerships.insert(firstPartnership) }
        }
        concern.partnerships.formUnion(concern.agencies.compactMap { agencies[$0]?.home })
        if concern.partnerships.isEmpty { concern.partnerships = [firstPartnership] }
        return concern
    }

    private func bareConcern(of event: Event) -> EventConcern {
        switch event {
        case .hubInitialised, .hubUpgraded, .hubRestored, .sealChanged: return EventConcern(.hub)
        case .placesImported(let imported): return EventConcern(.hub, by: imported.by)
        case .placesPruned(let pruned): return EventConcern(.hub, by: pruned.by)
        case .accessWaySet(let set): return EventConcern(.hub, by: set.by)
        case .clockConfirmed(let confirmed): return EventConcern(.hub, by: confirmed.by)
        case .transparencyPackMade(let made): return EventConcern(.hub, by: made.by)
        case .actionRefused(let refused): return EventConcern(.refusal, by: PersonID(rawValue: refused.by))
        case .queryAnswered(let answer): return use(by: answer.by, for: answer.agency, of: answer.supplies, answer.agreements, answer.grant)
        case .extractBegun(let begun): return use(by: begun.by, for: begun.agency, of: begun.supplies, begun.agreements, begun.grant)
        case .extractReleased(let release):
            let answer = release.question
            return use(by: answer.by, for: answer.agency, of: answer.supplies, answer.agreements, answer.grant)
        case .packageSealed(let sealed):
            var concern = of(grant: sealed.grant, .use, by: sealed.by, [sealed.to])
            if let source = grants[sealed.grant]?.terms.source { concern.sources = [source] }
            return concern
        case .supplyTaken(let taken): return about([taken.agency], .supply, by: taken.by)
        case .supplyWithdrawn(let withdrawn): return of(supply: withdrawn.supply, .supply, by: withdrawn.by)
        case .destructionOrdered(let ordered): return of(supply: ordered.supply, .destruction, by: ordered.by)
        case .supplyDestroyed(let destroyed): return of(supply: destroyed.supply, .destruction, by: destroyed.by)
        case .personInvited(let invited): return account(invited.person, by: invited.by)
        case .signInMeansChanged(let changed): return account(changed.person, by: changed.person)
        case .noticeAddressChanged(let changed): return account(changed.person, by: changed.person)
        case .signedIn(let signed): return account(signed.person, by: signed.person)
        case .signInRefused(let refused): return refused.person.map { account($0, by: $0) } ?? EventConcern(.signIn)
        case .appTokenIssued(let issued): return account(issued.person, by: issued.person)
        case .appTokenRevoked(let revoked): return account(revoked.person, by: revoked.person)
        case .sessionEnded(let ended): return account(ended.person, by: ended.person)
        default: return registerConcern(of: event) ?? requestConcern(of: event) ?? enquiryConcern(of: event) ?? EventConcern(.hub)
        }
    }

    private func registerConcern(of event: Event) -> EventConcern? {
        switch event {
        case .agencyAdded(let added): about([added.agency], .register, by: added.by, in: added.partnership)
        case .liaisonOfficerNamed(let named): about([named.agency], .register, by: named.by)
        case .guardianNamed(let named): about([named.agency], .register, by: named.by)
        case .contactNamed(let named): about([named.agency], .register, by: named.by)
        case .personAdded(let added): about([added.agency].compactMap { $0 }, .register, by: added.by)
        case .profileChanged(let changed): about([people[changed.person]?.agency].compactMap { $0 }, .register, by: changed.by)
        case .personLeft(let left): about([people[left.person]?.agency].compactMap { $0 }, .register, by: left.by)
        case .partnershipFounded(let founded): about([], .agreement, by: founded.by, in: founded.partnership)
        case .coordinatorChanged(let changed):
            about([people[changed.person]?.agency].compactMap { $0 }, .register, by: changed.by, in: changed.partnership)
        case .agencyJoined(let joined): about([joined.agency], .agreement, by: joined.by, in: joined.partnership)
        case .agencyParted(let parted): about([parted.agency], .agreement, by: parted.by, in: parted.partnership)
        case .partnerConsented(let consent):
            about([consent.partner, consent.authority], .agreement, by: consent.by, in: consent.partnership)
        case .notificationRecorded(let recorded): about([recorded.agency], .agreement, by: recorded.by)
        case .packageKeyRecorded(let recorded): about([recorded.agency], .agreement, by: recorded.by)
        case .processorContracted(let contracted):
            about([contracted.contract.agency, contracted.contract.processor], .agreement, by: contracted.by)
        case .contractEnded(let ended): about([ended.agency, ended.processor], .agreement, by: ended.by)
        case .protocolRecorded(let recorded): about([], .agreement, by: recorded.by, in: recorded.terms?.partnership ?? firstPartnership)
        case .protocolSigned(let signed): about([signed.agency], .agreement, by: signed.by, in: home(of: signed.id))
        case .signatureWithdrawn(let withdrawn): about([withdrawn.agency], .agreement, by: withdrawn.by, in: home(of: withdrawn.id))
        case .protocolWithdrawn(let withdrawn): about([], .agreement, by: withdrawn.by, in: home(of: withdrawn.id))
        case .protocolReviewed(let reviewed): about([], .agreement, by: reviewed.by, in: home(of: reviewed.id))
        case .undertakingSet(let set): about([], .agreement, by: set.by, in: set.partnership)
        case .undertakingAgreed(let agreed): about([], .agreement, by: agreed.by, in: agreed.partnership)
        default: nil
        }
    }

    private func requestConcern(of event: Event) -> EventConcern? {
        switch event {
        case .requestMade(let made), .requestAmended(let made): of(request: made.request, by: made.by)
        case .requestQueried(let remark): of(request: remark.request, by: remark.by, isNews: true)
        case .queryReplied(let remark): of(request: remark.request, by: remark.by)
        case .factsStated(let stated): of(request: stated.request, by: stated.by)
        case .personsShown(let shown): of(request: shown.request, by: shown.by)
        case .personsDestroyed(let destroyed): of(request: destroyed.request, kind: .destruction, by: nil)
        case .guardianAdvised(let advised): of(request: advised.request, by: advised.by)
        case .requestHalfReleased(let released): of(request: released.request, by: released.by)
        case .requestGranted(let granted): of(request: granted.request, by: granted.by, isNews: granted.rule == nil)
        case .requestRefused(let refused): of(request: refused.request, by: refused.by, isNews: true)
        case .requestWithdrawn(let moved), .requestAppealed(let moved): of(request: moved.request, by: moved.by)
        case .refusalUpheld(let moved), .requestReturned(let moved): of(request: moved.request, by: moved.by, isNews: true)
        case .grantRevoked(let revoked): of(grant: revoked.grant, .request, by: revoked.by, isNews: true)
        case .grantConfirmed(let confirmed): of(grant: confirmed.grant, .request, by: confirmed.by, isNews: true)
        case .grantEnded(let ended): of(grant: ended.grant, .destruction, by: nil, isNews: true)
        case .destructionAttested(let attested): of(grant: attested.grant, .destruction, by: attested.by, [attested.agency])
        case .onwardAllowed(let allowed), .onwardStopped(let allowed): of(grant: allowed.grant, .request, by: allowed.by, [allowed.to])
        case .mediaRegistered(let registered): of(grant: registered.grant, .request, by: registered.by)
        default: nil
        }
    }

    private func enquiryConcern(of event: Event) -> EventConcern? {
        switch event {
        case .enquiryLogged(let logged): of(enquiry: logged.enquiry, by: logged.by)
        case .enquiryAmended(let amended): of(enquiry: amended.enquiry, by: amended.by)
        case .enquiryClarified(let clarified): of(enquiry: clarified.enquiry, by: clarified.by)
        case .enquiryConsulted(let consulted): of(enquiry: consulted.enquiry, by: consulted.by, [consulted.agency])
        case .enquiryReplied(let replied): of(enquiry: replied.enquiry, by: replied.by, [replied.agency])
        case .enquiryLetterSeen(let seen): of(enquiry: seen.enquiry, by: seen.by, [seen.agency])
        case .enquiryClosed(let closed): of(enquiry: closed.enquiry, by: closed.by)
        default: nil
        }
    }

    // MARK: Parts

    private func use(
        by person: PersonID, for agency: AgencyID, of supplies: [SupplyID], _ agreements: [ProtocolID], _ grant: GrantID?
    ) -> EventConcern {
        var concern = EventConcern(.use, by: person)
        concern.sources = Set(supplies.compactMap { self.supplies[$0]?.taken.agency })
        if let source = grant.flatMap({ grants[$0] })?.terms.source { concern.sources.insert(source) }
        concern.agencies = concern.sources.union([agency])
        concern.partnerships = Set(agreements.compactMap { home(of: $0) })
        return concern
    }

    private func about(
        _ agencies: [AgencyID], _ kind: EventConcern.Kind, by person: PersonID, in partnership: PartnershipID? = nil
    ) -> EventConcern {
        var concern = EventConcern(kind, by: person)
        concern.agencies = Set(agencies)
        if let partnership { concern.partnerships = [partnership] }
        return concern
    }

    private func account(_ person: PersonID, by actor: PersonID) -> EventConcern {
        var concern = about([people[person]?.agency].compactMap { $0 }, .signIn, by: actor)
        concern.partnerships = people[person]?.partnerships ?? []
        return concern
    }

    private func of(supply: SupplyID, _ kind: EventConcern.Kind, by person: PersonID) -> EventConcern {
        about([supplies[supply]?.taken.agency].compactMap { $0 }, kind, by: person)
    }

    private func of(
        request id: RequestID, kind: EventConcern.Kind = .request, by person: PersonID?, isNews: Bool = false
    ) -> EventConcern {
        var concern = EventConcern(kind, by: person)
        guard let request = requests[id] else { return concern }
        concern.agencies = [request.agency, request.content.source]
        concern.partnerships = [request.content.partnership ?? firstPartnership]
        if isNews { concern.tells = [request.by] }
        return concern
    }

    private func of(
        grant id: GrantID, _ kind: EventConcern.Kind, by person: PersonID?, _ others: [AgencyID] = [], isNews: Bool = false
    ) -> EventConcern {
        guard let grant = grants[id] else { return EventConcern(kind, by: person) }
        var concern = of(request: grant.request, kind: kind, by: person)
        concern.agencies.formUnion(others)
        if isNews { concern.tells = Set(grant.terms.people) }
        return concern
    }

    private func of(enquiry id: EnquiryID, by person: PersonID, _ others: [AgencyID] = []) -> EventConcern {
        var concern = EventConcern(.enquiry, by: person)
        guard let enquiry = enquiries[id] else { return concern }
        concern.agencies = Set(others + enquiry.content.originators + [enquiry.content.receiver].compactMap { $0 })
        concern.partnerships = [partnership(of: enquiry.content)]
        return concern
    }

    private func home(of agreement: ProtocolID) -> PartnershipID? { protocols[agreement].map { partnership(of: $0) } }
}
