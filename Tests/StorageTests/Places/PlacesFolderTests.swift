import Foundation
import Places
import Testing

@testable import Storage

@Suite struct PlacesFolderTests {
    private let root = FileManager.default.temporaryDirectory.appending(path: "places-\(UUID().uuidString)")

    private func file(_ name: String, _ text: String) throws -> URL {
        let folder = root.appending(path: "sources")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let url = folder.appending(path: name)
        try Data(text.utf8).write(to: url)
        return url
    }
    private var folder: PlacesFolder { PlacesFolder(root.appending(path: "places")) }
    private static let units = """
        "LU1 1AA",10,508653,221332,"E92000001","E19000001","E18000006","","E06000032","E05014742"
        "LU1 1AR",10,508532,221403,"E92000001","E19000001","E18000006","","E06000032","E05014741"

        """

    @Test func everyImportIsANewVersionAndTheOldOneStillOpens() throws {
        defer { try? FileManager.default.removeItem(at: root) }
        #expect(throws: PlacesError.self) { try folder.open() }
        var first = PlacesImport()
        first.version = "2025.2.0"
        let one = try first.run([file("lu.csv", Self.units)], into: folder)
        #expect(one.pin.number == 1 && one.outcomes.first?.source.name == "code-point-open 2025.2.0" && one.outcomes.first?.rows == 2)
        let two = try PlacesImport().run([file("counts.csv", "postcode,properties\nLU1 1AA,4\nLU1 1AR,3\n")], into: folder)
        #expect(two.pin.number == 2 && two.pin.sources.map(\.kind) == ["code-point-open", "properties"])
        let now = try folder.open(checkingAll: true)
        let unit = try #require(try now.gazetteer.unit(Postcode(parsing: "LU1 1AA").packed))
        #expect(now.gazetteer.retainedPlace(of: unit)?.label == "LU1 1AA")
        #expect(now.gazetteer.code(AreaSetName(.district, vintage: "2025"), of: unit) == "E06000032")
        let before = try folder.open(pin: 1)
        let then = try #require(try before.gazetteer.unit(Postcode(parsing: "LU1 1AA").packed))
        #expect(before.gazetteer.properties(then) == nil && before.gazetteer.place(of: then) == nil)
        #expect(try folder.pins().map(\.number) == [1, 2])
        #expect(try folder.prune() == 1)
        #expect(try folder.pins().map(\.number) == [2])
        #expect(throws: PlacesError.self) { try folder.open(pin: 1) }
        #expect(try folder.open().pin.number == 2)
    }

