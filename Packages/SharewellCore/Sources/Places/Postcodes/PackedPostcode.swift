/// A postcode unit in eight bytes: outward code padded with spaces to four characters, then the inward three, then a zero byte,
/// most significant first. Numerical order is alphabetical order of the padded form, so a sector or an outward code is a range.
public struct PackedPostcode: Hashable, Sendable, Comparable {
    /// The eight bytes.
    public let bits: UInt64

    @inlinable init(bits: UInt64) { self.bits = bits }

    /// From the outward code as a big-endian number of `count` characters, and the inward code in the low 24 bits.
    @inlinable init(outward: UInt32, count: Int, inward: UInt32) {
        var padded = outward
        var length = count
        while length < 4 {
            padded = padded << 8 | 0x20
            length += 1
        }
        bits = UInt64(padded) << 32 | UInt64(inward & 0xFF_FFFF) << 8
    }

    /// `LU1` as four characters, padded with spaces.
    @inlinable public var outwardBits: UInt32 { UInt32(truncatingIfNeeded: bits >> 32) }
    /// The digit that names the sector, 0 to 9.
    @inlinable public var sectorDigit: Int { Int(truncatingIfNeeded: (bits >> 24) & 0x0F) }
    /// Everything up to the sector's digit; equal for the units of a sector.
    @inlinable public var sectorBits: UInt64 { bits & 0xFFFF_FFFF_FF00_0000 }
    /// Position among the 400 possible units of a sector, in alphabetical order; nil if the last two are not letters of the inward alphabet.
    @inlinable var unitInSector: Int? {
        let first = InwardAlphabet.rank(UInt8(truncatingIfNeeded: bits >> 16))
        let second = InwardAlphabet.rank(UInt8(truncatingIfNeeded: bits >> 8))
        guard first < 20, second < 20 else { return nil }
        return first * 20 + second
    }
    /// Alphabetical by padded form.
    @inlinable public static func < (left: PackedPostcode, right: PackedPostcode) -> Bool { left.bits < right.bits }
}

/// The twenty letters of inward codes: all but C, I, K, M, O and V, which are easily misread.
@usableFromInline enum InwardAlphabet {
    /// Five bits' worth of rank a letter would be slower than this sum: letters below it, less the ones left out.
    @inlinable static func rank(_ letter: UInt8) -> Int {
        let position = Int(letter) - 65
        guard position >= 0, position < 26, excluded & (1 << UInt32(position)) == 0 else { return 255 }
        return position - (excluded & ((1 << UInt32(position)) - 1)).nonzeroBitCount
    }
    /// Bit per letter of C, I, K, M, O, V.
    @usableFromInline static let excluded: UInt32 = 1 << 2 | 1 << 8 | 1 << 10 | 1 << 12 | 1 << 14 | 1 << 21
    static let letters = Array("ABDEFGHJLNPQRSTUWXYZ".utf8)
}
