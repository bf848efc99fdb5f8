import Foundation
import Guidance
import Register
import Storage
import Testing

@testable import Hub
@testable import Web

/// The hub of `WebFixture`, and a second partnership with an agency and its people, of which the first must learn nothing.
struct GovernanceFixture {
    let web: WebFixture
    static let other = PartnershipID(rawValue: "bedford-csp"), fire = AgencyID(rawValue: "beds-fire")
    static let script = "<script>alert(\"1'2\")</script>"

    static let coordinator = WebFixture.person(.coordinator, of: WebFixture.police)
    static let officer = WebFixture.person(.liaisonOfficer, of: WebFixture.police)
    static let analyst = WebFixture.person(.analyst, of: WebFixture.police)
    static func person(_ role: Role) -> PersonID { PersonID(rawValue: "fire-\(role.rawValue)") }

    init() async throws {
        web = try await WebFixture()
        func run(_ command: Command) throws { try web.hub.run(command, by: .firstCoordinator) }
        try run(.partnership(.found(Self.other, name: "Bedford CSP")))
        try run(.addAgency(id: Self.fire, name: "Bedfordshire Fire", agencyClass: "fire-and-rescue", partnership: Self.other))
        for role in [Role.coordinator, .liaisonOfficer, .analyst, .auditor, .dataSupplier] {
            try run(
                .addPerson(
                    id: Self.person(role), name: "\(role.rawValue) of fire", agency: Self.fire, roles: [role], datasets: [WebFixture.crime],
                    partnerships: role.reach == .partnerships ? [Self.other] : nil))
            try run(.invite(Self.person(role), registration: "level-3"))
        }
        try run(.nameLiaisonOfficer(agency: Self.fire, officer: Self.person(.liaisonOfficer)))
    }

    /// The payloads recorded since a size, by the name of their event.
    func events(since size: Int) throws -> [String] {
        try web.hub.ledger.events(from: Int64(size), limit: 1_000).compactMap { entry in
            let text = String(decoding: entry.payload, as: UTF8.self)
            return text.split(separator: "\"").dropFirst().first.map(String.init)
        }
    }

    /// Fills a form in and checks that it led on and recorded that event.
    @discardableResult
    func done(
        _ path: String, as person: PersonID, form: [(String, String)], event: String, location: SourceLocation = #_sourceLocation
    ) async throws -> WebFixture.Answer {
        let size = web.hub.state.size
        let answer = try await web.ask(path, as: person, form: form)
        #expect(answer.status == 303, "\(path): \(answer.status) \(Self.faults(in: answer.body))", sourceLocation: location)
        #expect(try events(since: size).contains(event), sourceLocation: location)
        return answer
    }

    static func faults(in body: String) -> String {
        body.components(separatedBy: "error-summary__body").dropFirst().first.map { String($0.prefix(400)) } ?? ""
    }

    /// What each person gets who asks for a page.
    func statuses(_ path: String, _ people: [PersonID]) async throws -> [Int] {
        var out: [Int] = []
        for person in people { out.append(try await web.ask(path, as: person).status) }
        return out
    }
}

extension GovernanceFixture {
    /// A supply of the police, of synthetic records.
    func supply() throws -> SupplyID {
        let file = web.root.appending(path: "offences-\(UUID().uuidString).csv"), hub = web.hub
        let type = try #require(hub.rulebook.recordType(WebFixture.crime))
        try MakeSample(type: type, rulebook: hub.rulebook, rows: 40, seed: 5, places: nil).perform(to: file, otherwise: { _ in })
        let taken = try TakeSupply(hub: hub, vault: web.face.vault(), stop: { false }).perform(
            TakeSupply.Request(
                file: file, dataset: WebFixture.crime, agency: WebFixture.police,
                person: WebFixture.person(.dataSupplier, of: WebFixture.police), profile: nil, metadata: nil),
            progress: { _, _ in })
        #expect(taken.status == .taken)
        return try #require(hub.state.supplies.keys.max())
    }
}
