import Foundation
import Guidance
import HTTPTypes
import Register
import Sealing
import Storage
import Testing

@testable import Hub
@testable import Web

@Suite("A file sealed for another agency at the browser")
struct PackageSendTests {
    private static let type = "multipart/form-data; boundary=xYzZY"
    private let officer = AskFixture.officer, member = AskFixture.member
    private static let secret = Array("Notes on offender 4711: <script>alert(1)</script>\r\n--xYzZ\r\n".utf8)

    /// A grant of the police to the council, whose key is recorded.
    private func granted(_ ask: AskFixture, key: Bool = true) async throws -> (grant: GrantID, key: URL) {
        let id = try await ask.ask()
        try ask.settle(id)
        #expect(try await ask.grant(id).status == 303)
        for person in [member, officer] { try ask.bind(person) }
        let file = ask.web.root.appending(path: "council.key")
        let public_ = try OpenPackage.makeKey(at: file)
        if key {
            try ask.web.hub.run(
                .partnership(.recordPackageKey(WebFixture.council, public_.base64)),
                by: WebFixture.person(.liaisonOfficer, of: WebFixture.council))
        }
        return (try #require(ask.web.hub.state.requests[id]?.grant), file)
    }

    /// The form as a browser sends it, in pieces of that length.
    static func form(
        _ agency: String, _ name: String, _ file: [UInt8], piece: Int = 700, before: String = "", files: Int = 1
    ) -> [[UInt8]] {
        func field(_ name: String, _ value: String) -> [UInt8] {
            Array("--xYzZY\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        let bytes =
            field("csrf", WebFixture.placeholder) + field("agency", agency) + field("name", name) + Array(before.utf8)
            + (0..<files).flatMap { _ in
                Array("--xYzZY\r\nContent-Disposition: form-data; name=\"file\"; filename=\"Mr Smith.txt\"\r\n\r\n".utf8) + file
                    + Array("\r\n".utf8)
            } + Array("--xYzZY--\r\n".utf8)
        return stride(from: 0, to: bytes.count, by: piece).map { Array(bytes[$0..<min($0 + piece, bytes.count)]) }
    }

    private func sealed(_ events: [Event]) -> [PackageSealed] {
        events.compactMap { if case .packageSealed(let sealed) = $0 { sealed } else { nil } }
    }

    @Test(
        "an officer of the source seals a file of any length for whom it was granted to; their key alone opens it, and the hub keeps nothing"
    )
    func officerSends() async throws {
        let ask = try await AskFixture(), web = ask.web
        let (grant, key) = try await granted(ask)
        #expect(try await web.ask("/grants/\(grant)", as: officer).body.contains("href=\"/grants/\(grant)/send\""))
        let page = try await web.ask("/grants/\(grant)/send", as: officer)
        #expect(page.status == 200 && page.body.contains("Luton Council") && page.body.contains("multipart/form-data"))
        // Longer than a frame, and than a message of what waits.
        let long = Self.secret + [UInt8](repeating: 65, count: 2_300_000)
        for (name, file) in [("notes.txt", Self.secret), ("a & “b”.pdf", long)] {
            let session = try web.session(officer)
            var ready = ""
            let events = try await web.recorded {
                let answer = try await web.send(
                    "/grants/\(grant)/send", as: officer, Self.form(WebFixture.council.rawValue, name, file, piece: 65_000),
                    type: Self.type,
                    method: .post, session: session)
                #expect(answer.status == 200 && answer.body.contains("Your package is ready"), "\(answer.body.suffix(900))")
                let link = answer.body.components(separatedBy: "href=\"/grants/\(grant)/send/").dropFirst().first
                ready = String(try #require(link).prefix { $0 != "\"" })
            }
            #expect(sealed(events).map(\.to) == [WebFixture.council] && sealed(events).map(\.by) == [officer])
            // Of another session, or of somebody else, there is nothing there; of this one once.
            #expect(try await web.ask("/grants/\(grant)/send/\(ready)", as: officer).status == 404)
            #expect(try await web.ask("/grants/\(grant)/send/\(ready)", as: member).status == 404)
            let waits = try FileManager.default.contentsOfDirectory(at: web.hub.folder.ready, includingPropertiesForKeys: nil)
            let package = web.root.appending(path: "\(ready).package")
            try FileManager.default.copyItem(at: try #require(waits.first), to: package)
            let fetched = try await web.ask("/grants/\(grant)/send/\(ready)", headers: ["Cookie": session.cookie])
            #expect(fetched.status == 200 && fetched.headers[.contentType] == "application/octet-stream")
            #expect(fetched.headers[.contentDisposition] == "attachment; filename=\"\(grant)-luton-council.package\"")
            #expect(fetched.headers[.cacheControl]?.contains("no-store") == true)
            #expect(try await web.ask("/grants/\(grant)/send/\(ready)", headers: ["Cookie": session.cookie]).status == 404)
            #expect(try FileManager.default.contentsOfDirectory(atPath: web.hub.folder.ready.path) == [])
            let target = web.root.appending(path: UUID().uuidString), sender = try #require(web.hub.state.hub?.verifierKey)
            let opened = try OpenPackage().perform(package, keyFile: key, sender: sender, to: target) { _, _ in }
            #expect(opened.header.name == name && opened.header.originator == WebFixture.police.rawValue && opened.passphrase == nil)
            #expect(try Data(contentsOf: target) == Data(file))
            #expect(try Data(contentsOf: package).range(of: Data("offender 4711".utf8)) == nil)
        }
        for text in ["offender 4711", "Mr Smith"] { #expect(try ask.isWritten(text) == [], "\(text)") }
    }

    @Test("a file whose end comes after its session was ended is sealed for nobody, and no event says that it was")
    func endedMeanwhile() async throws {
        let ask = try await AskFixture(), web = ask.web
        let (grant, _) = try await granted(ask), session = try web.session(officer), person = officer
        let events = try await web.recorded { () async throws -> Void in
            let answer = try await web.send(
                "/grants/\(grant)/send", as: officer, Self.form(WebFixture.council.rawValue, "notes.txt", Self.secret, piece: 300),
                type: Self.type, method: .post, session: session
            ) {
                _ = web.face.sessions.end { $0.person == person }
            }
            #expect(answer.status == 303 && answer.location == "/sign-in")
        }
        #expect(events == [])
        #expect((try? FileManager.default.contentsOfDirectory(atPath: web.hub.folder.ready.path)) ?? [] == [])
    }

    @Test("an officer of the source alone, as long as no copy may be passed on; nobody else learns that there is such a page")
    func others() async throws {
        let ask = try await AskFixture(), web = ask.web
        let (grant, _) = try await granted(ask), path = "/grants/\(grant)/send", council = WebFixture.council.rawValue
        func send(as person: PersonID, to agency: String = council, named name: String = "notes.txt", token: Bool = true) async throws
            -> Int
        {
            try await web.send(
                path, as: person, Self.form(agency, name, Self.secret), type: Self.type, method: .post, withToken: token
            ).status
        }
        let events = try await web.recorded {
            // Whom it was granted to took nothing yet, and could send it to their own agency alone.
            #expect(try await !web.ask("/grants/\(grant)", as: member).body.contains(path))
            for person in [
                member, WebFixture.person(.liaisonOfficer, of: WebFixture.council),
                WebFixture.person(.meetingMember, of: WebFixture.police),
            ] {
                #expect(try await web.ask(path, as: person).status == 404)
                #expect(try await send(as: person) == 404)
            }
            for person in [WebFixture.person(.dataSupplier, of: WebFixture.police), WebFixture.person(.auditor, of: WebFixture.council)] {
                #expect(try await web.ask(path, as: person).status == 403)
                #expect(try await send(as: person) == 403)
            }
            #expect(try await send(as: officer, token: false) == 403)
            #expect(try await web.ask("/grants/g999999/send", as: officer).status == 404)
            // To an agency that it may not go to, typed into the form, and to nobody.
            for agency in [WebFixture.police.rawValue, "nowhere", ""] { #expect(try await send(as: officer, to: agency) == 422) }
            for name in ["", "../x", "a\u{202E}fdp.exe", "a\u{0}b", "a\r\nX: y", "..", String(repeating: "n", count: 256)] {
                let status = try await send(as: officer, named: name)
                #expect([400, 422].contains(status), "\(name.debugDescription)")
            }
        }
        #expect(sealed(events) == [])
        // Two files are not sealed as one, and a file that nobody asked for is no part of a text.
        let two = try await web.send(
            path, as: officer, Self.form(council, "n.txt", Self.secret, files: 2), type: Self.type, method: .post)
        #expect(two.status == 400)
        let other = "--xYzZY\r\nContent-Disposition: form-data; name=\"agency\"; filename=\"a\"\r\n\r\n-and-more\r\n"
        let ignored = try await web.send(
            path, as: officer, Self.form(council, "n.txt", Self.secret, before: other), type: Self.type, method: .post)
        #expect(ignored.status == 200, "\(ignored.body.suffix(600))")
        let again = try await web.send(
            path, as: officer, Self.form("nowhere", "<script>\"'", Self.secret), type: Self.type, method: .post)
        #expect(again.status == 422 && again.body.contains("value=\"&lt;script&gt;&quot;&#39;\"") && !again.body.contains("<script>\""))
    }

    @Test("from a network or device that may hold no copy nothing is sealed, and the refusal is recorded; nor once the grant is revoked")
    func refused() async throws {
        let ask = try await AskFixture(), web = ask.web
        let (grant, _) = try await granted(ask), path = "/grants/\(grant)/send"
        let away = AccessWay(network: "internet", device: "managed", signIn: "protected", registration: "level-3")
        #expect(try await web.ask(path, as: officer, way: away).body.contains("secure premises"))
        let events = try await web.recorded {
            let answer = try await web.send(
                path, as: officer, Self.form(WebFixture.council.rawValue, "n.txt", Self.secret), type: Self.type, method: .post,
                session: web.session(officer, way: away))
            #expect(answer.status == 403)
        }
        #expect(sealed(events) == [] && events.contains { if case .actionRefused = $0 { true } else { false } })
        try RevokeGrant(hub: web.hub).perform(grant, why: "over", by: officer, vault: web.face.vault())
        #expect(try await web.ask(path, as: officer).status == 404)
    }

    @Test("a form that is cut off, too long or without a key to seal to leaves nothing, and keeps no room")
    func broken() async throws {
        let ask = try await AskFixture(), web = ask.web
        let (grant, _) = try await granted(ask, key: false), path = "/grants/\(grant)/send", council = WebFixture.council.rawValue
        let page = try await web.ask(path, as: officer)
        #expect(page.body.contains("has recorded a key") && !page.body.contains("multipart/form-data"))
        let events = try await web.recorded {
            #expect(
                try await web.send(path, as: officer, Self.form(council, "n.txt", Self.secret), type: Self.type, method: .post).status
                    == 422)
            let cut = Array(Self.form(council, "n.txt", Self.secret, piece: 50).dropLast(3))
            #expect(try await web.send(path, as: officer, cut, type: Self.type, method: .post).status == 400)
            await #expect(throws: (any Error).self) {
                let answer = try await web.send(path, as: officer, cut, type: Self.type, method: .post, breaksOff: true)
                if answer.status >= 400 { throw WebFixture.BrokenOff() }
            }
            let long = try await web.send(
                path, as: officer, Self.form(council, String(repeating: "n", count: 70_000), Self.secret), type: Self.type, method: .post)
            #expect(long.status == 413)
            let huge = try await web.send(
                path, as: officer, Self.form(council, "n.txt", Self.secret), type: Self.type, method: .post, length: 3 << 30)
            #expect(huge.status == 413)
        }
        #expect(sealed(events) == [] && !FileManager.default.fileExists(atPath: web.hub.folder.ready.path))
        #expect(web.face.supplyDesk.bytes(of: officer) == 0, "room was kept for none of them")
    }

    @Test("one package waits for each session and grant, so many bytes for each person; a form that is longer than it said is not read on")
    func bounded() async throws {
        let ask = try await AskFixture(), web = ask.web
        let (grant, _) = try await granted(ask), path = "/grants/\(grant)/send", session = try web.session(officer)
        let pieces = Self.form(WebFixture.council.rawValue, "n.txt", Self.secret)
        func send(_ pieces: [[UInt8]], length: Int? = nil) async throws -> (status: Int, location: String?, body: String, cookies: [String])
        {
            try await web.send(path, as: officer, pieces, type: Self.type, method: .post, session: session, length: length)
        }
        var ready: [String] = []
        for _ in 0..<2 {
            let link = try await send(pieces).body.components(separatedBy: "href=\"\(path)/").dropFirst().first
            ready.append(String(try #require(link).prefix { $0 != "\"" }))
        }
        func waiting() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: web.hub.folder.ready.path).count }
        #expect(try waiting() == 1)
        let cookie = ["Cookie": session.cookie]
        #expect(try await web.ask("\(path)/\(ready[0])", headers: cookie).status == 404)
        #expect(try await web.ask("\(path)/\(ready[1])", headers: cookie).status == 200)
        let long = Self.form(WebFixture.council.rawValue, "n.txt", [UInt8](repeating: 65, count: 300_000), piece: 10_000)
        #expect(try await send(long, length: 100_000).status == 400)
        // So many bytes wait for them under other grants, none of which the disk has to hold.
        let files = web.face.readyFiles, own = try #require(web.face.sessions.all(of: officer).first { $0.csrf == session.csrf })
        func room() -> FileRoom { FileRoom(of: officer, at: web.face.supplyDesk) { nil } }
        func add(_ bytes: UInt64, _ grant: String) throws -> String {
            let place = try files.place()
            #expect(FileManager.default.createFile(atPath: place.path, contents: nil))
            let handle = try FileHandle(forWritingTo: place)
            try handle.truncate(atOffset: bytes)
            try handle.close()
            return files.add(place, in: room(), of: GrantID(rawValue: grant), for: own, name: "n", at: web.hub.now)
        }
        let first = try add(2 << 30, "g900001")
        try room().keep(3 << 30)
        #expect(throws: WebFault.noRoom) { try room().keep((3 << 30) + 1) }
        _ = try add(3 << 30, "g900002")
        #expect(try await send(pieces).status == 507)
        _ = try #require(files.take(first, of: GrantID(rawValue: "g900001"), for: own.id, at: web.hub.now))
        #expect(try await send(pieces).status == 200)
    }

    @Test(
        "a grant that is held since the hub was restored is named on the officer's first page, gives nothing, and stands once they say so")
    func held() async throws {
        let ask = try await AskFixture(), web = ask.web
        let (grant, _) = try await granted(ask), path = "/grants/\(grant)/confirm"
        #expect(try await web.ask(path, as: officer).status == 404, "nothing is held")
        try web.hub.append([.hubRestored(HubRestored(backup: 1, missing: 2, isCertain: false))], at: web.hub.now)
        let councils = WebFixture.person(.liaisonOfficer, of: WebFixture.council)
        for person in [officer, member, councils] { try web.hub.run(.invite(person, registration: "level-3"), by: .firstCoordinator) }
        #expect(try await web.ask("/", as: officer).body.contains(path))
        #expect(try await !web.ask("/", as: member).body.contains(path))
        #expect(try await web.ask("/grants/\(grant)", as: member).body.contains("Nothing is given under it until Bedfordshire Police"))
        #expect(try await web.ask("/grants/\(grant)/records", as: member).status == 404)
        let shown = try await web.ask("/grants/\(grant)/records", as: member, form: [("purpose", "case meeting")])
        #expect(shown.status == 403 && shown.body.contains("restored from a backup"))
        #expect(try await web.ask("/grants/\(grant)/send", as: officer).status == 404)
        #expect(try await web.ask(path, as: member).status == 403)
        #expect(try await web.ask(path, as: councils).status == 404)
        #expect(try await web.ask(path, as: officer, form: [("text", " ")]).status == 422)
        let events = try await web.recorded { () async throws -> Void in
            #expect(try await web.ask("/grants/\(grant)/confirm", as: officer, form: [("text", "our <b>book</b>")]).status == 303)
        }
        #expect(events.contains { if case .grantConfirmed(let confirmed) = $0 { confirmed.by == officer } else { false } })
        // Sent a second time it finds nothing to do.
        #expect(try await web.ask(path, as: officer, form: [("text", "again")]).status == 404)
        #expect(try await web.ask("/grants/\(grant)/records", as: member).status == 200)
    }

    @Test("a grant that is held is published as what it is, its end is said to whoever asked, and the word on it is owed by its source")
    func heldElsewhere() async throws {
        let ask = try await AskFixture(), web = ask.web
        let (grant, _) = try await granted(ask), until = try #require(web.hub.state.grants[grant]?.terms.until)
        func published(_ state: HubState) throws -> String? {
            let facts = OpenFacts(state: state, rulebook: web.hub.rulebook, events: [], today: web.hub.now.day)
            let table = try #require(facts.tables.first { $0.name == "grants.csv" })
            return table.rows.first { $0[0] == grant.rawValue }?[14]
        }
        func isRemindedOfTheEnd() -> Bool {
            NoticeReasons(state: web.hub.state).reasons(on: until - 2, web.hub.register).contains {
                $0.person == member && $0.kind == .grant
            }
        }
        #expect(try published(web.hub.state) == "live" && isRemindedOfTheEnd())
        try web.hub.append([.hubRestored(HubRestored(backup: 1, missing: 2, isCertain: false))], at: web.hub.now)
        let councils = WebFixture.person(.liaisonOfficer, of: WebFixture.council)
        for person in [officer, councils] { try web.hub.run(.invite(person, registration: "level-3"), by: .firstCoordinator) }
        #expect(try published(web.hub.state) == "held" && isRemindedOfTheEnd())
        let duties = try await web.ask("/duties", as: officer).body
        #expect(duties.contains("Word on whether the grant \(grant) stands") && duties.contains("/grants/\(grant)/confirm"))
        let others = try await web.ask("/duties", as: councils).body
        #expect(others.contains("The end of the grant \(grant)") && !others.contains("/confirm"))
        #expect(try await web.ask("/grants/\(grant)/confirm", as: officer).body.contains("allow it anew"))
        try RevokeGrant(hub: web.hub).perform(grant, why: "over", by: officer, vault: web.face.vault())
        #expect(try !["live", "held"].contains(published(web.hub.state)))
    }
}
