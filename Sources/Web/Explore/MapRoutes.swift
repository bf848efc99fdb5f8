import Disclosure
import Guidance
import HTTPTypes
import Hub
import Places
import Register

/// Maps of records: areas shaded by their counts, hexagons, and the points that depersonalised records have. Small numbers of areas and hexagons are
/// protected; points are records, and recorded as shown.
enum MapRoutes {
    static let all: [Route] = [
        .get("/explore/{dataset}/map", .may(.query), page),
        .get("/explore/{dataset}/layer/{kind}", .may(.query), layer),
        .get("/explore/{dataset}/outlines", .may(.query), outlines),
    ]
    /// Points that a map shows at most, and the sides of hexagons in metres.
    static let mostPoints = 50_000, sides = [250, 500, 1_000, 2_000]

    private struct Request {
        let explore: ExploreVisit
        let asking: ExploreRecords.Asking
        let filters: ExploreFilters
        let fields: ExplorableFields
        let kind: String, side: Int
    }

    /// What is asked; nil where no purpose was stated.
    private static func request(_ visit: Visit, kind: String?) throws -> Request? {
        let explore = try ExploreVisit(visit)
        guard let asking = try explore.asking() else { return nil }
        let fields = try explore.records().fields(asking)
        guard let place = explore.type.place, fields.has("\(place)_easting"), fields.has("\(place)_northing") else {
            throw WebFault.notFound
        }
        let kind = kind ?? visit.query["show"] ?? "areas"
        guard ["areas", "hexagons", "points"].contains(kind) else { throw WebFault.notFound }
        let side = visit.query["side"].flatMap { Int($0) }.flatMap { sides.contains($0) ? $0 : nil } ?? 1_000
        return Request(
            explore: explore, asking: asking, filters: try ExploreFilters(visit.query, explore.type, fields, visit), fields: fields,
            kind: kind,
            side: side)
    }

    // MARK: The page

    private static func page(_ visit: Visit) throws -> Reply {
        guard let request = try request(visit, kind: nil) else { return .redirect("\(try ExploreVisit(visit).path)/purpose") }
        let explore = request.explore, kind = request.kind
        guard request.filters.faults.isEmpty else { return .redirect("\(explore.path)?\(visit.query.encoded)") }
        let kept = visit.query.without("show").without("side")
        var blocks: [Block] = []
        let query = visit.query.encoded
        let suffix = query.isEmpty ? "" : "?\(query)"
        let map = MapView(
            id: "map", data: "\(explore.path)/layer/\(kind)\(suffix)",
            title: visit.t("explore.map.of-\(kind)", ["dataset": explore.type.title]),
            kind: kind)
        let help = Block.text(visit.t(kind == "points" ? "explore.map.help-points" : "explore.map.help"))
        if kind == "points" {
            blocks += [.map(map, [help]), .inset(visit.t("explore.map.points-are-records"))]
        } else {
            let found = try shapes(request)
            var legended = map
            legended.legend = legend(of: found).keys(visit, found.rule)
            blocks.append(.map(legended, [help]))
            blocks.append(table(found, request))
            blocks += [.heading(visit.t("explore.about")), .list(explore.caveats(found.lineage))]
        }
        var boxed = kept.without("box")
        boxed.add("show", kind)
        let hidden = boxed.pairs.map { Field($0.name, "", .hidden, value: $0.value) }
        let choose = Form(
            action: "\(explore.path)/map", button: visit.t("explore.map.draw"),
            fields: kept.pairs.map { Field($0.name, "", .hidden, value: $0.value) } + [
                Field(
                    "show", visit.t("explore.map.show"),
                    .radios(["areas", "hexagons", "points"].map { Choice(value: $0, label: visit.t("explore.map.\($0)")) }), value: kind,
                    isSmall: true),
                Field(
                    "side", visit.t("explore.map.side"),
                    .select(sides.map { Choice(value: "\($0)", label: visit.t("explore.map.metres", ["metres": Texts.grouped($0)])) }),
                    value: "\(request.side)", isSmall: true),
            ], isGet: true)
        let box = Form(
            action: "\(explore.path)/map", button: visit.t("explore.map.box-button"),
            fields: hidden + [
                Field(
                    "box", visit.t("explore.box"), hint: visit.t("explore.box-hint"), value: visit.query["box"] ?? "", isCode: true,
                    isSmall: true)
            ], isGet: true, id: "box-form")
        let back = kept.encoded
        return .page(
            Page(
                visit.t("explore.map.title"), section: "explore", caption: explore.type.title,
                trail: [
                    Link(text: visit.t("explore.title"), href: "/explore"),
                    Link(text: explore.type.title, href: "\(explore.path)\(back.isEmpty ? "" : "?\(back)")"),
                ], marking: request.fields.marking, isWide: true, [.columns(blocks, [.form(choose), .form(box)])]))
    }

