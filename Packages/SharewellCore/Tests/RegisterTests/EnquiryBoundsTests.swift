import Guidance
import Register
import Testing

/// A hub with officers of police and council, of which the council receives the enquiries.
struct EnquiryFixture {
    static let first = EnquiryID(number: 1)
    static let councilOfficer = PersonID(rawValue: "c-officer")
    static let group = AgencyID(rawValue: "watch-group")
    var base: RequestFixture

    init() throws {
        base = try RequestFixture()
        try base.base.run(.addPerson(id: Self.councilOfficer, name: "O", agency: Fixture.council, roles: [.liaisonOfficer], datasets: []))
        try base.base.run(.addAgency(id: Self.group, name: "Watch", agencyClass: "private-group"))
    }

    var enquiry: Enquiry? { base.base.state.enquiries[Self.first] }

    static func content(
        _ kind: EnquiryKind = .freedomOfInformation, received: Int = Fixture.now.day, datasets: [RecordTypeID] = [Fixture.crime],
        from originators: [AgencyID] = [Fixture.police], by receiver: AgencyID? = Fixture.council, aboutTheHub: Bool = false
    ) -> EnquiryContent {
        EnquiryContent(
            kind: kind, received: received, subject: "burglaries by ward", datasets: datasets, originators: originators, receiver: receiver,
            asksIdentification: false, isAboutTheHub: aboutTheHub)
    }

    mutating func code(_ move: EnquiryMove, by person: PersonID = Self.councilOfficer, at now: Moment = Fixture.now) -> Refusal.Code? {
        do {
            try base.base.run(.enquiry(move), by: person, at: now)
            return nil
        } catch let refusal as Refusal {
            #expect(!refusal.remedy.isEmpty)
            return refusal.code
        } catch { return .malformed }
    }

    /// Logged and the police consulted; what they then answer.
    mutating func answered(_ content: EnquiryContent, _ answer: EnquiryAnswer, _ exemptions: [String] = []) {
        #expect(code(.log(content, statedDay: content.kind == .scrutiny ? content.received + 10 : nil)) == nil)
        #expect(code(.consult(Self.first, Fixture.police)) == nil)
        #expect(code(Self.reply(answer, exemptions), by: RequestFixture.officer) == nil)
    }

    static func reply(_ answer: EnquiryAnswer, _ exemptions: [String] = [], document: String? = nil) -> EnquiryMove {
        .reply(first, Fixture.police, answer, exemptions: exemptions, why: "checked with the force", document: document)
    }

    static func close(_ outcome: EnquiryOutcome, _ change: (inout EnquiryClosing) -> Void = { _ in }) -> EnquiryMove {
        var closing = EnquiryClosing(outcome: outcome, why: "as asked")
        change(&closing)
        return .close(first, closing)
    }
}

@Suite("What no answer to an enquiry sets aside")
struct EnquiryBoundsTests {
    typealias Hub = EnquiryFixture

    @Test(
        "an absolute exemption is overridden by no reason; a qualified one is",
        arguments: [
            ("foi-21", true), ("foi-23", true), ("foi-32", true), ("foi-40", true), ("foi-41", true), ("foi-44", true), ("foi-22", false),
            ("foi-30", false), ("foi-31", false), ("foi-43", false),
        ])
    func absolute(exemption: String, isAbsolute: Bool) throws {
        var hub = try Hub()
        hub.answered(Hub.content(), .exemption, [exemption])
        #expect(hub.code(Hub.close(.disclosed) { $0.despite = "it matters to the public" }) == (isAbsolute ? .lawNotSatisfied : nil))
        guard isAbsolute else { return }
        #expect(hub.code(Hub.close(.disclosed) { $0.exemptions = [exemption] }) == .malformed, "given, and left out")
        #expect(hub.code(Hub.close(.inPart) { $0.exemptions = ["foi-31"] }) == .lawNotSatisfied, "another part is left out")
        let met = hub.code(Hub.close(.depersonalised))
        #expect(met == (exemption == "foi-40" ? nil : .lawNotSatisfied))
        guard met != nil else { return }
        var changed = hub
        #expect(hub.code(Hub.close(.inPart) { $0.exemptions = [exemption] }) == nil, "what it covers is left out")
        #expect(changed.code(Hub.reply(.agrees), by: RequestFixture.officer) == nil)
        #expect(changed.code(Hub.close(.disclosed)) == nil, "the agency says that it does not apply after all")
    }

