/// Finds bytes eight at a time in a register: as fast as vectors here, and the same on every machine.
enum ByteSearch {
    @usableFromInline static let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F

    /// The byte in all eight places.
    @inline(__always)
    static func spread(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    /// The high bit of each byte of `word` that equals the byte spread in `pattern`; exact.
    @inline(__always)
    static func hits(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
        let difference = word ^ pattern
        return ~(((difference & low) &+ low) | difference | low)
    }

    /// Eight bytes with the first in the lowest place.
    @inline(__always)
    static func word(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> UInt64 {
        UInt64(littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    /// The first index at or after `start` that holds one of three bytes; the count if there is none.
    @inline(__always)
    static func first(of a: UInt64, _ b: UInt64, _ c: UInt64, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        let count = bytes.count
        while index &+ 8 <= count {
            let word = word(bytes, index)
            let found = hits(word, a) | hits(word, b) | hits(word, c)
            if found != 0 { return index &+ found.trailingZeroBitCount >> 3 }
            index &+= 8
        }
        while index < count {
            let byte = UInt64(bytes[index])
            if byte == a & 0xFF || byte == b & 0xFF || byte == c & 0xFF { return index }
            index &+= 1
        }
        return count
    }

    /// True if the byte occurs.
    static func contains(_ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let pattern = spread(byte)
        return first(of: pattern, pattern, pattern, in: bytes, from: 0) < bytes.count
    }
}
