internal import Guidance

extension HubState {
    /// The number the next request gets.
    public var nextRequest: RequestID { RequestID(number: requests.count + 1) }
    /// The number the next grant gets.
    public var nextGrant: GrantID { GrantID(number: grants.count + 1) }

    /// Takes an event about a request in.
    mutating func takeRequest(_ event: Event, at moment: Moment) {
        if let (id, step) = Self.step(of: event), let stage = requests[id]?.stage, let next = RequestProcess.next(from: stage, step) {
            requests[id]?.stage = next
        }
        if let id = changed(by: event) { requests[id]?.reading += 1 }
        switch event {
        case .requestMade(let made):
            requests[made.request] = SharingRequest(id: made.request, content: made.content, agency: made.agency, by: made.by, made: moment)
            requests[made.request]?.statedBy = made.content.facts.mapValues { _ in made.by }
        case .requestAmended(let amended):
            // What the source agency stated stands; advice was about what was asked before.
            let source = amended.content.source
            let kept = (requests[amended.request]?.statedBy ?? [:]).filter { people[$0.value]?.agency == source }
            let facts = requests[amended.request]?.content.facts ?? [:]
            requests[amended.request]?.content = amended.content
            for fact in kept.keys { requests[amended.request]?.content.facts[fact] = facts[fact] }
            requests[amended.request]?.statedBy = kept.merging(amended.content.facts.mapValues { _ in amended.by }) { kept, _ in kept }
            requests[amended.request]?.advice = nil
        case .requestQueried(let remark), .queryReplied(let remark):
            requests[remark.request]?.remarks.append(SharingRequest.Remark(by: remark.by, text: remark.text))
        case .factsStated(let stated):
            for (fact, value) in stated.facts {
                requests[stated.request]?.content.facts[fact] = value
                requests[stated.request]?.statedBy[fact] = stated.by
            }
        case .guardianAdvised(let advised):
            requests[advised.request]?.advice = advised
            requests[advised.request]?.firstRelease = nil
        case .requestHalfReleased(let released): requests[released.request]?.firstRelease = released
        case .requestGranted(let granted):
            let first = requests[granted.request]?.firstRelease
            let deciders = granted.rule == nil ? [first?.by, granted.by].compactMap { $0 } : []
            grants[granted.grant] = Grant(
                id: granted.grant, request: granted.request, terms: granted.terms, rule: granted.rule, why: granted.why,
                decidedBy: deciders,
                given: moment)
            requests[granted.request]?.grant = granted.grant
            requests[granted.request]?.decided = moment
        case .requestRefused(let refused):
            requests[refused.request]?.refusal = refused
            refusedFor[refused.reason, default: 0] += 1
            requests[refused.request]?.firstRelease = nil
            requests[refused.request]?.decided = moment
        case .requestReturned(let returned): requests[returned.request]?.firstRelease = nil
        default: break
        }
    }

    /// Takes an event about a grant in.
    mutating func takeGrant(_ event: Event) {
        switch event {
        case .grantRevoked(let revoked):
            grants[revoked.grant]?.status = .revoked
            grants[revoked.grant]?.revocation = revoked
        case .grantEnded(let ended): grants[ended.grant]?.status = .ended
        case .destructionAttested(let attested): grants[attested.grant]?.attested = attested.method
        case .onwardAllowed(let allowed): grants[allowed.grant]?.onward.append(allowed.to)
        case .mediaRegistered(let registered): media.append(registered)
        case .packageSealed(let sealed): grants[sealed.grant]?.packages += 1
        default: break
        }
    }

    /// True if an answer was given from another agency's supply.
    func isOfOthers(_ answer: QueryAnswered) -> Bool { answer.supplies.contains { supplies[$0]?.taken.agency != answer.agency } }

    /// Counts an answer against its grant.
    mutating func count(_ answer: QueryAnswered) {
        if let grant = answer.grant, answer.shown > 0 { grants[grant]?.releases += 1 }
    }

    /// The request that the requester's side says something new in by an event; nil where it does not.
    private func changed(by event: Event) -> RequestID? {
        switch event {
        case .requestAmended(let amended): amended.request
        case .queryReplied(let remark): remark.request
        case .factsStated(let stated):
            people[stated.by]?.agency == requests[stated.request]?.content.source ? nil : stated.request
        default: nil
        }
    }

