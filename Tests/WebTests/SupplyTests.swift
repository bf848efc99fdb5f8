import Foundation
import Guidance
import HTTPTypes
import Intake
import Register
import Testing

@testable import Hub
@testable import Web

@Suite("Supplying at the browser")
struct BrowserSupplyTests {
    private static let multipart = "multipart/form-data; boundary=xYzZY"
    private let supplier = WebFixture.person(.dataSupplier, of: WebFixture.police)
    private let officer = WebFixture.person(.liaisonOfficer, of: WebFixture.police)
    private let councilSupplier = WebFixture.person(.dataSupplier, of: WebFixture.council)

    private func begin(_ web: WebFixture, as person: PersonID? = nil) async throws -> String {
        let answer = try await web.ask("/supply", as: person ?? supplier, form: [("what", "beds-police police-recorded-crime-offence")])
        #expect(answer.status == 303)
        return try #require(answer.location.flatMap { $0.split(separator: "/").last.map(String.init) })
    }

    /// The page of a job once nobody works on it any more.
    private func settled(_ web: WebFixture, _ job: String) async throws -> String {
        for _ in 0..<600 {
            if try await web.ask("/supply/\(job)/progress", as: supplier).status == 303 { break }
            try await _Concurrency.Task.sleep(for: .milliseconds(50))
        }
        return try await web.ask("/supply/\(job)", as: supplier).body
    }

