/// Makes the marks of drawings. Every text goes through `Markup.escaped`; every number is one.
struct SVG {
    private(set) var body = ""

    /// One decimal place.
    static func number(_ value: Double) -> String {
        let tenths = (value * 10).rounded()
        guard tenths.isFinite, abs(tenths) < 1e12 else { return "0" }
        let whole = Int(tenths)
        return whole % 10 == 0 ? "\(whole / 10)" : "\(whole < 0 ? "-" : "")\(abs(whole) / 10).\(abs(whole) % 10)"
    }

    mutating func bar(x: Double, y: Double, width: Double, height: Double, kind: String = "sw-bar", title: String) {
        body +=
            "<rect class=\"\(kind)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(width))\" height=\"\(Self.number(height))\"><title>\(Markup.escaped(title))</title></rect>"
    }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) {
        body +=
            "<line class=\"sw-axis\" x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\" x2=\"\(Self.number(x2))\" y2=\"\(Self.number(y2))\"/>"
    }

    /// An area of some rings, one within another where it has holes.
    mutating func area(_ rings: [[(x: Double, y: Double)]], kind: String, title: String) {
        area(path: Self.path(rings), kind: kind, title: title)
    }

    /// The path of such rings.
    static func path(_ rings: [[(x: Double, y: Double)]]) -> String {
        rings.filter { $0.count > 2 }.map { ring in "M" + ring.map { "\(number($0.x)) \(number($0.y))" }.joined(separator: "L") + "Z" }
            .joined()
    }

    /// An area of a path.
    mutating func area(path: String, kind: String, title: String) {
        let said = title.isEmpty ? "" : "<title>\(Markup.escaped(title))</title>"
        body += "<path class=\"\(kind)\" fill-rule=\"evenodd\" d=\"\(path)\">\(said)</path>"
    }

    /// A band from one place to another to its right, as thick everywhere.
    mutating func band(
        _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), thick: Double, kind: String, title: String
    ) {
        let middle = Self.number((from.x + to.x) / 2)
        func n(_ value: Double) -> String { Self.number(value) }
        body +=
            "<path class=\"\(kind)\" d=\"M\(n(from.x)) \(n(from.y))C\(middle) \(n(from.y)) \(middle) \(n(to.y)) \(n(to.x)) \(n(to.y))V\(n(to.y + thick))C\(middle) \(n(to.y + thick)) \(middle) \(n(from.y + thick)) \(n(from.x)) \(n(from.y + thick))Z\"><title>\(Markup.escaped(title))</title></path>"
    }

    /// `anchor`: `start`, `middle`, `end`.
    mutating func text(_ text: String, x: Double, y: Double, anchor: String = "start", kind: String = "sw-axis-text") {
        body +=
            "<text class=\"\(kind)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" text-anchor=\"\(anchor)\">\(Markup.escaped(text))</text>"
    }

    /// The drawing: an image with a name and a description for those who cannot see it.
    func whole(id: String, width: Double, height: Double, title: String, description: String, kind: String = "sw-chart") -> String {
        let (w, h) = (Self.number(width), Self.number(height))
        return
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"\(kind)\" viewBox=\"0 0 \(w) \(h)\" width=\"\(w)\" height=\"\(h)\" role=\"img\" aria-labelledby=\"\(id)-title \(id)-desc\"><title id=\"\(id)-title\">\(Markup.escaped(title))</title><desc id=\"\(id)-desc\">\(Markup.escaped(description))</desc>\(body)</svg>"
    }
}