    @Test("what would prejudice proceedings is given to no committee, whatever it insists on; who somebody is, with a reason")
    func scrutiny() throws {
        var hub = try Hub()
        hub.answered(Hub.content(.scrutiny), .exemption, ["scrutiny-prejudice"])
        let insisting = Hub.close(.disclosed) {
            ($0.despite, $0.isWithoutPrejudice, $0.identificationBecause) = ("the committee insists", true, "names are wanted")
        }
        #expect(hub.code(insisting) == .lawNotSatisfied)
        #expect(hub.code(Hub.close(.exempt) { $0.exemptions = ["scrutiny-prejudice"] }) == nil)
        var other = try Hub()
        other.answered(Hub.content(.scrutiny), .exemption, ["scrutiny-identification"])
        #expect(other.code(insisting) == nil)
    }

    @Test("the exemptions that section 2(3) of the Act calls absolute are those, and no others; each names it")
    func rulebook() {
        let absolute = Fixture.rulebook.exemptions.filter(\.isAbsolute)
        #expect(absolute.map(\.id) == ["foi-21", "foi-23", "foi-32", "foi-40", "foi-41", "foi-44", "scrutiny-prejudice"])
        #expect(absolute.dropLast().allSatisfy { $0.absoluteBy?.contains("section 2(3)(") == true })
    }

    @Test("where nothing says where it came from nothing is logged, unless it is stated to be about the hub")
    func aboutNothing() throws {
        var hub = try Hub()
        let nothing = Hub.content(datasets: [], from: [])
        #expect(hub.code(.log(nothing, statedDay: nil)) == .consultationMissing)
        #expect(hub.code(.log(Hub.content(aboutTheHub: true), statedDay: nil)) == .malformed, "it names a dataset")
        let about = Hub.content(datasets: [], from: [], aboutTheHub: true)
        #expect(hub.code(.log(Hub.content(.subjectAccess, datasets: [], from: [], aboutTheHub: true), statedDay: nil)) == .malformed)
        #expect(hub.code(.log(about, statedDay: nil)) == nil)
        #expect(hub.code(Hub.close(.disclosed)) == .personalInformation, "nothing says that it identifies nobody")
        #expect(hub.code(Hub.close(.disclosed) { $0.namesNobody = true }) == nil)
        var from = try Hub()
        from.answered(Hub.content(datasets: []), .agrees)
        #expect(from.code(Hub.close(.disclosed)) == .personalInformation)
        #expect(from.code(Hub.close(.depersonalised)) == nil)
    }

    @Test("not-held is refused while the hub keeps supplies of it, unless it is said why they do not hold it")
    func notHeld() throws {
        var hub = try Hub()
        try hub.base.base.state.apply(DutyTests.supply(1, "2010-07", "2010-07"), at: Fixture.now)
        #expect(hub.code(.log(Hub.content(from: []), statedDay: nil)) == nil)
        #expect(hub.code(Hub.close(.notHeld)) == .stillHeld)
        #expect(hub.code(Hub.close(.notHeld) { $0.notAmongRecords = "the value of what was stolen is not recorded" }) == nil)
    }

    @Test("what was logged is put right; what was said of something else stands no longer, and who was consulted stays so")
    func amending() throws {
        var hub = try Hub()
        hub.answered(Hub.content(), .agrees)
        let other = Hub.content(received: Fixture.now.day - 1, from: [])
        let why = "the day was mistyped"
        #expect(hub.code(.amend(Hub.first, Hub.content(), statedDay: nil, why: why)) == .malformed, "nothing is new")
        #expect(hub.code(.amend(Hub.first, other, statedDay: nil, why: why), by: RequestFixture.officer) == .otherAgency)
        let due = try #require(hub.enquiry?.days.due)
        #expect(hub.code(.amend(Hub.first, other, statedDay: nil, why: why)) == nil)
        #expect(try #require(hub.enquiry?.days.due) < due && hub.enquiry?.consultations[Fixture.police]?.reply != nil)
        let personal = Hub.content(datasets: [Fixture.offenders], from: [])
        #expect(hub.code(.amend(Hub.first, personal, statedDay: nil, why: "another dataset was meant")) == nil)
        #expect(hub.enquiry?.amendments.count == 2 && hub.enquiry?.consultations[Fixture.police]?.earlier.count == 1)
        #expect(hub.code(Hub.close(.depersonalised)) == .consultationMissing, "the police said yes to something else")
        #expect(hub.code(Hub.reply(.agrees), by: RequestFixture.officer) == nil)
        #expect(hub.code(Hub.close(.depersonalised)) == nil && hub.enquiry?.closedBy == Hub.councilOfficer)
    }

