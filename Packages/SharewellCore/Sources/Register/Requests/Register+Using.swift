public import Guidance
internal import Law

extension Register {
    /// What has to be so whenever anything is had, sent or passed on under a grant, by whatever command: it is live, its terms are such as can be
    /// granted, the protocols and the law still let the agencies share, the person is bound by the undertaking, and the way of access allows it.
    /// - Parameter orSource: True where the source's liaison officers may, too, and not only those whom it names.
    /// - Returns: who, the grant, and the protocols it is given under.
    func use(
        _ id: GrantID, by actor: PersonID, orSource: Bool = false, through way: AccessWay? = nil, at now: Moment
    ) throws(Refusal) -> (Person, Grant, [SharingProtocol]) {
        let person = try person(actor, may: .useGrant)
        let grant = try grant(id, seenBy: person)
        guard grant.isLive(on: now.day) else { throw notLive(grant, on: now.day) }
        if !(orSource && isSource(person, of: grant)) { try isNamed(person, in: grant) }
        let type = try recordType(grant.terms.dataset)
        let isPersonal = type.information != .depersonalised
        // A rule grants nothing personal, and nobody grants named persons of depersonalised records, whatever the ledger says.
        guard isPersonal ? grant.rule == nil : grant.terms.persons == .notNamed, let request = state.requests[grant.request] else {
            throw Refusal(
                .grantNotLive, "The grant \(id) gives what no decision can give, so it gives nothing.",
                remedy: "Verify the ledger: sharewell ledger verify; and make a new request.")
        }
        let agreements = try agreements(of: grant, for: grant.terms.agency, personal: isPersonal, on: now.day)
        if isPersonal { try isBound(person, under: agreements) }
        let marking = marking(of: grant)
        guard grant.rule != nil || grant.decidedBy.count >= marking.releasers else {
            throw Refusal(
                .secondReleaseNeeded,
                "\(marking.id) is released by \(marking.releasers) people, and \(id) was by \(grant.decidedBy.count).",
                remedy: "Have a new request decided by two liaison officers of \(grant.terms.source).")
        }
        if let advice = request.advice, !advice.agrees { throw objected(advice, request.id) }
        try check(way, reaches: marking, personal: isPersonal)
        try checkLaw(of: grant, request, for: grant.terms.agency, at: now)
        return (person, grant, agreements)
    }

    /// Refuses somebody whom the grant does not name.
    private func isNamed(_ person: Person, in grant: Grant) throws(Refusal) {
        guard grant.terms.people.contains(person.id), person.agency == grant.terms.agency else {
            throw Refusal(
                .beyondGrant, "The grant \(grant.id) does not name \(person.id).",
                remedy: "Those it names can use it; for others, make a request that names them.")
        }
    }

    /// The protocols that let an agency have what the grant gives, for the purpose it was asked for.
    func agreements(of grant: Grant, for agency: AgencyID, personal: Bool, on day: Int) throws(Refusal) -> [SharingProtocol] {
        let found = state.protocols(
            letting: agency, have: grant.terms.dataset, of: grant.terms.source, personal: personal,
            for: .stated(state.requests[grant.request]?.content.purpose), on: day)
        guard let found else {
            throw Refusal(
                .noSharedProtocol,
                "No protocol in force lets \(agency) have \(grant.terms.dataset) of \(grant.terms.source) for that purpose (§2.2).",
                remedy: "Agree and sign one; until then nothing is given to it under the grant.")
        }
        return found
    }

    /// Protocols under which what a request asks would be had, for the purpose it states.
    public func agreements(covering request: SharingRequest, on day: Int) -> [SharingProtocol] {
        let isPersonal = rulebook.recordType(request.content.dataset)?.information != .depersonalised
        return state.protocols(
            letting: request.agency, have: request.content.dataset, of: request.content.source, personal: isPersonal,
            for: .stated(request.content.purpose), on: day) ?? []
    }

    /// True if a person has agreed to the undertaking that binds whoever opens what a request asks for (Box 1).
    public func isBound(_ person: Person, forWhatIsAskedIn request: SharingRequest, on day: Int) -> Bool {
        let agreements = agreements(covering: request, on: day)
        guard !agreements.isEmpty else { return false }
        do {
            try isBound(person, under: agreements)
            return true
        } catch { return false }
    }

