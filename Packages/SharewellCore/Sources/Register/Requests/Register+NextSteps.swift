internal import Guidance
public import Law

extension Register {
    /// What can be done with a request now: first what the reader can, as typed, then whose turn else it is.
    public func nextSteps(in request: SharingRequest, for reader: Person) -> [String] {
        let all = RequestProcess.steps(from: request.stage)
        let parts = part(of: reader, in: request)
        var own: [String] = []
        for line in all where parts.contains(line.by) {
            // The marking, not the person, decides whether a grant is the first of two releases.
            let typed = command(for: line.step, in: request, by: reader.id)
            if !own.contains(typed) { own.append(typed) }
        }
        let others = RequestPart.allCases.filter { !parts.contains($0) }.compactMap { part -> String? in
            var steps: [String] = []
            for line in all where line.by == part && !steps.contains(line.step.command) { steps.append(line.step.command) }
            guard !steps.isEmpty, let who = holder(of: part, in: request) else { return nil }
            return "\(who) can: \(steps.joined(separator: ", "))"
        }
        return own + others
    }

    /// Who has that part, in words; nil where nobody can have it.
    func holder(of part: RequestPart, in request: SharingRequest) -> String? {
        let source = request.content.source
        switch part {
        case .requester: return "\(request.by), who asked,"
        case .sourceOfficer:
            return state.agencies[source]?.liaisonOfficer.map { "\($0), liaison officer of \(source)," } ?? "a liaison officer of \(source)"
        case .guardian: return state.agencies[source]?.guardian.map { "\($0), Caldicott Guardian of \(source)," }
        case .coordinator: return "a co-ordinator of the partnership"
        }
    }

    private func command(for step: RequestStep, in request: SharingRequest, by person: PersonID) -> String {
        let rest =
            switch step {
            case .query: "--question TEXT"
            case .answer: "--text TEXT"
            case .state: "FACT=yes"
            case .amend: "FORM"
            case .advise: "--agree --why WHY"
            case .firstRelease, .grant: "--why WHY\(request.reading > 1 ? " --reading \(request.reading)" : "")"
            case .refuse: "--reason REASON --why WHY"
            case .withdraw, .appeal: "--why WHY"
            case .uphold: "--uphold --why WHY"
            case .reconsider: "--no-uphold --why WHY"
            }
        let name = step == .uphold || step == .reconsider ? "settle" : step.command
        return "sharewell request \(name) \(request.id) \(rest) --as \(person)"
    }

    /// The command that answers a question which the law still asks of a request: the reader's own where they can say, otherwise that of
    /// somebody who can. Nil once nothing can be stated any more, and for what nobody states.
    public func command(answering question: Assessment.Question, of request: SharingRequest, for reader: PersonID) -> QuestionAnswer? {
        let able = RequestProcess.steps(from: request.stage).filter { $0.step == .state }.map(\.by)
        guard !able.isEmpty else { return nil }
        if let known = RegisterFact(rawValue: question.fact) { return command(settling: known, of: request) }
        let choice = law?.choice(question.fact)
        let forAsker = able.contains(.requester) && isForAsker(question.fact)
        let canSay = state.people[reader].map { canState(question.fact, on: request, by: $0) } ?? false
        guard let by = canSay ? reader : forAsker ? request.by : state.agencies[request.content.source]?.liaisonOfficer else { return nil }
        let facts = choice?.options.map(\.fact) ?? [question.fact]
        guard let first = facts.first else { return nil }
        let others = facts.dropFirst()
        return QuestionAnswer(
            by: by.rawValue, command: "sharewell request state \(request.id) \(first)=yes --as \(by)",
            note: others.isEmpty ? nil : "or, in place of \(first), whichever it is: \(others.joined(separator: ", ")).")
    }

    /// True if somebody can state that fact, or one of that choice, on a request as it stands.
    public func canState(_ fact: String, on request: SharingRequest, by person: Person) -> Bool {
        guard RegisterFact(rawValue: fact) == nil, !request.isWithoutPersons else { return false }
        let able = part(of: person, in: request).filter { RequestProcess.next(from: request.stage, .state, by: $0) != nil }
        if able.contains(where: { $0 != .requester }) { return true }
        return able.contains(.requester) && isForAsker(fact)
    }

    /// True for a fact, or a choice, that whoever asks is asked for.
    func isForAsker(_ fact: String) -> Bool {
        RegisterFact(rawValue: fact) == nil && Self.isForAsker(law?.choice(fact)?.who ?? law?.fact(fact).map(whoSays) ?? [])
    }

    /// The steps that a person can take in a request now: those of the table, without what would be refused whatever they said.
    public func steps(in request: SharingRequest, for person: Person, at now: Moment) -> [RequestStep] {
        guard !request.isWithoutPersons else { return [] }
        let parts = part(of: person, in: request)
        var steps: [RequestStep] = []
        for line in RequestProcess.steps(from: request.stage) where parts.contains(line.by) {
            // The marking, not the person, decides whether a grant is the first of two releases.
            let step = line.step == .firstRelease ? .grant : line.step
            guard !steps.contains(step), person.may(step.action) else { continue }
            switch step {
            case .grant: if (try? check(person, mayDecide: request)) == nil { continue }
            case .advise: if request.by == person.id { continue }
            case .appeal: if now.day > lastDayToAppeal(request) { continue }
            default: break
            }
            steps.append(step)
        }
        return steps
    }

    /// What the hub would know if somebody had it recorded.
    private func command(settling fact: RegisterFact, of request: SharingRequest) -> QuestionAnswer? {
        func answer(_ by: PersonID, _ command: String, _ note: String? = nil) -> QuestionAnswer {
            QuestionAnswer(by: by.rawValue, command: command, note: note)
        }
        let source = request.content.source
        func notification(_ agency: AgencyID) -> QuestionAnswer {
            answer(.firstCoordinator, "sharewell agency notification \(agency) --number NUMBER --expires DAY", "by the co-ordinator.")
        }
        switch fact {
        case .sourceNotified: return notification(source)
        case .recipientNotified: return notification(request.agency)
        case .necessary, .proportionate:
            return answer(
                request.by, "sharewell request amend \(request.id) FORM --as \(request.by)",
                "with necessity and proportionality in the form.")
        case .guardianConsulted:
            guard let guardian = state.agencies[source]?.guardian else {
                return answer(
                    .firstCoordinator, "sharewell agency guardian \(source) --person PERSON",
                    "by the co-ordinator; then the guardian advises.")
            }
            return answer(guardian, "sharewell request advise \(request.id) --agree --why WHY --as \(guardian)")
        default: return nil
        }
    }
}

extension RequestStep {
    /// The action that whoever takes it has to have.
    var action: Action {
        switch self {
        case .query, .state: .seeRequest
        case .answer, .amend, .withdraw, .appeal: .request
        case .advise: .adviseAsGuardian
        case .firstRelease, .grant, .refuse: .decideRequest
        case .uphold, .reconsider: .settleAppeal
        }
    }
}

extension RequestStage {
    /// Where it stands, after "is".
    public var words: String {
        switch self {
        case .submitted: "waiting for the source agency’s decision"
        case .queried: "waiting for the requester’s answer to a question"
        case .halfReleased: "released by the first of two people, waiting for the second"
        case .granted: "granted"
        case .refused: "refused"
        case .appealed: "waiting for the co-ordinator, after an appeal"
        case .upheld: "refused for good: the refusal stands after an appeal"
        case .withdrawn: "taken back"
        case .held: "held since the hub was restored, until the requester says that it stands"
        }
    }
}
