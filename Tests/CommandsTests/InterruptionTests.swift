import Foundation
import Testing

@Suite("Ctrl-C")
struct InterruptionTests {
    @Test(
        "a command that waits for lines ends at the first signal",
        arguments: [(["postcode"], SIGINT), (["postcode"], SIGTERM), (["sanitise", "addresses"], SIGINT)])
    func endsAtOnce(_ arguments: [String], _ signal: Int32) throws {
        let harness = try Harness()
        let process = Process(), input = Pipe(), output = Pipe()
        // Threads of the tests block signals, and what they start would inherit that.
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["--default-signal=INT,TERM", harness.program.path] + arguments
        process.environment = harness.environment
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        // Once it has answered, it is in its loop.
        try input.fileHandleForWriting.write(contentsOf: Data("LU1 2AB\n".utf8))
        #expect(!output.fileHandleForReading.availableData.isEmpty)
        kill(process.processIdentifier, signal)
        let deadline = Date(timeIntervalSinceNow: 20)
        while process.isRunning, Date() < deadline { Thread.sleep(forTimeInterval: 0.02) }
        #expect(!process.isRunning)
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal)
        try input.fileHandleForWriting.close()
    }
}
