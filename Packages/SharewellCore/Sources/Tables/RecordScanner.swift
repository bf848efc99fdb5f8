/// Takes what a scanner finds in one record.
protocol FieldSink {
    /// A field's value lies at `start ..< end`; with `hasQuotes` it holds quotes, doubled ones among them.
    mutating func field(_ start: Int, _ end: Int, hasQuotes: Bool)
    /// Something is wrong with a quote at an index.
    mutating func fault(_ fault: TableFault, at index: Int)
    /// True if the quote at an index is already known to open nothing.
    func isUnclosed(_ index: Int) -> Bool
}

extension FieldSink {
    func isUnclosed(_ index: Int) -> Bool { false }
}

/// Reads one record after another by the full rule for quotes.
struct RecordScanner {
    enum Outcome: Equatable {
        /// The record's end without its line end, where the next begins, and line ends passed.
        case record(end: Int, next: Int, lines: Int)
        /// The record runs on beyond the bytes at hand.
        case needsMore
    }
    var rule: QuoteRule

    /// - Parameter atEnd: true when the file ends where `bytes` ends; a record there needs no line end.
    @inline(__always)
    func scan(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, atEnd: Bool, sink: inout some FieldSink) -> Outcome {
        let count = bytes.count
        var cells = 0
        var lines = 0
        var index = start
        while true {
            var end = -1
            if index < count, bytes[index] == rule.quote || bytes[index] == 32 {
                guard let field = quoted(bytes, from: index, before: cells, atEnd: atEnd, sink: &sink) else { return .needsMore }
                end = field.end
                lines &+= field.lines
            } else if index == count, !atEnd {
                return .needsMore
            }
            if end < 0 {
                end = ByteSearch.fieldEnd(rule.delimiter, bytes, from: index)
                sink.field(index, end, hasQuotes: false)
            }
            guard end < count else { return atEnd ? .record(end: end, next: end, lines: lines) : .needsMore }
            let byte = bytes[end]
            if byte == rule.delimiter {
                cells &+= 1
                index = end &+ 1
                continue
            }
            if byte == 10 { return .record(end: end, next: end &+ 1, lines: lines &+ 1) }
            if end &+ 1 < count { return .record(end: end, next: bytes[end &+ 1] == 10 ? end &+ 2 : end &+ 1, lines: lines &+ 1) }
            return atEnd ? .record(end: end, next: end &+ 1, lines: lines &+ 1) : .needsMore
        }
    }

    /// A field that may be quoted; its end is -1 if it is not, nil where more of the file must be seen.
    @inline(__always)
    private func quoted(
        _ bytes: UnsafeBufferPointer<UInt8>, from index: Int, before: Int, atEnd: Bool, sink: inout some FieldSink
    ) -> (end: Int, lines: Int)? {
        let count = bytes.count
        if bytes[index] == rule.quote {
            // The common case: one line, no quotes inside, properly closed.
            let close = ByteSearch.quoteOrLineEnd(rule.quote, bytes, from: index &+ 1)
            if close &+ 1 < count, bytes[close] == rule.quote {
                let next = bytes[close &+ 1]
                if next == rule.delimiter || next == 10 || next == 13, !sink.isUnclosed(index) {
                    sink.field(index &+ 1, close, hasQuotes: false)
                    return (close &+ 1, 0)
                }
            }
        }
        return rareQuoted(bytes, from: index, before: before, atEnd: atEnd, sink: &sink)
    }

    @inline(never)
    private func rareQuoted(
        _ bytes: UnsafeBufferPointer<UInt8>, from index: Int, before: Int, atEnd: Bool, sink: inout some FieldSink
    ) -> (end: Int, lines: Int)? {
        let count = bytes.count
        var open = index
        while open < count, bytes[open] == 32, open - index < 64 { open += 1 }
        if open == count { return atEnd ? (-1, 0) : nil }
        guard bytes[open] == rule.quote else { return (-1, 0) }
        if sink.isUnclosed(open) {
            sink.fault(.unclosedQuote, at: open)
            return (-1, 0)
        }
        switch rule.judge(bytes, open: open, before: before, atEnd: atEnd) {
        case .needsMore: return nil
        case .unclosed:
            sink.fault(.unclosedQuote, at: open)
            return (-1, 0)
        case .closed(let close, let isStrict, let hasQuotes, let lines):
            var last = close - 1
            while bytes[last] != rule.quote { last -= 1 }
            if !isStrict || open > index { sink.fault(.strayQuote, at: open) }
            sink.field(open + 1, last, hasQuotes: hasQuotes)
            return (close, lines)
        }
    }
}
