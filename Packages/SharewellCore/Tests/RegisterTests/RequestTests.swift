import Guidance
import Law
import Register
import Testing

/// A partnership with police, council and a primary care trust, all with their officers, as requests need it.
struct RequestFixture {
    static let officer = PersonID(rawValue: "p-officer"), second = PersonID(rawValue: "p-second"),
        guardian = PersonID(rawValue: "h-guardian")
    static let probation = AgencyID(rawValue: "probation"), member = PersonID(rawValue: "pr-member")
    static let way = AccessWay(network: "gsi", device: "secure-premises", signIn: "certificate", registration: "level-2")
    var base: Fixture

    init() throws {
        base = try Fixture()
        func id(_ text: String) -> PersonID { PersonID(rawValue: text) }
        try base.run(.addAgency(id: Self.probation, name: "Probation", agencyClass: "probation-trust"))
        try base.run(.sign(ProtocolID(rawValue: "isp"), agency: Self.probation, consents: "minute 1 of 3 March"))
        try base.run(.addPerson(id: Self.officer, name: "O", agency: Fixture.police, roles: [.liaisonOfficer], datasets: []))
        try base.run(.addPerson(id: Self.second, name: "O", agency: Fixture.police, roles: [.liaisonOfficer], datasets: []))
        try base.run(.nameLiaisonOfficer(agency: Fixture.police, officer: Self.officer))
        try base.run(.addPerson(id: Self.member, name: "M", agency: Self.probation, roles: [.meetingMember], datasets: []))
        for agency in [Fixture.police, Fixture.council, Self.probation] {
            let notification = DataProtectionNotification(number: "Z1234567", expires: Fixture.now.day + 400)
            try base.run(.partnership(.recordNotification(agency, notification)))
        }
        try base.run(.setAccessWay(Self.way))
        try base.run(.partnership(.setUndertaking(nil, text: String(repeating: "What is shared stays within the agencies. ", count: 3))))
    }

    static func content(_ dataset: RecordTypeID = Fixture.offenders, by person: PersonID = RequestFixture.member) -> RequestContent {
        var content = RequestContent(
            purpose: .serviceDelivery, why: "to manage the offenders of most concern", benefit: "assessments come back to the police",
            questions: ["What progress has been made in the management of the district's PPOs?"], dataset: dataset,
            fields: ["name", "current_status", "offender_reference_number"], precision: .none, source: Fixture.police, recipients: [person],
            handler: person, format: "csv", neededWithin: 5, transfer: .hub, destroyBy: Fixture.now.day + 60)
        content.persons = 2
        return content
    }

    /// Answers every question the law still has about a request the way that lets it be shared.
    mutating func answerEverything(_ id: RequestID) throws {
        for _ in 0..<40 {
            let request = try #require(base.state.requests[id])
            let assessment = try base.register.assess(request, at: Fixture.now)
            guard let open = assessment.missing.first else { return }
            let fact = Self.process[open.fact] ?? open.fact
            let yes = !Self.no.contains(fact)
            try base.run(.request(.state(id, [fact: yes])), by: RequestFixture.officer)
        }
    }
    /// For a choice, the option taken.
    static let process = ["process": "process-is-ppo"]
    static let no: Set<String> = [
        "targets-on-positive-test-alone", "information-is-drug-test-result", "information-is-treatment", "information-originated-elsewhere",
        "information-is-health-or-social-care", "held-in-confidence", "would-prejudice-proceedings-or-operations",
        "leaves-european-economic-area",
    ]

    mutating func made(_ content: RequestContent = RequestFixture.content(), by person: PersonID = RequestFixture.member) throws
        -> RequestID
    {
        let id = base.state.nextRequest
        try base.run(.request(.make(content)), by: person)
        return id
    }

    /// A request for personal information with everything that the law asks.
    mutating func ready(transfer: TransferMethod = .hub) throws -> RequestID {
        var content = Self.content()
        content.transfer = transfer
        content.necessity = "the scheme cannot be run without it"
        content.proportionality = "two persons and three fields"
        let id = try made(content)
        try answerEverything(id)
        return id
    }

    mutating func code(_ move: RequestMove, by person: PersonID, at now: Moment = Fixture.now) -> Refusal.Code? {
        do {
            try base.run(.request(move), by: person, at: now)
            return nil
        } catch let refusal as Refusal { return refusal.code } catch { return nil }
    }

