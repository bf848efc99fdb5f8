import Guidance
import Testing

@testable import Register

@Suite("Duties")
struct DutyTests {
    private func duties(_ hub: RequestFixture, on day: Int = Fixture.now.day, _ word: String) -> [Duty] {
        hub.base.register.duties(on: day).filter { $0.what.contains(word) }
    }

    /// Agencies that are there from the beginning of section 17A on.
    private func settled() throws -> RequestFixture {
        var hub = try RequestFixture()
        for agency in hub.base.state.agencies.keys { hub.base.state.agencies[agency]?.added = 0 }
        return hub
    }

    static func supply(_ number: Int, _ from: String, _ to: String, for grant: GrantID? = nil) -> Event {
        .supplyTaken(
            SupplyTaken(
                supply: SupplyID(number: number), dataset: Fixture.crime, agency: Fixture.police, by: Fixture.supplier, digest: "a",
                contentDigest: "a\(number)", profile: "p", profileDigest: "p", recordsRead: 1, recordsRejected: 0, recordsHeldBack: 0,
                recordsSealed: 1, periodFrom: from, periodTo: to, stamp: "A", object: "o", objectDigest: "d", objectBytes: 1, rulePack: nil,
                places: [], supersedes: [], grant: grant))
    }

    @Test("what is supplied for one grant alone discloses nothing to the others")
    func madeForOne() throws {
        var hub = try settled()
        let day = try #require(CalendarDay(iso: "2010-11-24")).number
        // A grant of crime that a person decided: the ledger's own tests show that there is none but such.
        var content = RequestFixture.content(Fixture.crime, by: Fixture.analyst)
        (content.persons, content.fields) = (0, ["offence_type"])
        let request = hub.base.state.nextRequest
        try hub.base.state.apply(
            .requestMade(RequestMade(request: request, content: content, agency: Fixture.council, by: Fixture.analyst)), at: Fixture.now)
        try hub.base.state.apply(
            .requestGranted(
                RequestGranted(
                    request: request, grant: hub.base.state.nextGrant, terms: GrantTerms(asking: content, for: Fixture.council), rule: nil,
                    powers: [], why: "needed", by: RequestFixture.officer)), at: Fixture.now)
        try hub.base.state.apply(Self.supply(1, "2010-07", "2010-09", for: GrantID(number: 1)), at: Fixture.now)
        #expect(duties(hub, on: day, "Police recorded crime").last?.state == .due)
        try hub.base.state.apply(Self.supply(2, "2010-07", "2010-09"), at: Fixture.now)
        #expect(duties(hub, on: day, "Police recorded crime").last?.state == .done)
    }

    @Test(
        "a period of section 17A is owed by the end of the next, and supplied once every month of it is; the processor's supply is the agency's"
    )
    func disclosures() throws {
        var hub = try settled()
        let day = try #require(CalendarDay(iso: "2010-11-24")).number
        let crime = duties(hub, on: day, "Police recorded crime")
        #expect(crime.map(\.due) == ["2010-03-31", "2010-06-30", "2010-09-30", "2010-12-31"])
        #expect(crime.map(\.state) == [.overdue, .overdue, .overdue, .due])
        #expect(crime.allSatisfy { $0.who == "beds-police" && $0.section == "§2.4.1.1" && $0.settle.contains(Fixture.crime.rawValue) })
        try hub.base.state.apply(Self.supply(1, "2010-07-03", "2010-08-30"), at: Fixture.now)
        #expect(duties(hub, on: day, "Police recorded crime").last?.state == .due, "September is missing")
        try hub.base.state.apply(Self.supply(2, "2010-09", "2010-09"), at: Fixture.now)
        #expect(duties(hub, on: day, "Police recorded crime").last?.state == .done)
        try hub.base.run(.withdrawSupply(SupplyID(number: 2), why: "wrong file"), by: RequestFixture.officer)
        #expect(duties(hub, on: day, "Police recorded crime").last?.state == .due, "taken back")
        #expect(duties(hub, on: day, "Police recorded crime").allSatisfy { $0.agency == Fixture.police })
    }

