import Crypto
import Foundation
import Sealing
import Storage
import Transparency

/// A sealed package as a file: what `TransferPackage` says, and under it the sender's signature over all of it.
public struct PackageFile {
    /// What the header says, in the clear.
    public struct Header: Sendable, Codable {
        /// Identity of the hub that sealed it, hexadecimal: grants are numbered within one hub.
        public let hub: String
        /// The grant it is sent under, and the agency it is for.
        public let grant: String, to: String
        /// The agency whose information it is, or that gave the grant it is sent under.
        public let originator: String
        /// Who sealed it, and the agency they act for.
        public let sentBy: String, sentFrom: String
        /// The key it is sealed to.
        public let key: String
        /// Protective marking of what is in it.
        public let marking: String
        /// Name of the file in it.
        public let name: String
        /// When it was sealed, ISO 8601, UTC.
        public let sealed: String
        /// Last day it may be kept, ISO 8601.
        public let until: String
        /// Conditions of the grant.
        public let conditions: [String]
    }

    /// First line of what is signed: no checkpoint begins so.
    private static let statement = "sharewell package/v1"

    /// Seals a file into what `write` takes. `secret` goes before the file's bytes, for the recipient alone. `progress` hears bytes read; what it
    /// throws ends the work.
    /// - Returns: SHA-256 of the package without its signature, hexadecimal.
    static func seal(
        _ file: SuppliedOrigin, secret: String?, header: Header, to key: PackageKey, signer: CheckpointSigner,
        progress: (Int) throws -> Void,
        into write: ([UInt8]) throws -> Void
    ) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let headerBytes = [UInt8](try encoder.encode(header))
        var sealer = try PackageSealer(to: key, header: headerBytes)
        var input = try Source(file)
        var hash = SHA256()
        func hashed(_ bytes: [UInt8]) throws {
            hash.update(data: bytes)
            try write(bytes)
        }
        try hashed(sealer.beginning)
        try hashed(try sealer.frame(Array((secret ?? "").utf8), isLast: false))
        var done = 0
        var next = try input.next()
        repeat {
            try progress(done)
            let following = try input.next()
            try hashed(try sealer.frame(next, isLast: following.isEmpty))
            done += next.count
            if following.isEmpty { break }
            next = following
        } while true
        let digest = hash.finalize().hexadecimal
        do {
            let note = try signer.sign(statement: statementText(digest))
            try write(note.encoded)
        } catch let error as TransparencyError { throw HubError(error) }
        return digest
    }

    /// The file that is sealed, a frame at a time.
    struct Source {
        private enum Kind {
            case file(FileHandle)
            case waiting(WaitingFile, Int)
        }
        private var kind: Kind

        init(_ origin: SuppliedOrigin) throws(HubError) {
            switch origin {
            case .file(let file):
                guard let input = try? FileHandle(forReadingFrom: file) else { throw sourceNotReadable }
                kind = .file(input)
            case .waiting(let file): kind = .waiting(file, 0)
            }
        }

        /// The next bytes, as many as a frame holds; none at the end, and fewer only there.
        mutating func next() throws -> [UInt8] {
            switch kind {
            case .file(let input): return [UInt8](try input.read(upToCount: TransferPackage.frameBytes) ?? Data())
            case .waiting(let file, let place):
                let bytes = try file.read(at: place, count: TransferPackage.frameBytes)
                kind = .waiting(file, place + bytes.count)
                return bytes
            }
        }
    }

    static var sourceNotReadable: HubError {
        HubError(
            .missing, code: "package-source-not-readable", "The file to be sealed cannot be read.",
            remedy: "Check the path and that you may read it.")
    }

    private static func statementText(_ digest: String) -> String { "\(statement)\n\(digest)\n" }

    /// Opens a package: checks the sender's signature over every byte, then decrypts into a file without a name and gives it its place. `progress`
    /// hears frames opened and frames in all; what it throws ends the work, and nothing is left of it.
    /// - Returns: the header, and the secret that came with the file.
    static func open(
        _ package: URL, with secret: PackageSecret, from sender: VerifierKey, to target: URL, progress: (Int, Int) throws -> Void
    ) throws -> (Header, String) {
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
        let output = try unnamed(target)
        var letter = ""
        for (number, frame) in layout.frames.enumerated() {
            try progress(number, layout.frames.count)
            let sealed = [UInt8](bytes[(bytes.startIndex + frame.range.lowerBound)..<(bytes.startIndex + frame.range.upperBound)])
            let plain = try opener.open(sealed, isLast: frame.isLast)
            if number == 0 { letter = String(decoding: plain, as: UTF8.self) } else { try output.write(plain) }
        }
        try place(output, at: target)
        return (header, letter)
    }

    /// A file without a name for what will stand at a place that is free; what processes that were killed left there is removed.
    static func unnamed(_ target: URL) throws -> UnnamedFile {
        ExtractSink.clearLeftovers(of: target)
        guard !FileManager.default.fileExists(atPath: target.path) else { throw taken(target) }
        do {
            return try UnnamedFile(for: target, elseNamed: ExtractSink.leftover(of: target))
        } catch {
            throw HubError(
                .storage, code: "package-not-written", "\(target.path) cannot be written\(error.explanation).",
                remedy: "Name another place.")
        }
    }

    static func place(_ file: UnnamedFile, at target: URL) throws(HubError) {
        do { try file.moveIntoPlace() } catch {
            throw error.cause == EEXIST
                ? taken(target)
                : HubError(
                    .storage, code: "package-not-written", "\(target.path) cannot be written\(error.explanation).",
                    remedy: "Name another place.")
        }
    }

    private static func taken(_ target: URL) -> HubError {
        HubError(
            .data, code: "package-place-taken", "There is something at \(target.path) already.",
            remedy: "Name a place that is free; nothing is overwritten.")
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
