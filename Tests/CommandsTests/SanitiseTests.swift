import Foundation
import Testing

/// `sharewell sanitise addresses`, as a person would run it.
struct SanitiseTests {
    @Test func withoutPlacesStreetStaysAndPostcodeGoes() throws {
        let harness = try Harness()
        let result = try harness.run(
            "sanitise", "addresses", input: "Flat 3, 12 High Street, Luton, LU1 2AB\nGreenacres, Little Snoring\n\n")
        #expect(result.status == 0)
        #expect(result.objects.count == 3)
        let first = try #require(result.objects.first)
        #expect(Set(first.keys) == ["kept", "postcode", "area", "rung", "withheld", "why"])
        #expect(first["kept"] as? String == "HIGH STREET, LUTON")
        #expect(first["postcode"] is NSNull && first["area"] is NSNull)
        #expect(first["rung"] as? String == "none")
        #expect(first["withheld"] as? Bool == false)
        #expect((first["why"] as? [String])?.allSatisfy { $0.hasPrefix("rule ") } == true)
        #expect(result.objects[1]["withheld"] as? Bool == true)
        #expect((result.objects[1]["kept"] as? String)?.contains("GREENACRES") == false)
    }

    @Test func withPlacesFourPropertiesDecide() throws {
        let harness = try Harness()
        let properties = harness.path("properties.csv")
        try "postcode,properties\nLU1 1BQ,4\nLU1 1BT,3\nLU1 1BU,2\n".write(toFile: properties, atomically: true, encoding: .utf8)
        let places = harness.path("places")
        let imported = try harness.run(
            "places", "import", harness.sample("places/code-point-open-bedfordshire-2025-05.zip"), properties, "--version", "1", "--places",
            places)
        #expect(imported.status == 0)
        let addresses = ["LU1 1BQ", "LU1 1BT", "LU1 1BU", "LU1 1BW"].map { "12 High Street, Luton, \($0)" }
        let result = try harness.run("sanitise", "addresses", "--places", places, input: addresses.joined(separator: "\n") + "\n")
        #expect(result.objects.map { $0["postcode"] as? String } == ["LU1 1BQ", nil, nil, nil])
        #expect(result.objects.map { $0["rung"] as? String } == ["postcode", "group", "group", "none"])
        // Known to be too few: the larger place stays and the street goes. Not known: the street stays and no place beside it.
        #expect(result.objects.map { $0["withheld"] as? Bool } == [false, true, true, false])
        #expect(result.objects.map { $0["kept"] as? String } == ["HIGH STREET, LUTON", "LUTON", "LUTON", "HIGH STREET, LUTON"])
        for answer in result.objects { #expect((answer["area"] as? String) != nil || answer["rung"] as? String == "none") }
    }
}
