import Foundation
import Testing

@Suite("The life of a record: superseded, withdrawn, destroyed, tampered with", .serialized)
struct RecordLifeTests {
    /// The small supply, and another with its first ten records again.
    private func suppliedTwice(_ harness: Harness) throws {
        let file = try SmallSupply.take(in: harness)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let again = text.split(separator: "\r\n", omittingEmptySubsequences: true).prefix(11).joined(separator: "\r\n") + "\r\n"
        try again.write(toFile: harness.path("again.csv"), atomically: true, encoding: .utf8)
        let second = try harness.must(
            "supply", harness.path("again.csv"), "--dataset", harness.crime, "--from", "beds-police", "--as", "p-ellis", "--json")
        #expect(second.objects.first?["recordsSuperseded"] as? Int == 10)
    }

    private func total(_ harness: Harness) throws -> Int {
        let result = try harness.must("query", "--as", "a-shah", "--purpose", "life test", "--dataset", harness.crime, "--json")
        return try #require(result.objects.first?["total"] as? Int)
    }

    @Test("a record supplied again supersedes the older one, until the newer supply is withdrawn or destroyed")
    func supersession() throws {
        let harness = try Harness()
        try harness.begin()
        try suppliedTwice(harness)
        #expect(try total(harness) == SmallSupply.records)
        try harness.must("withdraw", "s000002", "--as", "p-ellis", "--why", "sent too early")
        #expect(try total(harness) == SmallSupply.records)
        try harness.must("withdraw", "s000001", "--as", "p-ellis", "--why", "sent too early")
        #expect(try total(harness) == 0)
        // What was withdrawn may be supplied again.
        let again = try harness.must(
            "supply", harness.path("again.csv"), "--dataset", harness.crime, "--from", "beds-police", "--as", "p-ellis", "--json")
        #expect(again.objects.first?["status"] as? String == "taken")
        #expect(try total(harness) == 10)
        try harness.must("destroy", "s000003", "--as", "p-officer", "--why", "end of the test")
        #expect(try total(harness) == 0)
        try harness.must("ledger", "verify")
    }

    @Test("a supply says which order of dates was assumed where its values allow another, and its report goes on saying it")
    func dateOrder() throws {
        let harness = try Harness()
        try harness.begin()
        for (name, dates, isOpen) in [("open", ["03/05/2021", "04/06/2021"], true), ("told", ["23/05/2021", "04/06/2021"], false)] {
            let rows = dates.enumerated().map { "\(name)\($0.offset),\($0.element),Burglary" }
            try (["Crime reference number,Committed from date,Crime type"] + rows).joined(separator: "\n").appending("\n").write(
                toFile: harness.path("\(name).csv"), atomically: true, encoding: .utf8)
            let supplied = try harness.must(
                "supply", harness.path("\(name).csv"), "--dataset", harness.crime, "--from", "beds-police", "--as", "p-ellis")
            let words = "read day first; from the file's beginning they could be month first"
            #expect(supplied.output.contains(words) == isOpen, "\(supplied.output)")
            let number = try #require(supplied.output.firstMatch(of: /s\d{6}/)).output
            let kept = try harness.must("quality", String(number), "--as", "p-ellis")
            #expect(kept.output.contains(words) == isOpen)
        }
    }

