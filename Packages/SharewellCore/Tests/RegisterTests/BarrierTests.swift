import Guidance
import Register
import Testing

@Suite("Barriers")
struct BarrierTests {
    private func later(_ days: Int) -> Moment { Moment(milliseconds: Fixture.now.milliseconds + Int64(days) * 86_400_000) }

    private func supply(_ number: Int, from agency: AgencyID, of dataset: RecordTypeID = Fixture.crime, for grant: GrantID? = nil) -> Event
    {
        .supplyTaken(
            SupplyTaken(
                supply: SupplyID(number: number), dataset: dataset, agency: agency, by: Fixture.supplier, digest: "a",
                contentDigest: "a\(number)", profile: "p", profileDigest: "p", recordsRead: 1, recordsRejected: 0, recordsHeldBack: 0,
                recordsSealed: 1, periodFrom: nil, periodTo: nil, stamp: "A", object: "o", objectDigest: "d", objectBytes: 1, rulePack: nil,
                places: [], supersedes: [], grant: grant))
    }

    @Test("refusals stay counted when they are decided again; their days are none of the grants'")
    func requests() throws {
        var hub = try RequestFixture()
        #expect(hub.base.register.barriers(on: Fixture.now.day).toRefusal.median == nil)
        let id = try hub.ready()
        #expect(
            hub.code(.refuse(id, reason: "statistics-instead", why: "a report will do"), by: RequestFixture.officer, at: later(3)) == nil)
        var content = RequestFixture.content(Fixture.crime, by: Fixture.analyst)
        (content.persons, content.purpose, content.fields) = (0, .intelligence, ["offence_type"])
        _ = try hub.made(content, by: Fixture.analyst)
        let barriers = hub.base.register.barriers(on: Fixture.now.day)
        #expect(barriers.adHoc == 1 && barriers.byRule == 1 && barriers.statisticsInstead == 1)
        #expect(barriers.toRefusal.median == 3 && barriers.toGrant.median == nil && barriers.toFirstSupply.count == 0)
        #expect(barriers.refusals.map(\.reason.id) == ["statistics-instead"] && barriers.refusals[0].reason.isExcuse)
        // Of agencies that were asked nothing there is nothing; of all of them, what there is of the hub.
        let (register, day) = (hub.base.register, Fixture.now.day)
        let apart = register.barriers(of: [RequestFixture.probation], on: day)
        #expect(apart.adHoc == 0 && apart.byRule == 0 && apart.waiting == 0 && apart.toRefusal.count == 0)
        #expect(apart.refusals.isEmpty && apart.statisticsInstead == 0 && apart.shares.isEmpty)
        #expect(register.barriers(of: Set(hub.base.state.agencies.keys), on: day) == barriers)
        let reader = try #require(hub.base.state.people[RequestFixture.member])
        #expect(register.barriers(seenBy: reader, on: day) == barriers)
        #expect(hub.code(.appeal(id, why: "records are needed"), by: RequestFixture.member, at: later(3)) == nil)
        #expect(hub.code(.settle(id, upholding: false, why: "records are needed"), by: .firstCoordinator, at: later(3)) == nil)
        let returned = hub.base.register.barriers(on: Fixture.now.day)
        #expect(returned.statisticsInstead == 1 && returned.waiting == 1 && returned.toRefusal.count == 0)
    }

    @Test("what a requester waits for is the supply and not the decision")
    func firstSupply() throws {
        var hub = try RequestFixture()
        let id = try hub.ready()
        let reading = try #require(hub.base.state.requests[id]?.reading)
        #expect(
            hub.code(.grant(id, why: "the scheme needs it", reading: reading), by: RequestFixture.officer, at: later(2)) == nil)
        let granted = hub.base.register.barriers(on: Fixture.now.day)
        #expect(granted.toGrant.median == 2 && granted.toFirstSupply.median == nil && granted.grantedAndNotSupplied == 1)
        try hub.base.state.apply(supply(1, from: Fixture.police, of: Fixture.offenders, for: GrantID(number: 1)), at: later(9))
        try hub.base.state.apply(supply(2, from: Fixture.police, of: Fixture.offenders, for: GrantID(number: 1)), at: later(12))
        let supplied = hub.base.register.barriers(on: Fixture.now.day)
        #expect(supplied.toFirstSupply.median == 9 && supplied.toFirstSupply.count == 1 && supplied.grantedAndNotSupplied == 0)
        #expect(
            supplied.supplies == 0 && supplied.routineSupplies == 0 && supplied.suppliesForGrants == 2,
            "what is made for one grant is no routine")
    }

    @Test("a monthly file makes nobody relied upon; being asked and used does, and what comes back is counted")
    func reliance() throws {
        var hub = try RequestFixture()
        for month in 1...12 { try hub.base.state.apply(supply(month, from: Fixture.police), at: Fixture.now) }
        try hub.base.state.apply(supply(13, from: Fixture.council), at: Fixture.now)
        func share(_ agency: AgencyID) throws -> Barriers.Share {
            try #require(hub.base.register.barriers(on: Fixture.now.day).shares.first { $0.agency == agency })
        }
        let idle = try share(Fixture.police)
        #expect(idle.supplies == 12 && idle.percent == nil && !idle.isOverReliedOn && !idle.hadNothingBack)

        /// A question of an agency's person, answered from all that is held.
        func ask(_ person: PersonID) throws {
            let permit = try hub.base.register.permitAnswer(
                to: person, dataset: Fixture.crime, purpose: "burglary profile", action: .query, at: Fixture.now)
            let answered = permit.answered(fields: [], questionDigest: "q", records: 1, shown: 0)
            try hub.base.state.apply(.queryAnswered(answered), at: Fixture.now)
        }
        try ask(Fixture.analyst)
        let used = try share(Fixture.police)
        #expect(used.used == 1 && used.percent == 100 && used.isOverReliedOn && used.hadNothingBack, "its own supply is not counted")
        #expect(used.users == 1 && used.usersThatGaveBack == 0)
        try hub.base.run(
            .addPerson(
                id: PersonID(rawValue: "p-analyst"), name: "A", agency: Fixture.police, roles: [.analyst], datasets: [Fixture.crime]))
        try ask(PersonID(rawValue: "p-analyst"))
        let both = try share(Fixture.police)
        #expect(both.percent == 50 && !both.isOverReliedOn && !both.hadNothingBack && both.answersHad == 1 && both.usersThatGaveBack == 1)
        _ = try hub.ready()
        #expect(try share(Fixture.police).requests == 1 && share(Fixture.police).isOverReliedOn, "being asked is work too")
    }
}
