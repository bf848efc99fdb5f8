import Testing

@testable import Web

@Suite("Cells and options as they are written")
struct MarkupTests {
    private static let hostile = "<script>\"'&\u{0}\n</td>"
    private static let shown = "&lt;script&gt;&quot;&#39;&amp; \n&lt;/td&gt;"

    private func html(_ fill: (inout Markup) -> Void) -> String {
        var markup = Markup()
        fill(&markup)
        return markup.html
    }

    @Test("whatever a text holds, it stays a text, wherever it stands")
    func escaped() {
        #expect(Markup.escaped(Self.hostile) == Self.shown)
        #expect(Markup.escaped("Größe 5 – “ok”") == "Größe 5 – “ok”")
        #expect(html { $0.add(Cell(Self.hostile)) } == Self.shown)
        let linked = html { $0.add(Cell(Self.hostile, href: "/a?b=1&c=\"\(Self.hostile)", note: Self.hostile)) }
        #expect(
            linked
                == "<a class=\"govuk-link\" href=\"/a?b=1&amp;c=&quot;\(Self.shown)\">\(Self.shown)</a><span class=\"sw-cell-note\">\(Self.shown)</span>"
        )
        #expect(
            html { $0.add(Cell(Self.hostile, tag: .red)) } == "<strong class=\"govuk-tag govuk-tag--red\">\(Self.shown)</strong>")
        let options = html {
            $0.add([Choice(value: Self.hostile, label: Self.hostile), Choice(value: "b", label: "B")], chosen: "b")
        }
        #expect(options == "<option value=\"\(Self.shown)\">\(Self.shown)</option><option value=\"b\" selected>B</option>")
    }

    @Test("a row begins with its head, and numbers stand to the right")
    func rows() {
        let table = Table(caption: "c", columns: ["Place", Table.Column("Records", isNumber: true)], rows: [["South", "12"]])
        let written = html { $0.add(table) }
        #expect(written.contains("<th scope=\"row\" class=\"govuk-table__header\">South</th>"))
        #expect(written.contains("<td class=\"govuk-table__cell govuk-table__cell--numeric\">12</td>"))
    }
}
