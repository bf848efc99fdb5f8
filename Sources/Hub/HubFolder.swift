public import Foundation

/// Where a hub keeps its things.
public struct HubFolder: Sendable {
    /// The hub's own folder.
    public let root: URL
    /// A hub at that path; nothing is touched yet.
    public init(_ root: URL) { self.root = root.standardizedFileURL }

    /// SQLite ledger and its latest checkpoint.
    public var ledger: URL { root.appending(path: "ledger") }
    /// Keys and sealed segments.
    public var vault: URL { root.appending(path: "vault") }
    /// Gazetteers and boundaries.
    public var places: URL { root.appending(path: "places") }
    /// The rulebook this hub runs on, copied when it began.
    public var guidance: URL { root.appending(path: "guidance") }
    /// Reports of supplies: counts and shares, no records.
    public var reports: URL { root.appending(path: "reports") }
    /// Held while the register changes.
    public var registerLock: URL { root.appending(path: "register.lock") }
    /// Held while a supply is being taken.
    public var supplyLock: URL { root.appending(path: "supply.lock") }

    /// Held while the hub is served.
    public var serveLock: URL { root.appending(path: "serve.lock") }

    /// Files on their way to a browser, with records in them as whoever takes them is given them.
    public var outgoing: URL { root.appending(path: "outgoing") }
    /// Encrypted files that wait some minutes to be fetched.
    public var ready: URL { root.appending(path: "ready") }
    /// The certificate made for first use, with its key.
    public var ownCertificate: URL { root.appending(path: "tls") }

    /// Folders of what is there for a time only, or made anew where it is missing. What is in them is in no backup: it is not sealed as the rest is,
    /// or belongs to nobody yet.
    static let transient = ["outgoing", "ready", "uploads", "tls"]
    /// Files of that kind.
    static let locks = ["register.lock", "supply.lock", "serve.lock", "vault/lock"]

    /// Makes the folders, for their owner alone.
    public func create() throws(HubError) {
        for folder in [root, ledger, vault, places, guidance, reports] {
            do {
                try FileManager.default.createDirectory(
                    at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw HubError(
                    .storage, code: "folder-not-made", "The folder \(folder.path) could not be made.",
                    remedy: "Check that the place exists, has room and may be written to.")
            }
        }
    }

    /// True if a hub was begun here.
    public var exists: Bool { FileManager.default.fileExists(atPath: ledger.appending(path: "ledger.sqlite").path) }
}
