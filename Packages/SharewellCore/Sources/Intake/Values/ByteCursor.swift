/// Reads the bytes of one value from left to right. Every step checks for the end: no input can trap it.
struct ByteCursor {
    private let bytes: UnsafeRawBufferPointer
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var atEnd: Bool { position >= bytes.count }
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func advance() { position += 1 }
    mutating func back(to earlier: Int) { position = earlier }

    /// Takes that byte if it is next.
    mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    /// Skips spaces and says whether there were any.
    @discardableResult mutating func spaces() -> Bool {
        let start = position
        while let byte = next, byte == 0x20 || byte == 0x09 { position += 1 }
        return position > start
    }

    /// A run of at most 18 digits; nil if there is none or it is longer.
    mutating func number() -> (value: Int, width: Int)? {
        let start = position
        var value = 0
        while let byte = next, byte >= 0x30, byte <= 0x39 {
            if position - start == 18 {
                position = start
                return nil
            }
            value = value * 10 + Int(byte - 0x30)
            position += 1
        }
        return position > start ? (value, position - start) : nil
    }

    /// A run of ASCII letters in lower case; nil if there is none or it has more than ten.
    mutating func word() -> Word? {
        let start = position
        var word = Word()
        while let byte = next, (byte | 0x20) >= 0x61, (byte | 0x20) <= 0x7A {
            guard word.append(byte | 0x20) else {
                position = start
                return nil
            }
            position += 1
        }
        return position > start ? word : nil
    }
}

/// Up to ten lower-case letters packed into a number, so that comparing is one instruction.
struct Word: Hashable, ExpressibleByStringLiteral {
    private(set) var packed: UInt64 = 0
    private(set) var count = 0

    init() {}
    init(stringLiteral value: StaticString) {
        value.withUTF8Buffer { for byte in $0 { _ = append(byte) } }
    }

    /// False when the word is full.
    mutating func append(_ letter: UInt8) -> Bool {
        guard count < 10 else { return false }
        packed = packed << 5 | UInt64(letter & 0x1F)
        count += 1
        return true
    }

    /// True if this word is the beginning of `other`.
    func begins(_ other: Word) -> Bool { count <= other.count && other.packed >> UInt64(5 * (other.count - count)) == packed }
}

extension UnsafeRawBufferPointer {
    /// Without ASCII white space and NBSP at either end.
    var trimmed: UnsafeRawBufferPointer {
        var low = 0, high = count
        while low < high {
            if self[low] <= 0x20 {
                low += 1
            } else if high - low >= 2, self[low] == 0xC2, self[low + 1] == 0xA0 {
                low += 2
            } else {
                break
            }
        }
        while low < high {
            if self[high - 1] <= 0x20 {
                high -= 1
            } else if high - low >= 2, self[high - 2] == 0xC2, self[high - 1] == 0xA0 {
                high -= 2
            } else {
                break
            }
        }
        return UnsafeRawBufferPointer(rebasing: self[low..<high])
    }

    /// The same bytes?
    func equals(_ other: [UInt8]) -> Bool { count == other.count && elementsEqual(other) }
}
