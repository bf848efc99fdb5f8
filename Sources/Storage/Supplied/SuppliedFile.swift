import CZlib
import Crypto
public import Foundation

/// A file as an agency sent it: plain, gzip (any number of members) or zip with one table inside. Read once, as a stream of the table's bytes.
public struct SuppliedFile {
    private enum Packing {
        case plain
        case gzip(Inflater)
        case zip(ZipDirectory.Member, Inflater?)
    }
    private let raw: RawFile
    private let packing: Packing
    private var input: [UInt8]
    private var inputStart = 0
    private var inputEnd = 0
    private var produced = 0
    private var packedLeft = 0
    private var checkSum: UInt = 0
    private var isBetweenMembers = false
    private var isEnded = false
    private var unpackedHash = SHA256()

    /// Opens it and sees what it is.
    /// - Parameter rereading: true if the same file will be opened again, which has to be a file then: a pipe gives its bytes once.
    public static func open(_ url: URL, rereading: Bool = false) throws(SuppliedFileError) -> SuppliedFile {
        try open(.file(url), rereading: rereading)
    }

    /// Opens it, wherever it is.
    public static func open(_ origin: SuppliedOrigin, rereading: Bool = false) throws(SuppliedFileError) -> SuppliedFile {
        let raw =
            switch origin {
            case .file(let url): try RawFile(url, rereading: rereading)
            case .waiting(let file): RawFile(file)
            }
        let head = try raw.peek(at: 0, count: 4)
        if head.starts(with: [0x1F, 0x8B]) { return SuppliedFile(raw, .gzip(try Inflater(.gzip))) }
        if head == [0x50, 0x4B, 0x03, 0x04] || head == [0x50, 0x4B, 0x05, 0x06] {
            let member = try ZipDirectory.table(in: raw)
            return SuppliedFile(raw, .zip(member, member.isDeflated ? try Inflater(.raw) : nil))
        }
        return SuppliedFile(raw, .plain)
    }

    private init(_ raw: RawFile, _ packing: Packing) {
        self.raw = raw
        self.packing = packing
        if case .zip(let member, _) = packing { packedLeft = member.packed }
        if case .plain = packing { input = [] } else { input = [UInt8](repeating: 0, count: 256 << 10) }
    }

    /// Bytes of the file as supplied, as it was when opened; 0 where that is not known.
    public var size: Int { raw.size }
    /// Bytes of the file as supplied that have been read so far.
    public var consumed: Int { raw.consumed }
    /// SHA-256 of the file as supplied, in lower-case hexadecimal; nil until `read` has returned nothing.
    public var digest: String? { raw.digest }

    /// SHA-256 of the table's bytes, in lower-case hexadecimal: the same however the table is packed. Nil until `read` has returned nothing.
    public private(set) var contentDigest: String?

    /// The next bytes of the table, unpacked: at most `count` of them, none only at the end.
    public mutating func read(upTo count: Int) throws(SuppliedFileError) -> [UInt8] {
        guard count > 0, !isEnded else { return [] }
        var failure: SuppliedFileError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, length in
            let room = UnsafeMutableRawBufferPointer(buffer)
            do throws(SuppliedFileError) {
                while length < count {
                    let more = try read(into: UnsafeMutableRawBufferPointer(rebasing: room[length...]))
                    if more == 0 { break }
                    length += more
                }
            } catch { failure = error }
        }
        if let failure { throw failure }
        if case .plain = packing {} else { unpackedHash.update(data: bytes) }
        if bytes.isEmpty {
            isEnded = true
            if case .plain = packing { contentDigest = raw.digest } else { contentDigest = unpackedHash.finalize().hexadecimal }
        }
        return bytes
    }

    private mutating func read(into room: UnsafeMutableRawBufferPointer) throws(SuppliedFileError) -> Int {
        let count =
            switch packing {
            case .plain: try raw.read(into: room)
            case .gzip(let inflater): try readGzip(inflater, into: room)
            case .zip(let member, let inflater): try readZip(member, inflater, into: room)
            }
        produced += count
        if case .plain = packing { return count }
        if produced > SuppliedLimits.total { throw .tooLarge }
        if produced > SuppliedLimits.free, produced / SuppliedLimits.ratio > raw.consumed { throw .bomb }
        return count
    }

    private mutating func refill(atMost: Int) throws(SuppliedFileError) -> Bool {
        inputStart = 0
        var failure: SuppliedFileError?
        inputEnd = input.withUnsafeMutableBytes { bytes in
            do throws(SuppliedFileError) {
                return try raw.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<min(atMost, bytes.count)]))
            } catch {
                failure = error
                return 0
            }
        }
        if let failure { throw failure }
        return inputEnd > 0
    }

    private mutating func unpack(_ inflater: Inflater, into room: UnsafeMutableRawBufferPointer) throws(SuppliedFileError) -> Int {
        var failure: SuppliedFileError?
        let result = input.withUnsafeBytes { bytes in
            do throws(SuppliedFileError) {
                return try inflater.inflate(UnsafeRawBufferPointer(rebasing: bytes[inputStart..<inputEnd]), into: room)
            } catch {
                failure = error
                return (consumed: 0, produced: 0)
            }
        }
        if let failure { throw failure }
        inputStart += result.consumed
        return result.produced
    }

    private mutating func readGzip(_ inflater: Inflater, into room: UnsafeMutableRawBufferPointer) throws(SuppliedFileError) -> Int {
        while true {
            if inputStart == inputEnd, try !refill(atMost: input.count) {
                guard inflater.isEnded else { throw .truncated }
                return 0
            }
            if inflater.isEnded {
                // Another member, or the zeros that tapes and some programs pad with.
                if input[inputStart] == 0 {
                    inputStart += 1
                    isBetweenMembers = true
                    continue
                }
                guard !isBetweenMembers, input[inputStart] == 0x1F else { throw .damaged }
                inflater.reset()
            }
            let count = try unpack(inflater, into: room)
            if count > 0 { return count }
        }
    }

    private mutating func readZip(
        _ member: ZipDirectory.Member, _ inflater: Inflater?, into room: UnsafeMutableRawBufferPointer
    ) throws(SuppliedFileError) -> Int {
        while raw.consumed < member.start {
            guard try refill(atMost: member.start - raw.consumed) else { throw .changed }
            inputStart = inputEnd
        }
        while produced < member.unpacked || packedLeft > 0 || inputStart < inputEnd {
            if inputStart == inputEnd {
                guard packedLeft > 0 else { throw .damaged }
                guard try refill(atMost: packedLeft) else { throw .changed }
                packedLeft -= inputEnd
            }
            let count: Int
            if let inflater {
                if inflater.isEnded { throw .damaged }
                count = try unpack(inflater, into: room)
            } else {
                count = min(room.count, inputEnd - inputStart)
                room.copyBytes(from: input[inputStart..<(inputStart + count)])
                inputStart += count
            }
            guard produced + count <= member.unpacked else { throw .damaged }
            checkSum = crc32_z(checkSum, room.baseAddress?.assumingMemoryBound(to: UInt8.self), count)
            if count > 0 { return count }
        }
        guard UInt32(truncatingIfNeeded: checkSum) == member.checkSum, inflater?.isEnded ?? true else { throw .damaged }
        // The digest is of the whole file, so the rest is read too.
        while try refill(atMost: input.count) { inputStart = inputEnd }
        inputStart = 0
        inputEnd = 0
        return 0
    }
}
