import Places

/// Areas drawn by their boundaries, shaded by what there is of them. North is up; nothing is loaded from anywhere.
struct AreaMap {
    struct Shape: Sendable {
        let outline: MapOutline
        let label: String
        /// 0 to 5.
        let shade: Int
        /// True where its number is not told, which is not none.
        var isHidden = false
    }
    let id: String, title: String, description: String
    let shapes: [Shape]
    private static let width = 640.0, tallest = 640.0, margin = 4.0

    var svg: String {
        guard var frame = MapFrame(around: shapes.lazy.compactMap(\.outline.box).flatMap(\.corners)), frame.east > frame.west,
            frame.north > frame.south
        else { return "" }
        let scale = min(Self.width / (frame.east - frame.west), Self.tallest / (frame.north - frame.south))
        frame.widen(by: Self.margin / scale)
        var svg = SVG()
        for shape in shapes {
            svg.area(
                path: shape.outline.path(in: frame, scale: scale), kind: "sw-area sw-area--\(shape.isHidden ? "hidden" : "\(shape.shade)")",
                title: shape.label)
        }
        return svg.whole(
            id: id, width: (frame.east - frame.west) * scale, height: (frame.north - frame.south) * scale, title: title,
            description: description,
            kind: "sw-chart sw-chart--fluid")
    }
}

/// How much goes from each of some forms to each of others: bands as wide as what they stand for.
struct FlowChart {
    let id: String, title: String, description: String
    let from: [String], to: [String]
    /// From each to each.
    let counts: [[Int]]

    var svg: String {
        let all = counts.reduce(0) { $0 + $1.reduce(0, +) }
        guard all > 0 else { return "" }
        var svg = SVG()
        let (left, right, wide, tall, gap) = (200.0, 470.0, 12.0, 240.0, 14.0)
        let scale = tall / Double(all)
        func tops(_ sums: [Int]) -> [Double] {
            var top = 4.0
            return sums.map { sum in
                defer { top += max(2, Double(sum) * scale) + gap }
                return top
            }
        }
        let out = counts.map { $0.reduce(0, +) }, into = to.indices.map { column in counts.reduce(0) { $0 + $1[column] } }
        let starts = tops(out), ends = tops(into)
        var (sent, taken) = (starts, ends)
        for row in from.indices {
            for column in to.indices where counts[row][column] > 0 {
                let thick = Double(counts[row][column]) * scale
                svg.band(
                    (left + wide, sent[row]), (right, taken[column]), thick: thick, kind: "sw-shade sw-shade--2",
                    title: "\(from[row]) – \(to[column]): \(Texts.grouped(counts[row][column]))")
                sent[row] += thick
                taken[column] += thick
            }
        }
        func label(_ names: [String], _ sums: [Int], _ tops: [Double], x: Double, text: Double, anchor: String) {
            for place in names.indices {
                let height = max(2, Double(sums[place]) * scale)
                svg.bar(x: x, y: tops[place], width: wide, height: height, title: "\(names[place]): \(Texts.grouped(sums[place]))")
                svg.text(
                    "\(Chart.shortened(names[place], 26)) \(Texts.grouped(sums[place]))", x: text, y: tops[place] + height / 2 + 5,
                    anchor: anchor)
            }
        }
        label(from, out, starts, x: left, text: left - 8, anchor: "end")
        label(to, into, ends, x: right, text: right + wide + 8, anchor: "start")
        let height = max(starts.last ?? 0, ends.last ?? 0) + tall + 12
        let used = max(
            zip(starts, out).map { $0 + max(2, Double($1) * scale) }.max() ?? 0,
            zip(ends, into).map { $0 + max(2, Double($1) * scale) }.max() ?? 0)
        return svg.whole(id: id, width: 720, height: min(height, used + 16), title: title, description: description)
    }
}
