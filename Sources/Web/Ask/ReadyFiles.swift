import Foundation
import Register
import Storage
import Synchronization

/// Encrypted files that were made for somebody and wait to be fetched once: in a folder that only the hub's own account reads, for some minutes; one of
/// each session and grant. Each holds its room (`FileRoom`) until nobody reads it any more.
final class ReadyFiles: Sendable {
    struct Ready: Sendable {
        let file: URL
        let grant: GrantID
        let session: String
        let room: FileRoom
        let name: String
        let until: Moment
    }
    static let minutes = 10
    private let folder: URL
    private let files = Mutex<[String: Ready]>([:])

    /// In that folder, which is emptied: what an earlier process left there nobody can fetch any more.
    init(folder: URL) {
        self.folder = folder
        try? FileManager.default.removeItem(at: folder)
    }

    /// A free place for a file.
    func place() throws -> URL {
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        return folder.appending(path: UUID().uuidString)
    }

    /// Keeps it for that session, under that grant, in place of the one before; the name it is fetched by, which nobody can guess.
    func add(_ file: URL, in room: FileRoom, of grant: GrantID, for session: Session, name: String, at now: Moment) -> String {
        let secret = SessionStore.secret()
        room.settle(file)
        let until = Moment(milliseconds: now.milliseconds + Int64(Self.minutes) * 60_000)
        files.withLock { files in
            for (key, old) in files where old.session == session.id && old.grant == grant {
                try? FileManager.default.removeItem(at: old.file)
                files[key] = nil
            }
            files[secret] = Ready(file: file, grant: grant, session: session.id, room: room, name: name, until: until)
        }
        return secret
    }

    /// Removes those that nobody fetched in time, and those of grants that are over.
    func sweep(at now: Moment, keeping isLive: (GrantID) -> Bool) {
        files.withLock { files in
            for (key, old) in files where old.until < now || !isLive(old.grant) {
                try? FileManager.default.removeItem(at: old.file)
                files[key] = nil
            }
        }
    }

    /// Gives it once, to its own session and under its own grant.
    func take(_ secret: String, of grant: GrantID, for session: String, at now: Moment) -> Ready? {
        files.withLock { files in
            guard let ready = files[secret], ready.session == session, ready.grant == grant else { return nil }
            files[secret] = nil
            guard ready.until >= now else {
                try? FileManager.default.removeItem(at: ready.file)
                return nil
            }
            return ready
        }
    }
}
