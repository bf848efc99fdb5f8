internal import Guidance
internal import Places
internal import Tables

/// Which columns of one file fill which fields, and the memories kept per field.
struct MappingPlan {
    /// Code of the finding on records that say nothing.
    static let emptyRecord = "record-empty"

    let recordType: RecordType
    /// By position of the field.
    let sources: [FieldSource]
    private let fields: [FieldColumn]
    private let degreePairs: [(pair: DegreePair, longitude: FieldColumn, latitude: FieldColumn, columns: (Int, Int))]
    private let gridPairs: [(group: String, pair: GridPair)]
    private let spans: [SpanCheck]
    private let reference: Int?
    private let period: Int?

    init(
        profile: MappingProfile, recordType: RecordType, codeList: @escaping (String) -> CodeList?, headers: [String],
        converter: any CoordinateConverting, postcodes: (any PostcodeKnowing)?, today: Int, expected: GridSquares?
    ) throws(ProfileMismatch) {
        let index = HeaderIndex(headers)
        try Self.check(profile, recordType, index)
        self.recordType = recordType
        let readers = ReaderFactory(codeList: codeList, postcodes: postcodes, today: today)
        var sources = [FieldSource](repeating: .nothing, count: recordType.fields.count)
        var fields: [FieldColumn] = []
        for (position, field) in recordType.fields.enumerated() {
            let mapping = profile.fields.first { $0.field == field.name }
            if let mapping { sources[position] = Self.source(mapping, index) }
            fields.append(FieldColumn(field: field, reader: readers.reader(for: field, mapping)))
        }
        var degrees: [(DegreePair, FieldColumn, FieldColumn, (Int, Int))] = []
        var grids: [(String, GridPair)] = []
        for group in recordType.placeGroups {
            guard let easting = Self.position(recordType, group, .easting), let northing = Self.position(recordType, group, .northing)
            else {
                continue
            }
            if let place = profile.places.first(where: { $0.group == group }), let longitude = index[place.longitude],
                let latitude = index[place.latitude]
            {
                sources[easting] = .degrees
                sources[northing] = .degrees
                degrees.append(
                    (
                        DegreePair(mapping: place, easting: easting, northing: northing, converter: converter),
                        FieldColumn(field: recordType.fields[easting], reader: readers.degrees),
                        FieldColumn(field: recordType.fields[northing], reader: readers.degrees),
                        (longitude, latitude)
                    ))
            }
            grids.append((group, GridPair(easting: easting, northing: northing, expected: expected)))
        }
        self.sources = sources
        self.fields = fields
        degreePairs = degrees.map { (pair: $0.0, longitude: $0.1, latitude: $0.2, columns: $0.3) }
        gridPairs = grids.map { (group: $0.0, pair: $0.1) }
        spans = SpanCheck.checks(for: recordType)
        reference = recordType.reference.flatMap { field in recordType.fields.firstIndex { $0.name == field.name } }
        period = recordType.fields.firstIndex { $0.name == recordType.period }
    }

    /// The most frequent points of each place group.
    var points: [(String, PointCounts)] { gridPairs.filter { $0.pair.points.total > 0 }.map { ($0.group, $0.pair.points) } }

    /// The batch's columns in canonical form, one for each field.
    func columns(of table: ParsedTable, _ tallies: inout [BatchTally]) -> [Column] {
        let rowCount = table.rowCount
        var columns: [Column] = []
        columns.reserveCapacity(fields.count)
        for (position, field) in fields.enumerated() {
            switch sources[position] {
            case .nothing, .degrees: columns.append(field.column(from: .absent, rowCount: rowCount, &tallies[position]))
            case .column(let column): columns.append(field.column(from: table.columns[column], rowCount: rowCount, &tallies[position]))
            case .joined(let sources, let joiner):
                let joined = ColumnJoiner(joiner: Array(joiner.utf8)).joined(sources.map { table.columns[$0] }, rowCount: rowCount)
                columns.append(field.column(from: joined, rowCount: rowCount, &tallies[position]))
            case .constant(let value): columns.append(field.column(constant: value, rowCount: rowCount, &tallies[position]))
            }
        }
        for degrees in degreePairs {
            var ignored = BatchTally()
            let longitude = degrees.longitude.column(from: table.columns[degrees.columns.0], rowCount: rowCount, &ignored)
            let latitude = degrees.latitude.column(from: table.columns[degrees.columns.1], rowCount: rowCount, &ignored)
            let made = degrees.pair.columns(longitude, latitude, rowCount: rowCount, &tallies)
            columns[degrees.pair.easting] = made.easting
            columns[degrees.pair.northing] = made.northing
        }
        for grid in gridPairs { grid.pair.settle(&columns, rowCount: rowCount, &tallies) }
        for span in spans { span.check(fields, &tallies) }
        return columns
    }

