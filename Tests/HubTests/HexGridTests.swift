import Testing

@testable import Hub

@Suite("Hexagons")
struct HexGridTests {
    @Test("every point lies in the hexagon whose middle is nearest, and within its corners' circle")
    func nearest() {
        let grid = HexGrid(side: 250)
        for east in stride(from: 500_000.0, to: 503_000, by: 137) {
            for north in stride(from: 220_000.0, to: 223_000, by: 149) {
                let cell = grid.cell(east, north)
                func far(_ other: HexGrid.Cell) -> Double {
                    let middle = grid.middle(of: other)
                    return ((middle.easting - east) * (middle.easting - east) + (middle.northing - north) * (middle.northing - north))
                        .squareRoot()
                }
                #expect(far(cell) <= 250.0001)
                for q in -1...1 { for r in -1...1 { #expect(far(cell) <= far(.init(q: cell.q + q, r: cell.r + r)) + 0.0001) } }
            }
        }
    }

    @Test("the corners are a side from the middle and from each other")
    func corners() {
        let grid = HexGrid(side: 100), cell = HexGrid.Cell(q: 7, r: -3)
        let (middle, corners) = (grid.middle(of: cell), grid.corners(of: cell))
        #expect(corners.count == 6 && HexGrid.Cell(cell.description) == cell && HexGrid.Cell("7,-3,1") == nil)
        for (place, corner) in corners.enumerated() {
            let next = corners[(place + 1) % 6]
            for (x, y) in [(middle.easting, middle.northing), (next.easting, next.northing)] {
                let far = ((corner.easting - x) * (corner.easting - x) + (corner.northing - y) * (corner.northing - y)).squareRoot()
                #expect(abs(far - 100) < 0.001)
            }
        }
    }

    @Test("a box is widened to whole steps")
    func boxes() {
        let box = GridBox(west: 500_001, south: 220_499, east: 500_002, north: 220_501)
        #expect(box?.west == 500_000 && box?.south == 220_000 && box?.east == 500_500 && box?.north == 221_000)
        #expect(GridBox(west: 2, south: 0, east: 1, north: 1) == nil && GridBox(west: .nan, south: 0, east: 1, north: 1) == nil)
    }
}