    /// Box 1: personal items open only to those who agreed to the undertaking of their partnership under whose protocol they are had.
    func isBound(_ person: Person, under agreements: [SharingProtocol]) throws(Refusal) {
        let all = Set(agreements.map { state.partnership(of: $0) })
        let own = all.filter { id in person.agency.map { state.partnerships[id]?.members.contains($0) ?? false } ?? false }
        for id in (own.isEmpty ? all : own).sorted() { try isBound(person, in: try partnership(id)) }
    }

    /// Box 1: refuses whoever has not agreed to the partnership's undertaking as it is now.
    func isBound(_ person: Person, in partnership: Partnership) throws(Refusal) {
        guard !partnership.isBound(person.id) else { return }
        let isSet = partnership.undertaking != nil
        let which = partnership.id == state.firstPartnership ? "" : " --partnership \(partnership.id)"
        throw Refusal(
            .undertakingMissing,
            isSet
                ? "\(person.id) has not agreed to the undertaking of \(partnership.id) as it is now (Box 1)."
                : "\(partnership.id) has set no undertaking for those who open personal items (Box 1).",
            remedy: isSet
                ? "Read it and agree: sharewell undertaking agree\(which) --as \(person.id)."
                : "The co-ordinator sets one: sharewell undertaking set\(which) --text FILE.")
    }

    /// The law is asked again at every use, and for every agency as if it had made the request itself: a notification that expired, a protocol that
    /// changed or consent that was withdrawn ends what a grant gives to it.
    private func checkLaw(
        of grant: Grant, _ request: SharingRequest, for agency: AgencyID, by decider: PersonID? = nil, at now: Moment
    ) throws(Refusal) {
        let asked = request.asked(by: agency)
        let decision = (decider ?? grant.decidedBy.last).map {
            SharingDecision(person: $0.rawValue, day: CalendarDay(number: decider == nil ? grant.given.day : now.day))
        }
        let assessment = try assess(asked, at: now)
        do { _ = try assessment.permit(decidedBy: decision) } catch {
            let isOwn = agency == grant.terms.agency
            throw Refusal(
                .lawNotSatisfied,
                isOwn
                    ? "What the law asked when \(grant.id) was granted is not so any more: \(error.message)"
                    : "The law does not let \(agency) have it as \(grant.terms.agency) has: \(error.message)",
                remedy: isOwn
                    ? "See sharewell request assess \(grant.request) for what is missing and who can mend it."
                    : "Have \(agency) make a request of its own, so that what is missing can be answered.")
        }
    }

    func objected(_ advice: GuardianAdvised, _ request: RequestID) -> Refusal {
        Refusal(
            .guardianObjects, "The Caldicott Guardian \(advice.by) objects: \(advice.why)",
            remedy:
                "Have what the guardian objects to mended, and the guardian advise again: sharewell request advise \(request) --agree --why WHY --as \(advice.by); or refuse it: sharewell request refuse \(request) --reason REASON --why WHY --as OFFICER."
        )
    }

    /// The agencies that somebody may seal a file to under a grant: its source's officers to whom it was granted to, those it names also to whom it
    /// may be passed on; none for anybody else.
    public func recipients(ofPackagesUnder grant: Grant, by person: Person) -> [AgencyID] {
        guard person.may(.useGrant) else { return [] }
        if isSource(person, of: grant) { return [grant.terms.agency] }
        return grant.terms.people.contains(person.id) && person.agency == grant.terms.agency ? [grant.terms.agency] + grant.onward : []
    }

    /// True if what somebody seals under a grant is their own agency's, and may be any file.
    public func isSource(_ person: Person, of grant: Grant) -> Bool {
        person.agency == grant.terms.source && person.roles.contains(.liaisonOfficer)
    }

