import Guidance
import Hub
import Register

/// The first page of everybody: what waits for me, what is due, what changed.
enum HomeRoutes {
    static let all: [Route] = [.get("/", .signedIn) { visit in .page(try page(visit)) }]

    private static func page(_ visit: Visit) throws -> Page {
        let person = try visit.person, session = try SignInRoutes.current(visit)
        var blocks: [Block] = []
        if let message = visit.face.sessions.takeMessage(of: session.id) {
            blocks.append(.notice(title: visit.t("frame.done"), [.text(message)], isSuccess: true))
        }
        return Page(visit.t("home.title", ["name": person.name]), section: "home", blocks)
    }
}
