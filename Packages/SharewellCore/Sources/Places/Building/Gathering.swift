/// Gathers neighbouring units into groups whose known properties reach a threshold. The outcome depends on the units alone, not on the order
/// in which a source lists them.
struct Gathering {
    let table: UnitTable
    /// Known properties of each row, 0 if unknown.
    let counts: [Int]
    /// In alphabetical order of units.
    let rows: [Int]
    let threshold: Int

    /// Groups of table rows, each in alphabetical order; nil if all together fall short.
    func groups() -> [[Int]]? {
        guard counts.reduce(0, +) >= threshold else { return nil }
        var free = Array(rows.indices)
        var remaining = counts.reduce(0, +)
        var groups: [[Int]] = []
        let centre = mean(free)
        while remaining >= threshold {
            // Begin at the edge, so that no unit is left alone in a corner.
            guard let seed = free.max(by: { (distance($0, centre), $1) < (distance($1, centre), $0) }) else { break }
            free.removeAll { $0 == seed }
            var group = [seed]
            var total = counts[seed]
            while total < threshold {
                let middle = mean(group)
                guard let nearest = free.min(by: { (distance($0, middle), $0) < (distance($1, middle), $1) }) else { break }
                free.removeAll { $0 == nearest }
                group.append(nearest)
                total += counts[nearest]
            }
            remaining -= total
            groups.append(group)
        }
        // What is left over joins the group whose nearest unit is nearest.
        var homes: [Int] = []
        for unit in free {
            let home = groups.indices.min { (nearness(unit, groups[$0]), $0) < (nearness(unit, groups[$1]), $1) }
            homes.append(home ?? 0)
        }
        for (unit, home) in zip(free, homes) { groups[home].append(unit) }
        return groups.map { $0.map { rows[$0] }.sorted() }.sorted { ($0.first ?? 0) < ($1.first ?? 0) }
    }

    private func mean(_ units: [Int]) -> (east: Int, north: Int) {
        var east = 0
        var north = 0
        for unit in units {
            east += Int(table.eastings[rows[unit]])
            north += Int(table.northings[rows[unit]])
        }
        return (east / max(1, units.count), north / max(1, units.count))
    }

    private func distance(_ unit: Int, _ point: (east: Int, north: Int)) -> Int {
        let east = Int(table.eastings[rows[unit]]) - point.east
        let north = Int(table.northings[rows[unit]]) - point.north
        return east * east + north * north
    }

    private func nearness(_ unit: Int, _ group: [Int]) -> Int {
        group.map { distance($0, (Int(table.eastings[rows[unit]]), Int(table.northings[rows[unit]]))) }.min() ?? Int.max
    }
}
