extension Sequence<UInt8> {
    /// Two lower-case hexadecimal digits a byte, as text.
    public var hexadecimal: String { String(decoding: hexadecimalBytes, as: UTF8.self) }

    /// Two lower-case hexadecimal digits a byte, as ASCII.
    public var hexadecimalBytes: [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }
}
