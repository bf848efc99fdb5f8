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
        let serving = try Announced(web)
        let application = try WebFace(serving.orders).application(web.face)
        let task = _Concurrency.Task { try await application.runService(gracefulShutdownSignals: []) }
        defer { task.cancel() }
        try await body(try await serving.port())
    }

    /// Orders to serve on a port that is free, and the port once it is known.
    final class Announced: Sendable {
        let orders: ServeOrders
        private let told = Told()

        init(_ web: WebFixture) throws {
            orders = ServeOrders(
                hub: web.hub, vault: try web.face.vault(), store: nil, settings: nil,
                face: WebFixture.repository.appending(path: "Face"), address: nil, port: 0,
                announce: { [told] text in
                    let port = text.split(separator: ":").last.flatMap { Int($0.prefix { $0.isNumber }) }
                    told.port.withLock { $0 = port }
                })
        }

        /// Waits for it.
        func port() async throws -> Int {
            for _ in 0..<200 {
                if let known = told.port.withLock({ $0 }) { return known }
                try await _Concurrency.Task.sleep(for: .milliseconds(20))
            }
            return try #require(told.port.withLock { $0 })
        }

        private final class Told: Sendable { let port = Mutex<Int?>(nil) }
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
