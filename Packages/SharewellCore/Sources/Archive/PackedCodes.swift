/// Numbers below 2^32 in a fixed number of bits each, low bits first, with eight bytes of zeros behind so that any of them can be read with
/// one eight-byte load.
enum PackedCodes {
    static let padding = 8

    /// Bytes taken by `count` numbers of `width` bits.
    static func byteCount(_ count: Int, width: Int) -> Int { width == 0 ? 0 : (count * width + 7) / 8 + padding }

    /// The narrowest width in use that holds numbers up to `largest`. Widths that unpack fast are preferred to the very narrowest.
    static func width(for largest: UInt32) -> Int {
        let bits = 32 - largest.leadingZeroBitCount
        for width in [0, 1, 2, 4, 8, 12, 16, 20, 24] where bits <= width { return width }
        return 32
    }

    /// Writes numbers less `base` and the padding; `target` holds at least `byteCount` bytes.
    static func pack(_ source: UnsafeBufferPointer<UInt32>, base: UInt32, width: Int, into target: UnsafeMutableRawBufferPointer) {
        guard width > 0 else { return }
        switch width {
        case 8: for index in source.indices { target[index] = UInt8(truncatingIfNeeded: source[index] &- base) }
        case 16:
            for index in source.indices {
                target.storeBytes(
                    of: UInt16(truncatingIfNeeded: source[index] &- base).littleEndian, toByteOffset: 2 &* index, as: UInt16.self)
            }
        case 32:
            for index in source.indices {
                target.storeBytes(of: (source[index] &- base).littleEndian, toByteOffset: 4 &* index, as: UInt32.self)
            }
        default: packBits(source, base: base, width: width, into: target)
        }
        let end = byteCount(source.count, width: width)
        for index in (end - padding)..<end { target[index] = 0 }
    }

    private static func packBits(
        _ source: UnsafeBufferPointer<UInt32>, base: UInt32, width: Int, into target: UnsafeMutableRawBufferPointer
    ) {
        var pending: UInt64 = 0
        var filled = 0
        var offset = 0
        for value in source {
            pending |= UInt64(value &- base) << UInt64(filled)
            filled &+= width
            if filled >= 32 {
                target.storeBytes(of: UInt32(truncatingIfNeeded: pending).littleEndian, toByteOffset: offset, as: UInt32.self)
                offset &+= 4
                pending >>= 32
                filled &-= 32
            }
        }
        while filled > 0 {
            target[offset] = UInt8(truncatingIfNeeded: pending)
            pending >>= 8
            offset += 1
            filled -= 8
        }
    }

    /// One number; `width` is 1 to 32 and `bytes` as long as `byteCount` says.
    @inline(__always) static func value(_ bytes: UnsafeRawBufferPointer, _ index: Int, width: Int) -> UInt32 {
        let bit = index &* width
        let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self))
        return UInt32(truncatingIfNeeded: (word &>> UInt64(bit & 7)) & ((1 &<< UInt64(width)) &- 1))
    }

    /// Hands out the first `count` numbers, each plus `base`, with their positions. Inlined where it is used, once for every width in use.
    @inline(__always) static func forEach(
        _ bytes: UnsafeRawBufferPointer, count: Int, base: UInt32, width: Int, _ body: (Int, UInt32) -> Void
    ) {
        switch width {
        case 0: for index in 0..<count { body(index, base) }
        case 8: for index in 0..<count { body(index, base &+ UInt32(bytes[index])) }
        case 12:
            // Four numbers in six bytes, read with one load.
            let whole = count & ~3
            var index = 0
            while index < whole {
                let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: (index &* 3) &>> 1, as: UInt64.self))
                body(index, base &+ UInt32(truncatingIfNeeded: word & 0xFFF))
                body(index &+ 1, base &+ UInt32(truncatingIfNeeded: word &>> 12 & 0xFFF))
                body(index &+ 2, base &+ UInt32(truncatingIfNeeded: word &>> 24 & 0xFFF))
                body(index &+ 3, base &+ UInt32(truncatingIfNeeded: word &>> 36 & 0xFFF))
                index &+= 4
            }
            while index < count {
                body(index, base &+ value(bytes, index, width: 12))
                index &+= 1
            }
        case 16:
            for index in 0..<count {
                let value = bytes.loadUnaligned(fromByteOffset: 2 &* index, as: UInt16.self)
                body(index, base &+ UInt32(UInt16(littleEndian: value)))
            }
        default: for index in 0..<count { body(index, base &+ value(bytes, index, width: width)) }
        }
    }

    /// The first `count` numbers, each plus `base`.
    static func unpack(
        _ bytes: UnsafeRawBufferPointer, count: Int, base: UInt32, width: Int, into target: UnsafeMutableBufferPointer<UInt32>
    ) { forEach(bytes, count: count, base: base, width: width) { target[$0] = $1 } }
}
