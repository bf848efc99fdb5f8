/// The bytes a leaf is hashed over: version, position and time in front of the payload, so that all three are committed to.
///
/// `0x01 ‖ index as 8 bytes ‖ milliseconds since 1970-01-01T00:00:00Z as 8 bytes (two's complement) ‖ payload`, numbers big-endian.
public struct LedgerEntry: Sendable, Hashable {
    /// Bytes in front of the payload.
    public static let headLength = 17
    /// The first byte.
    public static let version: UInt8 = 1

    /// Position in the ledger, from 0.
    public let index: Int64
    /// Milliseconds since the epoch.
    public let milliseconds: Int64
    /// What was recorded.
    public let payload: [UInt8]

    /// Puts an entry together.
    public init(index: Int64, milliseconds: Int64, payload: [UInt8]) {
        self.index = index
        self.milliseconds = milliseconds
        self.payload = payload
    }

    /// Reads an entry; nil if the bytes are not one.
    public init?(encoded: [UInt8]) {
        guard encoded.count >= Self.headLength, encoded[0] == Self.version else { return nil }
        let number = { (start: Int) in encoded[start..<start + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        index = Int64(bitPattern: number(1))
        milliseconds = Int64(bitPattern: number(9))
        payload = Array(encoded[Self.headLength...])
        guard index >= 0 else { return nil }
    }

    /// The bytes the leaf is hashed over.
    public var encoded: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.headLength)
        bytes.withUnsafeMutableBytes { Self.writeHead(index: index, milliseconds: milliseconds, into: $0) }
        return bytes + payload
    }

    /// The hash of the leaf.
    public var leafHash: TreeHash { MerkleTree.leafHash(encoded) }

    /// The hash of the leaf with that payload, without copying it.
    public static func leafHash(index: Int64, milliseconds: Int64, payload: UnsafeRawBufferPointer) -> TreeHash {
        withUnsafeTemporaryAllocation(byteCount: headLength + 1, alignment: 8) { head in
            head[0] = 0
            writeHead(index: index, milliseconds: milliseconds, into: UnsafeMutableRawBufferPointer(rebasing: head[1...]))
            return MerkleTree.hash(UnsafeRawBufferPointer(head), payload)
        }
    }

    private static func writeHead(index: Int64, milliseconds: Int64, into buffer: UnsafeMutableRawBufferPointer) {
        buffer[0] = version
        buffer.storeBytes(of: index.bigEndian, toByteOffset: 1, as: Int64.self)
        buffer.storeBytes(of: milliseconds.bigEndian, toByteOffset: 9, as: Int64.self)
    }
}
