import Crypto
import Foundation
import Sealing
import Storage
import Transparency

/// A sealed package as a file: what `TransferPackage` says, and under it the sender's signature over all of it.
public struct PackageFile {
    /// What the header says, in the clear.
    public struct Header: Sendable, Codable {
        /// The grant it is sent under, the agency it is for and the one it comes from.
        public let grant: String, to: String, from: String
        /// The key it is sealed to.
        public let key: String
        /// Protective marking of what is in it.
        public let marking: String
        /// Name of the file in it.
        public let name: String
        /// When it was sealed, ISO 8601, UTC.
        public let sealed: String
    }

    /// First line of what is signed: no checkpoint begins so.
    private static let statement = "sharewell package/v1"

    /// Seals a file; nothing of it is readable beside the target. `secret` goes before the file's bytes, for the recipient alone.
    static func seal(_ file: URL, secret: String?, header: Header, to key: PackageKey, signer: CheckpointSigner, at target: URL) throws
        -> String
    {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let headerBytes = [UInt8](try encoder.encode(header))
        var sealer = try PackageSealer(to: key, header: headerBytes)
        guard let input = try? FileHandle(forReadingFrom: file),
            FileManager.default.createFile(atPath: target.path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let output = try? FileHandle(forWritingTo: target)
        else {
            throw HubError(
                .storage, code: "package-not-written", "The package could not be written to \(target.path).",
                remedy: "Check that the file can be read and the place written to.")
        }
        var hash = SHA256()
        func write(_ bytes: [UInt8]) throws {
            hash.update(data: bytes)
            try output.write(contentsOf: Data(bytes))
        }
        try write(sealer.beginning)
        try write(try sealer.frame(Array((secret ?? "").utf8), isLast: false))
        var next = try input.read(upToCount: TransferPackage.frameBytes) ?? Data()
        repeat {
            let following = try input.read(upToCount: TransferPackage.frameBytes) ?? Data()
            try write(try sealer.frame([UInt8](next), isLast: following.isEmpty))
            if following.isEmpty { break }
            next = following
        } while true
        let digest = hash.finalize().hexadecimal
        do {
            let note = try signer.sign(statement: statementText(digest))
            try output.write(contentsOf: Data(note.encoded))
        } catch let error as TransparencyError { throw HubError(error) }
        try output.synchronize()
        try output.close()
        return digest
    }

    private static func statementText(_ digest: String) -> String { "\(statement)\n\(digest)\n" }

    /// Opens a package: checks the sender's signature over every byte, then decrypts beside the target and moves it into place.
    /// - Returns: the header, and the secret that came with the file.
    static func open(_ package: URL, with secret: PackageSecret, from sender: VerifierKey, to target: URL) throws -> (Header, String) {
        guard let bytes = try? Data(contentsOf: package, options: .mappedIfSafe) else {
            throw HubError(.missing, code: "package-not-readable", "The package cannot be read.", remedy: "Check the path.")
        }
        let layout = try Layout(bytes)
        let digest = SHA256.hash(data: bytes.prefix(layout.noteStart)).hexadecimal
        do {
            let note = try SignedNote(parsing: [UInt8](bytes.suffix(from: bytes.startIndex + layout.noteStart)))
            try sender.verify(note)
            guard note.text == statementText(digest) else { throw TransferFault.altered }
        } catch let error as TransparencyError { throw HubError(error) }
        guard let header = try? JSONDecoder().decode(Header.self, from: Data(layout.header)) else { throw TransferFault.altered }
        guard header.key == secret.publicKey.fingerprint else {
            throw HubError(
                .data, code: "package-for-another-key", "The package is sealed to the key \(header.key), not to this one.",
                remedy: "Use the key file of \(header.to) with that fingerprint.")
        }
        var opener = try PackageOpener(secret, header: layout.header, encapsulated: layout.encapsulated)
        let partial = target.deletingLastPathComponent().appending(path: ".\(target.lastPathComponent).partial-\(getpid())")
        guard FileManager.default.createFile(atPath: partial.path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let output = try? FileHandle(forWritingTo: partial)
        else { throw HubError(.storage, code: "package-not-opened", "\(target.path) cannot be written.", remedy: "Name another place.") }
        do {
            var letter = ""
            for (number, frame) in layout.frames.enumerated() {
                let sealed = [UInt8](bytes[(bytes.startIndex + frame.range.lowerBound)..<(bytes.startIndex + frame.range.upperBound)])
                let plain = try opener.open(sealed, isLast: frame.isLast)
                if number == 0 { letter = String(decoding: plain, as: UTF8.self) } else { try output.write(contentsOf: Data(plain)) }
            }
            try output.synchronize()
            try output.close()
            try DurableFile.move(partial, toFree: target)
            return (header, letter)
        } catch {
            try? FileManager.default.removeItem(at: partial)
            throw error
        }
    }

    /// Where the parts of a package lie; refuses one whose frames do not end with the last.
    private struct Layout {
        var header: [UInt8] = []
        var encapsulated: [UInt8] = []
        var frames: [(range: Range<Int>, isLast: Bool)] = []
        var noteStart = 0

        init(_ bytes: Data) throws {
            var offset = 0
            func take(_ count: Int) throws -> [UInt8] {
                guard count >= 0, count <= bytes.count - offset else { throw TransferFault.altered }
                defer { offset += count }
                return [UInt8](bytes[(bytes.startIndex + offset)..<(bytes.startIndex + offset + count)])
            }
            func integer() throws -> UInt32 { try take(4).reversed().reduce(0) { $0 << 8 | UInt32($1) } }
            guard try take(TransferPackage.magic.count) == TransferPackage.magic else {
                throw HubError(
                    .data, code: "not-a-package", "That is no sealed package.", remedy: "Name a file made by sharewell package seal.")
            }
            let count = try integer()
            guard count <= 1 << 16 else { throw TransferFault.altered }
            header = try take(Int(count))
            encapsulated = try take(TransferPackage.encapsulatedCount)
            while true {
                let length = try integer()
                let isLast = length & TransferPackage.lastFrame != 0
                let count = Int(length & ~TransferPackage.lastFrame)
                guard count <= TransferPackage.frameBytes + 16, count <= bytes.count - offset else { throw TransferFault.altered }
                frames.append((offset..<offset + count, isLast))
                offset += count
                if isLast { break }
            }
            guard frames.count >= 2 else { throw TransferFault.altered }
            noteStart = offset
        }
    }
}

/// A package that cannot be believed.
enum TransferFault {
    static let altered = HubError(
        .tampered, code: "package-damaged", "The package was altered or cut short on its way.",
        remedy: "Do not use it; ask the sender for it again, and tell the Designated Liaison Officer.")
}
