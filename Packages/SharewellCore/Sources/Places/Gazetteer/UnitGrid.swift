/// Live units with a point, by square of the National Grid, for finding the nearest.
struct UnitGrid: Sendable {
    /// West, south, side in metres, columns, rows.
    private let shape: ImageArray<Int32>
    private let starts: ImageArray<UInt32>
    private let units: ImageArray<UInt32>

    init(_ container: ImageContainer) {
        shape = container.array(GazetteerLayout.gridShape, of: Int32.self)
        starts = container.array(GazetteerLayout.gridStarts, of: UInt32.self)
        units = container.array(GazetteerLayout.gridUnits, of: UInt32.self)
    }

    func nearest(
        to point: GridPoint, within limit: Double, eastings: ImageArray<Int32>, northings: ImageArray<Int32>
    ) -> Int? {
        guard shape.count == 5, shape[2] > 0, point.easting.isFinite, point.northing.isFinite, limit >= 0, limit < 1e6,
            abs(point.easting) < 1e7, abs(point.northing) < 1e7
        else { return nil }
        let side = Double(shape[2])
        let columns = Int(shape[3])
        let rows = Int(shape[4])
        let column = Int(((point.easting - Double(shape[0])) / side).rounded(.down))
        let row = Int(((point.northing - Double(shape[1])) / side).rounded(.down))
        var best: Int?
        var bestSquare = limit * limit
        var ring = 0
        // A ring's squares are at least (ring - 1) sides away.
        while Double(max(0, ring - 1)) * side * Double(max(0, ring - 1)) * side <= bestSquare {
            for y in max(0, row - ring)..<max(max(0, row - ring), min(rows, row + ring + 1)) {
                let edge = abs(y - row) == ring
                var x = column - ring
                while x <= column + ring {
                    if x >= 0, x < columns { search(y * columns + x, point, eastings, northings, &best, &bestSquare) }
                    x += edge ? 1 : max(1, 2 * ring)
                }
            }
            ring += 1
            if ring > max(columns, rows) + max(abs(column), abs(row)) + 1 { break }
        }
        return best
    }

    private func search(
        _ cell: Int, _ point: GridPoint, _ eastings: ImageArray<Int32>, _ northings: ImageArray<Int32>, _ best: inout Int?,
        _ bestSquare: inout Double
    ) {
        let end = min(Int(starts[cell + 1]), units.count)
        var index = Int(starts[cell])
        while index < end {
            let unit = Int(units[index])
            index += 1
            guard unit < eastings.count else { continue }
            let east = Double(eastings[unit]) - point.easting
            let north = Double(northings[unit]) - point.northing
            let square = east * east + north * north
            if square < bestSquare || square == bestSquare && unit < best ?? Int.max {
                bestSquare = square
                best = unit
            }
        }
    }

    /// Sections for points given as (unit, east, north).
    static func sections(eastings: [Int32], northings: [Int32], flags: [UInt8]) -> (shape: [Int32], starts: [UInt32], units: [UInt32]) {
        let live = eastings.indices.filter {
            eastings[$0] != GazetteerLayout.noPoint && flags[$0] & GazetteerLayout.isTerminated == 0
        }
        guard let first = live.first else { return ([0, 0, 1000, 0, 0], [0], []) }
        var west = eastings[first]
        var east = west
        var south = northings[first]
        var north = south
        for unit in live {
            west = min(west, eastings[unit])
            east = max(east, eastings[unit])
            south = min(south, northings[unit])
            north = max(north, northings[unit])
        }
        var side = 250
        while ((Int(east) - Int(west)) / side + 1) * ((Int(north) - Int(south)) / side + 1) > max(4096, live.count) { side *= 2 }
        let columns = (Int(east) - Int(west)) / side + 1
        let rows = (Int(north) - Int(south)) / side + 1
        var starts = [UInt32](repeating: 0, count: columns * rows + 1)
        let cells = live.map { unit in
            (Int(northings[unit]) - Int(south)) / side * columns + (Int(eastings[unit]) - Int(west)) / side
        }
        for cell in cells { starts[cell + 1] += 1 }
        for cell in 0..<columns * rows { starts[cell + 1] += starts[cell] }
        var next = starts
        var units = [UInt32](repeating: 0, count: live.count)
        for (unit, cell) in zip(live, cells) {
            units[Int(next[cell])] = UInt32(unit)
            next[cell] += 1
        }
        return ([west, south, Int32(side), Int32(columns), Int32(rows)], starts, units)
    }
}
