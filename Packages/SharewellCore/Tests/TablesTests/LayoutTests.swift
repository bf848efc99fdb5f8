import Tables
import Testing

@Suite("Layout of files as agencies send them")
struct LayoutTests {
    static let text = "ref,name,note\n1,Zoë,£5\n2,Ann,naïve\n"
    static let rows = [["1", "Zoë", "£5"], ["2", "Ann", "naïve"]]

    static func utf16(_ text: String, bigEndian: Bool, mark: Bool) -> [UInt8] {
        ((mark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit -> [UInt8] in
            let bytes = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            return bigEndian ? bytes : bytes.reversed()
        }
    }

    @Test("UTF-8 and UTF-16, with and without a byte order mark", arguments: [true, false])
    func unicode(mark: Bool) throws {
        let utf8 = (mark ? [0xEF, 0xBB, 0xBF] : []) + Array(Self.text.utf8)
        let table = try TableReader(utf8)
        #expect(table.rows == Self.rows)
        #expect(table.layout.headers == ["ref", "name", "note"])
        #expect(table.findings.isEmpty)
        for bigEndian in [true, false] {
            let table = try TableReader(Self.utf16(Self.text, bigEndian: bigEndian, mark: mark))
            #expect(table.rows == Self.rows)
            #expect(table.layout.encoding == (bigEndian ? .utf16BigEndian : .utf16LittleEndian))
            #expect(table.codes == ["read-as-utf-16"])
        }
    }

    @Test("surrogate pairs come through, and half of one is replaced")
    func surrogates() throws {
        #expect(try TableReader(Self.utf16("a,b\n1,😀\n", bigEndian: false, mark: true)).rows == [["1", "😀"]])
        var broken = Self.utf16("a,b\n1,x", bigEndian: false, mark: true)
        broken += [0x3D, 0xD8]
        #expect(try TableReader(broken).rows == [["1", "x\u{FFFD}"]])
    }

    @Test("Windows-1252 where the bytes are not UTF-8")
    func windows() throws {
        let bytes = Array("ref,note\n1,".utf8) + [0xA3, 0x35, 0x20, 0x93, 0xE9, 0x94, 0x0A]
        let table = try TableReader(bytes)
        #expect(table.rows == [["1", "£5 “é”"]])
        #expect(table.layout.encoding == .windows1252)
    }

    @Test("a field that is not UTF-8 long after the beginning is read as Windows-1252 when nothing spoke for UTF-8")
    func lateWindows() throws {
        var bytes = Array("ref,note\n".utf8)
        let padding = String(repeating: "plain ascii here ", count: 20)
        for row in 0..<4_000 { bytes += Array("\(row),\(padding)\n".utf8) }
        #expect(bytes.count > TableLimits.prefixBytes)
        bytes += Array("x,caf".utf8) + [0xE9, 0x0A]
        let table = try TableReader(bytes)
        #expect(table.rows.last == ["x", "café"])
        #expect(table.codes == ["fallback-characters"])
        #expect(table.lines("fallback-characters") == [4_002])
    }

    @Test("bad bytes in a file proven to be UTF-8 are an error with its line, and the row is unsound")
    func invalid() throws {
        let table = try TableReader([0xEF, 0xBB, 0xBF] + Array("a,b\n1,x\n2,".utf8) + [0xFF, 0x0A])
        #expect(table.rows == [["1", "x"], ["2", "\u{FFFD}"]])
        #expect(table.lines("invalid-characters") == [3])
        #expect(table.tables.first?.unsound.map(\.row) == [1])
    }

    @Test("every line end, also mixed", arguments: ["\n", "\r\n", "\r"])
    func lineEnds(end: String) throws {
        let table = try TableReader("a,b\(end)1,2\(end)3,4")
        #expect(table.rows == [["1", "2"], ["3", "4"]])
        #expect(table.tables.first?.lines == [2, 3])
        #expect(table.findings.isEmpty)
    }

    @Test("mixed line ends are each a line end, and noted")
    func mixed() throws {
        let table = try TableReader("a,b\r\n1,2\n3,4\r5,6")
        #expect(table.rows.map { $0[0] } == ["1", "3", "5"])
        #expect(table.codes == ["mixed-line-ends"])
    }

    @Test("every delimiter", arguments: [",", ";", "\t", "|"])
    func delimiters(delimiter: String) throws {
        let text = [["ref", "name", "amount"], ["1", "Smith", "1.50"], ["2", "Jones", "2"]]
            .map { $0.joined(separator: delimiter) }.joined(separator: "\n")
        let table = try TableReader(text)
        #expect(table.rows == [["1", "Smith", "1.50"], ["2", "Jones", "2"]])
        #expect(table.layout.delimiter == delimiter.utf8.first)
    }

    @Test("decimal commas do not win over semicolons")
    func decimalCommas() throws {
        #expect(try TableReader("a;b;c\n1,5;2,5;3,5\n4,5;5,5;6,5\n").rows == [["1,5", "2,5", "3,5"], ["4,5", "5,5", "6,5"]])
    }

    @Test("sep= names the delimiter")
    func separator() throws {
        let table = try TableReader("sep=;\r\na;b\r\n1;x,y\r\n")
        #expect(table.rows == [["1", "x,y"]])
        #expect(table.layout.headerLine == 2)
        #expect(table.codes == ["separator-line"])
    }

    @Test("titles, notes over several lines and blank lines may stand above the header")
    func titles() throws {
        let table = try TableReader(
            "Recorded crime, Luton,,,\n\"Source: police.\nNot for release.\",,,,\n,,,,\n\nref,date,type,place,beat\n1,2021-05,8N,Luton,B1\n2,2021-06,28A,,B2\n"
        )
        #expect(table.layout.headerLine == 6)
        #expect(table.layout.headers == ["ref", "date", "type", "place", "beat"])
        #expect(table.rows.map { $0[0] } == ["1", "2"])
        #expect(table.tables.first?.lines == [7, 8])
    }

    @Test("known headers find the header below a title that looks like one")
    func knownHeaders() throws {
        let table = try TableReader("Police,Crime,Extract\nRef No.,Date,Beat\n1,2021,B\n", knownHeaders: ["ref no", "date"])
        #expect(table.layout.headers == ["Ref No.", "Date", "Beat"])
    }

    @Test("headers are cleaned of outer and no-break spaces, line ends and invisible characters")
    func headers() throws {
        let table = try TableReader("\"Ref\nNo\",\u{A0}Date \u{A0}of birth\u{200B},\"say \"\"x\"\"\"\n1,2,3\n")
        #expect(table.layout.headers == ["Ref No", "Date of birth", "say \"x\""])
        #expect(table.rows == [["1", "2", "3"]])
    }

    @Test("what is no table is named for what it is")
    func foreign() {
        let noise = Array(repeating: [UInt8]([1, 2, 3, 0, 200]), count: 100).flatMap { $0 }
        let files: [(bytes: [UInt8], code: String)] = [
            (Array("%PDF-1.4 ...".utf8), "document-file"), ([0xD0, 0xCF, 0x11, 0xE0, 0xA1], "workbook-file"),
            ([0x50, 0x4B, 3, 4] + Array("....[Content_Types].xml".utf8), "workbook-file"), ([0x1F, 0x8B, 8], "compressed-file"),
            (Array("<html><table><tr>".utf8), "markup-file"), (Array("[{\"a\": 1}]".utf8), "json-file"), ([], "empty-file"),
            (Array(" \n\r\n".utf8), "empty-file"), ([0xEF, 0xBB, 0xBF], "empty-file"), (Array(",,,\n,,,\n".utf8), "empty-file"),
            (noise, "binary-file"),
        ]
        for (bytes, code) in files {
            do throws(TableError) {
                _ = try TableReader(bytes)
                Issue.record("\(code) was read")
            } catch { #expect(error.finding.code == code) }
        }
    }

    @Test("a header without records is a table of no rows")
    func headerOnly() throws {
        for text in ["a,b", "a,b\n", "a,b\r\n"] {
            let table = try TableReader(text)
            #expect(table.layout.headers == ["a", "b"])
            #expect(table.rows.isEmpty)
        }
    }
}
