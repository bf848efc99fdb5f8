import Foundation
import Register
import ServiceLifecycle
import Storage
import Testing

@testable import Hub
@testable import Web

@Suite("Connections: slow, many, and not understood", .serialized)
struct ConnectionTests {
    private static let safety = [
        "Content-Security-Policy: default-src 'self'", "X-Content-Type-Options: nosniff", "X-Frame-Options: DENY",
        "Referrer-Policy: no-referrer", "Strict-Transport-Security: max-age=", "Cache-Control: no-store",
    ]

    /// Served without TLS, as behind a proxy, so that bytes can be sent as they stand.
    private func serve(_ limits: ConnectionLimits, _ body: (WebFixture, Int) async throws -> Void) async throws {
        let web = try await WebFixture { settings in
            settings.port = 0
            settings.proxy = .init(trusted: ["127.0.0.1"])
            settings.connections = limits
        }
        try await LiveServer.with(web) { try await body(web, $0) }
    }

    /// The whole answer to those bytes, and whether the hub closed after it within so many seconds.
    private func answer(_ port: Int, _ text: String, within seconds: Double) async throws -> (text: String, isClosed: Bool) {
        let connection = try #require(RawConnection(port: port))
        return await RawConnection.apart {
            connection.send(text)
            return connection.receive(for: seconds)
        }
    }

