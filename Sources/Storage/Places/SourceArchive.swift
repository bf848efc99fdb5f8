import CArchive
import Crypto
import Foundation

/// A file as a publisher gives it, plain, gzipped or zipped: its digest, and its members in pieces.
struct SourceArchive {
    /// What a source may unfold to, so that a crafted file cannot fill the memory.
    static let unfoldedLimit = 8 << 30
    static let memberLimit = 20_000
    static let pieceLength = 1 << 20

    let file: URL
    private let data: Data
    /// SHA-256 of the file as supplied, hexadecimal.
    let digest: String
    var size: Int { data.count }

    init(_ file: URL) throws(PlacesError) {
        self.file = file
        do { data = try Data(contentsOf: file, options: .mappedIfSafe) } catch {
            throw PlacesError(
                .missing, code: "places-source-missing", "The file \(file.lastPathComponent) could not be read.",
                remedy: "Check the name and that you may read it.")
        }
        guard !data.isEmpty else {
            throw PlacesError(
                .data, code: "places-source-empty", "\(file.lastPathComponent) is empty.", remedy: "Fetch it again from its publisher.")
        }
        digest = SHA256.hash(data: data).hexadecimal
    }

    var isZip: Bool { data.starts(with: [0x50, 0x4B, 0x03, 0x04]) }
    private var isGzip: Bool { data.starts(with: [0x1F, 0x8B]) }

    /// Calls `piece` with each piece of every member whose name `wanted` says yes to; the name is empty for a file that is no zip.
    func read(
        wanted: (String) -> Bool, piece: (_ member: String, _ isFirst: Bool, UnsafeRawBufferPointer) throws(PlacesError) -> Void
    ) throws(PlacesError) {
        if !isZip, !isGzip {
            guard wanted("") else { return }
            try inPieces { isFirst, bytes throws(PlacesError) in try piece("", isFirst, bytes) }
            return
        }
        guard let archive = archive_read_new() else { throw broken("it could not be opened") }
        defer { archive_read_free(archive) }
        if isZip {
            archive_read_support_format_zip(archive)
        } else {
            archive_read_support_filter_gzip(archive)
            archive_read_support_format_raw(archive)
        }
        try data.withUnsafeBytesTyped { bytes throws(PlacesError) in
            guard archive_read_open_memory(archive, bytes.baseAddress, bytes.count) == ARCHIVE_OK else {
                throw broken("it is not a whole zip or gzip file")
            }
            try readMembers(archive, wanted, piece)
        }
    }

    private func readMembers(
        _ archive: OpaquePointer, _ wanted: (String) -> Bool, _ piece: (String, Bool, UnsafeRawBufferPointer) throws(PlacesError) -> Void
    ) throws(PlacesError) {
        var buffer = [UInt8](repeating: 0, count: Self.pieceLength)
        var unfolded = 0
        var members = 0
        while true {
            var entry: OpaquePointer?
            let status = archive_read_next_header(archive, &entry)
            if status == ARCHIVE_EOF { return }
            guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else { throw broken("its list of members is damaged") }
            members += 1
            guard members <= Self.memberLimit else { throw broken("it has more than \(Self.memberLimit) members") }
            let name = isZip ? archive_entry_pathname(entry).map { String(cString: $0) } ?? "" : ""
            guard wanted(name) else { continue }
            var isFirst = true
            while true {
                var filled = 0
                // Fill the piece, so that the first one holds the whole header.
                while filled < buffer.count {
                    let count = buffer.withUnsafeMutableBytes { raw in
                        raw.baseAddress.map { archive_read_data(archive, $0 + filled, raw.count - filled) } ?? -1
                    }
                    guard count >= 0 else { throw broken("a member is damaged or encrypted") }
                    if count == 0 { break }
                    filled += count
                }
                if filled == 0 { break }
                unfolded += filled
                guard unfolded <= Self.unfoldedLimit else { throw broken("it unfolds to more than 8 GiB") }
                let outcome: Result<Void, PlacesError> = buffer.withUnsafeBytes { raw in
                    do throws(PlacesError) {
                        return .success(try piece(name, isFirst, UnsafeRawBufferPointer(rebasing: raw[..<filled])))
                    } catch { return .failure(error) }
                }
                try outcome.get()
                isFirst = false
            }
        }
    }

    private func inPieces(_ body: (Bool, UnsafeRawBufferPointer) throws(PlacesError) -> Void) throws(PlacesError) {
        try data.withUnsafeBytesTyped { bytes throws(PlacesError) in
            var start = 0
            while start < bytes.count {
                let end = min(start + Self.pieceLength, bytes.count)
                try body(start == 0, UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
                start = end
            }
        }
    }

    /// The whole of a member, for formats that are not read in pieces.
    func whole(_ wanted: (String) -> Bool) throws(PlacesError) -> [UInt8] {
        var all: [UInt8] = []
        try read(wanted: wanted) { _, _, bytes throws(PlacesError) in
            guard all.count + bytes.count <= 2 << 30 else { throw broken("it unfolds to more than 2 GiB") }
            all.append(contentsOf: bytes)
        }
        return all
    }

    private func broken(_ why: String) -> PlacesError {
        PlacesError(
            .data, code: "places-source-broken", "\(file.lastPathComponent) cannot be unpacked: \(why).",
            remedy: "Fetch it again from its publisher.")
    }
}

extension Data {
    /// `withUnsafeBytes` that keeps the type of the error.
    fileprivate func withUnsafeBytesTyped<Outcome>(
        _ body: (UnsafeRawBufferPointer) throws(PlacesError) -> Outcome
    ) throws(PlacesError) -> Outcome {
        let outcome: Result<Outcome, PlacesError> = withUnsafeBytes { bytes in
            do throws(PlacesError) { return .success(try body(bytes)) } catch { return .failure(error) }
        }
        return try outcome.get()
    }
}
