import Foundation
import Guidance
import Law
import Register
import Testing

@Suite("Partnerships, protocols and consent to new partners")
struct PartnershipTests {
    @Test("across a boundary both partnerships' protocols have to permit it")
    func acrossBoundary() throws {
        var hub = try RequestFixture()
        let other = PartnershipID(rawValue: "herts-csp"), outside = AgencyID(rawValue: "herts-council")
        let theirs = ProtocolID(rawValue: "herts-isp"), ours = ProtocolID(rawValue: "luton-across"),
            person = PersonID(rawValue: "h-analyst")
        try hub.base.run(.partnership(.found(other, name: "Herts CSP")))
        try hub.base.run(.addAgency(id: outside, name: "Herts", agencyClass: "council", partnership: other))
        try hub.base.run(.addPerson(id: person, name: "H", agency: outside, roles: [.analyst], datasets: [Fixture.crime]))
        func permits(_ agencies: [AgencyID]) -> Bool {
            hub.base.state.protocols(letting: outside, have: Fixture.crime, of: Fixture.police, for: .any, on: Fixture.now.day) != nil
        }
        var terms = ProtocolTerms()
        terms.partnership = other
        terms.permitsAcross = true
        try hub.base.run(.recordProtocol(id: theirs, title: "Herts", datasets: nil, inForceFrom: 0, expires: nil, terms: terms))
        try hub.base.run(.sign(theirs, agency: outside))
        #expect(!permits([outside]), "only one side permits it")
        terms.partnership = nil
        try hub.base.run(.recordProtocol(id: ours, title: "Across", datasets: [Fixture.crime], inForceFrom: 0, expires: nil, terms: terms))
        #expect(!permits([outside]), "nobody of this side has signed it")
        try hub.base.run(.sign(ours, agency: Fixture.police))
        #expect(permits([outside]))
        try hub.base.run(.partnership(.withdrawProtocol(theirs, why: "ended")))
        #expect(!permits([outside]))
    }

