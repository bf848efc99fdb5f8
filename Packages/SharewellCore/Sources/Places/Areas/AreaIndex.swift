/// Boundaries by named set, in grid coordinates: which area a point lies in. One read-only image; about a microsecond a look-up.
///
/// A point on an edge belongs to exactly one of two areas that share the edge's corners. Where generalised boundaries overlap, the area whose
/// code comes first has it; where they leave a gap, none has.
public final class AreaIndex: Sendable {
    let container: ImageContainer
    /// What went into it, in order of import.
    public let sources: [PlacesSource]
    /// The sets it holds, by level, newest vintage first within a level.
    public let sets: [AreaSetName]
    let shapes: [AreaShapes]

    /// Opens an image; `checkingAll` reads all of it.
    public init(_ bytes: ImageBytes, checkingAll: Bool = false) throws(ImageFault) {
        container = try ImageContainer(bytes, kind: .areas)
        if checkingAll { try container.verifyAll() } else { try container.verify([AreaLayout.meta, AreaLayout.meta + 1]) }
        let meta = try GazetteerMeta(container.texts(AreaLayout.meta))
        sources = meta.sources
        sets = meta.sets
        var shapes: [AreaShapes] = []
        for index in meta.sets.indices { shapes.append(try AreaShapes(container, set: index, checked: checkingAll)) }
        self.shapes = shapes
    }

    /// Knows no boundary.
    public static func empty() throws(ImageFault) -> AreaIndex { try AreaIndex(ImageBytes(copying: AreaIndexBuilder().image())) }

    /// Compares every checksum.
    public func verify() throws(ImageFault) { try container.verifyAll() }

    /// Position of a set in `sets`.
    public func position(of set: AreaSetName) -> Int? { sets.firstIndex(of: set) }
    /// Areas in a set.
    public func count(in set: Int) -> Int { shapes.indices.contains(set) ? shapes[set].count : 0 }
    /// Code of an area.
    public func code(_ feature: Int, in set: Int) -> String { shapes.indices.contains(set) ? shapes[set].codes[feature] : "" }
    /// Name of an area; empty if the source gave none.
    public func name(_ feature: Int, in set: Int) -> String { shapes.indices.contains(set) ? shapes[set].names[feature] : "" }
    /// Position of an area by its code.
    public func feature(_ code: String, in set: Int) -> Int? { shapes.indices.contains(set) ? shapes[set].feature(code) : nil }

    /// The area a point lies in.
    public func feature(at point: GridPoint, in set: Int) -> Int? {
        guard shapes.indices.contains(set), let place = AreaShapes.centimetres(point) else { return nil }
        return shapes[set].find(place.east, place.north)
    }
    /// Code of the area of a set that a point lies in.
    public func code(at point: GridPoint, in set: AreaSetName) -> String? {
        guard let position = position(of: set), let feature = feature(at: point, in: position) else { return nil }
        return code(feature, in: position)
    }
    /// Code of the area of a level that a point lies in, from the newest vintage that has one there.
    public func code(_ level: AreaLevel, at point: GridPoint) -> String? {
        for (position, set) in sets.enumerated() where set.level == level {
            if let feature = feature(at: point, in: position) { return code(feature, in: position) }
        }
        return nil
    }
    /// True if a point in whole metres lies in an area.
    func contains(_ point: (east: Int32, north: Int32), feature: Int, in set: Int) -> Bool {
        shapes[set].contains(Int(point.east) * 100, Int(point.north) * 100, feature: feature)
    }

    /// Rings of an area in metres, as imported: outlines and holes, first point repeated at the end.
    public func rings(of feature: Int, in set: Int) -> [[GridPoint]] {
        shapes.indices.contains(set) ? shapes[set].rings(of: feature) : []
    }
}

/// Numbers of the sections of an image of areas.
enum AreaLayout {
    static let meta: UInt32 = 1
    static func section(_ part: Part, set: Int) -> UInt32 { 1000 + UInt32(set) * 16 + part.rawValue }
    enum Part: UInt32 {
        case codes = 0
        case names = 2
        case boxes = 4
        case ringEnds = 5
        case pointEnds = 6
        case points = 7
        case gridShape = 8
        case gridStarts = 9
        case gridFeatures = 10
    }
}
