import Tables
import Testing

@Suite("Reading in pieces")
struct StreamingTests {
    static func file(seed: UInt64) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        let end = ["\n", "\r\n", "\r"][Int(seed % 3)]
        var text = "ref,date,note,place\(end)"
        for row in 0..<200 {
            let note =
                ["plain", "\"a, b\"", "\"two\(end)lines\"", "\"say \"\"x\"\"\"", "5\" pipe", "\"open", "é", "", "\"\"", " \"sp\" "]
                .randomElement(using: &random) ?? ""
            text += "\(row),2021-0\(row % 9 + 1),\(note),place \(Int.random(in: 0..<5, using: &random))\(end)"
            if row % 50 == 49 { text += ",,,\(end)" }
        }
        return Array(text.utf8)
    }

    @Test("the sizes of pieces and chunks change nothing", arguments: UInt64(0)..<12)
    func pieces(seed: UInt64) throws {
        let bytes = Self.file(seed: seed)
        let whole = try readInPieces(bytes, piece: bytes.count, chunk: 1 << 20)
        #expect(whole.rows.count == 200)
        for (piece, chunk) in [(1, 1), (1, 1 << 20), (7, 64), (64, 1000), (1000, 10), (bytes.count, 1)] {
            let cut = try readInPieces(bytes, piece: piece, chunk: chunk)
            #expect(cut.rows == whole.rows)
            #expect(cut.lines == whole.lines)
            #expect(cut.findings == whole.findings)
        }
    }

    @Test("columns that seldom repeat go direct, and dictionaries that grow too large begin again; values stay right")
    func adaptive() throws {
        var text = "ref,kind,drift\n"
        let padding = String(repeating: "long value ", count: 25)
        for row in 0..<60_000 { text += "r\(row),k\(row % 7),\(padding)\(row / 3)\n" }
        let bytes = Array(text.utf8)
        let (layout, _) = try LayoutDetector.detect(Array(bytes.prefix(1000)), isWhole: false)
        var splitter = RecordSplitter(layout: layout, chunkBytes: 256 << 10)
        let parser = TableParser(layout: layout)
        var row = 0
        var direct = 0
        var generations: Set<Int> = []
        for chunk in try splitter.push(bytes) + splitter.finish() {
            let table = try parser.parse(chunk)
            if case .direct = table.columns[0] { direct += 1 }
            if case .coded(let drift) = table.columns[2] { generations.insert(drift.dictionary.generation) }
            guard case .coded = table.columns[1] else {
                Issue.record("a column of seven values was not coded")
                return
            }
            for at in 0..<table.rowCount {
                let values = table.columns.map { $0.string(at) }
                if values != ["r\(row)", "k\(row % 7)", "\(padding)\(row / 3)"] {
                    Issue.record("row \(row) became \(values)")
                    return
                }
                row += 1
            }
        }
        #expect(row == 60_000)
        #expect(direct > 20)
        #expect(generations.count > 1)
    }

    @Test("a dictionary keeps values apart whatever their length, and forgets on demand")
    func dictionary() {
        let dictionary = TextDictionary(expecting: 4, seed: 99)
        var known: [String: UInt32] = ["": 0]
        for length in 0..<40 {
            for value in [
                String(repeating: "a", count: length), String(repeating: "\u{0}", count: length), String(repeating: "ab", count: length),
            ] {
                let code = dictionary.code(for: value)
                if let old = known[value] { #expect(code == old) } else { known[value] = code }
            }
        }
        #expect(known.count == dictionary.count)
        for (value, code) in known { #expect(dictionary.string(code) == value) }
        dictionary.removeAll()
        #expect(dictionary.generation == 1)
        #expect(dictionary.code(for: "new") == 1)
    }
}
