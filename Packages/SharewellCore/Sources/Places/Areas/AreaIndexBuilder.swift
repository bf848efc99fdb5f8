/// One area with its outline, before it goes into an image.
public struct AreaOutline: Sendable, Hashable {
    /// ONS code or whatever the source calls it; unique within a set.
    public let code: String
    /// Name for people.
    public let name: String
    /// Outlines and holes in metres; the first point of a ring may or may not be repeated at its end.
    public let rings: [[GridPoint]]
    /// Puts one together.
    public init(code: String, name: String, rings: [[GridPoint]]) {
        self.code = code
        self.name = name
        self.rings = rings
    }
}

/// Makes images of areas: begin empty or with an older index, add areas, take the image.
public struct AreaIndexBuilder {
    private var sources: [PlacesSource] = []
    private var sets: [AreaSetName: [String: AreaOutline]] = [:]

    /// Knows no area.
    public init() {}

    /// Begins with everything an index holds.
    public init(extending index: AreaIndex) {
        sources = index.sources
        for (position, set) in index.sets.enumerated() {
            var areas: [String: AreaOutline] = [:]
            for feature in 0..<index.count(in: position) {
                let code = index.code(feature, in: position)
                areas[code] = AreaOutline(
                    code: code, name: index.name(feature, in: position), rings: index.rings(of: feature, in: position))
            }
            sets[set] = areas
        }
    }

    /// Adds areas to a set; an area of the same code is replaced.
    public mutating func add(_ areas: [AreaOutline], to set: AreaSetName, from source: PlacesSource) {
        for area in areas { sets[set, default: [:]][area.code] = area }
        sources.removeAll { $0.kind == source.kind && $0.version == source.version && $0.digest == source.digest }
        sources.append(source)
    }

    /// The image; the same areas give the same bytes.
    public func image() -> [UInt8] {
        let names = sets.keys.sorted { $0.level != $1.level ? $0.level < $1.level : $0.vintage > $1.vintage }
        var writer = ImageWriter()
        var meta = GazetteerMeta()
        meta.sources = sources
        meta.sets = names
        writer.addTexts(AreaLayout.meta, meta.texts)
        for (position, name) in names.enumerated() {
            write((sets[name] ?? [:]).values.sorted { $0.code < $1.code }, set: position, to: &writer)
        }
        return writer.image(.areas)
    }

    private func write(_ areas: [AreaOutline], set: Int, to writer: inout ImageWriter) {
        var boxes: [Int32] = []
        var ringEnds: [UInt32] = []
        var pointEnds: [UInt32] = []
        var points: [Int32] = []
        for area in areas {
            var box = (west: Int32.max, south: Int32.max, east: Int32.min, north: Int32.min)
            for ring in area.rings {
                for point in ring {
                    guard let place = AreaShapes.centimetres(point) else { continue }
                    let east = Int32(clamping: place.east)
                    let north = Int32(clamping: place.north)
                    points.append(east)
                    points.append(north)
                    box = (min(box.west, east), min(box.south, north), max(box.east, east), max(box.north, north))
                }
                pointEnds.append(UInt32(points.count / 2))
            }
            ringEnds.append(UInt32(pointEnds.count))
            boxes += [box.west, box.south, box.east, box.north]
        }
        func id(_ part: AreaLayout.Part) -> UInt32 { AreaLayout.section(part, set: set) }
        writer.addTexts(id(.codes), areas.map(\.code))
        writer.addTexts(id(.names), areas.map(\.name))
        writer.add(id(.boxes), boxes)
        writer.add(id(.ringEnds), ringEnds)
        writer.add(id(.pointEnds), pointEnds)
        writer.add(id(.points), points)
        let grid = AreaGrid(boxes)
        writer.add(id(.gridShape), grid.shape)
        writer.add(id(.gridStarts), grid.starts)
        writer.add(id(.gridFeatures), grid.features)
    }
}

/// Which areas may touch each square of a grid laid over a set.
struct AreaGrid {
    private(set) var shape: [Int32] = [0, 0, 100_000, 0, 0]
    private(set) var starts: [UInt32] = [0]
    private(set) var features: [UInt32] = []

    /// From west, south, east, north of each area, in centimetres.
    init(_ boxes: [Int32]) {
        let areas = (0..<boxes.count / 4).filter { boxes[$0 * 4] <= boxes[$0 * 4 + 2] }
        guard !areas.isEmpty else { return }
        let west = areas.reduce(Int.max) { min($0, Int(boxes[$1 * 4])) }
        let south = areas.reduce(Int.max) { min($0, Int(boxes[$1 * 4 + 1])) }
        let east = areas.reduce(Int.min) { max($0, Int(boxes[$1 * 4 + 2])) }
        let north = areas.reduce(Int.min) { max($0, Int(boxes[$1 * 4 + 3])) }
        var side = 5_000
        while ((east - west) / side + 1) * ((north - south) / side + 1) > max(1024, areas.count * 16) { side *= 2 }
        let columns = (east - west) / side + 1
        let rows = (north - south) / side + 1
        var lists = [[UInt32]](repeating: [], count: columns * rows)
        for area in areas {
            let box = (0..<4).map { Int(boxes[area * 4 + $0]) }
            for row in (box[1] - south) / side...(box[3] - south) / side {
                for column in (box[0] - west) / side...(box[2] - west) / side { lists[row * columns + column].append(UInt32(area)) }
            }
        }
        starts.reserveCapacity(lists.count + 1)
        for list in lists {
            features += list
            starts.append(UInt32(features.count))
        }
        shape = [Int32(clamping: west), Int32(clamping: south), Int32(clamping: side), Int32(columns), Int32(rows)]
    }
}
