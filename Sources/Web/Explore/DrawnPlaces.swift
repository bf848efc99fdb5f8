import Disclosure
import Hub
import Places

/// What was counted by areas or hexagons, each with its name and its shape.
struct DrawnPlaces {
    struct Place {
        let name: String
        /// The code of an area, the square of the National Grid that the middle of a hexagon lies in.
        let code: String
        let count: ShownCount
        /// Nil where it cannot be drawn.
        let outline: MapOutline?
        let middle: GridPoint?
        /// For the map.
        let title: String
    }
    /// In the order they were counted.
    let places: [Place]
    let legend: MapLegend
    let words: ShownWords
    /// What is shown first.
    let frame: MapFrame?
    /// Records without a place, where areas are counted and there are any.
    private(set) var placeless: ShownCount?

    init(_ found: Exploration, _ request: MapRequest) throws {
        let visit = request.explore.visit, counting = found.countings[0], ground = try visit.ground
        let counts = counting.table.cells.map { $0[0] }
        let isHexagons = request.kind == "hexagons"
        if isHexagons {
            let cells = zip(counting.rows, counts).compactMap { value, count in HexGrid.Cell(value).map { (cell: $0, count: count) } }
            let drawn = ground.hexagons(cells.map(\.cell), side: request.side, nameless: visit.t("explore.map.no-area"))
            places = zip(drawn, cells).map { hexagon, cell in
                Place(
                    name: hexagon.area, code: hexagon.square, count: cell.count, outline: hexagon.outline, middle: hexagon.middle,
                    title: hexagon.outline.name)
            }
        } else {
            let labels = FieldNames(explore: request.explore).values(counting.rows, of: counting.by[0])
            var all: [Place] = []
            for (number, value) in counting.rows.enumerated() {
                if value.isEmpty {
                    placeless = counts[number]
                    continue
                }
                let outline = ground.area(value)
                all.append(
                    Place(
                        name: labels[number], code: value, count: counts[number], outline: outline, middle: outline?.box?.middle,
                        title: labels[number]))
            }
            places = all
        }
        legend = MapLegend(places.map(\.count))
        words = ShownWords(visit.texts, found.rule)
        let middles = places.compactMap { place in place.middle.map { (middle: $0, weight: place.count.number ?? 0) } }
        frame = MapFrame(of: middles, margin: isHexagons ? Double(request.side) * 2 : 1_000, ground: ground.frame)
    }

    /// The most first; those of as many by name.
    var sorted: [Place] { places.sorted { ($0.count.number ?? 0, $1.title) > ($1.count.number ?? 0, $0.title) } }

    /// As the key has it.
    func shade(of count: ShownCount) -> String { count.number.map { "\(legend.steps.step(of: $0))" } ?? "hidden" }

    /// Places whose middle the map does not show first, or that have no boundaries.
    var outside: Int { places.count { place in place.middle.map { frame?.has($0) != true } ?? true } }
}
