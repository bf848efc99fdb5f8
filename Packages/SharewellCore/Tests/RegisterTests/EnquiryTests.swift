import Guidance
import Register
import Testing

@Suite("Enquiries from outside the partnership")
struct EnquiryTests {
    static let first = EnquiryID(number: 1)
    static let received = CalendarDay(number: Fixture.now.day).description

    /// With officers of police and council, of which the council receives the enquiries.
    static let councilOfficer = PersonID(rawValue: "c-officer")
    private func fixture() throws -> RequestFixture {
        var hub = try RequestFixture()
        try hub.base.run(
            .addPerson(id: Self.councilOfficer, name: "O", agency: Fixture.council, roles: [.liaisonOfficer], datasets: []))
        return hub
    }

    private func content(
        _ kind: EnquiryKind = .freedomOfInformation, received: Int = Fixture.now.day, datasets: [RecordTypeID] = [Fixture.crime],
        from originators: [AgencyID] = [Fixture.police], by receiver: AgencyID? = Fixture.council, identifies: Bool = false
    ) -> EnquiryContent {
        EnquiryContent(
            kind: kind, received: received, subject: "burglaries by ward", datasets: datasets, originators: originators, receiver: receiver,
            asksIdentification: identifies)
    }

    private func code(_ hub: inout RequestFixture, _ move: EnquiryMove, by person: PersonID = Self.councilOfficer) -> Refusal.Code? {
        do {
            try hub.base.run(.enquiry(move), by: person)
            return nil
        } catch let refusal as Refusal {
            #expect(!refusal.remedy.isEmpty)
            return refusal.code
        } catch { return .malformed }
    }

    private func reply(_ answer: EnquiryAnswer, _ exemptions: [String] = [], document: String? = nil) -> EnquiryMove {
        .reply(Self.first, Fixture.police, answer, exemptions: exemptions, why: "checked with the force", document: document)
    }

    private func closing(_ outcome: EnquiryOutcome) -> EnquiryMove { .close(Self.first, EnquiryClosing(outcome: outcome, why: "as asked")) }

    @Test(
        "20 working days, 40 days of which the first is the day of receipt, or the day stated",
        arguments: [
            ("2010-12-20", EnquiryKind.freedomOfInformation, "2011-01-20"), ("2010-03-31", .freedomOfInformation, "2010-04-30"),
            ("2010-06-01", .subjectAccess, "2010-07-10"), ("2010-06-01", .scrutiny, "2010-06-20"),
        ])
    func periods(received: String, kind: EnquiryKind, due: String) throws {
        var hub = try fixture()
        let day = try #require(CalendarDay(iso: received)).number
        let stated = kind == .scrutiny ? CalendarDay(iso: due)?.number : nil
        #expect(code(&hub, .log(content(kind, received: day), statedDay: stated)) == nil)
        let enquiry = try #require(hub.base.state.enquiries[Self.first])
        #expect(CalendarDay(number: enquiry.days.due).description == due)
    }

    @Test("what cannot be logged: a day to come, unknown names, a stated day where the Act counts, none where it does not")
    func logging() throws {
        var hub = try fixture()
        let tomorrow = Fixture.now.day + 1
        #expect(code(&hub, .log(content(received: tomorrow), statedDay: nil)) == .malformed)
        #expect(code(&hub, .log(content(from: [AgencyID(rawValue: "nobody")]), statedDay: nil)) == .unknownAgency)
        #expect(code(&hub, .log(content(datasets: [RecordTypeID(rawValue: "nothing")]), statedDay: nil)) == .unknownDataset)
        #expect(code(&hub, .log(content(), statedDay: tomorrow)) == .malformed)
        #expect(code(&hub, .log(content(.scrutiny), statedDay: nil)) == .malformed)
        #expect(code(&hub, .log(content(identifies: true), statedDay: nil)) == .malformed)
        #expect(code(&hub, .log(content(by: Fixture.police), statedDay: nil)) == .otherAgency)
        #expect(code(&hub, .log(content(by: nil), statedDay: nil)) == .otherAgency)
        #expect(code(&hub, .log(content(), statedDay: nil), by: Fixture.analyst) == .roleDoesNotAllow)
        #expect(hub.base.state.enquiries.isEmpty)
        #expect(code(&hub, .log(content(by: nil), statedDay: nil), by: .firstCoordinator) == nil)
    }

