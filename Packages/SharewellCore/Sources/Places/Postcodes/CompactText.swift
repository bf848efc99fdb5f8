/// Letters and digits of a short text, in capitals and without separators, as a number of up to eight bytes; nothing is allocated.
@usableFromInline struct CompactText {
    /// The last eight characters, most significant first.
    @usableFromInline private(set) var characters: UInt64 = 0
    /// How many there were, also beyond eight.
    @usableFromInline private(set) var count = 0
    /// False if something was neither letter, digit nor separator.
    @usableFromInline private(set) var clean = true
    /// Small letters were met.
    @usableFromInline private(set) var sawSmall = false
    /// Hyphens, dots or punctuation were met.
    @usableFromInline private(set) var sawPunctuation = false
    /// Spaces between characters, plain ones.
    @usableFromInline private(set) var plainSpaces = 0
    /// Other separators between characters.
    @usableFromInline private(set) var otherSpaces = 0
    /// Characters before the last separator that has a character on each side; nil if there is none.
    @usableFromInline private(set) var split: Int?
    /// Characters before the first such separator.
    @usableFromInline private(set) var firstSplit: Int?

    @inlinable init(_ bytes: UnsafeRawBufferPointer) {
        var index = 0
        var closing = false
        var plain = 0
        var other = 0
        while index < bytes.count {
            var byte = bytes[index]
            index += 1
            if byte >= 0x61, byte <= 0x7A {
                byte &-= 0x20
                sawSmall = true
            }
            if byte >= 0x41 && byte <= 0x5A || byte >= 0x30 && byte <= 0x39 {
                if closing { clean = false }
                if plain + other > 0, count > 0 {
                    split = count
                    if firstSplit == nil { firstSplit = count }
                    plainSpaces += plain
                    otherSpaces += other
                }
                plain = 0
                other = 0
                characters = characters << 8 | UInt64(byte)
                count += 1
                continue
            }
            switch byte {
            case 0x20: plain += 1
            case 0x09...0x0D: other += 1
            case 0x2D, 0x2E, 0x5F:  // hyphen, dot, low line
                other += 1
                sawPunctuation = true
            case 0x2C, 0x3B, 0x3A:  // comma, semicolon, colon: at either end only
                sawPunctuation = true
                if count > 0 { closing = true }
            case 0xA0: other += 1
            default:
                let length = Self.separator(bytes, at: index - 1)
                if length == 0 { clean = false } else { index += length - 1 }
                other += 1
            }
        }
    }

    /// Length in bytes of the UTF-8 separator there: no-break, thin and zero-width spaces, dashes; 0 if it is none.
    @usableFromInline static func separator(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Int {
        let first = bytes[index]
        let second = index + 1 < bytes.count ? bytes[index + 1] : 0
        let third = index + 2 < bytes.count ? bytes[index + 2] : 0
        switch (first, second) {
        case (0xC2, 0xA0), (0xC2, 0xAD): return 2
        case (0xE2, 0x80) where third >= 0x80 && third <= 0x95 || third == 0xAF: return 3
        case (0xE2, 0x81) where third == 0x9F || third == 0xA0: return 3
        case (0xE2, 0x88) where third == 0x92: return 3
        case (0xE3, 0x80) where third == 0x80: return 3
        case (0xEF, 0xBB) where third == 0xBF: return 3
        default: return 0
        }
    }

    /// A character from the front; 0 outside what is kept.
    func character(_ index: Int) -> UInt8 {
        guard index >= 0, index < count, count <= 8 else { return 0 }
        return UInt8(truncatingIfNeeded: characters >> UInt64((count - 1 - index) * 8))
    }
}
