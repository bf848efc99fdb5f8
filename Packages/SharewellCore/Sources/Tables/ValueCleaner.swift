/// Makes a value of the bytes between two delimiters: doubled quotes single, NULs gone, always valid UTF-8.
struct ValueCleaner {
    let quote: UInt8
    let encodingIsProven: Bool

    /// True if any value of the chunk may need more than its quotes seen to.
    func isSuspect(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let last = bytes.last else { return false }
        var high: UInt64 = UInt64(last)
        var index = 0
        var nul = false
        while index + 8 <= bytes.count {
            let word = ByteSearch.word(bytes, index)
            high |= word
            if ByteSearch.hits(word, 0) & ByteSearch.highs != 0 { nul = true }
            index += 8
        }
        while index < bytes.count {
            high |= UInt64(bytes[index])
            if bytes[index] == 0 { nul = true }
            index += 1
        }
        if nul { return true }
        if high & 0x8080_8080_8080_8080 == 0 { return false }
        return !UTF8Check.isValid(bytes) || Self.isGarbled(bytes)
    }

    /// Puts the value into `text`; says what was wrong with it, the gravest first.
    func clean(_ value: UnsafeBufferPointer<UInt8>, hasQuotes: Bool, into text: inout [UInt8]) -> TableFault? {
        text.removeAll(keepingCapacity: true)
        var fault: TableFault?
        var hasNUL = false
        var index = 0
        while index < value.count {
            let byte = value[index]
            if byte == 0 { hasNUL = true } else { text.append(byte) }
            if hasQuotes, byte == quote, index + 1 < value.count, value[index + 1] == quote { index += 1 }
            index += 1
        }
        if hasNUL { fault = .nulByte }
        var repaired: [UInt8] = []
        text.withUnsafeBufferPointer { bytes in
            if UTF8Check.isValid(bytes) {
                if Self.isGarbled(bytes) { fault = fault ?? .garbledCharacters }
            } else if encodingIsProven {
                fault = .invalidCharacters
                UTF8Check.appendRepaired(bytes, to: &repaired)
            } else {
                fault = fault ?? .fallbackCharacters
                for byte in bytes { Windows1252.append(byte, to: &repaired) }
            }
        }
        if !repaired.isEmpty { text = repaired }
        return fault
    }

    /// True where valid UTF-8 shows the traces of a wrong turn at an earlier conversion: `Ã©`, `Â£`, `â€™`, or U+FFFD.
    static func isGarbled(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        while true {
            index = ByteSearch.first(0xC3, in: bytes, from: index)
            guard index + 2 < bytes.count else { break }
            let (second, third) = (bytes[index + 1], bytes[index + 2])
            if second == 0x82 || second == 0x83, third == 0xC2 { return true }
            if second == 0xA2, third == 0xE2, index + 4 < bytes.count, bytes[index + 3] == 0x82, bytes[index + 4] == 0xAC { return true }
            index += 1
        }
        index = 0
        while true {
            index = ByteSearch.first(0xEF, in: bytes, from: index)
            guard index + 2 < bytes.count else { return false }
            if bytes[index + 1] == 0xBF, bytes[index + 2] == 0xBD { return true }
            index += 1
        }
    }
}
