import Foundation
import Hub
import Register
import Storage
import Synchronization

/// Supplies under way, of everybody. What nobody has touched for an hour is forgotten, and its file with it.
final class SupplyDesk: Sendable {
    /// Milliseconds without a touch.
    static let idle: Int64 = 60 * 60_000
    /// Supplies of one person at a time, and bytes of one file and of all files of one person.
    static let mostEach = 6, mostBytes = 8 << 30, mostBytesEach = 16 << 30
    /// Room that uploads leave free on the disk, for the ledger and the vault.
    static let reserve = 512 << 20

    private let jobs = Mutex<[String: SupplyJob]>([:])
    /// Room for files that are no supplies, by whoever sends one: one each.
    private let held = Mutex<[PersonID: Int]>([:])

    func begin(_ job: SupplyJob) throws {
        try jobs.withLock { jobs in
            guard jobs.values.count(where: { $0.owner == job.owner && $0.isUnderWay }) < Self.mostEach else { throw WebFault.tooMany }
            jobs[job.id] = job
        }
    }

    /// The job of that name, if it is that person's.
    func find(_ id: String, of person: PersonID, at now: Moment) -> SupplyJob? {
        expire(at: now)
        guard let job = jobs.withLock({ $0[id] }), job.owner == person else { return nil }
        job.touch(now)
        return job
    }

    /// A person's, the latest touched first.
    func all(of person: PersonID, at now: Moment) -> [SupplyJob] {
        expire(at: now)
        return jobs.withLock { $0.values.filter { $0.owner == person } }.sorted { $0.touched > $1.touched }
    }

    /// Of everybody, those that are not taken yet.
    var count: Int { jobs.withLock { $0.values.count(where: \.isUnderWay) } }

    func end(_ job: SupplyJob) {
        job.stop()
        jobs.withLock { $0[job.id] = nil }
    }

    /// Forgets what is over; asked at every request.
    func expire(at now: Moment) {
        let over = jobs.withLock { jobs in
            let over = jobs.values.filter { now.milliseconds - $0.touched.milliseconds > Self.idle && !$0.isAtWork }
            for job in over { jobs[job.id] = nil }
            return over
        }
        for job in over { job.stop() }
    }

    /// Ends whatever is under way: the hub was sealed. Files that wait are gone with their keys, and what is being read stops at its next part.
    func seal(_ why: HubError) {
        for job in jobs.withLock({ Array($0.values) }) { job.seal(why) }
    }

    /// Keeps room for a file of so many bytes in all, of those that one person may have waiting and of what is free in that folder; false if there
    /// is none. One at a time, and before the bytes come: parts that arrive beside each other find what was kept for the others.
    func reserve(_ bytes: Int, for job: SupplyJob, in folder: URL) -> Bool {
        reserve(bytes, for: job, free: DiskRoom.free(in: folder))
    }

    /// Keeps room for a file that is no supply, while `work` goes on: one at a time of each person.
    func holding<Result>(
        _ bytes: Int, for person: PersonID, free: Int?, _ work: () async throws -> Result
    ) async throws -> Result {
        try jobs.withLock { jobs in
            let coming = jobs.values.reduce(0) { $0 + $1.coming }
            try held.withLock { held in
                guard held[person] == nil else { throw WebFault.tooMany }
                if let free, free - coming - held.values.reduce(0, +) - bytes < Self.reserve { throw WebFault.tooLong }
                held[person] = bytes
            }
        }
        defer { held.withLock { $0[person] = nil } }
        return try await work()
    }

    func reserve(_ bytes: Int, for job: SupplyJob, free: Int?) -> Bool {
        jobs.withLock { jobs in
            guard bytes >= 0, bytes <= Self.mostBytes, jobs[job.id] === job else { return false }
            // Another part of the same file takes no room back.
            let bytes = max(bytes, job.bytes)
            let others = jobs.values.filter { $0 !== job }
            guard others.filter({ $0.owner == job.owner }).reduce(0, { $0 + $1.bytes }) + bytes <= Self.mostBytesEach else { return false }
            // What was kept and has not come yet will still take its room, whoever's it is.
            let coming = others.reduce(0) { $0 + $1.coming } + max(0, bytes - job.received.count) + held.withLock { $0.values.reduce(0, +) }
            if let free, free - coming < Self.reserve { return false }
            job.reserve(bytes)
            return true
        }
    }
}
