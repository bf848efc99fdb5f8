import Disclosure
import Foundation
import Guidance
import Register
import Storage
import Testing

@testable import Hub

/// The hub in `OlderHubs/` was made by the program of that commit: it has to be used for ever.
@Suite("Upgrading a hub of an older version")
struct UpgradeTests {
    /// Before the browser's face; hubs were of format 1.
    private static let before = "2720453"

    private final class Bench {
        let fixture: HubFixture
        /// As it was made.
        let payloads: [[UInt8]], files: [String: String]
        var anchor: URL { fixture.root.appending(path: "hub.anchor") }
        var backup: UpgradeHub.Backup { UpgradeHub.Backup(folder: fixture.root.appending(path: "backup"), anchor: anchor) }

        init() throws {
            fixture = try HubFixture()
            try fixture.age(to: UpgradeTests.before)
            payloads = try SQLiteLedger.open(at: fixture.folder.ledger).events(from: 0, limit: .max).map(\.payload)
            files = try Self.files(of: fixture.folder)
        }

        /// Everything in the folder but locks and the database's own files, by digest.
        static func files(of folder: HubFolder) throws -> [String: String] {
            try FolderCopy.files(in: folder.root).filter { !$0.hasSuffix("lock") && !$0.contains("ledger.sqlite") }
                .reduce(into: [:]) { $0[$1] = try FolderCopy.facts(of: folder.root.appending(path: $1))?.digest }
        }

        func upgrade(_ steps: [HubStep] = HubStep.all, locked: Bool = false) -> UpgradeHub {
            UpgradeHub(fixture.folder, secret: locked ? nil : fixture.secret, store: nil, clock: fixture.clock, steps: steps)
        }

        /// That nothing has changed.
        func isAsBefore() throws -> Bool {
            let ledger = try SQLiteLedger.open(at: fixture.folder.ledger)
            return try ledger.format == 1 && ledger.events(from: 0, limit: .max).map(\.payload) == payloads
                && Self.files(of: fixture.folder) == files
        }
    }

