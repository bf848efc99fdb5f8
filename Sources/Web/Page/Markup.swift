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
        for row in table.rows {
            html += "<tr class=\"govuk-table__row\">"
            for (place, cell) in row.enumerated() {
                let isHead = place == 0 && table.hasRowHeads
                let isNumber = !isHead && place < table.columns.count && table.columns[place].isNumber
                html += isHead ? "<th scope=\"row\" class=\"govuk-table__header\">" : "<td class=\"govuk-table__cell"
                if !isHead { html += isNumber ? " govuk-table__cell--numeric\">" : "\">" }
                add(cell)
                html += isHead ? "</th>" : "</td>"
            }
            html += "</tr>\n"
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
