/// Finds bytes eight at a time in a register: portable, and within reach of what vectors do here.
///
/// The tests subtract within the word and so may also mark places above a true one; the lowest mark is always true, and so is "none".
enum ByteSearch {
    @usableFromInline static let ones: UInt64 = 0x0101_0101_0101_0101
    @usableFromInline static let highs: UInt64 = 0x8080_8080_8080_8080

    /// The byte in all eight places.
    @inline(__always)
    static func spread(_ byte: UInt8) -> UInt64 { UInt64(byte) &* ones }

    /// High bits of bytes equal to the byte spread in `pattern`.
    @inline(__always)
    static func hits(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
        let difference = word ^ pattern
        return (difference &- ones) & ~difference
    }

    /// High bits of bytes below 14: LF, CR and other control characters.
    @inline(__always)
    static func lowHits(_ word: UInt64) -> UInt64 { (word &- 14 &* ones) & ~word }

    /// Exactly the high bits of bytes equal to the byte spread in `pattern`.
    @inline(__always)
    static func exactHits(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
        let difference = word ^ pattern
        return ~(((difference & ~highs) &+ ~highs) | difference | ~highs)
    }

    /// Eight bytes with the first in the lowest place.
    @inline(__always)
    static func word(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> UInt64 {
        UInt64(littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    /// The first index at or after `start` that holds the delimiter, LF or CR; the count if there is none.
    @inline(__always)
    static func fieldEnd(_ delimiter: UInt8, _ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let pattern = spread(delimiter)
        let count = bytes.count
        var index = start
        while index &+ 8 <= count {
            let word = word(bytes, index)
            var found = (hits(word, pattern) | lowHits(word)) & highs
            while found != 0 {
                let place = index &+ found.trailingZeroBitCount >> 3
                let byte = bytes[place]
                if byte == delimiter || byte == 10 || byte == 13 { return place }
                found &= found &- 1
            }
            index &+= 8
        }
        while index < count {
            let byte = bytes[index]
            if byte == delimiter || byte == 10 || byte == 13 { return index }
            index &+= 1
        }
        return count
    }

    /// The first index at or after `start` that holds the quote, LF or CR; the count if there is none.
    @inline(__always)
    static func quoteOrLineEnd(_ quote: UInt8, _ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        fieldEnd(quote, bytes, from: start)
    }

    /// The first index at or after `start` of a byte; the count if there is none.
    static func first(_ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Int {
        let pattern = spread(byte)
        var index = start
        while index &+ 8 <= bytes.count {
            let found = hits(word(bytes, index), pattern) & highs
            if found != 0 { return index &+ found.trailingZeroBitCount >> 3 }
            index &+= 8
        }
        while index < bytes.count, bytes[index] != byte { index &+= 1 }
        return index
    }
}
