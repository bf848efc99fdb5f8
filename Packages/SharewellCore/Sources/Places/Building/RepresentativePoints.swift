/// Points that stand for places (rule 4): the mean of the members in use, on a 10 m grid, moved to the next square of that grid while it is the
/// source's point of any unit, and kept inside the members' LSOA where its boundary is known.
struct RepresentativePoints {
    private let table: UnitTable
    /// The sources' points that lie on the 10 m grid; a representative point must be none of them.
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

    init(table: UnitTable, sets: [AreaSetName], areas: AreaIndex?) {
        self.table = table
        self.areas = areas
        var taken: Set<UInt64> = []
        for row in table.eastings.indices where table.eastings[row] % 10 == 0 && table.northings[row] % 10 == 0 {
            taken.insert(Self.key(Int(table.eastings[row]), Int(table.northings[row])))
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
        guard let mean = mean(of: rows) else { return nil }
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

    private func settle(_ centre: (east: Int, north: Int), feature: Int?) -> (east: Int32, north: Int32)? {
        let east = (centre.east + 5) / 10 * 10
        let north = (centre.north + 5) / 10 * 10
        for step in Self.spiral {
            let candidate = (east: east + step.east * 10, north: north + step.north * 10)
            guard candidate.east >= 0, candidate.north >= 0, !taken.contains(Self.key(candidate.east, candidate.north)) else { continue }
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

    private static func key(_ east: Int, _ north: Int) -> UInt64 {
        UInt64(UInt32(truncatingIfNeeded: east)) << 32 | UInt64(UInt32(truncatingIfNeeded: north))
    }
}
