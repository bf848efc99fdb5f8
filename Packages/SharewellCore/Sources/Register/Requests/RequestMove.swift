public import Guidance

/// A wish about a request or a grant (§4.3).
public enum RequestMove: Sendable {
    /// Ask for information. `persons` of the content are sealed beside it.
    case make(RequestContent)
    /// Say anew what is asked.
    case amend(RequestID, RequestContent)
    /// Ask the requester something.
    case query(RequestID, String)
    /// Answer it.
    case reply(RequestID, String)
    /// State facts that bear on the law.
    case state(RequestID, [String: Bool])
    /// Advise as Caldicott Guardian.
    case advise(RequestID, agrees: Bool, why: String)
    /// Grant as asked or less, or release as the first of two. `why` is the decision in writing; `reading` is the request's as it was read.
    case grant(RequestID, GrantNarrowing = GrantNarrowing(), why: String?, reading: Int? = nil)
    /// Refuse, for one of the rulebook's reasons (§4.1).
    case refuse(RequestID, reason: String, why: String)
    /// Take back.
    case withdraw(RequestID, why: String)
    /// Ask the co-ordinator to look at a refusal.
    case appeal(RequestID, why: String)
    /// Settle an appeal: let the refusal stand, or have it decided again.
    case settle(RequestID, upholding: Bool, why: String)
    /// Stop a grant at once.
    case revoke(GrantID, why: String)
    /// Say that a grant stands that is held since the hub was restored.
    case confirm(GrantID, why: String)
    /// Say that one's copies are destroyed.
    case attest(GrantID, method: String)
    /// Allow onward disclosure, or take that back.
    case allowOnward(GrantID, to: AgencyID, why: String)
    case stopOnward(GrantID, to: AgencyID, why: String)
    /// Enter removable media.
    case registerMedia(GrantID, medium: String, necessity: String, encryption: EncryptionStandard, carrier: PersonID, monitor: PersonID)

    var action: Action {
        switch self {
        case .make, .amend, .reply, .withdraw, .appeal: .request
        case .state, .query: .seeRequest
        case .grant, .refuse, .revoke, .confirm, .allowOnward, .stopOnward: .decideRequest
        case .advise: .adviseAsGuardian
        case .settle: .settleAppeal
        case .attest, .registerMedia: .attest
        }
    }
}

