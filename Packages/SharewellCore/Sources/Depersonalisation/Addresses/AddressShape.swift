import Places

/// An address with every number in it made the same and its postcode cut off: `0 Station Way, Luton` of `68 Station Way, Luton, LU1 2AB`.
///
/// Numbers go whatever they are (rule 1) and the postcode is judged by itself (rule 2), so addresses of one shape keep the same, and shapes repeat
/// where addresses do not. One for each worker: its buffer is used again for the next address.
struct AddressShape {
    /// No longer address has a shape.
    static let longest = 120
    /// The shape's bytes after `read`; small and capital letters are told apart.
    private(set) var bytes = [UInt8](repeating: 0, count: longest + 2)
    private(set) var count = 0
    /// The postcode behind it; nil if there is none.
    private(set) var postcode: PackedPostcode?

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

    /// Works out the shape. False for an address with anything but plain words, house numbers up to 9999 with at most one letter (`12A`), and a
    /// postcode after the last comma: it must be read in full each time.
    mutating func read(_ text: UnsafeRawBufferPointer) -> Bool {
        guard (1...Self.longest).contains(text.count) else { return false }
        var end = text.count
        postcode = nil
        if let comma = Self.lastComma(text), let packed = Postcode.packed(UnsafeRawBufferPointer(rebasing: text[(comma + 1)...])) {
            postcode = packed
            end = comma
        }
        let hasPostcode = postcode != nil
        count = bytes.withUnsafeMutableBufferPointer { shape in
            Self.sorts.withUnsafeBufferPointer { sorts in
                let count = Self.shape(text, end, into: shape, sorts)
                // Without numbers it matters whether a postcode follows.
                if count > 0, hasPostcode { shape[count] = 1 }
                return count > 0 && hasPostcode ? count + 1 : count
            }
        }
        return count > 0
    }

    /// Length of the shape written; 0 if there is none.
    @inline(__always)
    private static func shape(
        _ text: UnsafeRawBufferPointer, _ end: Int, into shape: UnsafeMutableBufferPointer<UInt8>, _ sorts: UnsafeBufferPointer<Sort>
    ) -> Int {
        var length = 0
        var index = 0
        var mayBeginNumber = true
        while index < end {
            // Most of an address is words: eight bytes of them at once.
            while index &+ 8 <= end {
                let bytes = text.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                guard areWords(bytes) else { break }
                UnsafeMutableRawBufferPointer(shape).storeBytes(of: bytes, toByteOffset: length, as: UInt64.self)
                let last = sorts[Int(text[index &+ 7])]
                mayBeginNumber = last == .space || last == .comma
                length &+= 8
                index &+= 8
            }
            guard index < end else { break }
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

    /// Whether all eight bytes are letters, spaces, commas and marks.
    @inline(__always)
    private static func areWords(_ bytes: UInt64) -> Bool {
        let highs = spread(0x80)
        guard bytes & highs == 0 else { return false }
        // No byte is above 0x7F, so no sum below runs over into the next byte; a byte's highest bit tells.
        let small = bytes | spread(0x20)
        var good = (small &+ spread(0x80 - UInt8(ascii: "a"))) & ~(small &+ spread(0x7F - UInt8(ascii: "z")))
        good |= ~((bytes ^ spread(UInt8(ascii: " "))) &+ spread(0x7F))
        good |= ~((bytes ^ spread(UInt8(ascii: ","))) &+ spread(0x7F))
        good |= ~((bytes ^ spread(UInt8(ascii: "'"))) &+ spread(0x7F))
        good |= ~((bytes ^ spread(UInt8(ascii: "."))) &+ spread(0x7F))
        good |= ~((bytes ^ spread(UInt8(ascii: "-"))) &+ spread(0x7F))
        return good & highs == highs
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
