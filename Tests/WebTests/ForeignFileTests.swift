import Foundation
import HTTPTypes
import Register
import Testing

@testable import Hub
@testable import Web

/// One of the files of `Tests/Foreign`, which are no table.
struct ForeignFile {
    let name: String, bytes: [UInt8]
    /// A word that whoever sends it is told.
    let word: String
    /// True where its beginning alone tells it, so that it is refused before the rest of it is sent.
    let isToldAtOnce: Bool

    static func all() throws -> [ForeignFile] {
        let folder = WebFixture.repository.appending(path: "Tests/Foreign")
        return try String(contentsOf: folder.appending(path: "said.csv"), encoding: .utf8).split(separator: "\n").dropFirst().map { line in
            let name = line.prefix { $0 != "," }, rest = line.dropFirst(name.count + 1)
            return ForeignFile(
                name: String(name), bytes: [UInt8](try Data(contentsOf: folder.appending(path: String(name)))),
                word: String(rest.replacing("\"", with: "").replacing(/,(yes|no)$/, with: "")), isToldAtOnce: rest.hasSuffix("yes"))
        }
    }
}

@Suite("Workbooks, documents and archives are told for what they are, by their content, and leave nothing behind")
struct ForeignFileTests {
    private let supplier = WebFixture.person(.dataSupplier, of: WebFixture.police)

    private func begin(_ web: WebFixture) async throws -> String {
        let sent = try await web.ask("/supply", as: supplier, form: [("what", "\(WebFixture.police) \(WebFixture.crime)")])
        return try #require(sent.location?.split(separator: "/").last.map(String.init))
    }
    private func names(below folder: URL) -> Set<String> {
        Set((FileManager.default.enumerator(atPath: folder.path)?.allObjects ?? []).compactMap { $0 as? String })
    }

    /// What the person reads after the file was refused; the job waits for another.
    private func refused(_ web: WebFixture, _ job: String, _ file: ForeignFile) async throws {
        let (name, word) = (file.name, file.word)
        let page = try await web.ask("/supply/\(job)", as: supplier)
        #expect(page.status == 200 && page.body.contains(word) && page.body.contains("name=\"file\""), "\(name): \(page.body.suffix(3000))")
        #expect(try await web.ask("/supply/\(job)/received", as: supplier).body.contains("\"received\":0"), "\(name)")
        #expect(try #require(web.face.supplyDesk.find(job, of: supplier, at: web.hub.now)).received.count == 0)
    }

    @Test("sent in one form, under the name of a table, each is refused with what it is and what to do")
    func form() async throws {
        let web = try await WebFixture()
        for file in try ForeignFile.all() {
            let name = file.name, job = try await begin(web), before = names(below: web.hub.folder.root)
            let events = try await web.recorded { () async throws -> Void in
                let sent = try await web.send(
                    "/supply/\(job)/file", as: supplier, WebFixture.form("file", file.bytes, piece: 100),
                    type: "multipart/form-data; boundary=xYzZY", method: .post)
                #expect(sent.status == 303, "\(name)")
                try await refused(web, job, file)
            }
            #expect(!events.contains { if case .supplyTaken = $0 { true } else { false } })
            #expect(names(below: web.hub.folder.root) == before, "\(name)")
            _ = try await web.ask("/supply/\(job)/cancel", as: supplier, form: [])
        }
        #expect(web.hub.state.supplies.isEmpty)
    }

    @Test("sent in parts, what its beginning tells is refused with the first part; a table that is packed goes on")
    func parts() async throws {
        let web = try await WebFixture()
        func put(_ job: String, _ bytes: [UInt8], of total: Int) async throws -> String {
            try await web.send(
                "/supply/\(job)/file", as: supplier, [bytes], type: "application/octet-stream",
                range: "bytes 0-\(bytes.count - 1)/\(total)", method: .put
            ).body
        }
        let files = try ForeignFile.all()
        for file in files {
            let job = try await begin(web)
            // As if a gigabyte were to follow.
            let answer = try await put(job, file.bytes, of: 1 << 30)
            #expect(answer.contains("\"next\"") == file.isToldAtOnce, "\(file.name): \(answer)")
            if file.isToldAtOnce { try await refused(web, job, file) }
            _ = try await web.ask("/supply/\(job)/cancel", as: supplier, form: [])
        }
        // What was refused can be followed by the right file in the same place.
        let job = try await begin(web), table = WebFixture.crimes(20)
        let workbook = try #require(files.first)
        _ = try await put(job, workbook.bytes, of: 1 << 20)
        try await refused(web, job, workbook)
        #expect(try await put(job, table, of: table.count).contains("\"next\""))
        let page = try await web.ask("/supply/\(job)", as: supplier).body
        #expect(page.contains("What is in each column?") && !page.contains("spreadsheet workbook"))
    }
}
