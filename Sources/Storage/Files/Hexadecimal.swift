extension Sequence<UInt8> {
    /// Two lower-case hexadecimal digits a byte, as text.
    public var hexadecimal: String { String(decoding: hexadecimalBytes, as: UTF8.self) }

    /// Two lower-case hexadecimal digits a byte, as ASCII.
    @inlinable public var hexadecimalBytes: [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(underestimatedCount * 2)
        for byte in self {
            let (high, low) = (byte >> 4, byte & 15)
            text.append(high < 10 ? 48 + high : 87 + high)
            text.append(low < 10 ? 48 + low : 87 + low)
        }
        return text
    }
}
