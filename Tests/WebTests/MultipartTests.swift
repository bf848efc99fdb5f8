import Foundation
import Testing

@testable import Web

@Suite("Forms with files, as they come")
struct MultipartTests {
    private func read(_ pieces: [[UInt8]], boundary: String = "xYzZY") throws -> (parts: [String: [UInt8]], isWhole: Bool) {
        var reader = try #require(MultipartReader(contentType: "multipart/form-data; boundary=\(boundary)"))
        var parts: [String: [UInt8]] = [:], name = ""
        for piece in pieces {
            try reader.push(piece) { event in
                switch event {
                case .part(let begun, let isFile):
                    name = begun + (isFile ? "!" : "")
                    parts[name] = []
                case .bytes(let bytes): parts[name]? += bytes
                }
            }
        }
        return (parts, reader.isWhole)
    }

    @Test("a file comes through whole, wherever the pieces end", arguments: [1, 2, 3, 5, 7, 11, 13, 64, 1000, 100_000])
    func pieces(length: Int) throws {
        // Full of what looks like the beginning of a boundary.
        let file = Array("a,b\r\n--xYzZ,1\r\n--xYz\r\n-\r\r\n--xYzZ\r\n".utf8) + [0, 255, 13, 10, 13, 10, 45, 45]
        let (parts, isWhole) = try read(WebFixture.form("file", file, piece: length))
        #expect(parts["file!"] == file)
        #expect(parts["csrf"] == Array(WebFixture.placeholder.utf8))
        #expect(isWhole)
    }

    @Test("an empty file is empty, and a form cut off is not whole", arguments: [1, 9, 5000])
    func empty(length: Int) throws {
        let (parts, isWhole) = try read(WebFixture.form("file", [], piece: length))
        #expect(parts["file!"]?.isEmpty == true && isWhole)
        var pieces = WebFixture.form("file", Array("a,b\n1,2\n".utf8), piece: 1)
        pieces.removeLast(6)
        #expect(try !read(pieces).isWhole)
    }

    @Test("headers without end, parts without a name and other faults are refused")
    func faults() throws {
        let long = Array(repeating: UInt8(ascii: "x"), count: MultipartReader.mostHeaderBytes + 100)
        for bad: [UInt8] in [
            Array("--xYzZY\r\nContent-Disposition: ".utf8) + long, long + long, Array("--xYzZY\r\n\r\n\r\ntext\r\n--xYzZY--".utf8),
            Array("--xYzZY\r\nContent-Disposition: form-data\r\n\r\nx\r\n--xYzZY--".utf8), Array("--xYzZYoops".utf8),
            Array(
                "--xYzZY\r\nContent-Disposition: form-data; name=\"\u{FF}\"\r\n\r\n".unicodeScalars.map {
                    UInt8(truncatingIfNeeded: $0.value)
                }),
            Array(
                String(
                    repeating: "--xYzZY\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n", count: MultipartReader.mostParts + 1
                ).utf8),
        ] { #expect(throws: WebFault.malformed) { try read([bad]) } }
        for type in ["text/plain", "multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=a"] {
            #expect(MultipartReader(contentType: type) == nil)
        }
        #expect(MultipartReader(contentType: "Multipart/Form-Data; charset=utf-8; Boundary=\"a b\"") != nil)
        #expect(MultipartReader(contentType: "multipart/form-data; boundary=" + String(repeating: "a", count: 71)) == nil)
    }

    @Test("ranges of parts are read, and those that are none are not")
    func ranges() throws {
        let range = try #require(ContentRange("bytes 0-9/20"))
        #expect(range.first == 0 && range.last == 9 && range.total == 20)
        for bad in ["", "bytes 0-9", "bytes 9-0/20", "bytes 0-20/20", "bytes -1-3/20", "bytes 0-9/*", "items 0-9/20", "bytes 0-9/20/30"] {
            #expect(ContentRange(bad) == nil)
        }
    }

    @Test("texts in drawings are escaped")
    func drawings() {
        let chart = BarChart(title: "<script>\"'&", groups: [("<b>", [("</svg>", 3)])], id: "a\"b")
        #expect(!chart.svg.contains("<script>") && !chart.svg.contains("<b>") && chart.svg.components(separatedBy: "</svg>").count == 2)
        #expect(Markup.escaped("<a href='x' id=\"y\">&") == "&lt;a href=&#39;x&#39; id=&quot;y&quot;&gt;&amp;")
    }
}
