import Guidance
import Hub
import Register

/// The first page of everybody: what waits for me, what is due, what changed.
enum HomeRoutes {
    static let all: [Route] = [.get("/", .signedIn) { visit in .page(try page(visit)) }]

    private static func page(_ visit: Visit) throws -> Page {
        let person = try visit.person
        let waiting = try RequestRoutes.waiting(visit)
        let blocks: [Block] = waiting.isEmpty ? [] : [.heading(visit.t("home.waiting")), .tasks(waiting)]
        return Page(visit.t("home.title", ["name": person.name]), section: "home", blocks)
    }
}
