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
        #expect(reckoning.ages == [Int16(age)])
    }

    @Test func directColumnsAndMissingDates() {
        var direct = DirectColumn()
        for text in ["1980-01-01", "", "45"] { Array(text.utf8).withUnsafeBytes { direct.append($0) } }
        var reckoning = AgeReckoning(today: 2020_01_01)
        reckoning.read(.direct(direct), date: .absent, count: 3)
        #expect(reckoning.ages == [40, -1, 45])
    }

    @Test func bands() {
        #expect(AgeReckoning.text(34, band: 1) == "34")
        #expect(AgeReckoning.text(34, band: 5) == "30-34")
        #expect(AgeReckoning.text(40, band: 20) == "40-59")
        #expect(AgeReckoning.text(-1, band: 5).isEmpty)
    }
}
