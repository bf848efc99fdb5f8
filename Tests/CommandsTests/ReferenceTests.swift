import Foundation
import Testing

@Suite("References are asked for in the form one is given (rule 6)", .serialized)
struct ReferenceTests {
    private let field = "crime_reference_number"

    @Test("another agency's people find a record by its keyed form alone, whole; the supplier's by the reference too")
    func forms() throws {
        let harness = try Harness()
        try harness.begin()
        let file = try SmallSupply.take(in: harness)
        let raw = try column(0, of: file)[0]
        func ask(_ person: String, _ filter: String) throws -> Harness.Result {
            try harness.run(
                "query", "--as", person, "--purpose", "reference test", "--dataset", harness.crime, "--where", filter, "--show", "5",
                "--json")
        }
        func total(_ person: String, _ value: String) throws -> Int? {
            let result = try ask(person, "\(field)=\(value)")
            #expect(result.status == 0, "\(result.notes)")
            return result.objects.first?["total"] as? Int
        }
        for filter in ["\(field)=\(raw)", "\(field)=\(raw.lowercased())", "\(field)~\(raw.prefix(5))", "\(field)~"] {
            let refused = try ask("a-shah", filter)
            #expect(refused.status == 77 && refused.output.contains("keyed-reference-needed"), "\(filter): \(refused.status)")
            #expect(!refused.notes.contains(raw))
            let extract = try harness.run(
                "extract", "--as", "a-shah", "--purpose", "reference test", "--dataset", harness.crime, "--where", filter, "--to",
                harness.path("refused"))
            #expect(extract.status == 77)
        }
        var keyed: [String: String] = [:]
        for person in ["a-shah", "p-officer"] {
            let place = harness.path("extract-\(person)")
            try harness.must("extract", "--as", person, "--purpose", "reference test", "--dataset", harness.crime, "--to", place)
            let references = try column(0, of: "\(place)/\(harness.crime).csv")
            #expect(!references.contains(raw))
            keyed[person] = references[0]
            #expect(try total(person, references[0]) == 1)
        }
        #expect(keyed["a-shah"] != keyed["p-officer"])
        #expect(try total("a-shah", try #require(keyed["p-officer"])) == 0)
        #expect(try total("p-officer", raw) == 1)
        #expect(try total("p-officer", raw.lowercased()) == 1)
        #expect(try ask("p-officer", "\(field)~\(raw)").objects.first?["total"] as? Int == 1)
    }

    @Test("nothing is derived from a reference, nor from anything that is no date, time or grouped code")
    func derived() throws {
        let harness = try Harness()
        try harness.begin()
        try SmallSupply.take(in: harness)
        for name in ["\(field)_weekday", "\(field)_year", "\(field)_month", "\(field)_hour", "\(field)_group", "offence_street_year"] {
            let result = try harness.run(
                "query", "--as", "p-officer", "--purpose", "reference test", "--dataset", harness.crime, "--by", name, "--json")
            #expect(result.status == 65 && result.output.contains("unknown-field"), "\(name): \(result.status)")
        }
        for name in ["committed_from_date_weekday", "offence_type_group", "month", "hour"] {
            try harness.must("query", "--as", "p-officer", "--purpose", "reference test", "--dataset", harness.crime, "--by", name)
        }
    }

    /// A column of a CSV file without quoted fields in front of it.
    private func column(_ number: Int, of file: String) throws -> [String] {
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\r\n").dropFirst()
        return lines.map { String($0.split(separator: ",", omittingEmptySubsequences: false)[number]) }
    }
}
