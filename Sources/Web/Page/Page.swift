/// A page before it is HTML.
struct Page: Sendable {
    let title: String
    var blocks: [Block]
    /// Above the title: what the page is part of.
    var caption: String? = nil
    /// The way back, from the outermost.
    var trail: [Link] = []
    /// The page before this one, of pages that are gone through one by one.
    var back: Link? = nil
    /// The section of the navigation that the page belongs to.
    var section: String? = nil
    /// Protective marking of what it shows; nil where it shows nothing that is marked.
    var marking: String? = nil
    /// What was wrong with the form on it, shown above everything.
    var faults = FormFaults()
    /// True to use the whole width, as for a map.
    var isWide = false
    /// True where the label of the only field is the page's heading.
    var titleIsField = false
    /// True for a page that needs the map's script.
    var needsMap: Bool { blocks.contains { $0.hasMap } }

    init(
        _ title: String, section: String? = nil, caption: String? = nil, trail: [Link] = [], marking: String? = nil,
        faults: FormFaults = FormFaults(),
        isWide: Bool = false, titleIsField: Bool = false, _ blocks: [Block]
    ) {
        self.title = title
        self.blocks = blocks
        self.section = section
        self.caption = caption
        self.trail = trail
        self.marking = marking
        self.faults = faults
        self.isWide = isWide
        self.titleIsField = titleIsField
    }
}

extension Block {
    fileprivate var hasMap: Bool {
        switch self {
        case .map: true
        case .notice(_, let blocks, _), .details(_, let blocks), .live(_, let blocks), .group(_, let blocks), .row(let blocks),
            .panel(let blocks, _):
            blocks.contains { $0.hasMap }
        case .panels(let parts): parts.joined().contains { $0.hasMap }
        case .columns(let main, let side), .filtered(_, let side, let main): (main + side).contains { $0.hasMap }
        default: false
        }
    }
}
