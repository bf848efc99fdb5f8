import Disclosure
import Hub
import Places

/// What was counted by areas or hexagons, each with its name, its shape and its step, the most first.
struct DrawnPlaces {
    struct Place {
        let name: String
        /// The code of an area, the square of the National Grid that the middle of a hexagon lies in.
        let code: String
        let count: ShownCount
        /// None where it cannot be drawn.
        let rings: [[GridPoint]]
        let middle: GridPoint?
        /// For the map.
        let title: String
    }
    let places: [Place]
    let legend: MapLegend
    let words: ShownWords
    /// What is shown first.
    let frame: MapFrame?
    /// Records without a place, where areas are counted and there are any.
    let placeless: ShownCount?

    init(_ found: Exploration, _ request: MapRequest) throws {
        let visit = request.explore.visit, counting = found.countings[0]
        let ground = try MapGround(visit), names = FieldNames(explore: request.explore)
        let areas = try visit.hub.boundaries(), grid = HexGrid(side: Double(request.side))
        let isHexagons = request.kind == "hexagons"
        let labels = isHexagons ? [] : names.values(counting.rows, of: counting.by[0])
        var all: [Place] = []
        var none: ShownCount?
        for (number, value) in counting.rows.enumerated() {
            let count = counting.table.cells[number][0]
            if isHexagons {
                guard let cell = HexGrid.Cell(value) else { continue }
                let at = grid.middle(of: cell), middle = GridPoint(easting: at.easting, northing: at.northing)
                let square = GridSquare.name(middle, digits: request.side < 1_000 ? 3 : 2) ?? ""
                let name = ground.name(at: middle) ?? visit.t("explore.map.no-area")
                all.append(
                    Place(
                        name: name, code: square, count: count,
                        rings: [grid.corners(of: cell).map { GridPoint(easting: $0.easting, northing: $0.northing) }], middle: middle,
                        title: square.isEmpty ? name : "\(name), \(square)"))
                continue
            }
            if value.isEmpty {
                none = count
                continue
            }
            var rings: [[GridPoint]] = []
            if let areas, let set = areas.sets.indices.first(where: { areas.feature(value, in: $0) != nil }),
                let feature = areas.feature(value, in: set)
            {
                rings = areas.rings(of: feature, in: set)
            }
            all.append(
                Place(
                    name: labels[number], code: value, count: count, rings: rings, middle: MapFrame(around: rings.flatMap(\.self))?.middle,
                    title: labels[number]))
        }
        places = all.sorted { ($0.count.number ?? 0, $1.title) > ($1.count.number ?? 0, $0.title) }
        placeless = none
        legend = MapLegend(places.map(\.count))
        words = ShownWords(visit.texts, found.rule)
        var middles: [(middle: GridPoint, weight: Int)] = []
        for place in all { if let middle = place.middle { middles.append((middle, place.count.number ?? 0)) } }
        frame = MapFrame(of: middles, margin: isHexagons ? Double(request.side) * 2 : 1_000, ground: ground.frame)
    }

    /// As the key has it.
    func shade(of count: ShownCount) -> String { count.number.map { "\(legend.steps.step(of: $0))" } ?? "hidden" }

    /// Places whose middle the map does not show first, or that have no boundaries.
    var outside: Int { places.count { place in place.middle.map { frame?.has($0) != true } ?? true } }
}
