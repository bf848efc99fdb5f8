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
            let again = try copy.run(SmallSupply.supply(for: copy))
            if again.status != 0 { wrong.append("cannot be supplied again: \(again.notes)") }
            if again.objects.first?["status"] as? String != (isTaken ? "already-supplied" : "taken") {
                wrong.append("taken twice or not at all")
            }
            // The answer to the second supply says as much; counted again now and then only, for time.
            if number % 8 == 1, try copy.total() != SmallSupply.records { wrong.append("not whole after the second supply") }
            return wrong + (try copy.strays(supplies: 1, beside: true))
        }
    }
}

/// A supply small enough to be struck a hundred times.
enum SmallSupply {
    static let records = 40

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
