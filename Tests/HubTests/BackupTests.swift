import Foundation
import Register
import Sealing
import Storage
import Synchronization
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
            from name: String = "backup", anchor other: URL? = nil, ledger: URL? = nil, checkpoints: [URL] = [], acceptsLoss: Bool? = nil
        ) throws -> RestoreHub.Done {
            try RestoreHub(
                backup: fixture.root.appending(path: name), anchor: other ?? anchor, secret: fixture.secret, ledger: ledger,
                checkpoints: checkpoints, acceptsLoss: acceptsLoss ?? (ledger == nil && checkpoints.isEmpty)
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

    @Test("nothing is in a backup but what is sealed, counted or published: no file on its way to somebody, whatever folder it waits in")
    func nothingInClear() throws {
        let bench = try Bench()
        let folder = bench.fixture.folder
        let canary = Data("offender 4711 of the meeting".utf8)
        for place in [folder.outgoing, folder.ready, folder.ownCertificate, folder.root.appending(path: "uploads")] {
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try canary.write(to: place.appending(path: UUID().uuidString))
            // As one that is still being written.
            try canary.write(to: ExtractSink.leftover(of: place.appending(path: UUID().uuidString)))
        }
        let lock = try ServingHold(bench.hub)
        try bench.backUp()
        withExtendedLifetime(lock) {}
        let allowed = ["manifest.json", "hub/ledger/ledger.sqlite", "hub/ledger/checkpoint", "hub/vault/root.envelope"]
        let folders = ["hub/vault/notes/", "hub/vault/segments/", "hub/vault/keys-", "hub/guidance/", "hub/reports/", "hub/places/"]
        for path in try FolderCopy.files(in: bench.backup) {
            #expect(allowed.contains(path) || folders.contains { path.hasPrefix($0) }, "\(path)")
            let bytes = try Data(contentsOf: bench.backup.appending(path: path))
            #expect(bytes.range(of: canary) == nil, "\(path)")
        }
        try bench.restore()
    }

    @Test("a hub is served by one process at a time: the second is refused before it has touched anything")
    func served() throws {
        let bench = try Bench()
        do {
            let first = try ServingHold(bench.hub)
            #expect(code { _ = try ServingHold(bench.hub) } == "hub-served")
            withExtendedLifetime(first) {}
        }
        _ = try ServingHold(bench.hub)
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
            // Cut off, as a copy that broke off leaves it: at its half, and by its last byte.
            for length in [before.count / 2, before.count - 1] {
                try before.prefix(length).write(to: file)
                #expect(code { try bench.restore() } == "backup-damaged", "\(path) cut off at \(length)")
            }
            try FileManager.default.removeItem(at: file)
            #expect(code { try bench.restore() } == "backup-damaged", "\(path)")
            try before.write(to: file)
        }
        let extra = bench.backup.appending(path: "hub/vault/notes/extra.sealed")
        try Data([1]).write(to: extra)
        #expect(code { try bench.restore() } == "backup-damaged")
        try FileManager.default.removeItem(at: extra)
        // The manifest, too: a backup that was not finished has none, and one cut off says nothing.
        let manifest = bench.backup.appending(path: "manifest.json"), whole = try Data(contentsOf: manifest)
        for length in [0, whole.count / 2, whole.count - 2] {
            try whole.prefix(length).write(to: manifest)
            #expect(code { try bench.restore() } == "manifest-not-understood", "cut off at \(length)")
        }
        // And the anchor: the key to all of it.
        let anchor = try Data(contentsOf: bench.anchor)
        try whole.write(to: manifest)
        for broken in [anchor.prefix(anchor.count / 2), Data(anchor.dropLast()), Data(anchor.map { $0 ^ 1 })] {
            try broken.write(to: bench.anchor)
            #expect(code { try bench.restore() } != nil)
        }
        try anchor.write(to: bench.anchor)
        // Of none of it anything is left: not the folder, and nothing half made beside it, which would hold an anchor.
        #expect(!FileManager.default.fileExists(atPath: bench.restored.root.path))
        let beside = try FileManager.default.contentsOfDirectory(atPath: bench.fixture.root.path)
        #expect(!beside.contains { $0.contains("restor") }, "\(beside)")
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

    @Test("rehearsals and refused files leave older backups as good as they were, and are no destructions")
    func ordinaryUse() throws {
        let bench = try Bench()
        try bench.backUp(to: "older")
        let file = bench.fixture.root.appending(path: "stops-01.csv")
        let request = TakeSupply.Request(
            file: file, dataset: HubFixture.stops, agency: HubFixture.police, person: HubFixture.supplier, profile: nil, metadata: nil)
        let take = TakeSupply(hub: bench.hub, vault: bench.vault, stop: { false })
        #expect(try take.perform(request) { _, _ in }.status == .alreadySupplied)
        let other = bench.fixture.root.appending(path: "stops-03.csv")
        try String(contentsOf: file, encoding: .utf8).replacing("T00:01:00", with: "T00:03:00").write(
            to: other, atomically: true, encoding: .utf8)
        let segments = bench.hub.folder.vault.appending(path: "segments").path, seen = Mutex<Set<Int>>([])
        _ = try take.rehearse(
            TakeSupply.Request(
                file: other, dataset: HubFixture.stops, agency: HubFixture.police, person: HubFixture.supplier, profile: nil, metadata: nil)
        ) { _, _ in seen.withLock { _ = $0.insert((try? FileManager.default.contentsOfDirectory(atPath: segments).count) ?? -1) } }
        // Not even while it is read is any of it in the vault.
        #expect(seen.withLock { $0 } == [2])
        #expect(bench.hub.destroyedSinceBackup == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: bench.hub.folder.vault.appending(path: "segments").path).count == 2)
        try bench.backUp(to: "newer")
        try bench.restore(from: "older")
        for supply in bench.supplies { #expect(try bench.opens(supply)) }
    }

    @Test("restored without a newer ledger nobody comes in by what they had, and live grants are named; it takes a word of acceptance")
    func withoutWhatHappenedSince() throws {
        let bench = try Bench()
        let hub = bench.hub, person = HubFixture.analyst, signIn = SignIn(hub: hub)
        let first = try signIn.invite(person, registration: "level-3", by: .firstCoordinator, vault: bench.vault)
        let password = "purple otter bridge"
        _ = try signIn.accept(person.rawValue, code: first, password: password, from: "", vault: bench.vault)
        let token = try signIn.issueToken(
            for: signIn.proved(person), purpose: "the monthly map", category: .intelligence, datasets: [HubFixture.stops],
            until: hub.now.day + 9,
            vault: bench.vault)
        let invitation = try signIn.invite(HubFixture.officer, registration: "level-3", by: .firstCoordinator, vault: bench.vault)
        try bench.backUp()
        // Since then the token is revoked.
        try signIn.revokeToken(token.token.id, of: person, vault: bench.vault)
        #expect(code { try bench.restore(acceptsLoss: false) } == "loss-not-accepted")
        #expect(!FileManager.default.fileExists(atPath: bench.restored.root.path))
        let done = try bench.restore(acceptsLoss: true)
        #expect(!done.isCertain && done.grants == [])
        let again = try Hub.open(bench.restored, clock: bench.fixture.clock)
        let vault = try again.unsealed(bench.fixture.secret, store: nil), back = SignIn(hub: again)
        let last = try again.ledger.events(from: 0, limit: .max).map { try EventCoding.decode($0.payload) }.last
        #expect(last == .hubRestored(HubRestored(backup: hub.state.size - 1, missing: 0, isCertain: false)))
        #expect(code { _ = try back.check(person.rawValue, password: password, from: "", vault: vault) } == "sign-in-failed")
        #expect(try TokenIndex(hub: again).find(token.secret, vault: { vault }) == nil)
        #expect(
            code {
                _ = try back.accept(HubFixture.officer.rawValue, code: invitation, password: password, from: "", vault: vault)
            } == "sign-in-failed")
        // Invited anew, they come in.
        let fresh = try back.invite(person, registration: "level-3", by: .firstCoordinator, vault: vault)
        _ = try back.accept(person.rawValue, code: fresh, password: password, from: "", vault: vault)
        #expect(try back.check(person.rawValue, password: password, from: "", vault: vault).next == .nothing)
        // With the ledger of after it, everybody has what they had, and what was revoked is.
        try FileManager.default.removeItem(at: bench.restored.root)
        #expect(try bench.restore(ledger: bench.fixture.folder.ledger).isCertain)
        let whole = try Hub.open(bench.restored, clock: bench.fixture.clock)
        let known = try whole.unsealed(bench.fixture.secret, store: nil)
        #expect(try SignIn(hub: whole).check(person.rawValue, password: password, from: "", vault: known).next == .nothing)
        #expect(try TokenIndex(hub: whole).find(token.secret, vault: { known }) == nil)
    }

}
