import Testing

@testable import Depersonalisation

/// What the report says became of places is what became of the records in the end.
struct ReportedPlacesTests {
    private let bench = DepersonaliserTests()

    /// Rule 7 may generalise a place further than the ladder did, and hold a record back after its place was found.
    @Test func rungsAreThoseThatRecordsLeaveWith() throws {
        let places = try DepersonaliserTests.Places()
        let homes = DepersonaliserTests.offences(1500, seed: 21)
        let rows = homes.enumerated().map { index, home in
            "\(home.reference),\(index % 3 == 0 ? "Male" : "Female"),\(18 + index % 60),W1,\"\(home.address)\""
        }
        let (output, report) = try bench.released(
            "police-recorded-crime-victim",
            "crime_reference_number,gender,age,ethnicity,victim_address\n" + rows.joined(separator: "\n") + "\n", places, chunkBytes: 9000)
        #expect(!output.rows.isEmpty && report.generalisations.keys.count > 1)
        let told = try #require(report.groups["victim"])
        var rungs: [String: Int] = [:]
        for row in output.rows { rungs[row["victim_rung"] ?? "", default: 0] += 1 }
        #expect(told.rungs == rungs)
        #expect(told.flows.values.reduce(0) { $0 + ($1[DepersonalisingReport.PlaceReport.heldBack] ?? 0) } == output.heldBack.count)
        #expect(told.supplied == ["address": homes.count])
        #expect(told.displacement.records <= output.rows.count)
    }

    /// Both lists of wards count the records that are released, and no others.
    @Test func wardsBeforeAndAfterCountTheSameRecords() throws {
        let places = try DepersonaliserTests.Places()
        let home = try #require(DepersonaliserTests.units.first { ($0.properties ?? 0) >= 4 }).postcode
        func offenders(_ people: [String]) throws -> DepersonalisingReport {
            let rows = people.enumerated().map { "CR\($0),\($1),Male,34,W1,\(home)" }
            return try bench.released(
                "police-recorded-crime-offender",
                "crime_reference_number,offender_reference_number,gender,age,ethnicity,offender_postcode\n" + rows.joined(separator: "\n")
                    + "\n", places
            ).1
        }
        let all = try #require(try offenders(["P1", "P2", "P3", "P4", "P5"]).groups["offender"])
        #expect(all.wardsBefore.values.reduce(0, +) == 5 && all.wardsAfter.values.reduce(0, +) == 5)
        let none = try #require(try offenders(["P1", "P2", "P3"]).groups["offender"])
        #expect(none.wardsBefore.isEmpty && none.wardsAfter.isEmpty && none.rungs.isEmpty && none.streetsKept + none.streetsWithheld == 0)
        #expect(none.flows == ["postcode": ["held-back": 3]] && none.supplied == ["postcode": 3])
    }
}
