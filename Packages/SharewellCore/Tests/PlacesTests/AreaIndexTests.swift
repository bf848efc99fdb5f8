import Testing

@testable import Places

@Suite struct AreaIndexTests {
    static let set = AreaSetName(.lsoa, vintage: "2021")
    static let source = PlacesSource(kind: "boundaries", version: "1", digest: "00", count: 0)

    static func ring(_ corners: [(Double, Double)]) -> [GridPoint] { corners.map { GridPoint(easting: $0.0, northing: $0.1) } }
    static func square(_ west: Double, _ south: Double, _ side: Double) -> [GridPoint] {
        ring([(west, south), (west + side, south), (west + side, south + side), (west, south + side), (west, south)])
    }
    static func image(_ areas: [AreaOutline]) -> [UInt8] {
        var builder = AreaIndexBuilder()
        builder.add(areas, to: set, from: source)
        return builder.image()
    }
    static func index(_ areas: [AreaOutline]) throws -> AreaIndex { try AreaIndex(ImageBytes(copying: image(areas)), checkingAll: true) }

    @Test func holesAndSeparatePartsAreRespected() throws {
        let index = try Self.index([
            AreaOutline(
                code: "E01000001", name: "Ring and islet",
                rings: [Self.square(1000, 1000, 100), Self.square(1040, 1040, 20), Self.square(2000, 2000, 10)]),
            AreaOutline(code: "E01000002", name: "Inside", rings: [Self.square(1040, 1040, 20)]),
        ])
        func code(_ east: Double, _ north: Double) -> String? { index.code(at: GridPoint(easting: east, northing: north), in: Self.set) }
        #expect(code(1010, 1010) == "E01000001")
        #expect(code(1050, 1050) == "E01000002")
        #expect(code(2005, 2005) == "E01000001")
        #expect(code(1500, 1500) == nil)
        #expect(code(-1e9, .nan) == nil)
        #expect(index.feature("E01000002", in: 0).map { index.name($0, in: 0) } == "Inside")
        #expect(index.feature("E01000003", in: 0) == nil)
    }

    @Test func aPointOnASharedEdgeHasOneHome() throws {
        // A board of squares whose corners are all shared: every point of the board, edges included, lies in exactly one.
        let areas = (0..<36).map { number in
            AreaOutline(
                code: "E0100\(1000 + number)", name: "", rings: [Self.square(Double(number % 6) * 10, Double(number / 6) * 10, 10)])
        }
        let index = try Self.index(areas)
        for east in stride(from: 0.0, to: 60, by: 2.5) {
            for north in stride(from: 0.0, to: 60, by: 2.5) {
                let point = (east: Int32(east * 100), north: Int32(north * 100))
                let homes = (0..<36).filter { index.shapes[0].contains(Int(point.east), Int(point.north), feature: $0) }
                #expect(homes.count == 1)
                #expect(index.feature(at: GridPoint(easting: east, northing: north), in: 0) == homes.first)
            }
        }
    }

    @Test(arguments: [1, 2, 3]) func agreesWithCountingByAngle(seed: Int) throws {
        var numbers = SeededNumbers(state: UInt64(seed))
        var areas: [AreaOutline] = []
        for number in 0..<40 {
            let centre = (Double.random(in: 0...5000, using: &numbers), Double.random(in: 0...5000, using: &numbers))
            let corners = (0..<9).map { corner -> (Double, Double) in
                let radius = Double.random(in: 100...600, using: &numbers)
                let turn = Self.directions[corner]
                return (centre.0 + turn.0 * radius, centre.1 + turn.1 * radius)
            }
            areas.append(AreaOutline(code: "E0100\(1000 + number)", name: "", rings: [Self.ring(corners)]))
        }
        let index = try Self.index(areas)
        for _ in 0..<500 {
            let point = GridPoint(
                easting: Double.random(in: -100...5100, using: &numbers).rounded(),
                northing: Double.random(in: -100...5100, using: &numbers).rounded())
            let homes = areas.indices.filter { Self.contains(areas[$0].rings[0], point) }
            #expect(index.feature(at: point, in: 0) == homes.first)
        }
    }

