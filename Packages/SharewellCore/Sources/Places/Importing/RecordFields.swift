/// Splits plain delimited records where no field holds a line break, as postcode directories are. Nothing is allocated per record.
struct RecordFields {
    let delimiter: UInt8
    /// Field bounds of the last record, quotes left out.
    private(set) var fields: [Range<Int>] = []
    /// False if the last record had a quote that did not close.
    private(set) var sound = true

    init(delimiter: UInt8) { self.delimiter = delimiter }

    /// Reads the record that lies in `range` of the bytes.
    mutating func read(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
        fields.removeAll(keepingCapacity: true)
        sound = true
        var index = range.lowerBound
        let end = range.upperBound
        while true {
            if index < end, bytes[index] == 0x22 {
                let start = index + 1
                index = start
                while index < end {
                    if bytes[index] == 0x22 {
                        guard index + 1 < end, bytes[index + 1] == 0x22 else { break }
                        index += 1
                    }
                    index += 1
                }
                if index >= end { sound = false }
                fields.append(start..<min(index, end))
                while index < end, bytes[index] != delimiter { index += 1 }
            } else {
                let start = index
                while index < end, bytes[index] != delimiter { index += 1 }
                fields.append(start..<index)
            }
            if index >= end { return }
            index += 1
        }
    }

    /// A field's bytes; empty beyond the last.
    func field(_ index: Int, _ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard index >= 0, index < fields.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(rebasing: bytes[fields[index]])
    }
}

extension UnsafeRawBufferPointer {
    /// Without spaces and tabs at either end.
    var trimmed: UnsafeRawBufferPointer {
        var start = 0
        var end = count
        while start < end, self[start] == 0x20 || self[start] == 0x09 { start += 1 }
        while end > start, self[end - 1] == 0x20 || self[end - 1] == 0x09 || self[end - 1] == 0x0D { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: self[start..<end])
    }

    /// A whole number, thousands separated or not, a decimal part of zeros forgiven; nil if it is none or beyond nine digits.
    var wholeNumber: Int? {
        var value = 0
        var digits = 0
        var fraction = false
        for byte in trimmed {
            switch byte {
            case 0x30...0x39 where fraction:
                if byte != 0x30 { return nil }
            case 0x30...0x39:
                value = value * 10 + Int(byte & 0x0F)
                digits += 1
                if digits > 9 { return nil }
            case 0x2E where !fraction && digits > 0: fraction = true
            case 0x2C where !fraction && digits > 0: continue
            default: return nil
            }
        }
        return digits > 0 ? value : nil
    }

    /// A distance in metres, rounded to whole ones; nil if it is none.
    var metres: Int32? {
        var value = 0
        var digits = 0
        var index = 0
        let text = trimmed
        while index < text.count, text[index] >= 0x30, text[index] <= 0x39, digits < 8 {
            value = value * 10 + Int(text[index] & 0x0F)
            digits += 1
            index += 1
        }
        guard digits > 0 else { return nil }
        if index < text.count {
            guard text[index] == 0x2E, text[(index + 1)...].allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
            if index + 1 < text.count, text[index + 1] >= 0x35 { value += 1 }
        }
        return Int32(clamping: value)
    }

    /// True for codes that stand for no area: `L99999999`, `E99999999`.
    var isPseudoCode: Bool { count == 9 && self[1...].allSatisfy { $0 == 0x39 } }
}
