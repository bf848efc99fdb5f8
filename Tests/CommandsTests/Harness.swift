import Foundation
import Testing

/// The built program, run as a person would, in a folder of its own that goes away afterwards.
final class Harness: Sendable {
    struct Result: Sendable {
        let status: Int32
        let output: String
        let notes: String
        /// Each line of the output as a JSON object.
        var objects: [[String: Any]] {
            output.split(separator: "\n").compactMap { (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any] }
        }
    }

    let folder: URL
    let program: URL
    let root: URL
    let environment: [String: String]

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "sharewell-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let products = try #require(Bundle.main.executableURL).deletingLastPathComponent()
        program = products.appending(path: "sharewell")
        var root = URL(filePath: #filePath)
        while root.path != "/", !FileManager.default.fileExists(atPath: root.appending(path: "Guidance/england-wales-2010").path) {
            root.deleteLastPathComponent()
        }
        self.root = root
        environment = [
            "PATH": "/usr/bin:/bin", "HOME": folder.path, "TMPDIR": folder.path, "SHAREWELL_HUB": folder.appending(path: "hub").path,
        ]
        try "correct horse battery staple\n".write(to: passphrase, atomically: true, encoding: .utf8)
    }

    deinit {
        _ = try? run("seal")
        try? FileManager.default.removeItem(at: folder)
    }

    var passphrase: URL { folder.appending(path: "passphrase.txt") }
    func path(_ name: String) -> String { folder.appending(path: name).path }
    func sample(_ name: String) -> String { root.appending(path: "Samples/\(name)").path }

    @discardableResult
    func run(_ arguments: String..., input: String = "", under wrapper: [String] = []) throws -> Result {
        try run(arguments, input: input, under: wrapper)
    }

    @discardableResult
    func run(_ arguments: [String], input: String = "", under wrapper: [String] = [], hub: URL? = nil) throws -> Result {
        let process = Process()
        let words = wrapper + [program.path] + arguments
        process.executableURL = URL(filePath: words[0])
        process.arguments = Array(words.dropFirst())
        process.environment = hub.map { environment.merging(["SHAREWELL_HUB": $0.path]) { $1 } } ?? environment
        process.currentDirectoryURL = folder
        // Files rather than pipes: nothing can fill up and block.
        let files = ["in", "out", "err"].map { folder.appending(path: ".\($0)-\(UUID().uuidString)") }
        try Data(input.utf8).write(to: files[0])
        for file in files.dropFirst() { try Data().write(to: file) }
        let handles = (
            try FileHandle(forReadingFrom: files[0]), try FileHandle(forWritingTo: files[1]), try FileHandle(forWritingTo: files[2])
        )
        process.standardInput = handles.0
        process.standardOutput = handles.1
        process.standardError = handles.2
        try process.run()
        process.waitUntilExit()
        defer { for file in files { try? FileManager.default.removeItem(at: file) } }
        return Result(
            status: process.terminationStatus, output: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self),
            notes: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
    }

    /// The same command in two processes at once; their exit codes.
    func together(_ arguments: [String]) throws -> [Int32] {
        let processes = (0..<2).map { _ in
            let process = Process()
            process.executableURL = program
            process.arguments = arguments
            process.environment = environment
            process.currentDirectoryURL = folder
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            return process
        }
        for process in processes { try process.run() }
        for process in processes { process.waitUntilExit() }
        return processes.map(\.terminationStatus)
    }

    /// Serves the hub on a port that is free: the process, and its address. What it prints and logs goes to those files.
    func serve(_ more: [String] = [], said: String, log: URL? = nil) throws -> (process: Process, address: String) {
        let process = Process()
        process.executableURL = program
        process.arguments = ["serve", "--port", "0"] + more
        process.environment = environment
        process.currentDirectoryURL = folder
        let output = folder.appending(path: said)
        for file in [output, log].compactMap({ $0 }) { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try log.map { try FileHandle(forWritingTo: $0) } ?? FileHandle.nullDevice
        try process.run()
        var port: Substring?
        for _ in 0..<200 where port == nil {
            usleep(50_000)
            port = try String(contentsOf: output, encoding: .utf8).firstMatch(of: /:([0-9]+)\//)?.1
        }
        guard let port else {
            process.terminate()
            throw CocoaError(.executableLoad)
        }
        return (process, "https://localhost:\(port)")
    }

    /// A hub with police and council, a protocol both signed, a supplier, an analyst and a liaison officer.
    func begin() throws {
        try must("init", "--partnership", "Luton CSP", "--passphrase-file", passphrase.path)
        try must("agency", "add", "beds-police", "--name", "Bedfordshire Police", "--class", "police-force")
        try must("agency", "add", "luton-council", "--name", "Luton Council", "--class", "council")
        try must("person", "add", "p-ellis", "--name", "P Ellis", "--agency", "beds-police", "--role", "data-supplier")
        try must("person", "add", "p-officer", "--name", "O", "--agency", "beds-police", "--role", "liaison-officer", "--dataset", crime)
        try must(
            "person", "add", "a-shah", "--name", "A Shah", "--agency", "luton-council", "--role", "analyst", "--dataset", crime,
            "--dataset",
            "stop-and-search", "--dataset", "detection-status")
        try must("protocol", "add", "isp", "--title", "Luton ISP")
        try must("protocol", "sign", "isp", "--agency", "beds-police", "--agency", "luton-council")
    }

    @discardableResult
    func must(_ arguments: String...) throws -> Result { try must(arguments) }

    @discardableResult
    func must(_ arguments: [String]) throws -> Result {
        let result = try run(arguments)
        try #require(result.status == 0, "\(arguments.joined(separator: " ")): \(result.notes)")
        return result
    }

    let crime = "police-recorded-crime-offence"
}
