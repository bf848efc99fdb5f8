/// Points that stand for places (rule 4): the mean of the members in use, on a 10 m grid, moved to the next crossing of that grid while it is the
/// one nearest to the source's point of any unit, and kept inside the members' LSOA where its boundary is known.
///
/// The source's point of a unit is an address of somebody, and the mean of one unit is that address. So a place of one point is represented by
/// the mean of it and the nearest three other units in use, of the same LSOA if there are any, drawn back to `farthestMean` and kept between
/// `nearest` and `farthest` metres from the source's point. Computed from the gazetteer alone: the same every time, so that repeats tell nothing.
struct RepresentativePoints {
    /// Metres that the point of a single unit lies at least, and at most, from the source's.
    static let nearest = 30
    static let farthest = 200
    /// How far its mean with its neighbours may draw it, in metres; the rest is room to find a free crossing.
    private static let farthestMean = 150.0
    private static let neighbours = 3
    /// How far away a neighbour may be, in metres.
    private static let farthestNeighbour = 10_000

    private let table: UnitTable
    private let units: NearestUnits
    /// LSOA of each unit as a number, newest vintage; empty if no source tells.
    private let lsoa: [UInt32]
    /// The crossings nearest to the sources' points; a representative point must be none of them.
    private let taken: Set<UInt64>
    private let areas: AreaIndex?
    private let inside: (values: [UInt32], feature: [Int?], set: Int)?
    /// Squares to try, nearest first; the order is part of the format.
    private static let spiral: [(east: Int, north: Int)] = (-12...12).flatMap { north in (-12...12).map { (east: $0, north: north) } }
        .sorted {
            let left = $0.east * $0.east + $0.north * $0.north
            let right = $1.east * $1.east + $1.north * $1.north
            return (left, -$0.east, -$0.north) < (right, -$1.east, -$1.north)
        }

    init(table: UnitTable, sets: [AreaSetName], areas: AreaIndex?, units: NearestUnits) {
        self.table = table
        self.units = units
        lsoa = sets.first { $0.level == .lsoa }.flatMap { table.columns[$0] } ?? []
        self.areas = areas
        var taken: Set<UInt64> = []
        for row in table.eastings.indices where table.eastings[row] != GazetteerLayout.noPoint {
            taken.insert(Self.key(Self.crossing(Int(table.eastings[row])), Self.crossing(Int(table.northings[row]))))
        }
        self.taken = taken
        var inside: (values: [UInt32], feature: [Int?], set: Int)?
        for name in sets where name.level == .lsoa {
            guard inside == nil, let areas, let set = areas.position(of: name), let values = table.columns[name] else { continue }
            inside = (values, [nil] + table.texts(.lsoa).map { areas.feature($0, in: set) }, set)
        }
        self.inside = inside
    }

    /// Mean in whole metres of the members in use, or of all if none is; nil if no member has a point.
    func mean(of rows: some Collection<Int>) -> (east: Int, north: Int)? {
        var live = (east: 0, north: 0, count: 0)
        var all = (east: 0, north: 0, count: 0)
        for row in rows where table.eastings[row] != GazetteerLayout.noPoint {
            let east = Int(table.eastings[row])
            let north = Int(table.northings[row])
            all = (all.east + east, all.north + north, all.count + 1)
            if table.flags[row] & GazetteerLayout.isTerminated == 0 { live = (live.east + east, live.north + north, live.count + 1) }
        }
        let sum = live.count > 0 ? live : all
        guard sum.count > 0 else { return nil }
        return ((sum.east + sum.count / 2) / sum.count, (sum.north + sum.count / 2) / sum.count)
    }

