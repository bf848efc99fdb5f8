/// Tells whether bytes are UTF-8 as Unicode defines it (table 3-7): no overlong forms, no surrogates, nothing past U+10FFFF.
enum UTF8Check {
    /// True if all of it is; ASCII goes by eight bytes at a time.
    static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { invalidIndex(bytes) == nil }

    /// Where the first bad sequence begins. A sequence cut off by the end counts as bad.
    static func invalidIndex(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let raw = UnsafeRawBufferPointer(bytes)
        var index = 0
        while index < bytes.count {
            while index + 8 <= bytes.count, raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 {
                index += 8
            }
            if index >= bytes.count { break }
            if bytes[index] < 0x80 {
                index += 1
                continue
            }
            let length = sequence(bytes, index)
            if length == 0 { return index }
            index += length
        }
        return nil
    }

    /// Length of the sequence that begins at a byte above 0x7F; 0 if it is bad.
    @inline(__always)
    private static func sequence(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
        let lead = bytes[index]
        let left = bytes.count - index
        func continues(_ offset: Int) -> Bool { bytes[index + offset] & 0xC0 == 0x80 }
        switch lead {
        case 0xC2...0xDF: return left >= 2 && continues(1) ? 2 : 0
        case 0xE0...0xEF:
            guard left >= 3, continues(1), continues(2) else { return 0 }
            let second = bytes[index + 1]
            if lead == 0xE0, second < 0xA0 { return 0 }
            if lead == 0xED, second > 0x9F { return 0 }
            return 3
        case 0xF0...0xF4:
            guard left >= 4, continues(1), continues(2), continues(3) else { return 0 }
            let second = bytes[index + 1]
            if lead == 0xF0, second < 0x90 { return 0 }
            if lead == 0xF4, second > 0x8F { return 0 }
            return 4
        default: return 0
        }
    }

    /// Appends the bytes with every bad byte replaced by U+FFFD.
    static func appendRepaired(_ bytes: UnsafeBufferPointer<UInt8>, to text: inout [UInt8]) {
        var start = 0
        while start < bytes.count {
            let rest = UnsafeBufferPointer(rebasing: bytes[start...])
            guard let bad = invalidIndex(rest) else {
                text.append(contentsOf: rest)
                return
            }
            text.append(contentsOf: rest[..<bad])
            text.append(contentsOf: [0xEF, 0xBF, 0xBD])
            start += bad + 1
        }
    }
}
