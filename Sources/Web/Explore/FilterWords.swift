import Guidance
import Hub
import Register

/// The filters that are chosen, in words.
struct FilterWords {
    let explore: ExploreVisit
    let filters: ExploreFilters
    private var visit: Visit { explore.visit }

    /// Each with the names under which it stands in an address, and for one of several its value.
    var chosen: [(title: String, text: String, names: [String], value: String?)] {
        let names = FieldNames(explore: explore)
        var all: [(title: String, text: String, names: [String], value: String?)] = []
        if let period = ExploreWords(visit).period(filters.from, filters.to) {
            all.append((visit.t("explore.period"), period, ExploreFilters.periodNames, nil))
        }
        for (field, code) in filters.codes { all.append((names.title(field), names.value(code, of: field), ["is-\(field)"], nil)) }
        for area in filters.areas {
            all.append((visit.t("explore.level.\(area.level)"), visit.areaTitle(area.code), ["areas"], area.typed))
        }
        if filters.box != nil { all.append((visit.t("explore.box"), visit.t("explore.boxed"), ["box"], nil)) }
        return all
    }

    /// Each with a link that shows the same without it.
    func links(to path: String) -> [Link] {
        chosen.map { _, text, names, value in
            var query = names.reduce(explore.query) { $0.without($1) }
            if value != nil { for area in filters.areas where area.typed != value { query.add("areas", area.typed) } }
            let encoded = query.encoded
            return Link(text: text, href: encoded.isEmpty ? path : "\(path)?\(encoded)")
        }
    }
}
