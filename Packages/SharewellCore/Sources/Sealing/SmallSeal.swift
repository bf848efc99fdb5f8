/// Small sealed things: a plain header, a nonce of 12 random bytes, the sealed bytes, a tag of 16; header and context are authenticated.
enum SmallSeal {
    static let overhead = 12 + 16

    static func seal(_ plain: [UInt8], key: DataKey, nonce: [UInt8], header: [UInt8], context: [UInt8] = []) throws(SealingError) -> [UInt8]
    {
        guard nonce.count == 12 else { throw .unusableKey }
        var output = header + nonce
        let authenticated = header + context
        let (nonce, cipher) = (words(nonce), MessageCipher(key))
        let sealed = Result { () throws(SealingError) -> MessageCipher.Tag in
            var tag = MessageCipher.Tag(low: 0, high: 0)
            var failure: SealingError?
            plain.withUnsafeBytes { plain in
                authenticated.withUnsafeBytes { authenticated in
                    do throws(SealingError) {
                        tag = try cipher.seal(plain, nonce: nonce, authenticating: authenticated, into: &output)
                    } catch { failure = error }
                }
            }
            if let failure { throw failure }
            return tag
        }
        let tag = try sealed.get()
        withUnsafeBytes(of: (tag.low.littleEndian, tag.high.littleEndian)) { output.append(contentsOf: $0) }
        return output
    }

    /// Nil if the bytes are too short, altered, or sealed with another key or context.
    static func open(_ bytes: [UInt8], key: DataKey, headerCount: Int, context: [UInt8] = []) -> [UInt8]? {
        guard bytes.count >= headerCount + overhead else { return nil }
        let nonce = words(Array(bytes[headerCount..<headerCount + 12]))
        let end = bytes.count - 16
        let authenticated = Array(bytes[..<headerCount]) + context
        return bytes.withUnsafeBytes { all in
            let tag = MessageCipher.Tag(
                low: UInt64(littleEndian: all.loadUnaligned(fromByteOffset: end, as: UInt64.self)),
                high: UInt64(littleEndian: all.loadUnaligned(fromByteOffset: end + 8, as: UInt64.self)))
            let sealed = UnsafeRawBufferPointer(rebasing: all[headerCount + 12..<end])
            return authenticated.withUnsafeBytes { authenticated in
                MessageCipher(key).open(sealed, tag: tag, nonce: nonce, authenticating: authenticated) { Array($0) }
            }
        }
    }

    private static func words(_ nonce: [UInt8]) -> MessageCipher.Nonce {
        nonce.withUnsafeBytes { raw in
            func word(_ index: Int) -> UInt32 { UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)) }
            return MessageCipher.Nonce(word(0), word(1), word(2))
        }
    }
}
