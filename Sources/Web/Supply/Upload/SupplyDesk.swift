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
    /// Bytes of all other files of one person, on their way, waiting or being fetched: two of the longest that are sent, and what sealing adds to them.
    static let mostFileBytesEach = 5 << 30
    /// Room that uploads leave free on the disk, for the ledger and the vault.
    static let reserve = 512 << 20

    private let jobs = Mutex<[String: SupplyJob]>([:])
    /// Room that is kept for one file that is no supply.
    private struct Kept {
        let person: PersonID
        /// Bytes that it takes, or may take.
        var bytes = 0
        /// Others that are written beside them and go again.
        var passing = 0
        /// Of both, those that are on the disk already.
        var written = 0
        var coming: Int { max(0, bytes + passing - written) }
    }
    /// Taken after `jobs` where both are.
    private let kept = Mutex<[UUID: Kept]>([:])

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

    /// True where so many bytes fit on the disk besides what was kept for others and has not come yet: it will still take its room, whoever's it is.
    private func isFree(
        _ bytes: Int, besides jobs: some Collection<SupplyJob>, _ kept: some Collection<Kept>, free: () -> Int?
    ) -> Bool {
        let coming = jobs.reduce(0) { $0 + $1.coming } + kept.reduce(0) { $0 + $1.coming }
        // The disk is asked after that: what comes in between is counted twice rather than not at all.
        guard let free = free() else { return true }
        return free - coming - bytes >= Self.reserve
    }

    func reserve(_ bytes: Int, for job: SupplyJob, free: @autoclosure () -> Int?) -> Bool {
        jobs.withLock { jobs in
            guard bytes >= 0, bytes <= Self.mostBytes, jobs[job.id] === job else { return false }
            // Another part of the same file takes no room back.
            let bytes = max(bytes, job.bytes)
            let others = jobs.values.filter { $0 !== job }
            guard others.filter({ $0.owner == job.owner }).reduce(0, { $0 + $1.bytes }) + bytes <= Self.mostBytesEach else { return false }
            guard kept.withLock({ isFree(max(0, bytes - job.received.count), besides: others, $0.values, free: free) }) else {
                return false
            }
            job.reserve(bytes)
            return true
        }
    }

    // MARK: Files that are no supplies

    /// Keeps room for somebody's file, of those that one person may have and of what is free; false, and what was kept for it stays, if there is none.
    func keep(_ bytes: Int, passing: Int, as id: UUID, of person: PersonID, free: () -> Int?) -> Bool {
        jobs.withLock { jobs in
            kept.withLock { kept in
                var own = kept[id] ?? Kept(person: person)
                (own.bytes, own.passing) = (bytes, passing)
                let others = kept.filter { $0.key != id }.values
                guard bytes >= 0, passing >= 0,
                    others.reduce(bytes, { $1.person == person ? $0 + $1.bytes : $0 }) <= Self.mostFileBytesEach,
                    isFree(own.coming, besides: jobs.values, others, free: free)
                else { return false }
                kept[id] = own
                return true
            }
        }
    }

    /// Of what room was kept for, so many bytes are on the disk.
    func wrote(_ bytes: Int, as id: UUID) { kept.withLock { $0[id]?.written = bytes } }

    /// A file is whole: it takes what it is long, and no more comes.
    func settle(_ bytes: Int, as id: UUID, of person: PersonID) {
        kept.withLock { $0[id] = Kept(person: person, bytes: bytes, written: bytes) }
    }

    func giveBack(_ id: UUID) { kept.withLock { $0[id] = nil } }

    /// Bytes that files of one person take, or may take.
    func bytes(of person: PersonID) -> Int { kept.withLock { $0.values.reduce(0) { $1.person == person ? $0 + $1.bytes : $0 } } }
}
