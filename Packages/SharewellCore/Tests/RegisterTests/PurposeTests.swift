import Foundation
import Guidance
import Law
import Register
import Testing

@Suite("Purposes of answers, and health items by outward postcode")
struct PurposeTests {
    /// Police and council under one protocol that is limited to these purposes; the police have supplied, and the council asks.
    private func hub(limitedTo purposes: [PurposeCategory]?) throws -> Fixture {
        var hub = try Fixture()
        try hub.run(.partnership(.withdrawProtocol(ProtocolID(rawValue: "isp"), why: "replaced")))
        var terms = ProtocolTerms()
        terms.purposes = purposes
        let id = ProtocolID(rawValue: "limited")
        try hub.run(.recordProtocol(id: id, title: "Limited", datasets: nil, inForceFrom: 0, expires: nil, terms: terms))
        for agency in [Fixture.police, Fixture.council] { try hub.run(.sign(id, agency: agency)) }
        try hub.state.apply(.supplyTaken(.example(hub.state.nextSupply)), at: Fixture.now)
        return hub
    }

    private func answer(
        _ hub: Fixture, for category: PurposeCategory?, _ action: Action = .query, under grant: GrantID? = nil
    ) throws(Refusal) -> AnswerPermit {
        try hub.register.permitAnswer(
            to: Fixture.analyst, dataset: Fixture.crime, purpose: "burglary profile", category: category, action: action, under: grant,
            at: Fixture.now)
    }

    @Test("where a protocol limits its purposes one of them has to be stated; where it does not, none need be")
    func limits() throws {
        for purposes in [nil, [.intelligence], [.intelligence, .serviceDelivery], PurposeCategory.allCases] as [[PurposeCategory]?] {
            let hub = try hub(limitedTo: purposes)
            for category in [nil] + PurposeCategory.allCases.map({ $0 }) {
                for action in [Action.query, .extract] {
                    let lawful = purposes.map { limited in category.map { limited.contains($0) } ?? false } ?? true
                    do {
                        let permit = try answer(hub, for: category, action)
                        #expect(lawful, "\(String(describing: category))")
                        #expect(permit.category == category)
                        let event = permit.begun(fields: [], questionDigest: "d", encrypted: true)
                        #expect(event.category == category)
                    } catch {
                        #expect(!lawful && error.code == .purposeNotCovered, "\(error)")
                        #expect(error.remedy.contains(category == nil ? "--purpose-category " : "sharewell protocol add --purpose"))
                    }
                }
            }
        }
    }

    @Test(
        "of several suppliers, those are left out whose protocol does not cover the purpose; an event that says otherwise is not believed")
    func leftOut() throws {
        var hub = try hub(limitedTo: [.intelligence])
        let british = AgencyID(rawValue: "transport-police"), wide = ProtocolID(rawValue: "wide")
        try hub.run(.addAgency(id: british, name: "Transport Police", agencyClass: "police-force"))
        try hub.run(.recordProtocol(id: wide, title: "Wide", datasets: nil, inForceFrom: 0, expires: nil))
        try hub.run(.sign(wide, agency: british, consents: "minute 1"))
        try hub.run(.sign(wide, agency: Fixture.council))
        try hub.state.apply(.supplyTaken(.example(hub.state.nextSupply, from: british)), at: Fixture.now)
        let stated = try answer(hub, for: .intelligence)
        #expect(stated.sources.supplies.count == 2 && stated.sources.leftOut.isEmpty)
        let unstated = try answer(hub, for: nil)
        #expect(unstated.sources.supplies.map(\.taken.agency) == [british])
        #expect(unstated.sources.leftOut.map(\.agency) == [Fixture.police])
        #expect(unstated.sources.leftOut.allSatisfy { $0.remedy.contains("--purpose-category intelligence") })
        let event = Event.queryAnswered(stated.answered(fields: [], questionDigest: "d", records: 1, shown: 0))
        try hub.state.apply(event, at: Fixture.now)
        let text = String(decoding: try JSONEncoder().encode(event), as: UTF8.self)
        let forged = text.replacingOccurrences(of: "\"category\":\"intelligence\"", with: "\"category\":\"performance-monitoring\"")
        #expect(forged != text)
        let other = try JSONDecoder().decode(Event.self, from: Data(forged.utf8))
        #expect(throws: ImpossibleEvent.self) { try hub.state.apply(other, at: Fixture.now) }
    }

    @Test("under a grant the purpose is its request's, and no other is stated instead")
    func granted() throws {
        var hub = try hub(limitedTo: [.intelligence])
        var content = RequestFixture.content(Fixture.crime, by: Fixture.analyst)
        (content.persons, content.purpose, content.fields) = (0, .intelligence, ["offence_type"])
        try hub.run(.request(.make(content)), by: Fixture.analyst)
        let grant = try #require(hub.state.grants.keys.first)
        #expect(try answer(hub, for: nil, under: grant).category == .intelligence)
        #expect(try answer(hub, for: .intelligence, under: grant).category == .intelligence)
        #expect(hub.refusal { () throws(Refusal) in _ = try answer(hub, for: .serviceDelivery, under: grant) } == .beyondGrant)
    }

