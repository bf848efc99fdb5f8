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

    /// Four agencies in one or two of three partnerships, and protocols among them of random bounds.
    private func region(_ dice: inout Dice) throws -> Fixture {
        var hub = try Fixture()
        try hub.run(.partnership(.withdrawProtocol(ProtocolID(rawValue: "isp"), why: "for a region")))
        let partnerships = [hub.state.firstPartnership, PartnershipID(rawValue: "herts-csp"), PartnershipID(rawValue: "bucks-csp")]
        for partnership in partnerships.dropFirst() { try hub.run(.partnership(.found(partnership, name: "Other"))) }
        for (number, kind) in ["council", "police-force"].enumerated() {
            try hub.run(
                .addAgency(id: AgencyID(rawValue: "\(kind)-2"), name: "A", agencyClass: kind, partnership: partnerships[number + 1]))
        }
        for agency in hub.state.agencies.keys.sorted() where Bool.random(using: &dice) {
            try hub.run(.partnership(.join(agency, partnerships[Int.random(in: 0..<3, using: &dice)])))
        }
        for number in 0..<7 {
            let id = ProtocolID(rawValue: "isp-\(number)"), partnership = partnerships[number % 3]
            var terms = ProtocolTerms()
            terms.partnership = partnership
            terms.permitsAcross = Int.random(in: 0..<4, using: &dice) > 0
            if Bool.random(using: &dice) {
                terms.purposes = PurposeCategory.allCases.filter { _ in Bool.random(using: &dice) } + [.intelligence]
            }
            if let limited = hub.state.agencies.keys.sorted().randomElement(using: &dice), Bool.random(using: &dice) {
                terms.limits = [
                    ProtocolTerms.Limit(agency: limited, datasets: [Self.datasets[2]], depersonalisedOnly: Bool.random(using: &dice))
                ]
            }
            let covered = Bool.random(using: &dice) ? nil : [Self.datasets[Int.random(in: 0..<3, using: &dice)]]
            try hub.run(.recordProtocol(id: id, title: "P", datasets: covered, inForceFrom: 0, expires: nil, terms: terms))
            let members = try #require(hub.state.partnerships[partnership]).members.sorted()
            for agency in members where Int.random(in: 0..<4, using: &dice) > 0 {
                // The first to sign forms it; one that may not sign does not.
                try? hub.run(.sign(id, agency: agency, consents: "minute \(number)"))
            }
        }
        return hub
    }

    /// What protocols let each agency have of each other, for which purpose.
    private func had(_ hub: Fixture) -> Set<String> {
        var had: Set<String> = []
        let agencies = hub.state.agencies.keys.sorted()
        for recipient in agencies {
            for source in agencies where source != recipient {
                for dataset in Self.datasets {
                    for purpose in PurposeCategory.allCases {
                        let under = hub.state.protocols(
                            letting: recipient, have: dataset, of: source, personal: dataset == Fixture.offenders, for: .stated(purpose),
                            on: Fixture.now.day)
                        if under != nil { had.insert("\(recipient) \(source) \(dataset) \(purpose.rawValue)") }
                    }
                }
            }
        }
        return had
    }

    @Test("a protocol withdrawn, or a signature taken back, opens nothing to anybody: no way round leads across a boundary that is none")
    func withdrawals() throws {
        var narrowed = 0, across = 0
        for seed in 0..<60 {
            var dice = Dice(state: UInt64(seed) &* 7919 &+ 3)
            var hub = try region(&dice)
            let agencies = hub.state.agencies.keys
            across += agencies.reduce(0) { sum, one in sum + agencies.count { hub.state.isAcross(one, $0) } }
            for id in hub.state.protocols.keys.sorted().shuffled(using: &dice) {
                let before = had(hub)
                if let agency = hub.state.protocols[id]?.signatories.sorted().randomElement(using: &dice), Bool.random(using: &dice) {
                    try hub.run(.withdrawSignature(id, agency: agency))
                } else {
                    try hub.run(.partnership(.withdrawProtocol(id, why: "ended")))
                }
                let opened = had(hub).subtracting(before)
                #expect(opened.isEmpty, "\(seed) \(id): \(opened.sorted())")
                if had(hub).count < before.count { narrowed += 1 }
            }
        }
        #expect(narrowed > 60 && across > 60, "\(narrowed) \(across)")
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
