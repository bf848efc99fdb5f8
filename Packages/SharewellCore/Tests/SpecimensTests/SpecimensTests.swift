import Foundation
import Guidance
import Specimens
import Testing

@Suite("Specimens")
struct SpecimensTests {
    static let rulebook: Rulebook? = {
        var folder = URL(filePath: #filePath)
        while folder.path != "/", !FileManager.default.fileExists(atPath: folder.appending(path: "Guidance/england-wales-2010").path) {
            folder.deleteLastPathComponent()
        }
        let root = folder.appending(path: "Guidance/england-wales-2010")
        let names = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
        return try? Rulebook.load(
            files: names.filter { $0.hasSuffix(".yaml") }.sorted().compactMap { name in
                (try? String(contentsOf: root.appending(path: name), encoding: .utf8)).map { RulebookFile(path: name, text: $0) }
            })
    }()

    static func text(_ type: RecordType, rows: Int, seed: UInt64 = 7, places: SpecimenPlaces? = nil) throws -> String {
        let rulebook = try #require(rulebook)
        var bytes: [UInt8] = []
        Specimens.generator(for: type, rulebook: rulebook, seed: seed, places: places).write(rows: rows) { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Records as lists of values; only addresses and names of codes are quoted, and never over lines.
    static func records(_ text: String) -> [[String]] {
        text.split(separator: "\r\n").map { line in
            var values: [String] = [""]
            var quoted = false
            for character in line {
                switch character {
                case "\"": quoted.toggle()
                case "," where !quoted: values.append("")
                default: values[values.count - 1].append(character)
                }
            }
            return values
        }
    }

    @Test("of every record type have its fields as header and a value of the right type in every place")
    func everyType() throws {
        let rulebook = try #require(Self.rulebook)
        #expect(rulebook.recordTypes.count == 25)
        for type in rulebook.recordTypes {
            let records = Self.records(try Self.text(type, rows: 120))
            #expect(records.first == type.fields.map(\.name))
            #expect(records.count == 121)
            for record in records.dropFirst() {
                #expect(record.count == type.fields.count)
                for (value, field) in zip(record, type.fields) where !value.isEmpty {
                    #expect(Self.fits(value, field, rulebook), "\(type.id).\(field.name): \(value)")
                }
            }
        }
    }

    static func fits(_ value: String, _ field: Field, _ rulebook: Rulebook) -> Bool {
        switch field.type {
        case .date: isDay(value) && (field.mayLieAhead || value < "2024-06-30")
        case .time: value.wholeMatch(of: /([01][0-9]|2[0-3]):[0-5][0-9]/) != nil
        case .flag: value == "yes" || value == "no"
        case .number: Double(value) != nil
        case .age: Int(value).map { (0...120).contains($0) } ?? (isDay(value) && value < "2024-06-30")
        case .postcode: value.wholeMatch(of: /[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}/) != nil
        case .easting: Double(value).map { (0...700_000).contains($0) } ?? false
        case .northing: Double(value).map { (0...1_300_000).contains($0) } ?? false
        case .area: value.wholeMatch(of: /E[0-9]{8}/) != nil
        case .code: rulebook.codeList(field.codeList ?? "")?.codes.contains { $0.code == value } ?? false
        case .reference: value.hasPrefix("ZZ")
        case .text where field.role == .direct: value.contains("zzleak") || value.contains("Zzleak")
        case .text, .freeText, .address: value == value.trimmingCharacters(in: .whitespaces)
        }
    }

    static func isDay(_ text: String) -> Bool { text.wholeMatch(of: /[12][0-9]{3}-[01][0-9]-[0-3][0-9]/) != nil }

    @Test("are the same for the same seed, others for another, and made in parts the same as whole")
    func seeds() throws {
        let rulebook = try #require(Self.rulebook)
        let type = try #require(rulebook.recordType(RecordTypeID(rawValue: "police-recorded-crime-victim")))
        let whole = try Self.text(type, rows: 400)
        #expect(whole == (try Self.text(type, rows: 400)))
        #expect(whole != (try Self.text(type, rows: 400, seed: 8)))
        let generator = Specimens.generator(for: type, rulebook: rulebook, seed: 7)
        var parts: [UInt8] = []
        generator.write(rows: 0..<150, withHeader: true) { parts += $0 }
        generator.write(rows: 150..<400, withHeader: false) { parts += $0 }
        #expect(whole == String(decoding: parts, as: UTF8.self))
    }

    @Test("of the crime files of one seed share references, and offence codes with them")
    func linked() throws {
        let rulebook = try #require(Self.rulebook)
        func byReference(_ id: String, _ field: String) throws -> [String: String] {
            let type = try #require(rulebook.recordType(RecordTypeID(rawValue: id)))
            let column = try #require(type.fields.firstIndex { $0.name == field })
            return Dictionary(Self.records(try Self.text(type, rows: 300)).dropFirst().map { ($0[0], $0[column]) }) { first, _ in first }
        }
        let offences = try byReference("police-recorded-crime-offence", "offence_type")
        #expect(offences.count == 300)
        #expect(try byReference("detection-status", "offence_type") == offences)
        #expect(try byReference("drug-test-result", "offence_type") == offences)
        for id in ["police-recorded-crime-offender", "police-recorded-crime-victim"] {
            #expect(Set(try byReference(id, "age").keys).isSubset(of: Set(offences.keys)))
        }
        let scenes = try byReference("police-recorded-crime-offence", "offence_postcode")
        let homes = try byReference("police-recorded-crime-victim", "victim_postcode")
        let shared = scenes.filter { homes[$0.key] == $0.value }.count
        #expect(shared > 30 && shared < 270, "some crimes happen at the victim's home")
    }

    @Test("keep to the places they are given")
    func places() throws {
        let rulebook = try #require(Self.rulebook)
        let type = try #require(rulebook.recordType(RecordTypeID(rawValue: "police-incident")))
        let places = SpecimenPlaces(
            town: "Leeds",
            places: [
                SpecimenPlace(postcode: "LS1 1AA", easting: 430_000, northing: 433_000, streets: ["Boar Lane"], area: "E01011363"),
                SpecimenPlace(postcode: "LS2 7HY", easting: .infinity, northing: -5, streets: ["Vicar \"Lane\""]),
            ])
        let records = Self.records(try Self.text(type, rows: 200, places: places)).dropFirst()
        let column = try #require(type.fields.firstIndex { $0.name == "incident_postcode" })
        #expect(Set(records.map { $0[column] }) == ["LS1 1AA", "LS2 7HY"])
        #expect(records.contains { $0[column - 1].hasSuffix("Boar Lane, Leeds, LS1 1AA") })
    }

    @Test("stand unusual requests without a trap")
    func unusual() throws {
        let rulebook = try #require(Self.rulebook)
        for type in rulebook.recordTypes {
            for (today, days) in [(Int.min, Int.min), (Int.max, Int.max), (0, 0), (1, 1)] {
                let generator = Specimens.generator(
                    for: type, rulebook: rulebook, seed: .max, places: SpecimenPlaces(town: "", places: []), today: today, days: days)
                generator.write(rows: -5) { _ in }
                generator.write(rows: 3) { #expect(!$0.isEmpty) }
            }
        }
    }

    @Test("of a rulebook that nobody foresaw are made without a trap")
    func foreignRulebook() throws {
        let shipped = try #require(Self.rulebook)
        let fields = FieldType.allCases.flatMap { type in
            FieldRole.allCases.map { role in
                Field(
                    name: "\(type.rawValue)_\(role.rawValue)", title: "T", explanation: "", type: type, role: role, codeList: "none",
                    rule: .delete, requirement: .wanted, section: "§1", place: nil, supplementary: false)
            }
        }
        let type = RecordType(
            id: RecordTypeID(rawValue: "odd"), dataset: "odd", title: "", section: "§1", sources: [], priority: .core,
            information: .personal, marking: "", explanation: "", fields: fields)
        Specimens.generator(for: type, rulebook: shipped, seed: 1).write(rows: 50) { #expect(!$0.isEmpty) }
    }
}
