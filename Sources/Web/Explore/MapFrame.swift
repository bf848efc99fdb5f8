import Places

/// A part of the National Grid that a map shows.
struct MapFrame: Equatable {
    var west: Double, south: Double, east: Double, north: Double

    /// Around all of them; nil around nothing.
    init?(around points: some Sequence<GridPoint>) {
        (west, south, east, north) = (.infinity, .infinity, -.infinity, -.infinity)
        for point in points {
            (west, east) = (min(west, point.easting), max(east, point.easting))
            (south, north) = (min(south, point.northing), max(north, point.northing))
        }
        guard west <= east else { return nil }
    }

    /// What a map shows first: where nearly all records lie, as one place far away must not make a dot of all the others. That is the hub's own ground
    /// where the records fill a good part of it, so that maps of one hub look alike.
    init?(of places: [(middle: GridPoint, weight: Int)], margin: Double, ground: MapFrame?) {
        guard let west = Self.least(places, \.easting, 0.01), let east = Self.least(places, \.easting, 0.99),
            let south = Self.least(places, \.northing, 0.01), let north = Self.least(places, \.northing, 0.99)
        else {
            guard let ground else { return nil }
            self = ground
            return
        }
        let wide = max(east - west, north - south) * 0.04 + max(margin, 500)
        (self.west, self.south, self.east, self.north) = (west - wide, south - wide, east + wide, north + wide)
        if let ground, ground.east - ground.west < 3 * (self.east - self.west), ground.north - ground.south < 3 * (self.north - self.south),
            ground.has(middle)
        {
            self = ground
        }
    }

    /// The place up to which so much of all weight lies; each counts as one where none has any.
    private static func least(_ places: [(middle: GridPoint, weight: Int)], _ side: KeyPath<GridPoint, Double>, _ share: Double) -> Double?
    {
        let all = places.reduce(0) { $0 + $1.weight }
        let sorted = places.map { (at: $0.middle[keyPath: side], weight: all > 0 ? $0.weight : 1) }.sorted { $0.at < $1.at }
        let sought = share * Double(all > 0 ? all : places.count)
        var sum = 0
        for place in sorted {
            sum += place.weight
            if Double(sum) >= sought, place.weight > 0 { return place.at }
        }
        return sorted.last?.at
    }

    mutating func widen(by metres: Double) {
        (west, south, east, north) = (west - metres, south - metres, east + metres, north + metres)
    }
    var corners: [GridPoint] { [GridPoint(easting: west, northing: south), GridPoint(easting: east, northing: north)] }
    var middle: GridPoint { GridPoint(easting: (west + east) / 2, northing: (south + north) / 2) }
    func has(_ point: GridPoint) -> Bool {
        (west...east).contains(point.easting) && (south...north).contains(point.northing)
    }
    func meets(_ other: MapFrame) -> Bool { west < other.east && other.west < east && south < other.north && other.south < north }

    /// West, south, east and north in degrees, as JSON.
    func degrees(_ converter: any CoordinateConverting) -> String {
        let corners = converter.geographic(batch: [
            GridPoint(easting: west, northing: south), GridPoint(easting: east, northing: south), GridPoint(easting: west, northing: north),
            GridPoint(easting: east, northing: north),
        ]).compactMap { $0 }
        guard corners.count == 4, let left = corners.map(\.longitude).min(), let right = corners.map(\.longitude).max(),
            let bottom = corners.map(\.latitude).min(), let top = corners.map(\.latitude).max()
        else { return "null" }
        return "[\([left, bottom, right, top].map(MapShapes.degrees).joined(separator: ","))]"
    }
}

/// References to squares of the National Grid, as maps of Ordnance Survey print them: `TL 05 49`.
enum GridSquare {
    /// With two or three digits a side: squares of a kilometre or of 100 metres. Nil outside the lettered grid.
    static func name(_ point: GridPoint, digits: Int) -> String? {
        let east = Int(point.easting.rounded(.down)), north = Int(point.northing.rounded(.down))
        guard (0..<700_000).contains(east), (0..<1_300_000).contains(north) else { return nil }
        let (column, row) = (east / 100_000, north / 100_000)
        // The first letter is of 500 km squares from a false origin, the second of 100 km squares inside; both lack I.
        let first = (19 - row) - (19 - row) % 5 + (column + 10) / 5, second = (19 - row) * 5 % 25 + column % 5
        let letters = Array("ABCDEFGHJKLMNOPQRSTUVWXYZ")
        let step = digits == 3 ? 100 : 1_000
        func part(_ metres: Int) -> String {
            let text = String(metres % 100_000 / step)
            return String(repeating: "0", count: max(0, digits - text.count)) + text
        }
        return "\(letters[first])\(letters[second]) \(part(east)) \(part(north))"
    }
}