    @Test("a letter recorded in an agency's name is shown to its officer; what it did not write is no answer of it")
    func letters() throws {
        var hub = try Hub()
        func owed(_ hub: Hub) -> [String] {
            hub.base.base.register.duties(on: Fixture.now.day).filter { $0.what.contains("letter") }.map(\.who)
        }
        #expect(hub.code(.log(Hub.content(), statedDay: nil)) == nil && hub.code(.consult(Hub.first, Fixture.police)) == nil)
        #expect(hub.code(Hub.reply(.agrees, document: "letter of 3 March"), by: .firstCoordinator) == nil)
        #expect(owed(hub) == [Fixture.police.rawValue])
        let look = EnquiryMove.look(Hub.first, Fixture.police, isOurs: false)
        #expect(hub.code(look) == .otherAgency)
        var late = hub
        #expect(hub.code(look, by: RequestFixture.officer) == nil && owed(hub).isEmpty)
        #expect(hub.code(look, by: RequestFixture.officer) == .wrongStage, "it was looked at")
        #expect(hub.code(Hub.close(.disclosed)) == .consultationMissing)
        #expect(late.code(Hub.close(.disclosed)) == nil && owed(late) == [Fixture.police.rawValue], "owed although it is closed")
        #expect(late.code(look, by: RequestFixture.officer) == nil && owed(late).isEmpty)
        #expect(late.enquiry?.consultations[Fixture.police]?.look?.isOurs == false)
        var right = try Hub()
        #expect(right.code(.log(Hub.content(), statedDay: nil)) == nil && right.code(.consult(Hub.first, Fixture.police)) == nil)
        #expect(right.code(Hub.reply(.agrees, document: "letter of 3 March"), by: .firstCoordinator) == nil)
        #expect(right.code(.look(Hub.first, Fixture.police, isOurs: true), by: RequestFixture.officer) == nil)
        #expect(right.code(Hub.close(.disclosed)) == nil)
    }

