/// A set of 10 km squares of the National Grid: where something is, roughly, at a few nanoseconds a question.
public struct GridSquares: Sendable, Hashable {
    /// Columns from west to east; eastings reach 700,000.
    public static let columns = 70
    /// Rows from south to north; northings reach 1,300,000.
    public static let rows = 130
    @usableFromInline static let side = 10_000.0
    /// One byte a square, row by row.
    @usableFromInline private(set) var isIn = [Bool](repeating: false, count: columns * rows)

    /// No square.
    public init() {}

    /// Adds the square that a point lies in; a point off the grid is in none.
    public mutating func insert(easting: Double, northing: Double) {
        if let square = Self.square(easting, northing) { isIn[square] = true }
    }

    /// Whether the point lies in one of the squares; false for NaN and off the grid.
    @inlinable public func contains(easting: Double, northing: Double) -> Bool {
        Self.square(easting, northing).map { isIn[$0] } ?? false
    }

    /// These squares and the eight around each: no point within 10 km of one of these is left out.
    public func widened() -> GridSquares {
        var wide = GridSquares()
        for row in 0..<Self.rows {
            for column in 0..<Self.columns where isIn[row * Self.columns + column] {
                for y in max(0, row - 1)...min(Self.rows - 1, row + 1) {
                    for x in max(0, column - 1)...min(Self.columns - 1, column + 1) { wide.isIn[y * Self.columns + x] = true }
                }
            }
        }
        return wide
    }

    @inlinable static func square(_ easting: Double, _ northing: Double) -> Int? {
        guard easting >= 0, easting < side * Double(columns), northing >= 0, northing < side * Double(rows) else { return nil }
        return Int(northing / side) * columns + Int(easting / side)
    }
}

extension Gazetteer {
    /// The squares that hold at least one unit, terminated ones included. Reads every unit's point.
    public var squares: GridSquares {
        var squares = GridSquares()
        for unit in 0..<unitCount where eastings[unit] != GazetteerLayout.noPoint {
            squares.insert(easting: Double(eastings[unit]), northing: Double(northings[unit]))
        }
        return squares
    }
}
