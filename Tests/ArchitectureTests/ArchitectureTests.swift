import Foundation
import Testing

/// What holds of every file, whoever wrote it. The rules are those of CONTRIBUTING.md.
@Suite("Architecture")
struct ArchitectureTests {
    let tree: SourceTree

    init() throws { tree = try SourceTree.load() }

    /// The rooms of the core in the order of the design, each with the modules from outside that it may import besides.
    static let rooms: [(name: String, mayImport: Set<String>)] = [
        ("Guidance", ["Yams"]), ("Tables", []), ("Places", []), ("Transparency", ["Crypto"]),
        ("Sealing", ["Crypto", "CryptoExtras", "FoundationEssentials", "Foundation"]), ("Law", ["Yams"]), ("Disclosure", ["Crypto"]),
        ("Register", []),
        ("Intake", ["Yams"]),
        ("Depersonalisation", ["Crypto", "Yams"]), ("Archive", ["Crypto"]),
        ("Specimens", []),
    ]
    /// Part of the standard library's distribution, with no effect outside the process.
    static let everywhere: Set<String> = ["Swift", "Synchronization"]
    /// The targets of the root package, lowest first, each with what it may import besides the core and the targets before it.
    static let outer: [(name: String, mayImport: Set<String>)] = [
        (
            "Storage",
            [
                "Foundation", "GRDB", "GRDBSQLite", "CZlib", "CArchive", "CProj", "CCurl", "CXlsxwriter", "CQrencode", "CCrack", "CMalloc",
                "Crypto",
                "Glibc",
            ]
        ),
        ("Hub", ["Foundation", "Crypto", "Glibc"]), ("Commands", ["Foundation", "ArgumentParser"]),
        (
            "Web",
            [
                "Foundation", "Crypto", "Hummingbird", "HummingbirdCore", "HummingbirdHTTP2", "HummingbirdTLS", "HTTPTypes", "JWTKit",
                "Logging",
                "Mustache", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOHTTPTypes", "NIOHTTPTypesHTTP1", "NIOSSL", "ServiceLifecycle",
                "SwiftASN1", "UnixSignals", "X509", "Yams",
            ]
        ), ("sharewell", ["Dispatch"]),
    ]

