internal import Guidance
public import Law

extension Register {
    /// What the law says of a request as it stands.
    /// - Throws: a refusal where the facts contradict each other or what the hub knows.
    public func assess(_ request: SharingRequest, at now: Moment) throws(Refusal) -> Assessment {
        guard let law else {
            throw Refusal(
                .lawNotSatisfied, "The hub's rulebook holds no law, so no request can be assessed (§2.4).",
                remedy: "Begin a hub with a rulebook that has the folder law.")
        }
        let content = request.content
        let source = state.agencies[content.source].flatMap { rulebook.agencyClass($0.agencyClass) }
        let recipient = state.agencies[request.agency].flatMap { rulebook.agencyClass($0.agencyClass) }
        let type = rulebook.recordType(content.dataset)
        var given = law.given(source: source, recipient: recipient, dataset: type)
        for fact in RegisterFact.allCases where law.fact(fact.rawValue) != nil {
            given[fact.rawValue] = known(fact, of: request, at: now)
        }
        let stated = LawFacts(content.facts.mapValues { $0 ? .yes : .no })
        do {
            return law.assess(try law.complete(stated, given: given), source: source, recipient: recipient, dataset: type)
        } catch { throw Refusal(.unsoundRequest, error.message, remedy: error.remedy) }
    }

    /// Grants a request, or takes the first of two releases down.
    func grant(
        _ request: SharingRequest, fields: [String]?, areas: [String]?, until: Int?, conditions: [String], by person: Person, at now: Moment
    ) throws(Refusal) -> [Event] {
        let terms = terms(of: request, fields: fields, areas: areas, until: until, conditions: conditions)
        for condition in conditions { try condition.checkedAsReason() }
        guard terms.areWithin(GrantTerms(asking: request.content, for: request.agency)), !terms.fields.isEmpty, terms.until >= now.day
        else {
            throw Refusal(
                .unsoundRequest, "The grant would give what was not asked, nothing at all, or for a time that is over.",
                remedy: "Grant the fields, areas and time asked, or fewer; ask the requester to amend the request for more.")
        }
        let content = request.content
        guard person.id != request.by, person.id != content.handler, !content.recipients.contains(person.id),
            request.advice?.by != person.id
        else {
            throw Refusal(
                .roleDoesNotAllow, "\(person.id) made, receives, handles or advised on the request \(request.id) and cannot decide it.",
                remedy: "Another liaison officer of \(request.content.source) decides it.")
        }
        if let first = request.firstRelease, first.by != person.id, !terms.areWithin(first.terms) {
            throw Refusal(
                .unsoundRequest, "The second of two would give more than \(first.by) did, or leave out a condition.",
                remedy: "Repeat what the first let be had; sharewell request show \(request.id).")
        }
        guard request.firstRelease?.by != person.id else {
            throw Refusal(
                .secondReleaseNeeded, "\(person.id) has released the request \(request.id) already; the marking asks for a second person.",
                remedy: "Another liaison officer of \(request.content.source) releases it too.")
        }
        let assessment = try assess(request, at: now)
        let decision = SharingDecision(person: person.id.rawValue, day: CalendarDay(number: now.day))
        let permit: SharingPermit
        do { permit = try assessment.permit(decidedBy: decision) } catch {
            throw Refusal(.lawNotSatisfied, error.message, remedy: "\(error.remedy) See sharewell request assess \(request.id).")
        }
        if let type = rulebook.recordType(request.content.dataset), releasers(of: type) > 1, request.firstRelease == nil {
            return [.requestHalfReleased(RequestHalfReleased(request: request.id, terms: terms, by: person.id))]
        }
        return [
            .requestGranted(
                RequestGranted(
                    request: request.id, grant: state.nextGrant, terms: terms, rule: nil, powers: permit.rules, by: person.id))
        ]
    }

    /// How many people release information under its marking.
    func releasers(of type: RecordType) -> Int { rulebook.marking(of: [.records(type.id)]).marking.releasers }