    /// Leave to seal a file under a grant into a package for an agency.
    /// - Parameters:
    ///   - file: SHA-256 of the file, hexadecimal; nil for an extract that the hub itself seals as it makes it.
    ///   - Returns: the recipient's key, base64.
    public func permitPackage(
        under id: GrantID, to agency: AgencyID, of file: String?, by actor: PersonID, through way: AccessWay? = nil, at now: Moment
    ) throws(Refusal) -> (Grant, key: String) {
        let (person, grant, _) = try use(id, by: actor, orSource: true, through: way, at: now)
        // A package is a copy, whoever else can open it.
        try checkCopying(way)
        let isSource = isSource(person, of: grant)
        guard recipients(ofPackagesUnder: grant, by: person).contains(agency) else {
            throw Refusal(
                .beyondGrant, "Under \(id), \(actor) may not send anything to \(agency).",
                remedy: isSource
                    ? "The source sends to \(grant.terms.agency), which it granted it to."
                    : "Onward disclosure is allowed by the liaison officer of \(grant.terms.source): sharewell grant onward \(id) --to \(agency)."
            )
        }
        // Of whom it was granted to, all of it was asked above.
        if agency != grant.terms.agency { try check(agency, mayBePassed: grant, at: now) }
        // The source may send what it likes of its own; who was given it passes on what they were given.
        guard isSource || file.map(grant.extracts.contains) ?? true else {
            throw Refusal(
                .beyondGrant, "The file is not the data of an extract that was taken under \(id).",
                remedy: "Seal the CSV of such an extract as it is; anything else goes under a request of its own.")
        }
        guard let key = state.agencies[agency]?.packageKey else {
            throw Refusal(
                .unknownAgency, "\(agency) has recorded no key that packages could be sealed to.",
                remedy: "Its liaison officer makes one and records it: sharewell package key, then package trust.")
        }
        return (grant, key)
    }

    /// Lets what a grant gives go on to another agency (Box 1), as lawfully as if that agency had asked: it is assessed as its request.
    func allowOnward(_ id: GrantID, to agency: AgencyID, why: String, by person: Person, at now: Moment) throws(Refusal) -> [Event] {
        let grant = try grant(id, seenBy: person)
        _ = try knownAgency(agency)
        try why.checkedAsReason()
        guard state.agencies[grant.terms.source]?.liaisonOfficer == person.id else {
            throw Refusal(
                .roleDoesNotAllow,
                "Onward disclosure is agreed by the Designated Liaison Officer of the agency the information came from (Box 1).",
                remedy: "Ask \(state.agencies[grant.terms.source]?.liaisonOfficer?.rawValue ?? "the officer, once one is named").")
        }
        guard grant.isLive(on: now.day) else { throw notLive(grant, on: now.day) }
        guard agency != grant.terms.source, agency != grant.terms.agency else {
            throw Refusal(
                .malformed, "\(agency) has it already.", remedy: "Name the agency that it should go on to.")
        }
        if grant.onward.contains(agency) { return [] }
        try check(agency, mayBePassed: grant, by: person.id, at: now)
        return [.onwardAllowed(OnwardAllowed(grant: id, to: agency, why: why, by: person.id))]
    }

    /// The agencies that what a grant gives may be passed on to if its source agrees, or that it may be by now, by name: those for which the
    /// protocols and the law let it, and no others, as whoever decides has nothing to do with them.
    public func agencies(onwardFrom grant: Grant, by person: Person, at now: Moment) -> [Agency] {
        state.agencies.values.filter { agency in
            guard agency.id != grant.terms.source, agency.id != grant.terms.agency else { return false }
            if grant.onward.contains(agency.id) { return true }
            do throws(Refusal) {
                try check(agency.id, mayBePassed: grant, by: person.id, at: now)
                return true
            } catch { return false }
        }.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    /// Another agency than the one it was granted to has it as if it had asked itself: by protocols of its own, and by the law.
    private func check(
        _ agency: AgencyID, mayBePassed grant: Grant, by decider: PersonID? = nil, at now: Moment
    ) throws(Refusal) {
        let isPersonal = try recordType(grant.terms.dataset).information != .depersonalised
        _ = try agreements(of: grant, for: agency, personal: isPersonal, on: now.day)
        if let request = state.requests[grant.request] { try checkLaw(of: grant, request, for: agency, by: decider, at: now) }
    }

    /// Takes the leave to pass it on back.
    func stopOnward(_ id: GrantID, to agency: AgencyID, why: String, by person: Person) throws(Refusal) -> [Event] {
        let grant = try grant(id, seenBy: person)
        try why.checkedAsReason()
        try acts(person, for: grant.terms.source)
        return grant.onward.contains(agency) ? [.onwardStopped(OnwardAllowed(grant: id, to: agency, why: why, by: person.id))] : []
    }
}