    private static func legend(of found: Exploration) -> MapLegend { MapLegend(found.countings[0].table.cells.map { $0[0] }) }

    private static func table(_ found: Exploration, _ request: Request) -> Block {
        let visit = request.explore.visit, words = ShownWords(visit.texts, found.rule), names = FieldNames(explore: request.explore)
        let counting = found.countings[0]
        let rows = zip(counting.rows, counting.table.cells).sorted { ($0.1[0].number ?? 0, $1.0) > ($1.1[0].number ?? 0, $0.0) }
        let title = request.kind == "hexagons" ? visit.t("explore.map.hexagons") : names.title(counting.by[0])
        return .table(
            Table(
                caption: visit.t("explore.map.table"),
                columns: [Table.Column(title), Table.Column(visit.t("explore.records"), isNumber: true)],
                rows: rows.prefix(200).map {
                    [Cell(request.kind == "hexagons" ? $0.0 : names.value($0.0, of: counting.by[0])), Cell(words.of($0.1[0]))]
                },
                empty: visit.t("explore.map.nothing")))
    }

    private static func shapes(_ request: Request) throws -> Exploration {
        let records = try request.explore.records()
        if request.kind == "hexagons" {
            return try records.hexagons(request.filters.question(by: []), request.asking, side: request.side)
        }
        // Areas that have boundaries; who counts by another kind of place sees the first of these.
        let bounded = ExploreFilters.open(request.explore.type, request.fields).filter {
            ["ward", "lsoa", "msoa", "district"].contains($0)
        }
        guard let place = request.explore.type.place, let first = bounded.first else { throw WebFault.notFound }
        let level = bounded.contains(request.filters.level) ? request.filters.level : first
        return try records.count([request.filters.question(by: ["\(place)_\(level)"])], request.asking)
    }

    // MARK: Its data

    private static func layer(_ visit: Visit) throws -> Reply {
        guard let kind = visit.parameters["kind"], let request = try request(visit, kind: kind), request.filters.faults.isEmpty else {
            throw WebFault.notFound
        }
        let outlines = "\(request.explore.path)/outlines"
        if kind == "points" {
            let found = try request.explore.records().points(request.filters.question(by: []), request.asking, limit: mostPoints)
            return json(try MapShapes(visit.hub.gridConverter()).points(found, outlines: outlines))
        }
        let found = try shapes(request)
        let words = ShownWords(visit.texts, found.rule), names = FieldNames(explore: request.explore)
        let counting = found.countings[0]
        let steps = legend(of: found).steps
        let shapes = try MapShapes(visit.hub.gridConverter())
        let areas = kind == "areas" ? try visit.hub.boundaries() : nil
        let grid = HexGrid(side: Double(request.side))
        var features: [String] = []
        for (name, counts) in zip(counting.rows, counting.table.cells) {
            let rings: [[GridPoint]]
            if kind == "hexagons" {
                guard let cell = HexGrid.Cell(name) else { continue }
                rings = [grid.corners(of: cell).map { GridPoint(easting: $0.easting, northing: $0.northing) }]
            } else {
                guard let areas, let set = areas.sets.indices.first(where: { areas.feature(name, in: $0) != nil }),
                    let feature = areas.feature(name, in: set)
                else { continue }
                rings = areas.rings(of: feature, in: set)
            }
            features.append(
                shapes.feature(
                    rings, name: kind == "hexagons" ? visit.t("explore.map.hexagon") : names.value(name, of: counting.by[0]),
                    count: words.of(counts[0]), number: counts[0].number, shade: steps.step(of: counts[0].number)))
        }
        return json(
            "{\"type\":\"FeatureCollection\",\"outlines\":\(JSONText.quoted(outlines)),\"features\":[\(features.joined(separator: ","))]}")
    }

