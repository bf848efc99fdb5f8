import Disclosure
import Guidance
import Hub
import Places

/// The page of one map: what is mapped, the map with its key, the same as a table, and how to show it otherwise.
struct MapPage {
    let request: MapRequest
    private var explore: ExploreVisit { request.explore }
    private var visit: Visit { explore.visit }
    private var kind: String { request.kind }
    /// Rows of a table that stand open, and those that may be opened.
    private static let firstRows = 15, mostRows = 1_000

    var page: Page {
        get throws {
            let back = kept.encoded
            let isPoints = kind == "points", isTable = isPoints && visit.query["as"] == "table"
            let main = try isTable ? pointsTable : isPoints ? points : shapes
            return Page(
                visit.t(isTable ? "explore.map.title-table" : "explore.map.title", ["dataset": explore.type.title]), section: "explore",
                trail: [
                    Link(text: visit.t("explore.title"), href: "/explore"),
                    Link(text: explore.type.title, href: "\(explore.path)\(back.isEmpty ? "" : "?\(back)")"),
                ], marking: request.fields.marking, isWide: true,
                [.filtered(title: visit.t("explore.map.how"), form: [.form(choose), .form(box)], main)])
        }
    }

    /// The filters without what is of the map alone.
    private var kept: FormValues { explore.query.without("show").without("side").without("as") }

    /// What is mapped: how many, by which filters, what for.
    private func said(_ total: String?) -> [Block] {
        let words = FilterWords(explore: explore, filters: request.filters)
        let all = words.chosen.map(\.text)
        let filtered = all.isEmpty ? visit.t("explore.no-filters") : all.joined(separator: "; ")
        let purpose = visit.t("explore.purpose.stated", ["purpose": explore.purpose?.text ?? ""])
        let back = kept.encoded, what = total ?? visit.t("explore.map.points")
        return [
            .lead("\(what): \(filtered)"), .text(purpose),
            .links([Link(text: visit.t("explore.change-filters"), href: "\(explore.path)\(back.isEmpty ? "" : "?\(back)")")]),
        ]
    }

    private func map(_ title: String) -> MapView {
        let query = explore.query.without("as").encoded
        return MapView(
            id: "map", data: "\(explore.path)/layer/\(kind)\(query.isEmpty ? "" : "?\(query)")", title: title, kind: kind,
            help: visit.t("explore.map.help"))
    }

    // MARK: Areas and hexagons

    private var shapes: [Block] {
        get throws {
            let found = try request.counted(), drawn = try DrawnPlaces(found, request), places = drawn.sorted
            let title = visit.t("explore.map.of-\(kind)", ["dataset": explore.type.title])
            var map = self.map(title)
            map.legend = drawn.legend.keys(visit, found.rule)
            var still: [Block] = []
            if let frame = drawn.frame {
                let svg = StillMap(
                    id: "still", title: title, description: visit.t("explore.map.still-text"),
                    shapes: places.compactMap { place in
                        place.outline.map {
                            .init(outline: $0, label: "\(place.title): \(drawn.words.of(place.count))", shade: drawn.shade(of: place.count))
                        }
                    }, outlines: try visit.ground.outlines, frame: frame
                ).svg
                still = [.picture(Picture(svg: svg, caption: title, scrolls: true))]
            }
            var blocks = said(ExploreWords(visit).total(found)) + [.map(map, still: still)]
            var notes: [String] = []
            if let none = drawn.placeless { notes.append(visit.t("explore.map.placeless", ["count": drawn.words.of(none)])) }
            if drawn.outside > 0 { notes.append(visit.texts.count("explore.map.outside", drawn.outside)) }
            blocks += notes.map { .text($0) }
            return blocks + table(places, drawn.words) + [.heading(visit.t("explore.about")), .list(explore.caveats(found.lineage))]
        }
    }

    private func table(_ places: [DrawnPlaces.Place], _ words: ShownWords) -> [Block] {
        let isHexagons = kind == "hexagons"
        let level = request.level.map { visit.t("explore.level.\($0)") } ?? ""
        let columns = [
            Table.Column(isHexagons ? visit.t("explore.map.hexagon-in") : level),
            Table.Column(visit.t(isHexagons ? "explore.map.square" : "explore.code")),
            Table.Column(visit.t("explore.records"), isNumber: true),
        ]
        return cut(places, columns) { [Cell($0.name), Cell($0.code), Cell(words.of($0.count))] }
    }

