/// Finds the live units nearest to a unit, while an image is being made.
struct NearestUnits {
    private let table: UnitTable
    private let grid: (shape: [Int32], starts: [UInt32], units: [UInt32])

    /// Over the squares that `UnitGrid.sections` made of the table.
    init(table: UnitTable, grid: (shape: [Int32], starts: [UInt32], units: [UInt32])) {
        self.table = table
        self.grid = grid
    }

    /// Rows of as many live units as asked for, nearest first, at most `limit` metres from that unit's point and not on it; of those equally
    /// near, the first in alphabetical order.
    func nearest(to unit: Int, count: Int, within limit: Int, where isWanted: (Int) -> Bool) -> [Int] {
        let east = Int(table.eastings[unit]), north = Int(table.northings[unit])
        let side = Int(grid.shape[2]), columns = Int(grid.shape[3]), rows = Int(grid.shape[4])
        let column = Self.square(east - Int(grid.shape[0]), side), row = Self.square(north - Int(grid.shape[1]), side)
        var found: [(square: Int, row: Int)] = []
        var ring = 0
        // A ring's squares are at least (ring - 1) sides away.
        while max(0, ring - 1) * side <= limit {
            if found.count == count, let last = found.last, last.square <= max(0, ring - 1) * side * (max(0, ring - 1) * side) { break }
            for y in max(0, row - ring)..<max(max(0, row - ring), min(rows, row + ring + 1)) {
                let step = abs(y - row) == ring ? 1 : max(1, 2 * ring)
                for x in stride(from: column - ring, through: column + ring, by: step) where x >= 0 && x < columns {
                    // Squares of the whole country are 1 km wide and hold hundreds of units: most of them need no look.
                    if found.count == count, let last = found.last {
                        let west = Int(grid.shape[0]) + x * side, south = Int(grid.shape[1]) + y * side
                        let toEast = max(0, west - east, east - west - side), toNorth = max(0, south - north, north - south - side)
                        if toEast * toEast + toNorth * toNorth > last.square { continue }
                    }
                    let cell = y * columns + x
                    for index in Int(grid.starts[cell])..<Int(grid.starts[cell + 1]) {
                        let other = Int(grid.units[index])
                        let toEast = Int(table.eastings[other]) - east, toNorth = Int(table.northings[other]) - north
                        let square = toEast * toEast + toNorth * toNorth
                        guard square > 0, square <= limit * limit else { continue }
                        if found.count == count, let last = found.last, (square, other) >= (last.square, last.row) { continue }
                        guard isWanted(other) else { continue }
                        let place = found.firstIndex { (square, other) < ($0.square, $0.row) } ?? found.count
                        found.insert((square, other), at: place)
                        if found.count > count { found.removeLast() }
                    }
                }
            }
            ring += 1
        }
        return found.map(\.row)
    }

    private static func square(_ metres: Int, _ side: Int) -> Int { metres >= 0 ? metres / side : -((side - 1 - metres) / side) }
}