    /// Rows that cannot be taken, with the codes of the findings against them.
    func rejections(of table: ParsedTable, _ columns: [Column], _ tallies: [BatchTally]) -> [Int: [String]] {
        var rejections: [Int: [String]] = [:]
        for unsound in table.unsound { rejections[unsound.row, default: []].append(unsound.fault.rawValue) }
        if let period {
            for row in fields[period].rows(with: .dateInFuture) { rejections[row, default: []].append(ValueFinding.dateInFuture.rawValue) }
        }
        for row in emptyRows(columns, tallies, table.rowCount) where rejections[row] == nil {
            rejections[row, default: []].append(Self.emptyRecord)
        }
        return rejections
    }

    /// Rows without reference and date, where the record type has both; otherwise rows without any value.
    private func emptyRows(_ columns: [Column], _ tallies: [BatchTally], _ rowCount: Int) -> [Int] {
        let keys = [reference, period].compactMap(\.self).filter { sources[$0] != .nothing }
        if keys.contains(where: { tallies[$0].filled == rowCount }) { return [] }
        var rows = Array(0..<rowCount)
        for key in keys { rows.removeAll { columns[key].hasValue($0) } }
        if keys.count == 2 || rows.isEmpty { return rows }
        for column in columns where !rows.isEmpty { rows.removeAll { column.hasValue($0) } }
        return rows
    }

    private static func check(_ profile: MappingProfile, _ recordType: RecordType, _ index: HeaderIndex) throws(ProfileMismatch) {
        guard profile.datasets.contains(recordType.id) else {
            let own = profile.datasets.map(\.rawValue).joined(separator: ", ")
            throw ProfileMismatch(
                code: "dataset-not-of-profile", message: "The profile \(profile.name) is for \(own), not for \(recordType.id).",
                remedy: "Supply the file as one of these, or choose another profile.", likelyDataset: profile.datasets.first)
        }
        let missing = profile.missingHeaders(index)
        guard missing.isEmpty else {
            throw ProfileMismatch(
                code: "headers-missing",
                message: "The file lacks headers that the profile \(profile.name) needs: \(missing.joined(separator: ", ")).",
                remedy: "Check that this is the right file; if it is, choose or write a profile for its headers.")
        }
        let hasAny = profile.fields.contains { source($0, index) != .nothing } || profile.places.contains { index[$0.longitude] != nil }
        guard hasAny else {
            throw ProfileMismatch(
                code: "headers-missing", message: "None of the file's headers is one that the profile \(profile.name) knows.",
                remedy:
                    "Supply the file with a profile for its headers, or name its headers as `sharewell datasets show \(recordType.id)` does."
            )
        }
    }

    private static func source(_ mapping: FieldMapping, _ index: HeaderIndex) -> FieldSource {
        if let constant = mapping.constant { return .constant(constant) }
        if let first = mapping.either.lazy.compactMap({ index[$0] }).first { return .column(first) }
        let found = mapping.headers.compactMap { index[$0] }
        switch found.count {
        case 0: return .nothing
        case 1: return .column(found[0])
        default: return .joined(found, joiner: mapping.joiner)
        }
    }

    private static func position(_ recordType: RecordType, _ group: String, _ part: PlaceUse.Part) -> Int? {
        recordType.fields.firstIndex { $0.place?.group == group && $0.place?.part == part }
    }
}
