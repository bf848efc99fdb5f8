internal import Guidance
internal import Tables

/// Validates columns that seldom repeat themselves in place: a column that is canonical already is passed on without copying.
struct DirectText {
    let reader: ValueReader
    /// No word that stands for nothing has more bytes.
    static let longestWord = 8

    func validated(_ column: DirectColumn, rowCount: Int, _ tally: inout BatchTally) -> DirectColumn {
        let dirty = dirtyRows(column, &tally)
        if dirty.isEmpty { return column }
        var cleaned = DirectColumn()
        cleaned.bytes.reserveCapacity(column.bytes.count)
        cleaned.ends.reserveCapacity(column.ends.count)
        var next = 0
        column.bytes.withUnsafeBytes { bytes in
            var start = 0
            for (row, end) in column.ends.enumerated() {
                let value = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
                start = end
                guard next < dirty.count, dirty[next] == row else {
                    cleaned.append(value)
                    continue
                }
                next += 1
                let reading = reader.read(value)
                switch reading.form {
                case .missing: cleaned.ends.append(cleaned.bytes.count)
                case .unchanged: cleaned.append(value)
                case .text(let text): text.withUnsafeBytes { cleaned.append($0) }
                }
                if reading.form != .missing { tally.filled += 1 }
                if let finding = reading.finding { tally.count(finding, row: row) }
            }
        }
        return cleaned
    }

    /// Rows whose values may not be canonical; the others are counted as filled or missing.
    private func dirtyRows(_ column: DirectColumn, _ tally: inout BatchTally) -> [Int] {
        let type = reader.type
        let isText = type == .text || type == .freeText || type == .address
        return column.bytes.withUnsafeBytes { bytes in
            let allClean = !isText || Self.isPlain(bytes)
            var dirty: [Int] = []
            var filled = 0
            var start = 0
            for (row, end) in column.ends.enumerated() {
                defer { start = end }
                guard end > start else { continue }
                let clean: Bool
                switch type {
                case .number, .easting, .northing:
                    clean = Self.isPlainNumber(bytes, start, end)
                default:
                    let short = end - start <= Self.longestWord && Self.mayBeMissing[Int(bytes[start])]
                    clean =
                        bytes[start] > 0x20 && bytes[end - 1] > 0x20 && !short && bytes[end - 1] != 0xA0 && bytes[start] != 0xC2
                        && (allClean || TextCleaner.isClean(UnsafeRawBufferPointer(rebasing: bytes[start..<end])))
                }
                if clean { filled += 1 } else { dirty.append(row) }
            }
            tally.filled += filled
            tally.count(.plain, times: filled)
            return dirty
        }
    }

    /// First bytes of the words that stand for nothing.
    private static let mayBeMissing: [Bool] = (0..<256).map { byte in
        MissingWords.anywhere.contains { word in
            guard let first = word.utf8.first else { return false }
            return Int(first) == byte || ((0x61...0x7A).contains(first) && Int(first & 0xDF) == byte)
        }
    }

    /// Printable ASCII without double spaces, taken over all values end to end: may say no where every value is clean, never the reverse
    /// for values that neither begin nor end with a space.
    static func isPlain(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let space = SIMD32<UInt8>(repeating: 0x20), span = SIMD32<UInt8>(repeating: 0x5E)
        let count = bytes.count
        var index = 0
        // The second load begins one byte on, so one byte more must be there.
        while index &+ 33 <= count {
            let here = bytes.loadUnaligned(fromByteOffset: index, as: SIMD32<UInt8>.self)
            let next = bytes.loadUnaligned(fromByteOffset: index &+ 1, as: SIMD32<UInt8>.self)
            if any(((here &- space) .> span) .| ((here .== space) .& (next .== space))) { return false }
            index &+= 32
        }
        while index < count {
            if bytes[index] &- 0x20 > 0x5E { return false }
            if bytes[index] == 0x20, index &+ 1 < count, bytes[index &+ 1] == 0x20 { return false }
            index &+= 1
        }
        return true
    }

    /// Digits without a leading zero, and perhaps a fraction that does not end in zero.
    static func isPlainNumber(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Bool {
        guard end - start <= 18 else { return false }
        var index = start
        while index < end, (bytes[index] &- 0x30) < 10 { index += 1 }
        let whole = index - start
        guard whole > 0, whole == 1 || bytes[start] != 0x30 else { return false }
        if index == end { return true }
        guard bytes[index] == 0x2E, index + 1 < end, bytes[end - 1] != 0x30 else { return false }
        index += 1
        while index < end, (bytes[index] &- 0x30) < 10 { index += 1 }
        return index == end
    }
}