    @Test("a personal information sharing protocol holds only under an accord that is in force and signed by both")
    func accord() throws {
        var hub = try RequestFixture()
        let accord = ProtocolID(rawValue: "waspi"), pisp = ProtocolID(rawValue: "pisp")
        try hub.base.run(.partnership(.withdrawProtocol(ProtocolID(rawValue: "isp"), why: "replaced by the accord")))
        var terms = ProtocolTerms()
        terms.kind = .accord
        try hub.base.run(.recordProtocol(id: accord, title: "Accord", datasets: nil, inForceFrom: 0, expires: nil, terms: terms))
        terms.kind = .personalInformationSharing
        #expect(throws: Refusal.self) {
            try hub.base.run(.recordProtocol(id: pisp, title: "PISP", datasets: nil, inForceFrom: 0, expires: nil, terms: terms))
        }
        terms.accord = accord
        terms.purposes = [.serviceDelivery]
        terms.reviewBy = Fixture.now.day + 300
        (terms.powers, terms.consent, terms.procedures) = ("section 115", "in writing", "through the hub")
        try hub.base.run(.recordProtocol(id: pisp, title: "PISP", datasets: nil, inForceFrom: 0, expires: nil, terms: terms))
        func binding() -> Bool {
            hub.base.state.protocolBinding([Fixture.police, Fixture.council], for: Fixture.crime, on: Fixture.now.day) != nil
        }
        for agency in [Fixture.police, Fixture.council] { try hub.base.run(.sign(pisp, agency: agency)) }
        #expect(!binding(), "the accord is not signed")
        for agency in [Fixture.police, Fixture.council] { try hub.base.run(.sign(accord, agency: agency)) }
        #expect(binding())
        try hub.base.run(.withdrawSignature(accord, agency: Fixture.council))
        #expect(!binding())
    }

    @Test("a new partner needs the consent of every responsible authority, each by its own officer or by a minute")
    func consent() throws {
        var hub = try RequestFixture()
        let ambulance = AgencyID(rawValue: "ambulance"), isp = ProtocolID(rawValue: "isp")
        try hub.base.run(.addAgency(id: ambulance, name: "Ambulance", agencyClass: "ambulance-service"))
        func sign(_ document: String? = nil) -> Refusal.Code? {
            do { try hub.base.run(.sign(isp, agency: ambulance, consents: document)); return nil } catch {
                return (error as? Refusal)?.code
            }
        }
        func consents(_ authority: AgencyID, by person: PersonID, _ document: String? = nil) -> Refusal.Code? {
            do {
                try hub.base.run(.partnership(.consent(to: ambulance, of: authority, in: nil, document: document)), by: person)
                return nil
            } catch { return (error as? Refusal)?.code }
        }
        #expect(sign() == .consentMissing)
        #expect(consents(Fixture.council, by: RequestFixture.officer) == .otherAgency)
        #expect(consents(Fixture.police, by: .firstCoordinator) == .roleDoesNotAllow)
        #expect(consents(ambulance, by: .firstCoordinator, "minute 1") == .notResponsible)
        #expect(consents(Fixture.police, by: RequestFixture.officer) == nil)
        #expect(sign() == .consentMissing)
        #expect(consents(Fixture.council, by: .firstCoordinator, "letter of 3 March") == nil)
        #expect(sign() == .consentMissing, "probation is a responsible authority, too")
        #expect(consents(RequestFixture.probation, by: .firstCoordinator, "letter of 4 March") == nil)
        #expect(sign() == nil)
    }

    @Test(
        "a responsible authority that comes once a protocol is signed needs the consent of every other, and has no say before it is admitted"
    )
    func newAuthority() throws {
        var hub = try Fixture()
        let isp = ProtocolID(rawValue: "isp"), luton = hub.state.firstPartnership
        let officers = [Fixture.police: PersonID(rawValue: "p-officer"), Fixture.council: PersonID(rawValue: "c-officer")]
        for (agency, id) in officers.sorted(by: { $0.key < $1.key }) {
            try hub.run(.addPerson(id: id, name: "O", agency: agency, roles: [.liaisonOfficer], datasets: []))
        }
        for (name, kind) in [("fire", "fire-and-rescue"), ("probation", "probation-trust")] {
            try hub.run(.addAgency(id: AgencyID(rawValue: name), name: name, agencyClass: kind))
        }
        let fire = AgencyID(rawValue: "fire"), probation = AgencyID(rawValue: "probation")
        #expect(Set(officers.keys) == hub.state.partnerships[luton]?.authorities)
        func code(_ command: Command, by actor: PersonID = .firstCoordinator) -> Refusal.Code? {
            do { try hub.run(command, by: actor); return nil } catch { return (error as? Refusal)?.code }
        }
        func consent(_ partner: AgencyID, _ authority: AgencyID) -> Command {
            .partnership(.consent(to: partner, of: authority, in: nil, document: nil))
        }
        #expect(code(.sign(isp, agency: fire)) == .consentMissing)
        #expect(code(.partnership(.join(fire, luton))) == nil)
        #expect(code(.sign(isp, agency: fire)) == .consentMissing, "joining again changes nothing")
        #expect(code(consent(fire, Fixture.police), by: try #require(officers[Fixture.police])) == nil)
        #expect(code(.sign(isp, agency: fire)) == .consentMissing)
        // One that is not admitted itself cannot admit another.
        #expect(code(.partnership(.consent(to: fire, of: probation, in: nil, document: "letter"))) == .notResponsible)
        #expect(code(consent(fire, Fixture.council), by: try #require(officers[Fixture.council])) == nil)
        #expect(code(.sign(isp, agency: fire)) == nil)
        #expect(hub.state.partnerships[luton]?.authorities.contains(fire) == true)
        // From now on the new authority is asked, too.
        let missing = hub.state.partnerships[luton]?.consentsMissing(for: probation)
        #expect(missing == [Fixture.police, fire, Fixture.council])
        // One that left comes back as anybody else.
        try hub.run(.partnership(.part(fire, luton)))
        try hub.run(.partnership(.join(fire, luton)))
        #expect(code(.sign(isp, agency: fire)) == .consentMissing)
    }

    @Test("while it forms, responsible authorities join freely and others do not; a partnership without any admits nobody")
    func founding() throws {
        var hub = try Fixture()
        let other = PartnershipID(rawValue: "herts-csp"), isp = ProtocolID(rawValue: "herts-isp")
        let club = AgencyID(rawValue: "youth-club"), council = AgencyID(rawValue: "herts-council"), fire = AgencyID(rawValue: "herts-fire")
        try hub.run(.partnership(.found(other, name: "Herts CSP")))
        var terms = ProtocolTerms()
        terms.partnership = other
        try hub.run(.recordProtocol(id: isp, title: "Herts", datasets: nil, inForceFrom: 0, expires: nil, terms: terms))
        try hub.run(.addAgency(id: club, name: "Club", agencyClass: "community-group", partnership: other))
        func code(_ command: Command) -> Refusal.Code? {
            do { try hub.run(command); return nil } catch { return (error as? Refusal)?.code }
        }
        #expect(code(.sign(isp, agency: club, consents: "minute 1")) == .consentMissing)
        try hub.run(.addAgency(id: council, name: "Council", agencyClass: "council", partnership: other))
        try hub.run(.addAgency(id: fire, name: "Fire", agencyClass: "fire-and-rescue", partnership: other))
        #expect(code(.sign(isp, agency: council)) == nil)
        #expect(code(.sign(isp, agency: fire)) == nil, "it was there when the first signed")
        #expect(code(.sign(isp, agency: club)) == .consentMissing)
        #expect(code(.sign(isp, agency: Fixture.police, consents: "minute 2")) == .consentMissing, "no member")
        #expect(code(.sign(isp, agency: club, consents: "minute 2")) == nil)
    }

    @Test("a forged signature or consent is not believed")
    func forgery() throws {
        var hub = try Fixture()
        let isp = ProtocolID(rawValue: "isp"), fire = AgencyID(rawValue: "fire"), coordinator = PersonID.firstCoordinator
        try hub.run(.addAgency(id: fire, name: "Fire", agencyClass: "fire-and-rescue"))
        func believed(_ event: Event) -> Bool { (try? hub.state.apply(event, at: Fixture.now)) != nil }
        func consent(of authority: AgencyID, by person: PersonID, _ document: String?) throws -> Event {
            let text = try JSONEncoder().encode(
                ["partnership": "luton-csp", "partner": "fire", "authority": "\(authority)", "document": document, "by": "\(person)"])
            return .partnerConsented(try JSONDecoder().decode(PartnerConsented.self, from: text))
        }
        let signature = try JSONDecoder().decode(
            ProtocolSigned.self, from: JSONEncoder().encode(["id": "\(isp)", "agency": "\(fire)", "by": "\(coordinator)"]))
        #expect(!believed(.protocolSigned(signature)))
        #expect(!believed(try consent(of: Fixture.police, by: coordinator, nil)), "no officer of the police")
        #expect(!believed(try consent(of: fire, by: coordinator, "letter")), "its own consent")
        #expect(!believed(try consent(of: Fixture.police, by: Fixture.supplier, "letter")), "no co-ordinator")
        #expect(believed(try consent(of: Fixture.police, by: coordinator, "letter")))
        #expect(!believed(.protocolSigned(signature)), "the council has not consented")
        #expect(believed(try consent(of: Fixture.council, by: coordinator, "letter")))
        #expect(believed(.protocolSigned(signature)))
    }

    @Test("a contract ended early lets the processor supply nothing from that day on")
    func contractEnded() throws {
        var hub = try Fixture()
        let observatory = AgencyID(rawValue: "observatory"), person = PersonID(rawValue: "o-worker"), today = Fixture.now.day
        try hub.run(.addAgency(id: observatory, name: "Observatory", agencyClass: "community-group"))
        try hub.run(.addPerson(id: person, name: "W", agency: observatory, roles: [.dataSupplier], datasets: []))
        func end(_ from: Int, _ reference: String? = nil) -> Refusal.Code? {
            do {
                try hub.run(
                    .partnership(
                        .endContract(processor: observatory, of: Fixture.police, reference: reference, from: from, why: "run badly")))
                return nil
            } catch { return (error as? Refusal)?.code }
        }
        #expect(end(today) == .unknownContract)
        for (reference, days) in [("SLA 17", 0..<100), ("SLA 18", 50..<900)] {
            let contract = ProcessorContract(
                processor: observatory, agency: Fixture.police, reference: reference, from: today + days.lowerBound,
                until: today + days.upperBound)
            try hub.run(.partnership(.contract(contract, isFreeOfCharge: true)))
        }
        let later = Moment(milliseconds: Fixture.now.milliseconds + 60 * 86_400_000)
        #expect(hub.supply(by: person) == nil)
        #expect(end(today, "SLA 99") == .unknownContract)
        #expect(end(today + 10, "SLA 17") == nil)
        #expect(hub.supply(by: person) == nil, "it stops in ten days")
        #expect(hub.supply(by: person, at: Moment(milliseconds: Fixture.now.milliseconds + 10 * 86_400_000)) == .otherAgency)
        #expect(hub.supply(by: person, at: later) == nil, "under the other contract")
        #expect(end(today) == nil)
        #expect(hub.supply(by: person) == .otherAgency && hub.supply(by: person, at: later) == .otherAgency)
        #expect(end(today) == .unknownContract, "nothing is left to end")
        #expect(!hub.register.duties(on: today).contains { $0.what.contains("contract") })
    }

    @Test(
        "a boundary lies where no partnership is shared; within one, the protocols that both signed decide, and their end opens no way round"
    )
    func twoPartnerships() throws {
        var hub = try RequestFixture()
        let other = PartnershipID(rawValue: "herts-csp"), outside = AgencyID(rawValue: "herts-council")
        let today = Fixture.now.day, custody = RecordTypeID(rawValue: "stop-and-search")
        try hub.base.run(.partnership(.found(other, name: "Herts CSP")))
        try hub.base.run(.addAgency(id: outside, name: "Herts", agencyClass: "council", partnership: other))
        func record(
            _ id: String, in partnership: PartnershipID?, _ datasets: [RecordTypeID]?, by agencies: [AgencyID],
            change: (inout ProtocolTerms) -> Void = { _ in }
        ) throws {
            var terms = ProtocolTerms()
            terms.partnership = partnership
            terms.permitsAcross = true
            change(&terms)
            let id = ProtocolID(rawValue: id)
            try hub.base.run(.recordProtocol(id: id, title: "P", datasets: datasets, inForceFrom: 0, expires: nil, terms: terms))
            for agency in agencies { try hub.base.run(.sign(id, agency: agency, consents: "minute 7")) }
        }
        func under(_ dataset: RecordTypeID, for purpose: StatedPurpose = .any) -> [String]? {
            hub.base.state.protocols(letting: outside, have: dataset, of: Fixture.police, for: purpose, on: today)?.map(\.id.rawValue)
        }
        func facts() throws -> [String] {
            var content = RequestFixture.content(by: PersonID(rawValue: "h-analyst"))
            (content.dataset, content.fields, content.persons, content.partnership) = (Fixture.crime, ["offence_type"], 0, other)
            let request = hub.base.state.nextRequest
            try hub.base.run(.request(.make(content)), by: PersonID(rawValue: "h-analyst"))
            let asked = try #require(hub.base.state.requests[request])
            return hub.base.register.factsKnown(of: asked, at: Fixture.now).filter { $0.value == .yes }.keys.sorted()
        }
        try hub.base.run(
            .addPerson(id: PersonID(rawValue: "h-analyst"), name: "H", agency: outside, roles: [.analyst], datasets: [Fixture.crime]))
        try record("herts-isp", in: other, nil, by: [outside]) { $0.purposes = [.intelligence, .serviceDelivery] }
        #expect(under(Fixture.crime) == nil, "the side of the police does not permit it")
        #expect(throws: Refusal.self, "whom no protocol lets ask learns of no such agency") { try facts() }
        try record("luton-across", in: nil, [Fixture.crime], by: [Fixture.police]) { $0.purposes = [.serviceDelivery] }
        #expect(under(Fixture.crime) == ["herts-isp", "luton-across"])
        #expect(under(Fixture.crime, for: .stated(.intelligence)) == nil, "one side does not cover the purpose")
        #expect(under(Fixture.crime, for: .stated(.serviceDelivery)) == ["herts-isp", "luton-across"])
        #expect(under(Fixture.crime, for: .stated(nil)) == nil, "both sides are limited, and no purpose is stated")
        #expect(under(custody) == nil, "one side does not cover the record type")
        let across = try facts()
        #expect(across.contains("agencies-in-different-partnerships"))
        #expect(across.contains("source-partnership-protocol-permits") && across.contains("recipient-partnership-protocol-permits"))
        // Once they share a partnership, there is no boundary between them, signed or not.
        try hub.base.run(.partnership(.join(Fixture.police, other)))
        #expect(under(Fixture.crime) == nil && under(custody) == nil)
        #expect(try !facts().contains("agencies-in-different-partnerships"))
        // What they sign together decides alone, and what it leaves out is not had by the way round.
        try record("narrow", in: other, [custody], by: [outside, Fixture.police])
        #expect(under(custody) == ["narrow"] && under(Fixture.crime) == nil)
        let inside = try facts()
        #expect(inside.contains("signed-same-protocol") && inside.contains("protocol-limits-recipient"))
        #expect(!inside.contains("protocol-covers-sharing"))
        try hub.base.run(.partnership(.withdrawProtocol(ProtocolID(rawValue: "narrow"), why: "ended")))
        #expect(under(custody) == nil && under(Fixture.crime) == nil, "its end opens nothing")
        // Leaving takes the signatures back in the same breath, and one that stood on would be forged.
        let leaving = try hub.base.register.decide(.partnership(.part(Fixture.police, other)), by: .firstCoordinator, at: Fixture.now)
        var forged = hub.base.state
        #expect(throws: ImpossibleEvent.self) { try forged.apply(try #require(leaving.last), at: Fixture.now) }
        try hub.base.run(.partnership(.part(Fixture.police, other)))
        #expect(under(Fixture.crime) == ["herts-isp", "luton-across"], "a boundary again, and both sides permit it")
    }
}
