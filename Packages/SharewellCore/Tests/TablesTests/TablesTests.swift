import Tables
import Testing

@Suite("Reading a table in memory")
struct TableReaderTests {
    @Test("values come out as they went in")
    func simple() throws {
        let table = try TableReader(Array("id,name,note\r\n1,Ann,\"a, \"\"b\"\"\r\nc\"\r\n2,,x".utf8))
        #expect(table.layout.headers == ["id", "name", "note"])
        #expect(table.rows == [["1", "Ann", "a, \"b\"\r\nc"], ["2", "", "x"]])
        #expect(table.findings.isEmpty)
    }

    @Test("an unclosed quote is named by its line and swallows no row")
    func unclosed() throws {
        let table = try TableReader(Array("id,name,note\n1,\"Ann,x\n2,Ben,y\n3,\"Cat\",z\n".utf8))
        #expect(table.rows.map { $0[0] } == ["1", "2", "3"])
        #expect(table.findings.entries.map(\.code) == ["unclosed-quote"])
        #expect(table.findings.entries.first?.lines == [2])
        #expect(table.tables.first?.unsound.map(\.row) == [0])
    }
}
