import Tables
import Testing

@Suite("Writing CSV")
struct WriterTests {
    private func written(_ rows: [[String]], neutral: Bool = true) -> String {
        var writer = DelimitedWriter(neutralisesFormulas: neutral)
        for row in rows { writer.row(row) }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("quotes where they are needed and nowhere else")
    func quotes() {
        #expect(
            written([["a", "b c", "d,e", "f\"g", "h\ni", " j", ""]]) == "a,b c,\"d,e\",\"f\"\"g\",\"h\ni\",\" j\",\r\n")
    }

    @Test("formulas are made harmless; numbers and coordinates are not touched")
    func formulas() {
        for formula in ["=1+1", "+SUM(A1)", "-2+3", "@cmd", "\tx", "\rx", "-1-1", "+44 20 cmd", "-", "=", "-1e", "+1,2,3", "-.", "--1"] {
            #expect(written([[formula]]).dropFirst().first == "'", "\(formula)")
        }
        for number in ["-1", "+1.5", "-0.4141,51.87", "-0.4141, 51.87", "-1e5", "-.5", "+447700900123", "51.8 -0.41"] {
            #expect(!written([[number]]).contains("'"), "\(number)")
        }
        #expect(written([["=x"]], neutral: false) == "=x\r\n")
    }

    @Test("what is written is read back", arguments: UInt64(0)..<50)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let letters = Array("ab ,;\"\n\r\t|é😀'=-1")
        var rows: [[String]] = []
        for row in 0..<30 {
            var values = (0..<5).map { _ in
                String((0..<Int.random(in: 0..<8, using: &random)).map { _ in letters.randomElement(using: &random) ?? "x" })
            }
            values[0] = "r\(row)"
            rows.append(values)
        }
        let text = written([["ref", "one", "two", "three", "four"]] + rows, neutral: false)
        let table = try TableReader(text, knownHeaders: ["ref", "one", "two"])
        #expect(table.rows == rows)
        #expect(table.findings.count(atLeast: .warning) == 0)
    }
}
