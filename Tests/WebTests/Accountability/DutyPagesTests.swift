import Foundation
import Guidance
import HTTPTypes
import Register
import Storage
import Testing

@testable import Hub
@testable import Web

@Suite("Duties, destruction, barriers and openness in the browser")
struct DutyPagesTests {
    typealias Fixture = GovernanceFixture

    @Test("everybody sees what their agency owes, co-ordinators what their partnerships do, and nothing of another's")
    func duties() async throws {
        let fixture = try await Fixture(), web = fixture.web
        let police = try await web.ask("/duties?state=all", as: Fixture.analyst).body
        #expect(police.contains("Notification with the Information Commissioner") && !police.contains("Luton Council"))
        let coordinator = try await web.ask("/duties?state=all", as: .firstCoordinator).body
        #expect(coordinator.contains("Luton Council") && coordinator.contains("/agencies/beds-police/notification"))
        #expect(!coordinator.contains("Bedfordshire Fire") && !police.contains("/agencies/beds-police/notification"))
        // A filter for another agency shows nothing of it.
        #expect(!(try await web.ask("/duties?state=all&agency=luton-council", as: Fixture.analyst).body.contains("Luton Council")))
        #expect(try await web.ask("/duties/calendar", as: .firstCoordinator).status == 200)
        #expect(try await web.ask("/duties").status == 303)
    }

    @Test("the calendar is one that programs read: folded lines, a day each, the same identity each time, nobody named")
    func calendar() async throws {
        let fixture = try await Fixture(), web = fixture.web
        let file = try await web.ask("/duties/calendar.ics", as: .firstCoordinator)
        #expect(file.status == 200 && file.headers[.contentType]?.hasPrefix("text/calendar") == true)
        // A line end is two characters here, which Swift counts as one.
        let lines = file.body.unicodeScalars.split(separator: "\n").map(String.init)
        #expect(lines.first == "BEGIN:VCALENDAR\r" && lines.last == "END:VCALENDAR\r")
        #expect(lines.allSatisfy { $0.utf8.count <= 76 })
        #expect(!file.body.contains("liaison-officer of"))
        let again = try await web.ask("/duties/calendar.ics", as: .firstCoordinator).body
        func identities(_ text: String) -> [String] {
            text.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("UID") }.map(String.init)
        }
        #expect(identities(file.body) == identities(again) && Set(identities(again)).count == identities(again).count)
        #expect(DutyCalendar.escaped("a;b,c\\d\n\u{7}") == "a\\;b\\,c\\\\d\\n")
        #expect(DutyCalendar.folded(String(repeating: "é", count: 60)).split(separator: "\r\n ").allSatisfy { $0.utf8.count <= 75 })
    }

    @Test("a certificate of destruction is shown to those who work with the agency, with its place in the ledger")
    func destruction() async throws {
        let fixture = try await Fixture(), web = fixture.web
        let supply = try fixture.supply()
        _ = try DestroySupply(hub: web.hub, vault: web.face.vault()).perform(supply, why: Fixture.script, by: Fixture.officer)
        let list = try await web.ask("/destruction", as: Fixture.analyst).body
        #expect(list.contains(supply.rawValue) && !list.contains("<script>alert") && list.contains("&lt;script&gt;alert"))
        #expect(!(try await web.ask("/destruction", as: Fixture.person(.analyst)).body.contains(supply.rawValue)))
        let position = try #require(
            try web.hub.ledger.events(from: 0, limit: 10_000).last {
                String(decoding: $0.payload, as: UTF8.self).contains("supplyDestroyed")
            }
        ).index
        #expect(try await fixture.statuses("/destruction/\(position)", [Fixture.analyst, Fixture.person(.analyst)]) == [200, 404])
        #expect(try await web.ask("/destruction/0", as: Fixture.analyst).status == 404)
        #expect(try await web.ask("/destruction/99999999999", as: Fixture.analyst).status == 404)
    }

    @Test("barriers are counted for everybody; the transparency pack is for the hub's co-ordinator, and leaves nothing behind")
    func openness() async throws {
        let fixture = try await Fixture(), web = fixture.web
        _ = try fixture.supply()
        #expect(try await web.ask("/barriers", as: Fixture.analyst).status == 200)
        #expect(
            try await fixture.statuses("/transparency", [.firstCoordinator, Fixture.person(.coordinator), Fixture.analyst]) == [
                200, 404, 403,
            ])
        let statuses = try await fixture.statuses("/transparency/pack.zip", [Fixture.person(.coordinator), Fixture.analyst])
        #expect(statuses == [404, 403])
        let file = web.root.appending(path: "pack.zip")
        try WriteTransparencyPack(hub: web.hub, vault: web.face.vault()).zip(for: .firstCoordinator, at: file, written: 1_790_000_000)
        let bytes = try Data(contentsOf: file)
        #expect(bytes.prefix(2) == Data("PK".utf8) && bytes.range(of: Data("transparency/README.md".utf8)) != nil)
        try FileManager.default.removeItem(at: file)
        let events = try await web.recorded { () async throws -> Void in
            let answer = try await web.ask("/transparency/pack.zip", as: .firstCoordinator)
            #expect(answer.status == 200 && answer.headers[.contentType] == "application/zip" && answer.body.utf8.count > 500)
        }
        #expect(events.contains { if case .transparencyPackMade(let made) = $0 { made.by == .firstCoordinator } else { false } })
        // Asking whether it is there makes none, and records none.
        let asked = try await web.recorded { () async throws -> Void in
            _ = try await web.ask("/transparency/pack.zip", as: .firstCoordinator, method: .head)
        }
        #expect(!asked.contains { if case .transparencyPackMade = $0 { true } else { false } })
        #expect(try FileManager.default.contentsOfDirectory(atPath: web.hub.folder.outgoing.path).isEmpty)
    }
}
