import Foundation
import GRDB
import Testing

@Suite("The ledger from the terminal", .serialized)
struct LedgerCommandTests {
    let harness: Harness
    let key: String

    init() throws {
        harness = try Harness()
        try harness.begin()
        try harness.must("ledger", "checkpoint", "--out", harness.path("old.checkpoint"))
        let signed = try harness.must("ledger", "checkpoint", "--json")
        key = try #require(signed.objects.first?["key"] as? String)
    }

    private var ledger: URL { harness.folder.appending(path: "hub/ledger") }

    /// Puts a copy of a folder of the hub aside, or back.
    private func copy(_ from: String, over to: String) throws {
        let (source, target) = (harness.folder.appending(path: from), harness.folder.appending(path: to))
        try? FileManager.default.removeItem(at: target)
        try FileManager.default.copyItem(at: source, to: target)
    }

    private func tamper(_ statement: String) throws {
        let queue = try DatabaseQueue(path: ledger.appending(path: "ledger.sqlite").path)
        try queue.inDatabase { database in
            for trigger in ["event_stands", "event_stays", "head_grows", "head_stays"] {
                try database.execute(sql: "DROP TRIGGER \(trigger)")
            }
            try database.execute(sql: statement)
        }
        try queue.close()
    }

    private func addPerson(_ name: String) throws {
        try harness.must("person", "add", name, "--name", "X", "--agency", "luton-council", "--role", "analyst")
    }

    @Test("a partner with two checkpoints, a proof and the key needs no hub")
    func partner() throws {
        try addPerson("a-second")
        try harness.must("ledger", "checkpoint", "--out", harness.path("new.checkpoint"))
        try harness.must("ledger", "prove", "--from", harness.path("old.checkpoint"), "--out", harness.path("growth.proof"))
        try harness.must("ledger", "prove", "--index", "3", "--out", harness.path("event.tlog-proof"))
        try harness.must("seal")
        try copy("hub", over: "elsewhere")
        try FileManager.default.removeItem(at: harness.folder.appending(path: "hub"))
        let (old, new, proof) = (harness.path("old.checkpoint"), harness.path("new.checkpoint"), harness.path("growth.proof"))
        let grew = try harness.must("ledger", "verify", "--checkpoints", old, new, "--proof", proof, "--key", key, "--json")
        #expect(grew.objects.first?["sound"] as? Bool == true)
        let shown = try harness.must("ledger", "verify", "--proof", harness.path("event.tlog-proof"), "--key", key)
        #expect(shown.output.contains("The event is in the ledger."))
        try key.write(toFile: harness.path("luton.key"), atomically: true, encoding: .utf8)
        try harness.must("ledger", "verify", "--checkpoints", old, old, "--key", harness.path("luton.key"))
        for arguments in [
            ["--checkpoints", new, old, "--proof", proof, "--key", key], ["--checkpoints", old, new, "--key", key],
            ["--proof", proof, "--key", key],
        ] {
            let result = try harness.run(["ledger", "verify"] + arguments)
            #expect(result.status == 65, "\(arguments): \(result.status) \(result.notes)")
            #expect(result.output.isEmpty && result.notes.contains("What to do:"))
        }
        #expect(try harness.run("ledger", "verify", "--checkpoints", old, new, "--proof", proof).status == 64)
        #expect(try harness.run("ledger", "verify", "--checkpoints", old, "--key", key).status == 64)
        #expect(try harness.run("ledger", "verify", "--checkpoints", old, harness.path("none"), "--key", key).status == 66)
        try copy("elsewhere", over: "hub")
    }

    @Test("a sound hub verifies against what partners kept, sealed or not")
    func sound() throws {
        try addPerson("a-second")
        let report = try harness.must("ledger", "verify", "--against", harness.path("old.checkpoint"), "--json")
        let compared = try #require(report.objects.first?["checkpoints"] as? [[String: Any]])
        #expect(compared.count == 3 && compared.allSatisfy { $0["confirmed"] as? Bool == true }, "\(report.output)")
        try harness.must("seal")
        #expect(try harness.must("ledger", "verify").output.contains("The ledger is sound."))
        #expect(try harness.run("ledger", "checkpoint").status == 69)
    }

