import Guidance
import Hub
import Register

/// The way to what somebody's role is there for: one thing to begin, and what they had to do with last.
struct HomeJobs {
    private let visit: Visit
    private let person: Person
    private static let most = 3

    init(_ visit: Visit, _ person: Person) { (self.visit, self.person) = (visit, person) }

    var blocks: [Block] {
        let buttons = buttons
        return (buttons.isEmpty ? [] : [.buttons(buttons)]) + supplies + explored + grants
    }

    /// What their roles begin, the likeliest first; it alone is in the colour of what matters most.
    private var buttons: [Button] {
        let roles = Set(person.roles)
        var jobs: [(key: String, href: String)] = []
        func add(_ role: Role, _ action: Action, _ key: String, _ href: String) {
            if roles.contains(role), person.may(action) { jobs.append((key, href)) }
        }
        add(.dataSupplier, .supply, "supply", "/supply")
        if roles.contains(.analyst), !ExploreVisit.datasets(of: person, in: visit.rulebook).isEmpty { jobs.append(("explore", "/explore")) }
        add(.meetingMember, .request, "ask", "/requests/new")
        add(.liaisonOfficer, .decideRequest, "decide", "/requests")
        add(.guardian, .adviseAsGuardian, "advise", "/requests")
        add(.coordinator, .runRegister, "people", "/people")
        add(.auditor, .seeAudit, "audit", "/audit")
        return jobs.enumerated().map { place, job in
            Button(text: visit.t("home.job-\(job.key)"), href: job.href, isSecondary: place > 0)
        }
    }

    private var supplies: [Block] {
        guard person.roles.contains(.dataSupplier) else { return [] }
        let words = SupplyWords(visit)
        let links = visit.register.supplies(keptBy: person, at: visit.now).prefix(Self.most).map { supply in
            Link(
                text: words.dataset(supply.taken.dataset), href: "/supplies/\(supply.taken.supply)",
                note: "\(supply.taken.supply), \(words.period(supply.taken.periodFrom, supply.taken.periodTo))")
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
                text: "\(visit.titled(grant.terms.dataset)), \(grant.id)", href: "/grants/\(grant.id)",
                note: visit.t("home.until", ["day": CalendarDay(number: grant.terms.until).words]))
        }
        guard !links.isEmpty else { return [] }
        let more = live.count > Self.most ? [Link(text: visit.t("grant.list.title"), href: "/grants")] : []
        return [.heading(visit.t("home.grants")), .links(links + more)]
    }
}
