import Foundation
import Register
import Sealing
import Storage
import Testing
import Transparency

@testable import Hub

@Suite("Backup and restore")
struct BackupTests {
    /// A hub with two supplies, and places for its copies.
    private final class Bench {
        let fixture: HubFixture
        let vault: KeyVault
        let hub: Hub
        let supplies: [SupplyID]
        var backup: URL { fixture.root.appending(path: "backup") }
        var anchor: URL { fixture.root.appending(path: "apart/hub.anchor") }
        var restored: HubFolder { HubFolder(fixture.root.appending(path: "restored")) }

        init() throws {
            fixture = try HubFixture()
            hub = try fixture.open()
            try fixture.begin(hub)
            vault = try hub.unsealed(fixture.secret, store: nil)
            var supplies: [SupplyID] = []
            for name in ["01", "02"] { supplies.append(try fixture.supply(name, to: hub, vault)) }
            self.supplies = supplies
            try FileManager.default.createDirectory(at: anchor.deletingLastPathComponent(), withIntermediateDirectories: true)
        }

        @discardableResult func backUp(to name: String = "backup") throws -> BackUpHub.Done {
            try BackUpHub(hub).perform(to: fixture.root.appending(path: name), anchor: anchor)
        }

        @discardableResult func restore(
            from name: String = "backup", anchor other: URL? = nil, ledger: URL? = nil, checkpoints: [URL] = [], acceptsLoss: Bool = false
        ) throws -> RestoreHub.Done {
            try RestoreHub(
                backup: fixture.root.appending(path: name), anchor: other ?? anchor, secret: fixture.secret, ledger: ledger,
                checkpoints: checkpoints, acceptsLoss: acceptsLoss
            ).perform(to: restored, clock: fixture.clock)
        }

        /// What the restored hub holds of a supply: true if its records open.
        func opens(_ supply: SupplyID) throws -> Bool {
            let hub = try Hub.open(restored, clock: fixture.clock)
            let vault = try hub.unsealed(fixture.secret, store: nil)
            guard let taken = hub.state.supplies[supply]?.taken else { return false }
            return (try? hub.segments.reader(of: taken, in: vault)) != nil
        }
    }