    @Test(
        "a routine supply agreed in a protocol is owed for each period within it, by its signatories only, and settled by the supply of its months"
    )
    func routine() throws {
        var hub = try RequestFixture()
        let id = ProtocolID(rawValue: "routine"), begin = try #require(CalendarDay(iso: "2010-06-15")).number
        func supply(_ every: SupplyInterval, _ within: Int, _ from: Int, of dataset: RecordTypeID = Fixture.crime) -> RoutineSupply {
            RoutineSupply(agency: Fixture.police, dataset: dataset, every: every, within: within, from: from)
        }
        func record(_ supplies: [RoutineSupply], _ datasets: [RecordTypeID]? = nil) throws {
            var terms = ProtocolTerms()
            terms.supplies = supplies
            try hub.base.run(
                .recordProtocol(
                    id: id, title: "R", datasets: datasets, inForceFrom: begin, expires: Fixture.now.day + 900, terms: terms))
        }
        let first = RoutineSupply.firstOfMonth(from: begin)
        #expect(CalendarDay(number: first).description == "2010-07-01")
        let stops = RecordTypeID(rawValue: "stop-and-search")
        for wrong in [
            [supply(.monthly, 10, begin)], [supply(.monthly, 367, first)], [supply(.monthly, -1, first)],
            [supply(.monthly, 10, first), supply(.yearly, 10, first)],
            [supply(.monthly, 10, first, of: RecordTypeID(rawValue: "school-exclusion"))],
        ] {
            #expect(throws: Refusal.self) { try record(wrong) }
        }
        #expect(throws: Refusal.self, "not covered") { try record([supply(.monthly, 10, first)], [stops]) }
        try record([supply(.monthly, 10, first), supply(.quarterly, 20, first, of: stops)])
        let day = try #require(CalendarDay(iso: "2010-11-05")).number
        #expect(duties(hub, on: day, "as agreed in routine").isEmpty, "nobody has signed")
        try hub.base.run(.sign(id, agency: Fixture.police))
        func monthly(_ day: Int) -> [Duty] { duties(hub, on: day, "monthly as agreed in routine") }
        #expect(monthly(day).map(\.due) == ["2010-08-10", "2010-09-10", "2010-10-10", "2010-11-10", "2010-12-10"])
        #expect(monthly(day).map(\.state) == [.overdue, .overdue, .overdue, .due, .due])
        #expect(monthly(day).map(\.isNear) == [false, false, false, true, false], "one is reminded in the last seven days")
        #expect(monthly(day - 3)[3].isNear == false)
        #expect(monthly(day).allSatisfy { $0.agency == Fixture.police && $0.settle.contains("--from beds-police") })
        #expect(duties(hub, on: day, "quarterly as agreed").map(\.due) == ["2010-10-20", "2011-01-20"])
        try hub.base.state.apply(Self.supply(1, "2010-08-02", "2010-09-29"), at: Fixture.now)
        #expect(monthly(day).map(\.state) == [.overdue, .done, .done, .due, .due])
        let barriers = hub.base.register.barriers(on: day)
        #expect(barriers.routineSupplies == 1 && barriers.routinesAgreed == 2 && barriers.supplies == 1)
        try hub.base.run(.partnership(.withdrawProtocol(id, why: "ended")))
        #expect(monthly(day).isEmpty)
    }

