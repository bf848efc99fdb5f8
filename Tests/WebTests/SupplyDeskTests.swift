import Foundation
import Guidance
import HTTPTypes
import Register
import Storage
import Synchronization
import Testing

@testable import Hub
@testable import Web

@Suite("Supplies under way, side by side")
struct SupplyDeskTests {
    private static let multipart = "multipart/form-data; boundary=xYzZY"
    private static let statement = MetadataStatement(
        agency: "Police", supplier: "P", contact: "01234", dataset: WebFixture.crime.rawValue, periodFrom: nil, periodTo: nil,
        fileFormat: "CSV", recordCount: nil, dateSupplied: nil, fields: [])
    private let supplier = WebFixture.person(.dataSupplier, of: WebFixture.police)

    private func job(_ web: WebFixture, of person: PersonID? = nil) throws -> SupplyJob {
        let job = SupplyJob(owner: person ?? supplier, agency: WebFixture.police, dataset: WebFixture.crime, grant: nil, at: web.hub.now)
        try web.face.supplyDesk.begin(job)
        return job
    }

    @Test(
        "room is kept before the bytes come: parts beside each other together take no more than one person may have, nor what the disk has")
    func room() async throws {
        let web = try await WebFixture()
        let desk = web.face.supplyDesk
        let jobs = try (0..<SupplyDesk.mostEach).map { _ in try job(web) }
        let taken = Mutex(0)
        // Six at once, each of them within what one may have; together they would be three times that.
        DispatchQueue.concurrentPerform(iterations: jobs.count) { place in
            if desk.reserve(SupplyDesk.mostBytes, for: jobs[place], free: nil) { taken.withLock { $0 += 1 } }
        }
        #expect(taken.withLock { $0 } == SupplyDesk.mostBytesEach / SupplyDesk.mostBytes)
        // What is free is kept for one, whoever asks next.
        for job in jobs { desk.end(job) }
        let mine = try job(web), theirs = try job(web, of: WebFixture.person(.liaisonOfficer, of: WebFixture.police))
        let free = SupplyDesk.reserve + 10_000_000
        #expect(desk.reserve(8_000_000, for: mine, free: free))
        #expect(!desk.reserve(8_000_000, for: theirs, free: free))
        #expect(desk.reserve(2_000_000, for: theirs, free: free))
        desk.end(mine)
        #expect(desk.reserve(8_000_000, for: theirs, free: free))
        #expect(!desk.reserve(1, for: mine, free: free), "what was given up keeps no room")
    }

    @Test("a file that is whole keeps room for nothing more, whatever else is sent in its place, and one that failed for nothing")
    func whole() async throws {
        let web = try await WebFixture()
        let job = try job(web), desk = web.face.supplyDesk, file = WebFixture.crimes(200)
        #expect(desk.reserve(10_000_000, for: job, free: nil) && job.coming == 10_000_000)
        func send(_ records: Int) async throws -> Int {
            try await web.send(
                "/supply/\(job.id)/file", as: supplier, WebFixture.form("file", WebFixture.crimes(records), piece: 4_000),
                type: Self.multipart, method: .post
            ).status
        }
        #expect(try await send(200) == 303 && job.stage.name == "mapping")
        #expect(job.bytes == file.count && job.coming == 0)
        // Somebody went back and sends another, longer one: it is not taken.
        #expect(try await send(400) == 303)
        #expect(job.received.count == file.count && job.bytes == file.count && job.coming == 0)
        #expect(job.map(by: nil) && job.state(Self.statement) && job.begin(.reading))
        job.end(.failure(HubError.unknownSupplier), at: web.hub.now)
        #expect(job.stage.name == "failed" && job.bytes == 0)
    }