    func point(of rows: some Collection<Int>) -> (east: Int32, north: Int32)? {
        guard var mean = mean(of: rows) else { return nil }
        // A place whose members in use share one point: an address, and its mean would be that address.
        let away = onlyPoint(of: rows)
        if let away { mean = neighbourly(away) }
        func settle(_ centre: (east: Int, north: Int), feature: Int?) -> (east: Int32, north: Int32)? {
            self.settle(centre, feature: feature, away: away)
        }
        let plain = settle(mean, feature: nil)
        guard let feature = feature(of: rows), let areas, let inside else { return plain }
        if let point = plain, areas.contains(point, feature: feature, in: inside.set) { return point }
        if let point = settle(mean, feature: feature) { return point }
        // The mean lies outside (a bent area): begin at the member nearest to it.
        let nearest = rows.filter { table.eastings[$0] != GazetteerLayout.noPoint }.min {
            (square($0, mean), $0) < (square($1, mean), $1)
        }
        if let nearest, let point = settle((Int(table.eastings[nearest]), Int(table.northings[nearest])), feature: feature) { return point }
        return plain
    }

    /// A member whose point is that of all members in use (of all, if none is); nil if there are several points.
    private func onlyPoint(of rows: some Collection<Int>) -> Int? {
        let placed = rows.filter { table.eastings[$0] != GazetteerLayout.noPoint }
        let live = placed.filter { table.flags[$0] & GazetteerLayout.isTerminated == 0 }
        let used = live.isEmpty ? placed : live
        guard let first = used.first else { return nil }
        return used.allSatisfy { square($0, (Int(table.eastings[first]), Int(table.northings[first]))) == 0 } ? first : nil
    }

    /// Mean of a unit's point and its neighbours', drawn back to at most `farthestMean` from the first.
    private func neighbourly(_ row: Int) -> (east: Int, north: Int) {
        var found: [Int] = []
        if row < lsoa.count, lsoa[row] != 0 {
            found = units.nearest(to: row, count: Self.neighbours, within: Self.farthestNeighbour) { lsoa[$0] == lsoa[row] }
        }
        if found.isEmpty { found = units.nearest(to: row, count: Self.neighbours, within: Self.farthestNeighbour) { _ in true } }
        let own = (east: Int(table.eastings[row]), north: Int(table.northings[row]))
        var east = 0.0, north = 0.0
        for neighbour in found {
            east += Double(Int(table.eastings[neighbour]) - own.east) / Double(found.count + 1)
            north += Double(Int(table.northings[neighbour]) - own.north) / Double(found.count + 1)
        }
        let length = (east * east + north * north).squareRoot()
        let share = length > Self.farthestMean ? Self.farthestMean / length : 1
        return (own.east + Int((east * share).rounded()), own.north + Int((north * share).rounded()))
    }

    /// The crossing nearest to the centre that is free, inside the boundary, and neither too near to nor too far from the point of `away`.
    private func settle(_ centre: (east: Int, north: Int), feature: Int?, away: Int?) -> (east: Int32, north: Int32)? {
        let east = Self.crossing(centre.east)
        let north = Self.crossing(centre.north)
        for step in Self.spiral {
            let candidate = (east: east + step.east * 10, north: north + step.north * 10)
            guard candidate.east >= 0, candidate.north >= 0, !taken.contains(Self.key(candidate.east, candidate.north)) else { continue }
            if let away, !(Self.nearest * Self.nearest...Self.farthest * Self.farthest).contains(square(away, candidate)) { continue }
            let point = (east: Int32(candidate.east), north: Int32(candidate.north))
            if let feature, let areas, let inside, !areas.contains(point, feature: feature, in: inside.set) { continue }
            return point
        }
        return nil
    }

    /// The boundary all members share.
    private func feature(of rows: some Collection<Int>) -> Int? {
        guard let inside, let first = rows.first, rows.allSatisfy({ inside.values[$0] == inside.values[first] }) else { return nil }
        let number = Int(inside.values[first])
        return number < inside.feature.count ? inside.feature[number] : nil
    }

    private func square(_ row: Int, _ point: (east: Int, north: Int)) -> Int {
        let east = Int(table.eastings[row]) - point.east
        let north = Int(table.northings[row]) - point.north
        return east * east + north * north
    }

    private static func crossing(_ metres: Int) -> Int { (metres + 5) / 10 * 10 }

    private static func key(_ east: Int, _ north: Int) -> UInt64 {
        UInt64(UInt32(truncatingIfNeeded: east)) << 32 | UInt64(UInt32(truncatingIfNeeded: north))
    }
}
