import Foundation
import Guidance
import HTTPTypes
import Register
import Storage
import Synchronization
import Testing

@testable import Hub
@testable import Web

@Suite("Room for files that are made for somebody")
struct FileRoomTests {
    private let member = AskFixture.member, officer = AskFixture.officer

    /// Room at a desk, whatever is free.
    private func room(_ web: WebFixture, of person: PersonID, free: Int? = nil) -> FileRoom {
        FileRoom(of: person, at: web.face.supplyDesk) { free }
    }

    /// A file of so many bytes that the disk need not hold.
    private func file(_ bytes: UInt64, at place: URL) throws {
        #expect(FileManager.default.createFile(atPath: place.path, contents: nil))
        let handle = try FileHandle(forWritingTo: place)
        try handle.truncate(atOffset: bytes)
        try handle.close()
    }

    @Test("room is kept once, whether it is for a supply or for another file, and is free again when nothing holds it")
    func oneDisk() async throws {
        let web = try await WebFixture()
        let desk = web.face.supplyDesk, free = SupplyDesk.reserve + 10_000_000
        let supplier = WebFixture.person(.dataSupplier, of: WebFixture.police)
        let job = SupplyJob(owner: supplier, agency: WebFixture.police, dataset: WebFixture.crime, grant: nil, at: web.hub.now)
        try desk.begin(job)
        var first: FileRoom? = room(web, of: member, free: free)
        try first?.keep(3_000_000, passing: 3_000_000)
        #expect(!desk.reserve(5_000_000, for: job, free: free))
        #expect(desk.reserve(3_000_000, for: job, free: free))
        #expect(throws: WebFault.noRoom) { try room(web, of: officer, free: free).keep(2_000_000) }
        // Nothing is kept for what was refused, nor by whoever gave theirs back.
        try room(web, of: officer, free: free).keep(1_000_000)
        try room(web, of: officer, free: free).keep(1_000_000)
        // What is on the disk is in what is free no more.
        let whole = web.root.appending(path: "whole")
        try file(3_000_000, at: whole)
        first?.settle(whole)
        try room(web, of: officer, free: free - 3_000_000).keep(4_000_000)
        #expect(desk.bytes(of: member) == 3_000_000)
        first = nil
        // Of what is sent to be sealed, what has come is in what is free no more, either.
        var sent: FileRoom? = room(web, of: member, free: free)
        try sent?.keep(2_000_000, passing: 2_000_000)
        sent?.wrote(2_000_000)
        try room(web, of: officer, free: free - 2_000_000).keep(3_000_000)
        sent = nil
        #expect(desk.bytes(of: member) == 0)
        // An extract asks again as it grows.
        let growing = room(web, of: member, free: SupplyDesk.reserve + 3_000_000 + FileRoom.ahead + 1_000)
        try growing.grow(0)
        #expect(throws: WebFault.noRoom) { try room(web, of: officer, free: SupplyDesk.reserve + 3_000_000 + FileRoom.ahead).keep(1) }
        try growing.grow(1_000)
        #expect(desk.bytes(of: member) == 1_000 + FileRoom.ahead)
        // What is known to come is kept whole.
        #expect(throws: WebFault.noRoom) { try growing.grow(1_000, copy: 3_000_000 + FileRoom.ahead + 1) }
        #expect(desk.bytes(of: member) == 1_000 + FileRoom.ahead)
        let full = room(web, of: member)
        try full.keep(SupplyDesk.mostFileBytesEach - 1_000 - FileRoom.ahead)
        #expect(throws: WebFault.noRoom) { try growing.grow(1_001) }
        try room(web, of: officer).keep(SupplyDesk.mostFileBytesEach)
        #expect(throws: WebFault.noRoom) { try room(web, of: officer).keep(SupplyDesk.mostFileBytesEach + 1) }
        // What is sealed is there twice for a while, and then once: it counts once against whoever has it, and twice on the disk.
        let empty = SupplyDesk(), sealed = FileRoom(of: member, at: empty) { nil }
        try sealed.grow(0)
        try sealed.grow(3 << 30, copy: 3 << 30)
        #expect(empty.bytes(of: member) == 3 << 30)
        for more in [0, 1] {
            let other = FileRoom(of: officer, at: empty) { SupplyDesk.reserve + (3 << 30) + more }
            #expect(((try? other.keep(1)) != nil) == (more == 1))
        }
    }

    @Test("of all that ask at once for one person, no more are let than there is room for")
    func atOnce() async throws {
        let web = try await WebFixture(people: false)
        let rooms = Mutex<[FileRoom]>([])
        DispatchQueue.concurrentPerform(iterations: 12) { _ in
            let one = FileRoom(of: .firstCoordinator, at: web.face.supplyDesk) { nil }
            if (try? one.keep(1 << 30)) != nil { rooms.withLock { $0.append(one) } }
        }
        #expect(rooms.withLock { $0.count } == 5)
    }

