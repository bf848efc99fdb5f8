/// One piece of a page. Pages are made of these alone, so that each looks, reads and is escaped in one way; each has its template.
indirect enum Block: Sendable {
    /// A heading below the page's own.
    case heading(String, level: Int = 2, id: String? = nil)
    /// A paragraph.
    case text(String)
    /// A paragraph that leads in.
    case lead(String)
    /// A list of texts.
    case list([String], numbered: Bool = false)
    /// A list of links.
    case links([Link])
    /// Set apart from what stands around it.
    case inset(String)
    /// A warning.
    case warning(String)
    /// A banner: what was done, or what to know.
    case notice(title: String, [Block], isSuccess: Bool = false)
    /// Names and values.
    case summary([SummaryRow])
    /// A table.
    case table(Table)
    /// A form.
    case form(Form)
    /// Links that look like buttons.
    case buttons([Button])
    /// Things that wait for somebody.
    case tasks([Task])
    /// Opens when asked.
    case details(String, [Block])
    /// Two thirds and one third of the width.
    case columns([Block], [Block])
    /// A drawing made here, with its caption; its table stands beside it.
    case picture(Picture)
    /// Drawings to be compared, beside each other where there is room, with the one legend of all of them.
    case pictures([Picture], legend: [MapKey])
    /// Text as it stands, such as a key.
    case verbatim(String)
    /// Links to other parts of a long list.
    case pages(Pagination)
    /// A part that renews itself while the page is open; without JavaScript, a link does.
    case live(Live, [Block])
    /// Side by side where there is room, such as forms of one button each.
    case row([Block])
    /// A group with an id of its own.
    case group(id: String, [Block])
    /// A map, drawn by JavaScript from data of this hub; the blocks stand in its place without.
    case map(MapView, still: [Block])
    /// What is chosen, each with a link that takes it away.
    case chosen([Link])
    /// A form of filters, folded on a phone, beside what it filters.
    case filtered(title: String, form: [Block], [Block])
    /// Ways to go, beside each other where there is room, each pressed as a whole.
    case cards([Card])
    /// A part on a ground of its own.
    case panel([Block], isWide: Bool = false)
    /// Parts of one rank, each in a frame, beside each other where there is room.
    case panels([[Block]])
    /// Steps of a way, and which of them one is at.
    case steps([String], current: Int)
    /// A few numbers that say the most.
    case figures([(name: String, value: String)])
    /// Bars that lie, each with its name and its number: a table that reads well at every width.
    case bars(Bars)
}

/// A link.
struct Link: Sendable {
    let text: String
    let href: String
    var note: String? = nil
}

/// A link that looks like a button.
struct Button: Sendable {
    let text: String
    let href: String
    var isSecondary = false
    /// True where a file comes of it.
    var isDownload = false
}

/// A way to go: where it leads, and what is there.
struct Card: Sendable {
    let text: String
    let href: String
    var note: String? = nil
    var tag: Tag? = nil
    /// True for the likeliest of them.
    var isMain = false
}

/// One thing that waits.
struct Task: Sendable {
    let title: String
    var href: String? = nil
    var hint: String? = nil
    var tag: Tag? = nil
}

/// A short word on a coloured ground.
struct Tag: Sendable {
    enum Colour: String, Sendable { case grey, green, turquoise, blue, purple, pink, red, orange, yellow }
    let text: String
    let colour: Colour
}

/// A name and its value.
struct SummaryRow: Sendable {
    let name: String
    var values: [Cell]
    var action: Link? = nil
    init(_ name: String, _ value: Cell, action: Link? = nil) { (self.name, values, self.action) = (name, [value], action) }
    init(_ name: String, _ values: [Cell], action: Link? = nil) { (self.name, self.values, self.action) = (name, values, action) }
}

/// What stands in a cell.
struct Cell: Sendable, ExpressibleByStringInterpolation {
    let text: String
    var href: String? = nil
    var tag: Tag.Colour? = nil
    /// What stands smaller below it.
    var note: String? = nil
    init(_ text: String, href: String? = nil, tag: Tag.Colour? = nil, note: String? = nil) {
        (self.text, self.href, self.tag, self.note) = (text, href, tag, note)
    }
    init(stringLiteral text: String) { self.init(text) }
    init(_ tag: Tag) { self.init(tag.text, tag: tag.colour) }
}

/// A table with a caption that says what it is.
struct Table: Sendable {
    struct Column: Sendable, ExpressibleByStringInterpolation {
        let title: String
        var isNumber = false
        init(_ title: String, isNumber: Bool = false) { (self.title, self.isNumber) = (title, isNumber) }
        init(stringLiteral title: String) { self.init(title) }
    }
    let caption: String
    let columns: [Column]
    let rows: [[Cell]]
    /// False to keep the caption for those who cannot see the table only.
    var showsCaption = true
    /// What stands in place of rows where there are none.
    var empty: String? = nil
    /// True where the first cell of a row names it.
    var hasRowHeads = true
    /// True where cells make sense beside each other alone, as in a cross-table: it is moved sideways on a phone. Rows of others become blocks there,
    /// in which each cell has the title of its column.
    var isGrid = false
    /// For addresses that lead to it.
    var id: String? = nil
    var stacks: Bool { !isGrid && columns.count > 2 }
    /// True where a wide page would set its few columns too far from each other to be read across.
    var isNarrow: Bool { columns.count <= 3 }
}

/// Bars with their names, each as long as its share of the longest.
struct Bars: Sendable {
    struct Bar: Sendable {
        let name: String, number: String
        /// Of the longest, in thousandths.
        let share: Int
    }
    let caption: String, nameTitle: String, numberTitle: String
    let bars: [Bar]
}

/// A drawing: SVG made by this program of its own marks and of texts it has escaped.
struct Picture: Sendable {
    let svg: String
    let caption: String
    /// A link to the same as a table, if it does not stand beside.
    var table: Link? = nil
    /// True for a drawing with texts, which stays as large as it is on a phone and is moved sideways.
    var scrolls = false
}

/// Links from page to page of a list.
struct Pagination: Sendable {
    let previous: Link?
    let next: Link?
    let where_: String
}

/// A part of a page that renews itself.
struct Live: Sendable {
    let id: String
    /// Address that answers with the part.
    let address: String
    /// Seconds between.
    let every: Int
}

/// A map.
struct MapView: Sendable {
    let id: String
    /// Address that answers with GeoJSON.
    let data: String
    /// What it shows, for those who cannot see it.
    let title: String
    /// `points`, `areas`, `hexagons`.
    var kind = "points"
    /// What its colours and sizes mean.
    var legend: [MapKey] = []
    /// How it is moved: for those alone who have it.
    var help = ""
}
