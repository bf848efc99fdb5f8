import Foundation
import HTTPTypes
import Register
import Sealing
import Testing

@testable import Hub
@testable import Web

@Suite("What anyone is shown, and a person's own account")
struct AccountTests {
    private static let analyst = WebFixture.person(.analyst, of: WebFixture.council)

    @Test("help says whom to ask to anybody, and what to do to each in their roles")
    func help() async throws {
        let web = try await WebFixture()
        let page = try await web.ask("/help").body
        #expect(page.contains("Who to ask") && !page.contains("What you do as"))
        for role in Role.allCases {
            let own = try await web.ask("/help", as: WebFixture.person(role, of: WebFixture.police)).body
            #expect(own.contains("What you do as \(Words(web.face.texts).role(role))") && own.contains("Quality stamps"), "\(role)")
            #expect(web.face.texts.find("help.role.\(role.rawValue).step-2") != nil)
        }
    }

    @Test("styles, health and help are there for anyone, and an address that is none is not")
    func forAnyone() async throws {
        let web = try await WebFixture(people: false)
        for path in ["/health", "/robots.txt", "/accessibility", "/help", "/sign-in", "/invitation"] {
            let answer = try await web.ask(path)
            #expect(answer.status == 200, "\(path): \(answer.status)")
            #expect(answer.headers[.cacheControl] == "no-store")
        }
        let style = try await web.ask("\(web.face.assets.base)/sharewell.css")
        #expect(style.status == 200 && style.headers[.contentType]?.hasPrefix("text/css") == true)
        #expect(style.headers[.cacheControl]?.contains("immutable") == true)
        for name in ["/assets/other/sharewell.css", "/assets/x/..%2f..%2ftexts%2fen.yaml", "\(web.face.assets.base)/..%2ftexts%2fen.yaml"] {
            #expect(try await web.ask(name).status == 404)
        }
    }

    @Test("whoever takes up an invitation, changes a password or sets an authenticator up is recorded")
    func means() async throws {
        let web = try await WebFixture()
        let code = try web.face.signIn.invite(Self.analyst, registration: "level-3", by: .firstCoordinator, vault: web.face.vault())
        func form(_ password: String) -> [(String, String)] {
            [("name", Self.analyst.rawValue), ("code", code), ("password", password), ("again", password)]
        }
        let accepted = try await web.recorded { () async throws -> Void in
            _ = try await web.ask("/invitation", form: form(WebFixture.password))
        }
        #expect(
            accepted.contains {
                if case .signInMeansChanged(let change) = $0 { change.person == Self.analyst && change.isSet } else { false }
            })
        #expect(accepted.contains { if case .signedIn = $0 { true } else { false } })

        let fresh = "green lamp under water"
        let wrong = try await web.recorded { () async throws -> Void in
            let answer = try await web.ask(
                "/account/password", as: Self.analyst, form: [("old", "not this one at all"), ("password", fresh), ("again", fresh)])
            #expect(answer.status == 422 && !answer.body.contains(fresh))
        }
        #expect(!wrong.contains { if case .signInMeansChanged = $0 { true } else { false } })
        let changed = try await web.recorded { () async throws -> Void in
            let answer = try await web.ask(
                "/account/password", as: Self.analyst, form: [("old", WebFixture.password), ("password", fresh), ("again", fresh)])
            #expect(answer.status == 303)
        }
        #expect(changed.contains { if case .signInMeansChanged = $0 { true } else { false } })

