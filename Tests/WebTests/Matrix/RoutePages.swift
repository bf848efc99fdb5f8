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

    /// Routes that no test asks.
    static func untested(_ mentions: RouteMentions) -> [String] {
        Routes.all.filter { mentions.files(asking: $0).isEmpty }.map(\.name)
    }

    static func withoutTest(_ mentions: RouteMentions) -> String {
        "# Routes without a test\n\nRoutes that no test asks, besides the one that goes through all of them. There is to be none.\n\n"
            + untested(mentions).map { "- \($0)\n" }.joined()
    }

    /// What records something, by changing it or by being looked at, and is not seen to do so by a test. Those that are looked at and name no event are
    /// found by the test that asks all of them.
    static func unrecorded(_ mentions: RouteMentions) -> [String] {
        Routes.all.compactMap { route in
            guard let event = route.event else { return route.method == .get ? nil : "\(route.name): names no event" }
            if event == "none" { return nil }
            if !mentions.events.contains(event) { return "\(route.name): \(event) is no event of the register" }
            let isSeen = mentions.files(asking: route).contains { mentions.mentions(event, in: $0) }
            return isSeen ? nil : "\(route.name): no test that asks it looks for \(event)"
        }
    }

    static func withoutEvent(_ mentions: RouteMentions) -> String {
        "# Changes without an event\n\nRoutes that change or show something that is recorded and name no event of the ledger, or whose event no test that asks them looks for. There is to be none.\n\n"
            + unrecorded(mentions).map { "- \($0)\n" }.joined()
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
