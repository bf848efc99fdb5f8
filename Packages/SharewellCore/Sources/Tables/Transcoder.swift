/// Turns a file's bytes into UTF-8, piece by piece, and takes its byte order mark off. UTF-8 passes through unchecked.
struct Transcoder: Sendable {
    let encoding: TextEncoding
    private var markLeft: Int
    private var half: UInt8?
    private var high: UInt16?

    init(encoding: TextEncoding, markLength: Int) {
        self.encoding = encoding
        markLeft = markLength
    }

    mutating func decode(_ bytes: [UInt8], into text: inout [UInt8]) {
        let skipped = min(markLeft, bytes.count)
        markLeft -= skipped
        switch encoding {
        case .utf8:
            if skipped == 0 { text.append(contentsOf: bytes) } else { text.append(contentsOf: bytes[skipped...]) }
        case .windows1252:
            text.reserveCapacity(text.count + bytes.count + bytes.count / 16)
            bytes.withUnsafeBufferPointer { for byte in $0[skipped...] { Windows1252.append(byte, to: &text) } }
        case .utf16LittleEndian, .utf16BigEndian:
            text.reserveCapacity(text.count + bytes.count)
            let bigEndian = encoding == .utf16BigEndian
            bytes.withUnsafeBufferPointer {
                for byte in $0[skipped...] {
                    guard let first = half else {
                        half = byte
                        continue
                    }
                    half = nil
                    unit(bigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first), into: &text)
                }
            }
        }
    }

    /// At the end of the file: half a unit, or half a pair, is damage.
    mutating func finish(into text: inout [UInt8]) {
        if half != nil || high != nil { replace(&text) }
        half = nil
        high = nil
    }

    private mutating func replace(_ text: inout [UInt8]) {
        text.append(contentsOf: [0xEF, 0xBF, 0xBD])
    }

    private mutating func unit(_ unit: UInt16, into text: inout [UInt8]) {
        if let first = high {
            high = nil
            if unit & 0xFC00 == 0xDC00 {
                let point = 0x10000 + (UInt32(first & 0x3FF) << 10 | UInt32(unit & 0x3FF))
                text.append(0xF0 | UInt8(truncatingIfNeeded: point >> 18))
                text.append(0x80 | UInt8(truncatingIfNeeded: point >> 12) & 0x3F)
                text.append(0x80 | UInt8(truncatingIfNeeded: point >> 6) & 0x3F)
                text.append(0x80 | UInt8(truncatingIfNeeded: point) & 0x3F)
                return
            }
            replace(&text)
        }
        switch unit {
        case ..<0x80: text.append(UInt8(truncatingIfNeeded: unit))
        case ..<0x800:
            text.append(0xC0 | UInt8(truncatingIfNeeded: unit >> 6))
            text.append(0x80 | UInt8(truncatingIfNeeded: unit) & 0x3F)
        case 0xD800..<0xDC00: high = unit
        case 0xDC00..<0xE000: replace(&text)
        default:
            text.append(0xE0 | UInt8(truncatingIfNeeded: unit >> 12))
            text.append(0x80 | UInt8(truncatingIfNeeded: unit >> 6) & 0x3F)
            text.append(0x80 | UInt8(truncatingIfNeeded: unit) & 0x3F)
        }
    }
}
