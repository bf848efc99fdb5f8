import Hub
import Places
import Testing

@testable import Web

@Suite("The ground of maps")
struct MapGroundTests {
    private static func square(_ west: Double, _ south: Double, _ side: Double) -> [GridPoint] {
        [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)].map { GridPoint(easting: west + $0.0 * side, northing: south + $0.1 * side) }
    }

    private static func index(_ name: String) throws -> AreaIndex {
        var builder = AreaIndexBuilder()
        builder.add(
            [
                AreaOutline(code: "E05000001", name: name, rings: [square(500_000, 220_000, 10_000)]),
                AreaOutline(code: "E05000002", name: "", rings: [square(510_000, 220_000, 10_000)]),
            ], to: AreaSetName(.ward, vintage: "2022"),
            from: PlacesSource(kind: "boundaries", version: "2022", digest: "00", count: 2))
        return try AreaIndex(ImageBytes(copying: builder.image()), checkingAll: true)
    }

    @Test("areas are drawn once, hexagons are named by the area and square they lie in, and of nowhere there is nothing")
    func drawn() throws {
        let ground = MapGround(try Self.index("Castle"))
        #expect(ground.outlines.map(\.name) == ["Castle", ""])
        let corners = [GridPoint(easting: 500_000, northing: 220_000), GridPoint(easting: 520_000, northing: 230_000)]
        #expect(ground.frame == MapFrame(around: corners))
        let area = try #require(ground.area("E05000001"))
        #expect(area === ground.area("E05000001") && ground.area("E09999999") == nil)
        let grid = HexGrid(side: 1_000)
        let cells = [grid.cell(505_000, 225_000), grid.cell(515_000, 225_000), grid.cell(600_000, 225_000), HexGrid.Cell(q: -9_000, r: 1)]
        let hexagons = ground.hexagons(cells, side: 1_000, nameless: "outside")
        #expect(hexagons.map(\.area) == ["Castle", "E05000002", "outside", "outside"])
        #expect(hexagons[0].outline.name.hasPrefix("Castle, TL 0") && hexagons[3].outline.name == "outside")
        let again = ground.hexagons(cells.reversed(), side: 1_000, nameless: "outside")
        #expect(zip(hexagons, again.reversed()).allSatisfy { $0.outline === $1.outline })
        // The same cell of another size is elsewhere.
        #expect(ground.hexagons([cells[0]], side: 250, nameless: "outside")[0].middle != hexagons[0].middle)
        #expect(MapGround(nil).hexagons(cells, side: 1_000, nameless: "outside").allSatisfy { $0.area == "outside" })
        #expect(MapGround(nil).frame == nil && MapGround(nil).area("E05000001") == nil)
    }

    @Test("no more hexagons are kept than may be, and what is asked for is right all the same")
    func bounded() throws {
        let ground = MapGround(nil), grid = HexGrid(side: 250)
        for part in 0..<5 {
            let cells = (0..<9_000).map { HexGrid.Cell(q: $0, r: part) }
            let found = ground.hexagons(cells, side: 250, nameless: "")
            #expect(found.count == 9_000 && found[77].middle.northing == grid.middle(of: cells[77]).northing)
            #expect(ground.keptHexagons <= MapGround.mostHexagons)
        }
        let many = ground.hexagons((0..<30_000).map { HexGrid.Cell(q: $0, r: 9) }, side: 250, nameless: "")
        #expect(many.count == 30_000 && ground.keptHexagons <= MapGround.mostHexagons)
    }

    @Test("other boundaries are another ground, and a sealed hub's is forgotten")
    func replaced() throws {
        let grounds = MapGrounds(), (first, second) = (try Self.index("Castle"), try Self.index("Castle and South"))
        let ground = grounds.ground(of: first)
        #expect(grounds.ground(of: first) === ground)
        #expect(grounds.ground(of: second).outlines.first?.name == "Castle and South")
        grounds.forget()
        #expect(grounds.ground(of: first) !== ground)
    }

    @Test("an outline is drawn for each frame as it lies in it, however many there were before")
    func frames() throws {
        let outline = MapOutline("a", [Self.square(500_000, 220_000, 1_000)])
        for shift in 0..<6 {
            let frame = try #require(MapFrame(around: Self.square(500_000 - Double(shift) * 100, 220_000, 2_000)))
            let path = outline.path(in: frame, scale: 0.1)
            #expect(path == outline.path(in: frame, scale: 0.1) && path.hasPrefix("M\(shift * 10) 200L"))
        }
    }
}
