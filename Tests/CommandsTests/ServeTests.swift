import Foundation
import Testing

@Suite("Serving, backing up and restoring from the terminal")
struct ServeTests {
    private func curl(_ harness: Harness, _ address: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/curl")
        process.arguments = ["-sk", "--max-time", "10", "-o", "/dev/null", "-w", "%{http_code}", address]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        process.waitUntilExit()
        return String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }

    @Test("told to stop by SIGTERM it ends well; killed, it leaves a sound hub; a backup is taken meanwhile and restored")
    func stops() throws {
        let harness = try Harness()
        try harness.begin()
        let vendor = harness.root.appending(path: "Face/vendor/govuk-frontend.css")
        try #require(FileManager.default.fileExists(atPath: vendor.path), "run scripts/setup face")
        for signal in [SIGTERM, SIGKILL] {
            let (process, address) = try harness.serve(said: "said-\(signal)")
            defer { if process.isRunning { process.terminate() } }
            #expect(try curl(harness, address + "/sign-in") == "200")
            #expect(try curl(harness, address + "/health") == "200")
            let copied = try harness.must("backup", "--to", harness.path("backup-\(signal)"), "--anchor", harness.path("anchor"), "--json")
            #expect(copied.objects.first?["events"] as? Int ?? 0 > 8)
            let metrics = Process()
            metrics.executableURL = URL(filePath: "/usr/bin/curl")
            metrics.arguments = ["-sk", address + "/metrics"]
            let pipe = Pipe()
            metrics.standardOutput = pipe
            try metrics.run()
            metrics.waitUntilExit()
            let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            #expect(text.contains("sharewell_destroyed_since_backup 0") && text.contains("sharewell_backup_timestamp_seconds 1"))
            kill(process.processIdentifier, signal)
            process.waitUntilExit()
            if signal == SIGTERM { #expect(process.terminationReason == .exit && process.terminationStatus == 0) }
            #expect(try harness.run("ledger", "verify").status == 0)
        }
        let restored = harness.path("restored")
        let secret = ["--passphrase-file", harness.passphrase.path]
        let wrong = harness.path("wrong.txt")
        try "another passphrase altogether\n".write(toFile: wrong, atomically: true, encoding: .utf8)
        let from = [
            "restore", "--accept-loss", "--from", harness.path("backup-\(SIGKILL)"), "--anchor", harness.path("anchor"), "--to", restored,
        ]
        #expect(try harness.run(from + ["--passphrase-file", wrong]).status != 0)
        #expect(!FileManager.default.fileExists(atPath: restored))
        try harness.must(from + secret)
        #expect(try harness.run(["ledger", "verify"], hub: URL(filePath: restored)).status == 0)
        #expect(try harness.run(["agency", "list", "--json"], hub: URL(filePath: restored)).output.contains("beds-police"))
        #expect(try harness.run(from + secret).status != 0, "never over a hub")
    }

    @Test("killed in the middle, a backup or a restoring leaves nothing that looks finished, and the next one goes through")
    func killed() throws {
        let harness = try Harness()
        try harness.begin()
        var finished = 0
        for round in 0..<14 {
            let target = harness.path("b\(round)")
            let process = Process()
            process.executableURL = harness.program
            process.arguments = ["backup", "--to", target, "--anchor", harness.path("anchor")]
            process.environment = harness.environment
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            usleep(UInt32(round * 25_000))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            // What has its name is whole: it restores, or its anchor, which comes last, is that of the one before.
            if FileManager.default.fileExists(atPath: target) {
                finished += 1
                #expect(FileManager.default.fileExists(atPath: target + "/manifest.json"))
            }
        }
        try harness.must("backup", "--to", harness.path("last"), "--anchor", harness.path("anchor"))
        for round in 0..<8 {
            let process = Process()
            process.executableURL = harness.program
            process.arguments = [
                "restore", "--accept-loss", "--from", harness.path("last"), "--anchor", harness.path("anchor"), "--to", harness.path("r"),
                "--passphrase-file", harness.passphrase.path,
            ]
            process.environment = harness.environment
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            usleep(UInt32(round * 30_000))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let made = harness.path("r")
            if FileManager.default.fileExists(atPath: made) {
                #expect(try harness.run(["ledger", "verify"], hub: URL(filePath: made)).status == 0)
                try FileManager.default.removeItem(atPath: made)
            }
        }
        try harness.must(
            "restore", "--accept-loss", "--from", harness.path("last"), "--anchor", harness.path("anchor"), "--to", harness.path("r"),
            "--passphrase-file",
            harness.passphrase.path)
        let left = try FileManager.default.contentsOfDirectory(atPath: harness.folder.path).filter { $0.contains("restoring") }
        #expect(left == [], "an unfinished restoring holds an anchor")
    }
}
