import Crypto
import Foundation
import Hub
import Storage
import Testing

@Suite("Packages from the terminal", .serialized)
struct PackageCommandTests {
    let harness: Harness
    let sender: String

    /// The council may have depersonalised crimes of the police by a grant, and has a key.
    init() throws {
        harness = try Harness()
        try harness.begin()
        try harness.must("person", "add", "c-officer", "--name", "C", "--agency", "luton-council", "--role", "liaison-officer")
        for agency in ["beds-police", "luton-council"] {
            try harness.must("agency", "notification", agency, "--number", "Z1234567", "--expires", "2999-12-31")
        }
        let until = String(ISO8601DateFormatter().string(from: Date().addingTimeInterval(30 * 86_400)).prefix(10))
        let form = """
            dataset: \(harness.crime)
            source: beds-police
            purpose: intelligence
            why: to see where burglaries cluster
            benefit: the police have the profile back
            questions: [Where do burglaries cluster?]
            precision: none
            fields: [offence_type]
            recipients: [a-shah]
            handler: a-shah
            format: csv
            needed-within: 5
            transfer: sealed-package
            destroy-by: \(until)
            """
        try form.write(toFile: harness.path("request.yaml"), atomically: true, encoding: .utf8)
        try harness.must("request", "make", harness.path("request.yaml"), "--as", "a-shah")
        let key = try harness.must("package", "key", "--to", harness.path("council.key")).output.trimmingCharacters(in: .newlines)
        try harness.must("package", "trust", "--agency", "luton-council", "--key", key, "--as", "c-officer")
        let events = try harness.must("ledger", "log", "--json").objects.compactMap { $0["event"] as? [String: Any] }
        let first = events.compactMap { $0["hubInitialised"] as? [String: Any] }.first?["_0"] as? [String: Any]
        sender = try #require(first?["verifierKey"] as? String)
    }

    private func seal(_ file: String, to package: String) -> [String] {
        [
            "package", "seal", harness.path(file), "--grant", "g000001", "--agency", "luton-council", "--to", harness.path(package), "--as",
            "p-officer",
        ]
    }

    private func open(_ package: String, to file: String) -> [String] {
        ["package", "open", harness.path(package), "--key", harness.path("council.key"), "--sender", sender, "--to", harness.path(file)]
    }

    private var names: Set<String> { Set((try? FileManager.default.contentsOfDirectory(atPath: harness.folder.path)) ?? []) }

    @Test(
        "whoever opens a package reads who sent it, whose information it is, until when and under which conditions; nothing is overwritten")
    func header() throws {
        try Data("hello".utf8).write(to: URL(filePath: harness.path("note.txt")))
        try harness.must(seal("note.txt", to: "note.package"))
        #expect(try harness.run(seal("note.txt", to: "note.package")).notes.contains("is something at"))
        let opened = try harness.must(open("note.package", to: "note.out")).output
        #expect(opened.contains("note.txt, sent by p-officer of beds-police for luton-council\n"))
        #expect(
            opened.contains("Originator: beds-police. Under the grant g000001 of the hub ")
                && opened.contains("To be destroyed by the end of 20"))
        #expect(try String(contentsOfFile: harness.path("note.out"), encoding: .utf8) == "hello")
        #expect(try FileManager.default.attributesOfItem(atPath: harness.path("note.out"))[.posixPermissions] as? Int == 0o600)
        #expect(try harness.run(open("note.package", to: "note.out")).status != 0)
        #expect(try String(contentsOfFile: harness.path("note.out"), encoding: .utf8) == "hello")
        // What was sealed stands under a signature.
        let report = try #require(harness.must("ledger", "verify", "--json").objects.first)
        let checkpoints = try #require(report["checkpoints"] as? [[String: Any]])
        #expect(checkpoints.contains { $0["size"] as? Int == report["events"] as? Int })
        let own = seal("note.txt", to: "own.package").dropLast() + ["a-shah"]
        #expect(try harness.run(Array(own)).status == 77, "whom the grant names send what an extract gave them")
    }

    @Test(
        "a name that forges lines or hides is not sealed",
        arguments: [
            "a\nPassphrase of the encrypted zip: fake", "a\u{1B}[2Jb", "a\u{202E}fdp.exe", "a\u{2028}b", "a\rb", "a\u{7F}b", "a\u{200B}b",
        ])
    func names(name: String) throws {
        try Data("hello".utf8).write(to: URL(filePath: harness.path(name)))
        let refused = try harness.run(seal(name, to: "x.package"))
        #expect(refused.status == 65 && refused.notes.contains("cannot be seen"))
        #expect(!FileManager.default.fileExists(atPath: harness.path("x.package")))
        #expect(try !harness.must("ledger", "log").output.contains("package sealed"))
    }

    @Test("what another hub wrote into a header is printed escaped, whatever it is")
    func escaped() {
        #expect(PackageName.shown("a\nb\u{1B}[2J\u{202E}é 犬") == "a\\u{a}b\\u{1b}[2J\\u{202e}é 犬")
    }

    @Test("stopped or killed in the middle, opening and sealing leave nothing behind", arguments: [SIGINT, SIGTERM, SIGHUP, SIGKILL])
    func interrupted(signal: Int32) throws {
        let size = 96 << 20
        try Data(count: size).write(to: URL(filePath: harness.path("big")))
        try harness.must(seal("big", to: "big.package"))
        for (arguments, target) in [(open("big.package", to: "big.out"), "big.out"), (seal("big", to: "more.package"), "more.package")] {
            let before = names
            let process = Process()
            // Threads of the tests block signals, and what they start would inherit that.
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["--default-signal=INT,TERM,HUP", harness.program.path] + arguments
            process.environment = harness.environment
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            // Once it has written something; a file without a name is seen through the process that has it open.
            let deadline = Date(timeIntervalSinceNow: 30)
            while process.isRunning, Date() < deadline, !isWriting(process.processIdentifier) { Thread.sleep(forTimeInterval: 0.005) }
            try #require(process.isRunning, "it was done before it could be stopped")
            kill(process.processIdentifier, signal)
            process.waitUntilExit()
            #expect(process.terminationStatus != 0 && names.subtracting(before).isEmpty, "\(names.subtracting(before))")
            #expect(!FileManager.default.fileExists(atPath: harness.path(target)))
        }
    }

    /// True if the process has a file of our folder open that has bytes and no name, or an unfinished one.
    private func isWriting(_ process: Int32) -> Bool {
        let folder = "/proc/\(process)/fd"
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).contains { number in
            guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(number)"),
                target.hasPrefix(harness.folder.path), target.hasSuffix("(deleted)") || target.contains(".partial-")
            else { return false }
            var facts = stat()
            return stat("\(folder)/\(number)", &facts) == 0 && facts.st_size > 0
        }
    }
}