    /// Nine directions around a point, in order.
    private static let directions = [
        (1.0, 0.0), (0.766, 0.643), (0.174, 0.985), (-0.5, 0.866), (-0.94, 0.342), (-0.94, -0.342), (-0.5, -0.866), (0.174, -0.985),
        (0.766, -0.643),
    ]

    /// The plain textbook test, on doubles.
    private static func contains(_ ring: [GridPoint], _ point: GridPoint) -> Bool {
        var inside = false
        for index in ring.indices {
            let a = ring[index]
            let b = ring[(index + 1) % ring.count]
            if (a.northing > point.northing) != (b.northing > point.northing),
                point.easting < (b.easting - a.easting) * (point.northing - a.northing) / (b.northing - a.northing) + a.easting
            {
                inside.toggle()
            }
        }
        return inside
    }

    @Test func laterBoundariesReplaceAreasOfTheSameCodeAndKeepTheOthers() throws {
        let first = try Self.index([
            AreaOutline(code: "A", name: "old", rings: [Self.square(0, 0, 10)]),
            AreaOutline(code: "B", name: "b", rings: [Self.square(20, 0, 10)]),
        ])
        var builder = AreaIndexBuilder(extending: first)
        builder.add([AreaOutline(code: "A", name: "new", rings: [Self.square(100, 0, 10)])], to: Self.set, from: Self.source)
        let index = try AreaIndex(ImageBytes(copying: builder.image()))
        #expect(index.count(in: 0) == 2)
        #expect(index.code(at: GridPoint(easting: 105, northing: 5), in: Self.set) == "A")
        #expect(index.code(at: GridPoint(easting: 5, northing: 5), in: Self.set) == nil)
        #expect(index.code(at: GridPoint(easting: 25, northing: 5), in: Self.set) == "B")
    }

    @Test func bytesAnywhereInAnImageMayFlipWithoutATrap() throws {
        let image = Self.image([
            AreaOutline(code: "A", name: "a", rings: [Self.square(0, 0, 100), Self.square(20, 20, 10)]),
            AreaOutline(code: "B", name: "b", rings: [Self.square(120, 0, 100)]),
        ])
        for position in image.indices {
            for pattern in [UInt8(1), 0xFF] {
                var damaged = image
                damaged[position] ^= pattern
                guard let index = try? AreaIndex(ImageBytes(copying: damaged)) else { continue }
                for east in stride(from: -10.0, to: 240, by: 50) {
                    _ = index.code(.lsoa, at: GridPoint(easting: east, northing: 50))
                }
                _ = index.rings(of: 1, in: 0).count
                _ = index.feature("B", in: 0)
            }
        }
        var damaged = image
        damaged[image.count - 1] ^= 1
        #expect(throws: ImageFault.self) { try AreaIndex(ImageBytes(copying: damaged), checkingAll: true) }
    }

    @Test func representativePointsStayInsideTheirArea() throws {
        // The unit's own point lies on the western edge: the nearest crossing that is 30 m from it leaves the area.
        let index = try Self.index([
            AreaOutline(
                code: "E01000001", name: "",
                rings: [Self.ring([(500_004, 220_000), (500_500, 220_000), (500_500, 220_500), (500_004, 220_500)])])
        ])
        var unit = UnitTable.Unit(try Postcode(parsing: "LU1 1AA").packed)
        unit.easting = 500_004
        unit.northing = 220_250
        unit.properties = 9
        unit.areas[Self.set] = "E01000001"
        var table = UnitTable()
        table.add(unit)
        var builder = GazetteerBuilder()
        builder.add(table, from: Self.source)
        let plain = try Gazetteer(ImageBytes(copying: builder.image()))
        let kept = try Gazetteer(ImageBytes(copying: builder.image(keepingInside: index)))
        #expect(plain.representativePoint(of: UnitIndex(0)) == GridPoint(easting: 499_980, northing: 220_270))
        #expect(kept.representativePoint(of: UnitIndex(0)) == GridPoint(easting: 500_010, northing: 220_280))
    }
}
