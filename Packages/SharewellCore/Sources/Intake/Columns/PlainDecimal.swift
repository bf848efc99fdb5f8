/// The value of a plain decimal text (digits, perhaps a sign and a fraction); infinite where it has more digits than count, NaN for anything
/// else. Nothing is allocated.
enum PlainDecimal {
    static func value(_ bytes: UnsafeRawBufferPointer) -> Double {
        if let whole = whole(bytes) { return whole }
        let count = bytes.count
        guard count > 0, count <= 24 else { return .nan }
        var index = 0
        let negative = bytes[0] == 0x2D
        if negative || bytes[0] == 0x2B { index = 1 }
        var digits: UInt64 = 0
        var seen = 0
        var scale = 1.0
        var inFraction = false
        var tooLarge = false
        while index < count {
            let byte = bytes[index]
            index += 1
            if byte == 0x2E, !inFraction {
                inFraction = true
                continue
            }
            guard byte &- 0x30 < 10 else { return .nan }
            seen += 1
            if digits < 100_000_000_000_000_000 {
                digits = digits * 10 + UInt64(byte & 0x0F)
                if inFraction { scale *= 10 }
            } else if !inFraction {
                tooLarge = true
            }
        }
        guard seen > 0 else { return .nan }
        let value = tooLarge ? Double.infinity : Double(digits) / scale
        return negative ? -value : value
    }

    /// Most coordinates are a few digits and nothing else.
    @inline(__always)
    private static func whole(_ bytes: UnsafeRawBufferPointer) -> Double? {
        guard !bytes.isEmpty, bytes.count <= 15 else { return nil }
        var value: Int64 = 0
        var others: UInt8 = 0
        for byte in bytes {
            let digit = byte &- 0x30
            others |= digit > 9 ? 1 : 0
            value = value &* 10 &+ Int64(digit)
        }
        return others == 0 ? Double(value) : nil
    }
}
