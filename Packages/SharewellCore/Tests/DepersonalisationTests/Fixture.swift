import Foundation
import Guidance
import Intake
import Places
import Tables

@testable import Depersonalisation

/// What the tests of this room share: the shipped rulebook and rule pack, a made-up gazetteer, and files taken through the real pipeline.
enum Fixture {
    static let repository = URL(filePath: #filePath).appending(path: "../../../../..").standardized
    static let rulebookFolder = repository.appending(path: "Guidance/england-wales-2010")
    /// 24 November 2026, as days since 1970.
    static let today = 20_781

    static let shared: URL? = {
        let named = ProcessInfo.processInfo.environment["SHAREWELL_SHARED_DATA"].map { URL(filePath: $0) }
        let folder = named ?? repository.appending(path: "../shared/data").standardized
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    static func files() throws -> [RulebookFile] {
        let names = FileManager.default.enumerator(atPath: rulebookFolder.path)?.allObjects as? [String] ?? []
        return try names.filter { $0.hasSuffix(".yaml") }.sorted().map {
            RulebookFile(path: $0, text: try String(contentsOf: rulebookFolder.appending(path: $0), encoding: .utf8))
        }
    }

    static func rulePack() throws -> RulePack { try RulePack.load(files: try files().filter { $0.path.hasPrefix("rule-packs/") }) }

    static func rulebook() throws -> Rulebook {
        try Rulebook.load(files: try files().filter { !$0.path.hasPrefix("rule-packs/") && !$0.path.hasPrefix("profiles/") })
    }

    static func type(_ id: String, _ rulebook: Rulebook) throws -> RecordType {
        guard let type = rulebook.recordType(RecordTypeID(rawValue: id)) else { throw Missing(what: id) }
        return type
    }

    static func packed(_ text: String) throws -> PackedPostcode { try Postcode(parsing: text).packed }
}

struct Missing: Error {
    let what: String
}

/// A unit of the made-up gazetteer.
struct MadeUnit {
    let postcode: String
    let easting: Int32
    let northing: Int32
    let properties: Int?
    var lsoa = "E01005000"
    var district = "E08000003"
    var isLargeUser = false
    var isLive = true
}

extension Gazetteer {
    /// A gazetteer of made-up units.
    static func made(_ units: [MadeUnit]) throws -> Gazetteer {
        var table = UnitTable()
        for made in units {
            var unit = UnitTable.Unit(try Postcode(parsing: made.postcode).packed)
            unit.easting = made.easting
            unit.northing = made.northing
            unit.properties = made.properties
            unit.isLargeUser = made.isLargeUser
            unit.isLive = made.isLive
            unit.areas = [AreaSetName(.lsoa, vintage: "2021"): made.lsoa, AreaSetName(.district, vintage: "2023"): made.district]
            table.add(unit)
        }
        var builder = GazetteerBuilder(threshold: 4)
        builder.add(table, from: PlacesSource(kind: "made-up", version: "1", digest: "0", count: units.count))
        return try Gazetteer(ImageBytes(copying: builder.image()))
    }
}

/// A converter for tables that come in grid coordinates.
struct NoConverter: CoordinateConverting {
    let method = "none"
    func geographic(_ point: GridPoint) -> GeographicPoint? { nil }
    func grid(_ point: GeographicPoint) -> GridPoint? { nil }
}

/// Takes delimited text through Tables and Intake, as the hub does.
struct Pipeline {
    let rulebook: Rulebook
    let recordType: RecordType

    init(_ id: String, _ rulebook: Rulebook) throws {
        self.rulebook = rulebook
        recordType = try Fixture.type(id, rulebook)
    }

    /// The batches of a file whose headers are field names.
    func validated(_ csv: String, chunkBytes: Int = 1 << 20) throws -> [ValidatedTable] {
        let bytes = Array(csv.utf8)
        let (layout, _) = try LayoutDetector.detect(bytes, isWhole: true, knownHeaders: Set(recordType.fields.map(\.name)))
        var splitter = RecordSplitter(layout: layout, chunkBytes: chunkBytes)
        let chunks = try splitter.push(bytes) + splitter.finish()
        let parser = TableParser(layout: layout)
        let mapper = try Mapper(
            profile: .standard(for: recordType), recordType: recordType, rulebook: rulebook, headers: layout.headers,
            converter: NoConverter(),
            postcodes: nil, today: Fixture.today)
        return try chunks.map { mapper.validate(try parser.parse($0)).table }
    }
}

/// Rows of a depersonalised file as text, by released field.
struct Released {
    private(set) var rows: [[String: String]] = []
    private(set) var heldBack: [HeldBackRecord] = []
    private(set) var fields: [ReleasedField] = []

    mutating func add(_ table: DepersonalisedTable) {
        fields = table.fields
        heldBack += table.heldBack
        let columns = table.columns.map { Self.texts($0, table.rowCount) }
        for row in 0..<table.rowCount {
            var values: [String: String] = [:]
            for (field, column) in zip(table.fields, columns) { values[field.name] = column[row] }
            rows.append(values)
        }
    }

    /// One value of a column.
    static func text(_ column: Column, _ row: Int) -> String {
        switch column {
        case .absent: ""
        case .direct(let direct): direct.string(row)
        case .coded(let coded): coded.dictionary.string(coded.translation.map { $0[Int(coded.codes[row])] } ?? coded.codes[row])
        }
    }

    private static func texts(_ column: Column, _ count: Int) -> [String] {
        switch column {
        case .absent: [String](repeating: "", count: count)
        case .direct(let direct): (0..<count).map(direct.string)
        case .coded(let coded):
            coded.codes.map { code in coded.dictionary.string(coded.translation.map { $0[Int(code)] } ?? code) }
        }
    }
}
