/// A reference's two hashes: one that ASCII letters of either case share, for finding it as people type it, and one of its very bytes.
///
/// Hashes find candidates in the sealed index; together, 96 bits, they say whether two supplies mean the same record.
struct ReferenceHash: Hashable, Sendable {
    /// Never 0, which stands for a missing reference.
    let folded: UInt64
    let exact: UInt32

    private static let first: UInt64 = 0x9E37_79B9_7F4A_7C15, second: UInt64 = 0xD6E8_FEB8_6659_FD93, third: UInt64 = 0xA076_1D64_78BD_642F

    @inline(__always) init(_ text: UnsafeRawBufferPointer) {
        let count = text.count
        var folded = Self.first &+ UInt64(truncatingIfNeeded: count)
        var exact = Self.third ^ UInt64(truncatingIfNeeded: count)
        var offset = 0
        while offset &+ 8 <= count {
            let word = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            folded = Self.mix(folded ^ Self.lowercased(word), Self.second)
            exact = Self.mix(exact ^ word, Self.third)
            offset &+= 8
        }
        var rest: UInt64 = 0
        var shift: UInt64 = 0
        while offset < count {
            rest |= UInt64(text[offset]) &<< shift
            shift &+= 8
            offset &+= 1
        }
        folded = Self.mix(Self.mix(folded ^ Self.lowercased(rest), Self.second) ^ Self.third, Self.first)
        exact = Self.mix(exact ^ rest, Self.second)
        self.folded = folded == 0 ? 1 : folded
        self.exact = UInt32(truncatingIfNeeded: exact ^ (exact &>> 32))
    }

    init(_ text: String) {
        var text = text
        self = text.withUTF8 { ReferenceHash(UnsafeRawBufferPointer($0)) }
    }

    /// Both halves of a product: every bit of each side reaches every bit of it.
    @inline(__always) static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }

    /// Eight bytes at once: sets bit 5 of every byte that is an ASCII capital.
    @inline(__always) static func lowercased(_ word: UInt64) -> UInt64 {
        let low = word & 0x7F7F_7F7F_7F7F_7F7F
        let fromA = low &+ 0x3F3F_3F3F_3F3F_3F3F
        let pastZ = low &+ 0x2525_2525_2525_2525
        let capitals = fromA & ~pastZ & ~word & 0x8080_8080_8080_8080
        return word | capitals &>> 2
    }
}
