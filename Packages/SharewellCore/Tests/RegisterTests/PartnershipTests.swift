import Guidance
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
            hub.base.state.protocols(letting: outside, have: Fixture.crime, of: Fixture.police, on: Fixture.now.day) != nil
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
}
