import Guidance
import Register
import Testing

@Suite("Nobody's access is widened by what is done for somebody else")
struct WideningTests {
    /// A small generator of its own, the same for the same seed.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    private static let datasets = [Fixture.crime, Fixture.offenders, RecordTypeID(rawValue: "stop-and-search")]

    /// What everybody may have: by person, dataset, action, and grant.
    private func allowed(_ hub: Fixture) -> Set<String> {
        var allowed: Set<String> = []
        let grants: [GrantID?] = [nil] + hub.state.grants.keys.sorted().map { $0 }
        for person in hub.state.people.keys {
            for dataset in Self.datasets {
                for action in [Action.query, .extract] {
                    for grant in grants {
                        let refused = hub.refusal { () throws(Refusal) in
                            _ = try hub.register.permitAnswer(
                                to: person, dataset: dataset, purpose: "a stated purpose", action: action, under: grant, at: Fixture.now)
                        }
                        if refused == nil { allowed.insert("\(person) \(dataset) \(action.rawValue) \(grant?.rawValue ?? "by rule")") }
                    }
                }
            }
        }
        return allowed
    }

    @Test("adding agencies, people, profiles, partnerships, contacts or facts gives nothing to anybody else", arguments: 0..<40)
    func additions(_ seed: UInt64) throws {
        var dice = Dice(state: seed &* 977 &+ 1)
        var fixture = try RequestFixture()
        if seed % 2 == 0 {
            let id = try fixture.ready()
            #expect(fixture.code(.grant(id, why: "the scheme needs it"), by: RequestFixture.officer) == nil)
            try fixture.base.run(.partnership(.agree(nil)), by: RequestFixture.member)
        }
        var hub = fixture.base
        let classes = Fixture.rulebook.agencyClasses
        #expect(allowed(hub).count >= 2)
        for step in 0..<12 {
            let before = allowed(hub)
            let agency = AgencyID(rawValue: "new-agency-\(step)"), person = PersonID(rawValue: "new-person-\(step)")
            var touched: PersonID?
            switch Int.random(in: 0..<7, using: &dice) {
            case 0:
                try hub.run(.addAgency(id: agency, name: "New", agencyClass: classes[Int.random(in: 0..<classes.count, using: &dice)].id))
            case 1, 2:
                let of = hub.state.agencies.keys.sorted()[Int.random(in: 0..<hub.state.agencies.count, using: &dice)]
                let roles = Role.allCases.filter { _ in Bool.random(using: &dice) } + [.auditor]
                try hub.run(.addPerson(id: person, name: "New", agency: of, roles: roles, datasets: Self.datasets))
                touched = person
            case 3:
                let of = hub.state.people.keys.sorted()[Int.random(in: 0..<hub.state.people.count, using: &dice)]
                try hub.run(.changeProfile(person: of, datasets: Self.datasets))
                touched = of
            case 4: try hub.run(.partnership(.found(PartnershipID(rawValue: "other-\(step)"), name: "Other")))
            case 5:
                // Into one it is not yet in, if there is one.
                let open = hub.state.partnerships.values.filter { !$0.members.contains(Fixture.council) }.map(\.id).min()
                guard let open else { continue }
                try hub.run(.partnership(.join(Fixture.council, open)))
            default:
                var content = RequestFixture.content()
                content.persons = 0
                content.isAboutEveryone = true
                try hub.run(.request(.make(content)), by: RequestFixture.member)
            }
            let widened = allowed(hub).subtracting(before).filter { entry in touched.map { !entry.hasPrefix("\($0) ") } ?? true }
            #expect(widened.isEmpty, "\(widened.sorted())")
        }
    }

    @Test("no role has personal information by rule")
    func neverByRule() {
        for role in Role.allCases {
            for action in Action.allCases {
                for information in [InformationType.personal, .sensitive] {
                    #expect(AccessMatrix.way(of: role, to: action, information) != .byRule)
                }
            }
        }
    }
}
