/// Cuts a file, given piece by piece from its first byte, into chunks of whole records for the workers. Serial, so it does as little as it can.
public struct RecordSplitter: Sendable {
    private let layout: DelimitedLayout
    private let chunkBytes: Int
    private var transcoder: Transcoder
    private var scanner: RecordScanner
    private var pending: [UInt8] = []
    private var skip: Int
    private var position = 0
    private var line: Int
    private var lines = 0
    private var batch = 0
    private var watch = QuoteWatch()
    /// Records scanned since the last hop; hops are tried now and then, and always where they have paid.
    private var scanned = 0
    private var hopPays = true
    private var lookForQuotes: Bool { scanned == 0 || hopPays }

    /// - Parameters:
    ///   - chunkBytes: about how long a chunk becomes, in bytes of UTF-8; a chunk holds at least one record.
    public init(layout: DelimitedLayout, chunkBytes: Int = 4 << 20) {
        self.layout = layout
        self.chunkBytes = max(1, min(chunkBytes, 1 << 30))
        transcoder = Transcoder(encoding: layout.encoding, markLength: layout.markLength)
        scanner = RecordScanner(
            rule: QuoteRule(delimiter: layout.delimiter, quote: layout.quote, width: layout.headers.count))
        skip = layout.dataOffset
        line = layout.dataLine
    }

    /// Takes the next piece; gives the chunks that became whole, none or more.
    public mutating func push(_ bytes: [UInt8]) throws(TableError) -> [TableChunk] {
        take(bytes)
        return try cut(atEnd: false)
    }

    /// Ends the file; gives what was left.
    public mutating func finish() throws(TableError) -> [TableChunk] {
        transcoder.finish(into: &pending)
        take([])
        return try cut(atEnd: true)
    }

    private mutating func take(_ bytes: [UInt8]) {
        transcoder.decode(bytes, into: &pending)
        guard skip > 0 else { return }
        let gone = min(skip, pending.count)
        pending.removeFirst(gone)
        skip -= gone
    }

    private mutating func cut(atEnd: Bool) throws(TableError) -> [TableChunk] {
        var chunks: [TableChunk] = []
        var more = true
        while more {
            more = false
            var tooLong = false
            pending.withUnsafeBufferPointer { bytes in
                while position < bytes.count {
                    if lookForQuotes {
                        hop(bytes, atEnd: atEnd)
                        if position >= chunkBytes {
                            more = true
                            return
                        }
                        if position == bytes.count { return }
                    }
                    watch.begin()
                    let outcome = scanner.scan(bytes, from: position, atEnd: atEnd, sink: &watch)
                    guard case .record(_, let next, let passed) = outcome else {
                        tooLong = bytes.count - position > TableLimits.recordBytes
                        return
                    }
                    if watch.commit(end: next) { scanner.rule.patience = max(1024, scanner.rule.patience / 2) }
                    position = next
                    lines += passed
                    scanned += 1
                    if scanned == 64 { scanned = 0 }
                    if position >= chunkBytes {
                        more = true
                        return
                    }
                }
            }
            if tooLong { throw TableError(.lineTooLong, line: line + lines) }
            if more || atEnd, position > 0 { chunks.append(emit()) }
        }
        return chunks
    }

    /// Where a quote leads that opens a field and is closed on the same line as RFC 4180 has it: after the closing one; nil for any other.
    @inline(__always)
    private func plainClose(_ bytes: UnsafeBufferPointer<UInt8>, _ open: Int, from start: Int) -> Int? {
        if open > start {
            let before = bytes[open &- 1]
            guard before == layout.delimiter || before == 10 || before == 13 else { return nil }
        }
        let close = ByteSearch.quoteOrLineEnd(layout.quote, bytes, from: open &+ 1)
        guard close &+ 1 < bytes.count, bytes[close] == layout.quote else { return nil }
        let after = bytes[close &+ 1]
        return after == layout.delimiter || after == 10 || after == 13 ? close &+ 1 : nil
    }

    /// Moves on over whole records up to the next quote that is not plain, the end, or a full chunk, counting line ends only.
    private mutating func hop(_ bytes: UnsafeBufferPointer<UInt8>, atEnd: Bool) {
        let quotes = ByteSearch.spread(layout.quote)
        let start = position
        // A CR is a line end by itself only if what follows is not LF, so the last byte waits unless it is known.
        let bound = min(bytes.count &- 9, max(chunkBytes, start) &+ 4096)
        var index = start
        var last = start
        var passed = 0
        while index < bound {
            let word = ByteSearch.word(bytes, index)
            let quoteHits = ByteSearch.hits(word, quotes)
            if (quoteHits | ByteSearch.lowHits(word)) & ByteSearch.highs != 0 {
                let feeds = ByteSearch.exactHits(word, ByteSearch.spread(10))
                let returns = ByteSearch.exactHits(word, ByteSearch.spread(13))
                var ends = feeds
                if returns != 0 {
                    ends |= returns & ~ByteSearch.exactHits(ByteSearch.word(bytes, index &+ 1), ByteSearch.spread(10))
                }
                let isQuoted = quoteHits & ByteSearch.highs != 0
                if isQuoted {
                    let quoteAt = quoteHits & ByteSearch.highs
                    // Only line ends before the quote count.
                    ends &= (quoteAt & (0 &- quoteAt)) &- 1
                }
                if ends != 0 {
                    last = index &+ (63 &- ends.leadingZeroBitCount) >> 3 &+ 1
                    passed &+= ends.nonzeroBitCount
                }
                if isQuoted {
                    let open = index &+ (quoteHits & ByteSearch.highs).trailingZeroBitCount >> 3
                    guard let close = plainClose(bytes, open, from: start) else { break }
                    index = close
                    continue
                }
            }
            index &+= 8
        }
        position = last
        lines += passed
        hopPays = last &- start >= 1024
    }

    private mutating func emit() -> TableChunk {
        var rest: [UInt8] = []
        // Room for what a chunk usually becomes, so that it is not moved while it grows.
        if pending.count > position || batch > 0 { rest.reserveCapacity(min(chunkBytes, 8 << 20) + (1 << 20) + (64 << 10)) }
        rest.append(contentsOf: pending[position...])
        pending.removeLast(pending.count - position)
        let chunk = TableChunk(
            batch: batch, firstLine: line, bytes: pending, unclosed: watch.unclosed)
        pending = rest
        batch += 1
        line += lines
        lines = 0
        position = 0
        watch = QuoteWatch()
        return chunk
    }
}

/// Keeps what the splitter must tell the parser about quotes.
private struct QuoteWatch: FieldSink {
    private(set) var unclosed: [Int] = []
    private var found: [Int] = []

    mutating func begin() {
        found.removeAll(keepingCapacity: true)
    }
    /// Keeps the faults of a record that is whole; true if a quote in it was looked for in vain.
    mutating func commit(end: Int) -> Bool {
        unclosed += found
        return !found.isEmpty
    }
    @inline(__always)
    mutating func field(_ start: Int, _ end: Int, hasQuotes: Bool) {}
    mutating func fault(_ fault: TableFault, at index: Int) {
        if fault == .unclosedQuote { found.append(index) }
    }
}
