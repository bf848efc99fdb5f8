import Foundation
import Guidance
import Hub
import Register
import Storage
import Testing

@Suite("A clock that has moved far ahead")
struct ClockAheadTests {
    @Test("decides, records and destroys nothing until a co-ordinator says that it is right; set right again, everything is as it was")
    func ahead() throws {
        let fixture = try HubFixture()
        let hub = try fixture.open()
        try fixture.begin(hub)
        fixture.setClock(days: 3650)
        let size = hub.state.size
        let add = Command.addAgency(id: AgencyID(rawValue: "fire"), name: "Fire", agencyClass: "police-force")
        #expect(code { try hub.run(add, by: .firstCoordinator) } == "clock-far-ahead")
        // A refusal is an event as well: somebody unknown must not move the hub's calendar.
        #expect(code { try hub.run(add, by: PersonID(rawValue: "nobody")) } == "clock-far-ahead")
        #expect(code { _ = try hub.unsealed(fixture.secret, store: nil) } == "clock-far-ahead")
        #expect(code { try hub.confirmClock(HubFixture.began.day, by: .firstCoordinator) } == "malformed")
        #expect(code { try hub.confirmClock(hub.now.day, by: HubFixture.analyst) } == "role-does-not-allow")
        #expect(hub.state.size == size)
        fixture.setClock(days: 1)
        try hub.run(add, by: .firstCoordinator)
        #expect(hub.now.day == HubFixture.began.day + 1)
        // Where the time has really passed, one word goes on.
        fixture.setClock(days: 400)
        #expect(code { _ = try hub.unsealed(fixture.secret, store: nil) } == "clock-far-ahead")
        try hub.confirmClock(hub.now.day, by: .firstCoordinator)
        _ = try hub.unsealed(fixture.secret, store: nil)
        #expect(try fixture.open().now.day == HubFixture.began.day + 400)
    }
}
