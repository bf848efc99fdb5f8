import Foundation
import Testing

/// A session over HTTPS with the log at its most talkative, full of values that belong to somebody; then everything the server said is searched.
@Suite("What the server writes while it is used names nobody", .serialized)
struct ServedLogTests {
    /// One request of a browser; the answer's status and body.
    private static func ask(_ harness: Harness, _ address: String, _ more: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/curl")
        let jar = harness.path("cookies")
        process.arguments = ["-sk", "--max-time", "20", "-b", jar, "-c", jar, "-w", "\n%{http_code}"] + more + [address]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    @Test("names, passwords, codes, tokens, addresses, references, search words and browsers stand in no line")
    func quiet() throws {
        let harness = try Harness()
        try harness.begin()
        let invitation = try harness.must("person", "invite", "a-shah", "--registration", "level-3").output
        let code = try #require(invitation.split(separator: "\n").first.map(String.init))
        let settings = harness.path("serving.yaml")
        try "log: debug\n".write(toFile: settings, atomically: true, encoding: .utf8)
        let said = harness.folder.appending(path: "said"), log = harness.folder.appending(path: "log")
        let (process, base) = try harness.serve(["--settings", settings], said: "said", log: log)
        defer { if process.isRunning { process.terminate() } }
        func ask(_ path: String, _ more: String...) throws -> String { try Self.ask(harness, base + path, more) }
        let password = "canaryword-otter-bridge-42"
        // Before anybody is in: wrong people, wrong addresses, programs.
        _ = try ask("/sign-in", "--data", "name=canary-person&password=\(password)x")
        _ = try ask(
            "/requests/canary-reference?words=canary-search", "-A", "canary-browser", "-e", "https://canary.example/", "-H",
            "X-Forwarded-For: 192.0.2.77")
        _ = try ask("/api/datasets?filter=canary-filter", "-H", "Authorization: Bearer canary-token", "-H", "Cookie: canary-cookie=1")
        _ = try ask("/canary%0d%0aline", "-X", "DELETE")
        // In: a password set, an address given, something looked for.
        #expect(
            try ask("/invitation", "--data", "name=a-shah&code=\(code)&password=\(password)&again=\(password)").hasSuffix("303"))
        let page = try ask("/account/notices")
        try #require(page.hasSuffix("200"))
        let token = try #require(page.firstMatch(of: /name="csrf" value="([^"]+)"/)?.1)
        _ = try ask("/account/notices", "--data", "csrf=\(token)&address=canary%40mail.example")
        _ = try ask("/explore/\(harness.crime)/purpose", "--data", "csrf=\(token)&purpose=canary-purpose")
        _ = try ask("/explore/\(harness.crime)/one", "--data", "csrf=\(token)&reference=canary-reference")
        _ = try ask("/account")
        process.terminate()
        process.waitUntilExit()

        // Where it listens is its own address, and nobody's who asks.
        let lines = try String(contentsOf: log, encoding: .utf8).split(separator: "\n").filter { !$0.contains("listening on") }
            .joined(separator: "\n")
        #expect(lines.split(separator: "\n").count > 8, "the log says too little for this test to mean anything")
        let everything = (lines + (try String(contentsOf: said, encoding: .utf8))).lowercased()
        for value in ["canary", "a-shah", "a shah", code.lowercased(), String(token).lowercased(), "192.0.2.77", "127.0.0.1", "curl/"] {
            #expect(!everything.contains(value), "\(value) stands in the log")
        }
        let cookies = try String(contentsOfFile: harness.path("cookies"), encoding: .utf8).split(separator: "\n").compactMap {
            $0.split(separator: "\t").last
        }
        for cookie in cookies where cookie.count > 20 { #expect(!everything.contains(cookie.lowercased())) }
    }
}