    /// The boundaries of wards, or of whatever there is, as a ground to see where one is. They are published, and no record is read.
    private static func outlines(_ visit: Visit) throws -> Reply {
        _ = try ExploreVisit(visit)
        guard let areas = try visit.hub.boundaries(),
            let set = areas.sets.indices.first(where: { areas.sets[$0].level == .ward }) ?? areas.sets.indices.first
        else { return json("{\"type\":\"FeatureCollection\",\"features\":[]}") }
        let shapes = try MapShapes(visit.hub.gridConverter())
        let features = (0..<min(2_000, areas.count(in: set))).map { feature in
            shapes.feature(areas.rings(of: feature, in: set), name: areas.name(feature, in: set), count: "", number: 0, shade: 0)
        }
        return json("{\"type\":\"FeatureCollection\",\"features\":[\(features.joined(separator: ","))]}")
    }

    private static func json(_ text: String) -> Reply { .data(Array(text.utf8), type: "application/json") }
}

/// Shapes of the National Grid as GeoJSON in degrees, with no more points than a map shows.
struct MapShapes {
    private let converter: any CoordinateConverting
    init(_ converter: any CoordinateConverting) { self.converter = converter }

    func feature(_ rings: [[GridPoint]], name: String, count: String, number: Int?, shade: Int) -> String {
        let polygons = rings.compactMap { ring -> String? in
            let thin = Self.thinned(ring, by: 15)
            guard thin.count >= 3, let first = thin.first else { return nil }
            let closed = thin.last == first ? thin : thin + [first]
            let places = converter.geographic(batch: closed).compactMap { $0 }
            guard places.count == closed.count else { return nil }
            return "[[\(places.map { "[\(Self.degrees($0.longitude)),\(Self.degrees($0.latitude))]" }.joined(separator: ","))]]"
        }
        return
            "{\"type\":\"Feature\",\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[\(polygons.joined(separator: ","))]},\"properties\":{\"name\":\(JSONText.quoted(name)),\"count\":\(JSONText.quoted(count)),\"number\":\(number.map { "\($0)" } ?? "null"),\"shade\":\(shade)}}"
    }

    /// Points from west to east as differences of hundred-thousandths of a degree, each with its count: about six bytes a point.
    func points(_ found: ExploredPoints, outlines: String) -> String {
        let places = converter.geographic(batch: found.points.map { GridPoint(easting: Double($0.easting), northing: Double($0.northing)) })
        let known = zip(places, found.points).compactMap { place, point in
            place.map { (x: Int(($0.longitude * 1e5).rounded()), y: Int(($0.latitude * 1e5).rounded()), count: point.count) }
        }
        let west = known.map(\.x).min() ?? 0, south = known.map(\.y).min() ?? 0
        var (x, y) = (west, south)
        var numbers: [String] = []
        for point in known {
            numbers.append("\(point.x - x),\(point.y - y),\(point.count)")
            (x, y) = (point.x, point.y)
        }
        return
            "{\"outlines\":\(JSONText.quoted(outlines)),\"records\":\(found.records),\"isCut\":\(found.isCut),\"origin\":[\(Double(west) / 1e5),\(Double(south) / 1e5)],\"points\":[\(numbers.joined(separator: ","))]}"
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
