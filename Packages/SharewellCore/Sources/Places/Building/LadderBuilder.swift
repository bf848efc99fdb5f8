/// Decides for every unit what a record in it may keep (rule pack A1-2010/r1, rules 2 to 4), once, when an image is made.
///
/// 1. A unit that at least `threshold` properties are known to share stays itself. Unknown fails.
/// 2. The units of a sector and district that fail are gathered with their nearest failing neighbours into groups of `threshold` or more
///    known properties. A unit with an unknown count, or no longer in use, joins a group and adds nothing to its sum. Failing units are grouped among themselves
///    first, because neighbours that keep their own postcode hide nobody.
/// 3. Where all failing units of the sector together fall short, their nearest passing neighbours are counted in.
/// 4. Otherwise the sector, then the outward code, each within the district; then nothing.
/// A unit whose district is unknown climbs no rung: it could not be shown to stay inside the partnership.
struct LadderBuilder {
    struct Place {
        let rung: Rung
        let ordinal: Int
        let properties: Int
        let own: Int
        let point: (east: Int32, north: Int32)?
        let members: [Int]
    }

    let table: UnitTable
    let threshold: Int
    /// District of each unit as a number, newest vintage that knows it; 0 unknown.
    let district: [UInt32]
    let points: RepresentativePoints
    private(set) var placeOf: [UInt32]
    private(set) var shiftEast: [Int16]
    private(set) var shiftNorth: [Int16]
    private(set) var places: [Place] = []

    init(table: UnitTable, sets: [AreaSetName], threshold: Int, areas: AreaIndex?, units: NearestUnits) {
        self.table = table
        self.threshold = threshold
        var district = [UInt32](repeating: 0, count: table.count)
        for set in sets where set.level == .district {
            guard let values = table.columns[set] else { continue }
            for row in district.indices where district[row] == 0 { district[row] = values[row] }
        }
        self.district = district
        points = RepresentativePoints(table: table, sets: sets, areas: areas, units: units)
        placeOf = [UInt32](repeating: GazetteerLayout.withheld, count: table.count)
        shiftEast = [Int16](repeating: 0, count: table.count)
        shiftNorth = [Int16](repeating: 0, count: table.count)
    }

    /// Known properties of a unit; nil unknown.
    func properties(_ row: Int) -> Int? {
        if table.properties[row] != GazetteerLayout.unknownProperties { return Int(table.properties[row]) }
        return table.flags[row] & GazetteerLayout.largeUser != 0 ? 1 : nil
    }

    /// What a unit adds to the sum of a place: its known properties, and nothing once it is no longer in use, since the units that came after
    /// it count the same properties.
    func share(_ row: Int) -> Int { table.flags[row] & GazetteerLayout.isTerminated != 0 ? 0 : properties(row) ?? 0 }

    func sum(_ rows: some Sequence<Int>) -> Int { rows.reduce(0) { $0 + share($1) } }

    mutating func climb() {
        for row in 0..<table.count {
            if table.eastings[row] != GazetteerLayout.noPoint, let point = points.point(of: CollectionOfOne(row)) {
                shiftEast[row] = Int16(clamping: Int(point.east) - Int(table.eastings[row]))
                shiftNorth[row] = Int16(clamping: Int(point.north) - Int(table.northings[row]))
            }
            if let count = properties(row), count >= threshold { placeOf[row] = GazetteerLayout.itself }
        }
        var start = 0
        while start < table.count {
            let outward = table.keys[start] >> 32
            var end = start
            while end < table.count, table.keys[end] >> 32 == outward { end += 1 }
            climbOutward(start..<end)
            start = end
        }
    }

    private mutating func climbOutward(_ range: Range<Int>) {
        var left: [Int] = []
        var start = range.lowerBound
        while start < range.upperBound {
            let sector = PackedPostcode(bits: table.keys[start]).sectorBits
            var end = start
            while end < range.upperBound, PackedPostcode(bits: table.keys[end]).sectorBits == sector { end += 1 }
            var ordinal = 0
            for (_, cell) in cells(start..<end) { left += climbSector(cell, &ordinal) }
            start = end
        }
        guard !left.isEmpty else { return }
        // What its sector cannot hide, the outward code within the district may.
        let needing = Set(left.map { district[$0] })
        for (number, cell) in cells(range) where needing.contains(number) && number != 0 {
            let own = left.filter { district[$0] == number }
            settle(own, in: cell, rung: .district)
        }
    }