    @Test("a changed event is named, and nothing is signed on top of a ledger that contradicts a checkpoint")
    func changed() throws {
        try tamper("UPDATE event SET payload = CAST(replace(CAST(payload AS TEXT), 'Luton ISP', 'Luton IPS') AS BLOB)")
        let result = try harness.run("ledger", "verify", "--json")
        #expect(result.status == 65)
        let fault = try #require((result.objects.first?["faults"] as? [[String: Any]])?.first)
        #expect(fault["code"] as? String == "event-altered")
        let log = try harness.run("ledger", "log", "--json")
        let index = try #require(log.objects.first { ($0["what"] as? String)?.hasPrefix("protocol recorded") == true }?["index"] as? Int)
        #expect(fault["index"] as? Int == index)
        for arguments in [["ledger", "checkpoint"], ["status"], ["person", "profile", "a-shah"]] {
            let refused = try harness.run(arguments)
            #expect(refused.status == 65 && refused.notes.contains("sharewell ledger verify"), "\(arguments): \(refused.notes)")
        }
        try #expect(harness.run("ledger", "log", "--json").objects.count == log.objects.count)
    }

    @Test("an old ledger put back is refused: beside its checkpoint, by the vault, or by a partner's")
    func replayed() throws {
        try copy("hub", over: "backup")
        try addPerson("a-second")
        try harness.must("ledger", "checkpoint", "--out", harness.path("new.checkpoint"))
        // The database alone.
        try copy("hub", over: "newest")
        for name in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"] {
            try? FileManager.default.removeItem(at: ledger.appending(path: name))
            try? FileManager.default.copyItem(at: harness.folder.appending(path: "backup/ledger/\(name)"), to: ledger.appending(path: name))
        }
        #expect(try harness.run("ledger", "verify").status == 65)
        #expect(try harness.run("ledger", "checkpoint").status == 65)
        // The ledger's whole folder: the vault remembers.
        try copy("newest", over: "hub")
        try copy("backup/ledger", over: "hub/ledger")
        let vault = try harness.run("ledger", "verify")
        #expect(vault.status == 65 && vault.output.contains("in the vault"), "\(vault.output)")
        #expect(try harness.run("ledger", "checkpoint").status == 65)
        // The whole hub: only what left the machine can tell.
        try copy("backup", over: "hub")
        #expect(try harness.run("ledger", "verify").status == 0)
        let partner = try harness.run("ledger", "verify", "--against", harness.path("new.checkpoint"))
        #expect(partner.status == 65 && partner.output.contains("shorter-than-checkpoint"))
    }

    @Test("what is not a checkpoint of this hub is a fault that names the file, never a trap")
    func foreign() throws {
        let good = try String(contentsOfFile: harness.path("old.checkpoint"), encoding: .utf8)
        for (number, text) in [
            "", "nonsense\n", good.replacing("\n", with: "\r\n"), good + good, good.replacing("sharewell/", with: "sharewell/0"),
        ]
        .enumerated() {
            let file = harness.path("bad-\(number).checkpoint")
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            let result = try harness.run("ledger", "verify", "--against", file)
            #expect(
                result.status == 65 && result.output.contains("bad-\(number).checkpoint"), "\(number): \(result.status) \(result.notes)")
            #expect(try harness.run("ledger", "prove", "--from", file).status == 65)
        }
        #expect(try harness.run("ledger", "prove", "--index", "100000").status == 65)
        #expect(try harness.run("ledger", "prove", "--index=-1").status == 65)
        #expect(try harness.run("ledger", "prove", "--supply", "s000009").status == 65)
        #expect(try harness.run("ledger", "prove").status == 64)
    }

    @Test("the log reads in order, a part of it on request")
    func log() throws {
        let all = try harness.must("ledger", "log", "--json").objects
        #expect(all.compactMap { $0["index"] as? Int } == Array(all.indices))
        #expect((all.first?["what"] as? String)?.hasPrefix("hub begun for Luton CSP") == true)
        let part = try harness.must("ledger", "log", "--from", "2", "--limit", "3", "--json").objects
        #expect(part.compactMap { $0["index"] as? Int } == [2, 3, 4])
        let text = try harness.must("ledger", "log").output
        #expect(text.split(separator: "\n").count == all.count && text.contains("by co-ordinator"))
    }
}
