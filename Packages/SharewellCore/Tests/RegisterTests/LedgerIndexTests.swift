import Guidance
import Testing

@testable import Register

@Suite("The index of what happened")
struct LedgerIndexTests {
    /// SplitMix64: the same ledgers every time.
    private struct Dice: RandomNumberGenerator {
        var seed: UInt64
        mutating func next() -> UInt64 {
            seed &+= 0x9E37_79B9_7F4A_7C15
            var z = seed
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    @Test("positions come back as they were put in, by place and by value, whatever lies between them")
    func positions() {
        for seed in 1...40 as ClosedRange<UInt64> {
            var dice = Dice(seed: seed)
            var list = PositionList(), plain: [Int] = [], last = -1
            for _ in 0..<Int.random(in: 0...400, using: &dice) {
                last += [1, 1, 2, 60, 127, 128, 129, 16_384, 3_000_000].randomElement(using: &dice) ?? 1
                list.append(last)
                plain.append(last)
            }
            list.append(last)  // One that is there already is left out.
            #expect(list.all == plain && list.count == plain.count && list.last == plain.last)
            for _ in 0..<20 {
                let from = Int.random(in: -5...max(1, last + 10), using: &dice), most = Int.random(in: 0...450, using: &dice)
                #expect(list.from(from) == plain.filter { $0 >= from }, "seed \(seed), from \(from)")
                #expect(list.suffix(most) == Array(plain.suffix(most)), "seed \(seed), last \(most)")
            }
        }
    }

    /// A hub of two partnerships, with people of three agencies.
    private static func world() throws -> Fixture {
        var hub = try Fixture()
        let other = PartnershipID(rawValue: "bedford-csp"), fire = AgencyID(rawValue: "fire")
        try hub.run(.partnership(.found(other, name: "Bedford CSP")))
        try hub.run(.addAgency(id: fire, name: "Fire", agencyClass: "fire-and-rescue", partnership: other))
        for (agency, name) in [(Fixture.police, "p"), (Fixture.council, "c"), (fire, "f")] {
            for role in [Role.liaisonOfficer, .auditor, .operator, .coordinator] where role != .operator || name == "p" {
                try hub.run(
                    .addPerson(id: PersonID(rawValue: "\(name)-\(role.rawValue)"), name: name, agency: agency, roles: [role], datasets: []))
            }
        }
        return hub
    }

    private static func ledger(_ seed: UInt64, in state: HubState, events: Int) -> [(event: Event, at: Moment)] {
        var dice = Dice(seed: seed), at = Fixture.now.milliseconds
        let people = state.people.keys.sorted(), agencies = state.agencies.keys.sorted()
        return (0..<events).map { _ in
            at += Int64.random(in: 0...20_000_000, using: &dice)
            let by = people.randomElement(using: &dice) ?? .firstCoordinator,
                agency = agencies.randomElement(using: &dice) ?? Fixture.police
            let dataset = [Fixture.crime, Fixture.offenders].randomElement(using: &dice) ?? Fixture.crime
            let event: Event =
                switch Int.random(in: 0...6, using: &dice) {
                case 0:
                    .queryAnswered(
                        QueryAnswered(
                            by: by, agency: state.people[by]?.agency ?? agency, dataset: dataset, purpose: "p", category: nil, fields: [],
                            questionDigest: "", supplies: [], agreements: [ProtocolID(rawValue: "isp")], records: 1, shown: 0, grant: nil,
                            isAtMost: nil))
                case 1: .actionRefused(ActionRefused(by: by.rawValue, action: .query, dataset: dataset, code: .notInProfile))
                case 2: .signedIn(SignedIn(person: by, session: "s", way: AccessWay(network: "", device: "", signIn: "", registration: "")))
                case 3: .liaisonOfficerNamed(LiaisonOfficerNamed(agency: agency, officer: by, by: by))
                case 4: .protocolSigned(ProtocolSigned(id: ProtocolID(rawValue: "isp"), agency: agency, by: by))
                case 5: .actionRefused(ActionRefused(by: "unknown", action: .query, dataset: nil, code: .unknownPerson))
                default: .sealChanged(SealChanged(unsealed: true))
                }
            return (event, Moment(milliseconds: at))
        }
    }

    @Test("what is found is what a look at every event finds, for every reader and narrowing, and nothing beyond their reach")
    func naive() throws {
        let hub = try Self.world(), state = hub.state
        for seed in 1...12 as ClosedRange<UInt64> {
            let ledger = Self.ledger(seed, in: state, events: 300)
            var index = LedgerIndex()
            for entry in ledger { index.take(entry.event, at: entry.at, in: state) }
            let concerns = ledger.map { state.concern(of: $0.event) }
            var dice = Dice(seed: seed &* 31)
            for reader in state.people.values {
                guard let reach = try? hub.register.auditReach(of: reader.id) else { continue }
                var search = LedgerIndex.Search(reach)
                #expect(index.find(search) == concerns.indices.filter { reach.holds(concerns[$0]) }, "\(reader.id)")
                let kind = EventConcern.Kind.allCases.randomElement(using: &dice) ?? .use
                let first = ledger[Int.random(in: 0..<300, using: &dice)].at.day,
                    last = ledger[Int.random(in: 0..<300, using: &dice)].at.day
                search.narrowing = [[.kind(kind)], [.dataset(Fixture.crime), .dataset(Fixture.offenders)]]
                (search.from, search.to) = (first, last)
                let expected = concerns.indices.filter { place in
                    reach.holds(concerns[place]) && concerns[place].kind == kind && state.dataset(of: ledger[place].event) != nil
                        && (first...max(first, last)).contains(ledger[place].at.day) && first <= last
                }
                #expect(index.find(search) == expected, "seed \(seed), \(reader.id), \(kind)")
            }
        }
    }

    @Test("an auditor is told of their partnership, an officer of their agency; nobody of another's")
    func reach() throws {
        let hub = try Self.world(), state = hub.state
        let fire = AgencyID(rawValue: "fire"), officer = PersonID(rawValue: "f-liaison-officer")
        let signedIn = state.concern(
            of: .signedIn(SignedIn(person: officer, session: "s", way: AccessWay(network: "", device: "", signIn: "", registration: ""))))
        #expect(signedIn.agencies == [fire] && signedIn.kind == .signIn)
        func sees(_ person: String) throws -> Bool { try hub.register.auditReach(of: PersonID(rawValue: person)).holds(signedIn) }
        #expect(try sees("f-liaison-officer") && sees("f-auditor") && sees("f-co-ordinator"))
        #expect(try !sees("p-auditor") && !sees("p-liaison-officer") && !sees("c-co-ordinator"))
        #expect(throws: Refusal.self) { try hub.register.auditReach(of: Fixture.analyst) }
        #expect(throws: Refusal.self) { try hub.register.auditReach(of: PersonID(rawValue: "p-operator")) }
        // What concerns the hub as a whole is for the partnership it began with.
        let sealed = state.concern(of: .sealChanged(SealChanged(unsealed: false)))
        #expect(try hub.register.auditReach(of: PersonID(rawValue: "p-auditor")).holds(sealed))
        #expect(try !hub.register.auditReach(of: PersonID(rawValue: "f-auditor")).holds(sealed))
        // Of a name that nobody here has, no agency is told.
        let unknown = state.concern(of: .actionRefused(ActionRefused(by: "nobody", action: .query, dataset: nil, code: .unknownPerson)))
        #expect(unknown.agencies.isEmpty && unknown.partnerships == [state.firstPartnership])
    }

    @Test("it takes about ten bytes an event")
    func bound() throws {
        let state = try Self.world().state
        var index = LedgerIndex()
        for entry in Self.ledger(7, in: state, events: 20_000) { index.take(entry.event, at: entry.at, in: state) }
        #expect(index.bytes < 20_000 * 12, "\(index.bytes / 20_000) bytes an event")
        #expect(index.size == 20_000)
    }

    @Test("profiles are seen by those who work together, and run by their co-ordinator")
    func profiles() throws {
        let hub = try Self.world(), register = hub.register
        func person(_ name: String) throws -> Person { try #require(hub.state.people[PersonID(rawValue: name)]) }
        let analyst = try person("c-analyst"), other = try person("f-liaison-officer"), coordinator = try person("f-co-ordinator")
        #expect(register.person(analyst, maySeeProfileOf: try person("p-liaison-officer")))
        #expect(!register.person(analyst, maySeeProfileOf: other) && !register.person(other, maySeeProfileOf: analyst))
        #expect(register.person(coordinator, runsProfileOf: other) && !register.person(coordinator, runsProfileOf: analyst))
        #expect(register.person(try person("co-ordinator"), runsProfileOf: analyst))
        #expect(!register.person(try person("p-auditor"), runsProfileOf: analyst))
    }

    @Test("every duty says what settles it")
    func settling() throws {
        let hub = try Self.world()
        let duties = hub.register.duties(on: Fixture.now.day)
        #expect(!duties.isEmpty)
        for duty in duties { #expect((duty.settling == .nothing) == (duty.state == .notFollowed), "\(duty.what)") }
        let officer = try #require(hub.state.people[PersonID(rawValue: "f-liaison-officer")])
        #expect(hub.register.duties(duties, seenBy: officer).allSatisfy { $0.agency == AgencyID(rawValue: "fire") })
    }
}
