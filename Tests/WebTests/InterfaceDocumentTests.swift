import Foundation
import Guidance
import HTTPTypes
import Register
import Testing

@testable import Hub
@testable import Web

@Suite("The documents of the interface")
struct InterfaceDocumentTests {
    @Test("every route for programs is an operation of a document, and every operation a route")
    func complete() throws {
        let routes = Set(Routes.all.filter { $0.access == .token }.map { "\($0.method.rawValue) \($0.path)" })
        let described = Set((InterfaceRoutes.operations + FeatureRoutes.operations).map { "\($0.method.rawValue) \($0.path)" })
        #expect(routes == described.union(["GET /api/v1/openapi.json", "GET /ogc/api"]))
        let paths = InterfaceRoutes.document.json(at: "https://hub")["paths"]
        for operation in InterfaceRoutes.operations {
            let entry = paths?[String(operation.path.dropFirst("/api/v1".count))]?[operation.method.rawValue.lowercased()]
            #expect(entry?["operationId"]?.text == operation.id)
            let named = Set(operation.path.matches(of: /\{([a-z]+)\}/).map { String($0.output.1) })
            #expect(named == Set(operation.parameters.filter { $0.place == .path }.map(\.name)))
        }
        #expect(Set(InterfaceRoutes.operations.map(\.id)).count == InterfaceRoutes.operations.count)
    }

    @Test("no operation is had without a token, with a session, or by another method than its own")
    func closed() async throws {
        let fixture = try await InterfaceFixture()
        let session = try fixture.session(InterfaceFixture.analyst)
        let token = try fixture.token()
        try await fixture.asking { hub in
            for route in Routes.all where route.access == .token {
                let path = route.path.replacing(/\{[a-z]+\}/, with: "stop-and-search")
                for headers in [[:], ["Cookie": session.cookie]] {
                    let answer = try await hub.ask(path, headers: headers, body: route.method == .post ? "{}" : nil)
                    #expect(answer.status == 401, "\(route.name)")
                }
                for method in ["PUT", "QUERY", "PROPFIND"].compactMap({ HTTPRequest.Method($0) }) {
                    let answer = try await hub.ask(path, token: token.secret, method: method)
                    #expect(answer.status == 405 && answer.headers[.contentType] == "application/problem+json", "\(method) \(route.name)")
                    #expect(answer.headers[.xContentTypeOptions] == "nosniff")
                }
            }
        }
    }

