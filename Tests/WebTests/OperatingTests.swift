import Foundation
import HTTPTypes
import Hub
import Logging
import Register
import Storage
import Synchronization
import Testing

@testable import Web

@Suite("Operating the browser's face")
struct OperatingTests {
    @Test("metrics are for whoever watches the machine, in the form that Prometheus reads, and name nobody")
    func metrics() async throws {
        let closed = try await WebFixture(people: false)
        // The router's tests come from no address at all.
        #expect(try await closed.ask("/metrics").status == 404)
        let web = try await WebFixture { $0.port = 0 }
        _ = try web.session(WebFixture.person(.analyst, of: WebFixture.council))
        try await LiveServer.with(web) { port in
            let (status, text) = try await LiveServer.run("/usr/bin/curl", ["-sk", "https://localhost:\(port)/metrics"], in: web.root)
            try #require(status == 0)
            for line in text.split(separator: "\n") where !line.hasPrefix("#") {
                #expect(line.wholeMatch(of: /[a-z_]+(\{[a-z]+="[^"]+"\})? -?[0-9.e+-]+/) != nil, "\(line)")
            }
            for name in ["sharewell_ledger_events", "sharewell_sessions 1", "sharewell_unsealed 1", "process_resident_memory_bytes"] {
                #expect(text.contains(name), "\(name)")
            }
            for canary in ["council", "police", "analyst", "Luton"] { #expect(!text.contains(canary)) }
        }
    }

    @Test("a line of the log is one JSON object, and holds what is on the list alone")
    func log() throws {
        let lines = Mutex<[String]>([])
        var logger = Logger(label: "test", factory: { _ in JSONLogHandler { line in lines.withLock { $0.append(line) } } })
        logger.logLevel = .info
        logger.info(
            "answered", metadata: ["route": "GET /requests/{request}", "status": "200", "address": "canary-10.0.0.7", "path": "/x?canary"])
        logger.debug("not this")
        let line = try #require(lines.withLock { $0.first })
        #expect(lines.withLock { $0.count } == 1 && line.hasSuffix("}\n") && !line.contains("canary"))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["route"] as? String == "GET /requests/{request}" && object["status"] as? Int == 200)
    }

    @Test("every answer has the headers of safety: pages, faults, redirects, assets, and what is not there")
    func headers() async throws {
        let web = try await WebFixture()
        let person = WebFixture.person(.analyst, of: WebFixture.council)
        let asset = "\(web.face.assets.base)/sharewell.css"
        for (path, signed) in [
            ("/sign-in", false), ("/", true), ("/account", true), ("/nowhere", false), ("/account", false), (asset, false),
            ("/health", false),
            ("\(web.face.assets.base)/..%2F..%2Ftexts%2Fen.yaml", false),
        ] {
            let answer = try await web.ask(path, as: signed ? person : nil)
            for name in [
                "Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Strict-Transport-Security",
                "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy", "Cache-Control",
            ] { #expect(answer.headers[try #require(HTTPField.Name(name))] != nil, "\(path): \(name)") }
            #expect(!answer.body.contains("product: Sharewell") && !answer.body.contains("root:"))
            if path != asset { #expect(answer.headers[.cacheControl] == "no-store") }
        }
        #expect(try await web.ask("/sign-in", method: .init("TRACE")).status == 405)
    }

    @Test("a form from another site is refused by browsers' Origin too, where they do not say Sec-Fetch-Site")
    func origin() async throws {
        let web = try await WebFixture()
        let person = WebFixture.person(.analyst, of: WebFixture.council)
        for origin in ["https://elsewhere.example", "null"] {
            #expect(try await web.ask("/sign-out", as: person, form: [], headers: ["Origin": origin]).status == 403)
            #expect(try await web.ask("/sign-in", form: [("name", "x"), ("password", "y")], headers: ["Origin": origin]).status == 403)
        }
    }

    @Test("while it is served the hub keeps house by itself, and ends what is over")
    func keepsHouse() async throws {
        let web = try await WebFixture { $0.port = 0 }
        #expect(web.face.metrics.text.contains("sharewell_housekeeping_timestamp_seconds 0\n"))
        try await LiveServer.with(web) { _ in
            for _ in 0..<100 where web.face.metrics.text.contains("sharewell_housekeeping_timestamp_seconds 0\n") {
                try await _Concurrency.Task.sleep(for: .milliseconds(50))
            }
            #expect(!web.face.metrics.text.contains("sharewell_housekeeping_timestamp_seconds 0\n"))
        }
    }
}
