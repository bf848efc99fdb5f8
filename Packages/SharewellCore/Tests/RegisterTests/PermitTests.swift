import Foundation
import Guidance
import Register
import Testing

@Suite("Permits")
struct PermitTests {
    @Test("a signatory source may supply, a signatory's analyst may ask")
    func lawful() throws {
        let hub = try Fixture()
        #expect(hub.supply() == nil)
        #expect(hub.answer() == nil)
    }

    @Test("a supply is refused from the wrong person, agency, source or dataset")
    func supplies() throws {
        var hub = try Fixture()
        #expect(hub.supply(from: Fixture.council) == .otherAgency)
        #expect(hub.supply(by: Fixture.analyst) == .roleDoesNotAllow)
        #expect(hub.supply(by: PersonID(rawValue: "nobody")) == .unknownPerson)
        #expect(hub.supply(RecordTypeID(rawValue: "nothing")) == .unknownDataset)
        #expect(hub.supply(RecordTypeID(rawValue: "school-exclusion")) == .notSource)
        #expect(hub.supply(from: AgencyID(rawValue: "nowhere")) == .unknownAgency)
        try hub.run(.withdrawSignature(ProtocolID(rawValue: "isp"), agency: Fixture.police))
        #expect(hub.supply() == .notSignatory)
        try hub.run(.removePerson(Fixture.supplier))
        #expect(hub.supply() == .unknownPerson)
    }

    @Test("an answer is refused without signature, profile, purpose or role")
    func answers() throws {
        var hub = try Fixture()
        #expect(hub.answer(purpose: "") == .noPurpose)
        #expect(hub.answer(purpose: " . ") == .noPurpose)
        #expect(hub.answer(dataset: RecordTypeID(rawValue: "stop-and-search")) == .notInProfile)
        #expect(hub.answer(to: Fixture.supplier) == .roleDoesNotAllow)
        #expect(hub.answer(to: .firstCoordinator) == .roleDoesNotAllow)
        try hub.run(.changeProfile(person: Fixture.analyst, datasets: []))
        #expect(hub.answer() == .notInProfile)
        try hub.run(.withdrawSignature(ProtocolID(rawValue: "isp"), agency: Fixture.council))
        #expect(hub.answer() == .notSignatory)
    }

