import Sealing

/// Texts of one message: a form byte, then per row the lengths, then the bytes. `docs/formats/segment.md` has the three forms.
enum TextChunk {
    enum Form: UInt8 {
        /// Length; bytes.
        case plain = 0
        /// Bytes shared with the row before, length of the rest; bytes of the rest.
        case shared = 1
        /// Pairs of lower-case hexadecimal digits; one byte a pair.
        case hexadecimal = 2
    }
    static let rowLimit = 2048, byteTarget = 49_152

    /// How many rows from `start` go into one message.
    static func cut(_ texts: TextRows, from start: Int) -> Int {
        var (rows, bytes) = (0, 0)
        while start + rows < texts.count, rows < rowLimit, bytes < byteTarget {
            bytes += texts[start + rows].count
            rows += 1
        }
        return rows
    }

    /// Writes one message's plain bytes.
    static func write(_ texts: TextRows, _ rows: Range<Int>, into lengths: inout [UInt8], _ bytes: inout [UInt8]) {
        lengths.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        switch form(texts, rows) {
        case .hexadecimal where writeHexadecimal(texts, rows, &lengths, &bytes): break
        case .shared: writeShared(texts, rows, &lengths, &bytes)
        case .plain, .hexadecimal:
            lengths.removeAll(keepingCapacity: true)
            bytes.removeAll(keepingCapacity: true)
            lengths.append(Form.plain.rawValue)
            for row in rows {
                let text = texts[row]
                append(text.count, to: &lengths)
                bytes.append(contentsOf: text)
            }
        }
        lengths.append(contentsOf: bytes)
    }

    /// Judged by the first rows: what does not hold for the others costs room, never correctness.
    private static func form(_ texts: TextRows, _ rows: Range<Int>) -> Form {
        var (shared, total, hexadecimal) = (0, 0, true)
        var last = UnsafeRawBufferPointer(start: nil, count: 0)
        for row in rows.prefix(64) {
            let text = texts[row]
            total += text.count
            shared += common(last, text)
            hexadecimal = hexadecimal && text.count % 2 == 0 && text.allSatisfy { nibble($0) != nil }
            last = text
        }
        if total == 0 { return .plain }
        return hexadecimal && shared * 2 < total ? .hexadecimal : shared * 8 >= total ? .shared : .plain
    }

    private static func writeShared(_ texts: TextRows, _ rows: Range<Int>, _ lengths: inout [UInt8], _ bytes: inout [UInt8]) {
        lengths.append(Form.shared.rawValue)
        var last = UnsafeRawBufferPointer(start: nil, count: 0)
        for row in rows {
            let text = texts[row]
            let shared = common(last, text)
            append(shared, to: &lengths)
            append(text.count - shared, to: &lengths)
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[shared...]))
            last = text
        }
    }

    private static func writeHexadecimal(_ texts: TextRows, _ rows: Range<Int>, _ lengths: inout [UInt8], _ bytes: inout [UInt8]) -> Bool {
        lengths.append(Form.hexadecimal.rawValue)
        for row in rows {
            let text = texts[row]
            guard text.count % 2 == 0 else { return false }
            append(text.count / 2, to: &lengths)
            for index in stride(from: 0, to: text.count, by: 2) {
                guard let high = nibble(text[index]), let low = nibble(text[index + 1]) else { return false }
                bytes.append(high << 4 | low)
            }
        }
        return true
    }

    @inline(__always) private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 48...57: digit - 48
        case 97...102: digit - 87
        default: nil
        }
    }

    @inline(__always) private static func digit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? nibble + 48 : nibble + 87 }

    @inline(__always) private static func common(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
        let limit = min(left.count, right.count)
        var count = 0
        while count < limit, left[count] == right[count] { count &+= 1 }
        return count
    }

    @inline(__always) private static func append(_ length: Int, to lengths: inout [UInt8]) {
        var rest = UInt64(length)
        while rest >= 0x80 {
            lengths.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        lengths.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Reads a message of `rows` rows and hands each text to `body`, in order. False if the bytes are not such a message.
    static func read(_ plain: UnsafeRawBufferPointer, rows: Int, _ body: (Int, UnsafeRawBufferPointer) -> Void) -> Bool {
        var lengths = ByteReader(plain)
        guard let code = lengths.integer(UInt8.self), let form = Form(rawValue: code) else { return false }
        var sizes: [(shared: Int, rest: Int)] = []
        sizes.reserveCapacity(rows)
        for _ in 0..<rows {
            var shared = 0
            if form == .shared {
                guard let value = lengths.count(below: ChunkEntry.byteLimit) else { return false }
                shared = value
            }
            guard let rest = lengths.count(below: ChunkEntry.byteLimit) else { return false }
            sizes.append((shared, rest))
        }
        var scratch: [UInt8] = []
        for (row, size) in sizes.enumerated() {
            guard let raw = lengths.raw(size.rest) else { return false }
            switch form {
            case .plain: body(row, raw)
            case .shared:
                guard size.shared <= scratch.count else { return false }
                scratch.removeLast(scratch.count - size.shared)
                scratch.append(contentsOf: raw)
                scratch.withUnsafeBytes { body(row, $0) }
            case .hexadecimal:
                scratch.removeAll(keepingCapacity: true)
                for byte in raw {
                    scratch.append(digit(byte >> 4))
                    scratch.append(digit(byte & 15))
                }
                scratch.withUnsafeBytes { body(row, $0) }
            }
        }
        return lengths.isAtEnd
    }
}
