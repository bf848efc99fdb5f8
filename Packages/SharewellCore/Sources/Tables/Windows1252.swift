/// Windows-1252 as the WHATWG Encoding Standard has it: every byte means something.
enum Windows1252 {
    /// Code points of the bytes 0x80 to 0x9F.
    static let upper: [UInt16] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
        0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
    ]
    /// Adds one byte's character as UTF-8.
    @inline(__always)
    static func append(_ byte: UInt8, to text: inout [UInt8]) {
        if byte < 0x80 { return text.append(byte) }
        let point = byte < 0xA0 ? upper[Int(byte - 0x80)] : UInt16(byte)
        if point < 0x800 {
            text.append(0xC0 | UInt8(truncatingIfNeeded: point >> 6))
        } else {
            text.append(0xE0 | UInt8(truncatingIfNeeded: point >> 12))
            text.append(0x80 | UInt8(truncatingIfNeeded: point >> 6) & 0x3F)
        }
        text.append(0x80 | UInt8(truncatingIfNeeded: point) & 0x3F)
    }
}
