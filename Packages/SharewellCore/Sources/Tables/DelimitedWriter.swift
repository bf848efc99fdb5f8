/// Writes RFC 4180: comma, CRLF, quotes only where they are needed, UTF-8 without a byte order mark.
///
/// With `neutralisesFormulas` a value that a spreadsheet program would run as a formula (it begins with `=`, `+`, `-`, `@`, tab or CR) gets
/// an apostrophe before it. Numbers, with sign, fraction or exponent, and pairs of coordinates are left alone, as they are harmless.
public struct DelimitedWriter: Sendable {
    /// What was written and not yet taken.
    public private(set) var bytes: [UInt8] = []
    private let delimiter: UInt8
    private let neutralisesFormulas: Bool
    private var isFirst = true

    /// A writer with nothing written.
    public init(neutralisesFormulas: Bool, delimiter: UInt8 = UInt8(ascii: ",")) {
        self.neutralisesFormulas = neutralisesFormulas
        self.delimiter = delimiter
    }

    /// Adds a field of UTF-8 bytes to the row.
    @inline(__always)
    public mutating func field(_ value: UnsafeRawBufferPointer) {
        if !isFirst { bytes.append(delimiter) }
        isFirst = false
        guard let first = value.first else { return }
        let isFormula = neutralisesFormulas && Self.mayBeFormula(first) && !Self.isNumeric(value)
        if isFormula || needsQuotes(value) {
            quoted(value, isFormula: isFormula)
        } else {
            bytes.append(contentsOf: value)
        }
    }

    /// Adds a field to the row.
    public mutating func field(_ value: String) {
        var value = value
        value.withUTF8 { field(UnsafeRawBufferPointer($0)) }
    }

    /// Ends the row.
    @inline(__always)
    public mutating func endRow() {
        bytes.append(13)
        bytes.append(10)
        isFirst = true
    }

    /// Writes a whole row.
    public mutating func row(_ values: [String]) {
        for value in values { field(value) }
        endRow()
    }

    /// Hands over what was written and begins afresh, keeping the memory.
    public mutating func take(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
        try bytes.withUnsafeBytes { try body($0) }
        bytes.removeAll(keepingCapacity: true)
    }

    private func needsQuotes(_ value: UnsafeRawBufferPointer) -> Bool {
        // Outer spaces are quoted so that no reader trims them.
        if value[0] == 32 || value[value.count - 1] == 32 { return true }
        let text = value.assumingMemoryBound(to: UInt8.self)
        if ByteSearch.fieldEnd(delimiter, text, from: 0) < text.count { return true }
        return ByteSearch.first(UInt8(ascii: "\""), in: text) < text.count
    }

    private mutating func quoted(_ value: UnsafeRawBufferPointer, isFormula: Bool) {
        let quote = UInt8(ascii: "\"")
        bytes.append(quote)
        if isFormula { bytes.append(UInt8(ascii: "'")) }
        for byte in value {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        bytes.append(quote)
    }

    @inline(__always)
    private static func mayBeFormula(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 9, 13, 10: true
        default: false
        }
    }

    /// Digits with at most one sign before, one point and one exponent; or two such with a comma or a blank between. No operator between digits.
    private static func isNumeric(_ value: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        guard number(value, &index) else { return false }
        if index == value.count { return true }
        let separator = value[index]
        guard separator == UInt8(ascii: ",") || separator == 32 else { return false }
        index += 1
        while index < value.count, value[index] == 32 { index += 1 }
        return number(value, &index) && index == value.count
    }

    private static func number(_ value: UnsafeRawBufferPointer, _ index: inout Int) -> Bool {
        func digits() -> Int {
            let start = index
            while index < value.count, value[index] >= 48, value[index] <= 57 { index += 1 }
            return index - start
        }
        if index < value.count, value[index] == UInt8(ascii: "-") || value[index] == UInt8(ascii: "+") { index += 1 }
        var any = digits()
        if index < value.count, value[index] == UInt8(ascii: ".") {
            index += 1
            any += digits()
        }
        guard any > 0 else { return false }
        if index + 1 < value.count, value[index] | 0x20 == UInt8(ascii: "e") {
            let mark = index
            index += 1
            if value[index] == UInt8(ascii: "-") || value[index] == UInt8(ascii: "+") { index += 1 }
            if digits() == 0 { index = mark }
        }
        return true
    }
}
