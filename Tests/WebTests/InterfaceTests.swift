import Foundation
import Guidance
import HTTPTypes
import Places
import Register
import Storage
import Testing

@testable import Hub
@testable import Web

@Suite("The interface for programs")
struct InterfaceTests {
    // What is counted and shown is a queryAnswered of the ledger: `views` counts them.
    private static let records = "/api/v1/datasets/stop-and-search/records"
    private static let items = "/ogc/collections/stop-and-search/items"

    /// Addresses of every operation, with names that are there in the hub.
    private static func addresses() -> [(operation: Web.Operation, path: String, body: String?)] {
        (InterfaceRoutes.operations + FeatureRoutes.operations).map { operation in
            var path = operation.path
            for (name, value) in [
                "dataset": "stop-and-search", "collection": "stop-and-search", "supply": "s000001", "request": "r000001",
                "grant": "g000001",
            ] { path = path.replacing("{\(name)}", with: value) }
            return (operation, path, operation.body == nil ? nil : operation.id == "proveConsistency" ? "{\"checkpoint\":\"none\"}" : "{}")
        }
    }

    @Test("every role of both agencies gets no more by any operation than asking for records gives them")
    func subset() async throws {
        let fixture = try await InterfaceFixture()
        try fixture.supply()
        let hub = fixture.web.hub
        try await fixture.asking { asker in
            for agency in [WebFixture.police, WebFixture.council] {
                for role in Role.allCases {
                    let person = WebFixture.person(role, of: agency)
                    let token = try fixture.token(of: person)
                    var allowed = true
                    do {
                        _ = try hub.register.permitAnswer(
                            to: person, dataset: InterfaceFixture.stops, purpose: "stops by ward", category: .intelligence, action: .query,
                            through: WebFixture.strongWay, at: hub.now)
                    } catch { allowed = false }
                    #expect(allowed == [.analyst, .liaisonOfficer].contains(role))
                    for (operation, path, body) in Self.addresses() where !path.contains("{") {
                        let answer = try await asker.ask(path, token: token.secret, body: body)
                        #expect(answer.status < 500, "\(operation.id)")
                        switch operation.id {
                        case "listDatasets", "getCollections", "showCatalogue":
                            #expect(
                                answer.status == 200 && answer.body.contains("stop-and-search") == allowed, "\(operation.id) for \(person)")
                        case "describeDataset", "getCollection":
                            #expect(answer.status == (allowed ? 200 : 404), "\(operation.id) for \(person)")
                        case "countRecords", "listRecords", "searchRecords", "getFeatures":
                            #expect(answer.status == (allowed ? 200 : 403), "\(operation.id) for \(person)")
                            #expect(answer.body.contains("RESTRICTED") == allowed)
                        case "listSupplies", "showSupply", "proveSupply":
                            let isOwn = agency == WebFixture.police || [.coordinator, .auditor].contains(role)
                            let may = isOwn && (try? hub.register.person(person, maySeeQualityOf: SupplyID(rawValue: "s000001"))) != nil
                            #expect(
                                (answer.status == 200 && answer.body.contains(operation.id == "proveSupply" ? "tlog-proof" : "s000001"))
                                    == may, "\(operation.id) for \(person)")
                        // A role that sees no requests at all is told so, whether or not there is one.
                        case "showRequest", "assessRequest", "showGrant":
                            #expect(answer.status == (hub.state.people[person]?.may(.seeRequest) == true ? 404 : 403))
                        case "listRequests", "listGrants":
                            #expect(answer.status == (hub.state.people[person]?.may(.seeRequest) == true ? 200 : 403))
                        case "showCheckpoint", "proveConsistency":
                            let looks = hub.state.people[person]?.may(.seeAudit) == true
                            #expect(
                                answer.status == (!looks ? 403 : operation.id == "showCheckpoint" ? 200 : 400),
                                "\(operation.id) for \(person)")
                        default: #expect(answer.status == 200, "\(operation.id) for \(person)")
                        }
                    }
                }
            }
        }
    }

    @Test("JSON that lies deep in itself is not read, however it is written, and costs nothing")
    func deep() async throws {
        let deep = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
        let many = "[" + Array(repeating: deep, count: 60).joined(separator: ",") + "]"
        let objects = String(repeating: "{\"a\":", count: 300) + "1" + String(repeating: "}", count: 300)
        // What is in texts is no depth, quoted or not.
        #expect(JSON(told: Array("[\"[[[[[[[[[[[[\\\"[[[[[\"]".utf8)) == .array([.text("[[[[[[[[[[[[\"[[[[[")]))
        #expect(JSON(told: Array("[\"\\\\\",[[[[[[[[1]]]]]]]]]".utf8)) == nil)
        #expect(JSON(told: Array("{\"filters\":[{\"field\":\"a\",\"equals\":\"b\"}]}".utf8)) != nil)
        for text in [deep, many, objects, "[[[[[[[[[1]]]]]]]]]", "\u{FEFF}\(deep)"] { #expect(JSON(told: Array(text.utf8)) == nil) }
        // Nor is UTF-16, in which brackets could be hidden.
        #expect(JSON(told: "[1]".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }) == nil)
        let fixture = try await InterfaceFixture()
        let token = try fixture.token()
        try await fixture.asking { hub in
            let began = ContinuousClock.now
            for body in [deep, many, objects] {
                for path in ["\(Self.records)/search", "/api/v1/datasets/stop-and-search/counts"] {
                    #expect(try await hub.json(path, token: token.secret, body: body, status: 400)["code"]?.text == "malformed")
                }
            }
            #expect(ContinuousClock.now - began < .seconds(5))
            for box in ["0x1p1,51,1,52", "nan,51,1,52", "inf,51,1,52", "1e999,51,1,52", "1,51,1"] {
                _ = try await hub.json("\(Self.items)?bbox=\(box)", token: token.secret, status: 400)
            }
        }
    }

    @Test("another dataset than those of the token is not there, whatever the profile holds; nor is one that left the profile")
    func datasets() async throws {
        let fixture = try await InterfaceFixture()
        let token = try fixture.token(for: [WebFixture.crime]), both = try fixture.token(for: [WebFixture.crime, InterfaceFixture.stops])
        try await fixture.asking { hub in
            for path in [Self.records, Self.items, "/api/v1/datasets/stop-and-search", "/ogc/collections/stop-and-search"] {
                let nothing = try await hub.json("/api/v1/datasets/nothing", token: token.secret, status: 404)
                #expect(try await hub.json(path, token: token.secret, status: 404) == nothing)
            }
            #expect(try await hub.json(Self.records, token: both.secret)["matched"] == .integer(0))
            try fixture.web.hub.run(.changeProfile(person: InterfaceFixture.analyst, datasets: [WebFixture.crime]), by: .firstCoordinator)
            #expect(try await hub.ask(Self.records, token: both.secret).status == 404)
            #expect(try await hub.json("/api/v1/datasets", token: both.secret)["items"]?.array?.count == 1)
        }
    }

    @Test("pages of any length hold every record once, and each is a view that the ledger has")
    func pages() async throws {
        let fixture = try await InterfaceFixture()
        try fixture.supply()
        let token = try fixture.token()
        try await fixture.asking { hub in
            var whole: [String] = []
            for limit in [7, 100, 1000] {
                let before = try fixture.views()
                var ids: [String] = [], path: String? = "\(Self.records)?limit=\(limit)", asked = 0
                var matched = 0
                while let next = path {
                    let page = try await hub.json(next, token: token.secret)
                    ids += page["items"]?.array?.compactMap { $0["id"]?.text } ?? []
                    matched = page["matched"]?.integer ?? 0
                    asked += 1
                    path = page["next"]?.text.map { String($0[($0.range(of: "/api")?.lowerBound ?? $0.startIndex)...]) }
                }
                #expect(ids.count > 100 && Set(ids).count == ids.count)
                // How many there are is told where they are all there, and otherwise as any count is.
                #expect(asked == 1 ? matched == ids.count : matched % 5 == 0 && (0..<5).contains(ids.count - matched))
                #expect(asked == (ids.count + limit - 1) / limit)
                #expect(try fixture.views() - before == asked)
                if whole.isEmpty { whole = ids } else { #expect(whole == ids) }
            }
            let one = try await hub.json("\(Self.records)/\(whole[3])", token: token.secret)
            #expect(one["id"]?.text == whole[3])
            // Another agency's names of records are other names, and open nothing here.
            let other = try fixture.token(of: WebFixture.person(.analyst, of: WebFixture.police))
            let theirs = try await hub.json("\(Self.records)?limit=5", token: other.secret)
            let names = theirs["items"]?.array?.compactMap { $0["id"]?.text } ?? []
            #expect(names.count == 5 && Set(names).isDisjoint(with: whole))
            #expect(try await hub.ask("\(Self.records)/\(names[0])", token: token.secret).status == 404)
            #expect(try await hub.ask("\(Self.items)/\(names[0])", token: token.secret).status == 404)
            #expect(try await hub.ask("\(Self.items)/\(whole[0])", token: token.secret).status == 200)
        }
    }

    @Test("a cursor opens for its own question alone, and none that was made up does")
    func cursors() async throws {
        let fixture = try await InterfaceFixture()
        try fixture.supply()
        let token = try fixture.token()
        try await fixture.asking { hub in
            let page = try await hub.json("/api/v1/datasets/stop-and-search/records/search", token: token.secret, body: "{\"limit\":1}")
            let cursor = try #require(page["cursor"]?.text)
            #expect(try await hub.ask("\(Self.records)?limit=9&cursor=\(cursor)", token: token.secret).status == 200)
            // Another letter in its midst: of the last one some bits say nothing.
            let middle = cursor.index(cursor.startIndex, offsetBy: cursor.count / 2)
            let forged = cursor[..<middle] + (cursor[middle] == "A" ? "B" : "A") + cursor[cursor.index(after: middle)...]
            for path in [
                "\(Self.records)?from=2022&cursor=\(cursor)", "\(Self.items)?bbox=-1,51,0,53&cursor=\(cursor)",
                "\(Self.records)?cursor=\(forged)", "\(Self.records)?cursor=AAAA", "\(Self.records)?cursor=",
            ] { #expect(try await hub.ask(path, token: token.secret).status == 400, "\(path)") }
            let other = try fixture.token(of: WebFixture.person(.analyst, of: WebFixture.police))
            #expect(try await hub.ask("\(Self.records)?cursor=\(cursor)", token: other.secret).status == 400)
        }
    }

    @Test("a rectangle holds the features in it and no others; days and codes choose as they should")
    func rectangle() async throws {
        let fixture = try await InterfaceFixture()
        try fixture.supply()
        let token = try fixture.token()
        try await fixture.asking { hub in
            func features(_ query: String) async throws -> [JSON] {
                let page = try await hub.json("\(Self.items)?limit=10000&\(query)", token: token.secret)
                let features = page["features"]?.array ?? []
                #expect(page["numberMatched"]?.integer == features.count && page["numberReturned"]?.integer == features.count)
                #expect(page["links"]?.array?.contains { $0["rel"]?.text == "next" } == false)
                return features
            }
            func point(_ feature: JSON) -> GeographicPoint? {
                let both = feature["geometry"]?["coordinates"]?.array?.compactMap {
                    if case .number(let degrees) = $0 { degrees } else { nil }
                }
                return both?.count == 2 ? both.map { GeographicPoint(longitude: $0[0], latitude: $0[1]) } : nil
            }
            let all = try await features("datetime=2022-01-01/..")
            let points = all.compactMap(point)
            #expect(points.count > 20)
            let middle = points.sorted { $0.longitude < $1.longitude }[points.count / 2]
            for size in [0.002, 0.03, 0.4] {
                let box = try #require(
                    GeographicBox(
                        west: middle.longitude - size, south: middle.latitude - size, east: middle.longitude + size,
                        north: middle.latitude + size / 2))
                let expected = all.filter { point($0).map(box.holds) ?? false }.compactMap { $0["id"]?.text }
                let flat = "bbox=\(box.west),\(box.south),\(box.east),\(box.north)"
                #expect(!expected.isEmpty)
                #expect(try await features(flat).compactMap { $0["id"]?.text } == expected)
                let deep = "bbox=\(box.west),\(box.south),-10,\(box.east),\(box.north),900.5"
                #expect(try await features(deep).count == expected.count)
            }
            #expect(try await features("bbox=170,-10,-170,10").isEmpty)
            let timed = try await features("datetime=2022-10-03T00:00:00Z/2022-10-03T23:00:00%2B01:00").count
            #expect(try await features("datetime=2022-10-03").count == timed)
            #expect(try await features("datetime=../2022-09-30").isEmpty)
            let day = try await features("datetime=2022-10-03")
            #expect(!day.isEmpty && day.count < all.count)
        }
    }

    @Test("limits are kept and said again in the address of the next")
    func limits() async throws {
        let fixture = try await InterfaceFixture()
        try fixture.supply()
        let token = try fixture.token()
        try await fixture.asking { hub in
            for (query, count) in [("", 10), ("?limit=3", 3), ("?limit=20000", nil)] as [(String, Int?)] {
                let page = try await hub.json(Self.items + query, token: token.secret)
                if let count {
                    #expect(page["features"]?.array?.count == count)
                    let next = page["links"]?.array?.first { $0["rel"]?.text == "next" }?["href"]?.text
                    #expect(next?.contains("limit=\(count)&") == true && next?.hasPrefix("https://") == true)
                }
            }
        }
    }

    @Test("what cannot be read is refused as such, and never breaks anything")
    func fuzzed() async throws {
        let plenty = ServingSettings.Limits.Limit(burst: 100_000, perMinute: 100_000)
        let fixture = try await InterfaceFixture(limits: ServingSettings.Limits(token: plenty, address: plenty))
        try fixture.supply()
        let token = try fixture.token()
        let values = [
            "", "0", "-1", "1e9", "99999999999999999999", "%00", "%ff", "%3Cscript%3E", "a%2Fb", "..", "nan,nan,nan,nan", "1,2,3",
            "%27%3B%20--",
            "%F0%9F%92%A9", "null", "true", "2022-13", "2022-10-03/2022-10-01", "/", "../..",
        ]
        try await fixture.asking { hub in
            for query in ["limit", "cursor", "from", "to", "bbox", "datetime", "nothing", "gender", "state"] {
                for value in values {
                    for path in [Self.records, Self.items, "/api/v1/supplies", "/api/v1/duties"] {
                        let status = try await hub.ask("\(path)?\(query)=\(value)", token: token.secret).status
                        #expect([200, 400].contains(status), "\(path)?\(query)=\(value): \(status)")
                    }
                }
            }
            for value in values where !value.isEmpty && value != ".." && value != "../.." && value != "/" {
                for path in [
                    "/api/v1/datasets/\(value)", "\(Self.records)/\(value)", "\(Self.items)/\(value)", "/api/v1/requests/\(value)",
                    "/ogc/collections/\(value)/items",
                ] {
                    #expect(try await hub.ask(path, token: token.secret).status == 404, "\(path)")
                }
            }
            for body in [
                "", "{", "[]", "null", "{\"by\":\"ward\"}", "{\"by\":[\"a\",\"b\",\"c\"]}", "{\"nothing\":1}",
                "{\"filters\":[{\"field\":\"gender\"}]}", "{\"from\":\"2022-99\"}", "{\"by\":[\"nothing\"]}",
                String(repeating: "[", count: 5_000),
            ] {
                let answer = try await hub.ask("/api/v1/datasets/stop-and-search/counts", token: token.secret, body: body)
                #expect(answer.status == 400, "\(body): \(answer.body)")
                #expect(answer.headers[.contentType] == "application/problem+json")
            }
            #expect(
                try await hub.ask(
                    "/api/v1/datasets/stop-and-search/counts", token: token.secret, body: String(repeating: " ", count: 70_000)
                ).status == 413)
            #expect(
                try await hub.ask(
                    "/api/v1/datasets/stop-and-search/counts", token: token.secret, headers: ["Content-Type": "text/plain"], body: "{}"
                ).status == 415)
        }
    }

    @Test("duties of datasets that the token is not for are not told")
    func duties() async throws {
        let fixture = try await InterfaceFixture(), hub = fixture.web.hub
        let officer = WebFixture.person(.liaisonOfficer, of: WebFixture.police)
        // Periods of section 17A have ended by then.
        fixture.web.wait(days: 80)
        try hub.confirmClock(hub.now.day, by: .firstCoordinator)
        _ = try fixture.session(officer)
        let register = hub.register,
            all = register.duties(register.duties(on: hub.now.day), seenBy: try #require(hub.state.people[officer]))
        let own = all.filter { register.dataset(of: $0) == InterfaceFixture.stops }, other = all.filter { register.dataset(of: $0) == nil }
        #expect(all.count > own.count + other.count, "duties of another dataset")
        let token = try fixture.token(of: officer)
        try await fixture.asking { asker in
            let told = try await asker.json("/api/v1/duties?limit=1000", token: token.secret)["items"]?.array?.count
            #expect(told == own.count + other.count)
        }
    }

    @Test("whoever has a token is answered at every address, and an agency's names for what is there are the only ones")
    func answered() async throws {
        let fixture = try await InterfaceFixture()
        try fixture.supply()
        let token = try fixture.token()
        let there = [
            "/api/v1/status", "/api/v1/openapi.json", "/api/v1/catalogue", "/api/v1/datasets",
            "/api/v1/datasets/stop-and-search", "/api/v1/datasets/stop-and-search/records", "/api/v1/supplies", "/api/v1/requests",
            "/api/v1/grants", "/api/v1/duties", "/ogc", "/ogc/api", "/ogc/conformance", "/ogc/collections",
            "/ogc/collections/stop-and-search", "/ogc/collections/stop-and-search/items",
        ]
        // The supply is of the police, and the token of the council.
        let notThere = [
            "/api/v1/supplies/s000001", "/api/v1/supplies/s000001/proof", "/api/v1/requests/r000009", "/api/v1/requests/r000009/assessment",
            "/api/v1/grants/g000009", "/api/v1/datasets/stop-and-search/records/AAAA", "/ogc/collections/stop-and-search/items/AAAA",
        ]
        try await fixture.asking { hub in
            for path in there {
                let answer = try await hub.ask(path, token: token.secret)
                #expect(answer.status == 200, "\(path): \(answer.body.prefix(200))")
                #expect(answer.headers[.cacheControl] == "no-store")
            }
            for path in notThere {
                let answer = try await hub.ask(path, token: token.secret)
                #expect(answer.status == 404 && answer.body.contains("not-found"), "\(path): \(answer.body.prefix(200))")
            }
            // As on the pages, the ledger as a whole is for those who may look into it.
            let unproved = "{\"checkpoint\":\"made up\"}"
            #expect(try await hub.ask("/api/v1/ledger/checkpoint", token: token.secret).status == 403)
            #expect(try await hub.ask("/api/v1/ledger/consistency", token: token.secret, body: unproved).status == 403)
            let officer = try fixture.token(of: WebFixture.person(.liaisonOfficer, of: WebFixture.council))
            #expect(try await hub.ask("/api/v1/ledger/checkpoint", token: officer.secret).status == 200)
            #expect(try await hub.ask("/api/v1/ledger/consistency", token: officer.secret, body: unproved).status == 400)
        }
    }

    @Test("from where the matrix does not let the marking be reached, there are no datasets and no records")
    func matrix() async throws {
        let fixture = try await InterfaceFixture()
        try fixture.supply()
        let token = try fixture.token()
        // The router without a network has no address that any range holds.
        let answer = try await fixture.web.ask(Self.records, headers: ["Authorization": "Bearer \(token.secret)"])
        #expect(answer.status == 403 && answer.body.contains("access-not-allowed"))
        let list = try await fixture.web.ask("/api/v1/datasets", headers: ["Authorization": "Bearer \(token.secret)"])
        #expect(list.status == 200 && list.body == "{\"items\":[]}")
    }
}
