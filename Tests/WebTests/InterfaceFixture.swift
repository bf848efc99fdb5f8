import Foundation
import Guidance
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Register
import Storage
import Testing

@testable import Hub
@testable import Web

/// A hub that holds a month of stops and searches by the police, and tokens for its people; asked over HTTP from an address that may see them.
final class InterfaceFixture: Sendable {
    static let stops = RecordTypeID(rawValue: "stop-and-search")
    static let analyst = WebFixture.person(.analyst, of: WebFixture.council)
    let web: WebFixture

    init(limits: ServingSettings.Limits? = nil, device: String = "secure-premises") async throws {
        web = try await WebFixture { settings in
            settings.networks = [.init(range: "127.0.0.0/8", network: "x.gsi", device: device, protected: true, confirmed: [1])]
            settings.limits = limits
        }
        for agency in [WebFixture.police, WebFixture.council] {
            for role in Role.allCases {
                let person = WebFixture.person(role, of: agency)
                try web.hub.run(.changeProfile(person: person, datasets: [Self.stops, WebFixture.crime]), by: .firstCoordinator)
                try CredentialStore(vault: web.face.vault()).keep(Credentials(), of: person)
            }
        }
    }

    /// The month of stops, taken.
    func supply() throws {
        let file = WebFixture.repository.appending(path: "Samples/police-uk/2022-10-bedfordshire-stop-and-search.csv.gz")
        let request = TakeSupply.Request(
            file: file, dataset: Self.stops, agency: WebFixture.police, person: WebFixture.person(.dataSupplier, of: WebFixture.police),
            profile: nil, metadata: nil)
        _ = try TakeSupply(hub: web.hub, vault: web.face.vault(), stop: { false }).perform(request) { _, _ in }
    }

    func token(
        of person: PersonID = analyst, for datasets: Set<RecordTypeID> = [stops], days: Int = 30
    ) throws -> (id: String, secret: String) {
        let (token, secret) = try web.face.signIn.issueToken(
            for: web.face.signIn.proved(person), purpose: "stops by ward", category: .intelligence, datasets: datasets,
            until: web.hub.now.day + days,
            vault: web.face.vault())
        return (token.id, secret)
    }

    /// The cookie of a session begun where `asking` asks from.
    func session(_ person: PersonID) throws -> (cookie: String, csrf: String) {
        let (session, secret, _) = web.face.sessions.begin(
            person, way: WebFixture.strongWay, browser: "test", place: web.face.settings.place(of: "127.0.0.1"), at: web.hub.now)
        try web.face.signIn.enter(web.face.signIn.proved(person), session: session.id, way: WebFixture.strongWay)
        return ("\(SessionCookie.name)=\(secret)", session.csrf)
    }

    /// Asks one question after another of the same server.
    struct Asker: Sendable {
        let client: any TestClientProtocol

        func ask(
            _ path: String, token: String? = nil, headers: [String: String] = [:], body: String? = nil, method: HTTPRequest.Method? = nil
        ) async throws -> WebFixture.Answer {
            var fields = HTTPFields()
            if let token { fields[.authorization] = "Bearer \(token)" }
            if body != nil { fields[.contentType] = "application/json" }
            for (name, value) in headers { if let known = HTTPField.Name(name) { fields[known] = value } }
            return try await client.execute(
                uri: path, method: method ?? (body == nil ? .get : .post), headers: fields, body: body.map { ByteBuffer(string: $0) }
            ) { response in
                WebFixture.Answer(status: response.status.code, headers: response.headers, body: String(buffer: response.body))
            }
        }

        /// What is answered as JSON, with the status that is expected.
        func json(_ path: String, token: String, body: String? = nil, status: Int = 200) async throws -> JSON {
            let answer = try await ask(path, token: token, body: body)
            #expect(answer.status == status, "\(path): \(answer.body.prefix(300))")
            return try JSONDecoder().decode(JSON.self, from: Data(answer.body.utf8))
        }
    }

    func asking(_ work: @escaping @Sendable (Asker) async throws -> Void) async throws {
        let application = Application(router: Responder(face: web.face).router(Routes.all), logger: web.face.logger)
        try await application.test(.live) { client in try await work(Asker(client: client)) }
    }

    /// Events of the ledger of one kind.
    func events(_ pick: (Event) -> Bool) throws -> Int {
        try web.hub.ledger.events(from: 0, limit: .max).filter { pick(try EventCoding.decode($0.payload)) }.count
    }

    /// Pages of records that were seen.
    func views() throws -> Int { try events { if case .queryAnswered = $0 { true } else { false } } }
}
