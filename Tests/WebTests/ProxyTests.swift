import Foundation
import Register
import Storage
import Testing

@testable import Hub
@testable import Web

@Suite("Behind a proxy", .serialized)
struct ProxyTests {
    private static let person = WebFixture.person(.analyst, of: WebFixture.council)

    /// Statuses of the account's page for whoever shows a session begun at 10.20.0.5, with each of those headers.
    private func statuses(trusting: String, _ headers: [String]) async throws -> [Int] {
        let web = try await WebFixture { settings in
            settings.port = 0
            settings.networks = [
                .init(range: "10.20.0.0/16", network: "gsi", device: "secure-premises", protected: true),
                .init(range: "127.0.0.0/8", network: "best-commercial", device: "cafe"),
            ]
            settings.proxy = .init(trusted: [trusting])
        }
        let session = try web.session(Self.person, from: "10.20.0.5")
        var found: [Int] = []
        try await LiveServer.with(web) { port in
            for header in headers {
                let connection = try #require(RawConnection(port: port))
                let text = await RawConnection.apart {
                    connection.send(
                        "GET /account HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: \(session.cookie)\r\n\(header)\r\n")
                    return connection.receive(for: 5).text
                }
                found.append(Int(text.split(separator: " ").dropFirst().first ?? "") ?? 0)
            }
        }
        return found
    }

    @Test(
        "of the addresses that a trusted proxy hands on its own word counts, which is the last; what came with the request counts for nothing"
    )
    func spoofed() async throws {
        let right = [
            "X-Forwarded-For: 10.20.0.5\r\n", "X-Forwarded-For: 192.0.2.1, 10.20.0.5\r\n",
            "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-For: 10.20.0.5\r\n", "X-Forwarded-For: <script>,, 10.20.0.5\r\n",
            "X-Forwarded-For: ::ffff:10.20.0.5\r\n", "X-Forwarded-For: 10.20.0.5\r\nX-Real-IP: 192.0.2.1\r\nForwarded: for=192.0.2.1\r\n",
        ]
        #expect(try await statuses(trusting: "127.0.0.1/32", right) == right.map { _ in 200 })
        let wrong = [
            "", "X-Forwarded-For: 10.20.0.5, 192.0.2.1\r\n", "X-Forwarded-For: 10.20.0.5\r\nX-Forwarded-For: 192.0.2.1\r\n",
            "X-Forwarded-For: 10.20.0.5,\r\n", "X-Forwarded-For: 10.20.0.5, unknown\r\n", "X-Forwarded-For: 10.20.0.5:80\r\n",
            "X-Forwarded-For: 10.20.0.5/8\r\n", "X-Forwarded-For: 10.20.5\r\n", "X-Forwarded-For: 0x0a140005\r\n",
            "X-Real-IP: 10.20.0.5\r\n", "Forwarded: for=10.20.0.5\r\n", "X-Client-IP: 10.20.0.5\r\nTrue-Client-IP: 10.20.0.5\r\n",
            "X-Forwarded-For: \(String(repeating: "10.20.0.5, ", count: 2_000))192.0.2.1\r\n",
        ]
        #expect(try await statuses(trusting: "127.0.0.1/32", wrong) == wrong.map { _ in 303 })
    }

    @Test("whoever is not the proxy is not answered, whatever they say of where they come from")
    func notTheProxy() async throws {
        let headers = [
            "", "X-Forwarded-For: 10.20.0.5\r\n", "X-Forwarded-For: 192.0.2.7\r\n", "Forwarded: for=10.20.0.5;by=192.0.2.7\r\n",
            "X-Real-IP: 192.0.2.7\r\n",
        ]
        #expect(try await statuses(trusting: "192.0.2.0/24", headers) == headers.map { _ in 403 })
    }
}
