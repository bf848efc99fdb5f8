import Foundation
import Tables
import Testing

private enum Corpus {
    static let root: URL = {
        var root = URL(filePath: #filePath)
        for _ in 0..<5 { root.deleteLastPathComponent() }
        return root
    }()
    static let folder: URL = {
        let named = ProcessInfo.processInfo.environment["SHAREWELL_SHARED_DATA"].map { URL(filePath: $0) }
        return (named ?? root.appending(path: "../shared/data")).appending(path: "csv-conformance")
    }()
    static var isThere: Bool { FileManager.default.fileExists(atPath: folder.path) }
    static func bytes(_ path: String) -> [UInt8]? {
        FileManager.default.contents(atPath: folder.appending(path: path).path).map(Array.init)
    }

    static func report(_ bytes: [UInt8]) -> TableChecker.Report {
        var left = bytes[...]
        return TableChecker(recordType: nil).check { () -> [UInt8] in
            defer { left = left.dropFirst(1000) }
            return Array(left.prefix(1000))
        }
    }
}

@Suite("Others' collections of CSV files", .enabled(if: Corpus.isThere, "needs the shared data"))
struct CorpusTests {
    @Test("csv-spectrum gives the values it expects, whole")
    func spectrum() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Corpus.folder.appending(path: "csv-spectrum/csvs").path)
        #expect(names.count == 11)
        for name in names {
            let table = try TableReader(try #require(Corpus.bytes("csv-spectrum/csvs/\(name)")))
            let json = try #require(Corpus.bytes("csv-spectrum/json/\(name.dropLast(4)).json"))
            let expected = try JSONDecoder().decode([[String: String]].self, from: Data(json))
            #expect(table.rows.map { Dictionary(uniqueKeysWithValues: zip(table.layout.headers, $0)) } == expected, "\(name)")
        }
    }

    @Test("the frictionless files get the expected verdict, but for the documented ones")
    func frictionless() throws {
        struct Expected: Decodable {
            struct Result: Decodable {
                let file: String
                let valid: Bool
            }
            let results: [Result]
        }
        let documented = ["table-infer-increase-limit.csv"]
        let json = try #require(Corpus.bytes("frictionless/_expected_validation.json"))
        var compared = 0
        for result in try JSONDecoder().decode(Expected.self, from: Data(json)).results {
            guard let bytes = Corpus.bytes("frictionless/\(result.file)") else { continue }
            let isSame = Corpus.report(bytes).valid == result.valid
            #expect(isSame != documented.contains(result.file), "\(result.file)")
            compared += 1
        }
        #expect(compared >= 60)
    }
}

@Suite("The page on delimited text")
struct FormatPageTests {
    @Test("every finding has its line with its gravity")
    func codes() throws {
        let page = try String(contentsOf: Corpus.root.appending(path: "docs/formats/delimited-text.md"), encoding: .utf8)
        for fault in TableFault.allCases {
            #expect(page.contains("| `\(fault.rawValue)` | \(fault.severity.rawValue) |"), "\(fault.rawValue)")
        }
    }
}