    /// Rows by district, in order of the district's number.
    private func cells(_ range: Range<Int>) -> [(district: UInt32, rows: [Int])] {
        guard let first = range.first else { return [] }
        if range.allSatisfy({ district[$0] == district[first] }) { return [(district[first], Array(range))] }
        return Dictionary(grouping: range) { district[$0] }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Returns the rows that found no place in their sector.
    private mutating func climbSector(_ cell: [Int], _ ordinal: inout Int) -> [Int] {
        let failing = cell.filter { placeOf[$0] != GazetteerLayout.itself }
        guard let first = failing.first else { return [] }
        if district[first] == 0 { return [] }
        let placed = failing.filter { table.eastings[$0] != GazetteerLayout.noPoint }
        var left = failing.filter { table.eastings[$0] == GazetteerLayout.noPoint }
        if !placed.isEmpty {
            let gathering = Gathering(table: table, counts: placed.map(share), rows: placed, threshold: threshold)
            if let groups = gathering.groups() {
                for group in groups {
                    ordinal += 1
                    add(
                        Place(
                            rung: .group, ordinal: ordinal, properties: sum(group), own: sum(group), point: points.point(of: group),
                            members: group), for: group)
                }
            } else if let mixed = withNeighbours(placed, in: cell) {
                ordinal += 1
                add(
                    Place(
                        rung: .group, ordinal: ordinal, properties: sum(mixed), own: sum(placed), point: points.point(of: mixed),
                        members: mixed), for: placed)
            } else {
                left += placed
            }
        }
        guard !left.isEmpty, sum(cell) >= threshold else { return left.sorted() }
        settle(left.sorted(), in: cell, rung: .sector)
        return []
    }

    /// The failing units and as many passing neighbours, nearest first, as it takes.
    private func withNeighbours(_ failing: [Int], in cell: [Int]) -> [Int]? {
        guard let centre = points.mean(of: failing) else { return nil }
        let passing = cell.filter {
            placeOf[$0] == GazetteerLayout.itself && share($0) > 0 && table.eastings[$0] != GazetteerLayout.noPoint
        }
        .map { row -> (square: Int, row: Int) in
            let east = Int(table.eastings[row]) - centre.east
            let north = Int(table.northings[row]) - centre.north
            return (east * east + north * north, row)
        }
        .sorted { ($0.square, $0.row) < ($1.square, $1.row) }
        var members = failing
        var total = sum(failing)
        for neighbour in passing where total < threshold {
            members.append(neighbour.row)
            total += share(neighbour.row)
        }
        return total >= threshold ? members.sorted() : nil
    }

    private mutating func settle(_ rows: [Int], in cell: [Int], rung: Rung) {
        let total = sum(cell)
        guard !rows.isEmpty, total >= threshold else { return }
        add(Place(rung: rung, ordinal: 0, properties: total, own: sum(rows), point: points.point(of: cell), members: cell), for: rows)
    }

    private mutating func add(_ place: Place, for rows: [Int]) {
        for row in rows { placeOf[row] = UInt32(places.count) + 2 }
        places.append(place)
    }
}

extension LadderBuilder {
    /// Writes the sections that `PlaceColumns` reads.
    func write(to writer: inout ImageWriter) {
        writer.add(GazetteerLayout.shiftEast, shiftEast)
        writer.add(GazetteerLayout.shiftNorth, shiftNorth)
        writer.add(GazetteerLayout.placeOf, placeOf)
        writer.add(GazetteerLayout.placeRung, places.map(\.rung.code))
        writer.add(GazetteerLayout.placeOrdinal, places.map { UInt16(clamping: $0.ordinal) })
        writer.add(GazetteerLayout.placeProperties, places.map { UInt32(clamping: $0.properties) })
        writer.add(GazetteerLayout.placeOwn, places.map { UInt32(clamping: $0.own) })
        writer.add(GazetteerLayout.placeEasting, places.map { $0.point?.east ?? GazetteerLayout.noPoint })
        writer.add(GazetteerLayout.placeNorthing, places.map { $0.point?.north ?? GazetteerLayout.noPoint })
        var ends: [UInt32] = []
        var members: [UInt32] = []
        for place in places {
            members.append(contentsOf: place.members.map { UInt32($0) })
            ends.append(UInt32(members.count))
        }
        writer.add(GazetteerLayout.placeMemberEnds, ends)
        writer.add(GazetteerLayout.members, members)
    }

    /// For each place the number that all its members share, or 0.
    func common(_ values: [UInt32]) -> [UInt32] {
        places.map { place in
            guard let first = place.members.first, place.members.allSatisfy({ values[$0] == values[first] }) else { return 0 }
            return values[first]
        }
    }
}
