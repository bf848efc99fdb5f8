import Foundation
import Testing

@Suite("Partnerships, purposes and routine supplies at the terminal", .serialized)
struct GovernanceCommandTests {
    private static let assaults = "accident-and-emergency-assault"

    /// The record types are answered from as the protocol says: for its purposes, with patients' homes by the outward postcode.
    @Test("a protocol's purposes have to be stated, and patients' homes are the outward postcode for all but the supplier")
    func purposes() throws {
        let harness = try Harness()
        try harness.must("init", "--partnership", "Luton CSP", "--passphrase-file", harness.passphrase.path)
        for (agency, kind) in [("luton-council", "council"), ("luton-pct", "primary-care-trust")] {
            try harness.must("agency", "add", agency, "--name", agency, "--class", kind)
        }
        try harness.must(
            "person", "add", "a-shah", "--name", "A", "--agency", "luton-council", "--role", "analyst", "--dataset", Self.assaults)
        try harness.must(
            "person", "add", "h-lee", "--name", "L", "--agency", "luton-pct", "--role", "analyst", "--role", "data-supplier", "--dataset",
            Self.assaults)
        try harness.must(
            "protocol", "add", "isp", "--title", "ISP", "--from", "2026-01-15", "--purpose", "intelligence", "--supply",
            "luton-pct:\(Self.assaults):monthly:10")
        try harness.must("protocol", "sign", "isp", "--agency", "luton-council", "--agency", "luton-pct")
        try harness.must("places", "import", harness.sample("places/code-point-open-bedfordshire-2025-05.zip"))
        try harness.must("places", "import", harness.sample("places/properties-bedfordshire-generated.csv"))
        // All alike, so that no class is too small and the homes are kept.
        let header =
            "patient_reference_number,age,gender,ethnicity,patient_postcode,incident_type,incident_date,incident_time,incident_postcode"
        let rows = (1...40).map { "A\($0),30,Male,W1,LU1 1BB,Bottle,2026-07-\($0 % 28 < 9 ? "0" : "")\($0 % 28 + 1),22:10,LU1 1BB" }
        try ([header] + rows).joined(separator: "\n").write(toFile: harness.path("ae.csv"), atomically: true, encoding: .utf8)
        let key = ["--passphrase-file", harness.passphrase.path]
        try harness.must(["supply", harness.path("ae.csv"), "--dataset", Self.assaults, "--from", "luton-pct", "--as", "h-lee"] + key)
        func query(_ person: String, _ more: String...) throws -> Harness.Result {
            try harness.run(["query", "--as", person, "--purpose", "assaults at night", "--dataset", Self.assaults, "--json"] + key + more)
        }
        let unstated = try query("a-shah")
        #expect(unstated.status == 77 && unstated.notes.contains("--purpose-category intelligence"), "\(unstated.notes)")
        #expect(try query("a-shah", "--purpose-category", "service-delivery").notes.contains("No protocol covers service-delivery"))
        func homes(_ person: String) throws -> Set<String> {
            let answer = try #require(query(person, "--purpose-category", "intelligence", "--show", "50").objects.first)
            let records = try #require(answer["records"] as? [[String: String]])
            #expect(records.count > 10)
            return Set(records.flatMap(\.keys).filter { $0.hasPrefix("patient_") && $0 != "patient_reference_number" })
        }
        #expect(try homes("a-shah") == ["patient_postcode_district"])
        #expect(try homes("h-lee").isSuperset(of: ["patient_postcode_district", "patient_easting"]))
        let counted = try query("a-shah", "--purpose-category", "intelligence", "--by", "patient_sector")
        #expect(counted.status != 0 && counted.notes.contains("beyond what is given here"))
        try harness.must(
            [
                "extract", "--as", "a-shah", "--purpose", "assaults at night", "--purpose-category", "intelligence", "--dataset",
                Self.assaults, "--to", harness.path("out"),
            ] + key)
        let columns = try String(contentsOfFile: harness.path("out/\(Self.assaults).csv"), encoding: .utf8).prefix { $0 != "\n" }
        #expect(
            columns.contains("patient_postcode_district") && !columns.contains("patient_easting") && columns.contains("incident_easting"))
        let log = try harness.must("ledger", "log", "--json").objects.compactMap { $0["event"] as? [String: Any] }
        let begun = log.compactMap { $0["extractBegun"] as? [String: [String: Any]] }
        #expect(begun.last?["_0"]?["category"] as? String == "intelligence")
        let duties = try harness.must("duties", "--agency", "luton-pct", "--json").objects
        #expect(duties.contains { ($0["what"] as? String)?.contains("monthly as agreed in isp") == true })
    }

    @Test("the co-ordinator of one partnership is refused in another; a contract that is ended lets nothing in")
    func partnerships() throws {
        let harness = try Harness()
        try harness.begin()
        try harness.must("partnership", "add", "herts-csp", "--name", "Herts CSP")
        try harness.must("agency", "add", "herts-council", "--name", "Herts", "--class", "council", "--partnership", "herts-csp")
        try harness.must("person", "add", "h-lane", "--name", "H", "--agency", "herts-council", "--role", "co-ordinator")
        try harness.must("partnership", "co-ordinator", "herts-csp", "--person", "co-ordinator", "--step-back", "--as", "h-lane")
        for arguments in [
            ["person", "remove", "a-shah", "--as", "h-lane"], ["protocol", "end", "isp", "--why", "ended", "--as", "h-lane"],
            ["protocol", "sign", "isp", "--agency", "herts-council", "--as", "h-lane"],
            ["agency", "add", "h-fire", "--name", "F", "--class", "fire-and-rescue", "--partnership", "herts-csp"],
            ["transparency", "--to", harness.path("pack"), "--as", "h-lane"],
        ] {
            let refused = try harness.run(arguments)
            #expect(refused.status == 77, "\(arguments): \(refused.notes)")
        }
        // Whoever is alone in running it and gone cannot end their own profile: the hub's co-ordinator does, and names another.
        let naming = ["partnership", "co-ordinator", "herts-csp", "--person", "co-ordinator"]
        #expect(try harness.run(naming).status == 77)
        try harness.must("person", "remove", "h-lane")
        try harness.must(naming)
        try harness.must("agency", "add", "h-fire", "--name", "F", "--class", "fire-and-rescue", "--partnership", "herts-csp")
        try harness.must("agency", "add", "observatory", "--name", "Observatory", "--class", "community-group")
        try harness.must("person", "add", "o-kerr", "--name", "K", "--agency", "observatory", "--role", "data-supplier")
        try harness.must(
            "agency", "processor", "beds-police", "--processor", "observatory", "--contract", "SLA 17", "--from", "2026-01-01", "--until",
            "2999-12-31", "--free-of-charge")
        let file = try SmallSupply.write(in: harness)
        let supply = [
            "supply", file, "--dataset", harness.crime, "--from", "beds-police", "--as", "o-kerr", "--passphrase-file",
            harness.passphrase.path,
        ]
        try harness.must(supply)
        try harness.must("agency", "processor", "end", "beds-police", "--processor", "observatory", "--why", "taken back in house")
        let refused = try harness.run(supply)
        #expect(refused.status == 77 && refused.notes.contains("does not act for beds-police"), "\(refused.notes)")
        let contract = try #require(harness.must("agency", "processor", "list", "--json").objects.first)
        #expect((contract["ending"] as? [String: Any])?["why"] as? String == "taken back in house")
    }
}
