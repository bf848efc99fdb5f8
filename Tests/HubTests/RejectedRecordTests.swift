import Foundation
import Tables
import Testing

@testable import Hub

@Suite("Rejected records")
struct RejectedRecordTests {
    @Test("texts are kept up to so many bytes, however few or many records that is; the count goes on, and says how many are left out")
    func bounded() {
        var few = RejectedRecords(keeping: 40_000)
        for line in 0..<100 { few.add(record(line, [UInt8](repeating: 120, count: 10_000))) }
        #expect(few.count == 100 && few.records.count == 3 && few.leftOut == 97)
        var many = RejectedRecords(keeping: 40_000)
        for line in 0..<1000 { many.add(record(line, [])) }
        #expect(many.records.count == 40_000 / 128)
        many.merge(few)
        #expect(many.count == 1100 && many.leftOut == 1100 - many.records.count)
    }

    @Test("a rejects file that is there stays as it is; the same rejects are not written again")
    func written() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "rejects-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "a.csv")
        let (layout, _) = try LayoutDetector.detect(Array("a,b\r\n1,2\r\n".utf8), isWhole: true, knownHeaders: [])
        var rejects = RejectedRecords()
        #expect(try rejects.write(beside: file, headers: layout) == nil)
        rejects.add(record(2, Array("1".utf8)))
        let first = try #require(try rejects.write(beside: file, headers: layout))
        #expect(first.isNew && first.file.lastPathComponent == "a.csv.rejects.csv")
        #expect(try rejects.write(beside: file, headers: layout)?.isNew == false)
        try "half mended".write(to: first.file, atomically: false, encoding: .utf8)
        let second = try #require(try rejects.write(beside: file, headers: layout))
        #expect(second.isNew && second.file.lastPathComponent == "a.csv.rejects-2.csv")
        #expect(try String(contentsOf: first.file, encoding: .utf8) == "half mended")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
    }

    private func record(_ line: Int, _ text: [UInt8]) -> RejectedRecords.Record { .init(batch: 0, line: line, codes: ["x"], text: text) }
}
