import Foundation
import Guidance
import Hub
import Testing

/// Marked synthetic records through every workflow; then everything the hub said or wrote is searched for the marks.
@Suite("No personal value leaves the records", .serialized)
struct LeakTests {
    /// What synthetic personal data carries (see `sharewell help sample`). The search ignores case.
    static let marks = ["zzleak", "01632 96", "0163296"]

    @Test("marked values of all record types stand in no output, log, error, ledger, report, extract or temporary file")
    func nothingLeaks() throws {
        let harness = try Harness()
        let rulebook = try RulebookFolder(harness.root.appending(path: "Guidance/england-wales-2010")).load().rulebook
        var said: [(command: String, text: String)] = []
        func run(_ arguments: String...) throws -> Int32 {
            let result = try harness.run(arguments)
            said.append((arguments.joined(separator: " "), result.output + result.notes))
            return result.status
        }

        #expect(try run("init", "--partnership", "Luton CSP", "--passphrase-file", harness.passphrase.path) == 0)
        let numbers = Dictionary(uniqueKeysWithValues: rulebook.agencyClasses.enumerated().map { ($1.id, $0) })
        func agency(_ agencyClass: String) -> String { "agency-\(numbers[agencyClass] ?? 0)" }
        func person(_ agencyClass: String) -> String { "person-\(numbers[agencyClass] ?? 0)" }
        for agencyClass in rulebook.agencyClasses {
            #expect(try run("agency", "add", agency(agencyClass.id), "--name", "Agency", "--class", agencyClass.id) == 0)
            #expect(
                try run(
                    "person", "add", person(agencyClass.id), "--name", "Supplier", "--agency", agency(agencyClass.id), "--role",
                    "data-supplier", "--role", "liaison-officer", "--dataset", "all-depersonalised") == 0)
        }
        #expect(try run("protocol", "add", "isp", "--title", "ISP") == 0)
        for agencyClass in rulebook.agencyClasses {
            #expect(try run("protocol", "sign", "isp", "--agency", agency(agencyClass.id), "--consent-document", "minute 1") == 0)
        }

        var marked = 0
        for (number, type) in rulebook.recordTypes.enumerated() {
            let source = try #require(type.sources.first)
            let file = harness.path("supplied-\(number).csv")
            #expect(try harness.run("sample", "--dataset", type.id.rawValue, "--rows", "60", "--seed", "9", "--to", file).status == 0)
            if Self.holdsMark(try Data(contentsOf: URL(filePath: file))) { marked += 1 }
            let damaged = harness.path("damaged-\(number).csv")
            try Self.damage(file, to: damaged)
            for (supplied, json) in [(file, []), (damaged, ["--json"])] as [(String, [String])] {
                let result = try harness.run(
                    ["supply", supplied, "--dataset", type.id.rawValue, "--from", agency(source), "--as", person(source)] + json)
                said.append(("supply \(type.id)", result.output + result.notes))
                #expect([0, 65, 77].contains(result.status), "\(type.id): \(result.status) \(result.notes)")
            }
            if number % 5 == 0 {
                let wrong = rulebook.recordTypes[(number + 1) % rulebook.recordTypes.count]
                let other = wrong.sources.first ?? ""
                _ = try run("supply", damaged, "--dataset", wrong.id.rawValue, "--from", agency(other), "--as", person(other))
            }
            _ = try run("csv", "check", damaged, "--dataset", type.id.rawValue, "--json")
            _ = try run("query", "--as", person(source), "--purpose", "leak test", "--dataset", type.id.rawValue, "--by", "month")
            _ = try run(
                "extract", "--as", person(source), "--purpose", "leak test", "--dataset", type.id.rawValue, "--to",
                harness.path("extract-\(number)"))
        }
        #expect(marked >= 10, "the samples carry too few marks for this test to mean anything: \(marked)")
        _ = try run("status")
        _ = try run("ledger", "log")
        _ = try run("ledger", "verify")
        _ = try run("ledger", "checkpoint")

        for (command, text) in said { #expect(!Self.holdsMark(Data(text.utf8)), "said by sharewell \(command)") }
        let files = FileManager.default.enumerator(at: harness.folder, includingPropertiesForKeys: [.isRegularFileKey])
        for case let file as URL in try #require(files) {
            guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
            // What the supplier gave, and what goes back to them.
            let name = file.lastPathComponent
            if name.hasPrefix("supplied-") || name.hasPrefix("damaged-") { continue }
            #expect(!Self.holdsMark(try Data(contentsOf: file)), "a mark stands in \(file.path)")
        }
    }

    /// The same records with every third row cut short and every fifth with a field too many, so that rows are rejected and findings are made.
    private static func damage(_ file: String, to target: String) throws {
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
        let changed = lines.enumerated().map { number, line in
            if number == 0 || line.isEmpty { return String(line) }
            if number % 3 == 0 { return String(line.prefix(line.count / 2)) }
            return number % 5 == 0 ? line + ",Zzleak-extra" : String(line)
        }
        try changed.joined(separator: "\n").write(toFile: target, atomically: true, encoding: .utf8)
    }

    private static func holdsMark(_ data: Data) -> Bool {
        let text = Data(data.map { (65...90).contains($0) ? $0 | 32 : $0 })
        return marks.contains { text.range(of: Data($0.utf8)) != nil }
    }
}
