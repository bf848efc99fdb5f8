import Foundation
import Testing

/// Upgrading, backing up and restoring, killed and with a full disk at their system calls.
@Suite("Faults while the hub is kept", .enabled(if: Strike.isPossible, "needs strace and taskset"), .serialized)
struct OperatingFaultTests {
    @Test("an upgrade struck at any call leaves the old hub or the new one, and is done once", arguments: [Fault.kill, .failure])
    func upgrade(fault: Fault) throws {
        let bench = try FaultBench { harness in
            try FileManager.default.removeItem(at: harness.folder.appending(path: "hub"))
            let tar = Process()
            tar.executableURL = URL(filePath: "/usr/bin/tar")
            let archive = harness.root.appending(path: "Tests/HubTests/OlderHubs/2720453.tar.gz")
            tar.arguments = ["-xzf", archive.path, "-C", harness.folder.path]
            try tar.run()
            tar.waitUntilExit()
        }
        let arguments = ["upgrade", "--without-backup", "--json"]
        try bench.strikeEverywhere(fault) { _ in
            arguments
        } check: { copy, _ in
            func format() throws -> Int? {
                try copy.run(["upgrade", "--check", "--json"]).objects.first?["from"] as? Int
            }
            let upgraded = try copy.events()["hubUpgraded"] ?? 0
            var wrong = try format() == 1 + upgraded && upgraded < 2 ? [] : ["\(upgraded) times recorded, and not the format of it"]
            if try (copy.run(["status"]).status == 0) != (upgraded == 1) { wrong.append("neither the old hub nor the new one") }
            let again = try copy.run(arguments)
            if again.status != 0 { wrong.append("cannot be upgraded again: \(again.notes)") }
            if try copy.events()["hubUpgraded"] != 1 { wrong.append("not recorded once") }
            return wrong + (try copy.run(["status"]).status == 0 ? [] : ["not usable after it"])
        }
    }

    @Test("a backup struck at its calls is absent, or can be restored; the next one is whole", arguments: [Fault.kill, .failure])
    func backup(fault: Fault) throws {
        let bench = try FaultBench { try SmallSupply.take(in: $0) }
        @Sendable func arguments(_ copy: FaultCopy, _ name: String) -> [String] {
            ["backup", "--to", copy.path(name), "--anchor", copy.path("anchor")]
        }
        try bench.strikeEverywhere(fault, stride: 41) {
            arguments($0, "backup")
        } check: { copy, _ in
            func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: copy.path(name)) }
            var wrong: [String] = []
            // Until the anchor is there too, the backup before this one is the newest; here there was none.
            let isWhole = exists("backup/manifest.json") && exists("anchor")
            if isWhole { wrong += try Self.restored(copy, "backup") }
            let next = isWhole || exists("backup") ? "next" : "backup"
            let again = try copy.run(arguments(copy, next))
            if again.status != 0 { wrong.append("no backup can be taken after it: \(again.notes)") }
            wrong += try Self.restored(copy, next)
            return wrong
        }
    }

    @Test("a restoring struck at its calls leaves no hub or a whole one, and can be done again", arguments: [Fault.kill, .failure])
    func restore(fault: Fault) throws {
        let bench = try FaultBench { harness in
            try SmallSupply.take(in: harness)
            try harness.must("backup", "--to", harness.path("kept"), "--anchor", harness.path("kept.anchor"))
        }
        try bench.strikeEverywhere(fault, stride: 41) {
            Self.arguments($0, $0.harness.path("kept"), $0.harness.path("kept.anchor"))
        } check: { copy, _ in
            var wrong: [String] = []
            if !FileManager.default.fileExists(atPath: copy.path("restored/ledger")) {
                let again = try copy.run(Self.arguments(copy, copy.harness.path("kept"), copy.harness.path("kept.anchor")))
                if again.status != 0 { wrong.append("cannot be restored again: \(again.notes)") }
            }
            if try copy.run(["ledger", "verify", "--hub", copy.path("restored")]).status != 0 { wrong.append("not sound") }
            let left = try FileManager.default.contentsOfDirectory(atPath: copy.folder.path).filter { $0.contains(".part-") }
            return left.isEmpty ? wrong : wrong + ["left behind: \(left)"]
        }
    }

    private static func arguments(_ copy: FaultCopy, _ backup: String, _ anchor: String) -> [String] {
        [
            "restore", "--accept-loss", "--from", backup, "--anchor", anchor, "--to", copy.path("restored"), "--passphrase-file",
            copy.harness.passphrase.path,
        ]
    }

    private static func restored(_ copy: FaultCopy, _ name: String) throws -> [String] {
        let result = try copy.run(arguments(copy, copy.path(name), copy.path("anchor")))
        try? FileManager.default.removeItem(atPath: copy.path("restored"))
        return result.status == 0 ? [] : ["\(name) cannot be restored: \(result.notes)"]
    }
}
