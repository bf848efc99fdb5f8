import Foundation
import Guidance
import HTTPTypes
import Register
import Testing

@testable import Hub
@testable import Web

@Suite("Pages that record that they were seen")
struct RecordingPagesTests {
    private static let analyst = WebFixture.person(.analyst, of: WebFixture.council)
    private static let crime = WebFixture.crime

    /// A hub with some offences of the police, and one session of an analyst of the council who has said what for.
    private struct World {
        let web: WebFixture
        let session: (cookie: String, csrf: String)

        init() async throws {
            web = try await WebFixture()
            let file = web.root.appending(path: "offences.csv")
            let type = try #require(web.hub.rulebook.recordType(crime))
            try MakeSample(type: type, rulebook: web.hub.rulebook, rows: 60, seed: 5, places: nil).perform(to: file, otherwise: { _ in })
            _ = try TakeSupply(hub: web.hub, vault: web.face.vault(), stop: { false }).perform(
                TakeSupply.Request(
                    file: file, dataset: crime, agency: WebFixture.police, person: WebFixture.person(.dataSupplier, of: WebFixture.police),
                    profile: nil, metadata: nil), progress: { _, _ in })
            session = try web.session(analyst)
        }

        func state() async throws {
            let form = [("category", "intelligence"), ("purpose", "burglary profile"), ("csrf", session.csrf)]
            #expect(try await web.ask("/explore/\(crime)/purpose", form: form, headers: ["Cookie": session.cookie]).status == 303)
        }

        func ask(_ path: String, _ headers: [String: String] = [:], _ method: HTTPRequest.Method? = nil) async throws -> WebFixture.Answer {
            try await web.ask(path, headers: headers.merging(["Cookie": session.cookie]) { _, new in new }, method: method)
        }

        /// Answers that were recorded while `work` ran.
        func seen(_ work: () async throws -> Void) async throws -> [QueryAnswered] {
            try await web.recorded(during: work).compactMap { if case .queryAnswered(let answer) = $0 { answer } else { nil } }
        }
    }

    @Test("a map, its layers: each is one answer under the purpose stated; the outlines of wards are none")
    func maps() async throws {
        let world = try await World()
        #expect(try await world.ask("/explore/\(Self.crime)/map").location == "/explore/\(Self.crime)/purpose")
        #expect(try await world.ask("/explore/\(Self.crime)/layer/areas").status == 404, "nothing without a purpose")
        try await world.state()
        for (path, counts) in [
            ("/explore/\(Self.crime)/map", true), ("/explore/\(Self.crime)/map?show=hexagons&side=500", true),
            ("/explore/\(Self.crime)/layer/areas", true), ("/explore/\(Self.crime)/layer/hexagons", true),
        ] {
            let seen = try await world.seen { () async throws -> Void in
                let answer = try await world.ask(path)
                #expect(answer.status == 200 && answer.headers[.cacheControl] == "no-store", "\(path)")
            }
            #expect(seen.map(\.purpose) == ["burglary profile"] && seen.allSatisfy { $0.by == Self.analyst && ($0.shown == 0) == counts })
        }
        let points = try await world.seen { () async throws -> Void in
            let answer = try await world.ask("/explore/\(Self.crime)/layer/points")
            #expect(answer.status == 200 && answer.body.contains("\"points\":[") && answer.body.contains("\"records\":"))
        }
        #expect(points.count == 1 && points[0].shown > 0, "points are records")
        #expect(try await world.ask("/explore/\(Self.crime)/layer/nothing").status == 404)
        let none = try await world.web.recorded { () async throws -> Void in
            let outlines = try await world.ask("/explore/\(Self.crime)/outlines")
            #expect(outlines.status == 200 && outlines.body.contains("FeatureCollection"))
        }
        #expect(none.isEmpty)
        for path in ["/explore/\(Self.crime)/outlines", "/explore/\(Self.crime)/map", "/explore/\(Self.crime)/layer/areas"] {
            #expect(try await world.web.ask(path, as: WebFixture.person(.auditor, of: WebFixture.council)).status == 403)
        }
    }

    @Test("asking whether such a page is there records nothing")
    func head() async throws {
        let world = try await World()
        try await world.state()
        for path in ["/explore/\(Self.crime)", "/explore/\(Self.crime)/map", "/explore/\(Self.crime)/layer/points"] {
            let events = try await world.web.recorded { _ = try await world.ask(path, [:], .head) }
            #expect(events.isEmpty, "\(path)")
        }
    }

    @Test("another site that leads to it records nothing in its reader's name before they say so, and fetches nothing at all")
    func otherSites() async throws {
        let world = try await World()
        try await world.state()
        let path = "/explore/\(Self.crime)?from=2022-10&is-offence_type="
        for site in ["cross-site", "same-site"] {
            let events = try await world.web.recorded { () async throws -> Void in
                let asked = try await world.ask(path, ["Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate"])
                #expect(asked.status == 200 && asked.body.contains("href=\"/explore/\(Self.crime)?from=2022-10&amp;is-offence_type=\""))
                #expect(!asked.body.contains("sw-marking"))
                for mode in ["no-cors", "cors"] {
                    #expect(
                        try await world.ask("/explore/\(Self.crime)/layer/areas", ["Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode]).status
                            == 403)
                }
                let pack = try await world.web.ask(
                    "/transparency/pack.zip", as: .firstCoordinator, headers: ["Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate"])
                #expect(pack.headers[.contentType]?.hasPrefix("text/html") == true)
            }
            #expect(events.allSatisfy { ["signedIn"].contains($0.name) }, "\(events.map(\.name))")
        }
        for site in ["same-origin", "none"] {
            let seen = try await world.seen { () async throws -> Void in
                #expect(try await world.ask(path, ["Sec-Fetch-Site": site]).status == 200)
            }
            #expect(seen.count == 1)
        }
    }
}
