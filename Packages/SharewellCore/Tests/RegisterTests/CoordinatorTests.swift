import Foundation
import Guidance
import Law
import Register
import Testing

@Suite("A co-ordinator acts in the partnerships the role was given for, and in no other")
struct CoordinatorTests {
    /// Two partnerships in one hub, each with everything that a co-ordinator has to do with.
    struct Region {
        struct Side {
            let partnership: PartnershipID
            let coordinator: PersonID
            let auditor: PersonID
            let police: AgencyID, council: AgencyID, club: AgencyID
            let officer: PersonID, analyst: PersonID
            let isp: ProtocolID
            var supply = SupplyID(number: 0)
            var appeal = RequestID(number: 0)
            var enquiry = EnquiryID(number: 0), consulted = EnquiryID(number: 0)
        }
        var hub = try? Fixture()
        var sides: [Side] = []

        init() throws {
            var hub = try #require(hub)
            let names = [("luton-csp", "l"), ("herts-csp", "h")]
            for (partnership, letter) in names {
                let id = PartnershipID(rawValue: partnership)
                func agency(_ name: String) -> AgencyID { AgencyID(rawValue: "\(letter)-\(name)") }
                func person(_ name: String) -> PersonID { PersonID(rawValue: "\(letter)-\(name)") }
                var side = Side(
                    partnership: id, coordinator: person("co-ordinator"), auditor: person("auditor"), police: agency("police"),
                    council: agency("council"), club: agency("club"), officer: person("officer"), analyst: person("analyst"),
                    isp: ProtocolID(rawValue: "\(letter)-isp"))
                if id != hub.state.firstPartnership { try hub.run(.partnership(.found(id, name: "Other"))) }
                for (agency, kind) in [(side.police, "police-force"), (side.council, "council"), (side.club, "community-group")] {
                    try hub.run(.addAgency(id: agency, name: "A", agencyClass: kind, partnership: id))
                }
                for (person, agency, role) in [
                    (side.coordinator, side.club, Role.coordinator), (side.auditor, side.council, .auditor),
                    (side.officer, side.police, .liaisonOfficer), (side.analyst, side.council, .analyst),
                ] {
                    try hub.run(.addPerson(id: person, name: "P", agency: agency, roles: [role], datasets: [Fixture.crime]))
                }
                var terms = ProtocolTerms()
                terms.partnership = id
                try hub.run(.recordProtocol(id: side.isp, title: "ISP", datasets: nil, inForceFrom: 0, expires: nil, terms: terms))
                for agency in [side.police, side.council] {
                    // Those of the first partnership come when it is formed already.
                    try hub.run(.sign(side.isp, agency: agency, consents: "minute 1"))
                }
                try hub.run(
                    .partnership(
                        .contract(
                            ProcessorContract(
                                processor: side.club, agency: side.police, reference: "SLA", from: 0, until: Fixture.now.day + 90),
                            isFreeOfCharge: true)))
                side.supply = hub.state.nextSupply
                try hub.state.apply(.supplyTaken(.example(side.supply, from: side.police)), at: Fixture.now)
                var content = RequestFixture.content(by: side.analyst)
                (content.source, content.partnership) = (side.police, id)
                side.appeal = hub.state.nextRequest
                try hub.run(.request(.make(content)), by: side.analyst)
                try hub.run(.request(.refuse(side.appeal, reason: "data-quality", why: "the coding is old")), by: side.officer)
                try hub.run(.request(.appeal(side.appeal, why: "it is good enough")), by: side.analyst)
                side.enquiry = hub.state.nextEnquiry
                let enquiry = EnquiryContent(
                    kind: .freedomOfInformation, received: Fixture.now.day, subject: "burglaries", datasets: [],
                    originators: [side.police], receiver: nil, partnership: id, asksIdentification: false)
                try hub.run(.enquiry(.log(enquiry, statedDay: nil)))
                side.consulted = hub.state.nextEnquiry
                try hub.run(.enquiry(.log(enquiry, statedDay: nil)))
                try hub.run(.enquiry(.consult(side.consulted, side.police)))
                sides.append(side)
            }
            // Whoever founded the other partnership has handed it over.
            try hub.run(.partnership(.setCoordinator(sides[1].partnership, .firstCoordinator, acts: false)))
            self.hub = hub
        }

