import Disclosure

/// One bar, cell or point of a chart: what it is, and what may be shown of its count.
struct ChartValue: Sendable {
    let label: String
    let count: ShownCount
}

/// Drawings of counts. What is not shown is not drawn: its place stays empty, and the table beside says why.
struct Chart {
    let id: String, title: String, description: String
    /// Said of a count that is small and of one that is withheld.
    let small: String, withheld: String

    /// As text: `1,250`, `fewer than 5`.
    func words(_ count: ShownCount) -> String {
        switch count {
        case .count(let number): Texts.grouped(number)
        case .small: small
        case .withheld: withheld
        }
    }

    /// Upright bars in their order, as for time.
    func columns(_ values: [ChartValue]) -> String {
        var svg = SVG()
        // A few bars fit on a phone as they are; many are wide, and there the drawing is moved sideways.
        let (left, top, height) = (64.0, 14.0, 200.0)
        let width = min(640, max(260, Double(values.count) * 52))
        let (steps, most) = Self.axis(values.compactMap(\.count.number).max() ?? 0)
        for step in steps {
            let y = top + height - height * Double(step) / Double(most)
            svg.line(left, y, left + width, y)
            svg.text(Texts.grouped(step), x: left - 8, y: y + 5, anchor: "end")
        }
        let slot = width / Double(max(1, values.count))
        let every = max(1, (values.count + 9) / 10)
        for (place, value) in values.enumerated() {
            let tall = height * Double(value.count.number ?? 0) / Double(most)
            if tall > 0 {
                svg.bar(
                    x: left + slot * (Double(place) + 0.1), y: top + height - tall, width: slot * 0.8, height: tall,
                    title: "\(value.label): \(words(value.count))")
            }
            if place % every == 0 { svg.text(value.label, x: left + slot * (Double(place) + 0.5), y: top + height + 20, anchor: "middle") }
        }
        return svg.whole(id: id, width: left + width + 16, height: top + height + 32, title: title, description: description)
    }

    /// A grid of squares, darker for more, each with its number.
    func grid(rows: [String], columns: [String], _ counts: [[ShownCount]]) -> String {
        var svg = SVG()
        let (left, top, cell, tall) = (100.0, 24.0, 30.0, 28.0)
        let most = max(1, counts.flatMap(\.self).compactMap(\.number).max() ?? 1)
        for (place, column) in columns.enumerated() {
            svg.text(column, x: left + cell * (Double(place) + 0.5), y: top - 8, anchor: "middle", kind: "sw-cell-text")
        }
        for (line, row) in rows.enumerated() {
            svg.text(row, x: left - 8, y: top + tall * Double(line) + 19, anchor: "end")
            for (place, column) in columns.enumerated() {
                let count = counts[line][place]
                let step = Self.shade(count.number ?? 0, most: most)
                let (x, y) = (left + cell * Double(place), top + tall * Double(line))
                svg.bar(
                    x: x + 1, y: y + 1, width: cell - 2, height: tall - 2, kind: "sw-shade sw-shade--\(step)",
                    title: "\(row) \(column): \(words(count))")
                let text = count.number.map { $0 == 0 ? "" : Self.brief($0) } ?? "·"
                svg.text(
                    text, x: x + cell / 2, y: y + 19, anchor: "middle", kind: step > 3 ? "sw-cell-text sw-cell-text--light" : "sw-cell-text"
                )
            }
        }
        return svg.whole(
            id: id, width: left + cell * Double(columns.count) + 8, height: top + tall * Double(rows.count) + 8, title: title,
            description: description)
    }

    /// 0 for none, 1 to 5 by fifths of the most.
    static func shade(_ count: Int, most: Int) -> Int { count <= 0 ? 0 : min(5, (count * 5 + most - 1) / max(1, most)) }

    /// `950`, `1.2k`, `12k`.
    static func brief(_ number: Int) -> String {
        if number < 1_000 { return "\(number)" }
        return number < 9_950 ? SVG.number(Double(number) / 1_000) + "k" : "\((number + 500) / 1_000)k"
    }

    static func shortened(_ text: String, _ most: Int) -> String { text.count > most ? String(text.prefix(most - 1)) + "…" : text }

    /// Round steps of an axis from 0 to at least the largest.
    static func axis(_ largest: Int) -> (steps: [Int], most: Int) {
        var (step, place) = (1, 0)
        while largest > step * 5 {
            // 1, 2, 5, 10, 20, …
            step = place % 3 == 1 ? step / 2 * 5 : step * 2
            place += 1
        }
        let count = max(1, (largest + step - 1) / step)
        return ((0...count).map { $0 * step }, count * step)
    }
}
