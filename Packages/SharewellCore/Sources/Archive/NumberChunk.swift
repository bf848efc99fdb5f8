/// Decimal numbers of one block as whole numbers: value × 10^scale, less the smallest, plus one; 0 is missing.
///
/// Taken only where every text comes back byte for byte: no plus sign, no leading zeros, the same number of decimals throughout.
enum NumberChunk {
    static let scaleLimit = 6

    /// Reads a block's texts; nil if they are not all such numbers, or spread too far.
    static func read(_ texts: TextRows, into numbers: inout [UInt32]) -> (base: Int64, scale: Int)? {
        var values: [Int64] = []
        values.reserveCapacity(texts.count)
        var (low, high) = (Int64.max, Int64.min)
        var scale = -1
        for row in 0..<texts.count {
            let text = texts[row]
            if text.isEmpty {
                values.append(.min)
                continue
            }
            guard let (value, decimals) = parse(text), scale < 0 || decimals == scale else { return nil }
            scale = decimals
            low = min(low, value)
            high = max(high, value)
            values.append(value)
        }
        guard scale >= 0, high - low < Int64(UInt32.max) - 1 else { return nil }
        numbers.removeAll(keepingCapacity: true)
        for value in values { numbers.append(value == .min ? 0 : UInt32(truncatingIfNeeded: value - low) &+ 1) }
        return (low, scale)
    }

    private static func parse(_ text: UnsafeRawBufferPointer) -> (value: Int64, decimals: Int)? {
        guard text.count <= 16 else { return nil }
        let negative = text[0] == 45
        var (value, digits, decimals) = (Int64(0), 0, -1)
        for byte in text[(negative ? 1 : 0)...] {
            if byte == 46, decimals < 0, digits > 0 {
                decimals = 0
                continue
            }
            guard (48...57).contains(byte) else { return nil }
            if decimals >= 0 { decimals += 1 } else if digits > 0, value == 0 { return nil }
            value = value * 10 + Int64(byte) - 48
            if decimals < 0 { digits += 1 }
        }
        guard digits > 0, decimals != 0, decimals <= scaleLimit, !(negative && value == 0) else { return nil }
        return (negative ? -value : value, max(decimals, 0))
    }

    /// Appends the text of a packed number.
    static func write(_ packed: UInt32, base: Int64, scale: Int, into bytes: inout [UInt8]) {
        guard packed > 0 else { return }
        let value = base &+ Int64(packed) &- 1
        if value < 0 { bytes.append(45) }
        var digits: [UInt8] = []
        var rest = value.magnitude
        repeat {
            digits.append(UInt8(truncatingIfNeeded: rest % 10) + 48)
            rest /= 10
        } while rest > 0
        while digits.count <= scale { digits.append(48) }
        for (place, digit) in zip((0..<digits.count).reversed(), digits.reversed()) {
            bytes.append(digit)
            if place == scale, scale > 0 { bytes.append(46) }
        }
    }
}
