import Guidance
import HTTPTypes
import Hub
import Register

/// Views that a person keeps by name.
enum SavedViewRoutes {
    static let all: [Route] = [
        // A person's own note: it gives nothing and takes nothing, and what it opens is recorded when it is opened.
        .post("/explore/{dataset}/views", .may(.query), event: "none", keep),
        .post("/explore/{dataset}/views/remove", .may(.query), event: "none", remove),
    ]
    private static let longestName = 80, longestQuery = 4_000

    /// Beside the filters: the form that keeps them.
    static func form(_ explore: ExploreVisit) -> Block {
        let visit = explore.visit
        return .details(
            visit.t("explore.views.save"),
            [
                .form(
                    Form(
                        action: "\(explore.path)/views", button: visit.t("explore.views.button"),
                        fields: [
                            Field("name", visit.t("explore.views.name"), hint: visit.t("explore.views.name-hint"), isSmall: true),
                            Field("query", "", .hidden, value: ExploreVisit.bare(visit.query).encoded), explore.statedField,
                        ], id: "save-view"))
            ])
    }

    /// On the list of datasets: what the person keeps of those that the profile still holds.
    static func list(_ visit: Visit, _ types: [RecordType]) throws -> [Block] {
        let titles = Dictionary(types.map { ($0.id, $0.title) }) { first, _ in first }
        let views = try SavedViews(visit.vault()).all(of: visit.actor).filter { titles[$0.dataset] != nil }
        if views.isEmpty { return [] }
        let links = views.map { view in
            Link(
                text: view.name, href: "/explore/\(view.dataset)\(view.query.isEmpty ? "" : "?\(view.query)")",
                note: titles[view.dataset] ?? "")
        }
        let removals = views.enumerated().map { number, view in
            Block.form(
                Form(
                    action: "/explore/\(view.dataset)/views/remove", button: visit.t("explore.views.remove", ["name": view.name]),
                    fields: [Field("name", "", .hidden, value: view.name)], id: "remove-view-\(number + 1)"))
        }
        return [.heading(visit.t("explore.views.title")), .links(links), .details(visit.t("explore.views.remove-title"), removals)]
    }

    private static func keep(_ visit: Visit) throws -> Reply {
        let explore = try ExploreVisit(visit)
        guard let filters = FormValues(visit.form["query"] ?? "") else { throw WebFault.malformed }
        let query = ExploreVisit.bare(filters).encoded, back = explore.path + explore.suffix(filters)
        guard let name = visit.form["name"], name.count <= longestName, !name.contains(where: \.isNewline), query.utf8.count <= longestQuery
        else { return visit.done(back, visit.t("explore.views.fault-name")) }
        let kept = try SavedViews(visit.vault()).keep(SavedView(name: name, dataset: explore.type.id, query: query), of: explore.person.id)
        return visit.done(
            back, kept ? visit.t("explore.views.done", ["name": name]) : visit.texts.count("explore.views.fault-many", SavedViews.most))
    }

    private static func remove(_ visit: Visit) throws -> Reply {
        let explore = try ExploreVisit(visit)
        let name = visit.form["name"] ?? ""
        guard try SavedViews(visit.vault()).forget(name, of: explore.type.id, by: explore.person.id) else { throw WebFault.notFound }
        return visit.done("/explore", visit.t("explore.views.removed", ["name": name]))
    }
}