    @Test("a committee's request is received by agencies that the duty lies on")
    func obliged() throws {
        var hub = try Hub()
        let day = Fixture.now.day + 10
        for receiver in [nil, Hub.group] {
            #expect(hub.code(.log(Hub.content(.scrutiny, by: receiver), statedDay: day), by: .firstCoordinator) == .notResponsible)
        }
        #expect(hub.code(.log(Hub.content(.scrutiny, by: Fixture.police), statedDay: day), by: .firstCoordinator) == nil)
        #expect(
            hub.code(.log(Hub.content(by: Hub.group), statedDay: nil), by: .firstCoordinator) == nil, "the Act on information is another")
    }

    @Test("the earlier count warns, the later judges: St Patrick's Day is no working day of the Act")
    func twoCounts() throws {
        var hub = try Hub()
        let received = try #require(CalendarDay(iso: "2026-02-20")).number
        let early = Moment(milliseconds: Int64(received) * 86_400_000)
        #expect(hub.code(.log(Hub.content(received: received), statedDay: nil), at: early) == nil)
        let enquiry = try #require(hub.enquiry)
        let due = try #require(CalendarDay(iso: "2026-03-20")).number, last = try #require(CalendarDay(iso: "2026-03-23")).number
        #expect(enquiry.days == EnquiryDays(due: due, last: last))
        #expect([due, due + 1, last, last + 1].map { enquiry.isPressing(on: $0) } == [false, true, true, false])
        #expect([due, due + 1, last, last + 1].map { enquiry.isLate(on: $0) } == [false, false, false, true])
        func state(_ day: Int) -> Duty.State? {
            hub.base.base.register.duties(on: day).first { $0.what.hasPrefix("the enquiry") }?.state
        }
        #expect([due, last, last + 1].map(state) == [.due, .due, .overdue])
    }

    @Test("while whoever asked is asked what is wanted no day is counted; the period begins anew with the answer")
    func clarifying() throws {
        var hub = try Hub()
        let received = Fixture.now.day - 60
        #expect(hub.code(.log(Hub.content(received: received), statedDay: nil)) == nil)
        #expect(try #require(hub.enquiry).isLate(on: Fixture.now.day))
        let ask = EnquiryMove.askEnquirer(Hub.first, day: received + 5, what: "which years are meant")
        #expect(hub.code(.enquirerAnswered(Hub.first, day: received + 6)) == .wrongStage, "nothing was asked")
        #expect(hub.code(.askEnquirer(Hub.first, day: received - 1, what: "which years are meant")) == .malformed)
        #expect(hub.code(.askEnquirer(Hub.first, day: Fixture.now.day + 1, what: "which years are meant")) == .malformed)
        #expect(hub.code(ask, by: RequestFixture.officer) == .otherAgency)
        #expect(hub.code(ask) == nil && hub.code(ask) == .wrongStage)
        let waiting = try #require(hub.enquiry)
        #expect(waiting.isStopped && !waiting.isLate(on: Fixture.now.day) && !waiting.isPressing(on: Fixture.now.day))
        #expect(hub.base.base.register.duties(on: Fixture.now.day).allSatisfy { !$0.what.hasPrefix("the enquiry") })
        let answered = Fixture.now.day - 10
        #expect(hub.code(.enquirerAnswered(Hub.first, day: received + 4)) == .wrongStage, "before the question")
        #expect(hub.code(.enquirerAnswered(Hub.first, day: answered)) == nil)
        let rule = try #require(Fixture.rulebook.enquiryRules.first { $0.kind == .freedomOfInformation })
        let anew = try #require(rule.days(received: CalendarDay(number: answered), in: Fixture.rulebook))
        #expect(hub.enquiry?.days == EnquiryDays(due: anew.due.number, last: anew.last.number))
        // An amendment of something else does not bring the days of the receipt back.
        #expect(hub.code(.amend(Hub.first, Hub.content(received: received - 1), statedDay: nil, why: "the day was mistyped")) == nil)
        #expect(hub.enquiry?.days.last == anew.last.number)
        var scrutiny = try Hub()
        #expect(scrutiny.code(.log(Hub.content(.scrutiny), statedDay: Fixture.now.day + 9)) == nil)
        #expect(scrutiny.code(.askEnquirer(Hub.first, day: Fixture.now.day, what: "which years are meant")) == .malformed)
    }
}

@Suite("Enquiries the ledger cannot be made to hold")
struct ForgedEnquiryTests {
    typealias Hub = EnquiryFixture

    /// Each event of a whole life, and the state just before it.
    private func life() throws -> [(Event, HubState)] {
        var hub = try Hub()
        var steps: [(Event, HubState)] = []
        func step(_ move: EnquiryMove, by person: PersonID = Hub.councilOfficer) throws {
            let before = hub.base.base.state
            let events = try hub.base.base.register.decide(.enquiry(move), by: person, at: Fixture.now)
            for event in events {
                steps.append((event, before))
                try hub.base.base.state.apply(event, at: Fixture.now)
            }
        }
        let day = Fixture.now.day
        try step(.log(Hub.content(), statedDay: nil))
        try step(.amend(Hub.first, Hub.content(received: day - 1), statedDay: nil, why: "the day was mistyped"))
        try step(.askEnquirer(Hub.first, day: day, what: "which years are meant"))
        try step(.enquirerAnswered(Hub.first, day: day))
        try step(.consult(Hub.first, Fixture.police))
        try step(Hub.reply(.agrees, document: "letter of 3 March"), by: .firstCoordinator)
        try step(.look(Hub.first, Fixture.police, isOurs: true), by: RequestFixture.officer)
        try step(Hub.reply(.exemption, ["foi-41"]), by: RequestFixture.officer)
        try step(Hub.close(.exempt) { $0.exemptions = ["foi-41"] })
        return steps
    }

    @Test("each step of an enquiry is believed of nobody but those who could have taken it")
    func strangers() throws {
        let steps = try life()
        #expect(steps.count == 9)
        let strangers = [PersonID(rawValue: "nobody-at-all"), RequestFixture.member, Fixture.analyst, Fixture.supplier]
        for (event, before) in steps {
            for person in strangers {
                var state = before
                #expect(throws: ImpossibleEvent.self, "\(event)") { try state.apply(Self.event(event, by: person), at: Fixture.now) }
            }
        }
    }

