import Guidance
import Register

/// The sections of the hub, each shown to those who have something to do there.
enum Navigation {
    private static let sections: [(key: String, href: String, access: Route.Access)] = [
        ("home", "/", .signedIn),
        ("supplies", "/supplies", .may(.supply)),
        ("catalogue", "/catalogue", .may(.seeQuality)),
        ("requests", "/requests", .mayAny([.request, .seeRequest])),
        ("explore", "/explore", .may(.query)),
        ("partnership", "/partnership", .signedIn), ("duties", "/duties", .signedIn), ("enquiries", "/enquiries", .may(.seeEnquiry)),
        ("audit", "/audit", .may(.seeAudit)),
    ]

    static func entries(for person: Person, _ texts: Texts) -> [(key: String, link: Link)] {
        sections.filter { $0.access.lets(person) }.map { ($0.key, Link(text: texts("navigation.\($0.key)"), href: $0.href)) }
    }
}

/// Words of the register as a person reads them, from the catalogue.
struct Words {
    let texts: Texts
    init(_ texts: Texts) { self.texts = texts }

    func role(_ role: Role) -> String { texts("role.\(role.rawValue)") }
    func roles(_ roles: [Role]) -> String { roles.map { role($0) }.joined(separator: ", ") }
    /// `29 November 2026`, of an ISO day; the text itself where it is none.
    func day(_ iso: String) -> String { CalendarDay(iso: iso)?.words ?? iso }
}