    @Test("an agency that has signed nothing with the asker's is left out, and the answer, the extract and the ledger say so")
    func sharedProtocols() throws {
        let harness = try Harness()
        try harness.begin()
        let file = try SmallSupply.write(in: harness)
        try harness.must("agency", "add", "rail-police", "--name", "Rail Police", "--class", "police-force")
        try harness.must("person", "add", "r-lane", "--name", "R Lane", "--agency", "rail-police", "--role", "data-supplier")
        try harness.must("protocol", "add", "rail", "--title", "Rail ISP")
        let unasked = try harness.run("protocol", "sign", "rail", "--agency", "rail-police")
        #expect(unasked.status == 77 && unasked.notes.contains("Missing: beds-police, luton-council"), "\(unasked.notes)")
        try harness.must("protocol", "sign", "rail", "--agency", "rail-police", "--consent-document", "minute 1")
        try harness.must("supply", file, "--dataset", harness.crime, "--from", "rail-police", "--as", "r-lane")
        let asked = ["--as", "a-shah", "--purpose", "life test", "--dataset", harness.crime, "--json"]
        for arguments in [
            ["query"] + asked, ["query"] + asked + ["--where", "crime_type~burg", "--show", "5"],
            ["extract"] + asked + ["--to", harness.path("none")],
        ] {
            let refused = try harness.run(arguments)
            #expect(refused.status == 77 && refused.notes.contains("sharewell protocol sign isp --agency rail-police"), "\(refused.notes)")
        }
        try harness.must("supply", file, "--dataset", harness.crime, "--from", "beds-police", "--as", "p-ellis")
        let answer = try #require(harness.must(["query"] + asked + ["--show", "3"]).objects.first)
        #expect(answer["total"] as? Int == SmallSupply.records && answer["supplies"] as? [String] == ["s000002"])
        let leftOut = answer["leftOut"] as? [[String: Any]]
        let left = try #require(leftOut?.first)
        #expect(left["agency"] as? String == "rail-police" && left["supplies"] as? Int == 1)
        #expect((answer["caveats"] as? [String])?.contains { $0.contains("1 supply of Rail Police is left out") } == true)
        try harness.must(["extract"] + asked + ["--to", harness.path("out")])
        #expect(try String(contentsOfFile: harness.path("out/README.txt"), encoding: .utf8).contains("Rail Police is left out"))
        let log = try harness.must("ledger", "log", "--json").objects.compactMap { $0["event"] as? [String: Any] }
        let answered = log.compactMap { $0["queryAnswered"] as? [String: [String: Any]] }
        let shown = try #require(answered.last?["_0"])
        #expect(shown["shown"] as? Int == 3 && shown["agreements"] as? [String] == ["isp"])
        // Signed together, everything is open.
        try harness.must("protocol", "sign", "isp", "--agency", "rail-police")
        let all = try #require(harness.must(["query"] + asked).objects.first)
        #expect((all["supplies"] as? [String])?.count == 2 && (all["leftOut"] as? [Any])?.isEmpty == true)
    }

    @Test("a sealed file that was changed, cut, swapped or taken away is refused, and nothing is answered from it")
    func tampering() throws {
        let harness = try Harness()
        try harness.begin()
        try suppliedTwice(harness)
        let files = try segments(harness)
        try #require(files.count == 2)
        let originals = try files.map { try Data(contentsOf: $0) }
        let question = [
            "query", "--as", "a-shah", "--purpose", "life test", "--dataset", harness.crime, "--by", "month", "--json",
        ]
        func isRefused(_ what: String) throws {
            let result = try harness.run(question)
            #expect(result.status == 65, "\(what): \(result.status)")
            #expect(result.notes.contains("What to do:"), "\(what)")
            for (file, data) in zip(files, originals) { try data.write(to: file) }
        }
        for position in stride(from: 0, to: originals[0].count, by: max(1, originals[0].count / 7)) {
            var bytes = originals[0]
            bytes[position] ^= 0x10
            try bytes.write(to: files[0])
            let answer = try harness.run(question)
            // A byte of a column that was not asked for may go unnoticed by this question, but can never change its answer.
            #expect(answer.status == 65 || answer.objects.first?["total"] as? Int == SmallSupply.records, "byte \(position)")
        }
        try originals[0].write(to: files[0])
        try originals[0].dropLast(9).write(to: files[0])
        try isRefused("cut short")
        try originals[0].write(to: files[1])
        try originals[1].write(to: files[0])
        try isRefused("swapped")
        try FileManager.default.removeItem(at: files[0])
        try isRefused("taken away")
        #expect(try total(harness) == SmallSupply.records)
    }

    @Test("the same file supplied by two processes at once is taken once")
    func together() throws {
        let harness = try Harness()
        try harness.begin()
        let file = try SmallSupply.write(in: harness)
        let arguments = ["supply", file, "--dataset", harness.crime, "--from", "beds-police", "--as", "p-ellis", "--json"]
        let codes = try harness.together(arguments)
        // The second waits for the first and recognises the file, or is told that the hub is busy.
        #expect(codes.contains(0) && codes.allSatisfy { $0 == 0 || $0 == 75 }, "\(codes)")
        #expect(try total(harness) == SmallSupply.records)
        try harness.must("ledger", "verify")
    }