    @Test("what no register decided is not believed")
    func impossible() throws {
        let steps = try life()
        let (close, before) = try #require(steps.last)
        let officer = Hub.councilOfficer
        func closing(_ outcome: EnquiryOutcome, despite: String? = nil) -> Event {
            var closing = EnquiryClosing(outcome: outcome, why: "x")
            closing.despite = despite
            return .enquiryClosed(EnquiryClosed(enquiry: Hub.first, closing: closing, by: officer))
        }
        let second = EnquiryID(number: 2), day = Fixture.now.day
        let days = EnquiryDays(due: day, last: day)
        let about = Hub.content(datasets: [], from: [])
        let events: [Event] = [
            closing(.disclosed, despite: "it matters"), closing(.depersonalised, despite: "it matters"),
            .enquiryClosed(EnquiryClosed(enquiry: second, closing: EnquiryClosing(outcome: .notHeld, why: "x"), by: officer)),
            .enquiryConsulted(EnquiryConsulted(enquiry: Hub.first, agency: RequestFixture.probation, by: officer)),
            .enquiryConsulted(EnquiryConsulted(enquiry: Hub.first, agency: Fixture.police, by: officer)),
            .enquiryLogged(EnquiryLogged(enquiry: EnquiryID(number: 3), content: Hub.content(), days: days, by: officer)),
            .enquiryLogged(EnquiryLogged(enquiry: second, content: Hub.content(), days: EnquiryDays(due: day - 1, last: day), by: officer)),
            .enquiryLogged(EnquiryLogged(enquiry: second, content: Hub.content(), days: EnquiryDays(due: day, last: day - 1), by: officer)),
            .enquiryLogged(EnquiryLogged(enquiry: second, content: about, days: days, by: officer)),
            .enquiryClarified(EnquiryClarified(enquiry: Hub.first, day: day, what: nil, days: days, by: officer)),
            .enquiryClarified(EnquiryClarified(enquiry: Hub.first, day: day, what: "which", days: days, by: officer)),
            .enquiryLetterSeen(EnquiryLetterSeen(enquiry: Hub.first, agency: Fixture.police, isOurs: true, by: RequestFixture.officer)),
            .enquiryReplied(
                EnquiryReplied(
                    enquiry: Hub.first, agency: Fixture.police, answer: .exemption, exemptions: [], why: "x", document: nil,
                    by: RequestFixture.officer)),
        ]
        for event in events {
            var state = before
            #expect(throws: ImpossibleEvent.self, "\(event)") { try state.apply(event, at: Fixture.now) }
        }
        var state = before
        try state.apply(close, at: Fixture.now)
        #expect(throws: ImpossibleEvent.self) { try state.apply(close, at: Fixture.now) }
    }

    /// The same event by somebody else.
    private static func event(_ event: Event, by person: PersonID) -> Event {
        switch event {
        case .enquiryLogged(let event):
            .enquiryLogged(EnquiryLogged(enquiry: event.enquiry, content: event.content, days: event.days, by: person))
        case .enquiryAmended(let event):
            .enquiryAmended(EnquiryAmended(enquiry: event.enquiry, content: event.content, days: event.days, why: event.why, by: person))
        case .enquiryClarified(let event):
            .enquiryClarified(EnquiryClarified(enquiry: event.enquiry, day: event.day, what: event.what, days: event.days, by: person))
        case .enquiryConsulted(let event):
            .enquiryConsulted(EnquiryConsulted(enquiry: event.enquiry, agency: event.agency, by: person))
        case .enquiryReplied(let event):
            .enquiryReplied(
                EnquiryReplied(
                    enquiry: event.enquiry, agency: event.agency, answer: event.answer, exemptions: event.exemptions, why: event.why,
                    document: event.document, by: person))
        case .enquiryLetterSeen(let event):
            .enquiryLetterSeen(EnquiryLetterSeen(enquiry: event.enquiry, agency: event.agency, isOurs: event.isOurs, by: person))
        case .enquiryClosed(let event): .enquiryClosed(EnquiryClosed(enquiry: event.enquiry, closing: event.closing, by: person))
        default: event
        }
    }
}
