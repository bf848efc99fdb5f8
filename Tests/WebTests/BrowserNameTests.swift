import Foundation
import Register
import Testing

@testable import Hub
@testable import Web

@Suite("Browsers in plain words")
struct BrowserNameTests {
    @Test(
        "what browsers call themselves is told in plain words, and what is none that is known is told as unknown",
        arguments: [
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Windows"),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
                "Chrome on Windows"
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
                "Edge on Windows"
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
                "Safari on a Mac"
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
                "Safari on an iPhone"
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0 Mobile/15E148 Safari/604.1",
                "Chrome on an iPad"
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
                "Samsung Internet on Android"
            ),
            ("Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0", "Firefox on Android"),
            (
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
                "Chrome on ChromeOS"
            ),
            // What says more than browsers do is not told as one of them.
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0 Safari/537.36",
                "Unknown browser on Linux"
            ),
            ("Mozilla/5.0 (compatible; Bot/2.1; +http://example.org/Firefox/) Firefox/128.0 Harvester/1", "Unknown browser"),
            ("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/128.0 <script>alert(1)</script>", "Unknown browser on Windows"),
            ("curl/8.14.1", "Unknown browser"), ("test", "Unknown browser"), ("", "Unknown browser"),
            ("((((", "Unknown browser"),
            ("Firefox", "Firefox"), (String(repeating: "(", count: 500), "Unknown browser"),
        ])
    func words(_ header: String, _ expected: String) async throws {
        let texts = try Texts(yaml: String(contentsOf: WebFixture.repository.appending(path: "Face/texts/en.yaml"), encoding: .utf8))
        #expect(BrowserName(header).words(texts) == expected)
    }

    @Test("the page of one's account shows the words and nothing of the header")
    func page() async throws {
        let web = try await WebFixture()
        let person = WebFixture.person(.analyst, of: WebFixture.council)
        let code = try web.face.signIn.invite(person, registration: "level-3", by: .firstCoordinator, vault: web.face.vault())
        let entered = try await web.ask(
            "/invitation",
            form: [("name", person.rawValue), ("code", code), ("password", WebFixture.password), ("again", WebFixture.password)],
            headers: ["User-Agent": "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0"])
        #expect(entered.status == 303)
        let account = try await web.ask("/account", as: person)
        #expect(account.body.contains("Firefox on Windows") && account.body.contains("Unknown browser"))
        #expect(!account.body.contains("Gecko"))
    }
}
