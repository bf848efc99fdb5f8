import Foundation
import Guidance
import HTTPTypes
import Hub
import HummingbirdCore
import NIOCore
import NIOPosix
import Register
import Storage
import Tables

/// The steps of sending a file: what it is, the file itself, its columns, the metadata form, what would become of it, and the taking.
enum UploadRoutes {
    static let all: [Route] = [
        .get("/supply", .may(.supply)) { visit in .page(try UploadPages.start(visit)) },
        .post("/supply", .may(.supply), event: "none", start),
        .get("/supply/{job}", .may(.supply)) { visit in .page(try UploadPages(visit).page()) },
        .get("/supply/{job}/progress", .may(.supply), progress),
        .get("/supply/{job}/received", .may(.supply)) { visit in try received(job(visit)) },
        .form("/supply/{job}/file", .may(.supply), event: "none", takeForm),
        .upload("/supply/{job}/file", .may(.supply), event: "none", method: .put, takePart),
        .post("/supply/{job}/mapping", .may(.supply), event: "none") { visit in try MappingStep(visit).take() },
        .post("/supply/{job}/mapping/again", .may(.supply), event: "none") { visit in
            let job = try job(visit)
            job.remap()
            return .redirect("/supply/\(job.id)")
        },
        .post("/supply/{job}/form", .may(.supply), event: "none") { visit in try MetadataStep(visit).take() },
        .form("/supply/{job}/form-file", .may(.supply), event: "none", takeFormFile),
        .post("/supply/{job}/take", .may(.supply), event: "supplyTaken", take),
        .get("/supply/{job}/rejects", .may(.supply), rejects),
        .post("/supply/{job}/cancel", .may(.supply), event: "none") { visit in
            let job = try job(visit), isTaken = job.stage.name == "taken"
            visit.face.supplyDesk.end(job)
            return visit.done("/supplies", visit.t(isTaken ? "supply.put-away-done" : "supply.cancelled"))
        },
    ]

    /// The job of the address, if it is this person's.
    static func job(_ visit: Visit) throws -> SupplyJob {
        guard let id = visit.parameters["job"], let job = visit.face.supplyDesk.find(id, of: try visit.actor, at: visit.now) else {
            throw WebFault.notFound
        }
        return job
    }

    private static func start(_ visit: Visit) throws -> Reply {
        let person = try visit.person
        guard let chosen = visit.form["what"], let choice = UploadPages.choices(visit, person).first(where: { $0.value == chosen }) else {
            return .page(
                try UploadPages.start(visit, faults: FormFaults("what", visit.t("supply.fault-what"))), status: .unprocessableContent)
        }
        let job = SupplyJob(owner: person.id, agency: choice.agency, dataset: choice.dataset, grant: choice.grant, at: visit.now)
        try visit.face.supplyDesk.begin(job)
        return .redirect("/supply/\(job.id)")
    }

    // MARK: The file, in parts

    /// `{"received":1048576,"total":2097152,"begins":"…"}`: where a browser goes on that was cut off.
    private static func received(_ job: SupplyJob, status: HTTPResponse.Status = .ok) -> Reply {
        let (count, total, begins) = job.received
        var members = ["\"received\":\(count)"]
        if let total { members.append("\"total\":\(total)") }
        if let begins { members.append("\"begins\":\"\(begins)\"") }
        if job.stage.name != "file" || job.trouble != nil { members.append("\"next\":\"/supply/\(job.id)\"") }
        var reply = Reply.data(Array("{\(members.joined(separator: ","))}".utf8), type: "application/json")
        reply.status = status
        return reply
    }

    private static func takePart(_ visit: Visit, _ request: Request) async throws -> Reply {
        let job = try job(visit)
        guard let range = ContentRange(request.headers[.contentRange] ?? "") else { throw WebFault.malformed }
        let folder = visit.hub.folder.root
        guard visit.face.supplyDesk.reserve(range.total, for: job, in: folder) else { throw WebFault.tooLong }
        let file: WaitingFile
        do { file = try job.begin(at: range.first, of: range.total, in: folder) } catch is SupplyJob.Conflict {
            return received(job, status: .conflict)
        }
        do {
            for try await chunk in request.body {
                guard !job.isStopped, file.count + chunk.readableBytes <= range.last + 1 else { throw WebFault.malformed }
                job.touch(visit.now)
                try await visit.work(on: visit.face.pools.pages, refreshed: false) { _ in
                    try chunk.withUnsafeReadableBytes { try file.append($0) }
                }
            }
            // Still receiving: no other part may begin the file anew while this one is being made whole.
            if file.count == range.total {
                try await whole(job, visit)
            } else if range.first == 0 {
                // What is no table is refused with its first part, before the rest of it is sent.
                try await visit.work(on: visit.face.pools.pages) { _ in
                    job.refuse(try LayoutDetector.refusal(ofBeginning: file.read(at: 0, count: SupplyJob.known)))
                }
            }
        } catch {
            job.pause()
            throw error
        }
        job.pause()
        return received(job)
    }

    private static func whole(_ job: SupplyJob, _ visit: Visit) async throws {
        try await visit.work(on: visit.face.pools.pages) { visit in
            job.whole { try ProposeMapping(hub: visit.hub).perform($0, dataset: job.dataset) }
        }
    }

    // MARK: The file, in one form