    @Test func aRefusedSourceLeavesEverythingAsItWas() throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let units = try file("lu.csv", Self.units)
        _ = try PlacesImport().run([units], into: folder)
        for (name, text) in [("a.csv", "name,age\nA,3\n"), ("b.geojson", "{\"type\":"), ("c.csv", ""), ("d.zip", "PK\u{3}\u{4}rubbish")] {
            let error = try #require(throws: PlacesError.self) { try PlacesImport().run([units, file(name, text)], into: folder) }
            #expect(error.message.contains(name) && !error.remedy.isEmpty && error.kind == .data)
        }
        struct Stop: Error {}
        #expect(throws: Stop.self) { try PlacesImport().run([units], into: folder, recording: { _, _ in throw Stop() }) }
        var cancelled = PlacesImport()
        cancelled.isCancelled = { true }
        #expect(throws: PlacesError.self) { try cancelled.run([units], into: folder) }
        #expect(try folder.open().pin.number == 1)
        #expect(throws: Stop.self) { try folder.prune(inForce: { throw Stop() }) }
    }

    @Test func aDamagedOrExchangedImageIsNoticed() throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let pin = try PlacesImport().run([file("lu.csv", Self.units)], into: folder).pin
        let image = folder.image(pin.gazetteer)
        var bytes = try Data(contentsOf: image)
        bytes[bytes.count - 1] ^= 1
        try bytes.write(to: image)
        #expect(throws: PlacesError.self) { try folder.open(checkingAll: true) }
        try bytes.prefix(100).write(to: image)
        #expect(throws: PlacesError.self) { try folder.open() }
        try FileManager.default.removeItem(at: image)
        #expect(throws: PlacesError.self) { try folder.open() }
        try Data("{".utf8).write(to: folder.root.appending(path: "places.json"))
        #expect(throws: PlacesError.self) { try folder.open() }
    }

    @Test func anImageExchangedForAnotherSoundOneIsNoticed() throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let one = try PlacesImport().run([file("lu.csv", Self.units)], into: folder).pin
        let two = try PlacesImport().run([file("counts.csv", "postcode,properties\nLU1 1AA,4\n")], into: folder).pin
        try Data(contentsOf: folder.image(one.gazetteer)).write(to: folder.image(two.gazetteer))
        let error = #expect(throws: PlacesError.self) { try folder.open(checkingAll: true) }
        #expect(error?.code == "places-digest")
    }

    @Test func aVersionThatIsNotYetInForceIsNeverOverwritten() throws {
        defer { try? FileManager.default.removeItem(at: root) }
        struct Crash: Error {}
        let units = try file("lu.csv", Self.units)
        #expect(throws: Crash.self) { try PlacesImport().run([units], into: folder, recording: { _, _ in throw Crash() }) }
        #expect(try folder.currentPin() == nil)
        #expect(try PlacesImport().run([units], into: folder).pin.number == 2)
    }

    @Test func twoImportsAtOnceDoNotMix() throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let units = try file("lu.csv", Self.units)
        let error = #expect(throws: PlacesError.self) {
            try PlacesImport().run([units], into: folder, recording: { _, _ in _ = try PlacesImport().run([units], into: folder) })
        }
        #expect(error?.kind == .busy)
    }

    @Test func versionsAreFoundInNames() {
        #expect(SourceVersion.from(fileName: "PCD_OA_LSOA_MSOA_LAD_MAY22_UK_LU.csv") == "2022-05")
        #expect(SourceVersion.from(fileName: "ONSPD_NOV_2025_UK.zip") == "2025-11")
        #expect(SourceVersion.from(fileName: "onspd_nov2025_subset.csv.gz") == "2025-11")
        #expect(SourceVersion.from(fileName: "codepo_gb_2025-05.zip") == "2025-05")
        #expect(SourceVersion.from(fileName: "maynard.csv") == nil)
        var notes = ProductNotes()
        notes.read(
            "PRODUCT: OS CODE-POINT\nDATASET VERSION NUMBER: 2025.2.0\r\nCOPYRIGHT DATE: 20250422\nRM UPDATE DATE: 20250417\n  LU\t6419\n")
        #expect(notes.version == "2025.2.0" && notes.month?.description == "2025-04" && notes.count == 6419)
    }

    @Test(.enabled(if: PlacesData.has("postcodes-code-point-open") && PlacesData.has("boundaries")))
    func sharedSourcesAreImported() throws {
        defer { try? FileManager.default.removeItem(at: root) }
        // The lookup's rows of one outward code are enough, and quick without optimisation.
        let lookup = try SourceArchive(PlacesData.file("postcodes-ons-lookup/PCD_OA_LSOA_MSOA_LAD_MAY22_beds_wyorks_city.csv.gz"))
        let lines = String(decoding: try lookup.whole { _ in true }, as: UTF8.self).split(whereSeparator: \.isNewline)
        let kept = lines.enumerated().filter { $0.offset == 0 || $0.element.hasPrefix("LU1 ") }.map(\.element)
        let files = [
            try file("lookup_may22.csv", kept.joined(separator: "\n")), try file("lu.csv", Self.units),
            PlacesData.file("boundaries/lsoa_by_lad/E06000032.json"), PlacesData.file("boundaries/wards_by_lad/E06000032.json"),
            PlacesData.file("boundaries/oa_by_lad/E06000032.json.gz"),
        ]
        let result = try PlacesImport().run(files, into: folder)
        #expect(result.outcomes.map(\.source.count) == [kept.count - 1, 2, 121, 19, 589])
        #expect(result.outcomes.compactMap(\.set?.description) == ["lsoa-2011", "ward-2013", "oa-2011"])
        let open = try folder.open(checkingAll: true)
        #expect(open.gazetteer.unitCount == kept.count - 1)
        #expect(result.outcomes.first?.source.name == "ons-lookup 2022-05")
        let unit = try #require(try open.gazetteer.unit(Postcode(parsing: "LU1 1AA").packed))
        let point = try #require(open.gazetteer.point(unit))
        #expect(open.gazetteer.code(.lsoa, of: unit) == open.areas.code(.lsoa, at: point))
    }
}
