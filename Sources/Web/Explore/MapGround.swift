import Hub
import Places
import Synchronization

/// The boundaries in force, and the areas and hexagons that were drawn on them. Which hexagons were drawn tells where somebody's records lie, roughly:
/// they are in memory alone, nobody can ask which there are, and they are forgotten when the hub is sealed.
final class MapGround: Sendable {
    /// The boundaries that a map is drawn on: wards, or whatever there is.
    let outlines: [MapOutline]
    /// Around them; nil where there are none.
    let frame: MapFrame?
    let index: AreaIndex?
    private let set: Int?
    private struct Kept: Sendable {
        var areas: [String: MapOutline] = [:]
        var hexagons: [Int: [HexGrid.Cell: MapHexagon]] = [:]
        var layer: String?
        var hexagonCount: Int { hexagons.values.reduce(0) { $0 + $1.count } }
    }
    private let kept = Mutex(Kept())
    private static let mostOutlines = 2_000
    /// Hexagons of all sizes that are kept at most.
    static let mostHexagons = 20_000
    /// Those that are kept.
    var keptHexagons: Int { kept.withLock(\.hexagonCount) }

    init(_ index: AreaIndex?) {
        let set = index.flatMap { index in index.sets.indices.first { index.sets[$0].level == .ward } ?? index.sets.indices.first }
        var outlines: [MapOutline] = []
        if let index, let set {
            outlines = (0..<min(Self.mostOutlines, index.count(in: set))).map {
                MapOutline(index.name($0, in: set), index.rings(of: $0, in: set))
            }
        }
        (self.index, self.set, self.outlines) = (index, set, outlines)
        frame = MapFrame(around: outlines.lazy.compactMap(\.box).flatMap(\.corners))
    }

    /// The name of the area that a point lies in.
    func name(at point: GridPoint) -> String? {
        guard let index, let set, let feature = index.feature(at: point, in: set) else { return nil }
        let name = index.name(feature, in: set)
        return name.isEmpty ? index.code(feature, in: set) : name
    }

    /// The area of a code; nil where there are no boundaries of it. There are no more than the boundaries have.
    func area(_ code: String) -> MapOutline? {
        if let known = kept.withLock({ $0.areas[code] }) { return known }
        guard let index, let (set, feature) = index.find(code) else { return nil }
        if set == self.set, outlines.indices.contains(feature) { return outlines[feature] }
        let area = MapOutline(index.name(feature, in: set), index.rings(of: feature, in: set))
        kept.withLock { $0.areas[code] = area }
        return area
    }

    /// The hexagons of cells, by sides of so many metres.
    func hexagons(_ cells: [HexGrid.Cell], side: Int, nameless: String) -> [MapHexagon] {
        let grid = HexGrid(side: Double(side)), known = kept.withLock { $0.hexagons[side] ?? [:] }
        var new: [HexGrid.Cell: MapHexagon] = [:]
        let found = cells.map { cell in
            if let known = known[cell] { return known }
            let at = grid.middle(of: cell), middle = GridPoint(easting: at.easting, northing: at.northing)
            let hexagon = MapHexagon(
                area: name(at: middle) ?? nameless, square: GridSquare.name(middle, digits: side < 1_000 ? 3 : 2) ?? "", middle: middle,
                corners: grid.corners(of: cell).map { GridPoint(easting: $0.easting, northing: $0.northing) })
            new[cell] = hexagon
            return hexagon
        }
        if !new.isEmpty {
            kept.withLock { kept in
                if kept.hexagonCount + new.count > Self.mostHexagons { kept.hexagons = [:] }
                if new.count <= Self.mostHexagons { kept.hexagons[side, default: [:]].merge(new) { $1 } }
            }
        }
        return found
    }

    /// The outlines as a layer to see where one is.
    func layer(_ shapes: MapShapes) -> String {
        if let known = kept.withLock({ $0.layer }) { return known }
        let layer = shapes.layer(outlines.map { ($0, $0.name, "", 0, 0) }, before: "")
        kept.withLock { $0.layer = layer }
        return layer
    }
}

/// A hexagon by the area and the square of the National Grid that its middle lies in; its outline is named by both.
struct MapHexagon: Sendable {
    let area: String
    /// Empty outside the lettered grid.
    let square: String
    let middle: GridPoint
    let outline: MapOutline

    init(area: String, square: String, middle: GridPoint, corners: [GridPoint]) {
        (self.area, self.square, self.middle) = (area, square, middle)
        outline = MapOutline(square.isEmpty ? area : "\(area), \(square)", [corners])
    }
}

extension AreaIndex {
    /// The set and feature of a code; nil where no boundaries have it.
    func find(_ code: String) -> (set: Int, feature: Int)? {
        for set in sets.indices { if let feature = feature(code, in: set) { return (set, feature) } }
        return nil
    }
}

/// The ground of the boundaries in force, kept as long as they are.
final class MapGrounds: Sendable {
    private let known = Mutex<MapGround?>(nil)

    func ground(of index: AreaIndex?) -> MapGround {
        if let known = known.withLock({ $0 }), known.index === index { return known }
        let ground = MapGround(index)
        known.withLock { $0 = ground }
        return ground
    }

    /// Forgets everything, as when the hub is sealed.
    func forget() { known.withLock { $0 = nil } }
}

extension Visit {
    /// What this visit's maps are drawn on.
    var ground: MapGround { get throws { face.grounds.ground(of: try hub.boundaries()) } }
}
