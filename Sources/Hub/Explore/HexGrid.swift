/// Hexagons of one size over the National Grid, pointed to the north. Their places are fixed: the same record lies in the same hexagon whoever
/// asks for what.
public struct HexGrid: Sendable {
    /// One hexagon, by its axial co-ordinates.
    public struct Cell: Hashable, Sendable, Comparable, CustomStringConvertible {
        /// Columns to the east along a row, and rows to the north-east.
        public let q: Int, r: Int
        /// Puts the two together.
        public init(q: Int, r: Int) { (self.q, self.r) = (q, r) }
        /// `12,-3`, or nil if it is no such text.
        public init?(_ text: String) {
            let parts = text.split(separator: ",", omittingEmptySubsequences: false)
            guard parts.count == 2, let q = Int(parts[0]), let r = Int(parts[1]) else { return nil }
            self.init(q: q, r: r)
        }
        /// `12,-3`.
        public var description: String { "\(q),\(r)" }
        /// From the south, then from the west.
        public static func < (left: Cell, right: Cell) -> Bool { (left.r, left.q) < (right.r, right.q) }
    }
    /// Length of a side in metres.
    public let side: Double
    private static let root3 = 3.0.squareRoot()

    /// Of that side.
    public init(side: Double) { self.side = side }

    /// The hexagon that a point lies in.
    public func cell(_ easting: Double, _ northing: Double) -> Cell {
        let q = (Self.root3 / 3 * easting - northing / 3) / side, r = 2 / 3 * northing / side
        let s = -q - r
        var (rq, rr, rs) = (q.rounded(), r.rounded(), s.rounded())
        // The one that was rounded most follows from the others.
        let (dq, dr, ds) = (abs(rq - q), abs(rr - r), abs(rs - s))
        if dq > dr, dq > ds { rq = -rr - rs } else if dr > ds { rr = -rq - rs } else { rs = -rq - rr }
        return Cell(q: Int(rq), r: Int(rr))
    }

    /// Its middle.
    public func middle(of cell: Cell) -> (easting: Double, northing: Double) {
        (side * Self.root3 * (Double(cell.q) + Double(cell.r) / 2), side * 1.5 * Double(cell.r))
    }

    /// Its six corners, from the east of north, anticlockwise.
    public func corners(of cell: Cell) -> [(easting: Double, northing: Double)] {
        let middle = middle(of: cell)
        let half = side * Self.root3 / 2
        return [
            (half, side / 2), (0, side), (-half, side / 2), (-half, -side / 2), (0, -side), (half, -side / 2),
        ].map { (middle.easting + $0.0, middle.northing + $0.1) }
    }
}
