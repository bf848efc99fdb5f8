internal import Guidance

extension HubState {
    /// The number the next request gets.
    public var nextRequest: RequestID { RequestID(number: requests.count + 1) }
    /// The number the next grant gets.
    public var nextGrant: GrantID { GrantID(number: grants.count + 1) }

    /// Takes an event about a request in.
    mutating func takeRequest(_ event: Event, at moment: Moment) {
        if let step = Self.step(of: event) {
            let stage = requests[step.request]?.stage
            if let stage, let next = RequestProcess.next(from: stage, step.step) { requests[step.request]?.stage = next }
            requests[step.request]?.history.append(
                SharingRequest.Taken(step: step.step, by: step.by, at: moment, wasHeld: stage == .held))
        }
        if let id = changed(by: event) { requests[id]?.reading += 1 }
        if let id = settled(by: event) { requests[id]?.isHeld = false }
        switch event {
        case .requestMade(let made):
            requests[made.request] = SharingRequest(id: made.request, content: made.content, agency: made.agency, by: made.by, made: moment)
            requests[made.request]?.statedBy = made.content.facts.mapValues { _ in made.by }
            requests[made.request]?.statedOn = made.content.facts.mapValues { _ in moment.day }
        case .requestAmended(let amended):
            // What the source agency stated stands; advice was about what was asked before.
            let source = amended.content.source
            let kept = (requests[amended.request]?.statedBy ?? [:]).filter { people[$0.value]?.agency == source }
            let facts = requests[amended.request]?.content.facts ?? [:]
            requests[amended.request]?.content = amended.content
            for fact in kept.keys { requests[amended.request]?.content.facts[fact] = facts[fact] }
            requests[amended.request]?.statedBy = kept.merging(amended.content.facts.mapValues { _ in amended.by }) { kept, _ in kept }
            let days = requests[amended.request]?.statedOn ?? [:], now = requests[amended.request]?.content.facts.keys.map { $0 } ?? []
            requests[amended.request]?.statedOn = Dictionary(
                uniqueKeysWithValues: now.map { ($0, kept[$0] == nil ? moment.day : days[$0] ?? moment.day) })
            requests[amended.request]?.advice = nil
        case .requestQueried(let remark), .queryReplied(let remark):
            requests[remark.request]?.remarks.append(SharingRequest.Remark(by: remark.by, text: remark.text))
        case .factsStated(let stated):
            for (fact, value) in stated.facts {
                requests[stated.request]?.content.facts[fact] = value
                requests[stated.request]?.statedBy[fact] = stated.by
                requests[stated.request]?.statedOn[fact] = moment.day
            }
        case .guardianAdvised(let advised):
            requests[advised.request]?.advice = advised
            requests[advised.request]?.firstRelease = nil
        case .requestHalfReleased(let released): requests[released.request]?.firstRelease = released
        case .requestGranted(let granted):
            let first = requests[granted.request]?.firstRelease
            let deciders = granted.rule == nil ? [first?.by, granted.by].compactMap { $0 } : []
            grants[granted.grant] = Grant(
                id: granted.grant, request: granted.request, terms: granted.terms, rule: granted.rule, powers: granted.powers,
                why: granted.why, decidedBy: deciders, given: moment)
            requests[granted.request]?.grant = granted.grant
            requests[granted.request]?.decided = moment
        case .requestRefused(let refused):
            requests[refused.request]?.refusal = refused
            if let source = requests[refused.request]?.content.source { refusedFor[source, default: [:]][refused.reason, default: 0] += 1 }
            requests[refused.request]?.firstRelease = nil
            requests[refused.request]?.decided = moment
        case .personsDestroyed(let destroyed): requests[destroyed.request]?.isWithoutPersons = true
        case .requestReturned(let returned):
            requests[returned.request]?.firstRelease = nil
            requests[returned.request]?.settlement = returned
        case .refusalUpheld(let moved): requests[moved.request]?.settlement = moved
        case .requestAppealed(let moved): requests[moved.request]?.appeal = moved
        case .requestWithdrawn(let moved): requests[moved.request]?.withdrawal = moved
        default: break
        }
    }

