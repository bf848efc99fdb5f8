import Foundation
import Guidance
import Hub
import Law
import Register
import Storage
import Testing

@Suite("The end of a grant")
struct GrantEndTests {
    private static let offenders = RecordTypeID(rawValue: "prolific-and-other-priority-offender")
    private static let member = PersonID(rawValue: "c-member")

    /// A request for two fields about one person, to be destroyed thirty days after the beginning.
    private func requested(_ fixture: HubFixture, _ hub: Hub) throws -> RequestID {
        func run(_ command: Command, by actor: PersonID = .firstCoordinator) throws { try hub.run(command, by: actor) }
        try fixture.begin(hub)
        try run(.nameLiaisonOfficer(agency: HubFixture.police, officer: HubFixture.officer))
        try run(.addPerson(id: Self.member, name: "M", agency: HubFixture.council, roles: [.meetingMember], datasets: []))
        for agency in [HubFixture.police, HubFixture.council] {
            let notification = DataProtectionNotification(number: "Z1234567", expires: HubFixture.began.day + 400)
            try run(.partnership(.recordNotification(agency, notification)))
        }
        var content = RequestContent(
            purpose: .serviceDelivery, why: "to manage the case", benefit: "assessments come back", questions: ["What has changed?"],
            dataset: Self.offenders, fields: ["name", "current_status"], precision: .none, source: HubFixture.police,
            recipients: [Self.member], handler: Self.member, format: "csv", neededWithin: 5, transfer: .hub,
            destroyBy: HubFixture.began.day + 30)
        content.persons = 1
        content.necessity = "the case cannot be managed without it"
        content.proportionality = "one person and two fields"
        let vault = try hub.unsealed(fixture.secret, store: nil)
        let form = RequestForm(content: content, persons: ["ZZ-REFERENCE-1"])
        return try MakeRequest(hub: hub).perform(form, by: Self.member, vault: vault).id
    }

    /// A live grant of it.
    private func granted(_ fixture: HubFixture, _ hub: Hub) throws -> GrantID {
        func run(_ command: Command, by actor: PersonID) throws { try hub.run(command, by: actor) }
        let request = try requested(fixture, hub)
        let no: Set<String> = [
            "information-originated-elsewhere", "information-is-drug-test-result", "information-is-treatment",
            "information-is-health-or-social-care", "held-in-confidence", "targets-on-positive-test-alone",
        ]
        for _ in 0..<60 {
            let now = try #require(hub.state.requests[request])
            guard let open = try hub.register.assess(now, at: hub.now).missing.first?.fact else { break }
            let fact = open == "process" ? "process-is-ppo" : open
            try run(.request(.state(request, [fact: !no.contains(fact)])), by: HubFixture.officer)
        }
        try run(.request(.grant(request, why: "the scheme needs it")), by: HubFixture.officer)
        return try #require(hub.state.requests[request]?.grant)
    }

    @Test("when its last day is over the hub destroys the sealed persons and records it, once")
    func ends() throws {
        let fixture = try HubFixture()
        let hub = try fixture.open()
        let grant = try granted(fixture, hub)
        let before = try hub.unsealed(fixture.secret, store: nil).names().count
        fixture.setClock(days: 30)
        _ = try hub.unsealed(fixture.secret, store: nil)
        #expect(hub.state.grants[grant]?.status == .live, "its last day is still its own")
        fixture.setClock(days: 31)
        let vault = try hub.unsealed(fixture.secret, store: nil)
        #expect(hub.state.grants[grant]?.status == .ended)
        #expect(try vault.names().count == before - 1)
        let size = hub.state.size
        _ = try hub.unsealed(fixture.secret, store: nil)
        #expect(hub.state.size == size)
        // The clock set back opens nothing again.
        fixture.setClock(days: 1)
        #expect(hub.state.grants[grant]?.isLive(on: hub.now.day) == false)
        #expect(throws: Refusal.self) { try hub.run(.request(.revoke(grant, why: "too late")), by: HubFixture.officer) }
        // Copies taken would still have to be attested; none was.
        #expect(hub.state.grants[grant]?.owing(on: hub.now.day) == [])
    }

    @Test("the persons of a request that was taken back are destroyed at the next opening of the vault, and the ledger says so")
    func withdrawn() throws {
        let fixture = try HubFixture()
        let hub = try fixture.open()
        let request = try requested(fixture, hub)
        let before = try hub.unsealed(fixture.secret, store: nil).names().count
        try hub.run(.request(.withdraw(request, why: "no longer needed")), by: Self.member)
        #expect(try hub.unsealed(fixture.secret, store: nil).names().count == before - 1)
        let last = try hub.ledger.events(from: 0, limit: .max).last.map { String(decoding: $0.payload, as: UTF8.self) }
        #expect(last?.contains("personsDestroyed") == true && last?.contains(request.rawValue) == true)
        let size = hub.state.size
        _ = try hub.unsealed(fixture.secret, store: nil)
        #expect(hub.state.size == size)
    }
}
