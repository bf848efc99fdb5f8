/// Cleans short and long text: one line, single spaces, no control characters, characters damaged by a wrong encoding put right.
enum TextCleaner {
    /// True when there is nothing to clean: printable ASCII, single spaces, none at the ends.
    static func isClean(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let first = bytes.first, let last = bytes.last else { return true }
        guard first != 0x20, last != 0x20 else { return false }
        var odd: UInt8 = 0
        var before: UInt8 = 0
        for byte in bytes {
            odd |= byte < 0x20 || byte >= 0x7F || (byte == 0x20 && before == 0x20) ? 1 : 0
            before = byte
        }
        return odd == 0
    }

    /// The cleaned text and what was noticed.
    static func clean(_ bytes: UnsafeRawBufferPointer) -> (text: [UInt8], finding: ValueFinding?) {
        var finding: ValueFinding?
        var scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
        if scalars.contains(where: { $0.value >= 0x80 }) {
            for _ in 0..<2 {
                guard let repaired = repair(scalars) else { break }
                scalars = repaired
                finding = .textRepaired
            }
        }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var gap = false
        for scalar in scalars {
            switch scalar.value {
            case 0x09, 0x20, 0xA0, 0x2000...0x200A, 0x202F, 0x3000: gap = true
            case 0x0A...0x0D, 0x85, 0x2028, 0x2029:
                gap = true
                if finding == nil, !text.isEmpty { finding = .textCleaned }
            case 0..<0x20, 0x7F...0x9F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFFD:
                if finding == nil { finding = .textCleaned }
            default:
                if gap, !text.isEmpty { text.append(0x20) }
                gap = false
                if let encoded = UTF8.encode(scalar) { text.append(contentsOf: encoded) }
            }
        }
        return (text, finding)
    }

    /// Undoes one round of UTF-8 taken for Windows-1252; nil if there is nothing to undo.
    private static func repair(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar]? {
        var repaired: [Unicode.Scalar] = []
        var changed = false
        var index = 0
        while index < scalars.count {
            guard scalars[index].value >= 0x80 else {
                repaired.append(scalars[index])
                index += 1
                continue
            }
            var run: [UInt8] = []
            var end = index
            while end < scalars.count, scalars[end].value >= 0x80, let byte = windows1252(scalars[end]) {
                run.append(byte)
                end += 1
            }
            if run.count >= 2, let text = String(validating: run, as: UTF8.self) {
                repaired.append(contentsOf: text.unicodeScalars)
                changed = true
                index = end
            } else {
                let stop = max(end, index + 1)
                repaired.append(contentsOf: scalars[index..<stop])
                index = stop
            }
        }
        return changed ? repaired : nil
    }

    private static func windows1252(_ scalar: Unicode.Scalar) -> UInt8? {
        if scalar.value <= 0xFF { return UInt8(truncatingIfNeeded: scalar.value) }
        return upper.firstIndex(of: scalar.value).map { UInt8(0x80 + $0) }
    }

    /// What Windows-1252 has from 0x80 to 0x9F; 0 where it has nothing.
    private static let upper: [UInt32] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
    ]
}