extension Register {
    /// The events that such a command leads to.
    func decide(_ command: RequestMove, by actor: PersonID, at now: Moment) throws(Refusal) -> [Event] {
        let person = try person(actor, may: command.action)
        switch command {
        case .make(let content): return try make(content, by: person, at: now)
        case .amend(let id, let content):
            let request = try request(id, at: .amend, for: person)
            guard content.dataset == request.content.dataset, content.source == request.content.source, content.persons == 0 else {
                throw Refusal(
                    .unsoundRequest, "An amended request stays about the same dataset of the same agency, and the same persons.",
                    remedy: "Leave persons out of the form; for others, or another dataset or source, withdraw it and make a new request.")
            }
            var content = content
            content.persons = request.content.persons
            content = try checked(content, by: person, at: now)
            // Refused here where what is stated contradicts itself or what the hub knows.
            var next = request
            next.content = content
            _ = try assess(next, at: now)
            return [.requestAmended(RequestMade(request: id, content: content, agency: request.agency, by: actor))]
        case .query(let id, let text):
            let request = try request(id, at: .query, for: person)
            try text.checkedAsReason()
            return [.requestQueried(RequestRemark(request: request.id, text: text, by: actor))]
        case .reply(let id, let text):
            let request = try request(id, at: .answer, for: person)
            try text.checkedAsReason()
            return [.queryReplied(RequestRemark(request: request.id, text: text, by: actor))]
        case .state(let id, let facts): return try state(facts, on: request(id, at: .state, for: person), by: person, at: now)
        case .advise(let id, let agrees, let why):
            guard try request(id, at: .advise, for: person).by != person.id else {
                throw Refusal(
                    .roleDoesNotAllow, "\(person.id) made the request \(id) and cannot advise on it.", remedy: "Another guardian is asked.")
            }
            try why.checkedAsReason()
            return [.guardianAdvised(GuardianAdvised(request: id, agrees: agrees, why: why, by: actor))]
        case .grant(let id, let narrowing, let why, let reading):
            let request = try request(id, at: .grant, for: person)
            return try grant(request, narrowing, why: why, reading: reading, by: person, at: now)
        case .refuse(let id, let reason, let why):
            _ = try request(id, at: .refuse, for: person)
            try why.checkedAsReason()
            guard rulebook.refusalReasons.contains(where: { $0.id == reason }) else {
                throw Refusal(
                    .malformed, "A refusal gives one of the reasons of the rulebook, so that barriers can be counted (§4.1).",
                    remedy: "Choose one of: \(rulebook.refusalReasons.map(\.id).joined(separator: ", ")).")
            }
            return [.requestRefused(RequestRefused(request: id, reason: reason, why: why, by: actor))]
        case .withdraw(let id, let why): return [.requestWithdrawn(try moved(id, .withdraw, why, person))]
        case .appeal(let id, let why):
            let moved = try moved(id, .appeal, why, person)
            if let request = state.requests[id], now.day > lastDayToAppeal(request) {
                throw Refusal(
                    .wrongStage, "The request \(id) was refused more than \(Self.daysToAppeal) days ago.", remedy: "Make a new request.")
            }
            return [.requestAppealed(moved)]
        case .settle(let id, let upholding, let why):
            let moved = try moved(id, upholding ? .uphold : .reconsider, why, person)
            return [upholding ? .refusalUpheld(moved) : .requestReturned(moved)]
        case .revoke, .confirm, .attest, .allowOnward, .stopOnward, .registerMedia: return try afterwards(command, by: person, at: now)
        }
    }

    private func moved(_ id: RequestID, _ step: RequestStep, _ why: String, _ person: Person) throws(Refusal) -> RequestMoved {
        _ = try request(id, at: step, for: person)
        try why.checkedAsReason()
        return RequestMoved(request: id, why: why, by: person.id)
    }

    /// What a person is in a request; empty for somebody it does not concern.
    public func part(of person: Person, in request: SharingRequest) -> [RequestPart] { state.parts(of: person, in: request) }

    /// The request, if the person may take that step in it now.
    func request(_ id: RequestID, at step: RequestStep, for person: Person) throws(Refusal) -> SharingRequest {
        let request = try request(id, seenBy: person)
        let parts = part(of: person, in: request)
        if request.isWithoutPersons {
            throw Refusal(
                .wrongStage, "The list of persons that \(id) was about is destroyed; nothing more can come of it.",
                remedy: "Make a new request.")
        }
        if parts.contains(where: { RequestProcess.next(from: request.stage, step, by: $0) != nil }) { return request }
        let able = RequestProcess.transitions.filter { $0.from == request.stage && $0.step == step }.map(\.by)
        guard able.isEmpty else {
            throw Refusal(
                .roleDoesNotAllow, "\(step.command): that step in the request \(id) is not for \(person.id) to take (§4.3).",
                remedy: "Ask \(holders(of: able, in: request)).")
        }
        let next = nextSteps(in: request, for: person)
        throw Refusal(
            .wrongStage, "\(step.command): not possible now, as the request \(id) is \(request.stage.words).",
            remedy: next.isEmpty
                ? "Nothing follows any more; make a new request: sharewell request form --dataset \(request.content.dataset)."
                : "Possible now: \(next.joined(separator: "; ")).")
    }

    private func holders(of parts: [RequestPart], in request: SharingRequest) -> String {
        let names = parts.compactMap { holder(of: $0, in: request) }.map { $0.last == "," ? String($0.dropLast()) : $0 }
        return names.isEmpty ? "the co-ordinator to have the officer named who can" : names.joined(separator: "; or ")
    }

