import Testing

@testable import Tables

@Suite("What the beginning of a file tells, while the rest of it is on its way")
struct BeginningTests {
    /// A local header of a zip with that name, and what follows it.
    private func zip(_ name: String, _ rest: String = "") -> [UInt8] {
        [0x50, 0x4B, 0x03, 0x04] + [UInt8](repeating: 0, count: 22) + [UInt8(name.utf8.count), 0, 0, 0] + Array(name.utf8)
            + Array(rest.utf8)
    }
    private func code(_ bytes: [UInt8]) -> String? { LayoutDetector.refusal(ofBeginning: bytes)?.finding.code }

    @Test("workbooks and documents are known by their first part, in whatever order their programs write them")
    func known() {
        for name in ["[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "xl/workbook.xml"] {
            #expect(code(zip(name)) == "workbook-file", "\(name)")
        }
        #expect(code(zip("[Content_Types].xml", "…word/document.xml")) == "document-file")
        #expect(code(zip("word/document.xml")) == "document-file")
        #expect(code(zip("mimetype", "application/vnd.oasis.opendocument.spreadsheet")) == "workbook-file")
        #expect(code(zip("mimetype", "application/vnd.oasis.opendocument.text")) == "document-file")
        #expect(code([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1]) == "workbook-file")
        #expect(code(Array("%PDF-1.7".utf8)) == "document-file" && code([0x89, 0x50, 0x4E, 0x47]) == "binary-file")
        #expect(code([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) == "compressed-file")
    }

    @Test("a table, packed or not, is not refused before it is seen, whatever bytes stand in it")
    func open() {
        #expect(code(zip("month.csv", "xl/ word/ mimetypeapplication/vnd.oasis.opendocument.text [Content_Types].xml")) == nil)
        #expect(code(zip("mimetype", "text/csv")) == nil && code(zip("mimetypes.csv")) == nil)
        #expect(code([0x1F, 0x8B, 8, 0]) == nil && code([0x50, 0x4B, 0x05, 0x06]) == nil)
        #expect(code(Array("a,b\r\n1,2\r\n".utf8)) == nil && code([]) == nil && code([0x50]) == nil)
        // Cut anywhere, it is no fault of the program's.
        let whole = zip("[Content_Types].xml")
        for count in 0..<whole.count { _ = code(Array(whole.prefix(count))) }
        #expect(code([0x50, 0x4B, 0x03, 0x04] + [UInt8](repeating: 255, count: 40)) == nil)
    }
}