    @Test("of parts that arrive beside each other for one file, one is taken and the other is told so")
    func parallelParts() async throws {
        let web = try await WebFixture()
        let job = try job(web), person = supplier, file = WebFixture.crimes(3_000)
        let answers = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    try await web.send(
                        "/supply/\(job.id)/file", as: person,
                        stride(from: 0, to: file.count, by: 4_001).map { Array(file[$0..<min($0 + 4_001, file.count)]) },
                        type: "application/octet-stream", range: "bytes 0-\(file.count - 1)/\(file.count)", method: .put
                    ).status
                }
            }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(answers.contains(200) && answers.allSatisfy { [200, 409].contains($0) })
        #expect(job.stage.name == "mapping" && job.received.count == file.count)
    }

    @Test("columns that two windows look over at once are those of the first, and a file being read is read by what was said of it")
    func mapping() async throws {
        let web = try await WebFixture()
        for _ in 0..<20 {
            let job = try job(web)
            let file = try job.begin(at: 0, of: nil, in: web.root)
            try file.append(WebFixture.crimes(5))
            job.whole { try ProposeMapping(hub: web.hub).perform($0, dataset: WebFixture.crime) }
            job.pause()
            let first = Mutex(0)
            DispatchQueue.concurrentPerform(iterations: 4) { _ in if job.map(by: nil) { first.withLock { $0 += 1 } } }
            #expect(first.withLock { $0 } == 1)
            #expect(job.state(Self.statement) && job.begin(.reading))
            #expect(!job.map(by: nil) && !job.state(Self.statement) && !job.begin(.reading))
            job.remap()
            #expect(job.stage.name == "reading")
            web.face.supplyDesk.end(job)
        }
    }

    @Test("a hub that is sealed while a file is read ends the reading, keeps nothing of it and holds no key", .timeLimit(.minutes(2)))
    func sealed() async throws {
        let web = try await WebFixture()
        let file = web.root.appending(path: "long.csv")
        try Data(WebFixture.crimes(60_000)).write(to: file)
        let request = TakeSupply.Request(
            file: file, dataset: WebFixture.crime, agency: WebFixture.police, person: supplier, profile: nil, metadata: nil)
        let sealing = Mutex(false)
        weak var held: KeyVault?
        let code: String
        do {
            let vault = try web.face.vault()
            held = vault
            code =
                try await _Concurrency.Task.detached {
                    do {
                        _ = try TakeSupply(hub: web.hub, vault: vault, stop: { false }).perform(request) { done, _ in
                            // In the middle of it, as by sharewell seal from another process.
                            guard done > 1 << 20,
                                sealing.withLock({ is_ in
                                    defer { is_ = true }; return !is_
                                })
                            else { return }
                            try? Hub.open(web.hub.folder, clock: web.hub.clock).transact { _, _ in
                                ([.sealChanged(SealChanged(unsealed: false))], ())
                            }
                        }
                        return "taken"
                    } catch let error as HubError { return error.code }
                }.value
        }
        #expect(code == "hub-sealed")
        #expect(web.hub.state.supplies.isEmpty)
        #expect(throws: HubError.self) { try web.face.vault() }
        #expect(held == nil, "somebody still has the key")
        let sealed = try FileManager.default.subpathsOfDirectory(atPath: web.hub.folder.vault.path).filter { $0.hasSuffix(".segment") }
        #expect(sealed.isEmpty)
    }

    @Test("sealing ends what waits or is read at the browser, too: the file is gone and its supplier is told")
    func sealedJobs() async throws {
        let web = try await WebFixture()
        let waiting = try job(web), half = try job(web)
        let sent = try await web.send(
            "/supply/\(waiting.id)/file", as: supplier, WebFixture.form("file", WebFixture.crimes(200), piece: 4_000), type: Self.multipart,
            method: .post)
        #expect(sent.status == 303 && waiting.stage.name == "mapping")
        #expect(waiting.map(by: nil) && waiting.state(Self.statement))
        #expect(waiting.begin(.reading))
        let request = try #require(waiting.request(folder: web.root))
        try web.hub.transact { _, _ in ([.sealChanged(SealChanged(unsealed: false))], ()) }
        Housekeeping(face: web.face).round()
        for job in [waiting, half] {
            #expect(job.stage.name == "failed" && job.received.count == 0 && job.isStopped && job.request(folder: web.root) == nil)
            #expect(try await web.ask("/supply/\(job.id)", as: supplier).body.contains("The hub is sealed"))
        }
        // A reading that had still to begin finds no key.
        #expect(throws: HubError.self) { try web.face.vault() }
        _ = request
        #expect(web.hub.state.supplies.isEmpty)
    }
}
