import Testing

@testable import Places

@Suite struct LadderTests {
    static let district = AreaSetName(.district, vintage: "2025")
    static let lsoa = AreaSetName(.lsoa, vintage: "2021")
    static let source = PlacesSource(kind: "test", version: "1", digest: "00", count: 0)

    /// Units of a few sectors in two districts with properties from none known to many.
    static func units(seed: UInt64, count: Int = 600) -> [UnitTable.Unit] {
        var numbers = SeededNumbers(state: seed)
        let letters = InwardAlphabet.letters.map { String(UnicodeScalar($0)) }
        var units: [UnitTable.Unit] = []
        for _ in 0..<count {
            let outward = ["LU1", "LU2", "LU10"].randomElement(using: &numbers) ?? "LU1"
            let text =
                outward + " \(Int.random(in: 1...3, using: &numbers))" + (letters.randomElement(using: &numbers) ?? "A")
                + (letters.randomElement(using: &numbers) ?? "A")
            guard let postcode = try? Postcode(parsing: text) else { continue }
            var unit = UnitTable.Unit(postcode.packed)
            if Int.random(in: 0..<20, using: &numbers) > 0 {
                unit.easting = Int32.random(in: 500_000...502_000, using: &numbers)
                unit.northing = Int32.random(in: 220_000...222_000, using: &numbers) / 10 * 10
                if Bool.random(using: &numbers) { unit.easting = (unit.easting ?? 0) / 10 * 10 }
            }
            switch Int.random(in: 0..<4, using: &numbers) {
            case 0: unit.properties = nil
            case 1: unit.properties = Int.random(in: 0...3, using: &numbers)
            case 2: unit.isLargeUser = true
            default: unit.properties = Int.random(in: 4...40, using: &numbers)
            }
            unit.isLive = Int.random(in: 0..<5, using: &numbers) > 0
            if Int.random(in: 0..<30, using: &numbers) > 0 {
                unit.areas[district] = ["E06000032", "E06000056"].randomElement(using: &numbers)
            }
            unit.areas[lsoa] = "E0100000\(Int.random(in: 1...4, using: &numbers))"
            units.append(unit)
        }
        return units
    }

    static func image(_ units: [UnitTable.Unit], threshold: Int = 4) -> [UInt8] {
        var table = UnitTable()
        for unit in units { table.add(unit) }
        var builder = GazetteerBuilder(threshold: threshold)
        builder.add(table, from: source)
        return builder.image()
    }

    static func gazetteer(_ units: [UnitTable.Unit], threshold: Int = 4) throws -> Gazetteer {
        try Gazetteer(ImageBytes(copying: image(units, threshold: threshold)), checkingAll: true)
    }

