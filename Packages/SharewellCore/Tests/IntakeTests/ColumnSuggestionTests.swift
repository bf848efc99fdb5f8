import Guidance
import Tables
import Testing

@testable import Intake

@Suite("What columns that nothing places could be")
struct ColumnSuggestionTests {
    private func find(_ headers: [String], _ rows: [[String]], unplaced: Set<Int>, filled: Set<String> = []) throws -> [Int:
        ColumnSuggestion]
    {
        let rulebook = try Fixture.rulebook()
        let table = try TableReader(Array(([headers] + rows).map { $0.joined(separator: ",") }.joined(separator: "\n").utf8)).tables.first
        return ColumnSuggestion.find(
            for: try Fixture.type("police-recorded-crime-offence", rulebook), headers: headers, unplaced: unplaced, filled: filled,
            samples: table, rulebook: rulebook, today: Fixture.today)
    }

    private static let rows = (1...9).map { ["x\($0)", "2021-03-0\($0)", "\($0) HIGH ST LU1 2AA", "LU1 2AA"] }

    @Test func valuesTellDatesAddressesAndPostcodes() throws {
        let found = try find(["a", "b", "c", "d"], Self.rows, unplaced: [0, 1, 2, 3])
        #expect(found[0] == nil)
        #expect(found[1] == ColumnSuggestion(field: "committed_from_date", ground: .dates))
        #expect(found[2]?.ground == .addresses && found[3]?.ground == .postcodes)
    }

    @Test func wordsComeBeforeValues() throws {
        let found = try find(["a", "Dt From", "c", "d"], Self.rows, unplaced: [1])
        #expect(found == [1: ColumnSuggestion(field: "committed_from_date", ground: .words)])
    }

    @Test func nothingIsSuggestedTwiceNorForWhatIsFilled() throws {
        #expect(try find(["a", "b", "c", "d"], Self.rows, unplaced: [1], filled: ["committed_from_date"]).isEmpty)
        let twins = Self.rows.map { [$0[1], $0[1]] }
        #expect(try find(["a", "b"], twins, unplaced: [0, 1]).isEmpty)
    }

    @Test func agesAreSaidAsOneSaysThem() {
        let said = [1: "1 day", 45: "45 days", 62: "62 days", 63: "2 months", 365: "12 months", 731: "2 years", 1490: "4 years"]
        for (days, words) in said { #expect(QualityJudge.age(days) == words) }
    }
}
