import Guidance
import Hub
import Register

/// The way to what somebody's role is there for: one thing to begin, and what they had to do with last.
struct HomeJobs {
    private let visit: Visit
    private let person: Person
    private static let most = 3

    init(_ visit: Visit, _ person: Person) { (self.visit, self.person) = (visit, person) }

    /// What they had to do with last.
    var latest: [Block] { supplies + explored + grants }

    /// What their roles begin, the likeliest first; it alone is in the colour of what matters most.
    var cards: [Card] {
        let roles = Set(person.roles)
        var jobs: [(key: String, href: String)] = []
        func add(_ role: Role, _ action: Action, _ key: String, _ href: String) {
            if roles.contains(role), person.may(action), !jobs.contains(where: { $0.key == key }) { jobs.append((key, href)) }
        }
        add(.dataSupplier, .supply, "supply", "/supply")
        if roles.contains(.analyst), !ExploreVisit.datasets(of: person, in: visit.rulebook).isEmpty { jobs.append(("explore", "/explore")) }
        add(.meetingMember, .request, "ask", "/requests/new")
        add(.liaisonOfficer, .decideRequest, "decide", "/requests")
        add(.guardian, .adviseAsGuardian, "advise", "/requests")
        add(.coordinator, .runRegister, "people", "/people")
        add(.auditor, .seeAudit, "audit", "/audit")
        add(.dataSupplier, .supply, "supplies", "/supplies")
        add(.meetingMember, .request, "meeting", "/requests/new?for=meeting")
        if roles.contains(.analyst), person.may(.request) { jobs.append(("ask", "/requests/new")) }
        add(.meetingMember, .useGrant, "grants", "/grants")
        add(.liaisonOfficer, .seeRequest, "granted", "/grants")
        add(.liaisonOfficer, .seeAudit, "used", "/audit")
        add(.coordinator, .runRegister, "partnership", "/partnership")
        add(.coordinator, .seeEnquiry, "enquiries", "/enquiries")
        add(.guardian, .seeAudit, "used", "/audit")
        add(.auditor, .seeAudit, "proofs", "/audit/proofs")
        add(.auditor, .seeRequest, "requests", "/requests")
        if person.may(.seeQuality), !roles.contains(.auditor), jobs.count < 4 { jobs.append(("catalogue", "/catalogue")) }
        var seen = Set<String>()
        return jobs.filter { seen.insert($0.key).inserted }.enumerated().map { place, job in
            Card(
                text: visit.t("home.job-\(job.key)"), href: job.href, note: visit.t("home.job-\(job.key)-note"), isMain: place == 0)
        }
    }

    private var supplies: [Block] {
        guard person.roles.contains(.dataSupplier) else { return [] }
        let words = SupplyWords(visit)
        let links = visit.register.supplies(keptBy: person, at: visit.now).prefix(Self.most).map { supply in
            Link(
                text: words.dataset(supply.taken.dataset), href: "/supplies/\(supply.taken.supply)",
                note: "\(words.period(supply.taken.periodFrom, supply.taken.periodTo)), \(supply.taken.supply)")
        }
        return links.isEmpty ? [] : [.heading(visit.t("home.last-supplies")), .links(links)]
    }

    private var explored: [Block] {
        guard person.roles.contains(.analyst), person.may(.query) else { return [] }
        let types = ExploreVisit.datasets(of: person, in: visit.rulebook)
        guard !types.isEmpty else { return [] }
        // A sealed hub keeps its views to itself. Removing them is for their own page.
        let views = ((try? SavedViewRoutes.list(visit, types)) ?? []).prefix(2)
        let held = Set(visit.state.supplies.values.filter { $0.status == .held }.map(\.taken.dataset))
        let links = types.filter { held.contains($0.id) }.prefix(Self.most).map { Link(text: $0.title, href: "/explore/\($0.id)") }
        return Array(views) + (links.isEmpty ? [] : [.heading(visit.t("home.datasets")), .links(links)])
    }

    private var grants: [Block] {
        guard person.may(.useGrant) else { return [] }
        let live = visit.state.grants.values.filter { GrantRoutes.mayUse(person, $0, visit) }
            .sorted { ($0.terms.until, $0.id) < ($1.terms.until, $1.id) }
        let links = live.prefix(Self.most).map { grant in
            Link(
                text: visit.titled(grant.terms.dataset), href: "/grants/\(grant.id)",
                note: [visit.t("home.until", ["day": CalendarDay(number: grant.terms.until).words]), "\(grant.id)"].joined(separator: ", "))
        }
        guard !links.isEmpty else { return [] }
        let more = live.count > Self.most ? [Link(text: visit.t("grant.list.title"), href: "/grants")] : []
        return [.heading(visit.t("home.grants")), .links(links + more)]
    }
}