    @Test(arguments: [1, 2, 3, 4, 5], [4, 8])
    func everyPlaceHasEnoughPropertiesInsideOneDistrict(seed: Int, threshold: Int) throws {
        let gazetteer = try Self.gazetteer(Self.units(seed: UInt64(seed)), threshold: threshold)
        var rungs: [Rung: Int] = [:]
        for raw in 0..<gazetteer.unitCount {
            let unit = UnitIndex(raw)
            let passes = (gazetteer.properties(unit) ?? 0) >= threshold
            guard let place = gazetteer.place(of: unit) else {
                #expect(!passes)
                continue
            }
            rungs[gazetteer.rung(place), default: 0] += 1
            #expect(passes == (gazetteer.rung(place) == .unit))
            let members = gazetteer.units(of: place)
            #expect(members.contains(unit))
            let live = members.filter { gazetteer.rung(place) == .unit || !gazetteer.isTerminated($0) }
            #expect(live.reduce(0) { $0 + (gazetteer.properties($1) ?? 0) } == gazetteer.properties(place))
            #expect(gazetteer.properties(place) >= threshold)
            if gazetteer.rung(place) != .unit {
                #expect(gazetteer.code(.district, of: place) == gazetteer.code(.district, of: unit))
                #expect(Set(members.map { gazetteer.code(.district, of: $0) }).count == 1)
            }
            let own = gazetteer.postcode(unit)
            #expect(members.allSatisfy { gazetteer.postcode($0).outward == own.outward })
            if gazetteer.rung(place) == .group { #expect(members.allSatisfy { gazetteer.postcode($0).sector == own.sector }) }
            let area = gazetteer.code(.lsoa, of: place)
            if let area { #expect(members.allSatisfy { gazetteer.code(.lsoa, of: $0) == area }) }
        }
        #expect(rungs[.unit, default: 0] > 50 && rungs[.group, default: 0] > 50)
    }

    @Test(arguments: [1, 2, 3])
    func representativePointsAreNobodysAddress(seed: Int) throws {
        let gazetteer = try Self.gazetteer(Self.units(seed: UInt64(seed)))
        let raw = Set((0..<gazetteer.unitCount).compactMap { gazetteer.point(UnitIndex($0)) })
        for index in 0..<gazetteer.unitCount {
            let unit = UnitIndex(index)
            for point in [gazetteer.representativePoint(of: unit), gazetteer.place(of: unit).flatMap(gazetteer.representativePoint)] {
                guard let point else { continue }
                #expect(!raw.contains(point))
                #expect(point.easting.truncatingRemainder(dividingBy: 10) == 0 && point.northing.truncatingRemainder(dividingBy: 10) == 0)
            }
            if let own = gazetteer.representativePoint(of: unit), let source = gazetteer.point(unit) {
                #expect((30...200).contains(own.distance(to: source)))
            }
        }
    }

    /// A unit is represented by its mean with its neighbours, so nothing in the point alone leads back to the unit's own: two units of the same
    /// shape among different neighbours are moved differently, and the same gazetteer moves a unit the same every time.
    @Test func aUnitsPointIsDrawnToItsNeighbours() throws {
        func moved(_ neighbours: [(Int32, Int32)], isLive: Bool = true) throws -> GridPoint? {
            let rows = [(Int32(500_001), Int32(220_001))] + neighbours
            let units = try rows.enumerated().map { index, point in
                var unit = UnitTable.Unit(try Postcode(parsing: "LU1 \(index)AA").packed)
                (unit.easting, unit.northing) = (point.0, point.1)
                unit.properties = 9
                unit.isLive = index == 0 || isLive
                return unit
            }
            return try Self.gazetteer(units).representativePoint(of: UnitIndex(0))
        }
        let east = [(Int32(500_101), Int32(220_001)), (500_201, 220_001), (500_301, 220_001), (509_001, 220_001)]
        #expect(try moved(east) == GridPoint(easting: 500_150, northing: 220_000))
        #expect(try moved(east.map { (1_000_002 - $0.0, $0.1) }) == GridPoint(easting: 499_850, northing: 220_000))
        // Far neighbours draw it no farther than 150 m, and those no longer in use not at all.
        #expect(try moved([(500_001, 229_001)]) == GridPoint(easting: 500_000, northing: 220_150))
        #expect(try moved(east, isLive: false) == moved([]))
        // A neighbour on the same point is the same address.
        #expect(try moved([(500_001, 220_001)]) == moved([]))
    }

    @Test func theOrderOfRowsMakesNoDifference() {
        let units = Self.units(seed: 9)
        var seen: Set<PackedPostcode> = []
        let distinct = units.filter { seen.insert($0.postcode).inserted }
        var numbers = SeededNumbers(state: 11)
        #expect(Self.image(distinct) == Self.image(distinct.shuffled(using: &numbers)))
    }

    /// A unit no longer in use and the one that came after it count the same houses: together they are not more.
    @Test func unitsNoLongerInUseAddNothing() throws {
        func unit(_ text: String, _ properties: Int, _ east: Int32, isLive: Bool = true) throws -> UnitTable.Unit {
            var unit = UnitTable.Unit(try Postcode(parsing: text).packed)
            unit.properties = properties
            unit.easting = east
            unit.northing = 221_003
            unit.isLive = isLive
            unit.areas[Self.district] = "E06000032"
            return unit
        }
        let gazetteer = try Self.gazetteer([
            unit("LU1 1AA", 3, 500_001, isLive: false), unit("LU1 1AB", 3, 500_021), unit("LU2 1AA", 3, 501_001, isLive: false),
            unit("LU2 1AB", 2, 501_021), unit("LU2 1AD", 2, 501_041), unit("LU3 1AA", 5, 502_001, isLive: false),
            unit("LU3 1AB", 3, 502_021),
        ])
        func place(_ text: String) throws -> RetainedPlace? {
            try gazetteer.unit(Postcode(parsing: text).packed).flatMap(gazetteer.retainedPlace)
        }
        #expect(try place("LU1 1AA") == nil && place("LU1 1AB") == nil)
        #expect(try place("LU2 1AA")?.properties == 4 && place("LU2 1AA") == place("LU2 1AB"))
        #expect(try place("LU3 1AB") == nil)
    }

    @Test func fourPassesThreeFailsUnknownFails() throws {
        func unit(_ text: String, _ properties: Int?, _ east: Int32) throws -> UnitTable.Unit {
            var unit = UnitTable.Unit(try Postcode(parsing: text).packed)
            unit.properties = properties
            unit.easting = east
            unit.northing = 221_003
            unit.areas[Self.district] = "E06000032"
            return unit
        }
        let gazetteer = try Self.gazetteer([
            unit("LU1 1AA", 4, 500_001), unit("LU1 1AB", 3, 500_021), unit("LU1 1AD", nil, 500_041), unit("LU1 2AA", 2, 500_101),
            unit("LU1 2AB", 2, 500_111), unit("LU2 1AA", nil, 500_200), unit("LU3 1AA", 1, 500_300), unit("LU3 2AA", 9, 500_400),
        ])
        func place(_ text: String) throws -> RetainedPlace? {
            try gazetteer.unit(Postcode(parsing: text).packed).flatMap(gazetteer.retainedPlace)
        }
        #expect(try place("LU1 1AA")?.label == "LU1 1AA")
        #expect(try place("LU1 1AB")?.label == "LU1 1 group 1")
        #expect(try place("LU1 1AB") == place("LU1 1AD"))
        #expect(try place("LU1 1AB")?.properties == 7 && place("LU1 1AB")?.ownProperties == 3)
        #expect(try place("LU1 2AA")?.label == "LU1 2 group 1" && place("LU1 2AA")?.ownProperties == 4)
        #expect(try place("LU2 1AA") == nil)
        #expect(try place("LU3 1AA")?.label == "LU3 in E06000032")
        #expect(try place("LU3 1AA")?.rung == .district)
    }

    @Test func bytesAnywhereInAnImageMayFlipWithoutATrap() throws {
        let image = Self.image(Self.units(seed: 3, count: 40))
        let keys = Self.units(seed: 3, count: 40).prefix(8).map(\.postcode)
        var refused = 0
        for position in image.indices {
            var damaged = image
            damaged[position] ^= [0x01, 0x80, 0xFF][position % 3]
            let bytes = ImageBytes(copying: damaged)
            guard let gazetteer = try? Gazetteer(bytes) else {
                refused += 1
                continue
            }
            for key in keys {
                guard let unit = gazetteer.unit(key), let place = gazetteer.place(of: unit) else { continue }
                _ = (gazetteer.retained(place), gazetteer.units(of: place).count, gazetteer.code(.lsoa, of: place))
            }
            _ = gazetteer.nearestUnit(to: GridPoint(easting: 501_000, northing: 221_000), within: 500)
        }
        #expect(refused > 500)
        for length in stride(from: 0, to: image.count, by: 197) {
            #expect(throws: ImageFault.self) { try Gazetteer(ImageBytes(copying: Array(image[..<length]))) }
        }
        var damaged = image
        damaged[image.count - 1] ^= 1
        #expect(throws: ImageFault.self) { try Gazetteer(ImageBytes(copying: damaged), checkingAll: true) }
    }

    @Test(arguments: [40, 600, 6000])
    func theNearestNeighboursAreTheNearest(count: Int) throws {
        var table = UnitTable()
        for unit in Self.units(seed: 33, count: count) { table.add(unit) }
        let grid = UnitGrid.sections(eastings: table.eastings, northings: table.northings, flags: table.flags)
        let units = NearestUnits(table: table, grid: grid)
        let placed = (0..<table.count).filter { table.eastings[$0] != GazetteerLayout.noPoint }
        for row in placed.prefix(60) {
            let expected = placed.filter { table.flags[$0] & GazetteerLayout.isTerminated == 0 && $0 % 3 != 0 }
                .map { other -> (Int, Int) in
                    let east = Int(table.eastings[other]) - Int(table.eastings[row])
                    let north = Int(table.northings[other]) - Int(table.northings[row])
                    return (east * east + north * north, other)
                }
                .filter { $0.0 > 0 && $0.0 <= 700 * 700 }.sorted { $0 < $1 }.prefix(3).map(\.1)
            #expect(units.nearest(to: row, count: 3, within: 700) { $0 % 3 != 0 } == expected)
        }
    }

    @Test func unitsAreFoundAndTheNearestIsTheNearest() throws {
        let units = Self.units(seed: 21)
        let gazetteer = try Self.gazetteer(units)
        for unit in units { #expect(gazetteer.unit(unit.postcode).map(gazetteer.postcode)?.packed == unit.postcode) }
        #expect(try gazetteer.unit(Postcode(parsing: "M1 1AE").packed) == nil)
        var numbers = SeededNumbers(state: 5)
        for _ in 0..<300 {
            let point = GridPoint(
                easting: Double.random(in: 499_000...503_000, using: &numbers),
                northing: Double.random(in: 219_000...223_000, using: &numbers))
            let limit = Double.random(in: 0...900, using: &numbers)
            let distances = (0..<gazetteer.unitCount).compactMap { raw -> Double? in
                let unit = UnitIndex(raw)
                return gazetteer.isTerminated(unit) ? nil : gazetteer.point(unit)?.distance(to: point)
            }
            let nearest = distances.min() ?? .infinity
            let found = gazetteer.nearestUnit(to: point, within: limit)
            #expect((found == nil) == (nearest > limit))
            if let found { #expect(gazetteer.point(found)?.distance(to: point) == nearest) }
        }
    }
}
