import Foundation
import Guidance
import Places
import Tables

@testable import Intake

/// What the tests of this room share: the shipped rulebook and profiles, a converter of round numbers, tables from text.
enum Fixture {
    static let repository = URL(filePath: #filePath).appending(path: "../../../../..").standardized
    static let rulebookFolder = repository.appending(path: "Guidance/england-wales-2010")
    /// 24 November 2026.
    static let today = 20_781

    static let shared: URL? = {
        let named = ProcessInfo.processInfo.environment["SHAREWELL_SHARED_DATA"].map { URL(filePath: $0) }
        let folder = named ?? repository.appending(path: "../shared/data").standardized
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    static func rulebookFiles() throws -> [RulebookFile] {
        try files(in: rulebookFolder).filter { !$0.path.contains("profiles/") }
    }

    static func rulebook() throws -> Rulebook { try Rulebook.load(files: try rulebookFiles()) }

    static func profiles(_ rulebook: Rulebook) throws -> [MappingProfile] {
        try files(in: rulebookFolder.appending(path: "profiles")).map { try MappingProfile.load(file: $0, rulebook: rulebook) }
    }

    static func profile(_ name: String, _ rulebook: Rulebook) throws -> MappingProfile {
        guard let profile = try profiles(rulebook).first(where: { $0.name == name }) else { throw Missing(what: name) }
        return profile
    }

    static func type(_ id: String, _ rulebook: Rulebook) throws -> RecordType {
        guard let type = rulebook.recordType(RecordTypeID(rawValue: id)) else { throw Missing(what: id) }
        return type
    }

    private static func files(in folder: URL) throws -> [RulebookFile] {
        guard let names = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] else { return [] }
        return try names.filter { $0.hasSuffix(".yaml") }.sorted().map {
            RulebookFile(path: $0, text: try String(contentsOf: folder.appending(path: $0), encoding: .utf8))
        }
    }

    static func gunzip(_ file: URL) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/gzip")
        process.arguments = ["-dc", file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let bytes = [UInt8](pipe.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        return bytes
    }
}

struct Missing: Error {
    let what: String
}

/// Near enough for tests of the mapping; the real one is tested where PROJ is.
struct RoundConverter: CoordinateConverting {
    let method = "round numbers"
    func geographic(_ point: GridPoint) -> GeographicPoint? {
        GeographicPoint(longitude: (point.easting - 400_000) / 69_000 - 2, latitude: (point.northing + 100_000) / 111_200 + 49)
    }
    func grid(_ point: GeographicPoint) -> GridPoint? {
        GridPoint(easting: (point.longitude + 2) * 69_000 + 400_000, northing: (point.latitude - 49) * 111_200 - 100_000)
    }
}

/// One file taken through the whole of this room.
struct Taken {
    var rows: [[String]] = []
    var rowCount = 0
    var rejected: [RejectedRow] = []
    var mapper: Mapper
    let layout: DelimitedLayout
    var recordType: RecordType { mapper.recordType }

    init(
        _ bytes: [UInt8], as id: String, profile name: String? = nil, _ rulebook: Rulebook, chunkBytes: Int = 1 << 20,
        expected: GridSquares? = nil, keepRows: Bool = true, own: MappingProfile? = nil
    ) throws {
        let type = try Fixture.type(id, rulebook)
        let profile = try own ?? name.map { try Fixture.profile($0, rulebook) } ?? MappingProfile.standard(for: type)
        let table = try TableReader(bytes, knownHeaders: Set(profile.headers), chunkBytes: chunkBytes)
        layout = table.layout
        mapper = try Mapper(
            profile: profile, recordType: type, rulebook: rulebook, headers: table.layout.headers, converter: RoundConverter(),
            postcodes: nil, today: Fixture.today, expected: expected)
        for batch in table.tables {
            let result = mapper.validate(batch)
            rejected += result.rejected
            rowCount += result.table.rowCount
            guard keepRows else { continue }
            for row in 0..<result.table.rowCount { rows.append(result.table.columns.map { $0.string(row) }) }
        }
    }

    init(
        _ text: String, as id: String, profile: String? = nil, _ rulebook: Rulebook, expected: GridSquares? = nil,
        own: MappingProfile? = nil
    ) throws {
        try self.init(Array(text.utf8), as: id, profile: profile, rulebook, expected: expected, own: own)
    }

    func values(_ field: String) -> [String] {
        guard let position = recordType.fields.firstIndex(where: { $0.name == field }) else { return [] }
        return rows.map { $0[position] }
    }

    func count(_ code: String) -> Int { mapper.findings.entries.filter { $0.code == code }.reduce(0) { $0 + $1.count } }
}

/// Seeded, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Reads one value as a type of field; the canonical text, empty where it is missing, and the finding's code.
func reading(
    _ value: String, as type: FieldType, codes: CodeList? = nil, order: DateOrder = .dayFirst, serials: Bool = false, ahead: Bool = false
) -> (text: String, finding: String?) {
    let reader = ValueReader(
        type: type, codes: codes.map { CodeIndex(list: $0, profile: [:]) },
        dates: DateScanner(order: order, serials: serials, latestYear: 2026), today: Fixture.today, mayLieAhead: ahead)
    return reading(Array(value.utf8), reader)
}

func reading(_ value: [UInt8], _ reader: ValueReader) -> (text: String, finding: String?) {
    let reading = value.withUnsafeBytes { reader.read($0) }
    let text: String
    switch reading.form {
    case .missing: text = ""
    case .unchanged: text = String(decoding: value, as: UTF8.self)
    case .text(let bytes): text = String(decoding: bytes, as: UTF8.self)
    }
    return (text, reading.finding?.rawValue)
}