    @Test("the tree is read: every room has sources")
    func treeIsRead() {
        for room in Self.rooms { #expect(tree.sources.contains { $0.isCore && $0.target == room.name }, "\(room.name) is empty") }
        for target in Self.outer { #expect(tree.sources.contains { !$0.isCore && $0.target == target.name }, "\(target.name) is empty") }
        #expect(tree.sources.count > 50)
    }

    @Test("a room of the core imports only rooms above it, and from outside only what it is allowed")
    func coreOrder() {
        for file in tree.sources where file.isCore {
            guard let place = Self.rooms.firstIndex(where: { $0.name == file.target }) else {
                Issue.record("\(file.path): the room \(file.target) is not in the design")
                continue
            }
            let above = Set(Self.rooms[..<place].map(\.name))
            let allowed = above.union(Self.everywhere).union(Self.rooms[place].mayImport)
            let beyond = file.imports.subtracting(allowed).sorted()
            #expect(beyond.isEmpty, "\(file.path) imports \(beyond.joined(separator: ", "))")
        }
    }

    @Test("only Storage touches the database and the C libraries; only Commands parses arguments; a face never imports another")
    func outerOrder() {
        let core = Set(Self.rooms.map(\.name))
        for file in tree.sources where !file.isCore {
            guard let place = Self.outer.firstIndex(where: { $0.name == file.target }) else {
                Issue.record("\(file.path): the target \(file.target) is not in the design")
                continue
            }
            // The faces never import each other.
            let below = Set(Self.outer[..<place].map(\.name)).subtracting(file.target == "Web" ? ["Commands"] : [])
            let allowed = core.union(below).union(Self.everywhere).union(Self.outer[place].mayImport)
            let beyond = file.imports.subtracting(allowed).sorted()
            #expect(beyond.isEmpty, "\(file.path) imports \(beyond.joined(separator: ", "))")
        }
    }

    @Test("the core knows no disk, clock, network, randomness, environment or task")
    func coreIsPure() {
        let forbidden = [
            "FileManager", "FileHandle", "ProcessInfo", "URLSession", "Data(contentsOf", "String(contentsOf", "Date()", "Date.now",
            "ContinuousClock", "SuspendingClock", "SystemRandomNumberGenerator", ".random(", ".randomElement(", ".shuffled()", "UUID()",
            "Task {", "Task.detached", "DispatchQueue", "Thread(", "getenv(", "fopen(", "print(",
        ]
        for file in tree.sources where file.isCore {
            for (number, line) in file.code.enumerated() {
                for word in forbidden where Self.contains(line, word) {
                    #expect(Self.pureAllowances.contains("\(file.target): \(word)"), "\(file.path):\(number + 1) uses \(word)")
                }
            }
        }
    }

    /// What the core may do all the same, and why: keys and nonces are drawn by the cryptographic library inside Sealing.
    static let pureAllowances: Set<String> = []

    @Test("nothing a partner sends can trap: no try!, as! or fatalError; no task without an owner outside the executable")
    func noTraps() {
        for file in tree.sources {
            for (number, line) in file.code.enumerated() {
                for word in ["try!", "as!", "fatalError", "Task {", "Task.detached"] where Self.contains(line, word) {
                    if file.target == "sharewell", word == "Task {" { continue }
                    Issue.record("\(file.path):\(number + 1) uses \(word)")
                }
            }
        }
        #expect(Self.contains("let x = try! y", "try!") && !Self.contains("class! x", "as!"))
    }

    @Test("a file holds at most 400 lines, the executable at most 150")
    func fileLength() {
        for file in tree.files {
            let most = file.path.hasSuffix("main.swift") ? 150 : 400
            #expect(file.lines.count <= most + 1, "\(file.path) has \(file.lines.count) lines")
        }
    }

    @Test("no name that says nothing: Utils, Helpers, Manager, Common")
    func names() {
        for file in tree.files {
            let name = file.path.split(separator: "/").last.map(String.init) ?? ""
            for word in ["Util", "Helper", "Manager", "Common", "Misc"] { #expect(!name.contains(word), "\(file.path)") }
        }
    }

    @Test("a command that can print JSON gives its errors as JSON too")
    func errorsAsJSON() {
        let commands = tree.sources.filter { $0.target == "Commands" }
        #expect(commands.contains { $0.text.contains("var output: OutputOptions") })
        for file in commands {
            func count(_ text: String) -> Int { file.text.components(separatedBy: text).count - 1 }
            #expect(
                count("var output: OutputOptions") == count("var wantsJSON: Bool { output.json }"),
                "\(file.path): add var wantsJSON: Bool { output.json } beside the OutputOptions")
        }
    }

    @Test("every test expects something, itself or through a function that does")
    func testsExpect() {
        let targets = Dictionary(grouping: tree.files.filter(\.isTest), by: \.target)
        for (target, files) in targets {
            let functions = files.flatMap { file in
                file.code.joined(separator: "\n").components(separatedBy: "func ").dropFirst().map { text in
                    (file: file.path, name: String(text.prefix { $0 != "(" && $0 != "<" }), body: text.drop { $0 != "{" })
                }
            }
            let checks = ["#expect", "#require", "Issue.record", "must(", ".timeLimit("]
            var expecting = Set(functions.filter { function in checks.contains { function.body.contains($0) } }.map(\.name))
            for _ in 0..<3 {
                for function in functions where expecting.contains(where: { function.body.contains("\($0)(") }) {
                    expecting.insert(function.name)
                }
            }
            for file in files {
                for test in file.code.joined(separator: "\n").components(separatedBy: "@Test").dropFirst() {
                    let expects = checks.contains { test.contains($0) } || expecting.contains { test.contains("\($0)(") }
                    #expect(expects, "\(file.path) (\(target)): a test expects nothing: @Test\(test.prefix(60))")
                }
            }
        }
    }

    /// `word` in `line`, not as the tail of a longer word.
    static func contains(_ line: String, _ word: String) -> Bool {
        var rest = line[...]
        while let found = rest.range(of: word) {
            let before = found.lowerBound == line.startIndex ? nil : line[line.index(before: found.lowerBound)]
            let opens = word.first.map { $0.isLetter || $0 == "_" } ?? false
            if !opens || !(before.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false) { return true }
            rest = rest[found.upperBound...]
        }
        return false
    }
}