    @Test("a problem has the title of its status, and says the rest beside it; another type of body is 415")
    func problems() async throws {
        let fixture = try await InterfaceFixture()
        let token = try fixture.token()
        let counts = "/api/v1/datasets/stop-and-search/counts"
        try await fixture.asking { hub in
            for (path, body, type, status) in [
                ("/api/v1/datasets/nothing", nil, "", 404), ("/api/v1/status?nothing=1", nil, "", 400),
                (counts, "{", "application/json", 400),
                (counts, "{}", "text/plain", 415),
            ] as [(String, String?, String, Int)] {
                let answer = try await hub.ask(path, token: token.secret, headers: body == nil ? [:] : ["Content-Type": type], body: body)
                let problem = try JSONDecoder().decode(JSON.self, from: Data(answer.body.utf8))
                #expect(answer.status == status && problem["status"]?.integer == status, "\(path): \(answer.body)")
                #expect(problem["type"]?.text == "about:blank")
                #expect(problem["title"]?.text == [400: "Bad Request", 404: "Not Found", 415: "Unsupported Media Type"][status])
                #expect(problem["code"]?.text?.isEmpty == false && (status == 404 || problem["detail"]?.text?.isEmpty == false))
                if status == 415 { #expect(answer.headers[.accept] == "application/json") }
            }
        }
    }

    @Test("HEAD is answered where GET records nothing, and elsewhere said not to be: by no address with an unknown name")
    func head() async throws {
        let fixture = try await InterfaceFixture()
        try fixture.supply()
        let token = try fixture.token()
        try await fixture.asking { hub in
            for (path, allow) in [
                ("/ogc/collections/stop-and-search/items", "GET"), ("/api/v1/datasets/stop-and-search/records", "GET"),
                ("/api/v1/datasets/stop-and-search/counts", "POST"), ("/api/v1/status", nil), ("/ogc/collections", nil),
            ] {
                let answer = try await hub.ask(path, token: token.secret, method: .head)
                #expect(answer.status == (allow == nil ? 200 : 405) && answer.body.isEmpty, "\(path)")
                #expect(answer.headers[.allow] == allow, "\(path)")
            }
            let other = try await hub.ask("/api/v1/status", token: token.secret, method: .put)
            #expect(other.status == 405 && other.headers[.allow] == "GET, HEAD")
        }
    }

    @Test("every schema that is spoken of is there")
    func named() {
        for operation in InterfaceRoutes.operations + FeatureRoutes.operations {
            for name in operation.answer.names + (operation.body?.names ?? []) { #expect(Schemas.all[name] != nil, "\(name)") }
        }
        for (name, schema) in Schemas.all { for other in schema.names { #expect(Schemas.all[other] != nil, "\(other) of \(name)") } }
    }

    @Test("what is answered is what the document says")
    func answers() async throws {
        let fixture = try await InterfaceFixture()
        try fixture.supply()
        _ = try PublishCheckpoint(hub: fixture.web.hub, vault: fixture.web.face.vault()).perform()
        let officer = try fixture.token(of: WebFixture.person(.liaisonOfficer, of: WebFixture.police))
        try await fixture.asking { hub in
            let list = try await hub.json("/api/v1/datasets/stop-and-search/records?limit=3", token: officer.secret)
            let record = try #require(list["items"]?.array?.first?["id"]?.text)
            let checkpoint = try #require(try await hub.json("/api/v1/ledger/checkpoint", token: officer.secret)["checkpoint"]?.text)
            var answered = 0
            for operation in InterfaceRoutes.operations + FeatureRoutes.operations {
                var path = operation.path
                for (name, value) in [
                    "dataset": "stop-and-search", "collection": "stop-and-search", "supply": "s000001", "record": record, "feature": record,
                ] {
                    path = path.replacing("{\(name)}", with: value)
                }
                if path.contains("{") { continue }
                let bodies: [String: JSON] = [
                    "countRecords": .object(["by": .texts(["gender", "weekday"]), "from": .text("2022-10")]),
                    "searchRecords": .object([
                        "limit": .integer(2), "filters": .array([.object(["field": .text("gender"), "equals": .text("M")])]),
                    ]),
                    "proveConsistency": .object(["checkpoint": .text(checkpoint)]),
                ]
                let body = try bodies[operation.id].map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
                let answer = try await hub.ask(path, token: officer.secret, body: body)
                #expect(answer.status == 200, "\(operation.id): \(answer.body.prefix(200))")
                #expect(answer.headers[.contentType] == operation.type)
                let json = try JSONDecoder().decode(JSON.self, from: Data(answer.body.utf8))
                let fault = operation.answer.fault(in: json) { Schemas.all[$0] }
                #expect(fault == nil, "\(operation.id): \(fault ?? "")")
                answered += 1
            }
            #expect(answered >= 20)
            let problem = try await hub.json("/api/v1/datasets/nothing", token: officer.secret, status: 404)
            #expect(ProblemDetails.schema.fault(in: problem) { _ in nil } == nil)
            for path in ["/api/v1/openapi.json", "/ogc/api"] { #expect(try await hub.ask(path, token: officer.secret).status == 200) }
            // The catalogue has what a catalogue has, and links into the interface.
            let catalogue = try await hub.json("/api/v1/catalogue", token: officer.secret)
            #expect(
                catalogue["@type"]?.text == "dcat:Catalog"
                    && catalogue["dcat:dataset"]?.array?.first?["dct:temporal"]?["dcat:startDate"]?["@value"]?.text?.hasPrefix("2022-10")
                        == true
            )
            // What DCAT has as resources are addresses, dates have a type, and whoever finds a file is told how to ask for it.
            let dataset = try #require(catalogue["dcat:dataset"]?.array?.first)
            let distribution = try #require(dataset["dcat:distribution"]?.array?.first)
            #expect(
                distribution["dcat:mediaType"]?["@id"]?.text == "https://www.iana.org/assignments/media-types/application/json"
                    && distribution["dct:accessRights"]?["rdfs:label"]?.text?.contains("Bearer") == true)
            #expect(catalogue["dct:language"]?["@id"]?.text == "http://id.loc.gov/vocabulary/iso639-1/en")
            #expect(dataset["dct:conformsTo"]?["@type"]?.text == "dct:Standard")
            for end in ["dcat:startDate", "dcat:endDate"] {
                let day = try #require(dataset["dct:temporal"]?[end])
                #expect(
                    day["@type"]?.text
                        == ["xsd:gYear", "xsd:gYearMonth", "xsd:date"][(day["@value"]?.text?.split(separator: "-").count ?? 1) - 1])
            }
            #expect(catalogue["@context"]?["xsd"]?.text == "http://www.w3.org/2001/XMLSchema#")
        }
    }

    @Test("a request, its assessment and a grant are as described, for both sides and for nobody else")
    func requests() async throws {
        let fixture = try await InterfaceFixture()
        let hub = fixture.web.hub, today = hub.now.day
        let asker = InterfaceFixture.analyst, officer = WebFixture.person(.liaisonOfficer, of: WebFixture.police)
        for agency in [WebFixture.police, WebFixture.council] {
            let notification = DataProtectionNotification(number: "Z1234567", expires: today + 400)
            try hub.run(.partnership(.recordNotification(agency, notification)), by: .firstCoordinator)
        }
        // Somebody of an agency that the request does not concern.
        let fire = AgencyID(rawValue: "beds-fire"), stranger = PersonID(rawValue: "fire-analyst")
        try hub.run(.addAgency(id: fire, name: "Fire", agencyClass: "fire-and-rescue"), by: .firstCoordinator)
        try hub.run(
            .addPerson(id: stranger, name: "S", agency: fire, roles: [.analyst], datasets: [InterfaceFixture.stops]), by: .firstCoordinator)
        try hub.run(.invite(stranger, registration: "level-3"), by: .firstCoordinator)
        try CredentialStore(vault: fixture.web.face.vault()).keep(Credentials(), of: stranger)
        let content = RequestContent(
            purpose: .intelligence, why: "to see where stops <script>are made", benefit: "the profile comes back to the police",
            questions: ["Where were most stops made in autumn, and of whom?"], dataset: InterfaceFixture.stops,
            fields: ["gender", "age_range"].filter { hub.rulebook.recordType(InterfaceFixture.stops)?.field($0) != nil }, precision: .none,
            source: WebFixture.police, recipients: [asker], handler: asker, format: "csv", neededWithin: 5, transfer: .hub,
            destroyBy: today + 60)
        try hub.run(.request(.make(content)), by: asker)
        let request = try #require(hub.state.requests.keys.first)
        let grant = hub.state.requests[request]?.grant
        try await fixture.asking { client in
            for (person, sees) in [(asker, true), (officer, true), (stranger, false)] {
                let token = try fixture.token(of: person)
                let all =
                    [
                        ("/api/v1/requests/\(request)", "Request"), ("/api/v1/requests/\(request)/assessment", "Assessment"),
                    ] + (grant.map { [("/api/v1/grants/\($0)", "Grant")] } ?? [])
                for (path, name) in all {
                    let json = try await client.json(path, token: token.secret, status: sees ? 200 : 404)
                    #expect(Schema.named(sees ? name : "Problem").fault(in: json) { Schemas.all[$0] } == nil, "\(path)")
                }
                for (path, name) in [("/api/v1/requests", "RequestList"), ("/api/v1/grants", "GrantList"), ("/api/v1/duties", "DutyList")] {
                    let json = try await client.json(path, token: token.secret)
                    #expect(Schema.named(name).fault(in: json) { Schemas.all[$0] } == nil, "\(path)")
                    if name == "RequestList" { #expect(json["items"]?.array?.count == (sees ? 1 : 0)) }
                    if name == "DutyList" {
                        let owing = Set(json["items"]?.array?.compactMap { $0["agency"]?.text } ?? [])
                        #expect(owing.isSubset(of: [hub.state.people[person]?.agency?.rawValue ?? ""]))
                    }
                }
            }
        }
    }

    @Test("the check of schemas finds what is wrong")
    func check() {
        let schema = Schema.object([
            Member("name", .text(pattern: "[a-z]+", most: 5)), Member("count", .integer(1...9), optional: true),
            Member("list", .array(.flag, least: 1, most: 2), optional: true), Member("place", .orNull(.number), optional: true),
        ])
        func fault(_ members: [String: JSON]) -> String? { schema.fault(in: .object(members)) { _ in nil } }
        #expect(fault(["name": .text("abc")]) == nil)
        #expect(fault(["name": .text("abc"), "count": .integer(9), "list": .array([.flag(true)]), "place": .null]) == nil)
        for wrong in [
            [:], ["name": JSON.text("ABC")], ["name": .text("abcdef")], ["name": .integer(1)], ["name": .text("a"), "count": .integer(10)],
            ["name": .text("a"), "list": .array([])], ["name": .text("a"), "list": .array([.text("x")])],
            ["name": .text("a"), "other": .null], ["name": .text("a"), "place": .text("x")],
        ] { #expect(fault(wrong) != nil, "\(wrong)") }
        #expect(schema.fault(in: .array([])) { _ in nil } != nil)
    }
}
