public import Guidance
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
        for (fact, answer) in factsKnown(of: request, at: now) { given[fact] = answer }
        // What has to be said anew each year is not known after that.
        let said = content.facts.filter { fact, _ in lapse(of: fact, in: request).map { now.day <= $0 } ?? true }
        let stated = LawFacts(said.mapValues { $0 ? .yes : .no })
        do {
            return law.assess(try law.complete(stated, given: given), source: source, recipient: recipient, dataset: type)
        } catch { throw Refusal(.unsoundRequest, error.message, remedy: error.remedy) }
    }

    /// The last day on which a fact counts as it was stated; nil for one that stays said.
    func lapse(of fact: String, in request: SharingRequest) -> Int? {
        guard let days = law?.fact(fact)?.lapsesAfter, request.content.facts[fact] == true else { return nil }
        return (request.statedOn[fact] ?? request.made.day) + days
    }

    /// Grants a request, or takes the first of two releases down.
    func grant(
        _ request: SharingRequest, _ narrowing: GrantNarrowing, why: String?, reading: Int?, by person: Person, at now: Moment
    ) throws(Refusal) -> [Event] {
        try check(person, mayDecide: request)
        try check(reading, of: request, by: person)
        guard let why else {
            throw Refusal(
                .noPurpose, "A decision is given with its reasons, in writing (§4.3.1).",
                remedy: "Say with --why, in one line, why it may be shared; name no data subject.")
        }
        try why.checkedAsReason()
        let type = try recordType(request.content.dataset)
        let terms = try terms(of: request, narrowed: narrowing, type: type, at: now)
        if let first = request.firstRelease, state.people[first.by]?.active != true {
            throw Refusal(
                .secondReleaseNeeded, "\(first.by), who released \(request.id) as the first of two, has left.",
                remedy: "Have the guardian or requester's next word, or a refusal and appeal, bring it back to be decided by two.")
        }
        if let first = request.firstRelease, !terms.areWithin(first.terms) {
            throw Refusal(
                .unsoundRequest, "The second of two would give more than \(first.by) did, or leave out a condition.",
                remedy: "Repeat what the first let be had; sharewell request show \(request.id) --as \(person.id) says what that was.")
        }
        if let advice = request.advice, !advice.agrees { throw objected(advice, request.id) }
        let assessment = try assess(request, at: now)
        let decision = SharingDecision(person: person.id.rawValue, day: CalendarDay(number: now.day))
        let permit: SharingPermit
        do { permit = try assessment.permit(decidedBy: decision) } catch {
            let open = assessment.missing.count
            throw Refusal(
                .lawNotSatisfied,
                error.code == .missing && open > 0
                    ? "The law still asks \(open) \(open == 1 ? "question" : "questions") about \(request.id) that nobody has answered."
                    : error.message,
                remedy: "\(error.remedy) sharewell request assess \(request.id) --as \(person.id) says each, and who can answer it.")
        }
        if marking(of: terms, answering: request).releasers > 1, request.firstRelease == nil {
            return [.requestHalfReleased(RequestHalfReleased(request: request.id, terms: terms, why: why, by: person.id))]
        }
        return [
            .requestGranted(
                RequestGranted(
                    request: request.id, grant: state.nextGrant, terms: terms, rule: nil, powers: permit.rules, why: why, by: person.id))
        ]
    }

    /// Whoever decides has no other part in the request, and is not the first of two again.
    func check(_ person: Person, mayDecide request: SharingRequest) throws(Refusal) {
        let content = request.content
        guard person.id != request.by, person.id != content.handler, !content.recipients.contains(person.id),
            request.advice?.by != person.id
        else {
            throw Refusal(
                .roleDoesNotAllow, "\(person.id) made, receives, handles or advised on the request \(request.id) and cannot decide it.",
                remedy: "Another liaison officer of \(content.source) decides it.")
        }
        guard request.firstRelease?.by != person.id else {
            throw Refusal(
                .secondReleaseNeeded, "\(person.id) has released the request \(request.id) already; the marking asks for a second person.",
                remedy: "Another liaison officer of \(content.source) releases it too.")
        }
    }

    /// A decision is about the request as it was read: one that changed since it was made is decided by naming which reading that was.
    private func check(_ reading: Int?, of request: SharingRequest, by person: Person) throws(Refusal) {
        guard reading ?? 1 != request.reading else { return }
        throw Refusal(
            .requestChanged,
            reading == nil
                ? "What is asked in \(request.id), or what its requester says of it, has changed since it was made."
                : "What is asked in \(request.id), or what its requester says of it, is not what it was at reading \(reading ?? 1).",
            remedy:
                "Read it again: sharewell request show \(request.id) --as \(person.id) and sharewell request assess \(request.id) --as \(person.id); then decide on what you read, by adding --reading \(request.reading)."
        )
    }

    /// What is asked, narrowed; refused where that would give more, or nothing.
    private func terms(
        of request: SharingRequest, narrowed narrowing: GrantNarrowing, type: RecordType, at now: Moment
    ) throws(Refusal) -> GrantTerms {
        for condition in narrowing.conditions { try condition.checkedAsReason() }
        let terms = GrantTerms(request.content, for: request.agency, narrowed: narrowing)
        guard terms.areWithin(GrantTerms(asking: request.content, for: request.agency)), terms.giveSomething, terms.until >= now.day,
            (narrowing.persons ?? []).allSatisfy({ (1...max(1, request.content.persons)).contains($0) })
        else {
            throw Refusal(
                .unsoundRequest, "The grant would give what was not asked, nothing at all, or for a time that is over.",
                remedy:
                    "Grant the fields, areas, period, people, persons and time asked, or fewer, to travel as asked or more safely; ask the requester to amend the request for more."
            )
        }
        var narrowed = request.content
        (narrowed.fields, narrowed.areas, narrowed.from, narrowed.to) = (terms.fields, terms.areas, terms.from, terms.to)
        try check(boundsOf: narrowed, in: type)
        if let raised = terms.marking {
            let least = marking(of: GrantTerms(asking: request.content, for: request.agency), answering: request)
            guard let marking = rulebook.marking(raised), marking.level >= least.level else {
                throw Refusal(
                    .unsoundRequest,
                    "What is asked in \(request.id) is marked \(least.id); a grant may raise that, never lower it (§2.1D).",
                    remedy: "Leave the marking out, or name a higher one: \(rulebook.markings.map(\.id).joined(separator: ", ")).")
            }
        }
        return terms
    }

    /// What is given under a grant is marked for what it contains, or higher where its terms say so (§2.1D).
    public func marking(of terms: GrantTerms, answering request: SharingRequest?) -> Marking {
        var contents: [MarkedContent] = [.records(terms.dataset)] + [terms.marking].compactMap { $0.map(MarkedContent.marked) }
        contents += rulebook.kinds(saidBy: request?.content.facts ?? [:]).map(MarkedContent.kind)
        return rulebook.marking(of: contents).marking
    }

    /// What a request asks for is marked for what it would contain, as far as that was stated.
    public func marking(ofWhatIsAsked request: SharingRequest) -> Marking {
        marking(of: GrantTerms(asking: request.content, for: request.agency), answering: request)
    }

    /// What is given under a grant is marked for what it contains, for what was stated of it, or higher.
    public func marking(of grant: Grant) -> Marking { marking(of: grant.terms, answering: state.requests[grant.request]) }

    /// §4.3.4: what is given under a grant leaves only as the grant says it travels.
    /// - Parameter encrypted: Whether it leaves in an encrypted container.
    public func check(transferOf grant: Grant, encrypted: Bool, by carrier: PersonID) throws(Refusal) {
        // One entry for each time: a stick that is filled again is entered again; and by whoever carries it themselves.
        let entries = state.media.count { $0.grant == grant.id && $0.carrier == carrier }
        let isEntered = entries > (state.grants[grant.id]?.begunBy[carrier] ?? 0)
        switch grant.terms.transfer {
        case .hub: return
        case .encryptedContainer where encrypted: return
        case .removableMedia where encrypted && isEntered: return
        // Always sealed to the recipient's key.
        case .sealedPackage: return
        case .encryptedContainer, .removableMedia:
            throw Refusal(
                .beyondGrant, "Under \(grant.id) it leaves as \(grant.terms.transfer.rawValue), and not otherwise (§4.3.4).",
                remedy:
                    "Give --encrypt\(grant.terms.transfer == .removableMedia && !isEntered ? ", and first enter the medium: sharewell grant media \(grant.id), once for each extract" : "")."
            )
        }
    }

    /// Revocation, attestation, onward disclosure and removable media.
    func afterwards(_ command: RequestMove, by person: Person, at now: Moment) throws(Refusal) -> [Event] {
        switch command {
        case .revoke(let id, let why):
            let grant = try grant(id, seenBy: person)
            try why.checkedAsReason()
            try acts(person, for: grant.terms.source)
            guard grant.status == .live else { throw notLive(grant, on: now.day) }
            return [.grantRevoked(GrantRevoked(grant: id, why: why, by: person.id))]
        case .confirm(let id, let why):
            let grant = try grant(id, seenBy: person)
            try why.checkedAsReason()
            // Its source knows whether it revoked it; nobody else does.
            try acts(person, for: grant.terms.source)
            guard grant.isRunning(on: now.day) else { throw notLive(grant, on: now.day) }
            return grant.isHeld ? [.grantConfirmed(GrantConfirmed(grant: id, why: why, by: person.id))] : []
        case .attest(let id, let method):
            let grant = try grant(id, seenBy: person)
            guard let agency = person.agency, agency == grant.terms.agency || grant.sentTo.contains(agency) else {
                throw Refusal(
                    .otherAgency, "\(person.id) does not act for an agency that was given anything under \(id).",
                    remedy:
                        "Those who were attest: \(grant.sentTo.union([grant.terms.agency]).map(\.rawValue).sorted().joined(separator: ", "))."
                )
            }
            guard person.id == state.requests[grant.request]?.content.handler || person.roles.contains(.liaisonOfficer) else {
                throw Refusal(
                    .roleDoesNotAllow, "\(person.id) does not answer for the copies taken under \(id) (§4.3).",
                    remedy:
                        "Its handler attests, \(state.requests[grant.request]?.content.handler.rawValue ?? "who is named in the request"), or a liaison officer of \(agency)."
                )
            }
            try method.checkedAsReason()
            guard grant.attested[agency] == nil else { return [] }
            guard grant.status != .live || now.day > grant.terms.until || grant.wasUsed else {
                throw Refusal(
                    .wrongStage, "Nothing was released under \(id) yet.", remedy: "Attest once the copies you took are destroyed.")
            }
            return [.destructionAttested(DestructionAttested(grant: id, agency: agency, method: method, by: person.id))]
        case .allowOnward(let id, let agency, let why): return try allowOnward(id, to: agency, why: why, by: person, at: now)
        case .stopOnward(let id, let agency, let why): return try stopOnward(id, to: agency, why: why, by: person)
        case .registerMedia(let id, let medium, let necessity, let encryption, let carrier, let monitor):
            let grant = try grant(id, seenBy: person)
            try acts(person, for: grant.terms.agency)
            for text in [medium, necessity] { try text.checkedAsReason() }
            guard grant.isLive(on: now.day) else { throw notLive(grant, on: now.day) }
            guard grant.terms.transfer == .removableMedia else {
                throw Refusal(
                    .beyondGrant, "Under \(id) it travels as \(grant.terms.transfer.rawValue), not on removable media (§4.3.4).",
                    remedy:
                        "Take it as the grant says: sharewell grant show \(id) --as \(person.id); or make a request with transfer: removable-media."
                )
            }
            guard grant.terms.people.contains(carrier), carrier != monitor else {
                throw Refusal(
                    .beyondGrant,
                    carrier == monitor
                        ? "\(carrier) cannot both carry the medium and monitor it (§4.3.4)."
                        : "\(carrier) is not one of those whom \(id) gives it to, and cannot carry it (§4.3.4).",
                    remedy:
                        "One of these carries it: \(grant.terms.people.map(\.rawValue).joined(separator: ", ")); a liaison officer of \(grant.terms.agency) or \(grant.terms.source) monitors it."
                )
            }
            let monitoring = try knownPerson(monitor)
            guard monitoring.roles.contains(.liaisonOfficer), [grant.terms.source, grant.terms.agency].contains(monitoring.agency) else {
                throw Refusal(
                    .roleDoesNotAllow, "\(monitor) is no liaison officer of \(grant.terms.agency) or \(grant.terms.source) (§4.3.4).",
                    remedy: "Name a liaison officer of the agency that takes it away or of the one it came from.")
            }
            return [
                .mediaRegistered(
                    MediaRegistered(
                        grant: id, medium: medium, necessity: necessity, encryption: encryption, carrier: carrier, monitor: monitor,
                        by: person.id))
            ]
        default: return []
        }
    }

    /// The grant, if it concerns the person.
    public func grant(_ id: GrantID, seenBy person: Person) throws(Refusal) -> Grant {
        let unknown = Refusal(
            .unknownGrant, "There is no grant of that number that concerns \(person.id).", remedy: "See sharewell grant list.")
        guard let grant = state.grants[id] else { throw unknown }
        // Those it was sent on to as well: they answer for their copies.
        let all = grant.sentTo.union(grant.onward).union([grant.terms.agency, grant.terms.source])
        let concerned = person.agency.map(all.contains) ?? false
        let partnerships = state.requests[grant.request].map { state.partnerships(concerning: $0) } ?? []
        guard concerned || person.oversees(any: partnerships) else { throw unknown }
        return grant
    }

    func notLive(_ grant: Grant, on day: Int) -> Refusal {
        guard !grant.isHeld || !grant.isRunning(on: day) else {
            return Refusal(
                .grantHeld,
                "The hub was restored from a backup, and whether \(grant.id) was revoked since is not known: it waits for \(grant.terms.source).",
                remedy:
                    "A liaison officer of \(grant.terms.source) says that it stands: sharewell grant confirm \(grant.id) --why WHY; or revokes it."
            )
        }
        let why =
            if let revoked = grant.revocation { "was revoked by \(revoked.by): \(revoked.why)" } else if day > grant.terms.until {
                "is past its last day, \(CalendarDay(number: grant.terms.until))"
            } else if grant.attested[grant.terms.agency] != nil {
                "is over, as \(grant.terms.agency) attested that its copies are destroyed"
            } else { "is \(grant.status.rawValue)" }
        return Refusal(
            .grantNotLive, "The grant \(grant.id) \(why).", remedy: "Nothing more is given under it; make a new request.")
    }

    /// Orders to destroy what was supplied for a grant that is over: at the wish of whoever revoked it, or decided how long it lasts.
    public func suppliesToDestroy(endingWith id: GrantID, at now: Moment) -> [DestructionOrdered] {
        guard let grant = grantsToEnd(at: now).first(where: { $0.id == id }) else { return [] }
        guard let by = grant.revocation?.by ?? grant.decidedBy.last else { return [] }
        return state.supplies(madeFor: id).filter { $0.status == .held || $0.status == .withdrawn }.map {
            DestructionOrdered(supply: $0.taken.supply, by: by, why: "The grant \(id) that it was supplied for has ended.")
        }
    }

    /// Grants whose last day is over and for which the hub still has to destroy what it holds.
    public func grantsToEnd(at now: Moment) -> [Grant] {
        state.grants.values.filter { $0.status != .ended && $0.isOver(on: now.day) }.sorted { $0.id < $1.id }
    }
}
