/// Bars that lie, in groups under a heading each, with their numbers beside them. The same stands in a table beside it.
struct BarChart {
    let title: String
    let groups: [(heading: String, bars: [(label: String, count: Int)])]
    let id: String

    private static let label = 200, bar = 320, row = 28

    var svg: String {
        let largest = max(1, groups.flatMap(\.bars).map(\.count).max() ?? 1)
        var top = 0, marks = ""
        func text(_ words: String, _ left: Int, isHeading: Bool = false, anchor: String = "start") -> String {
            "<text class=\"sw-axis-text\" x=\"\(left)\" y=\"\(top + 19)\" text-anchor=\"\(anchor)\"\(isHeading ? " font-weight=\"bold\"" : "")>\(Markup.escaped(words))</text>"
        }
        for group in groups {
            marks += text(group.heading, 0, isHeading: true)
            top += Self.row
            for bar in group.bars {
                let width = max(bar.count > 0 ? 1 : 0, bar.count * Self.bar / largest)
                marks += text(bar.label, 0)
                marks += "<rect class=\"sw-bar\" x=\"\(Self.label)\" y=\"\(top + 5)\" width=\"\(width)\" height=\"18\"/>"
                marks += text(Texts.grouped(bar.count), Self.label + width + 6)
                top += Self.row
            }
            top += 8
        }
        let said = Markup.escaped(
            title + ". "
                + groups.map { group in group.heading + ": " + group.bars.map { "\($0.label) \($0.count)" }.joined(separator: ", ") }
                .joined(separator: ". "))
        return
            "<svg class=\"sw-chart\" role=\"img\" aria-labelledby=\"\(Markup.escaped(id))\" viewBox=\"0 0 \(Self.label + Self.bar + 90) \(top)\" width=\"\(Self.label + Self.bar + 90)\" height=\"\(top)\"><title id=\"\(Markup.escaped(id))\">\(said)</title>\(marks)</svg>"
    }
}
