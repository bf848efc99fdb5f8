internal import Guidance
internal import Places
internal import Tables

/// Makes eastings and northings of longitudes and latitudes, each distinct point once.
final class DegreePair {
    private struct Point: Hashable {
        let longitude: Double
        let latitude: Double
    }
    private struct Made {
        let easting: UInt32
        let northing: UInt32
        let finding: ValueFinding?
    }
    /// Above this many distinct points the memory starts anew between batches.
    private static let mostPoints = 1 << 17

    let mapping: PlaceMapping
    let easting: Int
    let northing: Int
    private let converter: any CoordinateConverting
    private let longitudes = CoordinateReader()
    private let latitudes = CoordinateReader()
    private var longitude: [Double] = []
    private var latitude: [Double] = []
    private var made: [Point: Made] = [:]
    private let eastings = TextDictionary()
    private let northings = TextDictionary()

    init(mapping: PlaceMapping, easting: Int, northing: Int, converter: any CoordinateConverting) {
        self.mapping = mapping
        self.easting = easting
        self.northing = northing
        self.converter = converter
    }

    /// The two columns; what was found goes to the easting's tally.
    func columns(
        _ longitudeColumn: Column, _ latitudeColumn: Column, rowCount: Int, _ tallies: inout [BatchTally]
    ) -> (easting: Column, northing: Column) {
        if made.count > Self.mostPoints {
            made.removeAll(keepingCapacity: true)
            eastings.removeAll()
            northings.removeAll()
        }
        longitudes.read(longitudeColumn, rowCount: rowCount, into: &longitude)
        latitudes.read(latitudeColumn, rowCount: rowCount, into: &latitude)
        var east = [UInt32](repeating: 0, count: rowCount)
        var north = east
        for row in 0..<rowCount {
            let x = longitude[row], y = latitude[row]
            if x.isNaN || y.isNaN {
                if !x.isNaN || !y.isNaN {
                    tallies[easting].count(.coordinateAlone, row: row)
                } else if longitudeColumn.hasValue(row) || latitudeColumn.hasValue(row) {
                    tallies[easting].count(.coordinateNotUnderstood, row: row)
                }
                continue
            }
            let point = Point(longitude: x, latitude: y)
            let result: Made
            if let known = made[point] {
                result = known
            } else {
                result = make(x, y)
                made[point] = result
            }
            if let finding = result.finding { tallies[easting].count(finding, row: row) }
            guard result.easting != 0 else { continue }
            east[row] = result.easting
            north[row] = result.northing
            tallies[easting].filled += 1
            tallies[northing].filled += 1
        }
        return (.coded(CodedColumn(codes: east, dictionary: eastings)), .coded(CodedColumn(codes: north, dictionary: northings)))
    }

    private func make(_ longitude: Double, _ latitude: Double) -> Made {
        func refused(_ finding: ValueFinding) -> Made { Made(easting: 0, northing: 0, finding: finding) }
        if longitude == 0, latitude == 0 { return refused(.coordinateZero) }
        var (x, y) = (longitude, latitude)
        var finding: ValueFinding?
        if !Self.isBritish(x, y), Self.isBritish(y, x) {
            (x, y) = (y, x)
            finding = .coordinatesSwapped
        }
        guard Self.isBritish(x, y), let point = converter.grid(GeographicPoint(longitude: x, latitude: y)),
            GridExtent.greatBritain.contains(point.easting, point.northing)
        else { return refused(.coordinatesOutside) }
        var text: [UInt8] = []
        text.append(digits: Int(point.easting.rounded()), width: 1)
        let east = text.withUnsafeBytes { eastings.code(for: $0) }
        text.removeAll(keepingCapacity: true)
        text.append(digits: Int(point.northing.rounded()), width: 1)
        return Made(easting: east, northing: text.withUnsafeBytes { northings.code(for: $0) }, finding: finding)
    }

    private static func isBritish(_ longitude: Double, _ latitude: Double) -> Bool {
        (-9.5...2.5).contains(longitude) && (49...61.5).contains(latitude)
    }
}

extension Column {
    /// True if the row has a value.
    func hasValue(_ row: Int) -> Bool {
        switch self {
        case .absent: false
        case .direct(let direct): !direct.range(row).isEmpty
        case .coded(let coded): coded.codes[row] != 0
        }
    }
}
