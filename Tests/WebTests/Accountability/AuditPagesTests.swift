import Foundation
import Guidance
import HTTPTypes
import Register
import Storage
import Testing
import Transparency

@testable import Hub
@testable import Web

@Suite("What was done, in the browser")
struct AuditPagesTests {
    typealias Fixture = GovernanceFixture
    private static let council = WebFixture.person(.analyst, of: WebFixture.council)
    private static let auditor = WebFixture.person(.auditor, of: WebFixture.police)

    /// A supply of the police, and a question of the council about it.
    private static func asked(_ fixture: Fixture, purpose: String = "=cmd|' /C calc'!A0 to see <script>alert(1)</script>") throws -> Int {
        let web = fixture.web
        _ = try fixture.supply()
        _ = try AnswerQuestion(hub: web.hub, vault: web.face.vault(), entry: .session(WebFixture.strongWay)).perform(
            Question(dataset: WebFixture.crime, from: nil, to: nil, filters: [], by: []), for: council, purpose: purpose, showing: 0)
        return web.hub.state.size - 1
    }

    @Test("the agency whose information it was, the one that had it, and their partnership's auditor see it; nobody else does")
    func reach() async throws {
        let fixture = try await Fixture(), web = fixture.web
        let position = try Self.asked(fixture)
        let seeing = [
            Fixture.officer, WebFixture.person(.dataSupplier, of: WebFixture.police),
            WebFixture.person(.liaisonOfficer, of: WebFixture.council),
            WebFixture.person(.guardian, of: WebFixture.police), Self.auditor, Fixture.coordinator, Self.council,
        ]
        let others = [Fixture.analyst, Fixture.person(.auditor), Fixture.person(.coordinator), Fixture.person(.liaisonOfficer)]
        #expect(try await fixture.statuses("/audit/\(position)", seeing) == seeing.map { _ in 200 })
        #expect(try await fixture.statuses("/audit/\(position)", others) == others.map { _ in 404 })
        #expect(try await fixture.statuses("/audit/proofs/event-\(position).tlog-proof", others) == others.map { _ in 404 })
        #expect(try await web.ask("/audit/99999999", as: Self.auditor).status == 404)
        let list = try await web.ask("/audit", as: Fixture.officer).body
        #expect(list.contains("council-analyst") || list.contains("analyst of luton-council"))
        #expect(!list.contains("<script>alert") && list.contains("&lt;script&gt;alert"))
        #expect(try await web.ask("/audit", as: Fixture.analyst).status == 403)
        for person in [Fixture.person(.auditor), Fixture.person(.liaisonOfficer)] {
            let other = try await web.ask("/audit?kind=all", as: person).body
            #expect(!other.contains("luton") && !other.contains("beds-police") && !other.contains("Bedfordshire Police"), "\(person)")
        }
        // Nothing of the data: the question's values are nowhere.
        #expect(try await web.ask("/audit/own", as: Self.council).body.contains("/audit/\(position)"))
        #expect(!(try await web.ask("/audit/own", as: Fixture.analyst).body.contains("/audit/\(position)\"")))
    }

    @Test("filters narrow and never widen; a day that there is not is said; a page beyond the last is the last")
    func filters() async throws {
        let fixture = try await Fixture(), web = fixture.web
        let position = try Self.asked(fixture), link = "href=\"/audit/\(position)\""
        for (query, found) in [
            ("?agency=beds-police", true), ("?agency=luton-council", false), ("?by=luton-council", true), ("?by=beds-police", false),
            ("?by=beds-fire", false), ("?kind=sign-in", false), ("?kind=all", true), ("?dataset=stop-and-search", false),
            ("?from-day=1&from-month=1&from-year=2001", true), ("?to-day=1&to-month=1&to-year=2001", false), ("?page=7", true),
            ("?page=99999999999999999999", true), ("?page=9223372036854775807", true),
        ] {
            #expect(try await web.ask("/audit\(query)", as: Fixture.officer).body.contains(link) == found, "\(query)")
        }
        let wrong = try await web.ask("/audit?from-day=31&from-month=2&from-year=2026", as: Fixture.officer)
        #expect(wrong.body.contains("#from-day") && !wrong.body.contains(link))
        #expect(!(try await web.ask("/audit?agency=beds-police&kind=all", as: Fixture.person(.auditor)).body.contains(link)))
    }

    @Test("the file is what the page shows, and no cell of it is taken for a formula")
    func file() async throws {
        let fixture = try await Fixture(), web = fixture.web
        let position = try Self.asked(fixture)
        let file = try await web.ask("/audit/log.csv", as: Fixture.officer)
        #expect(file.status == 200 && file.headers[.contentType]?.hasPrefix("text/csv") == true)
        #expect(file.body.contains("\(position),") && !file.body.contains(",=cmd") && !file.body.contains(",\"=cmd"))
        #expect(try await web.ask("/audit/log.csv", as: Fixture.analyst).status == 403)
        #expect(!(try await web.ask("/audit/log.csv?kind=all", as: Fixture.person(.auditor)).body.contains("police")))
    }

