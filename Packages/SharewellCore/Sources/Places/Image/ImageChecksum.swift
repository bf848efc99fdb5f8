/// A fast 64-bit checksum against damage; no defence against forgery (the folder's manifest holds SHA-256 for that).
///
/// Four lanes of little-endian words, each step a bijection of its lane, so any change within eight bytes is always noticed.
enum ImageChecksum {
    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let prime: UInt64 = 0x9E37_79B9_7F4A_7C15
        var a: UInt64 = 1
        var b: UInt64 = 2
        var c: UInt64 = 3
        var d: UInt64 = 4
        var offset = 0
        while offset + 32 <= bytes.count {
            a = step(a, word(bytes, offset), prime)
            b = step(b, word(bytes, offset + 8), prime)
            c = step(c, word(bytes, offset + 16), prime)
            d = step(d, word(bytes, offset + 24), prime)
            offset += 32
        }
        while offset + 8 <= bytes.count {
            a = step(a, word(bytes, offset), prime)
            offset += 8
        }
        while offset < bytes.count {
            b = step(b, UInt64(bytes[offset]), prime)
            offset += 1
        }
        var sum = UInt64(bytes.count)
        for lane in [a, b, c, d] { sum = step(sum, lane, prime) }
        return sum ^ sum >> 32
    }

    @inline(__always) private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    @inline(__always) private static func step(_ lane: UInt64, _ word: UInt64, _ prime: UInt64) -> UInt64 {
        let product = (lane ^ word) &* prime
        return product << 29 | product >> 35
    }
}
