import Places
import Synchronization

/// One area or hexagon as maps draw it, with what it was drawn as before: the same boundaries are drawn for everybody, and thinning thousands of
/// corners and writing them out was most of what a map cost. It is where a place is; no count is in it.
final class MapOutline: Sendable {
    /// Empty where it has none.
    let name: String
    /// Of the National Grid.
    let rings: [[GridPoint]]
    /// Around all of it; nil where it has no corner.
    let box: MapFrame?
    private struct Drawing: Sendable {
        let frame: MapFrame
        let scale: Double
        let path: String
    }
    private struct Kept: Sendable {
        var geometry: String?
        var drawings: [Drawing] = []
    }
    private let kept = Mutex(Kept())
    /// Frames that are remembered, the last first.
    private static let mostDrawings = 3

    init(_ name: String, _ rings: [[GridPoint]]) {
        self.name = name
        self.rings = rings
        box = MapFrame(around: rings.lazy.flatMap(\.self))
    }

    /// The path of a drawing of that frame, so many points a metre.
    func path(in frame: MapFrame, scale: Double) -> String {
        if let known = kept.withLock({ kept in kept.drawings.first { $0.frame == frame && $0.scale == scale }?.path }) { return known }
        // What is less than half a point of the drawing is not seen.
        let path = SVG.path(
            rings.map { ring in
                MapShapes.thinned(ring, by: 0.5 / scale).map { (($0.easting - frame.west) * scale, (frame.north - $0.northing) * scale) }
            })
        kept.withLock { kept in
            kept.drawings = [Drawing(frame: frame, scale: scale, path: path)] + kept.drawings.prefix(Self.mostDrawings - 1)
        }
        return path
    }

    /// Its geometry in GeoJSON.
    func geometry(_ shapes: MapShapes) -> String {
        if let known = kept.withLock({ $0.geometry }) { return known }
        let geometry = shapes.geometry(rings)
        kept.withLock { $0.geometry = geometry }
        return geometry
    }
}
