/// A short text in two registers, exact up to 15 bytes; of a longer one two hashes, to be confirmed byte by byte.
struct TextKey: Equatable {
    var low: UInt64
    /// Up to seven more bytes, and the length in the highest; 0xFF there for a long text.
    var high: UInt64

    static let longest = 15
    @inline(__always) var isLong: Bool { high >> 56 == 0xFF }

    @inline(__always)
    init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// Of a text at `start` that has 16 readable bytes from there.
    @inline(__always)
    init(_ bytes: UnsafeRawBufferPointer, start: Int, shortCount count: Int) {
        let first = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))
        let second = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start &+ 8, as: UInt64.self))
        let isWord = count >= 8
        // Shifts beyond the width give 0 in Swift's smart shifts; the masked ones used here must not reach it.
        let lowMask = isWord ? ~0 : (1 &<< UInt64(truncatingIfNeeded: count &* 8)) &- 1
        let highMask = isWord ? (1 &<< UInt64(truncatingIfNeeded: (count &- 8) &* 8)) &- 1 : 0
        low = first & lowMask
        high = second & highMask | UInt64(truncatingIfNeeded: count) &<< 56
    }

    /// Of any text, without reading past its end.
    init(_ text: UnsafeRawBufferPointer, seed: UInt64) {
        if text.count <= Self.longest {
            low = 0
            high = UInt64(text.count) << 56
            for index in 0..<text.count {
                if index < 8 { low |= UInt64(text[index]) << (index * 8) } else { high |= UInt64(text[index]) << ((index - 8) * 8) }
            }
            return
        }
        var hash = Self.mix(seed ^ UInt64(text.count), 0xD6E8_FEB8_6659_FD93)
        var index = 0
        while index &+ 8 <= text.count {
            hash = Self.mix(
                hash ^ UInt64(littleEndian: text.loadUnaligned(fromByteOffset: index, as: UInt64.self)), 0xD6E8_FEB8_6659_FD93 ^ seed)
            index &+= 8
        }
        let last = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: text.count &- 8, as: UInt64.self))
        low = hash
        high = Self.mix(hash ^ last, 0xA076_1D64_78BD_642F ^ seed) >> 8 | 0xFF << 56
    }

    /// Compares two texts of one length beyond `longest`, eight bytes at a time.
    @inline(__always)
    static func isEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        let last = left.count &- 8
        var index = 0
        while index < last {
            if left.loadUnaligned(fromByteOffset: index, as: UInt64.self) != right.loadUnaligned(fromByteOffset: index, as: UInt64.self) {
                return false
            }
            index &+= 8
        }
        return left.loadUnaligned(fromByteOffset: last, as: UInt64.self) == right.loadUnaligned(fromByteOffset: last, as: UInt64.self)
    }

    /// Well mixed in all its bits; values that collide for one seed do not for another.
    @inline(__always)
    func hash(seed: UInt64) -> UInt64 {
        // Twice, as dates and times differ in few bits.
        Self.mix(Self.mix(low ^ seed, 0x9E37_79B9_7F4A_7C15) ^ high, 0xE703_7ED1_A0B4_28DB ^ seed)
    }

    @inline(__always)
    private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