    @Test("personal information is never given out by rule")
    func personal() throws {
        let hub = try Fixture()
        for type in Fixture.rulebook.recordTypes where type.information != .depersonalised {
            var wide = hub
            try wide.run(.changeProfile(person: Fixture.analyst, datasets: [type.id]))
            for action in [Action.query, .extract] { #expect(wide.answer(dataset: type.id, action: action) == .needsDecision) }
        }
    }

    @Test("a protocol binds only what it covers, while it is in force")
    func protocols() throws {
        var hub = try Fixture()
        try hub.run(.withdrawSignature(ProtocolID(rawValue: "isp"), agency: Fixture.police))
        let narrow = ProtocolID(rawValue: "narrow"), today = Fixture.now.day
        try hub.run(
            .recordProtocol(
                id: narrow, title: "Narrow", datasets: [RecordTypeID(rawValue: "stop-and-search")], inForceFrom: today, expires: today + 10)
        )
        try hub.run(.sign(narrow, agency: Fixture.police))
        #expect(hub.supply() == .notSignatory)
        #expect(hub.supply(RecordTypeID(rawValue: "stop-and-search")) == nil)
        let later = Moment(milliseconds: Fixture.now.milliseconds + 11 * 86_400_000)
        #expect(hub.supply(RecordTypeID(rawValue: "stop-and-search"), at: later) == .protocolNotInForce)
    }

    /// Supplies the analyst would be answered from, and agencies left out.
    private func sources(_ hub: Fixture, at now: Moment = Fixture.now) throws -> (
        supplies: [Int], agreements: [String], leftOut: [AgencyID]
    ) {
        let permit = try hub.register.permitAnswer(
            to: Fixture.analyst, dataset: Fixture.crime, purpose: "burglary profile", action: .query, at: now)
        let sources = permit.sources
        #expect(sources.leftOut.allSatisfy { $0.remedy.contains("sharewell protocol sign") && $0.supplies > 0 })
        return (sources.supplies.map(\.position), sources.agreements.map(\.rawValue), sources.leftOut.map(\.agency))
    }

    @Test("of an agency of another partnership that shares nothing, nothing is said: not that it supplied, not how much")
    func strangers() throws {
        var hub = try Fixture()
        let other = PartnershipID(rawValue: "herts-csp"), theirs = AgencyID(rawValue: "herts-police")
        try hub.run(.partnership(.found(other, name: "Herts CSP")))
        try hub.run(.addAgency(id: theirs, name: "Herts Police", agencyClass: "police-force", partnership: other))
        let first = hub.state.size
        try hub.state.apply(.supplyTaken(.example(SupplyID(number: 1), from: theirs)), at: Fixture.now)
        var found = try sources(hub)
        #expect(found == ([], ["isp"], []), "as if the hub held nothing")
        try hub.state.apply(.supplyTaken(.example(SupplyID(number: 2), from: Fixture.council)), at: Fixture.now)
        found = try sources(hub)
        #expect(found == ([first + 1], ["isp"], []))
        let reader = try #require(hub.state.people[Fixture.analyst]), register = hub.register
        #expect(register.heldSupplies(of: Fixture.crime, knownTo: reader, on: Fixture.now.day).map(\.taken.supply) == [SupplyID(number: 2)])
    }

    @Test("an answer comes only from agencies that signed a protocol in force together with the asker's, and from the asker's own")
    func sharedProtocols() throws {
        var hub = try Fixture()
        let british = AgencyID(rawValue: "transport-police"), isp = ProtocolID(rawValue: "isp"), other = ProtocolID(rawValue: "other")
        try hub.run(.addAgency(id: british, name: "Transport Police", agencyClass: "police-force"))
        try hub.run(.recordProtocol(id: other, title: "Other", datasets: nil, inForceFrom: 0, expires: Fixture.now.day + 5))
        let first = hub.state.size
        for (number, agency) in [Fixture.police, british, Fixture.council].enumerated() {
            try hub.state.apply(.supplyTaken(.example(SupplyID(number: number + 1), from: agency)), at: Fixture.now)
        }
        // Police and council signed the one; the third agency signed nothing.
        var found = try sources(hub)
        #expect(found == ([first, first + 2], ["isp"], [british]))
        // It signs a protocol of its own with the police: that opens nothing to the council.
        try hub.run(.sign(other, agency: british, consents: "minute 1"))
        try hub.run(.sign(other, agency: Fixture.police))
        found = try sources(hub)
        #expect(found == ([first, first + 2], ["isp"], [british]))
        try hub.run(.sign(other, agency: Fixture.council))
        found = try sources(hub)
        #expect(found == ([first, first + 1, first + 2], ["isp", "other"], []))
        // A supplier's signature withdrawn, a protocol expired: its supplies are left out.
        try hub.run(.withdrawSignature(isp, agency: Fixture.police))
        #expect(try sources(hub).agreements == ["isp", "other"])
        let later = Moment(milliseconds: Fixture.now.milliseconds + 6 * 86_400_000)
        found = try sources(hub, at: later)
        #expect(found == ([first + 2], ["isp"], [Fixture.police, british]))
        // Nothing of the asker's own: a refusal with the way forward.
        try hub.state.apply(.supplyWithdrawn(try #require(withdrawn(SupplyID(number: 3)))), at: Fixture.now)
        #expect(hub.answer(at: later) == .noSharedProtocol)
        #expect(hub.answer(action: .extract, at: later) == .noSharedProtocol)
    }

    private func withdrawn(_ supply: SupplyID) -> SupplyWithdrawn? {
        let text = #"{"supply":"\#(supply)","by":"p-supplier","why":"sent in error"}"#
        return try? JSONDecoder().decode(SupplyWithdrawn.self, from: Data(text.utf8))
    }

    @Test("only the register's own people run it, and nobody removes themselves")
    func administration() throws {
        let hub = try Fixture()
        let wish = Command.addAgency(id: AgencyID(rawValue: "fire"), name: "Fire", agencyClass: "police-force")
        for person in [Fixture.supplier, Fixture.analyst] {
            #expect(
                hub.refusal { () throws(Refusal) in _ = try hub.register.decide(wish, by: person, at: Fixture.now) } == .roleDoesNotAllow)
        }
        let selfRemoval = hub.refusal { () throws(Refusal) in
            _ = try hub.register.decide(.removePerson(.firstCoordinator), by: .firstCoordinator, at: Fixture.now)
        }
        #expect(selfRemoval == .roleDoesNotAllow)
    }

    @Test("adding an agency or a person never widens another's access")
    func monotone() throws {
        var hub = try Fixture()
        let types = Fixture.rulebook.recordTypes.map(\.id)
        func answers(_ hub: Fixture) -> [Refusal.Code?] {
            types.flatMap { type in
                [Fixture.analyst, Fixture.supplier, .firstCoordinator].flatMap { person in
                    [hub.answer(to: person, dataset: type), hub.supply(type, by: person)]
                }
            }
        }
        let before = answers(hub)
        let fire = AgencyID(rawValue: "fire")
        try hub.run(.addAgency(id: fire, name: "Fire", agencyClass: "police-force"))
        try hub.run(.addPerson(id: PersonID(rawValue: "newcomer"), name: "N", agency: fire, roles: Role.allCases, datasets: types))
        try hub.run(.sign(ProtocolID(rawValue: "isp"), agency: fire, consents: "minute 2"))
        #expect(answers(hub) == before)
    }

    @Test("a supply is withdrawn or destroyed only by those who may")
    func destruction() throws {
        var hub = try Fixture()
        try hub.state.apply(.supplyTaken(.example(SupplyID(number: 1))), at: Fixture.now)
        func destroy(_ person: PersonID, why: String = "retention ended") -> Refusal.Code? {
            hub.refusal { () throws(Refusal) in _ = try hub.register.permitDestruction(of: SupplyID(number: 1), why: why, by: person) }
        }
        #expect(destroy(.firstCoordinator) == nil)
        #expect(destroy(.firstCoordinator, why: "") == .noPurpose)
        #expect(destroy(Fixture.analyst) == .roleDoesNotAllow)
        #expect(destroy(Fixture.supplier) == .roleDoesNotAllow)
        let officer = PersonID(rawValue: "c-officer")
        try hub.run(.addPerson(id: officer, name: "O", agency: Fixture.council, roles: [.liaisonOfficer], datasets: []))
        #expect(destroy(officer) == .otherAgency)
        try hub.run(.withdrawSupply(SupplyID(number: 1), why: "sent in error"), by: Fixture.supplier)
        #expect(hub.state.heldSupplies(of: Fixture.crime).isEmpty)
        let permit = try hub.register.permitDestruction(of: SupplyID(number: 1), why: "over", by: .firstCoordinator)
        let order = permit.order
        try hub.state.apply(try #require(order), at: Fixture.now)
        #expect(hub.state.supplies[SupplyID(number: 1)]?.status == .condemned)
        #expect(hub.register.unfinishedDestructions.count == 1)
        try hub.state.apply(.supplyDestroyed(permit.destroyed(method: "m", found: ("x", 1))), at: Fixture.now)
        #expect(hub.register.unfinishedDestructions.isEmpty)
        #expect(destroy(.firstCoordinator) == .destroyed)
    }
}

extension SupplyTaken {
    static func example(
        _ id: SupplyID, of dataset: RecordTypeID = Fixture.crime, from agency: AgencyID = Fixture.police, for grant: GrantID? = nil
    ) -> SupplyTaken {
        SupplyTaken(
            supply: id, dataset: dataset, agency: agency, by: Fixture.supplier, digest: "d", contentDigest: "", profile: "p",
            profileDigest: "e",
            recordsRead: 1,
            recordsRejected: 0, recordsHeldBack: 0, recordsSealed: 1, periodFrom: nil, periodTo: nil, stamp: "fit", object: "o",
            objectDigest: "x", objectBytes: 1, rulePack: nil, places: [], supersedes: [], grant: grant)
    }
}
