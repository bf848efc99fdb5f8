import Foundation
import Register
import Storage

/// Where an extract is written until it may be seen: a hidden folder or zip beside the final place.
final class ExtractSink {
    /// The passphrase of an encrypted zip.
    private(set) var passphrase: String?
    private var partial: URL
    private let target: URL
    private let seconds: Int64
    private var zip: EncryptedZip?
    private var folder: ExtractFolder?
    private var settled = false

    /// - Parameter single: True where the extract is one file, which is written at `file`.
    init(_ target: URL, passphrase: String?, single: Bool = false, zipped: Bool = false, at now: Moment) throws {
        self.target = target
        self.passphrase = passphrase
        seconds = now.milliseconds / 1000
        partial = Self.leftover(of: target)
        if single { return }
        if passphrase != nil || zipped {
            zip = try EncryptedZip(partial, passphrase: passphrase)
        } else {
            folder = try ExtractFolder(partial: partial)
        }
    }

    /// Where the file of an extract of one file is written.
    var file: URL { partial }

    /// Bytes that it takes on the disk now, where it is one file.
    var bytes: Int {
        // As which type a dictionary of attributes has the size depends on the version of Foundation.
        var status = stat()
        return stat(partial.path, &status) == 0 ? Int(status.st_size) : 0
    }

    deinit { discard() }

    func begin(_ name: String) throws {
        try zip?.begin(name, at: seconds)
        try folder?.begin(name)
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        try zip?.write(bytes)
        try folder?.write(bytes)
    }

    func write(_ text: String) throws { try Array(text.utf8).withUnsafeBytes { try write($0) } }

    func close() throws {
        try zip?.close()
        try folder?.close()
        zip = nil
        folder = nil
    }

    /// Puts the encrypted zip into something else, with its passphrase, which nobody is shown then.
    func wrap(_ seal: (_ zip: URL, _ passphrase: String?, _ target: URL) throws -> Void) throws {
        let wrapped = partial.appendingPathExtension("package")
        do { try seal(partial, passphrase, wrapped) } catch {
            try? FileManager.default.removeItem(at: wrapped)
            throw error
        }
        try FileManager.default.removeItem(at: partial)
        partial = wrapped
        passphrase = nil
    }

    func moveIntoPlace() throws {
        do { try DurableFile.move(partial, toFree: target) } catch {
            throw HubError(
                .storage, code: "extract-not-moved", "The extract could not be moved to \(target.path); it was removed.",
                remedy: "Check that the place is free and may be written to, then ask again.")
        }
        settled = true
    }

    func discard() {
        zip = nil
        folder = nil
        guard !settled else { return }
        settled = true
        try? FileManager.default.removeItem(at: partial)
    }

    /// Removes what processes that are no more left of extracts to that place.
    static func clearLeftovers(of target: URL) {
        let folder = target.deletingLastPathComponent()
        let beginning = beginning(target)
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] where name.hasPrefix(beginning) {
            guard let process = Int32(name.dropFirst(beginning.count).prefix { $0 != "-" }), process > 0 else { continue }
            if kill(process, 0) != 0, errno == ESRCH { try? FileManager.default.removeItem(at: folder.appending(path: name)) }
        }
    }

    /// A hidden name beside that place, which `clearLeftovers` knows.
    static func leftover(of target: URL) -> URL {
        target.deletingLastPathComponent().appending(path: "\(beginning(target))\(getpid())-\(UUID().uuidString.prefix(8))")
    }

    private static func beginning(_ target: URL) -> String { ".\(target.lastPathComponent).partial-" }
}
