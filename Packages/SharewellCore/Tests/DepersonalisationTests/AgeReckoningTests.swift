import Tables
import Testing

@testable import Depersonalisation

struct AgeReckoningTests {
    private static func column(_ texts: [String]) -> Column {
        let dictionary = TextDictionary()
        return .coded(CodedColumn(codes: texts.map { dictionary.code(for: $0) }, dictionary: dictionary))
    }

    @Test(arguments: [
        ("2000-06-15", "2020-06-14", 19), ("2000-06-15", "2020-06-15", 20), ("2000-06", "2020-05-30", 19), ("2000-06", "2020-06-01", 20),
        ("2000", "2020-01-01", 20), ("34", "2020-01-01", 34), ("0", "", 0), ("2030-01-01", "2020-01-01", -1),
        ("1850-01-01", "2020-01-01", -1),
        ("", "2020-01-01", -1), ("old", "2020-01-01", -1), ("121", "", -1), ("2000-02-29", "2021-02-28", 20), ("1990-12-31", "", 30),
    ])
    func agesAtTheRecordsDate(_ born: String, _ date: String, _ age: Int) {
        var reckoning = AgeReckoning(today: 2021_06_30)
        reckoning.read(Self.column([born]), date: Self.column([date]), count: 1)
        #expect(reckoning.ages == [ReckonedAge(years: age)])
    }

    @Test func directColumnsAndMissingDates() {
        var direct = DirectColumn()
        for text in ["1980-01-01", "", "45"] { Array(text.utf8).withUnsafeBytes { direct.append($0) } }
        var reckoning = AgeReckoning(today: 2020_01_01)
        reckoning.read(.direct(direct), date: .absent, count: 3)
        #expect(reckoning.ages == [ReckonedAge(years: 40), .missing, ReckonedAge(years: 45)])
    }

    @Test func bands() {
        #expect(ReckonedAge(years: 34).inBands(of: 1).text == "34")
        #expect(ReckonedAge(years: 34).inBands(of: 5).text == "30-34")
        #expect(ReckonedAge(years: 40).inBands(of: 20).text == "40-59")
        #expect(ReckonedAge.missing.inBands(of: 5).text.isEmpty)
        #expect(ReckonedAge(years: 120).inBands(of: 1000).text == "0-126")
    }

    /// Bands that intake kept stay bands, and join a wider band only when they lie within it.
    @Test(arguments: [
        ("18-24", "18-24", "18-24"), ("20-24", "20-24", "20-39"), ("under 10", "under 10", "0-19"), ("under 30", "under 30", "under 30"),
        ("over 34", "over 34", "over 34"), ("0-120", "0-120", "0-120"), ("100-110", "100-110", "100-119"), ("24-18", "", ""),
        ("x-y", "", ""),
    ])
    func suppliedBands(_ supplied: String, _ single: String, _ inTwenties: String) {
        var reckoning = AgeReckoning(today: 2021_06_30)
        reckoning.read(Self.column([supplied]), date: .absent, count: 1)
        #expect(reckoning.ages.map(\.text) == [single])
        #expect(reckoning.ages.map { $0.inBands(of: 20).text } == [inTwenties])
        #expect(reckoning.ages.map { $0.inBands(of: 20).hash } != [ReckonedAge(years: 20).hash])
    }
}
