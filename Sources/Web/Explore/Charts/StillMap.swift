import Places

/// A map that is drawn here: for who has no JavaScript, and until the map that moves has its data. North is up, and it has the same colours.
struct StillMap {
    struct Shape {
        let outline: MapOutline
        let label: String
        /// As of a key: the step from 1, `0` for none, `hidden` for a number that is not told.
        let shade: String
    }
    let id: String, title: String, description: String
    let shapes: [Shape]
    /// What there is to see where one is, with the names that are written where there is room.
    let outlines: [MapOutline]
    let frame: MapFrame
    private static let width = 640.0, tallest = 680.0
    /// More shapes than these have no text of their own each: the table has their numbers.
    private static let mostTitles = 600

    var svg: String {
        let scale = min(Self.width / (frame.east - frame.west), Self.tallest / (frame.north - frame.south))
        let (width, height) = ((frame.east - frame.west) * scale, (frame.north - frame.south) * scale)
        func lies(_ outline: MapOutline) -> Bool { outline.box?.meets(frame) == true }
        var svg = SVG()
        for shape in shapes where lies(shape.outline) {
            svg.area(
                path: shape.outline.path(in: frame, scale: scale), kind: "sw-area sw-area--\(shape.shade)",
                title: shapes.count > Self.mostTitles ? "" : shape.label)
        }
        let ground = outlines.filter(lies)
        for area in ground { svg.area(path: area.path(in: frame, scale: scale), kind: "sw-outline", title: "") }
        names(of: ground, scale, (width, height), into: &svg)
        bar(scale, height, into: &svg)
        return svg.whole(id: id, width: width, height: height, title: title, description: description, kind: "sw-chart sw-still")
    }

    /// The largest first, each only where it is clear of those before.
    private func names(
        of areas: [MapOutline], _ scale: Double, _ size: (width: Double, height: Double), into svg: inout SVG
    ) {
        let boxed = areas.compactMap { area in area.box.map { (area.name, $0) } }
        var taken: [(x: Double, y: Double, wide: Double)] = []
        for (name, box) in boxed.sorted(by: {
            ($0.1.east - $0.1.west) * ($0.1.north - $0.1.south) > ($1.1.east - $1.1.west) * ($1.1.north - $1.1.south)
        })
        where !name.isEmpty && taken.count < 40 {
            let wide = Double(name.count) * 7 + 8
            let (x, y) = ((box.middle.easting - frame.west) * scale, (frame.north - box.middle.northing) * scale)
            guard x > wide / 2, x < size.width - wide / 2, y > 12, y < size.height - 30,
                taken.allSatisfy({ abs($0.y - y) > 18 || abs($0.x - x) > ($0.wide + wide) / 2 })
            else { continue }
            taken.append((x, y, wide))
            svg.text(name, x: x, y: y + 4, anchor: "middle", kind: "sw-place-name")
        }
    }

    /// A line as long as a round number of kilometres, a fifth of the map at most.
    private func bar(_ scale: Double, _ height: Double, into svg: inout SVG) {
        let most = Self.width / 5 / scale / 1_000
        guard let kilometres = [50.0, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1].first(where: { $0 <= most }) else { return }
        svg.line(8, height - 10, 8 + kilometres * 1_000 * scale, height - 10)
        svg.text("\(SVG.number(kilometres)) km", x: 8, y: height - 16, kind: "sw-place-name")
    }
}
