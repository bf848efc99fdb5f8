/// Walks JSON text without building a tree: enough for boundaries, which are nine parts numbers.
struct JSONScanner {
    let bytes: UnsafeRawBufferPointer
    private(set) var index = 0
    /// Deeper nesting than this is refused.
    static let depthLimit = 64

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { index = 3 }
    }

    /// The next byte that is not white space; 0 at the end.
    mutating func peek() -> UInt8 {
        while index < bytes.count {
            let byte = bytes[index]
            if byte != 0x20, byte != 0x0A, byte != 0x0D, byte != 0x09 { return byte }
            index += 1
        }
        return 0
    }

    mutating func expect(_ byte: UInt8) throws(ImportFault) {
        guard peek() == byte else { throw fault() }
        index += 1
    }

    /// True, and steps over it, if that byte comes next.
    mutating func accept(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        index += 1
        return true
    }

    /// Calls `body` with each member's name; `body` must read or skip the value.
    mutating func object(_ body: (inout JSONScanner, String) throws(ImportFault) -> Void) throws(ImportFault) {
        try expect(0x7B)
        if accept(0x7D) { return }
        repeat {
            let name = try string()
            try expect(0x3A)
            try body(&self, name)
        } while accept(0x2C)
        try expect(0x7D)
    }

    /// Calls `body` at each element, which it must read or skip.
    mutating func array(_ body: (inout JSONScanner) throws(ImportFault) -> Void) throws(ImportFault) {
        try expect(0x5B)
        if accept(0x5D) { return }
        repeat { try body(&self) } while accept(0x2C)
        try expect(0x5D)
    }

    mutating func string() throws(ImportFault) -> String {
        try expect(0x22)
        var text: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case 0x22: return String(decoding: text, as: UTF8.self)
            case 0x5C:
                guard index < bytes.count else { throw fault() }
                let escaped = bytes[index]
                index += 1
                switch escaped {
                case 0x6E, 0x74, 0x72, 0x62, 0x66: text.append(0x20)
                case 0x75: text.append(contentsOf: try unicode())
                default: text.append(escaped)
                }
            default: text.append(byte)
            }
        }
        throw fault()
    }

    private mutating func unicode() throws(ImportFault) -> [UInt8] {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard index < bytes.count, let digit = Character(UnicodeScalar(bytes[index])).hexDigitValue else { throw fault() }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return Array(String(Character(UnicodeScalar(value) ?? "\u{FFFD}")).utf8)
    }

    /// A number; nil, and nothing is read, if something else comes next.
    mutating func number() throws(ImportFault) -> Double? {
        let first = peek()
        guard first == 0x2D || first >= 0x30 && first <= 0x39 else { return nil }
        let negative = first == 0x2D
        if negative { index += 1 }
        var mantissa: UInt64 = 0
        var exponent = 0
        var digits = 0
        var fraction = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte >= 0x30, byte <= 0x39 {
                if digits < 18 {
                    mantissa = mantissa * 10 + UInt64(byte & 0x0F)
                    if mantissa > 0 { digits += 1 }
                    if fraction { exponent -= 1 }
                } else if !fraction {
                    exponent += 1
                }
            } else if byte == 0x2E, !fraction {
                fraction = true
            } else {
                break
            }
            index += 1
        }
        if index < bytes.count, bytes[index] | 0x20 == 0x65 {
            index += 1
            var power = 0
            let down = index < bytes.count && bytes[index] == 0x2D
            if index < bytes.count, bytes[index] == 0x2D || bytes[index] == 0x2B { index += 1 }
            while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 {
                power = min(power * 10 + Int(bytes[index] & 0x0F), 1000)
                index += 1
            }
            exponent += down ? -power : power
        }
        var value = Double(mantissa)
        while exponent < -20 {
            value /= 1e20
            exponent += 20
            if value == 0 { break }
        }
        if exponent < 0, exponent >= -20 { value /= Self.powers[-exponent] }
        if exponent > 0 { value *= exponent <= 20 ? Self.powers[exponent] : .infinity }
        return negative ? -value : value
    }

    /// Steps over a value of any kind.
    mutating func skip(depth: Int = 0) throws(ImportFault) {
        guard depth < Self.depthLimit else { throw fault() }
        switch peek() {
        case 0x7B: try object { scanner, _ throws(ImportFault) in try scanner.skip(depth: depth + 1) }
        case 0x5B: try array { scanner throws(ImportFault) in try scanner.skip(depth: depth + 1) }
        case 0x22: _ = try string()
        default:
            let start = index
            while index < bytes.count {
                let byte = bytes[index]
                if byte == 0x2C || byte == 0x7D || byte == 0x5D || byte <= 0x20 { break }
                index += 1
            }
            if index == start { throw fault() }
        }
    }

    /// What went wrong here, by line.
    func fault() -> ImportFault {
        let line = bytes[..<min(index, bytes.count)].reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
        return ImportFault(
            code: "places-json-broken", "The boundaries are not well-formed GeoJSON: line \(line).",
            remedy: "Fetch the file again from its publisher, or export it again.")
    }

    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    ]
}