        // At one session: what is shown at another is another.
        let session = try web.session(Self.analyst), headers = ["Cookie": session.cookie]
        func confirm(_ password: String, _ code: String) async throws -> Int {
            let form = [("password", password), ("code", code), ("csrf", session.csrf)]
            return try await web.ask("/account/authenticator", form: form, headers: headers).status
        }
        #expect(try await confirm(fresh, "<script>") == 422)
        let newest = try await web.ask("/account/authenticator", headers: headers)
        let key = try #require(newest.body.firstMatch(of: /<pre[^>]*>([A-Z2-7 ]+)<\/pre>/)?.1)
        let digits = String(
            decoding: OneTimeCode.code(try Self.bytes(ofBase32: String(key)), step: web.hub.now.milliseconds / 30_000), as: UTF8.self)
        // At an open session alone nobody has the first one, either.
        for wrong in ["", WebFixture.password] {
            let open = try await web.recorded { () async throws -> Void in
                #expect(try await confirm(wrong, digits) == 422)
            }
            #expect(!open.contains { if case .signInMeansChanged = $0 { true } else { false } })
        }
        let again = try await web.ask("/account/authenticator", headers: headers)
        let newKey = try #require(again.body.firstMatch(of: /<pre[^>]*>([A-Z2-7 ]+)<\/pre>/)?.1)
        #expect(newKey == key, "the picture is the same until the code is right")
        let set = try await web.recorded { () async throws -> Void in
            #expect(try await confirm(fresh, digits) == 200)
        }
        #expect(set.contains { if case .signInMeansChanged(let change) = $0 { change.means == .authenticator } else { false } })
    }

    @Test("who signs out, here or everywhere else, is recorded as gone")
    func endings() async throws {
        let web = try await WebFixture()
        let (first, second) = (try web.session(Self.analyst), try web.session(Self.analyst))
        let ended = try await web.recorded { () async throws -> Void in
            let answer = try await web.ask(
                "/account/sessions/end", form: [("session", "others"), ("csrf", first.csrf)], headers: ["Cookie": first.cookie])
            #expect(answer.status == 303)
        }
        #expect(ended.contains { if case .sessionEnded(let end) = $0 { end.person == Self.analyst } else { false } })
        #expect(try await web.ask("/account", headers: ["Cookie": second.cookie]).status == 303)
        #expect(try await web.ask("/account", headers: ["Cookie": first.cookie]).status == 200)
        let out = try await web.recorded { () async throws -> Void in
            let answer = try await web.ask("/sign-out", form: [("csrf", first.csrf)], headers: ["Cookie": first.cookie])
            #expect(answer.status == 303 && answer.headers[values: .setCookie].contains { $0.contains("Max-Age=0") })
        }
        #expect(out.contains { if case .sessionEnded = $0 { true } else { false } })
        #expect(try await web.ask("/account", headers: ["Cookie": first.cookie]).status == 303)
    }

    @Test("a session that was there before signing in is not the one after it")
    func fixation() async throws {
        let web = try await WebFixture()
        let code = try web.face.signIn.invite(Self.analyst, registration: "level-3", by: .firstCoordinator, vault: web.face.vault())
        _ = try web.face.signIn.accept(
            Self.analyst.rawValue, code: code, password: WebFixture.password, from: "10.0.0.1", vault: web.face.vault())
        // A cookie somebody planted, and one of a session that lives: neither is the session afterwards.
        for planted in ["\(SessionCookie.name)=planted", try web.session(WebFixture.person(.auditor, of: WebFixture.council)).cookie] {
            let form = [("name", Self.analyst.rawValue), ("password", WebFixture.password)]
            let token =
                planted.hasSuffix("=planted")
                ? "" : web.face.sessions.find(String(planted.split(separator: "=", maxSplits: 1)[1]), at: web.hub.now)?.csrf ?? ""
            let answer = try await web.ask("/sign-in", form: form + [("csrf", token)], headers: ["Cookie": planted])
            #expect(answer.status == 303)
            let set = answer.headers[values: .setCookie].first { $0.hasPrefix("\(SessionCookie.name)=") }
            #expect(set.map { !$0.hasPrefix(planted) } == true)
            #expect(try await web.ask("/account", headers: ["Cookie": planted]).status == 303)
        }
    }

    private static func bytes(ofBase32 text: String) throws -> [UInt8] {
        var (bits, count, out) = (0, 0, [UInt8]())
        for letter in text where letter != " " {
            let place = try #require(Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").firstIndex(of: letter))
            (bits, count) = ((bits << 5 | place) & 0xFFFF, count + 5)
            if count >= 8 {
                count -= 8
                out.append(UInt8(bits >> count & 0xFF))
            }
        }
        return out
    }
}
