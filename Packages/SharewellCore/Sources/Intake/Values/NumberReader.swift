/// Reads plain numbers: sign, thousands separators, a leading pound sign and trailing zeros of a fraction are put in canonical form.
enum NumberReader {
    static func read(_ value: UnsafeRawBufferPointer) -> ValueReading {
        var whole: [UInt8] = []
        var fraction: [UInt8] = []
        var cursor = ByteCursor(value)
        var negative = cursor.take(UInt8(ascii: "-"))
        if !negative { _ = cursor.take(UInt8(ascii: "+")) }
        if cursor.take(0xC2) {
            guard cursor.take(0xA3) else { return .refused(.numberNotUnderstood) }
            cursor.spaces()
            if cursor.take(UInt8(ascii: "-")) { negative = true }
        }
        var sinceComma: Int?
        var inFraction = false
        while let byte = cursor.next {
            cursor.advance()
            switch byte {
            case 0x30...0x39:
                if inFraction {
                    fraction.append(byte)
                } else {
                    whole.append(byte)
                    sinceComma = sinceComma.map { $0 + 1 }
                }
            case UInt8(ascii: ","):
                guard !inFraction, (1...3).contains(whole.count) || sinceComma == 3 else { return .refused(.numberNotUnderstood) }
                if sinceComma != nil, sinceComma != 3 { return .refused(.numberNotUnderstood) }
                sinceComma = 0
            case UInt8(ascii: "."):
                guard !inFraction else { return .refused(.numberNotUnderstood) }
                inFraction = true
            default: return .refused(.numberNotUnderstood)
            }
        }
        guard !whole.isEmpty || !fraction.isEmpty, sinceComma == nil || sinceComma == 3, whole.count + fraction.count <= 30 else {
            return .refused(.numberNotUnderstood)
        }
        while fraction.last == 0x30 { fraction.removeLast() }
        let significant = whole.drop { $0 == 0x30 }
        var text: [UInt8] = negative && !(significant.isEmpty && fraction.isEmpty) ? [UInt8(ascii: "-")] : []
        if significant.isEmpty { text.append(0x30) } else { text.append(contentsOf: significant) }
        if !fraction.isEmpty {
            text.append(UInt8(ascii: "."))
            text.append(contentsOf: fraction)
        }
        return value.equals(text) ? .unchanged : .text(text)
    }
}
