import Guidance
import Testing

@testable import Register

/// A decision gives what was asked or less (§4.3.1).
struct GrantWithinTests {
    @Test("what was asked bounds what is decided: a shorter period and fewer areas, never others")
    func bounded() throws {
        let asked = GrantTerms(
            dataset: Fixture.crime, source: Fixture.police, agency: RequestFixture.probation, people: [RequestFixture.member],
            fields: ["offence_type"],
            from: "2022-03", to: "2022-10-15", areas: ["E05002193", "E05002194"], persons: .notNamed, transfer: .hub, conditions: [],
            until: 1)
        func with(_ from: String?, _ to: String?, _ areas: [String]) -> GrantTerms {
            GrantTerms(
                dataset: asked.dataset, source: asked.source, agency: asked.agency, people: asked.people, fields: asked.fields, from: from,
                to: to, areas: areas, persons: .notNamed, transfer: .hub, conditions: [], until: 1)
        }
        for (from, to) in [("2022-03", "2022-10-15"), ("2022-04-02", "2022-09"), ("2022-03-01", "2022-10-14")] {
            #expect(with(from, to, ["E05002193"]).areWithin(asked), "\(from) \(to)")
        }
        let wider: [(String?, String?)] = [
            ("2022", "2022-10-15"), ("2022-02-28", "2022-10-15"), ("2022-03", "2022-10"), ("2022-03", "2022"), (nil, "2022-10-15"),
            ("2022-03", nil), ("2022-03-00", "2022-09"),
        ]
        for (from, to) in wider {
            #expect(!with(from, to, ["E05002193"]).areWithin(asked), "\(from ?? "-") \(to ?? "-")")
        }
        #expect(!with("2022-03", "2022-09", []).areWithin(asked) && !with("2022-03", "2022-09", ["E05002195"]).areWithin(asked))
        #expect(with("2022", "2022", ["E05002195"]).areWithin(with(nil, nil, [])))
    }
}
