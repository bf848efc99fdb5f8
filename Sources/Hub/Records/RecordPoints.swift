import Archive
import Guidance
import Places

/// Where the records of a record type lie, and which of those places are within a rectangle. Worked out once per distinct place.
struct RecordPoints {
    /// The fields that hold easting and northing.
    let easting: String, northing: String
    private let grid: any CoordinateConverting

    /// Nil where the records have no main place that may be seen.
    init?(_ held: HeldRecords, grid: any CoordinateConverting) {
        guard let place = held.type.place else { return nil }
        let names = Set(held.fields.map(\.name))
        (easting, northing) = ("\(place)_easting", "\(place)_northing")
        guard names.contains(easting), names.contains(northing) else { return nil }
        self.grid = grid
    }

    /// The points of pairs of texts; nil where one is missing.
    func points(_ pairs: [(easting: String, northing: String)]) -> [GeographicPoint?] {
        let read = pairs.map { pair in
            Double(pair.easting).flatMap { east in Double(pair.northing).map { GridPoint(easting: east, northing: $0) } }
        }
        var converted = grid.geographic(batch: read.compactMap(\.self)).makeIterator()
        return read.map { $0 == nil ? nil : converted.next() ?? nil }
    }

    /// Which of the places that fulfil the conditions lie in the rectangle, and how many records do.
    func within(_ box: GeographicBox, _ held: HeldRecords, _ conditions: [SegmentQuery.Condition]) throws -> (
        places: Set<String>, records: Int
    ) {
        let by = [SegmentQuery.Expression(easting), SegmentQuery.Expression(northing)]
        let query = SegmentQuery(conditions: conditions + near(box), by: by)
        let counts = try SegmentCount(held: held, query: query).perform().counts
        let points = points(counts.map { ($0.values[0], $0.values[1]) })
        var places: Set<String> = []
        var records = 0
        for (count, point) in zip(counts, points) {
            guard let point, box.holds(point) else { continue }
            places.insert(Self.key(count.values[0], count.values[1]))
            records += count.count
        }
        return (places, records)
    }

    static func key(_ easting: String, _ northing: String) -> String { "\(easting) \(northing)" }

    /// Conditions that hold for every place in the rectangle and few others: the least upright rectangle of the grid around it.
    func near(_ box: GeographicBox) -> [SegmentQuery.Condition] {
        guard box.west <= box.east else { return [] }
        // Meridians and parallels bend on the grid: their bulge over an area of Britain's size is what the steps along them find, and the
        // margin takes the rest.
        let steps = 16
        var border: [GeographicPoint] = []
        for step in 0...steps {
            let part = Double(step) / Double(steps)
            let longitude = box.west + (box.east - box.west) * part, latitude = box.south + (box.north - box.south) * part
            border += [
                GeographicPoint(longitude: longitude, latitude: box.south), GeographicPoint(longitude: longitude, latitude: box.north),
                GeographicPoint(longitude: box.west, latitude: latitude), GeographicPoint(longitude: box.east, latitude: latitude),
            ]
        }
        let found = grid.grid(batch: border)
        // Where the rectangle reaches beyond the grid its borders say nothing of what lies within.
        let corners = found.compactMap(\.self)
        guard corners.count == found.count, let west = corners.map(\.easting).min(), let east = corners.map(\.easting).max(),
            let south = corners.map(\.northing).min(), let north = corners.map(\.northing).max()
        else { return [] }
        let margin = 100 + max(east - west, north - south) / 50
        return [
            .init(easting, .satisfies { Double($0).map { $0 >= west - margin && $0 <= east + margin } ?? false }),
            .init(northing, .satisfies { Double($0).map { $0 >= south - margin && $0 <= north + margin } ?? false }),
        ]
    }
}
