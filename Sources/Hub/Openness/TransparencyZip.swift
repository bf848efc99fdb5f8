public import Foundation
public import Register
import Storage

extension WriteTransparencyPack {
    /// The pack as one zip at a place that is free; the caller takes it from there and removes it.
    public func zip(for actor: PersonID, at file: URL, written seconds: Int64) throws {
        let work = file.appendingPathExtension("folder")
        let folder = work.appending(path: "transparency")
        try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: work) }
        try perform(for: actor, to: folder)
        do {
            let zip = try EncryptedZip(file, passphrase: nil)
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
                try zip.begin("transparency/\(name)", at: seconds)
                try Data(contentsOf: folder.appending(path: name)).withUnsafeBytes { try zip.write($0) }
            }
            try zip.close()
        } catch {
            try? FileManager.default.removeItem(at: file)
            throw error
        }
    }
}