    /// Takes an event about a grant in.
    mutating func takeGrant(_ event: Event, at moment: Moment) {
        switch event {
        case .grantRevoked(let revoked):
            grants[revoked.grant]?.status = .revoked
            grants[revoked.grant]?.isHeld = false
            grants[revoked.grant]?.revocation = revoked
            grants[revoked.grant]?.revokedOn = moment.day
        case .grantConfirmed(let confirmed): grants[confirmed.grant]?.isHeld = false
        case .grantEnded(let ended):
            grants[ended.grant]?.status = .ended
            grants[ended.grant]?.isHeld = false
            grants[ended.grant]?.ended = ended
        case .destructionAttested(let attested): grants[attested.grant]?.attested[attested.agency] = attested.method
        case .onwardAllowed(let allowed): grants[allowed.grant]?.onward.append(allowed.to)
        case .onwardStopped(let stopped): grants[stopped.grant]?.onward.removeAll { $0 == stopped.to }
        case .mediaRegistered(let registered): media.append(registered)
        case .packageSealed(let sealed):
            grants[sealed.grant]?.packages += 1
            grants[sealed.grant]?.sentTo.insert(sealed.to)
        default: break
        }
    }

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

    /// The request that whoever made it gave their word on by an event: that it stands, which an appeal says too, or that it does not.
    private func settled(by event: Event) -> RequestID? {
        switch event {
        case .requestAmended(let amended): amended.request
        case .queryReplied(let remark): remark.request
        case .requestAppealed(let moved), .requestWithdrawn(let moved): moved.request
        default: nil
        }
    }

    /// What a person is in a request; empty for somebody it does not concern.
    func parts(of person: Person, in request: SharingRequest) -> [RequestPart] {
        var parts: [RequestPart] = []
        let source = request.content.source
        if person.id == request.by, person.agency == request.agency { parts.append(.requester) }
        if person.agency == source {
            // Liaison officers besides the designated one stand in, and release as the second of two.
            if person.roles.contains(.liaisonOfficer) { parts.append(.sourceOfficer) }
            if agencies[source]?.guardian == person.id { parts.append(.guardian) }
        }
        // Nobody settles an appeal of their own agency, or against it; and only in the partnership of the protocols concerned.
        let isOfNeither = person.agency != request.agency && person.agency != source && request.refusal?.by != person.id
        if isOfNeither, partnerships(concerning: request).contains(where: person.coordinates) { parts.append(.coordinator) }
        return parts
    }

    /// A step of a request that an event is, and who took it.
    private struct Step {
        let request: RequestID
        let step: RequestStep
        let by: PersonID
    }

    /// The step of a request that an event is; nil for its beginning and for events that are none.
    private static func step(of event: Event) -> Step? {
        func moved(_ moved: RequestMoved, _ step: RequestStep) -> Step { Step(request: moved.request, step: step, by: moved.by) }
        return switch event {
        case .requestAmended(let amended): Step(request: amended.request, step: .amend, by: amended.by)
        case .requestQueried(let remark): Step(request: remark.request, step: .query, by: remark.by)
        case .queryReplied(let remark): Step(request: remark.request, step: .answer, by: remark.by)
        case .factsStated(let stated): Step(request: stated.request, step: .state, by: stated.by)
        case .guardianAdvised(let advised): Step(request: advised.request, step: .advise, by: advised.by)
        case .requestHalfReleased(let released): Step(request: released.request, step: .firstRelease, by: released.by)
        case .requestGranted(let granted): Step(request: granted.request, step: .grant, by: granted.by)
        case .requestRefused(let refused): Step(request: refused.request, step: .refuse, by: refused.by)
        case .requestWithdrawn(let withdrawn): moved(withdrawn, .withdraw)
        case .requestAppealed(let appealed): moved(appealed, .appeal)
        case .refusalUpheld(let upheld): moved(upheld, .uphold)
        case .requestReturned(let returned): moved(returned, .reconsider)
        default: nil
        }
    }