    @Test("what is restored is the hub, and the anchor is not in the backup")
    func whole() throws {
        let bench = try Bench()
        let done = try bench.backUp()
        #expect(done.events == Int64(bench.hub.state.size))
        #expect(try !FolderCopy.files(in: bench.backup).contains { $0.contains("anchor") || $0.contains("erasable") })
        #expect(bench.hub.destroyedSinceBackup == 0)
        let restored = try bench.restore()
        #expect(restored.lost == [] && restored.missing == 0)
        for supply in bench.supplies { #expect(try bench.opens(supply)) }
        // A second one goes nowhere near the first.
        #expect(code { try bench.restore() } == "folder-in-use")
        #expect(code { try bench.backUp() } == "backup-exists")
        #expect(DurableFile.unfinished(in: bench.fixture.root) == [])
    }

    @Test("any byte changed, any file missing or added, is noticed and nothing is restored")
    func damage() throws {
        let bench = try Bench()
        try bench.backUp()
        let files = try FolderCopy.files(in: bench.backup)
        #expect(files.count > 20)
        // Every kind of file; of the many of the rulebook, one.
        let chosen = files.filter { !$0.contains("guidance/") } + files.filter { $0.contains("guidance/") }.prefix(1)
        for path in chosen where path != "manifest.json" {
            let file = bench.backup.appending(path: path)
            let before = try Data(contentsOf: file)
            var flipped = before
            flipped[flipped.count / 2] ^= 1
            try flipped.write(to: file)
            #expect(code { try bench.restore() } == "backup-damaged", "\(path)")
            try FileManager.default.removeItem(at: file)
            #expect(code { try bench.restore() } == "backup-damaged", "\(path)")
            try before.write(to: file)
        }
        let extra = bench.backup.appending(path: "hub/vault/notes/extra.sealed")
        try Data([1]).write(to: extra)
        #expect(code { try bench.restore() } == "backup-damaged")
        try FileManager.default.removeItem(at: extra)
        #expect(!FileManager.default.fileExists(atPath: bench.restored.root.path))
        try bench.restore()
    }

    @Test("what was destroyed does not come back: not from an older backup with the newest anchor")
    func destroyed() throws {
        let bench = try Bench()
        try bench.backUp(to: "older")
        _ = try DestroySupply(hub: bench.hub, vault: bench.vault).perform(
            bench.supplies[0], why: "retention is over", by: HubFixture.officer)
        #expect(bench.hub.destroyedSinceBackup == 1)
        try bench.backUp()
        #expect(code { try bench.restore(from: "older") } == "anchor-of-another-day")
        try bench.restore()
        #expect(try !bench.opens(bench.supplies[0]))
        #expect(try bench.opens(bench.supplies[1]))
        #expect(!FileManager.default.fileExists(atPath: bench.anchor.path + ".old"))
    }

    @Test("what was destroyed after the last backup is destroyed again by a newer ledger; without it, partners' checkpoints tell")
    func destroyedAgain() throws {
        let bench = try Bench()
        try bench.backUp()
        _ = try DestroySupply(hub: bench.hub, vault: bench.vault).perform(
            bench.supplies[0], why: "retention is over", by: HubFixture.officer)
        let late = try bench.fixture.supply("03", to: bench.hub, bench.vault)
        let partners = bench.fixture.root.appending(path: "partner.checkpoint")
        try Data(try PublishCheckpoint(hub: bench.hub, vault: bench.vault).perform().encoded).write(to: partners)
        #expect(code { try bench.restore(checkpoints: [partners]) } == "events-missing")
        let done = try bench.restore(ledger: bench.fixture.folder.ledger, checkpoints: [partners])
        #expect(done.destroyedAgain == 1 && done.lost == [late] && done.missing == 0)
        #expect(try !bench.opens(bench.supplies[0]))
        #expect(try bench.opens(bench.supplies[1]))
        // Nor does the anchor of the backup open it any more in the restored folder.
        let anchors = try (KeyVault.anchor(of: bench.restored.vault).epoch, KeyVault.anchor(in: bench.anchor).epoch)
        #expect(anchors.0 > anchors.1)
    }

    @Test("a ledger of another history, another secret, an anchor in the backup are refused")
    func refused() throws {
        let bench = try Bench(), other = try Bench()
        try bench.backUp()
        #expect(code { try bench.restore(ledger: other.fixture.folder.ledger) } == "ledger-of-another-history")
        try other.backUp()
        #expect(code { try bench.restore(anchor: other.anchor) } != nil)
        #expect(
            code {
                _ = try BackUpHub(bench.hub).perform(
                    to: bench.fixture.root.appending(path: "x"), anchor: bench.fixture.root.appending(path: "x/a"))
            }
                == "anchor-in-backup")
        #expect(
            code { _ = try BackUpHub(bench.hub).perform(to: bench.fixture.folder.root.appending(path: "x"), anchor: bench.anchor) }
                == "backup-in-hub")
        #expect(!FileManager.default.fileExists(atPath: bench.restored.root.path))
    }

    @Test("copied while others go on: the ledger names nothing that the copy lacks")
    func inUse() async throws {
        let bench = try Bench()
        let hub = bench.hub, fixture = bench.fixture, vault = bench.vault
        let busy = Task.detached {
            for round in 0..<12 {
                let supply = try fixture.supply("\(round + 10)", to: hub, vault)
                if round % 3 == 0 { _ = try DestroySupply(hub: hub, vault: vault).perform(supply, why: "over", by: HubFixture.officer) }
            }
        }
        for round in 0..<4 {
            _ = try BackUpHub(try fixture.open()).perform(to: fixture.root.appending(path: "b\(round)"), anchor: bench.anchor)
        }
        try await busy.value
        let restored = try bench.restore(from: "b3")
        #expect(restored.lost == [])
    }
}