        /// Everything that a co-ordinator could wish in a partnership. `in` names agencies, people, protocols and numbers of that side only.
        func wishes(in side: Side) -> [Command] {
            let other = sides.first { $0.partnership != side.partnership } ?? side
            let day = Fixture.now.day, fresh = AgencyID(rawValue: "fresh"), somebody = PersonID(rawValue: "somebody")
            var terms = ProtocolTerms()
            terms.partnership = side.partnership
            let contract = ProcessorContract(processor: side.club, agency: side.council, reference: "S", from: day, until: day + 1)
            let enquiry = EnquiryContent(
                kind: .freedomOfInformation, received: day, subject: "burglaries", datasets: [], originators: [], receiver: nil,
                partnership: side.partnership, asksIdentification: false, isAboutTheHub: true)
            let text = String(repeating: "What is shared stays within the agencies. ", count: 3)
            var wishes: [Command] = [
                .addAgency(id: fresh, name: "F", agencyClass: "council", partnership: side.partnership),
                .nameLiaisonOfficer(agency: side.police, officer: side.officer),
                .changeProfile(person: side.analyst, datasets: []), .removePerson(side.analyst), .removePerson(side.auditor),
                .recordProtocol(
                    id: ProtocolID(rawValue: "fresh"), title: "F", datasets: nil, inForceFrom: 0, expires: nil, terms: terms),
                .sign(side.isp, agency: side.club, consents: "minute 2"), .withdrawSignature(side.isp, agency: side.police),
                .partnership(.part(side.police, side.partnership)),
                .partnership(.consent(to: side.club, of: side.police, in: side.partnership, document: "letter")),
                .partnership(.nameContact(side.police, nil, side.officer)),
                .partnership(.recordNotification(side.police, DataProtectionNotification(number: "Z1", expires: day))),
                .partnership(.contract(contract, isFreeOfCharge: true)),
                .partnership(.endContract(processor: side.club, of: side.police, reference: nil, from: day, why: "run badly")),
                .partnership(.withdrawProtocol(side.isp, why: "ended")), .partnership(.reviewProtocol(side.isp, next: day + 9)),
                .partnership(.setUndertaking(side.partnership, text: text)),
                .partnership(.setCoordinator(side.partnership, other.coordinator, acts: true)),
                .partnership(.join(other.club, side.partnership)),
                .enquiry(
                    .reply(side.consulted, side.police, .agrees, exemptions: [], why: "nothing stands against it", document: "letter")),
                .enquiry(.log(enquiry, statedDay: nil)), .enquiry(.consult(side.enquiry, side.police)),
                .enquiry(.close(side.enquiry, EnquiryClosing(outcome: .notHeld, why: "nobody holds it"))),
                .request(.settle(side.appeal, upholding: true, why: "it stands")),
                .request(.settle(side.appeal, upholding: false, why: "decide it again")),
            ]
            for role in Role.allCases where role != .operator {
                for agency in [side.police, side.council, side.club] {
                    wishes.append(.addPerson(id: somebody, name: "S", agency: agency, roles: [role], datasets: [Fixture.crime]))
                }
            }
            return wishes
        }
    }

    private func code(_ hub: Fixture, _ wish: Command, by person: PersonID) -> Refusal.Code? {
        hub.refusal { () throws(Refusal) in _ = try hub.register.decide(wish, by: person, at: Fixture.now) }
    }

