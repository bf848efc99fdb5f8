import Guidance
import Testing

@testable import Intake
@testable import Tables

/// The check of a file, the Data Package and intake must say the same of a value.
@Suite struct CanonicalFormTests {
    private static func check(_ type: FieldType) -> ValueCheck {
        ValueCheck(
            field: Field(
                name: "field", title: "", explanation: "", type: type, role: .plain, codeList: nil, rule: .keep, requirement: .wanted,
                section: "", place: nil, supplementary: false), codeList: nil)
    }
    private static let types: [FieldType] = [.age, .postcode, .area, .date, .time, .flag, .number, .easting, .northing]

    /// Texts that are nearly of a type, and some that are.
    private static func texts(_ type: FieldType, _ generator: inout SeededGenerator) -> String {
        func pick(_ characters: String) -> Character { characters.randomElement(using: &generator) ?? "0" }
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        func made(_ shape: String) -> String {
            String(shape.map { $0 == "A" ? pick(letters) : $0 == "9" ? pick("0123456789") : $0 == "1" ? pick("01") : $0 })
        }
        let shapes: [String] =
            switch type {
            case .age: ["9", "99", "199", "999", "99-99", "9-199", "under 99", "over 199", "1999", "1999-19", "2019-19-19"]
            case .postcode: ["A9 9AA", "A99 9AA", "AA9 9AA", "A9A 9AA", "AA99 9AA", "AA9A 9AA", "GIR 9AA", "AAA 9AA"]
            case .area: ["A99999999", "A9999999", "AA9999999"]
            case .date: ["1999", "1999-19", "1999-19-99", "2019-19-19", "2019-9-9"]
            case .time: ["99:99", "19:99", "9:99"]
            default: ["9", "999999", "1999999", "-99", "99.9", "yes", "no", "maybe"]
            }
        return made(shapes.randomElement(using: &generator) ?? "")
    }

    @Test(arguments: types)
    func whatIntakeKeepsIsOfTheStandardsForm(_ type: FieldType) throws {
        var generator = SeededGenerator(state: 17)
        let check = Self.check(type)
        let form = try CanonicalForm.pattern(of: type).map { try Regex($0) }
        var kept = 0
        for _ in 0..<20_000 {
            let text = reading(Self.texts(type, &generator), as: type).text
            if text.isEmpty { continue }
            kept += 1
            if let form { #expect(text.wholeMatch(of: form) != nil, "\(text)") }
            #expect(check.fault(text) == nil || GridExtent.greatBritain.eastings.contains(Double(text) ?? 0) == false, "\(text)")
        }
        #expect(kept > 100)
    }

    /// What is said of the day it stands on (births too long ago, days to come) is beyond a form.
    @Test(arguments: types.filter { $0 != .easting && $0 != .northing })
    func whatTheCheckAcceptsIntakeKeepsAsItIs(_ type: FieldType) {
        var generator = SeededGenerator(state: 18)
        let check = Self.check(type)
        let ofTheDay = ["date-in-future", "date-placeholder", "date-of-birth-implausible"]
        for _ in 0..<20_000 {
            let text = Self.texts(type, &generator)
            guard check.fault(text) == nil else { continue }
            let read = reading(text, as: type)
            #expect(!read.text.isEmpty || ofTheDay.contains(read.finding ?? ""), "\(text): \(read.finding ?? "")")
        }
    }

    @Test func theEdgesOfEachFormAreThoseOfIntake() {
        for (type, text) in [
            (FieldType.age, "121"), (.age, "150"), (.area, "L00000001"), (.area, "M00000001"), (.postcode, "QQ1 1CC"),
            (.postcode, "LU1 2CI"),
            (.age, "24-18"), (.age, "under 121"), (.easting, "0"), (.date, "0000"),
        ] {
            #expect(Self.check(type).fault(text) == .valueNotOfType, "\(text)")
        }
        for (type, text) in [
            (FieldType.age, "120"), (.age, "18-24"), (.age, "over 34"), (.age, "1985-05"), (.area, "J00000001"), (.postcode, "gir0aa"),
            (.postcode, "lu12ab"), (.postcode, "W1A 1AA"),
        ] {
            #expect(Self.check(type).fault(text) == nil, "\(text)")
        }
    }
}
