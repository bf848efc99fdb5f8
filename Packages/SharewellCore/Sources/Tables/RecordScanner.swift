/// Takes what a scanner finds in one record.
protocol FieldSink {
    /// A field's value lies at `start ..< end`; `quoted` values may hold doubled quotes.
    mutating func field(_ start: Int, _ end: Int, quoted: Bool)
    /// Something is wrong with a quote at an index.
    mutating func fault(_ fault: TableFault, at index: Int)
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
    private let delimiters: UInt64

    init(rule: QuoteRule) {
        self.rule = rule
        delimiters = ByteSearch.spread(rule.delimiter)
    }

    /// - Parameters:
    ///   - atEnd: true when the file ends where `bytes` ends; a record there needs no line end.
    ///   - unclosed: says that the quote at an index was already found to open nothing; nil to judge here.
    @inline(__always)
    func scan(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, atEnd: Bool, isUnclosed: ((Int) -> Bool)? = nil, sink: inout some FieldSink
    ) -> Outcome {
        let count = bytes.count
        var cells = 0
        var lines = 0
        var index = start
        while true {
            var open = index
            while open < count, bytes[open] == 32, open - index < 64 { open += 1 }
            if open == count, !atEnd { return .needsMore }
            var end = -1
            if open < count, bytes[open] == rule.quote {
                let verdict =
                    if let isUnclosed, isUnclosed(open) { QuoteRule.Verdict.unclosed } else {
                        rule.judge(bytes, open: open, before: cells, atEnd: atEnd)
                    }
                switch verdict {
                case .needsMore: return .needsMore
                case .unclosed: sink.fault(.unclosedQuote, at: open)
                case .closed(let close, let isStrict, let inside):
                    lines += inside
                    end = close
                    var last = close - 1
                    while bytes[last] != rule.quote { last -= 1 }
                    if !isStrict { sink.fault(.strayQuote, at: open) }
                    sink.field(open + 1, last, quoted: true)
                }
            }
            if end < 0 {
                end = ByteSearch.first(of: delimiters, ByteSearch.spread(10), ByteSearch.spread(13), in: bytes, from: index)
                sink.field(index, end, quoted: false)
            }
            guard end < count else { return atEnd ? .record(end: end, next: end, lines: lines) : .needsMore }
            if bytes[end] == rule.delimiter {
                cells += 1
                index = end + 1
                continue
            }
            if bytes[end] == 10 { return .record(end: end, next: end + 1, lines: lines + 1) }
            if end + 1 < count { return .record(end: end, next: bytes[end + 1] == 10 ? end + 2 : end + 1, lines: lines + 1) }
            return atEnd ? .record(end: end, next: end + 1, lines: lines + 1) : .needsMore
        }
    }
}