    @Test("an agency owes what ends from the day it was added; of the time before, the hub says nothing")
    func added() throws {
        var hub = try RequestFixture()
        let day = try #require(CalendarDay(iso: "2010-11-24")).number
        #expect(
            duties(hub, on: Fixture.now.day, "Police recorded crime").isEmpty
                && hub.base.state.agencies[Fixture.police]?.added == Fixture.now.day)
        for (added, due) in [
            ("2010-06-30", ["2010-09-30", "2010-12-31"]), ("2010-07-01", ["2010-12-31"]), ("2010-09-30", ["2010-12-31"]),
            ("2010-10-01", []),
        ] {
            hub.base.state.agencies[Fixture.police]?.added = try #require(CalendarDay(iso: added)).number
            #expect(duties(hub, on: day, "Police recorded crime").map(\.due) == due, "\(added)")
        }
    }

    @Test("a Caldicott Guardian is owed by every class of agency that the law has as health or social care, and by no other")
    func guardians() throws {
        var hub = try Fixture()
        for known in Fixture.rulebook.agencyClasses {
            try hub.run(.addAgency(id: AgencyID(rawValue: "of-\(known.id)"), name: "A", agencyClass: known.id))
        }
        let owing = hub.register.duties(on: Fixture.now.day).filter { $0.what == "nomination of a Caldicott Guardian" }.map(\.who)
        #expect(
            owing == [
                "of-ambulance-service", "of-hospital-accident-and-emergency", "of-local-health-board", "of-mental-health-trust",
                "of-nhs-foundation-trust", "of-nhs-trust", "of-primary-care-trust", "of-strategic-health-authority",
            ])
        let trust = AgencyID(rawValue: "of-mental-health-trust"), guardian = PersonID(rawValue: "guardian")
        try hub.run(.addPerson(id: guardian, name: "G", agency: trust, roles: [.guardian], datasets: []))
        try hub.run(.partnership(.nameGuardian(trust, guardian)))
        #expect(
            !hub.register.duties(on: Fixture.now.day).contains { $0.what == "nomination of a Caldicott Guardian" && $0.agency == trust })
    }

    @Test("prescribed items without a dataset are listed with the reason, once for each agency that owes them, and are never overdue")
    func notFollowed() throws {
        let hub = try RequestFixture()
        let listed = hub.base.register.duties(on: Fixture.now.day).filter { $0.state == .notFollowed }
        #expect(listed.map(\.who) == ["luton-council", "luton-council"])
        #expect(listed.contains { $0.what.contains("Racial incidents") } && listed.allSatisfy { $0.due == nil && !$0.isNear })
        #expect(listed.allSatisfy { $0.settle.hasPrefix("not followed here, because") && $0.settle.contains("§3.2") })
    }

    @Test("the last day is still in time, the day after is overdue")
    func notification() throws {
        let hub = try RequestFixture()
        let expires = Fixture.now.day + 400
        #expect(duties(hub, on: expires, "notification").allSatisfy { $0.state == .due })
        #expect(duties(hub, on: expires + 1, "notification").map(\.state) == [.overdue, .overdue, .overdue])
    }

    @Test("officers not named, requests waiting, enquiries and their consultations are owed, and no longer once they are settled")
    func settling() throws {
        var hub = try RequestFixture()
        #expect(duties(hub, "Liaison Officer").map(\.who) == ["luton-council", "probation"])
        let id = try hub.ready()
        let waiting = try #require(duties(hub, on: Fixture.now.day + 6, "the request").first)
        #expect(waiting.state == .overdue && waiting.who == "beds-police" && waiting.what.contains("made 6 days ago"))
        try hub.base.run(.request(.refuse(id, reason: "data-quality", why: "the coding is old")), by: RequestFixture.officer)
        #expect(duties(hub, "the request").isEmpty)
        let content = EnquiryContent(
            kind: .freedomOfInformation, received: Fixture.now.day, subject: "burglaries", datasets: [Fixture.crime],
            originators: [Fixture.police], receiver: nil, asksIdentification: false)
        try hub.base.run(.enquiry(.log(content, statedDay: nil)))
        #expect(duties(hub, "enquiry").map(\.who) == ["co-ordinator", "co-ordinator"])
        try hub.base.run(.enquiry(.consult(EnquiryID(number: 1), Fixture.police)))
        #expect(duties(hub, "an answer on the enquiry").map(\.who) == ["beds-police"])
        try hub.base.run(.enquiry(.close(EnquiryID(number: 1), EnquiryClosing(outcome: .notHeld, why: "nobody holds it"))))
        #expect(duties(hub, "enquiry").isEmpty)
    }

    @Test("while a grant is held its end is owed as ever, and the word of its source on it, until it is given")
    func held() throws {
        var hub = try RequestFixture()
        let id = try hub.ready()
        #expect(hub.code(.grant(id, why: "needed"), by: RequestFixture.officer) == nil)
        let grant = try #require(hub.base.state.requests[id]?.grant), until = try #require(hub.base.state.grants[grant]?.terms.until)
        let end = duties(hub, "the end of the grant")
        #expect(end.map(\.who) == ["probation"] && duties(hub, "stands, held").isEmpty)
        try hub.base.state.apply(.hubRestored(HubRestored(backup: 1, missing: 3, isCertain: false)), at: Fixture.now)
        #expect(duties(hub, "the end of the grant") == end)
        let word = try #require(duties(hub, "stands, held").first)
        #expect(word.agency == Fixture.police && word.state == .overdue && word.settling == .confirmation(grant))
        #expect(hub.base.register.dataset(of: word) == Fixture.offenders)
        #expect(duties(hub, on: until + 1, "stands, held").isEmpty && duties(hub, on: until + 1, "the end of the grant").isEmpty)
        #expect(hub.code(.confirm(grant, why: "our book"), by: RequestFixture.second) == nil)
        #expect(duties(hub, "stands, held").isEmpty && duties(hub, "the end of the grant") == end)
    }

    @Test("they come by their last day")
    func order() throws {
        let days = try settled().base.register.duties(on: Fixture.now.day).map { $0.due ?? "" }
        #expect(days == days.sorted() && days.count > 10)
    }
}
