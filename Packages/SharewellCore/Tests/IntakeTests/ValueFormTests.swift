import Guidance
import Testing

@testable import Intake

@Suite struct ValueFormTests {
    @Test(
        arguments: [
            ("23:59", "23:59"), ("2359", "23:59"), ("23.59", "23:59"), ("23:59:30", "23:59"), ("9:05", "09:05"), ("905", "09:05"),
            ("0905", "09:05"),
            ("11.59pm", "23:59"), ("11:59 PM", "23:59"), ("11:59 p.m.", "23:59"), ("12:00am", "00:00"), ("12am", "00:00"),
            ("12pm", "12:00"), ("9am", "09:00"),
            ("0000", "00:00"), ("00:00", "00:00"), ("24:00", "23:59"), ("2400", "23:59"), ("235959", "23:59"), ("23h59", "23:59"),
            ("2359hrs", "23:59"),
            ("2359 hours", "23:59"), ("23:59:59.999", "23:59"), ("03/05/2021 14:30", "14:30"), ("2021-05-03T14:30:00", "14:30"),
            ("1899-12-30 14:30:00", "14:30"),
            ("00:00:37", "00:00"),
        ])
    func timesBecomeTwentyFourHours(_ supplied: String, _ expected: String) {
        #expect(reading(supplied, as: .time).text == expected, "\(supplied)")
    }

    @Test(arguments: ["25:00", "23:60", "24:01", "9", "noon", "13pm", "0pm", "1:2", "12:345", "23:59x", ":30", "23:", "99", "2021-05-03"])
    func whatIsNoTimeIsLeftOut(_ supplied: String) {
        let read = reading(supplied, as: .time)
        #expect(read.text.isEmpty, "\(supplied)")
        #expect(read.finding == "time-not-understood", "\(supplied)")
    }

