public import Crypto

/// A SHA-256 hash of a leaf, a node or a whole tree: 32 bytes.
public struct TreeHash: Hashable, Sendable, CustomStringConvertible {
    /// Length in bytes.
    public static let length = 32

    // Four words as they lie in memory: no array, no reference count.
    private let first: UInt64, second: UInt64, third: UInt64, fourth: UInt64

    /// Takes exactly 32 bytes; nil for any other number.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == Self.length else { return nil }
        first = bytes.loadUnaligned(as: UInt64.self)
        second = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        third = bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
        fourth = bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
    }

    /// Takes exactly 32 bytes; nil for any other number.
    public init?(bytes: [UInt8]) {
        guard let hash = bytes.withUnsafeBytes({ TreeHash($0) }) else { return nil }
        self = hash
    }

    /// The hash a hash function arrived at.
    public init(_ digest: SHA256Digest) {
        self = digest.withUnsafeBytes { bytes in
            TreeHash(
                first: bytes.loadUnaligned(as: UInt64.self), second: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
                third: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self),
                fourth: bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
        }
    }

    /// Reads standard base64 with padding in its one canonical form: 44 characters.
    public init?(base64: String) {
        guard let bytes = Base64.decode(base64), let hash = TreeHash(bytes: bytes) else { return nil }
        self = hash
    }

    private init(first: UInt64, second: UInt64, third: UInt64, fourth: UInt64) {
        self.first = first
        self.second = second
        self.third = third
        self.fourth = fourth
    }

    /// The 32 bytes, readable while `body` runs.
    @inlinable public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var copy = self
        return try Swift.withUnsafeBytes(of: &copy, body)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }
    /// Standard base64: 44 characters.
    public var base64: String { Base64.encode(bytes) }
    /// Lower-case hexadecimal: 64 characters.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
