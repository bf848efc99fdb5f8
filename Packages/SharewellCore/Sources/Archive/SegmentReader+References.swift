extension SegmentReader {
    /// Hands out the references of some rows, which ascend, opening each message once.
    func references(of rows: [UInt32], _ body: (UInt32, UnsafeRawBufferPointer) -> Void) throws(SegmentError) {
        guard let stream = streams.firstIndex(where: { $0.kind == .reference }) else { return }
        let entries = try entries(stream)
        var next = 0
        for block in blocks.indices {
            let entry = entries[block]
            var first = starts[block]
            if next < rows.count, Int(rows[next]) < first { throw .damaged("reference index") }
            for (message, part) in entry.messages.enumerated() {
                let end = first + part.rows
                let start = next
                while next < rows.count, Int(rows[next]) < end { next += 1 }
                if start < next {
                    var wanted = start
                    let base = first
                    let sound = try withMessage(stream: stream, block: block, entry: entry, message: message) { plain in
                        TextChunk.read(plain, rows: part.rows) { row, text in
                            while wanted < next, Int(rows[wanted]) == base + row {
                                body(rows[wanted], text)
                                wanted += 1
                            }
                        }
                    }
                    guard sound, wanted == next else { throw .damaged("records") }
                }
                first = end
            }
        }
        guard next == rows.count else { throw .damaged("reference index") }
    }
}