    @Test("an extract for which there is no room is not begun, and one that grows beyond it leaves nothing")
    func extract() async throws {
        let ask = try await AskFixture(), web = ask.web
        let grant = try await ask.granted()
        let full = room(web, of: member)
        try full.keep(SupplyDesk.mostFileBytesEach - FileRoom.ahead + 1)
        let refused = try await web.recorded { () async throws -> Void in
            let answer = try await web.ask("/grants/\(grant)/download", as: member, form: [("purpose", "case meeting")])
            #expect(answer.status == 507 && answer.body.contains("There is no room for this file now"))
        }
        #expect(!refused.contains { if case .extractBegun = $0 { true } else { false } })
        #expect(!FileManager.default.fileExists(atPath: web.hub.folder.ready.path))
        try full.keep(SupplyDesk.mostFileBytesEach - FileRoom.ahead)
        let place = web.root.appending(path: "extract")
        let heard = Mutex<[Int]>([])
        let question = Question(dataset: WebFixture.offenders, from: nil, to: nil, filters: [], by: [])
        let broken = try await web.recorded { () async throws -> Void in
            #expect(throws: WebFault.noRoom) {
                _ = try ReleaseExtract(hub: web.hub, vault: web.face.vault(), entry: .session(WebFixture.strongWay)).perform(
                    question, for: member, purpose: "case meeting", under: grant, to: place, encrypted: true,
                    room: { bytes, more in
                        heard.withLock { $0.append(bytes + more) }
                        throw WebFault.noRoom
                    }
                ) { _, _ in }
            }
        }
        #expect(heard.withLock { $0.count } == 1)
        // What it is told as it grows are bytes on the disk.
        let sink = try ExtractSink(web.root.appending(path: "sink"), passphrase: "not known to anybody", at: web.hub.now)
        try sink.begin("records.csv")
        try sink.write((0..<9_000).map(String.init).joined(separator: ","))
        try sink.close()
        let bytes = try Data(contentsOf: sink.file).count
        #expect(sink.bytes == bytes && bytes > 0)
        sink.discard()
        #expect(broken.contains { if case .extractBegun = $0 { true } else { false } })
        #expect(!broken.contains { if case .extractReleased = $0 { true } else { false } })
        #expect(try FileManager.default.contentsOfDirectory(atPath: web.root.path).allSatisfy { !$0.contains("extract") })
        #expect(try await web.ask("/grants/\(grant)/download", as: member, form: [("purpose", "case meeting")]).status == 200)
        // It waits with what it is long, and no more.
        let waits = web.face.supplyDesk.bytes(of: member) - (SupplyDesk.mostFileBytesEach - FileRoom.ahead)
        #expect(waits > 0 && waits < 1 << 20)
    }

    @Test("a file is counted until whoever reads it is done or gone, however slowly they read")
    func slowly() async throws {
        let ask = try await AskFixture { settings in
            settings.port = 0
            settings.proxy = .init(trusted: ["127.0.0.1"])
        }
        let web = ask.web, grant = try await ask.granted(), desk = web.face.supplyDesk
        let session = try web.session(member, from: "10.0.0.1"), bytes = 64 << 20
        let own = try #require(web.face.sessions.all(of: member).first { $0.csrf == session.csrf })
        func ready() throws -> String {
            let place = try web.face.readyFiles.place()
            try file(UInt64(bytes), at: place)
            return web.face.readyFiles.add(place, in: room(web, of: member), of: grant, for: own, name: "n", at: web.hub.now)
        }
        func waiting() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: web.hub.folder.ready.path).count }
        func isFree() async throws -> Bool {
            for _ in 0..<100 where desk.bytes(of: member) > 0 { try await _Concurrency.Task.sleep(for: .milliseconds(100)) }
            return desk.bytes(of: member) == 0
        }
        try await LiveServer.with(web) { port in
            for takesAll in [false, true] {
                let name = try ready()
                var reader = RawConnection(port: port)
                #expect(reader != nil)
                await RawConnection.apart { [reader] in
                    reader?.send(
                        "GET /grants/\(grant)/download/\(name) HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 10.0.0.1\r\nCookie: \(session.cookie)\r\nConnection: close\r\n\r\n"
                    )
                    sleep(1)
                }
                #expect(try waiting() == 0 && desk.bytes(of: member) == bytes)
                if takesAll {
                    let taken = await RawConnection.apart { [reader] in reader?.receive(for: 30).text.utf8.count ?? 0 }
                    #expect(taken > bytes)
                }
                reader = nil
                #expect(try await isFree(), "\(takesAll)")
            }
        }
    }
}