    private func mapped(_ web: WebFixture, _ job: String) throws -> [(String, String)] {
        let found = try #require(
            web.face.supplyDesk.find(job, of: supplier, at: web.hub.now)?.proposal)
        return found.columns.enumerated().map { ("c\($0.offset)", MappingStep.value($0.element.uses)) }
    }

    private static let form = [
        ("agency", "Bedfordshire Police"), ("supplier", "P <b>"), ("contact", "01234"), ("dataset", "police-recorded-crime-offence"),
        ("period-from", "2022-10"), ("period-to", "2022-10"), ("record-count", "60"),
        ("caveats", "Some <script>alert(1)</script> are late"),
    ]

    /// From the file to what would become of it.
    private func read(_ web: WebFixture, _ file: [UInt8], piece: Int = 997) async throws -> (job: String, page: String) {
        let job = try await begin(web)
        let sent = try await web.send(
            "/supply/\(job)/file", as: supplier, WebFixture.form("file", file, piece: piece), type: Self.multipart, method: .post)
        #expect(sent.status == 303)
        #expect(try await web.ask("/supply/\(job)/mapping", as: supplier, form: mapped(web, job)).status == 303)
        #expect(try await web.ask("/supply/\(job)/form", as: supplier, form: Self.form).status == 303)
        return (job, try await settled(web, job))
    }

    @Test("from the file to the certificate of its destruction, without JavaScript")
    func wholeWay() async throws {
        let web = try await WebFixture()
        let file = WebFixture.crimes(60)
        let job = try await begin(web)
        let sent = try await web.send(
            "/supply/\(job)/file", as: supplier, WebFixture.form("file", file, piece: 13), type: Self.multipart, method: .post)
        #expect(sent.status == 303 && sent.location == "/supply/\(job)")
        let columns = try await web.ask("/supply/\(job)", as: supplier).body
        #expect(columns.contains("Crime type") && columns.contains("xxxxxxxx") && columns.contains("9999-99"))
        for value in ["Burglary", "Quartz", "51.8", "2022-10"] { #expect(!columns.contains(value)) }
        #expect(try await web.ask("/supply/\(job)/mapping", as: supplier, form: mapped(web, job)).status == 303)
        let blank = try await web.ask("/supply/\(job)", as: supplier).body
        #expect(blank.contains("CSV, UTF-8, comma") && blank.contains("Bedfordshire Police"))
        #expect(try await web.ask("/supply/\(job)/form", as: supplier, form: Self.form).status == 303)
        let report = try await settled(web, job)
        #expect(report.contains("This is what would become of your file"))
        #expect(report.contains("Some &lt;script&gt;alert(1)&lt;/script&gt; are late") && !report.contains("<script>alert"))
        // Nothing is recorded before it is confirmed, and nothing of it waits in the vault.
        #expect(web.hub.state.supplies.isEmpty)
        let sealed = try FileManager.default.subpathsOfDirectory(atPath: web.hub.folder.vault.path).filter { $0.hasSuffix(".segment") }
        #expect(sealed.isEmpty)
        let events = try await web.recorded { () async throws -> Void in
            #expect(try await web.ask("/supply/\(job)/take", as: supplier, form: []).status == 303)
            #expect(try await settled(web, job).contains("is taken as supply s000001"))
        }
        #expect(events.contains { if case .supplyTaken(let taken) = $0 { taken.by == supplier } else { false } })
        let taken = try #require(web.hub.state.supplies[SupplyID(number: 1)]?.taken)
        #expect(taken.recordsSealed == 60 && taken.by == supplier && taken.profile == "police-uk-street")
        #expect(try await web.ask("/supplies", as: supplier).body.contains("s000001"))
        try await looksAfter(web)
    }

    private func looksAfter(_ web: WebFixture) async throws {
        // Partners see how good it is, and not what it was used for.
        let seen = try await web.ask("/supplies/s000001", as: WebFixture.person(.analyst, of: WebFixture.council)).body
        #expect(seen.contains("Records sealed") && !seen.contains("What it was used for") && !seen.contains("/withdraw"))
        #expect(try await web.ask("/supplies/s000001", as: supplier).body.contains("Nobody has used this supply yet"))
        #expect(try await web.ask("/supplies/s000001/withdraw", as: councilSupplier, form: [("why", "Not ours at all")]).status == 404)
        #expect(try await web.ask("/supplies/s000001/withdraw", as: councilSupplier).status == 404)
        #expect(try await web.ask("/supplies/s000001/destroy", as: supplier, form: [("why", "Retention")]).status == 403)
        #expect(
            try await web.ask(
                "/supplies/s000001/destroy", as: WebFixture.person(.liaisonOfficer, of: WebFixture.council), form: [("why", "Theirs")]
            )
            .status == 404)
        let empty = try await web.ask("/supplies/s000001/withdraw", as: supplier, form: [("why", " ")])
        #expect(empty.status == 422 && empty.body.contains("Enter a reason for withdrawing the supply"))
        let named = try await web.ask("/supplies/s000001/withdraw", as: supplier, form: [("why", "Mr Smith of <script> asked")])
        #expect(named.status == 422 && named.body.contains("&lt;script&gt;"))
        let withdrawing = try await web.recorded { () async throws -> Void in
            #expect(try await web.ask("/supplies/s000001/withdraw", as: supplier, form: [("why", "Sent <script> too early")]).status == 303)
        }
        #expect(withdrawing.contains { if case .supplyWithdrawn(let event) = $0 { event.by == supplier } else { false } })
        #expect(web.hub.state.supplies[SupplyID(number: 1)]?.status == .withdrawn)
        #expect(try await web.ask("/supplies/s000001/destroy", as: officer).body.contains("This cannot be undone"))
        let destroying = try await web.recorded { () async throws -> Void in
            #expect(try await web.ask("/supplies/s000001/destroy", as: officer, form: [("why", "Retention period ended")]).status == 303)
        }
        #expect(destroying.contains { if case .supplyDestroyed(let event) = $0 { event.by == officer } else { false } })
        #expect(web.hub.state.supplies[SupplyID(number: 1)]?.status == .destroyed)
        let certificate = try await web.ask("/supplies/s000001", as: officer).body
        #expect(certificate.contains("Certificate of destruction") && certificate.contains("Retention period ended"))
        #expect(try await web.ask("/supplies/s000002", as: supplier).status == 404)
        #expect(try await web.ask("/supplies/..%2F..", as: supplier).status == 404)
    }

    @Test("a file sent in parts goes on where it was cut off, and a part out of place is not taken")
    func parts() async throws {
        let web = try await WebFixture()
        let file = WebFixture.crimes(3000), job = try await begin(web)
        func put(_ from: Int, _ to: Int, breaksOff: Bool = false, sending: Int? = nil) async throws -> (
            status: Int, location: String?, body: String, cookies: [String]
        ) {
            let bytes = Array(file[from..<(sending ?? to)])
            let pieces = stride(from: 0, to: bytes.count, by: 7919).map { Array(bytes[$0..<min($0 + 7919, bytes.count)]) }
            return try await web.send(
                "/supply/\(job)/file", as: supplier, pieces, type: "application/octet-stream",
                range: "bytes \(from)-\(to - 1)/\(file.count)",
                method: .put, breaksOff: breaksOff)
        }
        _ = try await put(0, 300_000, breaksOff: true, sending: 200_000)
        let received = try await web.ask("/supply/\(job)/received", as: supplier).body
        #expect(received.contains("\"received\":200000,\"total\":\(file.count)") && received.contains("\"begins\":\""))
        #expect(try await put(100_000, 300_000).status == 409)
        #expect(try await put(300_000, 400_000).status == 409)
        #expect(try await put(200_000, file.count).body.contains("\"next\":\"/supply/\(job)\""))
        #expect(try await web.ask("/supply/\(job)", as: supplier).body.contains("What is in each column?"))
        // More than was said, and without the token of the session.
        let other = try await begin(web)
        let more = try await web.send(
            "/supply/\(other)/file", as: supplier, [file], type: "application/octet-stream", range: "bytes 0-9/20", method: .put)
        #expect(more.status == 400)
        let bare = try await web.send(
            "/supply/\(other)/file", as: supplier, [file], type: "application/octet-stream", range: "bytes 0-9/10", method: .put,
            withToken: false)
        #expect(bare.status == 403)
        let huge = try await web.send(
            "/supply/\(other)/file", as: supplier, [[1]], type: "application/octet-stream", range: "bytes 0-0/99999999999999", method: .put)
        #expect(huge.status == 413)
    }

    @Test("a form cut off leaves nothing, and no file ever has a name in the hub's folder")
    func cutOff() async throws {
        let web = try await WebFixture()
        let job = try await begin(web)
        let pieces = WebFixture.form("file", WebFixture.crimes(20_000), piece: 65_536)
        _ = try await web.send(
            "/supply/\(job)/file", as: supplier, Array(pieces.dropLast()), type: Self.multipart, method: .post, breaksOff: true)
        #expect(try await web.ask("/supply/\(job)/received", as: supplier).body == "{\"received\":0}")
        let before = try FileManager.default.subpathsOfDirectory(atPath: web.hub.folder.root.path)
        #expect(try await web.send("/supply/\(job)/file", as: supplier, pieces, type: Self.multipart, method: .post).status == 303)
        #expect(try FileManager.default.subpathsOfDirectory(atPath: web.hub.folder.root.path) == before)
        let nothing = try await web.send(
            "/supply/\(try await begin(web))/file", as: supplier, WebFixture.form("file", [], piece: 100), type: Self.multipart,
            method: .post)
        #expect(nothing.status == 422 && nothing.body.contains("Choose a file"))
        // What nobody touches goes by itself.
        web.face.supplyDesk.expire(at: Moment(milliseconds: web.hub.now.milliseconds + SupplyDesk.idle + 1000))
        #expect(try await web.ask("/supply/\(job)", as: supplier).status == 404)
    }

    @Test("only people of the agency supply for it, and nobody sees another's supply under way")
    func others() async throws {
        let web = try await WebFixture()
        for role in Role.allCases where ![.dataSupplier, .liaisonOfficer].contains(role) {
            let person = WebFixture.person(role, of: WebFixture.police)
            #expect(try await web.ask("/supply", as: person).status == 403)
            #expect(try await web.ask("/supplies", as: person).status == 403)
            #expect(try await web.ask("/supply", as: person, form: [("what", "x")]).status == 403)
        }
        let theirs = try await web.ask("/supply", as: councilSupplier, form: [("what", "beds-police police-recorded-crime-offence")])
        #expect(theirs.status == 422 && !theirs.body.contains("police-recorded-crime-offence"))
        #expect(try await web.ask("/supply", as: supplier, form: [("what", "<script>")]).status == 422)
        let job = try await begin(web)
        for person in [officer, councilSupplier] {
            for path in ["", "/progress", "/received", "/rejects"] {
                #expect(try await web.ask("/supply/\(job)\(path)", as: person).status == 404)
            }
            for path in ["/mapping", "/form", "/take", "/cancel", "/mapping/again"] {
                #expect(try await web.ask("/supply/\(job)\(path)", as: person, form: []).status == 404)
            }
            let sent = try await web.send(
                "/supply/\(job)/file", as: person, WebFixture.form("file", [1], piece: 10), type: Self.multipart, method: .post)
            #expect(sent.status == 404)
        }
        let given = try await web.ask("/supply/\(job)/cancel", as: supplier, form: [])
        #expect(given.status == 303)
        #expect(try await web.ask("/supply/\(job)", as: supplier).status == 404)
    }

    @Test("columns corrected on the screen are read as corrected; a form that says nonsense is shown again")
    func corrected() async throws {
        let web = try await WebFixture()
        let job = try await begin(web)
        let header =
            "Ref <script>alert(1)</script>,When,Falls within,Longitude,Latitude,Where,LSOA code,LSOA name,Crime type,Outcome,Context,X"
        let file = Array(
            String(decoding: WebFixture.crimes(60, header: header), as: UTF8.self).replacing(",Burglary,", with: ",Burglary,").utf8)
        #expect(
            try await web.send(
                "/supply/\(job)/file", as: supplier, WebFixture.form("file", file, piece: 500), type: Self.multipart, method: .post
            ).status == 303)
        let page = try await web.ask("/supply/\(job)", as: supplier).body
        #expect(page.contains("&lt;script&gt;alert(1)") && !page.contains("<script>alert"))
        var form = (0..<12).map { ("c\($0)", "") }
        (form[0], form[1], form[8]) = (("c0", "f crime_reference_number"), ("c1", "f committed_from_date"), ("c8", "f no_such_field"))
        #expect(try await web.ask("/supply/\(job)/mapping", as: supplier, form: form).status == 422)
        let type = try #require(web.hub.rulebook.recordType(WebFixture.crime))
        let reference = try #require(type.reference?.name), period = try #require(type.period)
        (form[0], form[1], form[8]) = (("c0", "f \(reference)"), ("c1", "f \(period)"), ("c8", "f crime_type"))
        form[4] = ("c4", "e \(try #require(type.place))")
        #expect(try await web.ask("/supply/\(job)/mapping", as: supplier, form: form).status == 422)
        form[5] = ("c5", "n \(try #require(type.place))")
        (form[4], form[5]) = (("c4", "e \(try #require(type.place))"), ("c5", "n \(try #require(type.place))"))
        #expect(try await web.ask("/supply/\(job)/mapping", as: supplier, form: form).status == 303)
        let bad = try await web.ask(
            "/supply/\(job)/form", as: supplier,
            form: [("agency", ""), ("period-from", "<script>"), ("record-count", "-4"), ("caveats", "Ask Mr Smith")])
        #expect(bad.status == 422 && bad.body.contains("value=\"&lt;script&gt;\"") && bad.body.contains("Enter a year"))
        let own = try await web.send(
            "/supply/\(job)/form-file", as: supplier,
            WebFixture.form("form", Array("agency: Police\ndataset: police-recorded-crime-offence\nrecord-count: 60\n".utf8), piece: 3),
            type: Self.multipart, method: .post)
        #expect(own.status == 303)
        #expect(try await web.ask("/supply/\(job)", as: supplier).body.contains("value=\"60\""))
        let wrong = try await web.send(
            "/supply/\(job)/form-file", as: supplier, WebFixture.form("form", Array("colour: [".utf8), piece: 3), type: Self.multipart,
            method: .post)
        #expect(wrong.status == 422)
    }

    @Test("columns that nothing places come first, with what they could be, and what the guidance asks for and the file lacks is said")
    func unplacedColumns() async throws {
        let web = try await WebFixture()
        let type = try #require(web.hub.rulebook.recordType(WebFixture.crime)), period = try #require(type.period)
        let fields = type.fields.filter { !$0.supplementary }.map(\.name)
        let values = { (row: Int) in fields.map { $0 == period ? "2026-10-0\(row)" : "" }.joined(separator: ",") }
        let file = ([fields.map { $0 == period ? "Zq <b>" : $0 }.joined(separator: ",")] + (1...9).map(values)).joined(separator: "\n")
        let job = try await begin(web)
        let sent = try await web.send(
            "/supply/\(job)/file", as: supplier, WebFixture.form("file", Array(file.utf8), piece: 997), type: Self.multipart, method: .post)
        #expect(sent.status == 303)
        let page = try await web.ask("/supply/\(job)", as: supplier).body
        #expect(page.contains("Suggested because its values look like dates") && page.contains("value=\"f \(period)\" selected"))
        #expect(
            page.contains("One field that the guidance asks for is missing") && !page.contains("Every column of the file was recognised"))
        #expect(page.contains("<code>Zq &lt;b&gt;</code>") && !page.contains("Zq <b>"))
        let first = try #require(page.range(of: "One column was not recognised")),
            rest = try #require(page.range(of: "were recognised</span>"))
        #expect(first.lowerBound < rest.lowerBound)
        // Left out all the same: what is missing is said before it is confirmed.
        #expect(try await web.ask("/supply/\(job)/mapping", as: supplier, form: mapped(web, job)).status == 303)
        #expect(try await web.ask("/supply/\(job)/form", as: supplier, form: Self.form).status == 303)
        _ = try await settled(web, job)
    }

    @Test("records that cannot be taken are taken home by their supplier alone")
    func rejects() async throws {
        let web = try await WebFixture()
        let file = WebFixture.crimes(60) + Array("broken,2022-13,Bedfordshire Police\n".utf8)
        let (job, page) = try await read(web, file)
        #expect(page.contains("Rejected records"))
        #expect(try await web.ask("/supply/\(job)/mapping/again", as: supplier, form: []).status == 303)
        #expect(try await web.ask("/supply/\(job)", as: supplier).body.contains("What is in each column?"))
        let rejects = try await web.ask("/supply/\(job)/rejects", as: supplier)
        #expect(rejects.status == 200 && rejects.body.contains("broken,2022-13") && rejects.body.hasPrefix("line,reasons,"))
        #expect(try await web.ask("/supply/\(job)/rejects", as: officer).status == 404)
        #expect(try await web.ask("/supply/\(job)/cancel", as: supplier, form: []).status == 303)
        #expect(try await web.ask("/supply/\(job)/rejects", as: supplier).status == 404)
        #expect(web.hub.state.supplies.isEmpty)
    }

    @Test("files that swell, have a million columns, or are no table end with a clear word")
    func bombs() async throws {
        let web = try await WebFixture()
        func trouble(_ file: [UInt8]) async throws -> String {
            let job = try await begin(web)
            let sent = try await web.send(
                "/supply/\(job)/file", as: supplier, WebFixture.form("file", file, piece: 1 << 16), type: Self.multipart, method: .post)
            #expect(sent.status == 303)
            let page = try await web.ask("/supply/\(job)", as: supplier).body
            #expect(try await web.ask("/supply/\(job)/received", as: supplier).body.contains("\"received\":0"))
            _ = try await web.ask("/supply/\(job)/cancel", as: supplier, form: [])
            return page
        }
        let wide = Array(((0..<1_000_000).map { "a\($0)" }.joined(separator: ",") + "\n").utf8)
        #expect(try await trouble(wide).contains("The file cannot be read"))
        #expect(try await trouble([0x1F, 0x8B, 8, 0, 0, 0, 0, 0]).contains("The file cannot be read"))
        #expect(try await trouble(Array("PK\u{3}\u{4}nonsense".utf8)).contains("The file cannot be read"))
        #expect(try await trouble(Array("<html>".utf8)).contains("The file cannot be read"))
        // One that goes on for ever, within a record; how far a whole file may swell is tested where it is unpacked.
        let (_, page) = try await read(web, try Self.bomb(of: 400 << 20), piece: 1 << 16)
        #expect(page.contains("The file was not taken") && page.contains("line-too-long"))
        #expect(web.hub.state.supplies.isEmpty)
    }

    /// A table of one record that unpacks to so many bytes.
    private static func bomb(of bytes: Int) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        let rows = String(decoding: WebFixture.crimes(30), as: UTF8.self)
        process.arguments = ["-c", "{ printf '%s' '\(rows)'; head -c \(bytes) /dev/zero | tr '\\0' a; } | gzip -1"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let packed = [UInt8](pipe.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        return packed
    }
}