    /// True while the sealed list of a request's persons is needed: not for one that was never recorded, was taken back, or is over ungranted.
    public func needsPersons(of id: RequestID, at now: Moment) -> Bool {
        guard let request = state.requests[id] else { return false }
        if request.grant != nil { return true }
        switch request.stage {
        case .withdrawn, .upheld: return false
        case .refused: return now.day <= lastDayToAppeal(request)
        case .submitted, .queried, .halfReleased, .granted, .appealed, .held: return now.day <= request.content.destroyBy
        }
    }

    /// A refusal is appealed within 28 days: long enough to ask, short enough that the list of persons is not kept for it (§2.4.2.5).
    private static let daysToAppeal = 28

    /// The last day on which a refusal can be appealed.
    public func lastDayToAppeal(_ request: SharingRequest) -> Int { (request.decided?.day ?? 0) + Self.daysToAppeal }

    /// Leave to see whom a request is about: for the source's liaison officers and its guardian, while the request or its grant lives.
    public func permitPersons(
        of id: RequestID, to actor: PersonID, through way: AccessWay? = nil, at now: Moment
    ) throws(Refusal) -> (SharingRequest, Event) {
        let person = try person(actor, may: .seeRequest)
        let request = try request(id, seenBy: person)
        let parts = part(of: person, in: request)
        guard parts.contains(.sourceOfficer) || parts.contains(.guardian) else {
            throw Refusal(
                .roleDoesNotAllow, "Whom \(id) is about is shown to those who decide or advise on it, and to nobody else.",
                remedy: "That is: \(holders(of: [.sourceOfficer, .guardian], in: request)).")
        }
        let content = request.content
        let agreements = state.protocols(
            letting: request.agency, have: content.dataset, of: content.source, personal: true, for: .stated(content.purpose), on: now.day)
        // Where no protocol is there yet, the undertaking of the officer's own partnership.
        if let agreements {
            try isBound(person, under: agreements)
        } else if let own = state.partnerships(of: content.source).first {
            try isBound(person, in: try partnership(own))
        }
        try check(way, reaches: marking(of: GrantTerms(asking: content, for: request.agency), answering: request), personal: true)
        let isOpen = [.submitted, .queried, .halfReleased, .appealed, .refused].contains(request.stage)
        // The same of one that was open or refused in the backup: it may have been taken back or upheld, and its list destroyed.
        guard !request.isHeld else {
            let word =
                request.stage == .refused
                ? "appeal: sharewell request appeal \(id) --why WHY" : "say that it stands: sharewell request answer \(id) --text TEXT"
            throw Refusal(
                .wrongStage,
                "The hub was restored from a backup, and whether \(id) was taken back or decided since is not known: it waits for \(request.by).",
                remedy: "Whom it is about is shown once they \(word) --as \(request.by).")
        }
        let grant = request.grant.flatMap { state.grants[$0] }
        // If it was revoked since the backup, its list was destroyed: what comes back with the backup is shown to nobody before the grant stands, and
        // nobody needs to know whom it is about to look up whether it was revoked.
        if let grant, grant.isHeld, grant.isRunning(on: now.day) { throw notLive(grant, on: now.day) }
        guard !request.isWithoutPersons, isOpen || grant?.isLive(on: now.day) == true else {
            throw Refusal(.wrongStage, "\(id) is closed; its list of persons is destroyed.", remedy: "Nothing is left to be shown.")
        }
        return (request, .personsShown(PersonsShown(request: id, by: actor)))
    }

    /// The request, if it concerns the person: those of the asking and the source agency, and the co-ordinators and auditors of
    /// the partnerships it concerns.
    public func request(_ id: RequestID, seenBy person: Person) throws(Refusal) -> SharingRequest {
        let unknown = Refusal(
            .unknownRequest, "There is no request of that number that concerns \(person.id).", remedy: "See sharewell request list.")
        guard let request = state.requests[id], person.may(.seeRequest) || person.may(.request) else { throw unknown }
        let concerned = person.agency == request.agency || person.agency == request.content.source
        guard concerned || person.oversees(any: state.partnerships(concerning: request)) else { throw unknown }
        return request
    }
}
