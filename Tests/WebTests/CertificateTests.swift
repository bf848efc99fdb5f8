import Foundation
import HTTPTypes
import Register
import Storage
import Testing

@testable import Hub
@testable import Web

@Suite("Client certificates")
struct CertificateTests {
    static let person = WebFixture.person(.analyst, of: WebFixture.council)
    static let shown = String(repeating: "ab", count: 32), other = String(repeating: "cd", count: 32)

    /// A hub behind a proxy at the fixture's own (empty) address, which the test stands in for.
    private func proxied() async throws -> WebFixture {
        let web = try await WebFixture { settings in
            settings.proxy = .init(trusted: ["127.0.0.1/32"], certificate: "X-Client-Digest")
        }
        let code = try web.face.signIn.invite(Self.person, registration: "level-3", by: .firstCoordinator, vault: web.face.vault())
        _ = try web.face.signIn.accept(
            Self.person.rawValue, code: code, password: WebFixture.password, from: "10.0.0.1", vault: web.face.vault())
        return web
    }

    @Test("registered with the password, it is the second thing shown; it can be taken away")
    func life() async throws {
        let web = try await proxied()
        let signIn = web.face.signIn
        let vault = try web.face.vault()
        #expect(throws: Refusal.self) {
            try signIn.addCertificate(Self.shown, of: Self.person, password: "wrong wrong wrong", from: "10.0.0.1", vault: vault)
        }
        try signIn.addCertificate(Self.shown, of: Self.person, password: WebFixture.password, from: "10.0.0.1", vault: vault)
        #expect(web.hub.state.accounts[Self.person]?.means.contains(.certificate) == true)
        func next(_ certificate: String?) throws -> SignIn.Next {
            try signIn.check(Self.person.rawValue, password: WebFixture.password, certificate: certificate, from: "10.0.0.1", vault: vault)
                .next
        }
        #expect(try next(Self.shown) == .certificate)
        #expect(try next(Self.other) == .nothing)
        #expect(try next(nil) == .nothing)
        #expect(try signIn.removeCertificate(Self.other, of: signIn.proved(Self.person), vault: vault) == false)
        #expect(try signIn.removeCertificate(Self.shown, of: signIn.proved(Self.person), vault: vault))
        #expect(try next(Self.shown) == .nothing)
        #expect(web.hub.state.accounts[Self.person]?.means.contains(.certificate) == false)
    }

    @Test("on the page: none is registered that is not shown, what is registered can be removed, and who came in by it is out")
    func page() async throws {
        let web = try await proxied()
        #expect(try await web.ask("/account/certificate", as: Self.person, form: [("password", WebFixture.password)]).status == 422)
        try web.face.signIn.addCertificate(
            Self.shown, of: Self.person, password: WebFixture.password, from: "10.0.0.1", vault: web.face.vault())
        let by = web.face.sessions.begin(
            Self.person, way: WebFixture.strongWay, browser: "", certificate: Self.shown, at: web.hub.now)
        #expect(try await web.ask("/account/certificate", as: Self.person).body.contains("abab abab"))
        for wrong in ["", Self.other, "<script>"] {
            let answer = try await web.ask(
                "/account/certificate/remove", as: Self.person, form: [("certificate", wrong), ("password-again", WebFixture.password)])
            #expect(answer.status == 422 && !answer.body.contains("<script>\""))
        }
        let other = WebFixture.person(.analyst, of: WebFixture.police)
        #expect(try await web.ask("/account/certificate/remove", as: other, form: [("certificate", Self.shown)]).status == 422)
        let before = web.hub.state.size
        for wrong in ["", "not this one at all"] {
            let form = [("certificate", Self.shown), ("password-again", wrong)]
            #expect(try await web.ask("/account/certificate/remove", as: Self.person, form: form).status == 422)
        }
        #expect(web.hub.state.accounts[Self.person]?.means.contains(.certificate) == true)
        let right = [("certificate", Self.shown), ("password-again", WebFixture.password)]
        #expect(try await web.ask("/account/certificate/remove", as: Self.person, form: right).status == 303)
        let events = try web.hub.ledger.events(from: Int64(before), limit: 100).map { String(decoding: $0.payload, as: UTF8.self) }
        #expect(events.contains { $0.contains("signInMeansChanged") && $0.contains("certificate") })
        #expect(web.face.sessions.find(by.secret, certificate: Self.shown, at: web.hub.now) == nil)
    }

    @Test("a session that began with a certificate opens nothing without it")
    func bound() async throws {
        let web = try await proxied()
        let (_, secret, _) = web.face.sessions.begin(
            Self.person, way: WebFixture.strongWay, browser: "", certificate: Self.shown, at: web.hub.now)
        #expect(web.face.sessions.find(secret, certificate: Self.shown, at: web.hub.now) != nil)
        #expect(web.face.sessions.find(secret, certificate: Self.other, at: web.hub.now) == nil)
        #expect(web.face.sessions.find(secret, at: web.hub.now) == nil)
    }

    @Test("the header of a digest is believed from the proxy alone")
    func header() async throws {
        let web = try await proxied()
        // The router's tests come from no address: not the proxy's.
        let page = try await web.ask("/account/certificate", as: Self.person, headers: ["X-Client-Digest": Self.shown])
        #expect(page.status == 200 && page.body.contains(web.face.texts("certificate.none-shown")))
        #expect(ClientCertificate.plain("AB:" + String(repeating: "cd:", count: 30) + "ef") != nil)
        for wrong in ["", "ab", Self.shown + "0", String(repeating: "g", count: 64)] { #expect(ClientCertificate.plain(wrong) == nil) }
    }

    @Test(
        "over TLS: browsers without one come in, one of the authority is seen, one of another authority is turned away",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")))
    func overTLS() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "sharewell-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        func openssl(_ arguments: [String]) async throws {
            let (status, output) = try await LiveServer.run("/usr/bin/openssl", arguments, in: folder)
            try #require(status == 0, "\(output)")
        }
        for name in ["authority", "stranger"] {
            try await openssl(
                ["req", "-x509"] + curve + ["-keyout", "\(name).key", "-out", "\(name).pem", "-subj", "/CN=\(name)", "-days", "2"])
            try await openssl(["req"] + curve + ["-keyout", "\(name)-client.key", "-out", "\(name).csr", "-subj", "/CN=client of \(name)"])
            try await openssl([
                "x509", "-req", "-in", "\(name).csr", "-CA", "\(name).pem", "-CAkey", "\(name).key", "-CAcreateserial", "-out",
                "\(name)-client.pem", "-days", "2",
            ])
        }
        try await openssl(
            ["req", "-x509"] + curve + ["-keyout", "server.key", "-out", "server.pem", "-subj", "/CN=localhost", "-days", "2"])
        let web = try await WebFixture(people: false) { settings in
            settings.port = 0
            settings.tls = .init(
                certificate: folder.appending(path: "server.pem").path, key: folder.appending(path: "server.key").path,
                clients: folder.appending(path: "authority.pem").path)
        }
        try await LiveServer.with(web) { port in
            let address = "https://localhost:\(port)/sign-in"
            let seen = web.face.texts("certificate.at-sign-in")
            for version in ["--http1.1", "--http2"] {
                let without = try await LiveServer.run("/usr/bin/curl", ["-sk", version, address], in: folder)
                #expect(without.status == 0 && without.output.contains("name=\"password\"") && !without.output.contains(seen))
                let with = try await LiveServer.run(
                    "/usr/bin/curl", ["-sk", version, "--cert", "authority-client.pem", "--key", "authority-client.key", address],
                    in: folder)
                #expect(with.status == 0 && with.output.contains(seen), "\(version)")
                let strange = try await LiveServer.run(
                    "/usr/bin/curl", ["-sk", version, "--cert", "stranger-client.pem", "--key", "stranger-client.key", address], in: folder)
                #expect(!strange.output.contains(seen))
                #expect(strange.status != 0)
            }
        }
    }
}
