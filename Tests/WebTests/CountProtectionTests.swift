import Disclosure
import Foundation
import Guidance
import Register
import Testing

@testable import Hub
@testable import Web

/// The police's month of stops, counted by the council by every way there is.
@Suite("Counts by every way")
struct CountProtectionTests {
    private static let counts = "/api/v1/datasets/stop-and-search/counts"
    private static let police = WebFixture.person(.analyst, of: WebFixture.police)

    private static func answer(_ fixture: InterfaceFixture, _ person: PersonID, from: String? = nil, to: String? = nil, by: [String]) throws
        -> Answer
    {
        try AnswerQuestion(hub: fixture.web.hub, vault: fixture.web.face.vault(), entry: .session(WebFixture.strongWay)).perform(
            Question(dataset: InterfaceFixture.stops, from: from, to: to, filters: [], by: by), for: person, purpose: "stops by ward",
            category: .intelligence, showing: 0)
    }

    private static func view(_ fixture: InterfaceFixture, _ person: PersonID, by: [String]) throws -> Exploration {
        try ExploreRecords(hub: fixture.web.hub, vault: fixture.web.face.vault(), entry: .session(WebFixture.strongWay)).count(
            [Question(dataset: InterfaceFixture.stops, from: nil, to: nil, filters: [], by: by)],
            .init(person, of: InterfaceFixture.stops, purpose: "stops by ward", category: .intelligence))
    }

    /// What a line of the interface's answer shows.
    private static func shown(_ line: JSON, _ name: String) -> ShownCount {
        if let number = line[name]?.integer { return .count(number) }
        return line["hidden"]?.text == "small" ? .small : .withheld
    }

