import Foundation
import Guidance
import HTTPTypes
import Hub
import Register
import Storage

/// Taking records away as files, with marking and conditions in them. A copy is an explicit choice (Box 2): its handling conditions are accepted
/// first, and it is in the ledger before it leaves.
enum DownloadRoutes {
    static let all: [Route] = [
        .get("/download/{dataset}", .may(.extract)) { visit in
            let explore = try ExploreVisit(visit)
            guard explore.purpose != nil else { return ExploreRoutes.toPurpose(explore) }
            guard let filters = try filters(explore, visit.query) else { return toFilters(explore, visit.query) }
            return .page(try page(explore, filters, visit.query))
        },
        .post("/download/{dataset}", .may(.extract), event: "extractReleased", take).long,
    ]

    private static func formats(_ type: RecordType, _ fields: ExplorableFields) -> [ExtractFormat] {
        let isPlaced = type.place.map { fields.has("\($0)_easting") && fields.has("\($0)_northing") } ?? false
        return ExtractFormat.allCases.filter { isPlaced || !$0.needsPlace }
    }

    /// The filters, if all of them are understood: what is left out of them would be taken, too.
    private static func filters(_ explore: ExploreVisit, _ query: FormValues) throws -> ExploreFilters? {
        guard let asking = try explore.asking() else { throw WebFault.notFound }
        let filters = try ExploreFilters(query, explore.type, explore.records().fields(asking), explore.visit)
        return filters.faults.isEmpty ? filters : nil
    }

    /// To the page of the records, which says what is wrong with them.
    private static func toFilters(_ explore: ExploreVisit, _ query: FormValues) -> Reply { .redirect(explore.path + explore.suffix(query)) }

    private static func page(
        _ explore: ExploreVisit, _ filters: ExploreFilters, _ query: FormValues, faults: FormFaults = FormFaults()
    ) throws -> Page {
        let visit = explore.visit
        guard let asking = try explore.asking() else { throw WebFault.notFound }
        let fields = try explore.records().fields(asking)
        let suffix = explore.suffix(query)
        let trail = [
            Link(text: visit.t("explore.title"), href: "/explore"), Link(text: explore.type.title, href: "\(explore.path)\(suffix)"),
        ]
        guard try visit.mayCopy else {
            return Page(
                visit.t("download.title"), section: "explore", caption: explore.type.title, trail: trail,
                [.text(visit.t("download.view-only")), .links([Link(text: visit.t("download.back"), href: "\(explore.path)\(suffix)")])])
        }
        let form = Form(
            action: "/download/\(explore.type.id)", button: visit.t("download.button"),
            fields: [
                Field(
                    "format", visit.t("download.format"),
                    .radios(
                        formats(explore.type, fields).map {
                            Choice(
                                value: $0.rawValue, label: visit.t("download.\($0.rawValue)"), hint: visit.t("download.\($0.rawValue)-hint")
                            )
                        })),
                Field(
                    "accept", visit.t("download.conditions-title"),
                    .checkboxes([Choice(value: "yes", label: visit.t("download.accept", ["marking": fields.marking]))])),
                Field("filters", "", .hidden, value: ExploreVisit.bare(query).encoded), explore.statedField,
            ], cancel: Link(text: visit.t("frame.cancel"), href: "\(explore.path)\(suffix)"))
        return Page(
            visit.t("download.title"), section: "explore", caption: explore.type.title, trail: trail, faults: faults,
            [
                .summary(summary(explore, filters)),
                .heading(visit.t("download.before")),
                .list(
                    ["purpose", "marking", "store", "identify", "destroy", "recorded"].map {
                        visit.t("download.condition.\($0)", ["marking": fields.marking])
                    }),
                .form(visit.form.isEmpty ? form : form.filled(with: visit.form, faults: faults)),
            ])
    }

    private static func summary(_ explore: ExploreVisit, _ filters: ExploreFilters) -> [SummaryRow] {
        let visit = explore.visit
        let chosen = FilterWords(explore: explore, filters: filters).chosen
        var rows = [SummaryRow(visit.t("download.purpose"), Cell(explore.purpose?.text ?? ""))]
        if filters.from == nil, filters.to == nil { rows.append(SummaryRow(visit.t("explore.period"), Cell(visit.t("download.all")))) }
        // Several areas of one kind stand in one row.
        var titles: [String] = []
        for title in chosen.map(\.title) where !titles.contains(title) { titles.append(title) }
        return rows + titles.map { title in SummaryRow(title, chosen.filter { $0.title == title }.map { Cell($0.text) }) }
    }

    private static func take(_ visit: Visit) throws -> Reply {
        let explore = try ExploreVisit(visit)
        guard let query = FormValues(visit.form["filters"] ?? "") else { throw WebFault.malformed }
        guard let asking = try explore.asking(), let purpose = explore.purpose else { return ExploreRoutes.toPurpose(explore, query) }
        let fields = try explore.records().fields(asking)
        guard let filters = try filters(explore, query) else { return toFilters(explore, query) }
        var faults = FormFaults()
        let format = visit.form["format"].flatMap { ExtractFormat(rawValue: $0) }
        if format.map({ formats(explore.type, fields).contains($0) }) != true { faults.add("format", visit.t("download.fault-format")) }
        if visit.form["accept"] != "yes" { faults.add("accept", visit.t("download.fault-accept")) }
        guard let format, faults.isEmpty else {
            return .page(try page(explore, filters, query, faults: faults), status: .unprocessableContent)
        }
        let target = try OutgoingFiles(visit.hub.folder).place(), room = try visit.room()
        try room.grow(0)
        _ = try ReleaseExtract(hub: visit.hub, vault: visit.vault(), entry: .session(visit.way)).perform(
            filters.question(by: []), for: explore.person.id, purpose: purpose.text, category: purpose.category, to: target,
            encrypted: false, as: format, zipped: true, room: room.grow, progress: { _, _ in })
        room.settle(target)
        let (ending, type) = kind(format)
        return try .download(file: target, in: room, type: type, name: "\(explore.type.id)-\(visit.now.description.prefix(10)).\(ending)")
    }

    private static func kind(_ format: ExtractFormat) -> (ending: String, type: String) {
        switch format {
        case .package: ("zip", "application/zip")
        case .workbook: ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        case .geoPackage: ("gpkg", "application/geopackage+sqlite3")
        case .geoJSON: ("geojson", "application/geo+json")
        }
    }
}

/// Files on their way to a browser: in a folder of the hub for its owner alone, without a name as soon as they are opened to be sent, so that
/// nothing of them stays when the browser breaks off or the process is killed. What was killed before is removed at the next start.
struct OutgoingFiles {
    private let folder: URL

    init(_ hub: HubFolder) { folder = hub.outgoing }

    /// Removes what processes that are no more left.
    func clear() { try? FileManager.default.removeItem(at: folder) }

    /// A place for one file.
    func place() throws -> URL {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        return folder.appending(path: UUID().uuidString)
    }
}
