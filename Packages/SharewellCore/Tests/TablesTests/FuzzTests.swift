import Tables
import Testing

@Suite("Whatever is supplied")
struct FuzzTests {
    static let mark = "Zzleak"
    static let seeds: [String] = [
        "ref,name,date\n1,Zzleak,2021-05\n2,\"Zzleak, B\",2021-06\n3,\"say \"\"Zzleak\"\"\",\n",
        "\u{FEFF}Title Zzleak\r\n\r\nref;name;note\r\n1;Zzleak;\"two\r\nlines Zzleak\"\r\n2;;\r\n;;\r\nTotal;;3\r\n",
        "a|b\r1|Zzleak\r2|x\r", "sep=\t\na\tb\nZzleak\t2\n", "name\nZzleak\nZzleak\n",
    ]

    @Test("mutated files never trap, always end, and leave no content in findings", arguments: 0..<40)
    func mutations(round: Int) throws {
        var random = SeededGenerator(seed: UInt64(round))
        let dangerous: [UInt8] = [0, 9, 10, 13, 34, 44, 59, 124, 32, 0xFF, 0xC3, 0x82, 0xEF, 0xBB, 0xBF, 0x80, 0xFE, 0x1F, 0x50]
        for _ in 0..<100 {
            var bytes = Array(Self.seeds.randomElement(using: &random).map { $0.utf8 } ?? "".utf8)
            for _ in 0..<Int.random(in: 1...12, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: bytes[place] = dangerous.randomElement(using: &random) ?? 0
                case 1: bytes.insert(dangerous.randomElement(using: &random) ?? 0, at: place)
                case 2: bytes.remove(at: place)
                case 3: bytes.removeLast(bytes.count - place)
                default: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
                }
            }
            let report = TableChecker(recordType: nil).check { () -> [UInt8] in
                defer { bytes = [] }
                return bytes
            }
            #expect(!"\(report)".contains(Self.mark))
            #expect(report.valid == report.findings.allSatisfy { $0.severity == .note } || report.findingCount > report.findings.count)
        }
    }

    @Test("pure noise", arguments: 0..<20)
    func noise(round: Int) throws {
        var random = SeededGenerator(seed: UInt64(round) &+ 1000)
        for alphabet in [Array(0...255), Array("\",\n\r x".utf8), Array("\"\n,".utf8), [0, 10, 44, 65]] {
            var bytes = (0..<3000).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            let size = bytes.count
            let report = TableChecker(recordType: nil).check { () -> [UInt8] in
                defer { bytes = [] }
                return bytes
            }
            #expect(report.rows <= size)
        }
    }

    @Test("files made to be slow are not: endless openings, doubled quotes and blanks", .timeLimit(.minutes(1)))
    func hostile() throws {
        for line in ["a,\"\"x\n", "\"a\n", "a,\"\n", "a,\"b\"\"\n", "   \"a,b\n", ",\"\"\"\n", "\"\"\"\"\"x\n"] {
            let text = "h,i\n" + String(repeating: line, count: 3_000)
            _ = try TableReader(text)
        }
    }
}
