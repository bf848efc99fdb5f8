/// The pieces of a page of which there are thousands: cells and options. A template asks for each of their parts by name, through everything that
/// stands around it; that was half of the time of the pages that people look at most. Every text goes through `escaped`.
struct Markup {
    private(set) var html = ""

    /// For text and attributes of HTML and of XML.
    static func escaped(_ text: String) -> String {
        var markup = Markup()
        markup.add(text)
        return markup.html
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): false
        default: byte >= 0x20 || byte == UInt8(ascii: "\n")
        }
    }

    private mutating func add(_ text: String) {
        if text.utf8.allSatisfy(Self.isPlain) {
            html += text
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": html += "&amp;"
            case "<": html += "&lt;"
            case ">": html += "&gt;"
            case "\"": html += "&quot;"
            case "'": html += "&#39;"
            case _ where scalar.value < 0x20 && scalar != "\n": html += " "
            default: html.unicodeScalars.append(scalar)
            }
        }
    }

    /// What stands in a cell of a table or beside a name: a tag, a link or a text, and below it a note.
    mutating func add(_ cell: Cell) {
        if let tag = cell.tag {
            html += "<strong class=\"govuk-tag govuk-tag--\(tag.rawValue)\">"
            add(cell.text)
            html += "</strong>"
        } else if let href = cell.href {
            html += "<a class=\"govuk-link\" href=\""
            add(href)
            html += "\">"
            add(cell.text)
            html += "</a>"
        } else {
            add(cell.text)
        }
        if let note = cell.note {
            html += "<span class=\"sw-cell-note\">"
            add(note)
            html += "</span>"
        }
    }

    /// The rows of a table.
    mutating func add(_ table: Table) {
        let stacks = table.stacks
        // A row that becomes a block on a phone says what it is, as its looks no longer do, and each cell which column it is of.
        let openings = table.columns.indices.map { place -> String in
            if place == 0, table.hasRowHeads {
                return "<th scope=\"row\" class=\"govuk-table__header\"\(stacks ? " role=\"rowheader\"" : "")>"
            }
            let label = stacks ? " role=\"cell\" data-label=\"\(Self.escaped(table.columns[place].title))\"" : ""
            return "<td class=\"govuk-table__cell\(table.columns[place].isNumber ? " govuk-table__cell--numeric" : "")\"\(label)>"
        }
        for row in table.rows {
            html += stacks ? "<tr class=\"govuk-table__row\" role=\"row\">" : "<tr class=\"govuk-table__row\">"
            for (place, cell) in row.enumerated() {
                let isHead = place == 0 && table.hasRowHeads
                html += place < openings.count ? openings[place] : "<td class=\"govuk-table__cell\">"
                add(cell)
                html += isHead ? "</th>" : "</td>"
            }
            html += "</tr>\n"
        }
    }

    /// The rows of bars. A width is an attribute, as a style is not allowed (CSP).
    mutating func add(_ bars: Bars) {
        for bar in bars.bars {
            html += "<tr class=\"govuk-table__row\"><th scope=\"row\" class=\"govuk-table__header sw-bars__name\">"
            add(bar.name)
            html +=
                "</th><td class=\"govuk-table__cell sw-bars__cell\"><span class=\"sw-bars__line\"><svg class=\"sw-bars__bar\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\"><rect class=\"sw-bar\" width=\"\(bar.share)\" height=\"10\"/></svg><span class=\"sw-bars__number\">"
            add(bar.number)
            html += "</span></span></td></tr>\n"
        }
    }

    /// Boxes to tick. The first has the field's own id, so that a fault's link leads to it.
    mutating func add(_ choices: [Choice], of field: String, chosen: Set<String>) {
        for (place, choice) in choices.enumerated() {
            let id = Self.escaped(place == 0 ? field : "\(field)-\(place + 1)")
            html +=
                "<div class=\"govuk-checkboxes__item\"><input class=\"govuk-checkboxes__input\" id=\"\(id)\" name=\"\(Self.escaped(field))\" type=\"checkbox\" value=\""
            add(choice.value)
            html += chosen.contains(choice.value) ? "\" checked" : "\""
            if choice.hint != nil { html += " aria-describedby=\"\(id)-hint\"" }
            html += "><label class=\"govuk-label govuk-checkboxes__label\" for=\"\(id)\">"
            add(choice.label)
            html += "</label>"
            if let hint = choice.hint {
                html += "<div id=\"\(id)-hint\" class=\"govuk-hint govuk-checkboxes__hint\">"
                add(hint)
                html += "</div>"
            }
            html += "</div>"
        }
    }

    /// The options of a list to choose from.
    mutating func add(_ choices: [Choice], chosen: String) {
        for choice in choices {
            html += "<option value=\""
            add(choice.value)
            html += choice.value == chosen ? "\" selected>" : "\">"
            add(choice.label)
            html += "</option>"
        }
    }
}
