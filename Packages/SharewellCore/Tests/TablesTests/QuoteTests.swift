import Tables
import Testing

/// Text of a file of three columns, the first cells of its rows, and the lines on which a quote opened that does not close.
private let unclosedQuotes: [(text: String, rows: [String], lines: [Int])] = [
    ("1,\"Ann,x\n2,Ben,y\n3,Cat,z\n", ["1", "2", "3"], [2]),
    ("1,\"Ann,x\n2,Ben,y\n3,\"Cat\",z\n", ["1", "2", "3"], [2]),
    ("1,Ann,\"x\n2,Ben,y\n3,Cat,z\n", ["1", "2", "3"], [2]),
    ("1,Ann,\"x\n2,\"Ben, B\",y\n", ["1", "2"], [2]),
    ("1,Ann,\"x\n2,Ben,\"\"\n3,\"Cat\",z\n", ["1", "2", "3"], [2]),
    ("1,Ann,\"x\n2,Ben,\"y\n3,Cat,z\n", ["1", "2", "3"], [2, 3]),
    ("1,Ann,\"x\n2,Ben,y\n3,Cat,said \"no\"\n4,D,e\n", ["1", "2", "3", "4"], [2]),
    ("\"1\",\"Ann\",\"x\n\"2\",\"Ben\",\"y\"\n", ["1", "2"], [2]),
    ("\"1\",\"Ann,\"x\"\n\"2\",\"Ben\",\"y\"\n", ["1", "2"], [2]),
    ("\"1,Ann,x\n2,Ben,y\n3,Cat,z\n4,Dan,5\"\n5,Eve,q\n", ["\"1", "2", "3", "4", "5"], [2]),
    ("1,Ann,x\n2,Ben,\"y", ["1", "2"], [3]),
    ("1,\"Ann,x\n2,Ben,\"\n3,Cat,z\n", ["1", "2", "3"], [2, 3]),
]

@Suite("Quotes")
struct QuoteTests {
    @Test("RFC 4180 in all its forms")
    func standard() throws {
        let table = try TableReader("a,b,c\n\"1\",\"x, \"\"y\"\"\r\n z\",\"\"\n\"2\",\"\"\"\",\" q \"\n")
        #expect(table.rows == [["1", "x, \"y\"\r\n z", ""], ["2", "\"", " q "]])
        #expect(table.findings.isEmpty)
        #expect(table.tables.first?.lines == [2, 4])
    }

    @Test("a quote that never closes is named by its line and swallows no row", arguments: unclosedQuotes.indices)
    func unclosed(case number: Int) throws {
        let (text, rows, lines) = unclosedQuotes[number]
        let table = try TableReader("ref,name,note\n" + text)
        #expect(table.rows.map { $0[0] } == rows)
        #expect(table.lines("unclosed-quote").contains(lines[0]))
        #expect(Set(table.lines("unclosed-quote")).isSubset(of: Set(lines)))
    }

    @Test("quotes inside text that is not quoted are kept")
    func inches() throws {
        let table = try TableReader("a,b\n1,5\" pipe\n2,x\"\n3,say \"hi\" twice\n")
        #expect(table.rows.map { $0[1] } == ["5\" pipe", "x\"", "say \"hi\" twice"])
        #expect(table.findings.isEmpty)
    }

    @Test("lone quotes in quoted text are kept and noted")
    func lone() throws {
        let table = try TableReader("a,b\n1,\"the \"old\" pub\"\n2,\"x\" ,\n")
        #expect(table.rows[0] == ["1", "the \"old\" pub"])
        #expect(table.lines("stray-quote") == [2, 3])
    }

    @Test("prose over many lines, with commas, stays one value")
    func prose() throws {
        let note = "Dear Sir,\nthank you, indeed, for this,\n\nthe third, and last,\nYours, A"
        let table = try TableReader("ref,note,by\n1,\"\(note)\",x\n2,\"\(note)\n\",y\n")
        #expect(table.rows == [["1", note, "x"], ["2", note + "\n", "y"]])
        #expect(table.findings.isEmpty)
    }

    @Test("a table within a cell stays within it")
    func nested() throws {
        let inner = "a,b,c\n1,2,3\n4,5,6"
        #expect(try TableReader("x,y,z\n1,2,\"\(inner)\"\n\"\(inner)\",7,8\n").rows == [["1", "2", inner], [inner, "7", "8"]])
    }

    @Test("a quoted field longer than the limit does not close, and the rows after it are read")
    func endless() throws {
        var text = "a,b\n1,\"begin\n"
        for row in 0..<12_000 { text += "\(row),plain text of a row\n" }
        let table = try TableReader(text)
        #expect(table.rows.count == 12_001)
        #expect(table.lines("unclosed-quote") == [2])
    }

    @Test("damage to one quote leaves every other record as it was", arguments: 0..<300)
    func damage(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let style = seed % 3
        var records: [(values: [String], text: String)] = []
        for row in 0..<12 {
            let values = (0..<4).map { column -> String in
                if column == 0 { return "r\(row)" }
                switch Int.random(in: 0..<6, using: &random) {
                case 0: return ""
                case 1: return "a, b"
                case 2: return style == 2 ? "two\nlines" : "x y"
                default: return String(Int.random(in: 0..<1000, using: &random))
                }
            }
            let text = values.map { value in
                style == 1 || value.contains(",") || value.contains("\n") ? "\"\(value)\"" : value
            }.joined(separator: ",")
            records.append((values, text))
        }
        let victim = Int.random(in: 0..<records.count, using: &random)
        var damaged = Array(records[victim].text)
        let quotes = damaged.indices.filter { damaged[$0] == "\"" }
        if let quote = quotes.randomElement(using: &random), Bool.random(using: &random) {
            damaged.remove(at: quote)
        } else {
            damaged.insert("\"", at: Int.random(in: 0...damaged.count, using: &random))
        }
        let lines = records.indices.map { $0 == victim ? String(damaged) : records[$0].text }
        let table = try TableReader("one,two,three,four\n" + lines.joined(separator: "\n") + "\n")
        let others = records.indices.filter { $0 != victim }.map { records[$0].values }
        var rows = table.rows[...]
        for record in others {
            guard let place = rows.firstIndex(of: record) else {
                Issue.record("seed \(seed): record \(record[0]) was lost to \(String(damaged))")
                return
            }
            rows = rows[(place + 1)...]
        }
    }
}