    @Test("the same question has the same protected answer from the pages, the interface and the terminal; the owner sees the numbers")
    func same() async throws {
        let fixture = try await InterfaceFixture()
        try fixture.supply()
        let token = try fixture.token(), own = try fixture.token(of: Self.police)
        try await fixture.asking { hub in
            var hidden = 0
            for by in [[], ["gender"], ["gender", "ethnicity"], ["weekday"]] {
                let view = try Self.view(fixture, InterfaceFixture.analyst, by: by)
                let answer = try Self.answer(fixture, InterfaceFixture.analyst, by: by)
                let json = try await hub.json(
                    Self.counts, token: token.secret, body: "{\"by\":[\(by.map { "\"\($0)\"" }.joined(separator: ","))]}")
                #expect(view.total == answer.total && Self.shown(json, "total") == answer.total)
                #expect(json["smallNumbers"]?["threshold"]?.integer == 5)
                let lines = json["counts"]?.array ?? []
                let cells = by.isEmpty ? [] : view.countings[0].lines
                #expect(answer.counts == cells && lines.map { Self.shown($0, "count") } == cells.map(\.count))
                for count in cells.map(\.count) + [answer.total] {
                    #expect((count.number ?? 0) % 5 == 0)
                    if count.number == nil { hidden += 1 }
                }
                // As it is typed at the terminal.
                let encoder = JSONEncoder()
                let typed = try JSONDecoder().decode(JSON.self, from: try encoder.encode(answer))
                #expect(Self.shown(typed, "total") == answer.total)
                #expect(typed["counts"]?.array?.map { Self.shown($0, "count") } == cells.map(\.count))
                let page = answer.page(bold: { $0 })
                #expect(page.contains(answer.total.number.map { "\($0) records" } ?? "fewer than 5 records"))
                // Whose records they are sees every number by every way.
                let exact = try Self.answer(fixture, Self.police, by: by)
                let ownJSON = try await hub.json(
                    Self.counts, token: own.secret, body: "{\"by\":[\(by.map { "\"\($0)\"" }.joined(separator: ","))]}")
                #expect(ownJSON["total"]?.integer == exact.total.number && ownJSON["smallNumbers"] == nil)
                if !by.isEmpty { #expect(exact.counts.compactMap(\.count.number).reduce(0, +) == exact.total.number) }
            }
            #expect(hidden > 0)
        }
    }

    @Test("a page of records tells how many there are only where they are all on it; features leave it out")
    func pages() async throws {
        let fixture = try await InterfaceFixture()
        try fixture.supply()
        let all = try #require(try Self.answer(fixture, Self.police, by: []).total.number)
        let token = try fixture.token(), own = try fixture.token(of: Self.police)
        try await fixture.asking { hub in
            for limit in [1, 3, all - 1, all, all + 1] where limit <= 1_000 || limit >= all - 1 {
                let list = try await hub.json("/api/v1/datasets/stop-and-search/records?limit=\(min(limit, 1_000))", token: token.secret)
                let features = try await hub.json("/ogc/collections/stop-and-search/items?limit=\(limit)", token: token.secret)
                #expect(list["matched"]?.integer == (min(limit, 1_000) >= all ? all : all / 5 * 5))
                #expect(features["numberMatched"]?.integer == (limit >= all ? all : nil))
                let ours = try await hub.json("/ogc/collections/stop-and-search/items?limit=\(limit)", token: own.secret)
                #expect(ours["numberMatched"]?.integer == all)
            }
            let few = try await hub.json(
                "/api/v1/datasets/stop-and-search/records?from=2022-10-01&to=2022-10-01&limit=1", token: token.secret)
            #expect(few["matched"]?.integer.map { $0 % 5 } ?? 0 == 0 || few["matched"]?.integer == 1)
        }
    }

    @Test("neither the ledger nor the list of what was done tells who asked more than the answer did")
    func recorded() async throws {
        let fixture = try await InterfaceFixture()
        try fixture.supply()
        // A number that rounding changes, or there would be nothing to see.
        var (to, exact) = ("2022-10", 0)
        for day in 10...31 where exact < 20 || exact % 5 == 0 {
            to = "2022-10-\(day)"
            exact = try Self.answer(fixture, Self.police, to: to, by: []).total.number ?? 0
        }
        #expect(exact % 5 != 0)
        let asked = to
        let events = try await fixture.web.recorded {
            _ = try Self.answer(fixture, InterfaceFixture.analyst, to: asked, by: [])
            _ = try Self.answer(fixture, InterfaceFixture.analyst, from: "1999", to: "1999", by: [])
            _ = try Self.answer(fixture, InterfaceFixture.analyst, to: asked, by: ["gender"])
        }
        let told = events.compactMap { if case .queryAnswered(let answer) = $0 { answer.records } else { nil } }
        #expect(told == [exact / 5 * 5, 0, exact / 5 * 5])
        let page = try await fixture.web.ask("/audit/own", as: InterfaceFixture.analyst)
        #expect(page.status == 200 && !page.body.contains(">\(Texts.grouped(exact))<"))
    }

    @Test("a period taken from a longer one tells nothing of the few days between")
    func differences() async throws {
        let fixture = try await InterfaceFixture()
        try fixture.supply()
        var spans: [(exact: Int, shown: ShownCount)] = []
        for day in 1...31 {
            let to = "2022-10-\(day < 10 ? "0" : "")\(day)"
            let exact = try Self.answer(fixture, Self.police, from: "2022-10-01", to: to, by: []).total.number ?? 0
            spans.append((exact, try Self.answer(fixture, InterfaceFixture.analyst, from: "2022-10-01", to: to, by: []).total))
        }
        let rule = SmallNumberRule.usual
        var tried = 0
        for (place, longer) in spans.enumerated() {
            for shorter in spans[..<place]
            where (1..<rule.threshold).contains(longer.exact - shorter.exact) && shorter.exact >= rule.threshold {
                tried += 1
                let less = rule.range(of: shorter.shown), more = rule.range(of: longer.shown)
                #expect(more.lowerBound - less.upperBound <= 1 && more.upperBound - less.lowerBound >= rule.threshold - 1)
            }
        }
        // A month of few stops a day has days that differ by fewer than five.
        #expect(tried > 0)
    }
}
