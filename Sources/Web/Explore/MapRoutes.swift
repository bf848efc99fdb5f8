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
        .get("/explore/{dataset}/map", .may(.query), event: "queryAnswered", page),
        .get("/explore/{dataset}/layer/{kind}", .may(.query), event: "queryAnswered", layer),
        .get("/explore/{dataset}/outlines", .may(.query), outlines),
    ]
    /// Points that a map shows at most, and the sides of hexagons in metres.
    static let mostPoints = 50_000, sides = [250, 500, 1_000, 2_000]

    /// What is asked; nil where no purpose was stated.
    private static func request(_ visit: Visit, kind: String?) throws -> MapRequest? {
        let explore = try ExploreVisit(visit)
        guard let asking = try explore.asking() else { return nil }
        let fields = try explore.records().fields(asking)
        guard let place = explore.type.place, fields.has("\(place)_easting"), fields.has("\(place)_northing") else {
            throw WebFault.notFound
        }
        let kind = kind ?? visit.query["show"] ?? "areas"
        guard ["areas", "hexagons", "points"].contains(kind) else { throw WebFault.notFound }
        let side = visit.query["side"].flatMap { Int($0) }.flatMap { sides.contains($0) ? $0 : nil } ?? 1_000
        return MapRequest(
            explore: explore, asking: asking, filters: try ExploreFilters(visit.query, explore.type, fields, visit), fields: fields,
            kind: kind, side: side)
    }

    private static func page(_ visit: Visit) throws -> Reply {
        guard let request = try request(visit, kind: nil) else { return ExploreRoutes.toPurpose(try ExploreVisit(visit)) }
        guard request.filters.faults.isEmpty else { return .redirect("\(request.explore.path)?\(visit.query.encoded)") }
        return .page(try MapPage(request: request).page)
    }

    // MARK: Its data

    private static func layer(_ visit: Visit) throws -> Reply {
        guard let kind = visit.parameters["kind"], let request = try request(visit, kind: kind), request.filters.faults.isEmpty else {
            throw WebFault.notFound
        }
        let outlines = "\(request.explore.path)/outlines", shapes = MapShapes(try visit.hub.gridConverter())
        if kind == "points" {
            let found = try request.points()
            return json(shapes.points(found, note: request.note(found), outlines: outlines, ground: try visit.ground.frame))
        }
        let drawn = try DrawnPlaces(try request.counted(), request)
        let features = drawn.places.compactMap { place in
            place.outline.map {
                ($0, place.title, drawn.words.of(place.count), place.count.number, drawn.legend.steps.step(of: place.count.number))
            }
        }
        return json(shapes.layer(features, before: shapes.head(outlines: outlines, view: drawn.frame)))
    }

    /// The boundaries of wards, or of whatever there is, as a ground to see where one is. They are published, and no record is read.
    private static func outlines(_ visit: Visit) throws -> Reply {
        _ = try ExploreVisit(visit)
        return json(try visit.ground.layer(MapShapes(try visit.hub.gridConverter())))
    }

    private static func json(_ text: String) -> Reply { .data(Array(text.utf8), type: "application/json") }
}

/// What a map is asked to show.
struct MapRequest {
    let explore: ExploreVisit
    let asking: ExploreRecords.Asking
    let filters: ExploreFilters
    let fields: ExplorableFields
    /// `areas`, `hexagons`, `points`.
    let kind: String
    /// Of a hexagon, in metres.
    let side: Int

    /// The kind of area that is counted: one that has boundaries; who counts by another kind of place sees the first of these.
    var level: String? {
        let bounded = ExploreFilters.open(explore.type, fields).filter { ["ward", "lsoa", "msoa", "district"].contains($0) }
        return bounded.contains(filters.level) ? filters.level : bounded.first
    }

    func counted() throws -> Exploration {
        let records = try explore.records()
        if kind == "hexagons" { return try records.hexagons(filters.question(by: []), asking, side: side) }
        guard let place = explore.type.place, let level else { throw WebFault.notFound }
        return try records.count([filters.question(by: ["\(place)_\(level)"])], asking)
    }

    /// That there are more points than these; nil where there are not.
    func note(_ found: ExploredPoints) -> String? {
        guard found.isCut else { return nil }
        let visit = explore.visit
        return visit.t(
            "explore.map.points-cut",
            ["points": Texts.grouped(found.points.count), "count": visit.texts.count("explore.total", found.records)])
    }

    func points() throws -> ExploredPoints {
        try explore.records().points(filters.question(by: []), asking, limit: MapRoutes.mostPoints)
    }
}
