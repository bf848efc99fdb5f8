/// Numbers as labels that need no table of texts: whole numbers of 32 bits, moved so that they sort as they are.
enum WholeNumber {
    /// The label of what is no number.
    static let none: UInt64 = 0

    /// The label of the whole number next to a value's; `none` if it is missing, no number, or too large.
    static func label(_ text: UnsafeRawBufferPointer) -> UInt32 {
        var digits = text[...], isNegative = false
        if digits.first == UInt8(ascii: "-") {
            isNegative = true
            digits = digits.dropFirst()
        }
        // Places are so written, nearly all of them.
        if (1...9).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) {
            let number = digits.reduce(0) { $0 &* 10 &+ Int32($1 &- 48) }
            return label(isNegative ? -number : number)
        }
        guard let number = Double(String(decoding: text, as: UTF8.self))?.rounded(), number > Double(Int32.min), number <= Double(Int32.max)
        else { return UInt32(none) }
        return label(Int32(number))
    }

    private static func label(_ number: Int32) -> UInt32 { UInt32(bitPattern: number) ^ 1 << 31 }

    /// The number behind a label.
    static func value(_ label: UInt32) -> Int32 { Int32(bitPattern: label ^ 1 << 31) }
}
