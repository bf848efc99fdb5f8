import Guidance
import Intake
import Places
import Specimens
import Tables
import Testing

@Suite("Specimens at the intake")
struct SpecimenIntakeTests {
    /// Specimens have no degrees to convert.
    struct NoConverter: CoordinateConverting {
        var method: String { "none" }
        func geographic(_ point: GridPoint) -> GeographicPoint? { nil }
        func grid(_ point: GeographicPoint) -> GridPoint? { nil }
    }

    @Test("are taken whole and without a finding, of every record type")
    func taken() throws {
        let rulebook = try #require(SpecimensTests.rulebook)
        for type in rulebook.recordTypes {
            var bytes: [UInt8] = []
            Specimens.generator(for: type, rulebook: rulebook, seed: 3).write(rows: 200) { bytes += $0 }
            let reader = try TableReader(bytes, knownHeaders: Set(type.fields.map(\.name)))
            let mapper = try Mapper(
                profile: .standard(for: type), recordType: type, rulebook: rulebook, headers: reader.layout.headers,
                converter: NoConverter(), postcodes: nil, today: Specimens.usualToday)
            var taken = 0
            for table in reader.tables { taken += mapper.validate(table).table.rowCount }
            #expect(taken == 200, "\(type.id)")
            #expect(mapper.findings.isEmpty, "\(type.id): \(mapper.findings.entries)")
        }
    }
}
