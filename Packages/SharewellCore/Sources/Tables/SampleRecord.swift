/// A record near the top of a file, while its layout is still being found.
struct SampleRecord {
    /// Values as they would be used.
    var cells: [String] = []
    /// Physical line it begins on.
    var line = 1
    /// Bytes from the beginning of the text to the record after it.
    var next = 0
    /// Physical line of the record after it.
    var nextLine = 1
    /// How the line ended: 0 not at all, 1 LF, 2 CR, 3 CRLF.
    var lineEnd = 0

    /// Cells that hold something.
    var filled: Int { cells.reduce(0) { $0 + ($1.isEmpty ? 0 : 1) } }
    var isBlank: Bool { cells.allSatisfy(\.isEmpty) }

    /// Reads up to `limit` records; stops early where the text at hand ends within one.
    static func read(_ text: [UInt8], from start: Int, line: Int, delimiter: UInt8, isWhole: Bool, limit: Int) -> [SampleRecord] {
        let scanner = RecordScanner(rule: QuoteRule(delimiter: delimiter, quote: UInt8(ascii: "\""), width: 0))
        var records: [SampleRecord] = []
        text.withUnsafeBufferPointer { bytes in
            var position = start
            var line = line
            while position < bytes.count, records.count < limit {
                var sink = Cells()
                guard case .record(let end, let next, let passed) = scanner.scan(bytes, from: position, atEnd: isWhole, sink: &sink) else {
                    return
                }
                guard sink.spans.count <= TableLimits.columns + 1 else {
                    records.append(SampleRecord(cells: Array(repeating: "x", count: TableLimits.columns + 1), line: line))
                    return
                }
                var record = SampleRecord(line: line, next: next, nextLine: line + passed)
                record.lineEnd = end == next ? 0 : next - end == 2 ? 3 : bytes[end] == 10 ? 1 : 2
                record.cells = sink.spans.map { HeaderText.clean(bytes[$0.start..<$0.end], doubled: $0.quoted) }
                records.append(record)
                position = next
                line += passed
            }
        }
        return records
    }

    private struct Cells: FieldSink {
        var spans: [(start: Int, end: Int, quoted: Bool)] = []
        mutating func field(_ start: Int, _ end: Int, hasQuotes: Bool) {
            if spans.count <= TableLimits.columns { spans.append((start, end, hasQuotes)) }
        }
        mutating func fault(_ fault: TableFault, at index: Int) {}
    }
}

/// Cleans headers.
enum HeaderText {
    /// Outer spaces, invisible characters and control characters gone; runs of spaces and line ends made one space.
    static func clean(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, doubled: Bool) -> String {
        var text = String(decoding: bytes, as: UTF8.self)
        if doubled { text = undouble(text) }
        return clean(text)
    }

    static func clean(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var space = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x200B...0x200F, 0xFEFF, 0xAD, 0: continue
            case 0...32, 0x7F...0xA0, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x3000: space = true
            default:
                if space, !result.isEmpty { result.append(" ") }
                space = false
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// The form in which headers are compared: letters and digits only, lower case.
    static func key(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }))
    }

    private static func undouble(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var held = false
        for scalar in text.unicodeScalars {
            if held, scalar == "\"" {
                held = false
                continue
            }
            held = scalar == "\""
            result.append(scalar)
        }
        return String(result)
    }
}