    @Test("an extract is whole or absent: an occupied place is refused, and nothing is left behind beside it")
    func extractPlace() throws {
        let harness = try Harness()
        try harness.begin()
        try SmallSupply.take(in: harness)
        let place = harness.path("taken")
        try "mine".write(toFile: place, atomically: true, encoding: .utf8)
        let refused = try harness.run("extract", "--as", "a-shah", "--purpose", "life test", "--dataset", harness.crime, "--to", place)
        #expect(refused.status == 65)
        #expect(try String(contentsOfFile: place, encoding: .utf8) == "mine")
        let zip = try harness.must(
            "extract", "--as", "a-shah", "--purpose", "life test", "--dataset", harness.crime, "--to", harness.path("x.zip"), "--encrypt",
            "--json")
        let passphrase = try #require(zip.objects.first?["passphrase"] as? String)
        #expect(passphrase.count >= 30)
        let log = try harness.must("ledger", "log", "--json")
        #expect(!log.output.contains(passphrase))
        let left = try FileManager.default.contentsOfDirectory(atPath: harness.folder.path).filter { $0.contains("partial") }
        #expect(left.isEmpty)
    }

    @Test("a file that is recognised or refused leaves the supplier's rejects file as it is")
    func rejects() throws {
        let harness = try Harness()
        try harness.begin()
        let file = harness.path("offences.csv")
        try SmallSupply.write(to: file, with: harness, rejects: true)
        let arguments = ["supply", file, "--dataset", harness.crime, "--from", "beds-police", "--as", "p-ellis", "--json"]
        let taken = try harness.must(arguments)
        let rejects = try #require(taken.objects.first?["rejects"] as? String)
        #expect(taken.objects.first?["rejectsLeftOut"] as? Int == 0)
        try "half mended".write(toFile: rejects, atomically: false, encoding: .utf8)
        #expect(try harness.must(arguments).objects.first?["status"] as? String == "already-supplied")
        try harness.must("destroy", "s000001", "--as", "p-officer", "--why", "end of the test")
        #expect(try harness.run(arguments).status == 77)
        #expect(try String(contentsOfFile: rejects, encoding: .utf8) == "half mended")
        let beside = try FileManager.default.contentsOfDirectory(atPath: harness.folder.path).filter { $0.contains("rejects") }
        #expect(beside == ["offences.csv.rejects.csv"])
    }

    @Test("a file that was taken or destroyed is recognised however it is packed")
    func packing() throws {
        let harness = try Harness()
        try harness.begin()
        let file = try SmallSupply.write(in: harness)
        func supply(level: String) throws -> Harness.Result {
            let packed = harness.path("packed\(level).csv.gz")
            let gzip = Process()
            gzip.executableURL = URL(filePath: "/usr/bin/env")
            gzip.arguments = ["gzip", "-n", level, "-c", file]
            try Data().write(to: URL(filePath: packed))
            gzip.standardOutput = try FileHandle(forWritingTo: URL(filePath: packed))
            try gzip.run()
            gzip.waitUntilExit()
            return try harness.run("supply", packed, "--dataset", harness.crime, "--from", "beds-police", "--as", "p-ellis", "--json")
        }
        #expect(try supply(level: "-1").objects.first?["status"] as? String == "taken")
        #expect(try supply(level: "-9").objects.first?["status"] as? String == "already-supplied")
        let plain = ["supply", file, "--dataset", harness.crime, "--from", "beds-police", "--as", "p-ellis", "--json"]
        #expect(try harness.must(plain).objects.first?["status"] as? String == "already-supplied")
        try harness.must("destroy", "s000001", "--as", "p-officer", "--why", "end of the test")
        #expect(try harness.run(plain).status == 77)
        #expect(try supply(level: "-9").status == 77)
    }

    @Test("days between two supplies are noticed where dates are months")
    func gap() throws {
        let harness = try Harness()
        try harness.begin()
        func reasons(_ month: String) throws -> String {
            let file = harness.sample("police-uk/\(month)-bedfordshire-street.csv.gz")
            let supplied = try harness.must(
                "supply", file, "--dataset", harness.crime, "--from", "beds-police", "--as", "p-ellis", "--json")
            return try #require(supplied.objects.first?["reasons"] as? [String]).joined()
        }
        #expect(try !reasons("2022-10").contains("days lie between"))
        #expect(try reasons("2022-12").contains("30 days lie between"))
    }

    private func segments(_ harness: Harness) throws -> [URL] {
        let vault = harness.folder.appending(path: "hub/vault")
        let all = FileManager.default.enumerator(at: vault, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
        return all.filter { $0.pathExtension == "segment" }.sorted { $0.path < $1.path }
    }
}