    @Test("nothing is given before the originating agency was consulted and its own officer answered")
    func consulting() throws {
        var hub = try fixture()
        #expect(code(&hub, .log(content(), statedDay: nil)) == nil)
        #expect(code(&hub, closing(.disclosed)) == .consultationMissing)
        #expect(code(&hub, reply(.agrees), by: RequestFixture.officer) == .wrongStage)
        #expect(code(&hub, .consult(Self.first, RequestFixture.probation)) == .otherAgency)
        #expect(code(&hub, .consult(Self.first, Fixture.police), by: RequestFixture.officer) == .otherAgency, "police did not receive it")
        #expect(code(&hub, .consult(Self.first, Fixture.police)) == nil)
        #expect(code(&hub, closing(.disclosed)) == .consultationMissing, "asked, but not answered")
        #expect(code(&hub, reply(.agrees)) == .otherAgency, "the receiver cannot answer for the police")
        #expect(code(&hub, reply(.agrees, document: "letter of 3 March")) == .roleDoesNotAllow)
        #expect(code(&hub, reply(.exemption), by: RequestFixture.officer) == .malformed, "without a section")
        #expect(code(&hub, reply(.agrees), by: RequestFixture.officer) == nil)
        #expect(code(&hub, closing(.disclosed), by: RequestFixture.officer) == .otherAgency)
        #expect(code(&hub, closing(.disclosed)) == nil)
        #expect(code(&hub, closing(.disclosed)) == .wrongStage)
    }

    @Test("against an objection it is given only with a reason; the co-ordinator may record a letter")
    func objecting() throws {
        var hub = try fixture()
        #expect(code(&hub, .log(content(), statedDay: nil)) == nil)
        #expect(code(&hub, .consult(Self.first, Fixture.police)) == nil)
        #expect(code(&hub, reply(.exemption, ["foi-31"], document: "letter of 3 March"), by: .firstCoordinator) == nil)
        #expect(code(&hub, closing(.disclosed)) == .consultationMissing)
        #expect(code(&hub, closing(.depersonalised)) == .consultationMissing, "section 31 is not met by depersonalising")
        var exempt = EnquiryClosing(outcome: .exempt, why: "an inquiry is under way")
        #expect(code(&hub, .close(Self.first, exempt)) == .malformed, "without a section")
        exempt.exemptions = ["dpa-29"]
        #expect(code(&hub, .close(Self.first, exempt)) == .malformed, "a section of another Act")
        var despite = hub
        var given = EnquiryClosing(outcome: .disclosed, why: "as asked")
        given.despite = "the inquiry is over, as the force confirmed"
        #expect(code(&despite, .close(Self.first, given)) == nil)
        exempt.exemptions = ["foi-31"]
        #expect(code(&hub, .close(Self.first, exempt)) == nil)
    }

    @Test("personal information under the Freedom of Information Act is steered to depersonalised")
    func personal() throws {
        var hub = try fixture()
        #expect(code(&hub, .log(content(datasets: [Fixture.offenders]), statedDay: nil)) == nil)
        #expect(code(&hub, .consult(Self.first, Fixture.police)) == nil)
        #expect(code(&hub, reply(.exemption, ["foi-40"]), by: RequestFixture.officer) == nil)
        #expect(code(&hub, closing(.disclosed)) == .personalInformation)
        #expect(code(&hub, closing(.depersonalised)) == nil)
    }

    @Test("a committee is given identification and what could prejudice only with the reasons")
    func scrutiny() throws {
        var hub = try fixture()
        let asked = content(.scrutiny, datasets: [Fixture.offenders], identifies: true)
        #expect(code(&hub, .log(asked, statedDay: Fixture.now.day + 10)) == nil)
        #expect(code(&hub, .consult(Self.first, Fixture.police)) == nil)
        #expect(code(&hub, reply(.agrees), by: RequestFixture.officer) == nil)
        var given = EnquiryClosing(outcome: .disclosed, why: "as asked")
        #expect(code(&hub, .close(Self.first, given)) == .lawNotSatisfied)
        given.isWithoutPrejudice = true
        #expect(code(&hub, .close(Self.first, given)) == .personalInformation)
        given.identificationBecause = "the committee reviews one serious case"
        #expect(code(&hub, .close(Self.first, given)) == nil)
    }

    @Test("subject access is not answered in another form, and other agencies do not see it")
    func subjectAccess() throws {
        var hub = try fixture()
        #expect(code(&hub, .log(content(.subjectAccess, datasets: [Fixture.offenders]), statedDay: nil)) == nil)
        #expect(code(&hub, .consult(Self.first, Fixture.police)) == nil)
        #expect(code(&hub, reply(.agrees), by: RequestFixture.officer) == nil)
        #expect(code(&hub, closing(.depersonalised)) == .malformed)
        let stranger = try #require(hub.base.state.people[RequestFixture.member])
        #expect(throws: Refusal.self) { try hub.base.register.enquiry(Self.first, seenBy: stranger) }
        #expect(code(&hub, closing(.disclosed)) == nil)
    }
}