    @Test("it is refused until it is upgraded; then all of it is there, and the work goes on")
    func works() throws {
        let bench = try Bench()
        let fixture = bench.fixture
        #expect(code { _ = try fixture.open() } == "hub-of-older-format")
        let wanted = try bench.upgrade().check()
        #expect(wanted.from == 1 && wanted.to == HubFormat.current && wanted.suppliesOpened == 3)
        #expect(try bench.isAsBefore())
        let done = try bench.upgrade().perform(backup: bench.backup)
        #expect(done.from == 1 && done.events == Int64(bench.payloads.count + 1) && done.suppliesOpened == 3)

        let hub = try fixture.open(), vault = try hub.unsealed(fixture.secret, store: nil)
        #expect(hub.state.format == HubFormat.current)
        // What was recorded is there byte by byte, and the upgrade after it.
        let events = try hub.ledger.events(from: 0, limit: .max)
        #expect(events.prefix(bench.payloads.count).map(\.payload) == bench.payloads)
        #expect(try EventCoding.decode(events[bench.payloads.count].payload) == .hubUpgraded(HubUpgraded(from: 1, to: 2)))
        #expect(try VerifyLedger(HubLedger.open(fixture.folder)).perform(against: [], vault: vault).sound)

        // Depersonalised records are counted, and personal ones under the grant of then.
        let crimes = Question(dataset: HubFixture.crime, from: nil, to: nil, filters: [], by: [])
        let answer = try AnswerQuestion(hub: hub, vault: vault, entry: .terminal).perform(
            crimes, for: HubFixture.analyst, purpose: "strategic assessment", showing: 0)
        #expect(answer.total.number == 40)
        let worker = PersonID(rawValue: "m-rao"), grant = GrantID(rawValue: "g000001")
        let offenders = RecordTypeID(rawValue: "prolific-and-other-priority-offender")
        let personal = try AnswerQuestion(hub: hub, vault: vault, entry: .terminal).perform(
            Question(dataset: offenders, from: nil, to: nil, filters: [], by: []), for: worker, purpose: "case meeting", under: grant,
            showing: 5)
        #expect(personal.records.count == 1)
        #expect(
            try hub.persons(of: RequestID(rawValue: "r000002"), for: HubFixture.officer, vault: vault, entry: .terminal).count == 1)
        #expect(try ShowQuality(hub: hub).perform(SupplyID(rawValue: "s000001"), for: HubFixture.supplier).recordsSealed == 40)
        #expect(hub.state.supplies[SupplyID(rawValue: "s000003")]?.status == .destroyed)
        // What is new since works on it: a supply, small numbers of a rulebook that does not speak of them, backup and restore.
        #expect(try fixture.supply("07", to: hub, vault).rawValue == "s000005")
        #expect(hub.rulebook.smallNumbers == .usual)
        let after = fixture.root.appending(path: "after")
        _ = try BackUpHub(hub).perform(to: after, anchor: bench.anchor)
        let restored = try RestoreHub(
            backup: after, anchor: bench.anchor, secret: fixture.secret, ledger: nil, checkpoints: [], acceptsLoss: true
        ).perform(to: HubFolder(fixture.root.appending(path: "restored")), clock: fixture.clock)
        #expect(restored.upgradedFrom == nil && restored.lost == [])
        // Once is enough.
        #expect(try bench.upgrade().perform(backup: nil).from == HubFormat.current)
    }

    @Test("the backup of before can be restored, and what is restored is a hub of today")
    func backup() throws {
        let bench = try Bench()
        let fixture = bench.fixture
        _ = try bench.upgrade(locked: true).perform(backup: bench.backup)
        func restore(_ name: String, ledger: URL?) throws -> (RestoreHub.Done, Hub) {
            let target = HubFolder(fixture.root.appending(path: name))
            let done = try RestoreHub(
                backup: fixture.root.appending(path: "backup"), anchor: bench.anchor, secret: fixture.secret, ledger: ledger,
                checkpoints: [], acceptsLoss: ledger == nil
            ).perform(to: target, clock: fixture.clock)
            return (done, try Hub.open(target, clock: fixture.clock))
        }
        let (alone, first) = try restore("one", ledger: nil)
        #expect(alone.upgradedFrom == 1 && alone.lost == [] && first.state.format == HubFormat.current)
        let (newer, second) = try restore("two", ledger: fixture.folder.ledger)
        #expect(newer.upgradedFrom == 1 && newer.lost == [] && second.state.format == HubFormat.current)
        #expect(second.head.size == first.head.size)
    }

    @Test("broken off while files are changed it is the old hub, and goes on; nothing is changed while it is in use")
    func brokenOff() throws {
        struct Struck: Error {}
        let bench = try Bench()
        let place = bench.fixture.folder.root.appending(path: "made-by-a-step")
        let change: @Sendable (HubFolder) throws -> Void = { _ in try DurableFile.write([7], to: place) }
        let fault: @Sendable (HubFolder) throws -> Void = { _ in throw Struck() }
        #expect(throws: Struck.self) {
            try bench.upgrade([HubStep(from: 1, what: "x", changes: [change, fault])]).perform(backup: nil)
        }
        #expect(try SQLiteLedger.open(at: bench.fixture.folder.ledger).format == 1)
        #expect(code { _ = try bench.fixture.open() } == "hub-of-older-format")
        // Somebody else records something between the backup and the change.
        let clock = bench.fixture.clock
        let busy: @Sendable (HubFolder) throws -> Void = { folder in
            try SQLiteLedger.open(at: folder.ledger).append(
                [EventCoding.encode(.sealChanged(SealChanged(unsealed: true)))], at: clock())
        }
        #expect(
            code { _ = try bench.upgrade([HubStep(from: 1, what: "x", changes: [change, busy])]).perform(backup: bench.backup) }
                == "hub-in-use")
        #expect(try SQLiteLedger.open(at: bench.fixture.folder.ledger).format == 1)
        _ = try bench.upgrade([HubStep(from: 1, what: "x", changes: [change])]).perform(backup: nil)
        #expect(try bench.fixture.open().state.format == HubFormat.current)
        #expect(FileManager.default.fileExists(atPath: place.path))
    }

    @Test(
        "a hub that is not sound is not upgraded, and nothing in it is changed",
        arguments: ["segments", "reports", "ledger", "format", "guidance"])
    func damaged(what: String) throws {
        let bench = try Bench()
        let folder = bench.fixture.folder
        func flip(_ path: String) throws {
            let file = folder.root.appending(path: path)
            var bytes = try Data(contentsOf: file)
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: file)
        }
        let expected: String
        switch what {
        case "segments":
            let segment = try #require(try FolderCopy.files(in: folder.root).first { $0.hasSuffix(".segment") })
            try flip(segment)
            expected = "backup-damaged"
        case "reports":
            try Data(#"{"supply":"s000001"}"#.utf8).write(to: folder.reports.appending(path: "s000001.json"))
            expected = "hub-not-sound"
        case "ledger":
            try bench.fixture.tamper("UPDATE event SET payload = CAST(replace(payload, 'P Ellis', 'Q Ellis') AS BLOB)")
            expected = "ledger-altered"
        case "format":
            try bench.fixture.tamper("PRAGMA user_version = \(HubFormat.current)")
            expected = "format-contradicts-ledger"
        default:
            try flip(
                try #require(try FolderCopy.files(in: folder.root).first { $0.hasPrefix("guidance/datasets") || $0.hasPrefix("guidance/") })
            )
            expected = "rulebook-changed"
        }
        let files = try Bench.files(of: folder)
        let found = code { _ = try bench.upgrade().perform(backup: bench.backup) }
        if what == "guidance" { #expect(found != nil) } else { #expect(found == expected) }
        #expect(try Bench.files(of: folder) == files)
        #expect(try SQLiteLedger.open(at: folder.ledger).size == bench.payloads.count)
        #expect(!FileManager.default.fileExists(atPath: bench.fixture.root.appending(path: "backup").path))
    }

    @Test("formats are gone through one by one, and a hub of a newer one is left alone")
    func formats() throws {
        let fixture = try HubFixture()
        let hub = try fixture.open()
        #expect(hub.state.format == HubFormat.current && HubStep.all.map(\.from) == Array(1..<HubFormat.current))
        for (from, to) in [(1, 2), (2, 4), (2, 2), (2, 1), (3, 4)] {
            #expect(code { try hub.append([.hubUpgraded(HubUpgraded(from: from, to: to))], at: hub.now) } == "impossible-event", "\(from)")
        }
        try fixture.tamper("PRAGMA user_version = \(HubFormat.current + 1)")
        #expect(code { _ = try fixture.open() } == "hub-of-newer-format")
        #expect(code { _ = try UpgradeHub(fixture.folder, secret: nil, store: nil, clock: fixture.clock).check() } == "hub-of-newer-format")
    }
}
