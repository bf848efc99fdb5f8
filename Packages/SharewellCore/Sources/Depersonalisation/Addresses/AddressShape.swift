import Places

/// An address with every number in it made the same and its postcode cut off: `0 Station Way, Luton` of `68 Station Way, Luton, LU1 2AB`.
///
/// Numbers go whatever they are (rule 1) and the postcode is judged by itself (rule 2), so addresses of one shape keep the same, and shapes repeat
/// where addresses do not.
enum AddressShape {
    /// No longer address has a shape.
    static let longest = 120
    /// Bytes that a shape may take.
    static let room = longest + 8

    private enum Sort: UInt8 { case other, letter, digit, space, comma, mark }
    private static let sorts: [Sort] = (0..<256).map { byte in
        switch UInt8(byte) {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): .letter
        case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
        case UInt8(ascii: " "): .space
        case UInt8(ascii: ","): .comma
        case UInt8(ascii: "'"), UInt8(ascii: "."), UInt8(ascii: "-"): .mark
        default: .other
        }
    }

    /// Writes the shape; small and capital letters are told apart. Length 0 for an address with anything but plain words, house numbers up to
    /// 9999 with at most one letter (`12A`), and a postcode after the last comma: it must be read in full each time.
    /// - Parameter shape: `room` bytes.
    static func write(
        _ text: UnsafeRawBufferPointer, to shape: UnsafeMutableRawBufferPointer
    ) -> (length: Int, postcode: PackedPostcode?) {
        guard (1...longest).contains(text.count) else { return (0, nil) }
        guard let comma = lastComma(text), let postcode = Postcode.packed(UnsafeRawBufferPointer(rebasing: text[(comma + 1)...])) else {
            return (sorts.withUnsafeBufferPointer { write(text, text.count, to: shape, $0) }, nil)
        }
        let length = sorts.withUnsafeBufferPointer { write(text, comma, to: shape, $0) }
        guard length > 0 else { return (0, nil) }
        // Without numbers it matters whether a postcode follows.
        shape[length] = 1
        return (length + 1, postcode)
    }

    /// Length of the shape written; 0 if there is none.
    @inline(__always)
    private static func write(
        _ text: UnsafeRawBufferPointer, _ end: Int, to shape: UnsafeMutableRawBufferPointer, _ sorts: UnsafeBufferPointer<Sort>
    ) -> Int {
        var length = 0
        var index = 0
        var mayBeginNumber = true
        while index < end {
            // Most of an address is words: up to eight bytes of them at once. What is read or written beyond them does not matter.
            if index &+ 8 <= text.count {
                let bytes = text.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                let words = min(leadingWords(UInt64(littleEndian: bytes)), end &- index)
                if words > 0 {
                    shape.storeBytes(of: bytes, toByteOffset: length, as: UInt64.self)
                    length &+= words
                    index &+= words
                    let last = sorts[Int(text[index &- 1])]
                    mayBeginNumber = last == .space || last == .comma
                    continue
                }
            }
            let byte = text[index]
            switch sorts[Int(byte)] {
            case .letter, .mark:
                mayBeginNumber = false
                shape[length] = byte
                index &+= 1
            case .space, .comma:
                mayBeginNumber = true
                shape[length] = byte
                index &+= 1
            case .digit:
                guard mayBeginNumber, byte != UInt8(ascii: "0") else { return 0 }
                let start = index
                while index < end, sorts[Int(text[index])] == .digit { index &+= 1 }
                guard index - start <= 4 else { return 0 }
                shape[length] = UInt8(ascii: "0")
                if index < end, sorts[Int(text[index])] == .letter {
                    length &+= 1
                    shape[length] = text[index]
                    index &+= 1
                }
                guard index == end || sorts[Int(text[index])] == .space || sorts[Int(text[index])] == .comma else { return 0 }
                mayBeginNumber = false
            case .other: return 0
            }
            length &+= 1
        }
        return length
    }

    /// How many of eight bytes, from the lowest, are letters, spaces, commas and marks before the first that is none.
    @inline(__always)
    private static func leadingWords(_ bytes: UInt64) -> Int {
        let highs = spread(0x80)
        // No byte is above 0x7F here, so no sum below runs over into the next byte; a byte's highest bit tells.
        let low = bytes & ~highs
        let small = low | spread(0x20)
        var good = (small &+ spread(0x80 - UInt8(ascii: "a"))) & ~(small &+ spread(0x7F - UInt8(ascii: "z")))
        good |= ~((low ^ spread(UInt8(ascii: " "))) &+ spread(0x7F))
        good |= ~((low ^ spread(UInt8(ascii: ","))) &+ spread(0x7F))
        good |= ~((low ^ spread(UInt8(ascii: "'"))) &+ spread(0x7F))
        good |= ~((low ^ spread(UInt8(ascii: "."))) &+ spread(0x7F))
        good |= ~((low ^ spread(UInt8(ascii: "-"))) &+ spread(0x7F))
        return (~(good & ~bytes) & highs).trailingZeroBitCount >> 3
    }

    @inline(__always)
    private static func spread(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    /// The last comma, if what follows it is no longer than a space and a postcode.
    private static func lastComma(_ text: UnsafeRawBufferPointer) -> Int? {
        var index = text.count - 1
        let first = max(0, text.count - 11)
        while index >= first {
            if text[index] == UInt8(ascii: ",") { return index }
            index -= 1
        }
        return nil
    }
}
