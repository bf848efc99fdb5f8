import HTTPTypes

/// Where a request was brought about: by a page of this hub, by its reader, or by another site.
extension Responder {
    /// A page that records what it shows is asked for by its reader. Where another site leads to it, it is shown once they have said so; and what the
    /// other site would have without their seeing it, not at all.
    static func pause(_ visit: Visit, _ route: Route) throws -> Reply? {
        guard route.method == .get, route.event != nil, visit.session != nil, let site = visit.headers[.fetchSite], site != "same-origin",
            site != "none"
        else { return nil }
        guard visit.headers[.fetchMode] ?? "navigate" == "navigate" else { throw WebFault.notFromHere }
        let query = visit.query.encoded
        return .page(
            Page(
                visit.t("fault.go-on.title"),
                [
                    .text(visit.t("fault.go-on.text")),
                    .buttons([Button(text: visit.t("fault.go-on.button"), href: visit.path + (query.isEmpty ? "" : "?\(query)"))]),
                ]))
    }

    /// What the browser says of where a request comes from.
    static func checkSite(_ visit: Visit) throws {
        if let site = visit.headers[.fetchSite] {
            if site != "same-origin", site != "none" { throw WebFault.notFromHere }
        } else if let origin = visit.headers[.origin], !isOwn(origin, visit.host) {
            // Browsers without Sec-Fetch-Site say where a form comes from in Origin; `null` is nowhere of ours.
            throw WebFault.notFromHere
        }
    }

    /// True for the origin that the request itself was sent to. People reach a hub by TLS alone, if need be by that of a proxy: a page that was not
    /// encrypted is nobody's of ours.
    private static func isOwn(_ origin: String, _ authority: String) -> Bool {
        !authority.isEmpty && origin.lowercased() == "https://\(authority.lowercased())"
    }
}
