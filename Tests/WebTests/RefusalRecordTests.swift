import Foundation
import Guidance
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Register
import Testing

@testable import Hub
@testable import Web

@Suite("Refusals are on the record")
struct RefusalRecordTests {
    private static let refusal = Refusal(.accessNotAllowed, "Not by that way.", remedy: "Come by another.")
    private static let analyst = WebFixture.person(.analyst, of: WebFixture.council)

    private static let routes: [Route] = [
        // As a page that asks the register by itself.
        .get("/own/{dataset}", .may(.query)) { _ in throw refusal },
        // As one whose use case has put it on the record.
        .get("/used/{dataset}", .may(.query)) { visit in
            try visit.hub.recordingRefusals(by: visit.actor, action: .query, dataset: nil) { throw refusal }
        },
        .get("/nothing", .signedIn) { _ in throw refusal },
    ]

    private static func ask(_ web: WebFixture, _ path: String) async throws -> (status: Int, body: String) {
        let session = try web.session(analyst)
        let application = Application(router: Responder(face: web.face).router(routes), logger: web.face.logger)
        return try await application.test(.router) { client in
            try await client.execute(uri: path, method: .get, headers: [.cookie: session.cookie]) { response in
                (response.status.code, String(buffer: response.body))
            }
        }
    }

    @Test("whoever refuses, it is recorded once before it leaves, and the page says so; what is not recorded is not said to be")
    func once() async throws {
        let web = try await WebFixture()
        for (path, dataset) in [("/own/\(WebFixture.crime)", WebFixture.crime), ("/used/x", nil), ("/own/%3Cscript%3E", nil)] {
            let events = try await web.recorded {
                let answer = try await Self.ask(web, path)
                #expect(answer.status == 403 && answer.body.contains("That this was refused is recorded."))
            }
            let refused = events.compactMap { if case .actionRefused(let refused) = $0 { refused } else { nil } }
            #expect(
                refused == [ActionRefused(by: Self.analyst.rawValue, action: .query, dataset: dataset, code: .accessNotAllowed)], "\(path)")
        }
        let events = try await web.recorded {
            let answer = try await Self.ask(web, "/nothing")
            #expect(answer.status == 403 && !answer.body.contains("is recorded."))
        }
        #expect(!events.contains { if case .actionRefused = $0 { true } else { false } })
    }

    @Test("views and maps that are refused are recorded with the dataset")
    func explore() async throws {
        let web = try await WebFixture()
        let weak = AccessWay(
            network: "best-commercial", device: "secure-premises", signIn: "password-best-practice", registration: "level-3")
        let session = try web.session(Self.analyst, way: weak)
        let events = try await web.recorded {
            let answer = try await web.ask(
                "/explore/\(WebFixture.crime)/purpose",
                form: [("category", "intelligence"), ("purpose", "burglary profile"), ("csrf", session.csrf)],
                headers: ["Cookie": session.cookie])
            #expect(answer.status == 403 && answer.body.contains("That this was refused is recorded."))
        }
        let refused = events.compactMap { if case .actionRefused(let refused) = $0 { refused } else { nil } }
        #expect(refused.count == 1 && refused.first?.dataset == WebFixture.crime && refused.first?.action == .query)
    }

    @Test("the same refused again and again within a minute: a few events, and one with the number of the rest when the minute is over")
    func again() async throws {
        let web = try await WebFixture()
        func refused(_ events: [Event]) -> [ActionRefused] {
            events.compactMap { if case .actionRefused(let refused) = $0 { refused } else { nil } }
        }
        let many = refused(
            try await web.recorded {
                for number in 0..<40 {
                    let answer = try await Self.ask(web, "/own/\(number == 39 ? WebFixture.crime.rawValue : "x\(number)")")
                    #expect(answer.status == 403 && answer.body.contains("That this was refused is recorded."))
                }
            })
        #expect(many.count == 5 && many.allSatisfy { $0.times == nil })
        let known = web.hub.state.refusals[.accessNotAllowed]
        web.wait(minutes: 1)
        let after = refused(try await web.recorded { try web.hub.noteRepeatedRefusals() })
        #expect(
            after == [ActionRefused(by: Self.analyst.rawValue, action: .query, dataset: nil, code: .accessNotAllowed, times: 35)])
        #expect(web.hub.state.refusals[.accessNotAllowed] == (known ?? 0) + 35)
        // Of a new minute the first is told again, and nothing twice.
        let fresh = refused(try await web.recorded { _ = try await Self.ask(web, "/own/\(WebFixture.crime)") })
        #expect(fresh.count == 1 && fresh.first?.times == nil)
        web.wait(minutes: 1)
        #expect(refused(try await web.recorded { try web.hub.noteRepeatedRefusals() }).isEmpty)
        let auditor = WebFixture.person(.auditor, of: WebFixture.council)
        #expect(try await web.ask("/audit?kind=all", as: auditor).body.contains("35 times more"))
    }
}
