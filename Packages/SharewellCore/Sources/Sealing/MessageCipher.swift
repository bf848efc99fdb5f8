import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// AES-256-GCM in messages whose nonce and tag are kept by the caller.
///
/// swift-crypto hands out fresh memory for each message it opens. Messages of about 64 KiB keep that below the allocator's threshold for
/// mapping pages of its own, which is what costs (ten times slower at 1 MiB).
package struct MessageCipher: Sendable {
    /// The 16 bytes that authenticate a message.
    package struct Tag: Hashable, Sendable, BitwiseCopyable {
        package let low: UInt64, high: UInt64
        package static let byteCount = 16
        package init(low: UInt64, high: UInt64) {
            self.low = low
            self.high = high
        }
    }
    /// The 12 bytes that must never repeat under one key.
    package struct Nonce: Hashable, Sendable, BitwiseCopyable {
        package let first: UInt32, second: UInt32, third: UInt32
        package init(_ first: UInt32, _ second: UInt32, _ third: UInt32) {
            self.first = first
            self.second = second
            self.third = third
        }
    }
    private let key: SymmetricKey
    package init(_ key: DataKey) { self.key = key.symmetric }

    /// Appends the sealed bytes, as many as the plain ones, to `output`.
    package func seal(
        _ plain: UnsafeRawBufferPointer, nonce: Nonce, authenticating context: UnsafeRawBufferPointer, into output: inout [UInt8]
    ) throws(SealingError) -> Tag {
        do {
            let box = try AES.GCM.seal(plain, using: key, nonce: Self.nonce(nonce), authenticating: context)
            // The box is nonce, ciphertext, tag in one piece.
            guard let combined = box.combined else { throw SealingError.unusableKey }
            return combined.withUnsafeBytes { all in
                let end = 12 + plain.count
                output.append(contentsOf: UnsafeRawBufferPointer(rebasing: all[12..<end]))
                return Tag(
                    low: UInt64(littleEndian: all.loadUnaligned(fromByteOffset: end, as: UInt64.self)),
                    high: UInt64(littleEndian: all.loadUnaligned(fromByteOffset: end + 8, as: UInt64.self)))
            }
        } catch let error as SealingError { throw error } catch { throw .unusableKey }
    }

    /// Lends the plain bytes to `body`; nil if the message, its place or the key is not the one it was sealed with.
    package func open<Result>(
        _ sealed: UnsafeRawBufferPointer, tag: Tag, nonce: Nonce, authenticating context: UnsafeRawBufferPointer,
        _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result? {
        let parts = (tag.low.littleEndian, tag.high.littleEndian)
        let plain = withUnsafeBytes(of: parts) { tag -> Data? in
            guard let box = try? AES.GCM.SealedBox(nonce: Self.nonce(nonce), ciphertext: sealed, tag: tag) else { return nil }
            return try? AES.GCM.open(box, using: key, authenticating: context)
        }
        return plain?.withUnsafeBytes(body)
    }

    private static func nonce(_ nonce: Nonce) throws -> AES.GCM.Nonce {
        try withUnsafeBytes(of: (nonce.first.littleEndian, nonce.second.littleEndian, nonce.third.littleEndian)) {
            try AES.GCM.Nonce(data: $0)
        }
    }
}