    @Test func twentyFourIsNoted() { #expect(reading("24:00", as: .time).finding == "time-twenty-four") }

    @Test(
        arguments: [
            ("Y", "yes"), ("y", "yes"), ("Yes", "yes"), ("TRUE", "yes"), ("True", "yes"), ("1", "yes"), ("X", "yes"), ("T", "yes"),
            ("✓", "yes"),
            ("N", "no"), ("No", "no"), ("FALSE", "no"), ("0", "no"), ("f", "no"), ("", ""), (" ", ""), ("Unknown", ""), ("maybe", ""),
            ("2", ""),
        ])
    func flags(_ supplied: String, _ expected: String) { #expect(reading(supplied, as: .flag).text == expected, "\(supplied)") }

    @Test func flagsNotUnderstoodAreSaid() {
        #expect(reading("maybe", as: .flag).finding == "flag-not-understood")
        #expect(reading("Unknown", as: .flag).finding == nil)
    }

    @Test(
        arguments: [
            ("34", "34"), ("034", "34"), ("0", "0"), ("34.0", "34"), ("34 years", "34"), ("34yrs", "34"), ("34 years old", "34"),
            ("6 months", "0"),
            ("18 months", "1"), ("120", "120"), ("under 10", "under 10"), ("Under 10", "under 10"), ("<10", "under 10"),
            ("over 34", "over 34"),
            ("35+", "over 34"), ("35 and over", "over 34"), ("35 or older", "over 34"), ("> 34", "over 34"), (">=35", "over 34"),
            ("18-24", "18-24"),
            ("18 - 24", "18-24"), ("18 to 24", "18-24"), ("18–24", "18-24"), ("18-24 years", "18-24"), ("03/05/1985", "1985-05-03"),
            ("1985-05-03", "1985-05-03"),
            ("3 May 1985", "1985-05-03"), ("03/05/85", "1985-05-03"), ("03/05/21", "2021-05-03"), ("", ""), ("Unknown", ""),
            ("19850503", "1985-05-03"),
        ])
    func agesAndDatesOfBirth(_ supplied: String, _ expected: String) {
        #expect(reading(supplied, as: .age).text == expected, "\(supplied)")
    }

    @Test(
        arguments: [
            ("121", "age-implausible"), ("999", "age-implausible"), ("24-18", "age-implausible"), ("-1", "age-not-understood"),
            ("old", "age-not-understood"),
            ("34.5", "age-not-understood"), ("03/05/1885", "date-of-birth-implausible"), ("03/05/2027", "date-of-birth-implausible"),
            ("31/02/1985", "date-impossible"), ("34 bananas", "age-not-understood"),
        ])
    func agesThatCannotBe(_ supplied: String, _ finding: String) {
        let read = reading(supplied, as: .age)
        #expect(read.text.isEmpty, "\(supplied)")
        #expect(read.finding == finding, "\(supplied)")
    }

    @Test(
        arguments: [
            ("12", "12"), ("012", "12"), ("12.50", "12.5"), ("12.0", "12"), ("1,234", "1234"), ("1,234,567.80", "1234567.8"),
            ("£1,234.50", "1234.5"),
            ("£ 5", "5"), ("-3", "-3"), ("-0", "0"), ("+3", "3"), (".5", "0.5"), ("5.", "5"), ("0", "0"), ("000", "0"), ("255.0", "255"),
            ("", ""), ("12a", ""), ("1,23", ""), ("1,2345", ""), ("1.2.3", ""), ("--3", ""), ("1e5", ""), ("NaN", ""), ("$5", ""),
        ])
    func numbers(_ supplied: String, _ expected: String) { #expect(reading(supplied, as: .number).text == expected, "\(supplied)") }

    @Test(
        arguments: [
            ("LU1 2AB", "LU1 2AB"), ("lu12ab", "LU1 2AB"), ("LU1  2AB", "LU1 2AB"), (" LU1 2AB ", "LU1 2AB"), ("SW1A1AA", "SW1A 1AA"),
            ("M1 1AE", "M1 1AE"),
            ("LU1", ""), ("LU1 2", ""), ("ZZ99 3VZ", ""), ("not one", ""), ("LU1 2CI", ""), ("", ""), ("UNKNOWN", ""),
        ])
    func postcodes(_ supplied: String, _ expected: String) { #expect(reading(supplied, as: .postcode).text == expected, "\(supplied)") }

    @Test func postcodeFaultsAreToldApart() {
        #expect(reading("LU1", as: .postcode).finding == "postcode-partial")
        #expect(reading("ZZ99 3VZ", as: .postcode).finding == "postcode-pseudo")
        #expect(reading("HELLO", as: .postcode).finding == "postcode-malformed")
    }

    @Test(
        arguments: [
            ("plain text", "plain text"), ("  two   spaces ", "two spaces"), ("tab\there", "tab here"), ("line\nbreak", "line break"),
            ("nbsp\u{A0}here", "nbsp here"),
            ("CafÃ©", "Café"), ("itâ€™s", "it’s"), ("Â£50", "£50"), ("Café", "Café"), ("£50", "£50"), ("Ã", "Ã"), ("n\u{0}ul", "nul"),
            ("\u{FEFF}mark", "mark"),
            ("ÃƒÂ©", "é"), ("naïve façade", "naïve façade"), ("–", "–"), ("N/A", ""), ("NULL", ""), ("-", ""), ("none taken", "none taken"),
            ("None", "None"),
        ])
    func textIsCleanedAndMended(_ supplied: String, _ expected: String) {
        #expect(reading(supplied, as: .text).text == expected, "\(supplied)")
    }

    @Test func referencesAreOnlyTrimmed() {
        #expect(reading("  00123/4  ", as: .reference).text == "00123/4")
        #expect(reading("AB  12", as: .reference).text == "AB  12")
        #expect(reading("0", as: .reference).text == "0")
    }

    @Test(arguments: [
        ("E01017540", "E01017540"), ("e01017540", "E01017540"), ("W01000001", "W01000001"), ("09UC", ""), ("E0101754", ""),
        ("Luton 001A", ""),
    ])
    func areas(_ supplied: String, _ expected: String) { #expect(reading(supplied, as: .area).text == expected) }

    @Test func noBytesTrapAndEveryReadingReadsAsItself() {
        var generator = SeededGenerator(state: 7)
        let alphabet = Array("0123456789/-.: TZ+,abmpjunyearsto\u{A0}£é<>=".utf8)
        let types = FieldType.allCases
        for round in 0..<60_000 {
            let length = Int.random(in: 0...24, using: &generator)
            let value = (0..<length).map { _ -> UInt8 in
                round % 3 == 0
                    ? UInt8.random(in: 0...255, using: &generator) : alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
            }
            let type = types[round % types.count]
            let reader = ValueReader(
                type: type, codes: nil, dates: DateScanner(serials: round % 5 == 0, latestYear: 2026), today: Fixture.today)
            let first = reading(value, reader)
            guard !first.text.isEmpty, type != .reference, round % 5 != 0 else { continue }
            let again = reading(Array(first.text.utf8), reader)
            #expect(again.text == first.text, "type \(type), round \(round)")
        }
    }

    @Test(arguments: [
        ("Chinese", ""), ("CHINESE", ""), ("chinese.", ""), ("A4", "A4"), ("CHNE", "A4"), ("Asian Chinese", "A4"), ("R", "O1"),
        ("Indian", "A1"), ("arab", "O2"),
    ])
    func aLabelOfTwoCodesDecidesBetweenNeither(_ supplied: String, _ expected: String) throws {
        let list = try #require(try Fixture.rulebook().codeList("ethnicity"))
        let read = reading(supplied, as: .code, codes: list)
        #expect(read.text == expected)
        #expect((read.finding == "code-not-known") == expected.isEmpty)
    }

    @Test func theProfileSaysWhatItsFileMeansByASharedLabel() throws {
        let list = try #require(try Fixture.rulebook().codeList("ethnicity"))
        let index = CodeIndex(list: list, profile: ["Chinese": "O1"])
        #expect(index.find(Array("chinese".utf8)) == Array("O1".utf8))
    }
}