    /// The first rows, or all of them when asked for; what is cut is said.
    private func cut<Item>(_ items: [Item], _ columns: [Table.Column], row: @escaping (Item) -> [Cell]) -> [Block] {
        let (count, first) = (Texts.grouped(items.count), Texts.grouped(Self.firstRows)), most = Texts.grouped(Self.mostRows)
        let isCut = items.count > Self.firstRows
        let caption = isCut ? visit.t("explore.map.most", ["count": count, "first": first]) : visit.t("explore.map.table")
        let open = Block.table(
            Table(
                caption: caption, columns: columns, rows: items.prefix(Self.firstRows).map(row), empty: visit.t("explore.map.nothing")))
        guard isCut else { return [open] }
        let all =
            items.count > Self.mostRows
            ? visit.t("explore.map.most", ["count": count, "first": most]) : visit.t("explore.map.all", ["count": count])
        return LongTable(
            caption: all, columns: columns, rows: { items.prefix(Self.mostRows).map(row) }, count: items.count, link: all, name: "places",
            path: "\(explore.path)/map", query: explore.query, isWhole: visit.query[LongTable.parameter] == "places"
        ).blocks(after: [open])
    }

    // MARK: Points

    private var points: [Block] {
        var map = self.map(visit.t("explore.map.of-points", ["dataset": explore.type.title]))
        map.legend = [1, 10, 100].map {
            MapKey(shade: "point-\($0)", text: visit.texts.count("explore.total", $0))
        }
        let table = Link(
            text: visit.t("explore.map.points-table"), href: "\(explore.path)/map?\(explore.query.with("as", "table").encoded)")
        return said(nil) + [
            .map(map, still: [.inset(visit.t("explore.map.points-still"))]), .links([table]),
            .inset(visit.t("explore.map.points-are-records")),
        ]
    }

    private var pointsTable: [Block] {
        get throws {
            let found = try request.points(), ground = try visit.ground
            let points = found.points.sorted { ($0.count, $1.easting, $1.northing) > ($1.count, $0.easting, $0.northing) }
            let columns = [
                Table.Column(visit.t("explore.map.point-in")), Table.Column(visit.t("explore.map.grid")),
                Table.Column(visit.t("explore.records"), isNumber: true),
            ]
            let map = Link(text: visit.t("explore.map.points-map"), href: "\(explore.path)/map?\(explore.query.without("as").encoded)")
            let table = cut(points, columns) { point in
                let at = GridPoint(easting: Double(point.easting), northing: Double(point.northing))
                return [
                    Cell(ground.name(at: at) ?? visit.t("explore.map.no-area")), Cell("\(point.easting), \(point.northing)"),
                    Cell(Texts.grouped(point.count)),
                ]
            }
            let note = request.note(found)
            return said(note == nil ? visit.texts.count("explore.total", found.records) : nil) + (note.map { [.inset($0)] } ?? [])
                + [.links([map])] + table + [
                    .inset(visit.t("explore.map.points-are-records")), .heading(visit.t("explore.about")),
                    .list(explore.caveats(found.lineage)),
                ]
        }
    }

    // MARK: Otherwise

    private func hidden(_ values: FormValues) -> [Field] { values.pairs.map { Field($0.name, "", .hidden, value: $0.value) } }

    private var choose: Form {
        Form(
            action: "\(explore.path)/map", button: visit.t("explore.map.draw"),
            fields: hidden(kept) + [
                Field(
                    "show", visit.t("explore.map.show"),
                    .radios(["areas", "hexagons", "points"].map { Choice(value: $0, label: visit.t("explore.map.\($0)")) }), value: kind,
                    isSmall: true),
                Field(
                    "side", visit.t("explore.map.side"),
                    .select(
                        MapRoutes.sides.map {
                            Choice(value: "\($0)", label: visit.t("explore.map.metres", ["metres": Texts.grouped($0)]))
                        }), value: "\(request.side)", isSmall: true),
            ], isGet: true)
    }

    private var box: Form {
        Form(
            action: "\(explore.path)/map", button: visit.t("explore.map.box-button"),
            fields: hidden(explore.query.without("box").without("as")) + [
                Field(
                    "box", visit.t("explore.box"), hint: visit.t("explore.box-hint"), value: visit.query["box"] ?? "", isCode: true,
                    isSmall: true)
            ], isGet: true, isSecondary: true, id: "box-form")
    }
}
