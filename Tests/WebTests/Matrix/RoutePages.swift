import Foundation
import HTTPTypes
import Register
import Testing

@testable import Web

/// Pages of docs/reference that are made from the table of routes. `make docs` writes them (SHAREWELL_WRITE_PAGES=1); a difference fails until
/// somebody has looked at it.
enum RoutePages {
    static let matrixHead = """
        # Who is answered what

        Made by a test that asks every address for every role, in three agencies: the police, whose the records are; the council, which asked
        for them; and the fire service, which has nothing to do with them. A cell is the status of the answer, one where the three are alike and otherwise
        police·council·fire: 200 a page, 303 elsewhere, 403 not for this role or refused, 404 nothing there for this person.

        | address | \(Role.allCases.map(\.rawValue).joined(separator: " | ")) |
        |---|\(String(repeating: "---|", count: Role.allCases.count))

        """

    static func row(_ route: Route, _ cells: [[Int]]) -> String {
        let words = cells.map { cell in Set(cell).count == 1 ? "\(cell[0])" : cell.map(String.init).joined(separator: "·") }
        return "| `\(route.path)` | \(words.joined(separator: " | ")) |\n"
    }

    static var routes: String {
        var page = """
            # Routes

            Every address of the browser's face and the interface for programs, who may ask for it, and the event of the ledger that stands for what it changes. What a use
            case behind it allows on a record in question is narrower: see [permissions](permissions.md) and [who is answered what](access-matrix.md).

            | method | address | who | event |
            |---|---|---|---|

            """
        for route in Routes.all.sorted(by: { ($0.path, $0.method.rawValue) < ($1.path, $1.method.rawValue) }) {
            page += "| \(route.method.rawValue) | `\(route.path)` | \(who(route.access)) | \(route.event ?? "–") |\n"
        }
        return page
    }

    private static func who(_ access: Route.Access) -> String {
        switch access {
        case .anyone: "anyone"
        case .signedIn: "whoever is signed in"
        case .token: "a program with a token"
        case .roles(let roles): roles.map(\.rawValue).joined(separator: ", ")
        case .mayAny(let actions):
            "may " + actions.map(\.rawValue).joined(separator: " or ") + ": "
                + Role.allCases.filter { role in actions.contains { AccessMatrix.actions(of: role).contains($0) } }.map(\.rawValue)
                .joined(separator: ", ")
        }
    }

    static func withoutTest(_ mentions: RouteMentions) -> String {
        let missing = Routes.all.filter { mentions.files(asking: $0).isEmpty }
        return
            "# Routes without a test\n\nRoutes that no test asks, besides the one that goes through all of them. There is to be none.\n\n"
            + missing.map { "- \($0.name)\n" }.joined()
    }

    static func withoutEvent(_ mentions: RouteMentions) -> String {
        var page =
            "# Changes without an event\n\nRoutes that change something and name no event of the ledger, or whose event no test that asks them looks for. There is to be none.\n\n"
        for route in Routes.all where route.method != .get {
            guard let event = route.event else {
                page += "- \(route.name): names no event\n"
                continue
            }
            if event == "none" { continue }
            if !mentions.events.contains(event) {
                page += "- \(route.name): \(event) is no event of the register\n"
            } else if !mentions.files(asking: route).contains(where: { mentions.mentions(event, in: $0) }) {
                page += "- \(route.name): no test that asks it looks for \(event)\n"
            }
        }
        return page
    }

    static func compare(_ name: String, with made: String) throws {
        let file = WebFixture.repository.appending(path: "docs/reference/\(name)")
        if ProcessInfo.processInfo.environment["SHAREWELL_WRITE_PAGES"] == "1" {
            try made.write(to: file, atomically: true, encoding: .utf8)
        }
        let kept = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        guard kept != made else { return }
        let (old, new) = (Set(kept.split(separator: "\n")), Set(made.split(separator: "\n")))
        let difference =
            new.subtracting(old).sorted().prefix(3).map { "+ \($0)" } + old.subtracting(new).sorted().prefix(3).map { "- \($0)" }
        Issue.record(
            "docs/reference/\(name) is stale: run make docs, read the difference, commit it.\n\(difference.joined(separator: "\n"))")
    }
}
