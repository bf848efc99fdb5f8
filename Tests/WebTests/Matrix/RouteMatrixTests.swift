import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Register
import Storage
import Testing

@testable import Hub
@testable import Web

/// Every address × every role × the agency whose it is, the one it was asked by, and a stranger.
@Suite("Who is answered what, at every address", .serialized)
struct RouteMatrixTests {
    @Test("every address asks who it is; a role that is not named is told nothing; no change is made without the session's token")
    func matrix() async throws {
        let world = try await SampleWorld()
        let web = world.web
        var page = RoutePages.matrixHead
        let application = Application(router: Responder(face: web.face).router(Routes.all), logger: web.face.logger)
        let notAllowed = web.face.texts("fault.not-allowed.title")
        let rows = try await application.test(.router) { client in
            var sessions: [PersonID: (cookie: String, csrf: String)] = [:]
            var rows = "", recording = Set<String>()
            for route in Routes.all {
                let address = world.address(of: route)
                let outside = try await Self.ask(client, route, address, cookie: nil)
                switch route.access {
                case .anyone: #expect(outside.status < 500 && outside.status != 403, "\(route.name) to anyone: \(outside.status)")
                case .token: #expect(outside.status == 401, "\(route.name) without a token: \(outside.status)")
                case .signedIn, .mayAny, .roles:
                    #expect(outside.status == 303, "\(route.name) to nobody: \(outside.status)")
                    #expect(outside.location?.hasPrefix("/sign-in") == true, "\(route.name) to nobody: \(outside.location ?? "–")")
                }
                if route.access == .anyone || route.access == .token { continue }
                var cells: [[Int]] = []
                for role in Role.allCases {
                    var cell: [Int] = []
                    for agency in SampleWorld.agencies {
                        let id = SampleWorld.person(role, of: agency)
                        let person = try #require(web.hub.state.people[id])
                        // A page may have ended the session: it is begun anew.
                        if try sessions[id] == nil || !Self.lives(sessions[id]?.cookie, web) {
                            sessions[id] = try web.session(id)
                            try Self.state(sessions[id]?.cookie, web)
                        }
                        let before = Int64(web.hub.state.size)
                        let answer = try await Self.ask(client, route, address, cookie: sessions[id]?.cookie)
                        let what = "\(route.name) to \(id): \(answer.status)"
                        #expect(answer.status < 500, "\(what)")
                        if route.method == .get {
                            // What is recorded by being looked at is in the table: without it, another site could have it recorded.
                            let events = try web.hub.ledger.events(from: before, limit: 100).map { try EventCoding.decode($0.payload).name }
                            let seen = Set(events).subtracting(["actionRefused", "sessionEnded"])
                            #expect(seen.isSubset(of: Set([route.event].compactMap(\.self))), "\(what), which records \(seen)")
                            recording.formUnion(seen.isEmpty ? [] : [route.name])
                        }
                        if !route.access.lets(person) {
                            #expect(answer.status == 403 || answer.status == 404, "\(what), and the role is not named")
                        } else if route.method == .get || route.method == .head {
                            #expect(!answer.body.contains(notAllowed), "\(what), and the role is named")
                        } else {
                            #expect(answer.status == 403, "\(what), without the session's token")
                        }
                        cell.append(answer.status)
                    }
                    cells.append(cell)
                }
                if route.method == .get { rows += RoutePages.row(route, cells) }
            }
            #expect(recording.contains("GET /explore/{dataset}"), "the world has nothing that is recorded by being looked at")
            return rows
        }
        page += rows
        try RoutePages.compare("access-matrix.md", with: page)
    }

    @Test("a form with nothing or nonsense in it breaks nothing, whoever sends it")
    func nonsense() async throws {
        let world = try await SampleWorld()
        let web = world.web
        let application = Application(router: Responder(face: web.face).router(Routes.all), logger: web.face.logger)
        let nonsense: [[(String, String)]] = [
            [], [("name", "<script>alert(1)</script>\"'"), ("why", String(repeating: "ä", count: 5_000)), ("day", "99999999999999999999")],
        ]
        try await application.test(.router) { client in
            for route in Routes.all where route.method == .post && route.access != .token {
                let address = world.address(of: route)
                for role in Role.allCases {
                    let id = SampleWorld.person(role, of: WebFixture.police)
                    let person = try #require(web.hub.state.people[id])
                    // Who left through a form of before is past asking.
                    guard route.access.lets(person), person.active, web.hub.state.accounts[id] != nil else { continue }
                    for form in nonsense {
                        let session = try web.session(id)
                        let answer = try await Self.ask(
                            client, route, address, cookie: session.cookie, form: form + [("csrf", session.csrf)])
                        #expect(answer.status < 500, "\(route.name) to \(id): \(answer.status)")
                        #expect(!answer.body.contains("<script>alert"), "\(route.name) gives back what was sent unescaped")
                    }
                }
            }
        }
    }

    @Test("the table of routes is as reviewed; every route has a test of its own, and every change its event")
    func pages() throws {
        try RoutePages.compare("routes.md", with: RoutePages.routes)
        let mentions = try RouteMentions()
        #expect(RoutePages.untested(mentions).isEmpty)
        #expect(RoutePages.unrecorded(mentions).isEmpty)
        try RoutePages.compare("routes-without-test.md", with: RoutePages.withoutTest(mentions))
        try RoutePages.compare("actions-without-event.md", with: RoutePages.withoutEvent(mentions))
    }

    /// Says in a session what the records of the world are looked at for.
    private static func state(_ cookie: String?, _ web: WebFixture) throws {
        guard let secret = cookie?.split(separator: "=", maxSplits: 1).last,
            let session = web.face.sessions.find(String(secret), at: web.hub.now)
        else { return }
        web.face.purposes.state("burglary profile", category: .intelligence, for: WebFixture.crime, in: session.id, at: web.hub.now)
    }

    private static func lives(_ cookie: String?, _ web: WebFixture) throws -> Bool {
        guard let secret = cookie?.split(separator: "=", maxSplits: 1).last else { return false }
        return web.face.sessions.find(String(secret), at: web.hub.now) != nil
    }

    /// `form` nil: a change is tried without anything, so without the token.
    private static func ask(
        _ client: some TestClientProtocol, _ route: Route, _ address: String, cookie: String?, form: [(String, String)]? = nil
    ) async throws -> WebFixture.Answer {
        var headers = HTTPFields()
        if let cookie { headers[.cookie] = cookie }
        var body: ByteBuffer?
        if let form {
            headers[.contentType] = "application/x-www-form-urlencoded"
            body = ByteBuffer(string: form.map { "\($0.0.queryEscaped)=\($0.1.queryEscaped)" }.joined(separator: "&"))
        }
        return try await client.execute(uri: address, method: route.method, headers: headers, body: body) { response in
            WebFixture.Answer(status: response.status.code, headers: response.headers, body: String(buffer: response.body))
        }
    }
}