    @Test("checkpoint, proof of an event and proof that the ledger grew are made here and hold; what was altered does not")
    func proofs() async throws {
        let fixture = try await Fixture(), web = fixture.web
        let position = try Self.asked(fixture), key = try #require(web.hub.state.hub?.verifierKey)
        func signed() async throws -> String {
            #expect(try await web.ask("/audit/proofs/sign", as: Self.auditor, form: []).status == 303)
            return try await web.ask("/audit/proofs/ledger.checkpoint", as: Self.auditor).body
        }
        let older = try await signed(), newer = try await signed()
        #expect(older != newer)
        #expect(try await web.ask("/audit/proofs", as: Self.auditor).body.contains("/audit/proofs/ledger.checkpoint"))
        #expect(try await web.ask("/audit/proofs/ledger.checkpoint", as: Fixture.analyst).status == 403)
        let event = try await web.ask("/audit/proofs/event-\(position).tlog-proof", as: Fixture.officer)
        #expect(event.status == 200)
        _ = try ProofFile(parsing: Array(event.body.utf8)).verifyInclusion(key: VerifierKey(parsing: key))
        // An event newer than the last checkpoint is proved too: the ledger is signed anew.
        #expect(try await web.ask("/audit/proofs/event-\(web.hub.state.size - 1).tlog-proof", as: .firstCoordinator).status == 200)
        let grew = try await web.ask("/audit/proofs/consistency", as: Self.auditor, form: [("from", older), ("to", newer)])
        #expect(grew.status == 200)
        #expect(try await web.ask("/audit/proofs/consistency", as: Self.auditor, form: [("from", "nonsense")]).status == 422)
        func check(_ form: [(String, String)]) async throws -> Int {
            try await web.ask("/audit/proofs/check", as: Fixture.analyst, form: [("key", key)] + form).status
        }
        let crlf = older.replacingOccurrences(of: "\n", with: "\r\n")
        #expect(try await check([("older", crlf), ("newer", newer), ("proof", grew.body)]) == 200)
        #expect(try await check([("proof", event.body)]) == 200)
        #expect(try await check([("older", older)]) == 200)
        #expect(try await check([("older", newer), ("newer", older), ("proof", grew.body)]) == 422)
        #expect(try await check([("older", older.replacingOccurrences(of: "— ", with: "— x"))]) == 422)
        #expect(try await check([]) == 422)
        #expect(try await web.ask("/audit/proofs/check", as: Fixture.analyst, form: [("key", Fixture.script)]).status == 422)
        let altered = event.body.replacingOccurrences(of: "index \(position)", with: "index \(position - 1)")
        #expect(altered != event.body)
        #expect(try await check([("proof", altered)]) == 422)
    }

    @Test("refusals, people and fields stand in words, not as the codes that programs know them by")
    func noCodes() async throws {
        let fixture = try await Fixture(), web = fixture.web
        try web.hub.run(.changeProfile(person: Self.council, datasets: []), by: .firstCoordinator)
        _ = try? AnswerQuestion(hub: web.hub, vault: web.face.vault(), entry: .session(WebFixture.strongWay)).perform(
            Question(dataset: WebFixture.crime, from: nil, to: nil, filters: [], by: []), for: Self.council, purpose: "to see", showing: 0)
        let refused = try await web.ask("/audit/own", as: Self.council).body
        #expect(refused.contains(web.face.texts("audit.refusal-dataset-not-in-profile")) && !refused.contains("dataset-not-in-profile"))
        let people = try await web.ask("/audit?kind=register", as: Self.auditor).body
        #expect(people.contains("analyst of luton-council") && !people.contains("council-analyst"))
    }

    @Test("every event has its words, and the ledger's index is what its events say")
    func words() async throws {
        let fixture = try await Fixture(), web = fixture.web
        let source = try String(
            contentsOf: WebFixture.repository.appending(path: "Packages/SharewellCore/Sources/Register/Event.swift"), encoding: .utf8)
        let names = source.matches(of: /(?m)^    case ([a-zA-Z]+)\(/).map { String($0.1) }
        #expect(names.count > 60)
        for name in names { #expect(web.face.texts.find("audit.event-\(name)") != nil, "audit.event-\(name)") }
        for code in Refusal.Code.allCases { #expect(web.face.texts.find("audit.refusal-\(code.rawValue)") != nil, "\(code)") }
        let events = try web.hub.ledger.events(from: 0, limit: 10_000)
        var naive = LedgerIndex()
        for entry in events { naive.take(try EventCoding.decode(entry.payload), at: entry.at, in: web.hub.state) }
        #expect(try web.face.trail.read { $0 == naive })
        // And again, when more happened since.
        _ = try web.session(Fixture.analyst)
        #expect(try web.face.trail.read { $0.size } == web.hub.state.size)
    }
}