    @Test("all that the co-ordinator of one partnership may do there, that of another is refused, with whom to ask", arguments: [0, 1])
    func bounds(_ number: Int) throws {
        let region = try Region()
        let hub = try #require(region.hub)
        let side = region.sides[number], others = [region.sides[1 - number].coordinator, region.sides[1 - number].auditor]
        for wish in region.wishes(in: side) {
            #expect(code(hub, wish, by: side.coordinator) == nil, "\(wish)")
            for other in others {
                let refused = code(hub, wish, by: other)
                #expect(refused != nil, "\(other): \(wish)")
                if other == region.sides[1 - number].coordinator {
                    #expect([.otherPartnership, .unknownRequest, .unknownEnquiry, .otherAgency].contains(refused), "\(wish)")
                }
            }
            // What is refused as a command is not believed as an event.
            for event in try hub.register.decide(wish, by: side.coordinator, at: Fixture.now) {
                let forged = try event.recorded(by: others[0], insteadOf: side.coordinator)
                var state = hub.state
                #expect(throws: ImpossibleEvent.self, "\(wish)") { try state.apply(forged, at: Fixture.now) }
            }
        }
        for other in others {
            let person = try #require(hub.state.people[other])
            #expect(hub.refusal { () throws(Refusal) in _ = try hub.register.request(side.appeal, seenBy: person) } == .unknownRequest)
            #expect(hub.refusal { () throws(Refusal) in _ = try hub.register.enquiry(side.enquiry, seenBy: person) } == .unknownEnquiry)
            #expect(
                hub.refusal { () throws(Refusal) in _ = try hub.register.person(other, maySeeQualityOf: side.supply) } == .otherPartnership)
        }
        for own in [side.coordinator, side.auditor] {
            let person = try #require(hub.state.people[own])
            #expect(hub.refusal { () throws(Refusal) in _ = try hub.register.request(side.appeal, seenBy: person) } == nil)
            #expect(hub.refusal { () throws(Refusal) in _ = try hub.register.person(own, maySeeQualityOf: side.supply) } == nil)
        }
        func destroys(_ person: PersonID) -> Refusal.Code? {
            hub.refusal { () throws(Refusal) in _ = try hub.register.permitDestruction(of: side.supply, why: "it is over", by: person) }
        }
        #expect(destroys(side.coordinator) == nil && destroys(others[0]) == .otherPartnership)
    }

    @Test("a mixture of things of both sides takes both co-ordinators' partnerships, and neither reaches over through it")
    func mixtures() throws {
        let region = try Region()
        var hub = try #require(region.hub)
        let (luton, herts) = (region.sides[0], region.sides[1])
        // A second one, so that the first could step back.
        try hub.run(.partnership(.setCoordinator(herts.partnership, .firstCoordinator, acts: true)), by: herts.coordinator)
        var terms = ProtocolTerms()
        (terms.partnership, terms.replaces) = (luton.partnership, herts.isp)
        let refused: [(Command, PersonID)] = [
            // Whose agency and people they are, decides; not whose partnership they are put into.
            (
                .addPerson(
                    id: PersonID(rawValue: "spy"), name: "S", agency: luton.council, roles: [.coordinator], datasets: [],
                    partnerships: [luton.partnership, herts.partnership]), luton.coordinator
            ),
            (
                .addPerson(
                    id: PersonID(rawValue: "spy"), name: "S", agency: herts.council, roles: [.auditor], datasets: [],
                    partnerships: [luton.partnership]), luton.coordinator
            ),
            (
                .addPerson(id: PersonID(rawValue: "keeper"), name: "K", agency: herts.council, roles: [.operator], datasets: []),
                herts.coordinator
            ),
            (.partnership(.setCoordinator(herts.partnership, luton.coordinator, acts: true)), luton.coordinator),
            (.partnership(.setCoordinator(herts.partnership, herts.coordinator, acts: false)), luton.coordinator),
            (.partnership(.found(PartnershipID(rawValue: "third"), name: "T")), herts.coordinator),
            (
                .recordProtocol(id: ProtocolID(rawValue: "new"), title: "N", datasets: nil, inForceFrom: 0, expires: nil, terms: terms),
                luton.coordinator
            ),
        ]
        for (wish, person) in refused { #expect(code(hub, wish, by: person) == .otherPartnership, "\(wish)") }
        // Drawn into the other's partnership, an agency is still signed for by its own side, and its people are its own side's.
        var joined = hub
        try joined.run(.partnership(.join(herts.police, luton.partnership)), by: luton.coordinator)
        for authority in try #require(joined.state.partnerships[luton.partnership]).authorities.sorted() {
            try joined.run(
                .partnership(.consent(to: herts.police, of: authority, in: nil, document: "minute 3")), by: luton.coordinator)
        }
        #expect(code(joined, .sign(luton.isp, agency: herts.police), by: luton.coordinator) == .otherPartnership)
        #expect(code(joined, .removePerson(herts.officer), by: luton.coordinator) == .otherPartnership)
        #expect(code(joined, .sign(luton.isp, agency: herts.police), by: herts.coordinator) == nil)
        try joined.run(.sign(luton.isp, agency: herts.police), by: herts.coordinator)
        // Either side takes it out again.
        for person in [luton.coordinator, herts.coordinator] {
            #expect(code(joined, .partnership(.part(herts.police, luton.partnership)), by: person) == nil)
        }
    }

    @Test(
        "where a partnership's only co-ordinator is gone, the hub's end that profile and name another; while two are left, it is its own matter"
    )
    func departed() throws {
        let region = try Region()
        var hub = try #require(region.hub)
        let luton = region.sides[0], herts = region.sides[1]
        let gone = herts.coordinator, next = PersonID(rawValue: "h-next"), hubs = PersonID.firstCoordinator
        try hub.run(.addPerson(id: next, name: "N", agency: herts.council, roles: [.coordinator], datasets: []), by: gone)
        // Two are left: each removes the other, and nobody from outside does.
        #expect(code(hub, .removePerson(gone), by: hubs) == .otherPartnership)
        try hub.run(.partnership(.setCoordinator(herts.partnership, next, acts: false)), by: gone)
        #expect(code(hub, .removePerson(gone), by: next) == .otherPartnership, "no co-ordinator of it any more")
        // One is left, and there: naming another is for that one alone.
        let naming = Command.partnership(.setCoordinator(herts.partnership, next, acts: true))
        #expect(code(hub, naming, by: hubs) == .otherPartnership && code(hub, naming, by: gone) == nil)
        #expect(code(hub, .removePerson(herts.analyst), by: hubs) == .otherPartnership)
        #expect(code(hub, .removePerson(herts.auditor), by: hubs) == .otherPartnership)
        #expect(throws: Refusal.self) { try hub.register.decide(.removePerson(gone), by: gone, at: Fixture.now) }
        let asked = #expect(throws: Refusal.self) { try hub.register.decide(.removePerson(herts.analyst), by: next, at: Fixture.now) }
        #expect(
            asked?.remedy.contains("If \(gone) is gone") == true && asked?.remedy.contains("(\(hubs)") == true, "\(asked?.remedy ?? "")")
        // The co-ordinator of neither, forged or not, ends nothing.
        for event in try hub.register.decide(.removePerson(gone), by: hubs, at: Fixture.now) {
            let forged = try event.recorded(by: next, insteadOf: hubs)
            var state = hub.state
            #expect(throws: ImpossibleEvent.self) { try state.apply(forged, at: Fixture.now) }
        }
        try hub.run(.removePerson(gone), by: hubs)
        #expect(hub.state.people.values.filter { $0.coordinates(herts.partnership) }.isEmpty)
        // With none, nothing of it moves but this; and nobody of another partnership than the hub's names one.
        for wish in [Command.removePerson(herts.analyst), .partnership(.withdrawProtocol(herts.isp, why: "ended"))] {
            let refused = #expect(throws: Refusal.self) { try hub.register.decide(wish, by: hubs, at: Fixture.now) }
            #expect(refused?.code == .otherPartnership && refused?.remedy.hasPrefix("It has none now.") == true, "\(wish)")
        }
        #expect(code(hub, naming, by: next) == .otherPartnership)
        let another = Command.partnership(.setCoordinator(herts.partnership, luton.coordinator, acts: true))
        #expect(code(hub, another, by: luton.coordinator) == nil, "co-ordinator of the hub's first partnership")
        try hub.run(naming, by: hubs)
        #expect(code(hub, .removePerson(herts.analyst), by: next) == nil)
        #expect(code(hub, another, by: hubs) == .otherPartnership && code(hub, .removePerson(herts.analyst), by: hubs) == .otherPartnership)
        #expect(code(hub, .removePerson(gone), by: next) == .unknownPerson)
        // One who is alone in running a partnership other than that of their agency, too.
        let third = PartnershipID(rawValue: "bucks-csp"), far = PersonID(rawValue: "h-far")
        try hub.run(.partnership(.found(third, name: "Bucks CSP")))
        try hub.run(.addPerson(id: far, name: "F", agency: herts.council, roles: [.coordinator], datasets: []), by: next)
        try hub.run(.partnership(.setCoordinator(third, far, acts: true)))
        try hub.run(.partnership(.setCoordinator(third, hubs, acts: false)), by: far)
        #expect(code(hub, .removePerson(far), by: next) == .otherPartnership)
        for forger in [far, next] {
            let event = try #require(try hub.register.decide(.removePerson(far), by: hubs, at: Fixture.now).first)
            var state = hub.state
            let forged = try event.recorded(by: forger, insteadOf: hubs)
            #expect(throws: ImpossibleEvent.self) { try state.apply(forged, at: Fixture.now) }
        }
        try hub.run(.removePerson(far))
        #expect(code(hub, .partnership(.setCoordinator(third, hubs, acts: true)), by: hubs) == nil)
        // Nobody removes themselves, and nobody leaves twice, whatever a ledger says.
        var state = hub.state
        for person in [hubs, far] {
            let left = try JSONDecoder().decode(
                PersonLeft.self, from: JSONEncoder().encode(["person": "\(person)", "by": "\(hubs)"]))
            #expect(throws: ImpossibleEvent.self) { try state.apply(.personLeft(left), at: Fixture.now) }
        }
    }

    @Test("whoever founds a partnership is its co-ordinator until they step back, and somebody always is")
    func founder() throws {
        var hub = try Fixture()
        let other = PartnershipID(rawValue: "herts-csp"), council = AgencyID(rawValue: "herts-council")
        let named = PersonID(rawValue: "h-co-ordinator"), first = PersonID.firstCoordinator
        try hub.run(.partnership(.found(other, name: "Herts CSP")))
        try hub.run(.addAgency(id: council, name: "C", agencyClass: "council", partnership: other))
        #expect(code(hub, .partnership(.setCoordinator(other, first, acts: false)), by: first) == .malformed)
        #expect(code(hub, .partnership(.setCoordinator(other, Fixture.analyst, acts: true)), by: first) == .roleDoesNotAllow)
        try hub.run(.addPerson(id: named, name: "N", agency: council, roles: [.coordinator], datasets: []))
        #expect(hub.state.people[named]?.partnerships == [other])
        try hub.run(.partnership(.setCoordinator(other, first, acts: false)), by: named)
        let wish = Command.changeProfile(person: named, datasets: [Fixture.crime])
        #expect(code(hub, wish, by: first) == .otherPartnership)
        try hub.run(.partnership(.setCoordinator(other, first, acts: true)), by: named)
        #expect(code(hub, wish, by: first) == nil)
        // What belongs to no partnership is for the hub's own.
        #expect(hub.refusal { () throws(Refusal) in _ = try hub.register.person(first, mayForTheHub: .importPlaces) } == nil)
        #expect(hub.refusal { () throws(Refusal) in _ = try hub.register.person(named, mayForTheHub: .importPlaces) } == .otherPartnership)
    }
}

extension Event {
    /// The same event, as somebody else would have forged it.
    func recorded(by person: PersonID, insteadOf author: PersonID) throws -> Event {
        let text = String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
        let forged = text.replacingOccurrences(of: "\"by\":\"\(author)\"", with: "\"by\":\"\(person)\"")
        try #require(forged != text)
        return try JSONDecoder().decode(Event.self, from: Data(forged.utf8))
    }
}
