import Foundation
import Guidance
import HTTPTypes
import Law
import Register
import Testing

@testable import Hub
@testable import Web

@Suite("Copies under a grant")
struct GrantCopyTests {
    private let member = AskFixture.member
    private static let use = [("purpose", "case meeting")]
    /// A way that RESTRICTED is reached by, and that is not of secure premises.
    private static let outside = AccessWay(
        network: "x.gsi", device: "gov-pc", signIn: "protected", registration: "level-3", confirmed: [1])

    /// A request that was granted, to somebody who may use it.
    private func granted(_ ask: AskFixture) async throws -> GrantID {
        let id = try await ask.ask()
        try ask.settle(id)
        #expect(try await ask.grant(id).status == 303)
        return try #require(ask.web.hub.state.requests[id]?.grant)
    }

    /// Takes a copy in a session; the name it is fetched by.
    private func take(_ grant: GrantID, _ web: WebFixture, _ session: (cookie: String, csrf: String)) async throws -> String {
        let taken = try await web.ask(
            "/grants/\(grant)/download", form: Self.use + [("csrf", session.csrf)], headers: ["Cookie": session.cookie])
        let path = taken.body.components(separatedBy: "href=\"/grants/\(grant)/download/").dropFirst().first?.prefix { $0 != "\"" }
        return String(try #require(path, "\(taken.status)"))
    }

    @Test("from outside secure premises the records are viewed, and no copy of them is offered or taken")
    func viewOnly() async throws {
        let ask = try await AskFixture(), web = ask.web
        try ask.bind(member)
        let grant = try await granted(ask)
        let records = try await web.ask("/grants/\(grant)/records", as: member, form: Self.use, way: Self.outside)
        #expect(records.status == 200 && records.body.contains(ask.person))
        #expect(try await !web.ask("/grants/\(grant)", as: member, way: Self.outside).body.contains("/grants/\(grant)/download"))
        let page = try await web.ask("/grants/\(grant)/download", as: member, way: Self.outside)
        #expect(page.status == 200 && page.body.contains(web.face.texts("grant.download.view-only")))
        #expect(!page.body.contains("action=\"/grants/\(grant)/download\""))
        let events = try await web.recorded { () async throws -> Void in
            let taken = try await web.ask("/grants/\(grant)/download", as: member, form: Self.use, way: Self.outside)
            #expect([403, 422].contains(taken.status) && !taken.body.contains("/grants/\(grant)/download/"), "\(taken.status)")
        }
        #expect(events.contains { if case .actionRefused(let refused) = $0 { refused.code == .accessNotAllowed } else { false } })
        #expect(!events.contains { if case .extractBegun = $0 { true } else { false } })
        #expect(web.hub.state.grants[grant]?.releases == 1, "the view, and no copy")
        // On secure premises it is.
        #expect(try await web.ask("/grants/\(grant)", as: member).body.contains("/grants/\(grant)/download"))
    }

    @Test("what is supplied for one grant is not in the public pack, however few they are")
    func pack() async throws {
        let ask = try await AskFixture(), web = ask.web
        func row() throws -> [String] {
            let facts = OpenFacts(state: web.hub.state, rulebook: web.hub.rulebook, events: [], today: web.hub.now.day)
            let table = try #require(facts.tables.first { $0.name == "datasets.csv" })
            return try #require(table.rows.first { $0[0] == WebFixture.offenders.rawValue })
        }
        let before = try row(), grant = try await granted(ask)
        let type = try #require(web.hub.rulebook.recordType(WebFixture.offenders)), file = web.root.appending(path: "for-grant.csv")
        try MakeSample(type: type, rulebook: web.hub.rulebook, rows: 2, seed: 9, places: nil).perform(to: file) { _ in }
        let supplier = WebFixture.person(.dataSupplier, of: WebFixture.police)
        let taken = try TakeSupply(hub: web.hub, vault: web.face.vault(), stop: { false }).perform(
            TakeSupply.Request(
                file: file, dataset: type.id, agency: WebFixture.police, person: supplier, profile: nil, metadata: nil, grant: grant)
        ) { _, _ in }
        #expect(taken.status == .taken)
        #expect(try row() == before)
    }

    @Test("a copy that waits is had under its own grant alone, and goes with it")
    func bound() async throws {
        let ask = try await AskFixture(), web = ask.web
        try ask.bind(member)
        let first = try await granted(ask), second = try await granted(ask)
        let session = try web.session(member)
        let file = try await take(first, web, session)
        #expect(
            try await web.ask("/grants/\(first)/revoke", as: AskFixture.officer, form: [("text", "the case is closed")]).status == 303)
        for grant in [first, second] {
            #expect(try await web.ask("/grants/\(grant)/download/\(file)", headers: ["Cookie": session.cookie]).status == 404, "\(grant)")
        }
        let folder = web.hub.folder.ready.path
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
        Housekeeping(face: web.face).round()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        // Of a grant that lives it is kept, and given.
        let other = try await take(second, web, session)
        Housekeeping(face: web.face).round()
        #expect(try await web.ask("/grants/\(second)/download/\(other)", headers: ["Cookie": session.cookie]).status == 200)
    }
}