    /// The step of a request that an event is; nil for its beginning and for events that are none.
    private static func step(of event: Event) -> (RequestID, RequestStep)? {
        switch event {
        case .requestAmended(let amended): (amended.request, .amend)
        case .requestQueried(let remark): (remark.request, .query)
        case .queryReplied(let remark): (remark.request, .answer)
        case .factsStated(let stated): (stated.request, .state)
        case .guardianAdvised(let advised): (advised.request, .advise)
        case .requestHalfReleased(let released): (released.request, .firstRelease)
        case .requestGranted(let granted): (granted.request, .grant)
        case .requestRefused(let refused): (refused.request, .refuse)
        case .requestWithdrawn(let moved): (moved.request, .withdraw)
        case .requestAppealed(let moved): (moved.request, .appeal)
        case .refusalUpheld(let moved): (moved.request, .uphold)
        case .requestReturned(let moved): (moved.request, .reconsider)
        default: nil
        }
    }

    /// Why an event about a request cannot come next; nil if it can.
    func fault(ofRequest event: Event) -> String? {
        if case .requestMade(let made) = event {
            guard made.request == nextRequest else { return "the request \(made.request) is not the next one" }
            return unknown(made.agency) ?? unknown(made.by)
        }
        if case .personsShown(let shown) = event {
            return requests[shown.request].map { people[shown.by]?.agency == $0.content.source ? nil : "persons shown to another agency" }
                ?? "the request \(shown.request) was never made"
        }
        guard let (id, step) = Self.step(of: event) else { return nil }
        guard let request = requests[id] else { return "the request \(id) was never made" }
        guard RequestProcess.next(from: request.stage, step) != nil else {
            return "the request \(id) is \(request.stage.rawValue): \(step.rawValue) cannot follow"
        }
        guard case .requestGranted(let granted) = event else { return nil }
        guard granted.grant == nextGrant else { return "the grant \(granted.grant) is not the next one" }
        guard granted.terms.areWithin(GrantTerms(asking: request.content, for: request.agency)) else {
            return "the grant \(granted.grant) gives more than the request \(id) asked"
        }
        guard (granted.why == nil) == (granted.rule != nil) else { return "nothing says why \(id) was granted" }
        guard granted.rule == nil else {
            return granted.rule == Register.depersonalisedRule && granted.by == request.by
                ? nil : "no rule \(granted.rule ?? "") grants requests"
        }
        if let first = request.firstRelease {
            if first.by == granted.by { return "one person released the request \(id) twice" }
            if !granted.terms.areWithin(first.terms) { return "the second of two gave more of \(id) than the first" }
        }
        return officerFault(granted.by, of: request)
    }

    /// Why somebody could not have decided a request: only an active liaison officer of its source who did not make it can.
    private func officerFault(_ person: PersonID, of request: SharingRequest) -> String? {
        guard let officer = people[person], officer.active, officer.agency == request.content.source,
            officer.roles.contains(.liaisonOfficer), person != request.by
        else { return "\(person) could not have decided \(request.id)" }
        return nil
    }

    /// Why an event about a grant cannot come next; nil if it can.
    func fault(ofGrant event: Event) -> String? {
        func fault(_ id: GrantID, being status: GrantStatus? = nil) -> String? {
            guard let grant = grants[id] else { return "the grant \(id) was never given" }
            return status == nil || grant.status == status ? nil : "the grant \(id) is \(grant.status.rawValue)"
        }
        return switch event {
        case .grantRevoked(let revoked): fault(revoked.grant, being: .live)
        case .grantEnded(let ended):
            grants[ended.grant]?.status == .ended ? "the grant \(ended.grant) ends a second time" : fault(ended.grant)
        case .destructionAttested(let attested):
            grants[attested.grant]?.attested == nil ? fault(attested.grant) : "\(attested.grant) is attested a second time"
        case .onwardAllowed(let allowed): fault(allowed.grant, being: .live) ?? unknown(allowed.to)
        case .mediaRegistered(let registered): fault(registered.grant, being: .live) ?? unknown(registered.carrier)
        case .packageSealed(let sealed):
            fault(sealed.grant, being: .live)
                ?? (agencies[sealed.to]?.packageKey == sealed.key
                    ? nil : "the package of \(sealed.grant) is sealed to no key of \(sealed.to)")
        default: nil
        }
    }
}