    /// Why an event about a request cannot come next; nil if it can.
    func fault(ofRequest event: Event) -> String? {
        switch event {
        case .requestMade(let made): return fault(ofMaking: made)
        case .personsShown(let shown):
            guard let request = requests[shown.request], let person = active(shown.by) else { return "persons shown to nobody" }
            guard !request.isHeld else { return "persons of \(shown.request) shown while it is held" }
            return parts(of: person, in: request).contains { $0 == .sourceOfficer || $0 == .guardian }
                ? nil : "persons of \(shown.request) shown to \(shown.by), who does not decide or advise on it"
        case .personsDestroyed(let destroyed):
            return requests[destroyed.request] == nil ? "the request \(destroyed.request) was never made" : nil
        default: break
        }
        guard let step = Self.step(of: event) else { return nil }
        guard let request = requests[step.request] else { return "the request \(step.request) was never made" }
        guard RequestProcess.next(from: request.stage, step.step) != nil else {
            return "the request \(request.id) is \(request.stage.rawValue): \(step.step.rawValue) cannot follow"
        }
        if case .requestGranted(let granted) = event {
            if let fault = fault(of: granted, answering: request) { return fault }
            if granted.rule != nil { return nil }
        }
        guard let person = active(step.by),
            parts(of: person, in: request).contains(where: { RequestProcess.next(from: request.stage, step.step, by: $0) != nil })
        else { return "\(step.by) cannot have taken the step \(step.step.rawValue) of \(request.id)" }
        switch event {
        case .requestAmended(let amended):
            let (old, new) = (request.content, amended.content)
            return (old.dataset, old.persons, old.source) == (new.dataset, new.persons, new.source) && amended.agency == request.agency
                ? nil : "the request \(request.id) is about something else than before"
        case .guardianAdvised: return person.id == request.by ? "\(person.id) advised on a request of their own" : nil
        case .requestHalfReleased(let released):
            return released.terms.areWithin(GrantTerms(asking: request.content, for: request.agency))
                ? fault(deciding: request, by: released.by) : "the first of two gave more of \(request.id) than was asked"
        default: return nil
        }
    }

    private func active(_ person: PersonID) -> Person? { people[person].flatMap { $0.active ? $0 : nil } }

    private func fault(ofMaking made: RequestMade) -> String? {
        guard made.request == nextRequest else { return "the request \(made.request) is not the next one" }
        guard let person = active(made.by), person.agency == made.agency, person.may(.request) else {
            return "\(made.by) cannot have made \(made.request)"
        }
        return unknown(made.content.source)
    }

    private func fault(of granted: RequestGranted, answering request: SharingRequest) -> String? {
        guard granted.grant == nextGrant else { return "the grant \(granted.grant) is not the next one" }
        guard granted.terms.areWithin(GrantTerms(asking: request.content, for: request.agency)) else {
            return "the grant \(granted.grant) gives more than the request \(request.id) asked"
        }
        guard (granted.why == nil) == (granted.rule != nil) else { return "nothing says why \(request.id) was granted" }
        guard granted.rule == nil else {
            return granted.rule == Register.depersonalisedRule && granted.by == request.by && granted.terms.persons == .notNamed
                ? nil : "no rule \(granted.rule ?? "") grants such requests"
        }
        if let first = request.firstRelease {
            if first.by == granted.by { return "one person released the request \(request.id) twice" }
            if !granted.terms.areWithin(first.terms) { return "the second of two gave more of \(request.id) than the first" }
            if active(first.by) == nil { return "\(first.by), who left, cannot be one of two who released \(request.id)" }
        }
        if request.advice?.agrees == false { return "the request \(request.id) was granted although its guardian objects" }
        return fault(deciding: request, by: granted.by)
    }

    /// Why somebody could not have decided a request: whoever does has no other part in it.
    private func fault(deciding request: SharingRequest, by person: PersonID) -> String? {
        let others = [request.by, request.content.handler] + request.content.recipients + [request.advice?.by].compactMap { $0 }
        return others.contains(person) ? "\(person) could not have decided \(request.id)" : nil
    }

