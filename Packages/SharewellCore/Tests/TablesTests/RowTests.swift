import Tables
import Testing

@Suite("Rows that are not as they should be")
struct RowTests {
    @Test("short and long rows are errors and unsound; extra blank cells are not")
    func ragged() throws {
        let table = try TableReader("a,b,c\n1,2\n1,2,3\n1,2,3,4\n1,2,3,,\n")
        #expect(table.lines("missing-cells") == [2])
        #expect(table.lines("extra-cells") == [4])
        #expect(table.lines("extra-blank-cells") == [5])
        #expect(table.tables.first?.unsound.map(\.row) == [0, 2])
        #expect(table.rows.map(\.count) == [3, 3, 3, 3])
    }

    @Test("blank rows are passed over, thousands at the end too")
    func blank() throws {
        let table = try TableReader("a,b,c\n1,2,3\n\n , ,\u{A0}\n\"\",\"\",\n4,5,6\n" + String(repeating: ",,\n", count: 5000))
        #expect(table.rows == [["1", "2", "3"], ["4", "5", "6"]])
        #expect(table.findings.entries.map(\.count) == [5003])
        #expect(table.lines("blank-row") == [3, 4, 5, 7, 8])
    }

    @Test("only a row that says nothing but Total is passed over; a half-empty one that may be a record is rejected, not lost")
    func totals() throws {
        let table = try TableReader(
            "place,b,c,d\nTotal Garage,2,3,4\nTotal,5,6,7\nGrand Total,,,9\nTotal,12\nTotal\n,Subtotal,,\nTotals,,,,\nTotal,,,,9\n")
        #expect(table.rows.map { $0[0] } == ["Total Garage", "Total", "Grand Total", "Total", "Total"])
        #expect(table.lines("totals-row") == [6, 7, 8])
        #expect(table.lines("doubtful-totals") == [4, 5, 9])
        #expect(table.tables.first?.unsound.map(\.row) == [2, 3, 4])
    }

    @Test(
        "people called Sum or Count are records wherever they stand; with numbers alone they are in doubt",
        arguments: [
            ("Count,Maria,1985-02-03,,,", "", 1), ("Sum,,Luton,,,", "", 1), (",count,Road,,,", "", 1), ("Sum,2,3,x,5,6", "", 1),
            ("Count,34,,,,", "doubtful-totals", 1), ("Sum,,,,,", "doubtful-totals", 1), ("COUNT", "doubtful-totals", 1),
            ("Sum,\"1,234.50\",,,,", "doubtful-totals", 1), ("Total,records taken,,,,", "doubtful-totals", 1),
            ("Sumner,,,,,", "", 1), ("Totally,,,,,", "", 1), ("TOTAL,,,,,", "totals-row", 0),
        ])
    func namesLikeTotals(_ row: String, _ code: String, _ kept: Int) throws {
        let table = try TableReader("surname,forename,born,street,b,c\nX,1,2,3,4,5\n\(row)\nY,1,2,3,4,5\n")
        #expect(table.codes == (code.isEmpty ? [] : [code]))
        #expect(table.rows.count == 2 + kept)
    }

    @Test("NULs are taken out and noted")
    func nul() throws {
        let table = try TableReader("a,b\n1\0,2\n3,4\n")
        #expect(table.rows == [["1", "2"], ["3", "4"]])
        #expect(table.lines("nul-byte") == [2])
        #expect(table.findings.entries.first?.field == "column 1")
    }

    @Test("a value too long for a spreadsheet is kept and noted")
    func long() throws {
        let value = String(repeating: "x", count: 40_000)
        let table = try TableReader("a,b\n1,\(value)\n2,y\n")
        #expect(table.rows[0][1] == value)
        #expect(table.lines("over-long-field") == [2])
    }

    @Test("blank and duplicate headers are named by their column")
    func headers() throws {
        let table = try TableReader("a,,A,b\n1,2,3,4\n")
        #expect(
            table.findings.entries.map { [$0.code, $0.field ?? ""] } == [["blank-header", "column 2"], ["duplicate-header", "column 3"]])
    }

    @Test("garbled characters are noted")
    func garbled() throws {
        #expect(try TableReader("a,b\n1,CafÃ©\n2,Â£5\n3,it\u{E2}\u{20AC}\u{2122}s\n4,café\n").lines("garbled-characters") == [2, 3, 4])
    }

    @Test("more columns than a spreadsheet has are refused; a row of so many is only ragged")
    func columns() throws {
        #expect(throws: TableError.self) { try TableReader(String(repeating: "h,", count: 20_000) + "\n1\n") }
        let table = try TableReader("a,b\n" + String(repeating: "1,", count: 1_000_000) + "\n2,3\n")
        #expect(table.rows.count == 2)
        #expect(table.lines("extra-cells") == [2])
    }

    @Test("a record without end is refused, not held in memory")
    func endless() throws {
        let layout = try LayoutDetector.detect(Array("a,b\n1,2\n".utf8), isWhole: false).layout
        var splitter = RecordSplitter(layout: layout)
        _ = try splitter.push(Array("a,b\n".utf8))
        let piece = [UInt8](repeating: 120, count: 1 << 20)
        var pushed = 0
        #expect(throws: TableError.self) {
            while pushed < 64 {
                _ = try splitter.push(piece)
                pushed += 1
            }
        }
        #expect(pushed <= 17)
    }

    @Test("a record as it stood can be had for the rejects file")
    func raw() throws {
        let table = try TableReader("a,b\r\n1,\"x\r\ny\"\r\n2,z\r\n")
        let first = try #require(table.tables.first)
        #expect(String(decoding: first.rawRecord(0), as: UTF8.self) == "1,\"x\r\ny\"")
        #expect(String(decoding: first.rawRecord(1), as: UTF8.self) == "2,z")
        #expect(first.rawRecord(2).isEmpty)
    }
}
