import Guidance
import Register

/// Help: whom to ask, what one does in one's role, and what the words on the pages mean. For those who cannot sign in too, who see less of it.
enum HelpRoutes {
    static let all: [Route] = [.get("/help", .anyone) { visit in .page(page(visit)) }]

    private static func page(_ visit: Visit) -> Page {
        let person = try? visit.person
        var blocks: [Block] = [.heading(visit.t("help.contact.title"), id: "contact")]
        blocks += contacts(person, visit)
        for role in person?.roles ?? [] {
            blocks += [
                .heading(visit.t("help.role-title", ["role": Words(visit.texts).role(role)]), id: "role-\(role.rawValue)"),
                .list(steps(role, visit), numbered: true),
            ]
        }
        blocks += ["sign-in", "recorded", "who"].flatMap { key -> [Block] in
            [.heading(visit.t("help.\(key).title")), .text(visit.t("help.\(key).text"))]
        }
        if person != nil {
            blocks += [
                .heading(visit.t("help.markings.title"), id: "markings"), .text(visit.t("help.markings.text")),
                .summary(visit.rulebook.markings.map { SummaryRow($0.id, Cell($0.explanation)) }),
                .heading(visit.t("help.quality.title"), id: "quality"),
                .text([visit.t("help.quality.text"), visit.t("supply.grades")].joined(separator: " ")),
            ]
        }
        return Page(visit.t("help.title"), blocks)
    }

    /// What is done in a role, one step after the other: as many as the catalogue has.
    private static func steps(_ role: Role, _ visit: Visit) -> [String] {
        (1...9).map { visit.texts.find("help.role.\(role.rawValue).step-\($0)") }.prefix { $0 != nil }.compactMap(\.self)
    }

    /// The desk of the settings for anybody; the co-ordinators of their partnership by name for those who are signed in.
    private static func contacts(_ person: Person?, _ visit: Visit) -> [Block] {
        var rows: [SummaryRow] = []
        if let desk = visit.face.settings.contact { rows.append(SummaryRow(visit.t("help.contact.desk"), Cell(desk))) }
        if let person {
            let partnerships = Set(person.agency.map { visit.state.partnerships(of: $0) } ?? []).union(person.partnerships)
            for partnership in partnerships.sorted() {
                let names = visit.state.people.values.filter { $0.active && $0.coordinates(partnership) }.map(\.name).sorted()
                guard !names.isEmpty else { continue }
                rows.append(
                    SummaryRow(
                        visit.t(
                            "help.contact.coordinator",
                            ["partnership": visit.state.partnerships[partnership]?.name ?? partnership.rawValue]), names.map { Cell($0) }))
            }
        }
        return rows.isEmpty ? [.text(visit.t("help.contact.none"))] : [.text(visit.t("help.contact.text")), .summary(rows)]
    }
}
