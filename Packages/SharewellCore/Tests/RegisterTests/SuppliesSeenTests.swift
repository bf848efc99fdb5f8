import Guidance
import Testing

@testable import Register

@Suite("Who sees which supplies, and who supplies what")
struct SuppliesSeenTests {
    private func supply(_ number: Int, of dataset: RecordTypeID, for grant: GrantID? = nil) -> Event {
        .supplyTaken(
            SupplyTaken(
                supply: SupplyID(number: number), dataset: dataset, agency: Fixture.police, by: Fixture.supplier,
                digest: String(repeating: "a", count: 64), contentDigest: String(repeating: "b", count: 63) + "\(number)",
                profile: "standard",
                profileDigest: String(repeating: "c", count: 64), recordsRead: 10, recordsRejected: 0, recordsHeldBack: 0,
                recordsSealed: 10,
                periodFrom: nil, periodTo: nil, stamp: "A", object: "object-\(number)", objectDigest: String(repeating: "d", count: 64),
                objectBytes: 100, rulePack: nil, places: [], supersedes: [], grant: grant))
    }

    @Test("what was made for one grant is listed for its two agencies alone, and what is listed may be opened")
    func grants() throws {
        var hub = try RequestFixture()
        let id = try hub.ready()
        #expect(hub.code(.grant(id, why: "the scheme needs it"), by: RequestFixture.officer) == nil)
        let grant = try #require(hub.base.state.grants.keys.first)
        try hub.base.state.apply(supply(1, of: Fixture.crime), at: Fixture.now)
        try hub.base.state.apply(supply(2, of: Fixture.offenders, for: grant), at: Fixture.now)
        let register = hub.base.register
        func numbers(_ person: PersonID) -> [String] { register.supplies(seenBy: person).map(\.taken.supply.rawValue) }
        #expect(numbers(Fixture.supplier) == ["s000001", "s000002"])
        #expect(numbers(RequestFixture.member) == ["s000001", "s000002"])
        #expect(numbers(Fixture.analyst) == ["s000001"])
        #expect(numbers(PersonID(rawValue: "nobody")).isEmpty)
        for person in register.state.people.values {
            for listed in register.supplies(seenBy: person.id) {
                #expect(
                    hub.base.refusal { () throws(Refusal) in _ = try register.person(person.id, maySeeQualityOf: listed.taken.supply) }
                        == nil)
            }
        }
        // What it was used for is told to its own agency, and to those who oversee that.
        func use(_ person: PersonID) -> Refusal.Code? {
            hub.base.refusal { () throws(Refusal) in _ = try register.supply(SupplyID(number: 1), whoseUseIsSeenBy: person) }
        }
        #expect(use(Fixture.supplier) == nil && use(.firstCoordinator) == nil)
        #expect(use(Fixture.analyst) == .otherAgency && use(RequestFixture.member) == .otherAgency)
    }

    @Test("a supplier's choices are what a supply would be permitted of, for their own agency")
    func choices() throws {
        let hub = try Fixture()
        let supplier = try #require(hub.state.people[Fixture.supplier]), analyst = try #require(hub.state.people[Fixture.analyst])
        let choices = hub.register.suppliable(by: supplier, at: Fixture.now)
        #expect(choices.contains { $0.recordType.id == Fixture.crime } && choices.allSatisfy { $0.agency.id == Fixture.police })
        for type in Fixture.rulebook.recordTypes {
            #expect(choices.contains { $0.recordType.id == type.id } == (hub.supply(type.id) == nil), "\(type.id)")
        }
        #expect(hub.register.suppliable(by: analyst, at: Fixture.now).isEmpty)
        #expect(hub.register.agenciesSupplied(by: analyst, at: Fixture.now).isEmpty)
        #expect(hub.register.suppliesDue(to: analyst, at: Fixture.now).isEmpty)
        #expect(hub.register.suppliesDue(to: supplier, at: Fixture.now).allSatisfy { $0.agency == Fixture.police })
    }

    @Test("a caveat that seems to name somebody is not taken")
    func caveats() throws {
        let hub = try Fixture()
        #expect(hub.refusal { () throws(Refusal) in try Register.checkCaveat("Half of the postcodes are missing") } == nil)
        for bad in ["Ask Mr Smith", "x", "Two\nlines of it"] {
            #expect(hub.refusal { () throws(Refusal) in try Register.checkCaveat(bad) } != nil)
        }
    }
}
