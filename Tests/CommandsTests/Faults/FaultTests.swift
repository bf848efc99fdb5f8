import Foundation
import Testing

/// Kills commands, and makes their calls fail, at every system call that changes a file, one run after another until a run gets through.
///
/// The supply is of forty records, so that a run makes about a hundred such calls and each can be struck; a larger one makes more of the same.
@Suite("Faults", .enabled(if: Strike.isPossible, "needs strace and taskset"), .serialized)
struct FaultTests {
    @Test(
        "a supply struck at any call is whole or absent, leaves nothing behind, and can be made again", arguments: [Fault.kill, .failure])
    func supply(fault: Fault) throws {
        let bench = try FaultBench { try SmallSupply.write(to: $0.path("offences.csv"), with: $0, rejects: true) }
        try bench.strikeEverywhere(fault) {
            SmallSupply.supply(for: $0)
        } check: { copy, number in
            let total = try copy.total()
            let isTaken = total == SmallSupply.records
            var wrong = isTaken || total == 0 ? [] : ["\(total) records"]
            wrong += try copy.strays(supplies: isTaken ? 1 : 0)
            // After every other strike, for time.
            guard number % 2 == 1 else { return wrong }
            let again = try copy.run(SmallSupply.supply(for: copy))
            if again.status != 0 { wrong.append("cannot be supplied again: \(again.notes)") }
            if again.objects.first?["status"] as? String != (isTaken ? "already-supplied" : "taken") {
                wrong.append("taken twice or not at all")
            }
            // The answer to the second supply says as much; counted again now and then only.
            if number % 8 == 1, try copy.total() != SmallSupply.records { wrong.append("not whole after the second supply") }
            return wrong + (try copy.strays(supplies: 1, beside: true))
        }
    }

    @Test(
        "a destruction struck at any call is not begun, or is finished and certified by the next command",
        arguments: [Fault.kill, .failure])
    func destruction(fault: Fault) throws {
        let arguments = ["destroy", "s000001", "--as", "p-officer", "--why", "fault test"]
        try Self.withSupply().strikeEverywhere(fault) { _ in
            arguments
        } check: { copy, _ in
            let total = try copy.total()
            let events = try copy.events()
            let (ordered, certified) = (events["destructionOrdered"] ?? 0, events["supplyDestroyed"] ?? 0)
            var wrong = ordered == certified && ordered < 2 ? [] : ["\(ordered) ordered, \(certified) certified"]
            if total != (ordered == 0 ? SmallSupply.records : 0) { wrong.append("\(total) records") }
            wrong += try copy.strays(supplies: 1 - certified, reports: 1)
            if try copy.run(arguments).status != (certified == 0 ? 0 : 77) { wrong.append("cannot be destroyed after it") }
            if try copy.events()["supplyDestroyed"] != 1 { wrong.append("not certified once") }
            return wrong + (try copy.strays(supplies: 0, reports: 1))
        }
    }

    @Test(
        "of an extract struck at any call no record is written before the ledger says so, and it is whole or absent",
        arguments: [(Fault.kill, false), (.failure, false), (.kill, true), (.failure, true)])
    func extract(fault: Fault, encrypted: Bool) throws {
        @Sendable func arguments(_ copy: FaultCopy, _ place: String) -> [String] {
            ["extract", "--as", "a-shah", "--purpose", "fault test", "--dataset", copy.harness.crime, "--to", copy.path(place)]
                + (encrypted ? ["--encrypt"] : [])
        }
        try Self.withSupply().strikeEverywhere(fault) {
            arguments($0, "out")
        } check: { copy, _ in
            let events = try copy.events()
            let (begun, released) = (events["extractBegun"] ?? 0, events["extractReleased"] ?? 0)
            var wrong: [String] = []
            let written = copy.files(in: copy.folder).filter { !$0.path.hasPrefix(copy.hub.path) }
            if begun == 0, !written.isEmpty { wrong.append("written before the ledger says so: \(written.map(\.lastPathComponent))") }
            // A place taken by a crash just before the move is an empty one.
            let there = written.filter { $0.path.hasPrefix(copy.path("out")) }
            if !there.isEmpty, released == 0 || there.count != (encrypted ? 1 : 4) {
                wrong.append("not whole: \(there), released \(released)")
            }
            // Where it is there already, another place is free; what a crash left goes all the same.
            let again = try copy.run(arguments(copy, "out"))
            if again.status != 0, try copy.run(arguments(copy, "elsewhere")).status != 0 { wrong.append("cannot be extracted again") }
            return wrong + (try copy.strays(supplies: 1, beside: true))
        }
    }

    /// A bench whose hub holds the small supply.
    private static func withSupply() throws -> FaultBench {
        try FaultBench { try SmallSupply.take(in: $0) }
    }
}

/// A supply small enough to be struck a hundred times.
enum SmallSupply {
    static let records = 40

    /// Supplies it to a hub that has begun; where the file is.
    @discardableResult static func take(in harness: Harness) throws -> String {
        let file = try write(in: harness)
        try harness.must("supply", file, "--dataset", harness.crime, "--from", "beds-police", "--as", "p-ellis")
        return file
    }

    static func write(in harness: Harness) throws -> String {
        let file = harness.path("offences.csv")
        try write(to: file, with: harness, rejects: false)
        return file
    }

    /// The records, and if wanted two more rows that are rejected.
    static func write(to file: String, with harness: Harness, rejects: Bool) throws {
        try harness.must("sample", "--dataset", harness.crime, "--rows", String(records), "--seed", "5", "--to", file)
        guard rejects else { return }
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try (text + "cut,short\r\ncut,short\r\n").write(toFile: file, atomically: true, encoding: .utf8)
    }

    /// The command that supplies a copy of the file beside a copied hub, where its rejects go too.
    static func supply(for copy: FaultCopy) -> [String] {
        let file = copy.path("offences.csv")
        if !FileManager.default.fileExists(atPath: file) {
            try? FileManager.default.copyItem(atPath: copy.harness.path("offences.csv"), toPath: file)
        }
        return ["supply", file, "--dataset", copy.harness.crime, "--from", "beds-police", "--as", "p-ellis", "--json"]
    }
}
