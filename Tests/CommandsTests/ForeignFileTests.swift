import Foundation
import Testing

/// The same files as `WebTests` sends, at the terminal.
@Suite("At the terminal, too, a file that is no table is told for what it is, and leaves nothing behind", .serialized)
struct ForeignFileTests {
    private func names(below folder: String) -> Set<String> {
        let all = (FileManager.default.enumerator(atPath: folder)?.allObjects ?? []).compactMap { $0 as? String }
        // SQLite's own come and go.
        return Set(all.filter { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") })
    }

    @Test("by its content, whatever its name")
    func refused() throws {
        let harness = try Harness()
        try harness.begin()
        let hub = harness.path("hub")
        let list = try String(contentsOf: harness.root.appending(path: "Tests/Foreign/said.csv"), encoding: .utf8)
        let said = list.split(separator: "\n").dropFirst().map { line in
            let name = line.prefix { $0 != "," }
            return (
                name: String(name), word: String(line.dropFirst(name.count + 1).replacing("\"", with: "").replacing(/,(yes|no)$/, with: ""))
            )
        }
        #expect(said.count > 10)
        let before = names(below: hub), events = try harness.must("ledger", "log", "--json").objects.count
        for (name, word) in said {
            let disguised = harness.path("month.csv")
            try? FileManager.default.removeItem(atPath: disguised)
            try FileManager.default.copyItem(at: harness.root.appending(path: "Tests/Foreign/\(name)"), to: URL(filePath: disguised))
            let result = try harness.run(
                "supply", disguised, "--dataset", harness.crime, "--from", "beds-police", "--as", "p-ellis")
            #expect(result.status == 65, "\(name): \(result.notes)")
            let words = result.notes.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(words.contains(word), "\(name): \(result.notes)")
        }
        #expect(names(below: hub) == before)
        #expect(try harness.must("ledger", "log", "--json").objects.count == events)
    }
}
