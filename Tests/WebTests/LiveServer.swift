import Foundation
import Hummingbird
import Synchronization
import Testing

@testable import Hub
@testable import Web

/// The hub of a fixture served on a free port of this machine, as it is served to browsers: with its TLS, its connections and its clocks.
enum LiveServer {
    /// Serves while `body` runs; it gets the port.
    static func with(_ web: WebFixture, _ body: (Int) async throws -> Void) async throws {
        let announced = Mutex<Int?>(nil)
        let orders = ServeOrders(
            hub: web.hub, vault: try web.face.vault(), store: nil, settings: nil, face: WebFixture.repository.appending(path: "Face"),
            address: nil, port: 0,
            announce: { text in
                let port = text.split(separator: ":").last.flatMap { Int($0.prefix { $0.isNumber }) }
                announced.withLock { $0 = port }
            })
        let application = try WebFace(orders).application(web.face)
        let serving = _Concurrency.Task { try await application.runService(gracefulShutdownSignals: []) }
        defer { serving.cancel() }
        var port: Int?
        for _ in 0..<200 where port == nil {
            try await _Concurrency.Task.sleep(for: .milliseconds(20))
            port = announced.withLock { $0 }
        }
        try await body(try #require(port))
    }

    /// Runs a program; what it printed and how it ended.
    static func run(_ program: String, _ arguments: [String], in folder: URL) async throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let file = folder.appending(path: "output-\(UUID().uuidString)")
        _ = FileManager.default.createFile(atPath: file.path, contents: nil)
        let handle = try FileHandle(forWritingTo: file)
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        while process.isRunning { try await _Concurrency.Task.sleep(for: .milliseconds(10)) }
        try handle.close()
        let output = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        try FileManager.default.removeItem(at: file)
        return (process.terminationStatus, output)
    }
}
