import HTTPTypes

/// What is asked without signing in: assets, health, and how the hub meets its readers.
enum StaticRoutes {
    static let all: [Route] = [
        .get("/assets/{version}/{name}", .anyone) { visit in
            guard let name = visit.parameters["name"], let version = visit.parameters["version"],
                visit.face.assets.base.hasSuffix("/\(version)"), let file = visit.face.assets.find(name)
            else { throw WebFault.notFound }
            var reply = Reply.data(file.bytes, type: file.type)
            reply.isLasting = true
            return reply
        },
        .get("/health", .anyone) { visit in
            let isOpen = (try? visit.face.vault()) != nil
            var reply = Reply.data(Array("{\"status\":\"\(isOpen ? "ok" : "sealed")\"}\n".utf8), type: "application/json")
            reply.status = isOpen ? .ok : .serviceUnavailable
            return reply
        },
        .get("/robots.txt", .anyone) { _ in .data(Array("User-agent: *\nDisallow: /\n".utf8), type: "text/plain; charset=utf-8") },
        .get("/accessibility", .anyone) { visit in
            .page(
                Page(
                    visit.t("accessibility.title"),
                    [.text(visit.t("accessibility.aim")), .text(visit.t("accessibility.tested")), .text(visit.t("accessibility.wrong"))]))
        },
    ]
}
