import Sealing

/// The distinct values of one column of a segment, decoded once and shared by all who read it. Code 0 is the missing value.
public final class SegmentDictionary: Sendable {
    /// Codes are `0 ..< count`.
    public let count: Int
    private let bytes: [UInt8]
    private let ends: [Int]

    /// Nil if the bytes are not a dictionary.
    init?(_ blob: [UInt8]) {
        let parts: (ends: [Int], start: Int)? = blob.withUnsafeBytes { raw in
            var reader = ByteReader(raw)
            guard let count = reader.count(below: raw.count + 1) else { return nil }
            var ends = [0]
            ends.reserveCapacity(count + 1)
            var end = 0
            for _ in 0..<count {
                guard let length = reader.count(below: raw.count + 1) else { return nil }
                end += length
                ends.append(end)
            }
            return reader.remaining == end ? (ends, reader.offset) : nil
        }
        guard let parts else { return nil }
        bytes = Array(blob[parts.start...])
        ends = parts.ends
        count = ends.count
    }

    /// The empty dictionary: only the missing value.
    init() {
        count = 1
        bytes = []
        ends = [0]
    }

    /// Lends a value's UTF-8; codes past the end have the missing value.
    public func withBytes<Result>(of code: UInt32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        bytes.withUnsafeBytes { all in
            guard code > 0, Int(code) < count else { return body(UnsafeRawBufferPointer(rebasing: all[0..<0])) }
            return body(UnsafeRawBufferPointer(rebasing: all[ends[Int(code) - 1]..<ends[Int(code)]]))
        }
    }

    /// A value as a string; bytes that are not UTF-8 are repaired.
    public func string(_ code: UInt32) -> String { withBytes(of: code) { String(decoding: $0, as: UTF8.self) } }
}