    // MARK: Health items

    private static let trust = AgencyID(rawValue: "luton-pct"), assaults = RecordTypeID(rawValue: "accident-and-emergency-assault")
    private static let trustsOwn = PersonID(rawValue: "h-analyst"), trustsOfficer = PersonID(rawValue: "h-officer")

    /// A primary care trust that has supplied assaults, and a council that asks.
    private func health() throws -> Fixture {
        var hub = try Fixture()
        try hub.run(.addAgency(id: Self.trust, name: "PCT", agencyClass: "primary-care-trust"))
        try hub.run(.sign(ProtocolID(rawValue: "isp"), agency: Self.trust, consents: "minute 1"))
        try hub.run(.addPerson(id: Self.trustsOwn, name: "A", agency: Self.trust, roles: [.analyst], datasets: [Self.assaults]))
        try hub.run(.addPerson(id: Self.trustsOfficer, name: "O", agency: Self.trust, roles: [.liaisonOfficer], datasets: []))
        try hub.run(.changeProfile(person: Fixture.analyst, datasets: [Fixture.crime, Self.assaults]))
        try hub.state.apply(.supplyTaken(.example(hub.state.nextSupply, of: Self.assaults, from: Self.trust)), at: Fixture.now)
        return hub
    }

    private func visible(_ hub: Fixture, to person: PersonID, under grant: GrantID? = nil) throws -> [String] {
        let permit = try hub.register.permitAnswer(
            to: person, dataset: Self.assaults, purpose: "assaults at night", action: .extract, under: grant, at: Fixture.now)
        var visible: [String] = []
        for name in Self.fields where permit.lets(place: name) { visible.append(name) }
        return visible
    }

    private static let homes = [
        "patient_postcode", "patient_rung", "patient_sector", "patient_lsoa", "patient_msoa", "patient_ward", "patient_district",
        "patient_easting", "patient_northing", "patient_street", "patient_address", "patient_area",
    ]
    private static let others = ["patient_reference_number", "gender", "patient_postcode_district", "incident_postcode", "incident_ward"]
    private static var fields: [String] { homes + others }

    @Test("a patient's home is the outward postcode for everybody but the supplier, and more only where its officer decided so")
    func outward() throws {
        var hub = try health()
        #expect(try visible(hub, to: Fixture.analyst) == Self.others)
        #expect(try visible(hub, to: Self.trustsOwn) == Self.fields, "its own")
        func ask(_ fields: [String], in areas: [String] = []) throws -> SharingRequest? {
            var content = RequestFixture.content(Self.assaults, by: Fixture.analyst)
            (content.source, content.persons, content.purpose, content.fields) = (Self.trust, 0, .intelligence, fields)
            (content.precision, content.areas) = (.exact, areas)
            let id = hub.state.nextRequest
            try hub.run(.request(.make(content)), by: Fixture.analyst)
            return hub.state.requests[id]
        }
        let ruled = try #require(try ask(["gender", "incident_date"]))
        #expect(ruled.stage == .granted)
        let grant = try #require(ruled.grant)
        #expect(try visible(hub, to: Fixture.analyst, under: grant) == Self.others)
        let decided = try #require(try ask(["gender", "patient_postcode"]))
        #expect(decided.stage == .submitted, "no rule gives a finer place of a patient's home")
        let grantMove = RequestMove.grant(decided.id, why: "the profile needs sectors", reading: nil)
        for _ in 0..<40 {
            guard let open = try hub.register.assess(try #require(hub.state.requests[decided.id]), at: Fixture.now).missing.first else {
                break
            }
            let yes = !RequestFixture.no.contains(open.fact)
            try hub.run(.request(.state(decided.id, [open.fact: yes])), by: Self.trustsOfficer)
        }
        try hub.run(.request(grantMove), by: Self.trustsOfficer)
        let given = try #require(hub.state.requests[decided.id]?.grant)
        #expect(try visible(hub, to: Fixture.analyst, under: given) == Self.fields)
    }

    @Test("of every record type, homes are held to the outward postcode where it carries a health item of section 17A, and nothing else is")
    func which() throws {
        for type in Fixture.rulebook.recordTypes {
            let places = Fixture.rulebook.outwardPlaces(of: type)
            let isHealth = ["accident-and-emergency-assault", "hospital-admission-drugs-and-alcohol"].contains(type.id.rawValue)
            #expect(places == (isHealth ? ["patient"] : []), "\(type.id)")
        }
    }
}