    /// Revocation, attestation, onward disclosure and removable media.
    func afterwards(_ command: RequestMove, by person: Person, at now: Moment) throws(Refusal) -> [Event] {
        switch command {
        case .revoke(let id, let why):
            let grant = try grant(id, seenBy: person)
            try why.checkedAsReason()
            try acts(person, for: grant.terms.source)
            guard grant.status == .live else { throw notLive(grant) }
            return [.grantRevoked(GrantRevoked(grant: id, why: why, by: person.id))]
        case .attest(let id, let method):
            let grant = try grant(id, seenBy: person)
            try acts(person, for: grant.terms.agency)
            try method.checkedAsReason()
            guard grant.attested == nil else { return [] }
            guard grant.status != .live || now.day > grant.terms.until || grant.releases > 0 else {
                throw Refusal(
                    .wrongStage, "Nothing was released under \(id) yet.", remedy: "Attest once the copies you took are destroyed.")
            }
            return [.destructionAttested(DestructionAttested(grant: id, method: method, by: person.id))]
        case .allowOnward(let id, let agency, let why):
            let grant = try grant(id, seenBy: person)
            _ = try knownAgency(agency)
            try why.checkedAsReason()
            guard state.agencies[grant.terms.source]?.liaisonOfficer == person.id else {
                throw Refusal(
                    .roleDoesNotAllow,
                    "Onward disclosure is agreed by the Designated Liaison Officer of the agency the information came from (Box 1).",
                    remedy: "Ask \(state.agencies[grant.terms.source]?.liaisonOfficer?.rawValue ?? "the officer, once one is named").")
            }
            guard grant.isLive(on: now.day) else { throw notLive(grant) }
            return [.onwardAllowed(OnwardAllowed(grant: id, to: agency, why: why, by: person.id))]
        case .registerMedia(let id, let medium, let necessity, let encryption, let carrier, let monitor):
            let grant = try grant(id, seenBy: person)
            try acts(person, for: grant.terms.agency)
            for text in [medium, necessity, encryption] { try text.checkedAsReason() }
            guard grant.isLive(on: now.day) else { throw notLive(grant) }
            guard grant.terms.transfer == .removableMedia, grant.terms.people.contains(carrier), carrier != monitor else {
                throw Refusal(
                    .beyondGrant,
                    "The grant does not let it leave on removable media, or not carried by that person, or carried by whoever monitors it (§4.3.4).",
                    remedy: "Those named in the grant carry it themselves, and somebody else monitors it; see sharewell grant show \(id).")
            }
            _ = try knownPerson(monitor)
            return [
                .mediaRegistered(
                    MediaRegistered(
                        grant: id, medium: medium, necessity: necessity, encryption: encryption, carrier: carrier, monitor: monitor,
                        by: person.id))
            ]
        default: return []
        }
    }

    /// Leave to seal a package under a grant: for those it names to their own agency and to those it may be passed on to, and for the source's
    /// officers to the agency it was given to.
    /// - Returns: the recipient's key, base64.
    public func permitPackage(under id: GrantID, to agency: AgencyID, by actor: PersonID, at now: Moment) throws(Refusal) -> (
        Grant, key: String
    ) {
        let person = try person(actor, may: .useGrant)
        let grant = try grant(id, seenBy: person)
        guard grant.isLive(on: now.day) else { throw notLive(grant) }
        let isSource = person.agency == grant.terms.source && person.roles.contains(.liaisonOfficer)
        let mayGo = isSource ? [grant.terms.agency] : grant.terms.people.contains(actor) ? [grant.terms.agency] + grant.onward : []
        guard mayGo.contains(agency) else {
            throw Refusal(
                .beyondGrant, "Under \(id), \(actor) may not send anything to \(agency).",
                remedy:
                    "Onward disclosure is allowed by the liaison officer of \(grant.terms.source): sharewell grant onward \(id) --to \(agency)."
            )
        }
        guard let key = state.agencies[agency]?.packageKey else {
            throw Refusal(
                .unknownAgency, "\(agency) has recorded no key that packages could be sealed to.",
                remedy: "Its liaison officer makes one and records it: sharewell package key, then package trust.")
        }
        return (grant, key)
    }

    /// The grant, if it concerns the person.
    public func grant(_ id: GrantID, seenBy person: Person) throws(Refusal) -> Grant {
        let unknown = Refusal(
            .unknownGrant, "There is no grant of that number that concerns \(person.id).", remedy: "See sharewell grant list.")
        guard let grant = state.grants[id] else { throw unknown }
        let concerned = person.agency == grant.terms.agency || person.agency == grant.terms.source
        guard concerned || person.roles.contains(.coordinator) || person.roles.contains(.auditor) else { throw unknown }
        return grant
    }

    func notLive(_ grant: Grant) -> Refusal {
        Refusal(
            .grantNotLive,
            "The grant \(grant.id) is \(grant.status == .live ? "past its last day, \(CalendarDay(number: grant.terms.until))" : grant.status.rawValue).",
            remedy: "Nothing more is given under it; make a new request.")
    }

    /// Grants whose last day is over and for which the hub still has to destroy what it holds.
    public func grantsToEnd(at now: Moment) -> [Grant] {
        state.grants.values.filter { $0.status != .ended && ($0.status == .revoked || now.day > $0.terms.until) }.sorted { $0.id < $1.id }
    }
}
