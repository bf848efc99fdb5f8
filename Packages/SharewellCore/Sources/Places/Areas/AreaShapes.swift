/// The areas of one set inside an image. Coordinates are whole centimetres, so that the test for a point on an edge is exact.
struct AreaShapes: Sendable {
    let codes: ImageTexts
    let names: ImageTexts
    private let boxes: ImageArray<Int32>
    private let ringEnds: ImageArray<UInt32>
    private let pointEnds: ImageArray<UInt32>
    private let points: ImageArray<Int32>
    /// West, south, side in centimetres, columns, rows.
    private let shape: ImageArray<Int32>
    private let starts: ImageArray<UInt32>
    private let candidates: ImageArray<UInt32>

    init(_ container: ImageContainer, set: Int, checked: Bool) throws(ImageFault) {
        func id(_ part: AreaLayout.Part) -> UInt32 { AreaLayout.section(part, set: set) }
        if !checked { try container.verify([id(.gridShape)]) }
        codes = container.texts(id(.codes))
        names = container.texts(id(.names))
        boxes = container.array(id(.boxes), of: Int32.self)
        ringEnds = container.array(id(.ringEnds), of: UInt32.self)
        pointEnds = container.array(id(.pointEnds), of: UInt32.self)
        points = container.array(id(.points), of: Int32.self)
        shape = container.array(id(.gridShape), of: Int32.self)
        starts = container.array(id(.gridStarts), of: UInt32.self)
        candidates = container.array(id(.gridFeatures), of: UInt32.self)
        guard names.count == codes.count, boxes.count == codes.count * 4, ringEnds.count == codes.count, shape.count == 5 else {
            throw ImageFault(.structure, "The parts of a set of areas do not have the same length.")
        }
    }

    var count: Int { codes.count }

    /// Whole centimetres; nil for points nowhere near the grid.
    static func centimetres(_ point: GridPoint) -> (east: Int, north: Int)? {
        guard abs(point.easting) < 1e7, abs(point.northing) < 1e7 else { return nil }
        return (Int((point.easting * 100).rounded()), Int((point.northing * 100).rounded()))
    }

    func find(_ east: Int, _ north: Int) -> Int? {
        let side = Int(shape[2])
        guard side > 0 else { return nil }
        let x = east - Int(shape[0])
        let y = north - Int(shape[1])
        guard x >= 0, y >= 0, x / side < Int(shape[3]), y / side < Int(shape[4]) else { return nil }
        let cell = y / side * Int(shape[3]) + x / side
        var index = Int(starts[cell])
        let end = min(Int(starts[cell + 1]), candidates.count)
        while index < end {
            let feature = Int(candidates[index])
            if contains(east, north, feature: feature) { return feature }
            index += 1
        }
        return nil
    }

    func contains(_ east: Int, _ north: Int, feature: Int) -> Bool {
        let box = feature &* 4
        guard feature >= 0, feature < count, east >= Int(boxes[box]), north >= Int(boxes[box + 1]), east <= Int(boxes[box + 2]),
            north <= Int(boxes[box + 3])
        else { return false }
        var inside = false
        for ring in ringRange(feature) {
            let range = pointRange(ring)
            guard range.count > 2 else { continue }
            var lastEast = Int(points[(range.upperBound - 1) * 2])
            var lastNorth = Int(points[(range.upperBound - 1) * 2 + 1])
            for point in range {
                let thisEast = Int(points[point * 2])
                let thisNorth = Int(points[point * 2 + 1])
                if (thisNorth > north) != (lastNorth > north) {
                    // Which side of the edge: exact, and the same whichever way round the edge was drawn.
                    let cross = (lastEast &- thisEast) &* (north &- thisNorth) &- (east &- thisEast) &* (lastNorth &- thisNorth)
                    if (lastNorth > thisNorth) == (cross > 0) && cross != 0 { inside.toggle() }
                }
                lastEast = thisEast
                lastNorth = thisNorth
            }
        }
        return inside
    }

    func feature(_ code: String) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if codes[middle] < code { low = middle + 1 } else { high = middle }
        }
        return low < count && codes[low] == code ? low : nil
    }

    func rings(of feature: Int) -> [[GridPoint]] {
        guard feature >= 0, feature < count else { return [] }
        return ringRange(feature).map { ring in
            pointRange(ring).map { GridPoint(easting: Double(points[$0 * 2]) / 100, northing: Double(points[$0 * 2 + 1]) / 100) }
        }
    }

    private func ringRange(_ feature: Int) -> Range<Int> {
        range(from: feature == 0 ? 0 : Int(ringEnds[feature - 1]), to: min(Int(ringEnds[feature]), pointEnds.count))
    }
    private func pointRange(_ ring: Int) -> Range<Int> {
        range(from: ring == 0 ? 0 : Int(pointEnds[ring - 1]), to: min(Int(pointEnds[ring]), points.count / 2))
    }
    private func range(from start: Int, to end: Int) -> Range<Int> { start <= end ? start..<end : 0..<0 }
}