    /// Why an event about a grant cannot come next; nil if it can.
    func fault(ofGrant event: Event, at moment: Moment) -> String? {
        func grant(_ id: GrantID, being status: GrantStatus? = nil) -> (Grant?, String?) {
            guard let grant = grants[id] else { return (nil, "the grant \(id) was never given") }
            return (grant, status == nil || grant.status == status ? nil : "the grant \(id) is \(grant.status.rawValue)")
        }
        /// Whether an active person of one of those agencies may do that.
        func does(_ person: PersonID, _ action: Action, for agencies: [AgencyID]) -> String? {
            guard let known = active(person), let agency = known.agency, agencies.contains(agency), known.may(action) else {
                return "\(person) cannot have done that under a grant"
            }
            return nil
        }
        switch event {
        case .grantRevoked(let revoked):
            let (grant, fault) = grant(revoked.grant, being: .live)
            return fault ?? does(revoked.by, .decideRequest, for: [grant?.terms.source].compactMap { $0 })
        case .grantConfirmed(let confirmed):
            let (grant, fault) = grant(confirmed.grant, being: .live)
            guard let grant, fault == nil else { return fault }
            return grant.isHeld ? does(confirmed.by, .decideRequest, for: [grant.terms.source]) : "the grant \(grant.id) was not held"
        case .grantEnded(let ended):
            let (grant, fault) = grant(ended.grant)
            guard let grant, grant.status != .ended else { return fault ?? "the grant \(ended.grant) ends a second time" }
            return grant.isOver(on: moment.day) && supplies(madeFor: grant.id).allSatisfy { $0.status == .destroyed }
                ? nil : "the grant \(grant.id) ends before its time, or before what was supplied for it is destroyed"
        case .destructionAttested(let attested):
            let (grant, fault) = grant(attested.grant)
            guard let grant else { return fault }
            guard grant.attested[attested.agency] == nil else { return "\(attested.grant) is attested a second time" }
            guard attested.agency == grant.terms.agency || grant.sentTo.contains(attested.agency) else {
                return "\(attested.agency) was given nothing under \(grant.id)"
            }
            return does(attested.by, .attest, for: [attested.agency])
        case .onwardAllowed(let allowed), .onwardStopped(let allowed):
            let (grant, fault) = grant(allowed.grant)
            guard let grant else { return fault }
            if let fault = unknown(allowed.to) ?? does(allowed.by, .decideRequest, for: [grant.terms.source]) { return fault }
            guard case .onwardAllowed = event else { return grant.onward.contains(allowed.to) ? nil : "\(allowed.to) had no leave" }
            return grant.status == .live && !grant.isHeld && ![grant.terms.source, grant.terms.agency].contains(allowed.to)
                && agencies[grant.terms.source]?.liaisonOfficer == allowed.by
                ? nil : "\(grant.id) cannot have been let go on to \(allowed.to)"
        case .mediaRegistered(let entered):
            let (grant, fault) = grant(entered.grant, being: .live)
            guard let grant, fault == nil else { return fault }
            guard grant.terms.transfer == .removableMedia, !grant.isHeld, grant.terms.people.contains(entered.carrier),
                entered.carrier != entered.monitor,
                let monitor = active(entered.monitor), monitor.roles.contains(.liaisonOfficer),
                [grant.terms.source, grant.terms.agency].contains(monitor.agency)
            else { return "the medium entered under \(grant.id) cannot have been" }
            return does(entered.by, .attest, for: [grant.terms.agency])
        case .packageSealed(let sealed):
            let (grant, fault) = grant(sealed.grant, being: .live)
            guard let grant, fault == nil else { return fault }
            guard !grant.isHeld else { return "the grant \(grant.id) is held, and nothing is sealed under it" }
            guard agencies[sealed.to]?.packageKey == sealed.key, ([grant.terms.agency] + grant.onward).contains(sealed.to) else {
                return "the package of \(sealed.grant) is sealed to no key of an agency it may go to"
            }
            return does(sealed.by, .useGrant, for: [grant.terms.agency, grant.terms.source])
        default: return nil
        }
    }
}