    func had(_ grant: GrantID?, by person: PersonID, at now: Moment = Fixture.now) -> Refusal.Code? {
        base.refusal { () throws(Refusal) in
            _ = try base.register.permitAnswer(
                to: person, dataset: Fixture.offenders, purpose: "case meeting", action: .query, under: grant, at: now)
        }
    }
}

extension GrantNarrowing {
    static func narrowed(_ change: (inout Self) -> Void) -> Self {
        var narrowing = Self()
        change(&narrowing)
        return narrowing
    }
}

@Suite("Requests and grants")
struct RequestTests {
    @Test("personal information is had by nobody without a grant, and by those it names once it is granted")
    func grant() throws {
        var hub = try RequestFixture()
        #expect(hub.had(nil, by: RequestFixture.member) != nil)
        let id = try hub.ready()
        let assessment = try hub.base.register.assess(try #require(hub.base.state.requests[id]), at: Fixture.now)
        #expect(assessment.conclusion == .conditional && assessment.missing.isEmpty, "\(assessment.missing)")
        #expect(hub.code(.grant(id, why: "the scheme needs it"), by: RequestFixture.officer) == nil)
        let grant = try #require(hub.base.state.requests[id]?.grant)
        // Box 1 first.
        #expect(hub.had(grant, by: RequestFixture.member) == .undertakingMissing)
        try hub.base.run(.partnership(.agree(nil)), by: RequestFixture.member)
        #expect(hub.had(grant, by: RequestFixture.member) == nil)
        #expect(hub.had(grant, by: Fixture.analyst) != nil, "an agency that the grant does not concern")
        #expect(hub.had(grant, by: RequestFixture.officer) == .beyondGrant, "the source's own officer is not among those it names")
        let after = Moment(milliseconds: Fixture.now.milliseconds + 61 * 86_400_000)
        #expect(hub.had(grant, by: RequestFixture.member, at: after) == .grantNotLive)
        #expect(hub.code(.revoke(grant, why: "the case is closed"), by: RequestFixture.member) != nil, "not the source")
        #expect(hub.code(.revoke(grant, why: "the case is closed"), by: RequestFixture.officer) == nil)
        #expect(hub.had(grant, by: RequestFixture.member) == .grantNotLive)
    }

    @Test("nothing is granted while the law asks something that nobody has answered")
    func missing() throws {
        var hub = try RequestFixture()
        let id = try hub.made()
        #expect(hub.code(.grant(id, why: "the scheme needs it"), by: RequestFixture.officer) == .lawNotSatisfied)
    }

    @Test("only the source agency's liaison officer decides, once, and never for more than was asked")
    func deciding() throws {
        var hub = try RequestFixture()
        let id = try hub.ready()
        let whole = RequestMove.grant(id, why: "the scheme needs it")
        for person in [RequestFixture.member, Fixture.analyst, Fixture.supplier, .firstCoordinator] {
            #expect(hub.code(whole, by: person) != nil, "\(person)")
        }
        let more = RequestMove.grant(id, .narrowed { $0.fields = ["ethnicity"] }, why: "the scheme needs it")
        #expect(hub.code(more, by: RequestFixture.officer) == .unsoundRequest)
        let longer = RequestMove.grant(id, .narrowed { $0.until = Fixture.now.day + 61 }, why: "the scheme needs it")
        #expect(hub.code(longer, by: RequestFixture.officer) == .unsoundRequest)
        let less = GrantNarrowing.narrowed {
            $0.fields = ["name"]
            $0.conditions = ["read only"]
        }
        #expect(hub.code(.grant(id, less, why: nil), by: RequestFixture.officer) == .noPurpose, "a decision gives its reasons")
        #expect(hub.code(.grant(id, less, why: "the scheme needs it"), by: RequestFixture.officer) == nil)
        #expect(hub.base.state.grants.values.first?.terms.fields == ["name"])
        #expect(hub.code(whole, by: RequestFixture.officer) == .wrongStage)
        #expect(hub.code(.amend(id, RequestFixture.content()), by: RequestFixture.member) == .wrongStage)
    }

    @Test("an expired protocol, notification or undertaking closes a live grant")
    func closing() throws {
        var hub = try RequestFixture()
        let id = try hub.ready()
        #expect(hub.code(.grant(id, why: "the scheme needs it"), by: RequestFixture.officer) == nil)
        let grant = try #require(hub.base.state.requests[id]?.grant)
        try hub.base.run(.partnership(.agree(nil)), by: RequestFixture.member)
        #expect(hub.had(grant, by: RequestFixture.member) == nil)
        var changed = hub
        try changed.base.run(
            .partnership(.setUndertaking(nil, text: String(repeating: "Another text that everybody agrees to. ", count: 3))))
        #expect(changed.had(grant, by: RequestFixture.member) == .undertakingMissing)
        changed = hub
        let over = DataProtectionNotification(number: "Z1234567", expires: Fixture.now.day - 1)
        try changed.base.run(.partnership(.recordNotification(RequestFixture.probation, over)))
        #expect(changed.had(grant, by: RequestFixture.member) == .lawNotSatisfied)
        changed = hub
        try changed.base.run(.partnership(.withdrawProtocol(ProtocolID(rawValue: "isp"), why: "no longer wanted")))
        #expect(changed.had(grant, by: RequestFixture.member) == .noSharedProtocol)
        changed = hub
        try changed.base.run(.removePerson(RequestFixture.member))
        #expect(changed.had(grant, by: RequestFixture.member) == .unknownPerson)
    }

    @Test("a refusal gives a reason of the rulebook; an appeal goes to the co-ordinator and may be decided again")
    func refusing() throws {
        var hub = try RequestFixture()
        let id = try hub.ready()
        #expect(hub.code(.refuse(id, reason: "because", why: "just because"), by: RequestFixture.officer) == .malformed)
        #expect(hub.code(.refuse(id, reason: "data-quality", why: "the coding is old"), by: RequestFixture.officer) == nil)
        #expect(hub.code(.settle(id, upholding: false, why: "no appeal yet"), by: .firstCoordinator) == .wrongStage)
        #expect(hub.code(.appeal(id, why: "quality is no reason (§4.2.3)"), by: RequestFixture.member) == nil)
        #expect(hub.code(.settle(id, upholding: false, why: "the law allows it"), by: RequestFixture.officer) == .roleDoesNotAllow)
        var upheld = hub
        #expect(upheld.code(.settle(id, upholding: true, why: "it is old"), by: .firstCoordinator) == nil)
        #expect(upheld.code(.appeal(id, why: "once more"), by: RequestFixture.member) == .wrongStage, "a refusal is appealed once")
        #expect(!upheld.base.register.needsPersons(of: id, at: Fixture.now))
        #expect(upheld.base.state.requests[id]?.settlement?.why == "it is old")
        #expect(hub.code(.settle(id, upholding: false, why: "the law allows it"), by: .firstCoordinator) == nil)
        #expect(hub.code(.grant(id, why: "the scheme needs it"), by: RequestFixture.officer) == nil)
    }

    @Test("depersonalised information between signatories is granted at once, under a rule's name")
    func byRule() throws {
        var hub = try RequestFixture()
        var content = RequestFixture.content(Fixture.crime, by: Fixture.analyst)
        content.persons = 0
        content.purpose = .intelligence
        content.fields = ["offence_type"]
        let id = try hub.made(content, by: Fixture.analyst)
        let request = try #require(hub.base.state.requests[id])
        let assessment = try hub.base.register.assess(request, at: Fixture.now)
        #expect(request.stage == .granted, "\(assessment.summary) \(assessment.missing.map(\.fact))")
        #expect(hub.base.state.grants.values.first?.rule == "depersonalised-between-signatories")
        #expect(hub.base.state.grants.values.first?.decidedBy == [])
    }

    @Test("what cannot be asked is refused with the reason", arguments: [0, 1, 2, 3, 4, 5, 6, 7])
    func unsound(_ fault: Int) throws {
        var hub = try RequestFixture()
        var content = RequestFixture.content()
        switch fault {
        case 0: content.fields = []
        case 1: content.fields = ["no_such_field"]
        case 2: content.fields = ["offender_address"]
        case 3: content.destroyBy = Fixture.now.day - 1
        case 4: content.recipients = []
        case 5: content.facts = ["no-such-fact": true]
        case 6: content.from = "2020"
        default: content.facts = ["signed-same-protocol": true]
        }
        #expect(hub.code(.make(content), by: RequestFixture.member) == .unsoundRequest)
        #expect(hub.base.state.requests.isEmpty)
    }

    @Test("what is for the source agency to say, the requester cannot state: not in the form, not afterwards")
    func selfCertified() throws {
        var hub = try RequestFixture()
        var content = RequestFixture.content()
        content.facts = ["information-originated-elsewhere": false]
        #expect(hub.code(.make(content), by: RequestFixture.member) == .unsoundRequest)
        let id = try hub.made()
        let own = RequestMove.state(id, ["information-originated-elsewhere": false])
        #expect(hub.code(own, by: RequestFixture.member) == .unsoundRequest)
        #expect(hub.code(own, by: Fixture.analyst) == .unknownRequest)
        #expect(hub.code(own, by: RequestFixture.officer) == nil)
        #expect(hub.code(.state(id, ["ground-public-safety": true]), by: RequestFixture.member) == nil)
    }

    @Test("where the marking asks for two people, one cannot release alone, and not twice")
    func twoPeople() throws {
        var hub = try RequestFixture()
        let id = try hub.ready()
        let files = Fixture.files.map { file in
            let isOffenders = file.path.contains("prolific")
            return RulebookFile(path: file.path, text: isOffenders ? file.text.replacing("RESTRICTED", with: "CONFIDENTIAL") : file.text)
        }
        let rulebook = try Rulebook.load(files: files)
        let grant = Command.request(.grant(id, why: "the scheme needs it"))
        func decide(by person: PersonID) throws -> [Event] {
            let register = Register(rulebook: rulebook, law: Fixture.law, state: hub.base.state)
            let events = try register.decide(grant, by: person, at: Fixture.now)
            for event in events { try hub.base.state.apply(event, at: Fixture.now) }
            return events
        }
        #expect(try decide(by: RequestFixture.officer).count == 1)
        #expect(hub.base.state.requests[id]?.stage == .halfReleased && hub.base.state.grants.isEmpty)
        #expect(throws: Refusal.self) { try decide(by: RequestFixture.officer) }
        #expect(hub.base.state.grants.isEmpty)
        #expect(try decide(by: RequestFixture.second).count == 1)
        #expect(hub.base.state.grants.values.first?.decidedBy == [RequestFixture.officer, RequestFixture.second])
    }

    @Test("health information waits for its own agency's Caldicott Guardian, and an objection stops it")
    func guardian() throws {
        var hub = try RequestFixture()
        var content = RequestFixture.content()
        content.necessity = "the scheme cannot be run without it"
        content.proportionality = "two persons and three fields"
        let id = try hub.made(content)
        try hub.base.run(.request(.state(id, ["information-is-health-or-social-care": true])), by: RequestFixture.officer)
        for _ in 0..<60 {
            let request = try #require(hub.base.state.requests[id])
            let open = try hub.base.register.assess(request, at: Fixture.now).missing.map(\.fact).first {
                $0 != "caldicott-guardian-consulted"
            }
            guard let open else { break }
            let fact = RequestFixture.process[open] ?? open
            try hub.base.run(.request(.state(id, [fact: !RequestFixture.no.contains(fact)])), by: RequestFixture.officer)
        }
        let grant = RequestMove.grant(id, why: "the scheme needs it")
        #expect(hub.code(grant, by: RequestFixture.officer) == .lawNotSatisfied, "nobody consulted yet")
        let health = PersonID(rawValue: "p-guardian")
        try hub.base.run(.addPerson(id: health, name: "G", agency: Fixture.police, roles: [.guardian], datasets: []))
        #expect(
            hub.code(.advise(id, agrees: true, why: "it is needed"), by: health) == .roleDoesNotAllow, "has the role, is not the one named")
        try hub.base.run(.partnership(.nameGuardian(Fixture.police, health)))
        #expect(hub.code(.advise(id, agrees: false, why: "not needed"), by: health) == nil)
        #expect(hub.code(grant, by: RequestFixture.officer) == .guardianObjects)
        #expect(hub.code(.advise(id, agrees: true, why: "it is needed after all"), by: health) == nil)
        #expect(hub.code(grant, by: RequestFixture.officer) == nil)
    }

    @Test("the facts that the hub answers itself are asked by the shipped law")
    func registerFacts() {
        for fact in Register.factsKnown { #expect(Fixture.law.fact(fact) != nil, "\(fact)") }
    }

    @Test("the ledger cannot be made to hold a grant that nobody could have given")
    func forged() throws {
        var hub = try RequestFixture()
        let id = try hub.made()
        let request = try #require(hub.base.state.requests[id])
        let terms = GrantTerms(
            dataset: Fixture.offenders, source: Fixture.police, agency: RequestFixture.probation, people: [RequestFixture.member],
            fields: ["ethnicity"], from: nil, to: nil, areas: [], persons: .all, transfer: .hub, conditions: [],
            until: request.content.destroyBy)
        let forged = RequestGranted(
            request: id, grant: hub.base.state.nextGrant, terms: terms, rule: nil, powers: [], why: "the scheme needs it",
            by: RequestFixture.officer)
        #expect(throws: ImpossibleEvent.self) { try hub.base.state.apply(.requestGranted(forged), at: Fixture.now) }
    }
}
