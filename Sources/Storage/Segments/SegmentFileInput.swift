public import Archive
public import Foundation

/// A segment file mapped into memory for reading. Segments never change once they are in place; whoever cuts one short while it is mapped
/// ends the process that reads it.
public final class SegmentFileInput: SegmentInput {
    /// Length in bytes.
    public let byteCount: Int
    private let address: Int

    /// Maps the file.
    public init(file: URL) throws(SegmentError) {
        let descriptor = open(file.path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            throw SegmentError(
                code: "segment-missing", "The segment file \(file.lastPathComponent) is not there or cannot be read.", remedy: Self.remedy)
        }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            throw SegmentError(code: "segment-unreadable", "\(file.lastPathComponent) is not a plain file.", remedy: Self.remedy)
        }
        byteCount = Int(facts.st_size)
        if byteCount == 0 {
            address = 0
            return
        }
        guard let mapped = mmap(nil, byteCount, PROT_READ, MAP_SHARED, descriptor, 0), mapped != MAP_FAILED else {
            throw SegmentError(
                code: "segment-unreadable", "\(file.lastPathComponent) could not be mapped into memory.", remedy: Self.remedy)
        }
        address = Int(bitPattern: mapped)
    }

    deinit { if byteCount > 0 { munmap(UnsafeMutableRawPointer(bitPattern: address), byteCount) } }

    /// Lends the bytes of a range.
    public func withBytes<Result>(
        _ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws(SegmentError) -> Result
    ) throws(SegmentError) -> Result {
        guard range.lowerBound >= 0, range.upperBound <= byteCount else {
            throw SegmentError(code: "segment-cut-short", "The segment's file is shorter than its directory says.", remedy: Self.remedy)
        }
        let start = UnsafeRawPointer(bitPattern: address).map { $0 + range.lowerBound }
        return try body(UnsafeRawBufferPointer(start: start, count: range.count))
    }

    private static let remedy = "Restore the vault's segments folder from a backup of the same hub."
}