    @Test("whatever cannot be read is answered shortly, with every header of safety, and the hub goes on")
    func unreadable() async throws {
        var limits = ConnectionLimits()
        limits.head = 3
        try await serve(limits) { _, port in
            let end = "Host: localhost\r\nConnection: close\r\n"
            let many = (0..<150).map { "X-\($0): a\r\n" }.joined()
            for (request, status) in [
                ("GET /sign-in/../../etc/passwd HTTP/1.1\r\n\(end)\r\n", 404), ("GET /account/%00 HTTP/1.1\r\n\(end)\r\n", 404),
                ("FOO / HTTP/1.1\r\n\(end)\r\n", 400), ("TRACE / HTTP/1.1\r\n\(end)\r\n", 405),
                ("PROPFIND /account HTTP/1.1\r\n\(end)\r\n", 405), ("OPTIONS * HTTP/1.1\r\n\(end)\r\n", 404),
                ("CONNECT / HTTP/1.1\r\n\(end)\r\n", 405), ("g{t / HTTP/1.1\r\n\(end)\r\n", 400), ("GET\r\n\r\n", 400),
                ("GET / HTTP/9.9\r\n\(end)\r\n", 400), ("\u{16}\u{3}\u{1}nonsense\r\n\r\n", 400),
                ("GET / HTTP/1.1\r\n\(end)Host: localhost:1\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: evil.example\r\n\(end)\r\n", 400),
                ("GET /health HTTP/1.1\r\nConnection: close\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n", 400),
                ("GET /health HTTP/1.0\r\n\r\n", 400), ("GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n", 200),
                ("GET https://localhost/health HTTP/1.1\r\n\(end)\r\n", 200), ("GET health HTTP/1.1\r\n\(end)\r\n", 400),
                ("GET / HTTP/1.1\r\n\(end)X-A: a\r\n b\r\n\r\n", nil), ("GET / HTTP/1.1\r\n\(end)X A: b\r\n\r\n", 400),
                ("GET / HTTP/1.1\r\n\(end)X-A: \(String(repeating: "a", count: 100_000))\r\n\r\n", 431),
                ("GET / HTTP/1.1\r\n\(end)\(many)\r\n", 431),
                ("POST /sign-in HTTP/1.1\r\n\(end)Content-Length: 4\r\nContent-Length: 6\r\n\r\nabcdef", 400),
                ("POST /sign-in HTTP/1.1\r\n\(end)Content-Length: -1\r\n\r\n", 400),
                (
                    "POST /sign-in HTTP/1.1\r\n\(end)Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                    400
                ),
                (
                    "POST /sign-in HTTP/1.1\r\n\(end)Content-Type: application/x-www-form-urlencoded\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\na=b",
                    400
                ),
            ] as [(String, Int?)] {
                let (text, _) = try await answer(port, request, within: 5)
                let line = request.prefix(40)
                if let status { #expect(text.hasPrefix("HTTP/1.1 \(status) "), "\(line): \(text.prefix(60))") }
                #expect(text.hasPrefix("HTTP/1.1 "), "\(line)")
                for header in Self.safety { #expect(text.contains(header), "\(line): no \(header)") }
                #expect(!text.contains("root:") && !text.lowercased().contains("\r\nserver:"))
            }
            #expect(try await answer(port, "GET /health HTTP/1.1\r\n\(end)\r\n", within: 5).text.contains("\"ok\""))
        }
    }

    @Test("nothing, half a head, a head a byte at a time, and an idle connection are closed in their time")
    func slowHeads() async throws {
        var limits = ConnectionLimits()
        (limits.head, limits.idle) = (1, 6)
        try await serve(limits) { _, port in
            #expect(try await answer(port, "", within: 15).isClosed)
            #expect(try await answer(port, "GET / HTTP/1.1\r\nHost: loc", within: 15).isClosed)
            let slow = try #require(RawConnection(port: port))
            let took = await RawConnection.apart {
                let began = Date()
                for letter in "GET / HTTP/1.1\r\nX-A: " + String(repeating: "a", count: 60) {
                    guard slow.send(String(letter)) else { break }
                    usleep(100_000)
                }
                return Date().timeIntervalSince(began)
            }
            #expect(took < 5, "\(took)")
            // Kept open for the next request, and closed where none comes.
            let idle = try await answer(port, "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n", within: 3)
            #expect(idle.text.contains("\"ok\"") && !idle.isClosed)
            #expect(try await answer(port, "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n", within: 30).isClosed)
        }
    }

    @Test("a body by drops is cut off, of a form and of a file; one by a slow and steady line arrives")
    func slowBodies() async throws {
        var limits = ConnectionLimits()
        (limits.head, limits.idle, limits.body, limits.slowest, limits.form) = (5, 5, 1, 2_000, 20)
        try await serve(limits) { web, port in
            let supplier = WebFixture.person(.dataSupplier, of: WebFixture.police)
            let session = try web.session(supplier)
            let job = SupplyJob(owner: supplier, agency: WebFixture.police, dataset: WebFixture.crime, grant: nil, at: web.hub.now)
            try web.face.supplyDesk.begin(job)
            let cookie = "Host: localhost\r\nCookie: \(session.cookie)\r\nX-CSRF: \(session.csrf)\r\n"
            for head in [
                "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9000\r\n\r\n",
                "PUT /supply/\(job.id)/file HTTP/1.1\r\n\(cookie)Content-Range: bytes 0-8999/900000\r\nContent-Length: 9000\r\n\r\n",
            ] {
                let trickle = try #require(RawConnection(port: port))
                let (took, text) = await RawConnection.apart {
                    let began = Date()
                    trickle.send(head)
                    for _ in 0..<40 { if trickle.send("a") { usleep(200_000) } else { break } }
                    return (Date().timeIntervalSince(began), trickle.receive(for: 1).text)
                }
                #expect(took < 6, "\(took)")
                #expect(text.isEmpty || text.hasPrefix("HTTP/1.1 408 ") && text.contains(Self.safety[0]), "\(text.prefix(60))")
            }
            try await _Concurrency.Task.sleep(for: .seconds(1))
            // What came of it stands; the rest by a line of 100 kbit/s, which is longer in coming than any one time.
            let from = job.received.count, rest = 90_000 - from
            let steady = try #require(RawConnection(port: port))
            let answered = await RawConnection.apart {
                steady.send(
                    "PUT /supply/\(job.id)/file HTTP/1.1\r\n\(cookie)Connection: close\r\nContent-Range: bytes \(from)-89999/900000\r\nContent-Length: \(rest)\r\n\r\n"
                )
                let early = steady.receive(for: 0.3).text
                guard early.isEmpty else { return "early: " + early }
                var left = rest
                while left > 0, steady.send(String(repeating: "a", count: min(1_250, left))) {
                    left -= 1_250
                    usleep(100_000)
                }
                return steady.receive(for: 10).text
            }
            #expect(answered.hasPrefix("HTTP/1.1 200 "), "\(answered.prefix(60))")
            #expect(job.received.count == 90_000)
        }
    }

    @Test("whoever does not take an answer is cut off")
    func slowReaders() async throws {
        var limits = ConnectionLimits()
        (limits.answer, limits.idle) = (1, 1)
        try await serve(limits) { web, port in
            let path = "\(web.face.assets.base)/govuk-frontend.css"
            let lazy = try #require(RawConnection(port: port))
            let (sent, isClosed) = await RawConnection.apart {
                var sent = 0
                // More than the machine's buffers hold.
                for _ in 0..<400 where lazy.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n") { sent += 1 }
                sleep(4)
                return (sent, lazy.receive(for: 5).isClosed)
            }
            #expect(sent > 0 && isClosed)
        }
    }

    @Test("one address has so many connections and no more")
    func many() async throws {
        var limits = ConnectionLimits()
        (limits.each, limits.head) = (3, 60)
        let web = try await WebFixture(people: false) { settings in
            settings.port = 0
            settings.connections = limits
        }
        try await LiveServer.with(web) { port in
            // Which of them is counted last is for the machine to choose.
            let connections = try (0..<4).map { _ in try #require(RawConnection(port: port)) }
            let closed = await RawConnection.apart {
                sleep(2)
                return connections.count { $0.receive(for: 0.5).isClosed }
            }
            #expect(closed == 1)
            // And when one of them has gone, there is room for another.
            await RawConnection.apart { connections[0].end() }
            await RawConnection.apart { connections[1].end() }
            let next = try #require(RawConnection(port: port))
            #expect(await RawConnection.apart { next.receive(for: 1) }.isClosed == false)
        }
    }

    @Test("limits out of bounds are told at the start")
    func bounds() throws {
        var limits = ConnectionLimits()
        try limits.check()
        limits.head = 0
        #expect(throws: HubError.self) { try limits.check() }
        limits = ConnectionLimits()
        limits.fieldBytes = 10
        #expect(throws: HubError.self) { try limits.check() }
    }

    @Test("told to stop, the request in progress is finished, new ones are refused, and what never ends is cut off")
    func stopping() async throws {
        var limits = ConnectionLimits()
        (limits.closing, limits.body, limits.slowest) = (4, 60, 1)
        let web = try await WebFixture { settings in
            settings.port = 0
            settings.proxy = .init(trusted: ["127.0.0.1"])
            settings.connections = limits
        }
        let announced = try LiveServer.Announced(web)
        let group = try WebFace(announced.orders).group(web.face, signals: [])
        let serving = _Concurrency.Task { try await group.run() }
        let port = try await announced.port()
        let form =
            "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 20\r\n\r\nname=x"
        let (going, stuck) = (try #require(RawConnection(port: port)), try #require(RawConnection(port: port)))
        await RawConnection.apart {
            for connection in [going, stuck] { connection.send(form) }
            usleep(500_000)
        }
        await group.triggerGracefulShutdown()
        let began = Date()
        let (answered, isRefused) = await RawConnection.apart {
            usleep(500_000)
            let isRefused = RawConnection(port: port) == nil
            going.send("&password=abcd")
            return (going.receive(for: 4).text, isRefused)
        }
        #expect(isRefused && answered.hasPrefix("HTTP/1.1 422 "), "\(answered.prefix(60))")
        #expect(await RawConnection.apart { stuck.receive(for: 10) }.isClosed)
        // Ends without an error: the process's status is 0.
        try await serving.value
        #expect(Date().timeIntervalSince(began) < 20)
    }
}
