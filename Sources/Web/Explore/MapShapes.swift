import Hub
import Places

/// Shapes of the National Grid as GeoJSON in degrees, with no more points than a map shows.
struct MapShapes {
    private let converter: any CoordinateConverting
    init(_ converter: any CoordinateConverting) { self.converter = converter }

    /// Rings as polygons; those that cannot be converted are left out.
    func geometry(_ rings: [[GridPoint]]) -> String {
        let polygons = rings.compactMap { ring -> String? in
            let thin = Self.thinned(ring, by: 15)
            guard thin.count >= 3, let first = thin.first else { return nil }
            let closed = thin.last == first ? thin : thin + [first]
            let places = converter.geographic(batch: closed).compactMap { $0 }
            guard places.count == closed.count else { return nil }
            return "[[\(places.map { "[\(Self.degrees($0.longitude)),\(Self.degrees($0.latitude))]" }.joined(separator: ","))]]"
        }
        return "{\"type\":\"MultiPolygon\",\"coordinates\":[\(polygons.joined(separator: ","))]}"
    }

    /// Outlines with their names, the words of their counts, their numbers and steps, after what else the map has to know.
    func layer(_ features: [(outline: MapOutline, name: String, count: String, number: Int?, shade: Int)], before head: String) -> String {
        var text = "{\"type\":\"FeatureCollection\",\(head)\"features\":["
        text.reserveCapacity(features.count * 320)
        var isFirst = true
        for (outline, name, count, number, shade) in features {
            if !isFirst { text += "," }
            isFirst = false
            text += "{\"type\":\"Feature\",\"geometry\":"
            text += outline.geometry(self)
            text += ",\"properties\":{\"name\":"
            text += JSONText.quoted(name)
            text += ",\"count\":"
            text += JSONText.quoted(count)
            text += ",\"number\":"
            text += number.map(String.init) ?? "null"
            text += ",\"shade\":"
            text += String(shade)
            text += "}}"
        }
        return text + "]}"
    }

    /// Where the outlines are, and what is shown first.
    func head(outlines: String, view: MapFrame?) -> String {
        "\"outlines\":\(JSONText.quoted(outlines)),\"view\":\(view?.degrees(converter) ?? "null"),"
    }

    /// Points from west to east as differences of hundred-thousandths of a degree, each with its count: about six bytes a point.
    func points(_ found: ExploredPoints, note: String?, outlines: String, ground: MapFrame?) -> String {
        let at = found.points.map { GridPoint(easting: Double($0.easting), northing: Double($0.northing)) }
        let view = MapFrame(of: zip(at, found.points).map { ($0, $1.count) }, margin: 500, ground: ground)
        let known = zip(converter.geographic(batch: at), found.points).compactMap { place, point in
            place.map { (x: Int(($0.longitude * 1e5).rounded()), y: Int(($0.latitude * 1e5).rounded()), count: point.count) }
        }
        let west = known.map(\.x).min() ?? 0, south = known.map(\.y).min() ?? 0
        var (x, y) = (west, south)
        var text =
            "{\(head(outlines: outlines, view: view))\"records\":\(found.records),\"note\":\(note.map(JSONText.quoted) ?? "null"),\"origin\":[\(Double(west) / 1e5),\(Double(south) / 1e5)],\"points\":["
        text.reserveCapacity(known.count * 12)
        for (number, point) in known.enumerated() {
            if number > 0 { text += "," }
            text += String(point.x - x)
            text += ","
            text += String(point.y - y)
            text += ","
            text += String(point.count)
            (x, y) = (point.x, point.y)
        }
        return text + "]}"
    }

    /// Leaves out points that lie within so many metres of a straight line between those that stay (Ramer, Douglas and Peucker).
    static func thinned(_ ring: [GridPoint], by metres: Double) -> [GridPoint] {
        guard ring.count > 8 else { return ring }
        var stays = [Bool](repeating: false, count: ring.count)
        let middle = ring.count / 2
        for place in [0, middle, ring.count - 1] { stays[place] = true }
        var waiting = [(0, middle), (middle, ring.count - 1)]
        while let (first, last) = waiting.popLast() {
            guard last - first > 1 else { continue }
            let (a, b) = (ring[first], ring[last])
            let (dx, dy) = (b.easting - a.easting, b.northing - a.northing)
            let long = (dx * dx + dy * dy).squareRoot()
            var (farthest, most) = (first, 0.0)
            for place in (first + 1)..<last {
                let (px, py) = (ring[place].easting - a.easting, ring[place].northing - a.northing)
                let far = long > 0 ? abs(dx * py - dy * px) / long : (px * px + py * py).squareRoot()
                if far > most { (farthest, most) = (place, far) }
            }
            if most > metres {
                stays[farthest] = true
                waiting += [(first, farthest), (farthest, last)]
            }
        }
        return ring.indices.filter { stays[$0] }.map { ring[$0] }
    }

    static func degrees(_ value: Double) -> String {
        let hundred = Int((value * 100_000).rounded())
        let rest = String(abs(hundred) % 100_000)
        return "\(hundred < 0 ? "-" : "")\(abs(hundred) / 100_000).\(String(repeating: "0", count: 5 - rest.count))\(rest)"
    }
}