    private static func takeForm(_ visit: Visit, _ request: Request, _ sent: FormParts) async throws -> Reply {
        let job = try job(visit)
        let folder = visit.hub.folder.root
        let length = request.headers[.contentLength].flatMap { Int($0) }
        guard visit.face.supplyDesk.reserve(length ?? 0, for: job, in: folder) else { throw WebFault.tooLong }
        let file: WaitingFile
        do { file = try job.begin(at: 0, of: nil, in: folder) } catch is SupplyJob.Conflict { return .redirect("/supply/\(job.id)") }
        var parts = sent
        do {
            _ = try await parts.receive("file", into: file, for: visit) { coming in
                job.touch(visit.now)
                // One that does not say how long it is keeps room as it comes, before it is written.
                if length == nil, !visit.face.supplyDesk.reserve(file.count + coming, for: job, in: folder) { throw WebFault.tooLong }
            }
        } catch {
            // One form cannot be gone on with: what came of it goes.
            job.forgetFile()
            throw error
        }
        guard file.count > 0 else {
            job.forgetFile()
            return .page(
                try UploadPages(visit).filePage(FormFaults("file", visit.t("supply.fault-file"))), status: .unprocessableContent)
        }
        do { try await whole(job, visit) } catch {
            job.pause()
            throw error
        }
        job.pause()
        return .redirect("/supply/\(job.id)")
    }

    /// A metadata form that was filled in as a file: what it says is put into the form on the screen.
    private static func takeFormFile(_ visit: Visit, _ request: Request, _ sent: FormParts) async throws -> Reply {
        let job = try job(visit)
        var text: [UInt8] = [], isFile = false, parts = sent
        while let events = try await parts.next() {
            for event in events {
                switch event {
                case .part(let name, let holdsFile): isFile = name == "form" && holdsFile
                case .bytes(let bytes): if isFile { text += bytes }
                }
            }
            guard text.count <= 256 << 10 else { throw WebFault.tooLong }
        }
        guard parts.isWhole, job.stage.name == "form" else { throw WebFault.malformed }
        let read = text
        return try await visit.work(on: visit.face.pools.pages) { try MetadataStep($0).read(read) }
    }

    // MARK: Reading and taking

    private static func take(_ visit: Visit) throws -> Reply {
        let job = try job(visit)
        try work(job, .taking, visit)
        return .redirect("/supply/\(job.id)")
    }

    /// Begins to read, or to take, where long work is done. The key is asked for when that begins: none is held while it waits.
    static func work(_ job: SupplyJob, _ stage: SupplyJob.Stage, _ visit: Visit) throws {
        _ = try visit.face.vault()
        guard job.begin(stage) else { return }
        guard let request = job.request(folder: visit.hub.folder.root) else { throw WebFault.notFound }
        attempt(request, of: job, isRehearsal: stage.name == "reading", visit.face, tries: 0)
    }

    /// How often it is tried while another supply is being taken, here or at the terminal: a quarter of an hour.
    private static let mostTries = 900

    private static func attempt(_ request: TakeSupply.Request, of job: SupplyJob, isRehearsal: Bool, _ face: Face, tries: Int) {
        face.pools.supplies.submit { state in
            guard case .active = state else { return }
            do {
                let take = TakeSupply(hub: face.hub, vault: try face.vault()) { job.isStopped }
                let progress: @Sendable (Int, Int?) -> Void = { job.note($0, of: $1) }
                let outcome = isRehearsal ? try take.rehearse(request, progress: progress) : try take.perform(request, progress: progress)
                job.end(.success(outcome), at: face.hub.now)
            } catch let error as HubError where error.kind == .busy && !job.isStopped && tries < mostTries {
                job.waits()
                // No thread waits for it.
                _ = MultiThreadedEventLoopGroup.singleton.next().scheduleTask(in: .seconds(1)) {
                    attempt(request, of: job, isRehearsal: isRehearsal, face, tries: tries + 1)
                }
            } catch { job.end(.failure(error), at: face.hub.now) }
        }
    }

    private static func progress(_ visit: Visit) throws -> Reply {
        let job = try job(visit)
        if job.stage.isAtWork { return .page(try UploadPages(visit).page()) }
        // The page as a whole has changed: htmx is led to it as a browser is.
        guard visit.headers[.htmx] != nil else { return .redirect("/supply/\(job.id)") }
        return Reply(body: .nothing, headers: [(.htmxRedirect, "/supply/\(job.id)")])
    }

    private static func rejects(_ visit: Visit) throws -> Reply {
        let job = try job(visit)
        guard let file = job.rejects else { throw WebFault.notFound }
        // They are records as they were supplied: whoever has them may supply them still, and reaches the hub in a way that may hold them.
        _ = try visit.register.permitSupply(of: job.dataset, from: job.agency, for: job.grant, by: visit.actor, at: visit.now)
        try visit.register.check(visit.way, reachesRecordsOf: job.dataset)
        // Opened a part at a time, as it is sent.
        let type = "text/csv; charset=utf-8"
        var reply = Reply.download([], type: type, name: "rejected-records.csv")
        reply.body = .parts(type: type) { try file.read(at: $0, count: 1 << 20) }
        return reply
    }
}

/// `bytes 0-1048575/2147483648`.
struct ContentRange {
    let first: Int, last: Int, total: Int

    init?(_ text: String) {
        guard text.hasPrefix("bytes ") else { return nil }
        let halves = text.dropFirst(6).split(separator: "/", omittingEmptySubsequences: false)
        let ends = halves.first?.split(separator: "-", omittingEmptySubsequences: false) ?? []
        guard halves.count == 2, ends.count == 2, let first = Int(ends[0]), let last = Int(ends[1]), let total = Int(halves[1]), first >= 0,
            first <= last, last < total
        else { return nil }
        (self.first, self.last, self.total) = (first, last, total)
    }
}
