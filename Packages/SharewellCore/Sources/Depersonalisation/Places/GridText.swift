/// Reads canonical easting and northing texts.
enum GridText {
    /// Decimal metres; nil if the text is no number.
    @inline(__always)
    static func metres(_ bytes: UnsafeRawBufferPointer) -> Double? {
        var index = 0
        var whole: Int64 = 0
        while index < bytes.count, bytes[index] &- 48 < 10, index < 12 {
            whole = whole * 10 + Int64(bytes[index] &- 48)
            index += 1
        }
        guard index > 0 else { return nil }
        var value = Double(whole)
        if index < bytes.count {
            guard bytes[index] == UInt8(ascii: ".") else { return nil }
            index += 1
            var scale = 0.1
            while index < bytes.count, bytes[index] &- 48 < 10 {
                value += Double(bytes[index] &- 48) * scale
                scale *= 0.1
                index += 1
            }
            guard index == bytes.count else { return nil }
        }
        return value
    }
}
