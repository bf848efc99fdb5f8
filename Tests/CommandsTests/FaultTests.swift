import Foundation
import Testing

/// Kills and starves a supply at every system call that writes, one run after another, until a run gets through.
@Suite("Faults during a supply", .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/strace"), "needs strace"), .serialized)
struct FaultTests {
    static let writes = "write,pwrite64,writev,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,ftruncate,openat"

    @Test("kill -9 at every write leaves the supply whole or absent, and the ledger sound")
    func kills() throws { try everyWrite(inject: "signal=KILL", stride: 7) }

    @Test("a full disk at every write leaves the supply whole or absent, and the ledger sound")
    func fullDisk() throws { try everyWrite(inject: "error=ENOSPC", stride: 11) }

    /// `stride` leaves gaps between the calls tried, so that the loop ends in minutes; a different phase each round covers the rest.
    private func everyWrite(inject: String, stride: Int) throws {
        let harness = try Harness()
        try harness.begin()
        let file = try SmallSupply.write(in: harness)
        var taken = 0
        var call = 1
        var rounds = 0
        while true {
            let before = try counted(harness)
            let result = try harness.run(
                ["supply", file, "--dataset", harness.crime, "--from", "beds-police", "--as", "p-ellis", "--json"],
                under: [
                    "/usr/bin/strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(Self.writes)", "-e",
                    "inject=\(Self.writes):\(inject):when=\(call)",
                ])
            let after = try counted(harness)
            #expect(after == before || after == before + SmallSupply.records, "call \(call): \(before) records became \(after)")
            let verdict = try harness.run("ledger", "verify", "--json")
            #expect(verdict.status == 0, "call \(call): \(verdict.output) \(verdict.notes)")
            rounds += 1
            if after > before {
                taken += 1
                break
            }
            if result.status == 0 { break }
            call += stride
            try #require(rounds < 400, "the supply never got through")
        }
        #expect(rounds > 3, "the faults never struck")
        let again = try harness.run("supply", file, "--dataset", harness.crime, "--from", "beds-police", "--as", "p-ellis", "--json")
        #expect(again.status == 0)
        #expect(again.objects.first?["status"] as? String == "already-supplied")
        #expect(try counted(harness) == SmallSupply.records)
    }

    private func counted(_ harness: Harness) throws -> Int {
        let result = try harness.run("query", "--as", "a-shah", "--purpose", "fault test", "--dataset", harness.crime, "--json")
        try #require(result.status == 0, "\(result.notes)")
        return try #require(result.objects.first?["total"] as? Int)
    }
}

/// A supply small enough to be killed a hundred times.
enum SmallSupply {
    static let records = 40
    static func write(in harness: Harness) throws -> String {
        let file = harness.path("offences.csv")
        try harness.must("sample", "--dataset", harness.crime, "--rows", String(records), "--seed", "5", "--to", file)
        return file
    }
}
