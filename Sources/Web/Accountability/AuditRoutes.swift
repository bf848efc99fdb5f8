import Guidance
import HTTPTypes
import Hub
import Register

/// What happened: who saw what of whose information, when, under which grant or protocol, for what. For agencies of their own, for co-ordinators and
/// auditors within their partnerships; never the information.
enum AuditRoutes {
    static let all: [Route] =
        [
            .get("/audit", .may(.seeAudit)) { visit in .page(try list(visit)) },
            .get("/audit/log.csv", .may(.seeAudit)) { visit in try csv(visit) }.long,
            .get("/audit/own", .signedIn) { visit in .page(try own(visit)) },
        ] + ProofRoutes.all + [.get("/audit/{position}", .signedIn) { visit in .page(try AuditEventPage(visit).page) }]

    /// Events on a page.
    private static let perPage = 50
    /// Events in one file: more are asked for by period.
    static let mostInFile = 50_000

    // MARK: What is looked for

    private static func search(_ visit: Visit) throws -> LedgerIndex.Search {
        let query = visit.query
        var search = LedgerIndex.Search(try visit.face.trail.reach(of: visit.actor))
        let kind = query["kind"] ?? EventConcern.Kind.use.rawValue
        if let kind = EventConcern.Kind(rawValue: kind) { search.narrowing.append([.kind(kind)]) }
        if let agency = query["agency"] { search.narrowing.append([.used(AgencyID(rawValue: agency))]) }
        if let agency = query["by"] {
            let people = visit.state.people.values.filter { $0.agency?.rawValue == agency }
            search.narrowing.append(people.map { .person($0.id) })
        }
        if let dataset = query["dataset"] { search.narrowing.append([.dataset(RecordTypeID(rawValue: dataset))]) }
        search.from = query.day("from").flatMap(CalendarDayText.number)
        search.to = query.day("to").flatMap(CalendarDayText.number)
        return search
    }

    /// Agencies that whoever asks may look for: their own, and those of partnerships they oversee and that these work with.
    private static func agencies(_ visit: Visit) throws -> [Choice] {
        let person = try visit.person
        let mine = Set(person.agency.map { visit.state.partnerships(of: $0) } ?? []).union(person.partnerships)
        let members = Set(mine.flatMap { visit.state.partnerships[$0]?.members ?? [] })
        return [Choice(value: "", label: visit.t("audit.every"))]
            + visit.agencyChoices { members.contains($0.id) || $0.id == person.agency || person.oversees(any: [$0.home]) }
    }

    private static func filters(_ visit: Visit) throws -> Form {
        let query = visit.query
        let kinds = EventConcern.Kind.allCases.map { Choice(value: $0.rawValue, label: visit.t("audit.kind-\($0.rawValue)")) }
        return Form(
            action: "/audit", button: visit.t("audit.show"),
            fields: [
                Field(
                    "kind", visit.t("audit.kind"), .select(kinds + [Choice(value: "all", label: visit.t("audit.kind-all"))]),
                    value: query["kind"] ?? EventConcern.Kind.use.rawValue),
                Field("agency", visit.t("audit.agency"), .select(try agencies(visit)), value: query["agency"] ?? ""),
                Field("by", visit.t("audit.by-agency"), .select(try agencies(visit)), value: query["by"] ?? ""),
                Field(
                    "dataset", visit.t("audit.dataset"),
                    .select([Choice(value: "", label: visit.t("audit.every"))] + visit.datasetChoices()), value: query["dataset"] ?? ""),
                Field("from", visit.t("audit.from"), .date, value: query.day("from") ?? ""),
                Field("to", visit.t("audit.to"), .date, value: query.day("to") ?? ""),
            ], isGet: true)
    }

    private static func faults(_ visit: Visit) -> FormFaults {
        var faults = FormFaults()
        for name in ["from", "to"] {
            if let day = visit.query.day(name), CalendarDayText.number(day) == nil { faults.add("\(name)-day", visit.t("form.day-wrong")) }
        }
        return faults
    }

    // MARK: Pages

    private static func list(_ visit: Visit) throws -> Page {
        let faults = faults(visit)
        let positions = faults.isEmpty ? try visit.face.trail.read { [search = try search(visit)] in $0.find(search) } : []
        let paging = LongList(visit, of: positions.count, each: perPage)
        let shown = positions.reversed()[paging.shown]
        let rows = try visit.face.trail.lines(at: shown).map { try AuditRow($0, visit).cells }
        let kind = visit.query["kind"].flatMap { EventConcern.Kind(rawValue: $0)?.rawValue ?? "all" } ?? EventConcern.Kind.use.rawValue
        let blocks: [Block] =
            [
                .lead(visit.t("audit.lead")),
                .group(id: "audit-filters", [.form(try filters(visit).filled(with: FormValues(), faults: faults))]),
                .text(visit.texts.count("audit.found", positions.count, ["kind": visit.t("audit.kind-\(kind)")])),
                .table(
                    Table(
                        caption: visit.t("audit.title"), columns: AuditRow.columns(visit), rows: rows, showsCaption: false,
                        empty: visit.t("audit.none"))),
            ] + paging.links(.newest, visit) + [
                .links([
                    Link(
                        text: visit.t("audit.download"), href: "/audit/log.csv?\(visit.query.without("page").encoded)",
                        note: visit.t("audit.download-note")),
                    Link(text: visit.t("audit.proofs"), href: "/audit/proofs"), Link(text: visit.t("audit.own"), href: "/audit/own"),
                ])
            ]
        var whole = Page(visit.t("audit.title"), section: "audit", faults: faults, blocks)
        whole.isWide = true
        return whole
    }

    /// What whoever asks did themselves: where they signed in, what they looked at and decided.
    private static func own(_ visit: Visit) throws -> Page {
        let person = try visit.actor
        let positions = try visit.face.trail.read { $0[.person(person)].suffix(200) }
        let rows = try visit.face.trail.lines(at: positions.reversed()).map { try AuditRow($0, visit).cells }
        var page = Page(
            visit.t("audit.own"), section: "audit",
            [
                .lead(visit.t("audit.own-lead")),
                .table(
                    Table(
                        caption: visit.t("audit.own"), columns: AuditRow.columns(visit), rows: rows, showsCaption: false,
                        empty: visit.t("audit.none"))),
            ])
        page.isWide = true
        return page
    }

    // MARK: The file

    private static func csv(_ visit: Visit) throws -> Reply {
        guard faults(visit).isEmpty else { throw WebFault.malformed }
        let search = try search(visit)
        let positions = try visit.face.trail.read { $0.find(search) }
        guard positions.count <= mostInFile else {
            return .page(
                Page(
                    visit.t("audit.too-many"), section: "audit", trail: [Link(text: visit.t("audit.title"), href: "/audit")],
                    [.text(visit.t("audit.too-many-text", ["most": Texts.grouped(mostInFile)]))]), status: .unprocessableContent)
        }
        var file = AuditFile(visit)
        for start in stride(from: 0, to: positions.count, by: 1_000) {
            for line in try visit.face.trail.lines(at: positions[start..<min(start + 1_000, positions.count)]) { try file.add(line) }
        }
        return .download(
            file.bytes, type: "text/csv; charset=utf-8; header=present", name: "audit-\(CalendarDayText.iso(visit.now.day)).csv")
    }
}
