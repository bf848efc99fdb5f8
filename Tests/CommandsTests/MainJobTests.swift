import Foundation
import Testing

@Suite("The main job from the terminal", .serialized)
struct MainJobTests {
    @Test("a real month in, a count and an extract out, the ledger verified")
    func mainJob() throws {
        let harness = try Harness()
        try harness.begin()
        let file = harness.sample("police-uk/2022-10-bedfordshire-street.csv.gz")
        let supplied = try harness.must("supply", file, "--dataset", harness.crime, "--from", "beds-police", "--as", "p-ellis", "--json")
        let outcome = try #require(supplied.objects.first)
        let sealed = try #require(outcome["recordsSealed"] as? Int)
        #expect(outcome["status"] as? String == "taken")
        #expect(outcome["recordsRejected"] as? Int == 0)
        #expect(outcome["recordsRead"] as? Int == sealed)
        let query = try harness.must(
            "query", "--as", "a-shah", "--purpose", "profile", "--dataset", harness.crime, "--by", "month", "--json")
        let answer = try #require(query.objects.first)
        // The council is told it rounded, whoever's records they are the number itself.
        let about = try #require(answer["total"] as? Int)
        #expect(about % 5 == 0 && (0..<5).contains(sealed - about))
        #expect(answer["smallNumbers"] as? [String: Int] == ["threshold": 5, "rounding": 5])
        let own = try harness.must(
            "query", "--as", "p-officer", "--purpose", "profile", "--dataset", harness.crime, "--by", "month", "--json")
        let exact = try #require(own.objects.first)
        #expect(exact["total"] as? Int == sealed && exact["smallNumbers"] == nil)
        let counts = try #require(exact["counts"] as? [[String: Any]])
        #expect(counts.first?["month"] as? String == "2022-10")
        #expect(counts.compactMap { $0["count"] as? Int }.reduce(0, +) == sealed)
        try harness.must(
            "extract", "--as", "a-shah", "--purpose", "profile", "--dataset", harness.crime, "--to", harness.path("out"), "--json")
        let names = try FileManager.default.contentsOfDirectory(atPath: harness.path("out"))
        #expect(names.contains("datapackage.json") && names.contains { $0.hasSuffix(".csv") })
        try harness.must("ledger", "verify")
        let again = try harness.must("supply", file, "--dataset", harness.crime, "--from", "beds-police", "--as", "p-ellis", "--json")
        #expect(again.objects.first?["status"] as? String == "already-supplied")
        try harness.must("destroy", "s000001", "--as", "p-officer", "--why", "end of the test")
        let gone = try harness.must("query", "--as", "a-shah", "--purpose", "profile", "--dataset", harness.crime, "--json")
        #expect(gone.objects.first?["total"] as? Int == 0)
        let refused = try harness.run("supply", file, "--dataset", harness.crime, "--from", "beds-police", "--as", "p-ellis")
        #expect(refused.status == 77)
        try harness.must("ledger", "verify")
    }

    @Test("what is not lawful is refused with exit code 77 and the way forward")
    func refusals() throws {
        let harness = try Harness()
        try harness.begin()
        let file = try SmallSupply.write(in: harness)
        for arguments in [
            ["supply", file, "--dataset", harness.crime, "--from", "luton-council", "--as", "p-ellis"],
            ["supply", file, "--dataset", harness.crime, "--from", "beds-police", "--as", "a-shah"],
            ["query", "--as", "nobody", "--purpose", "profile", "--dataset", harness.crime],
            ["query", "--as", "a-shah", "--purpose", "", "--dataset", harness.crime],
            ["query", "--as", "a-shah", "--purpose", "profile", "--dataset", "ambulance-call"],
            ["extract", "--as", "p-ellis", "--purpose", "profile", "--dataset", harness.crime, "--to", harness.path("x")],
            ["agency", "add", "fire", "--name", "Fire", "--class", "police-force", "--as", "a-shah"],
        ] {
            let result = try harness.run(arguments)
            #expect(result.status == 77, "\(arguments): \(result.status) \(result.notes)")
            #expect(result.notes.contains("What to do:"))
            #expect(result.output.isEmpty)
        }
    }

    @Test("a sealed hub answers nothing")
    func sealed() throws {
        let harness = try Harness()
        try harness.begin()
        let file = try SmallSupply.write(in: harness)
        try harness.must("seal")
        let supply = try harness.run("supply", file, "--dataset", harness.crime, "--from", "beds-police", "--as", "p-ellis")
        #expect(supply.status == 69)
        try "not the passphrase of this hub\n".write(toFile: harness.path("wrong.txt"), atomically: true, encoding: .utf8)
        #expect(try harness.run("unseal", "--passphrase-file", harness.path("wrong.txt")).status == 77)
        try harness.must("unseal", "--passphrase-file", harness.passphrase.path)
        try harness.must("supply", file, "--dataset", harness.crime, "--from", "beds-police", "--as", "p-ellis")
    }

    @Test("a passphrase file of the environment is for a sealed hub; one that is named always counts")
    func passphraseOfTheEnvironment() throws {
        let harness = try Harness()
        try harness.begin()
        let wrong = harness.path("wrong.txt")
        try "not the passphrase of this hub\n".write(toFile: wrong, atomically: true, encoding: .utf8)
        let publish = ["ledger", "checkpoint"], inEnvironment = ["/usr/bin/env", "SHAREWELL_PASSPHRASE_FILE=\(wrong)"]
        #expect(try harness.run(publish, under: inEnvironment).status == 0)
        #expect(try harness.run(publish + ["--passphrase-file", wrong]).status == 77)
        try harness.must("seal")
        #expect(try harness.run(publish, under: inEnvironment).status == 77)
    }
}
