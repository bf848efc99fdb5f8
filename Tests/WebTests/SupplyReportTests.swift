import Depersonalisation
import Disclosure
import Foundation
import Guidance
import HTTPTypes
import Places
import Register
import Storage
import Testing

@testable import Hub
@testable import Web

@Suite("The report of a supply: places before and after, and what others read of it")
struct SupplyReportTests {
    private let supplier = WebFixture.person(.dataSupplier, of: WebFixture.police)
    private let analyst = WebFixture.person(.analyst, of: WebFixture.council)

    private func supplied(_ web: WebFixture, _ count: Int = 63) throws -> SupplyOutcome {
        let file = web.root.appending(path: "month.csv")
        try Data(WebFixture.crimes(count)).write(to: file)
        return try TakeSupply(hub: web.hub, vault: web.face.vault(), stop: { false }).perform(
            TakeSupply.Request(
                file: file, dataset: WebFixture.crime, agency: WebFixture.police, person: supplier, profile: nil, metadata: nil)
        ) { _, _ in }
    }

    private func visit(_ web: WebFixture) -> Visit {
        let (session, _, _) = web.face.sessions.begin(
            supplier, way: WebFixture.strongWay, browser: "test", place: web.face.settings.place(of: ""), at: web.hub.now)
        return Visit(
            face: web.face, method: .get, path: "/", parameters: [:], query: FormValues(), form: FormValues(), headers: HTTPFields(),
            address: "", certificate: nil, identity: .session(session))
    }

    private func html(_ web: WebFixture, _ blocks: [Block]) -> String {
        web.face.renderer.html(
            Page("t", section: "supplies", blocks),
            in: PageRenderer.Frame(hub: "", person: nil, csrf: "", navigation: [], foot: []))
    }

    @Test("a date whose values could be read in another order is named with the order it was read in")
    func order() async throws {
        let web = try await WebFixture()
        let file = web.root.appending(path: "dates.csv")
        let rows = (1...9).map { "A\($0),0\($0)/05/2021,Burglary" }
        try Data((["Crime reference number,Committed from date,Crime type"] + rows).joined(separator: "\n").utf8).write(to: file)
        _ = try TakeSupply(hub: web.hub, vault: web.face.vault(), stop: { false }).perform(
            TakeSupply.Request(
                file: file, dataset: WebFixture.crime, agency: WebFixture.police, person: supplier, profile: nil, metadata: nil)
        ) { _, _ in }
        let page = try await web.ask("/supplies/s000001", as: supplier).body
        #expect(page.contains("Committed from date” was read as day, month, year"))
        #expect(page.contains("can also be read as month, day, year"))
        #expect(try !html(web, ReportBlocks(visit(web), supplied(web)).rest).contains("can also be read as"))
    }

    @Test("from which form to which: every record once, drawn for its supplier and in a table beside")
    func flows() async throws {
        let web = try await WebFixture()
        let outcome = try supplied(web)
        let places = try #require(outcome.places)
        #expect(!places.isEmpty)
        for (group, rungs) in places {
            let flows = try #require(rungs.flows)
            #expect(flows.values.reduce(0) { $0 + $1.values.reduce(0, +) } == 63, "\(group)")
            for (form, count) in rungs.supplied { #expect(flows[form]?.values.reduce(0, +) == count) }
            for (rung, count) in rungs.kept { #expect(flows.values.reduce(0) { $0 + ($1[rung] ?? 0) } == count) }
        }
        let page = try await web.ask("/supplies/s000001", as: supplier).body
        #expect(page.contains("From which form to which") && page.contains("id=\"flow-"))
        #expect(try await !web.ask("/supplies/s000001", as: analyst).body.contains("id=\"flow-"))
    }

    @Test("wards before and after are told with small numbers protected, to their own agency too: reports lie outside the vault")
    func wards() async throws {
        let web = try await WebFixture()
        let outcome = try supplied(web)
        let written = try #require(
            try? String(contentsOf: web.hub.folder.reports.appending(path: "s000001.json"), encoding: .utf8))
        #expect(written.contains("\"wards\""))
        for rungs in try #require(outcome.places).values {
            let wards = try #require(rungs.wards)
            for count in wards.before + wards.after { #expect((count.number ?? 0) % wards.rule.rounding == 0) }
        }
        let json = """
            {"offence":{"supplied":{},"kept":{},"wards":{"codes":["","E05002203","E05<b>"],\
            "before":[{"count":{"_0":5}},{"small":{}},{"count":{"_0":20}}],\
            "after":[{"count":{"_0":0}},{"withheld":{}},{"count":{"_0":25}}],"rule":{"threshold":5,"rounding":5}}}}
            """
        let places = try JSONDecoder().decode([String: SupplyOutcome.PlaceRungs].self, from: Data(json.utf8))
        let page = html(web, PlaceBlocks(visit(web), places, heldBack: 3, by: .usual).blocks)
        #expect(page.contains("The first counts the records that are held back, too"))
        #expect(page.contains("E05002203") && page.contains("fewer than 5") && page.contains("withheld") && page.contains("No ward known"))
        #expect(page.contains("E05&lt;b&gt;") && !page.contains("E05<b>"))
    }

    @Test("what changed is said in a sentence: how many climbed to which rung and how many are held back, protected from others")
    func changed() async throws {
        let web = try await WebFixture()
        let flows = [
            "address": ["postcode": 40, "group": 12, "district": 3, "held-back": 7], "area": ["area": 20, "withheld": 1],
            "none": ["withheld": 6],
        ]
        #expect(PlaceBlocks.climbed(flows) == [.group: 12, .district: 3, .withheld: 1])
        let json =
            "{\"offence\":{\"supplied\":{},\"kept\":{},\"flows\":\(String(decoding: try JSONEncoder().encode(flows), as: UTF8.self))}}"
        let places = try JSONDecoder().decode([String: SupplyOutcome.PlaceRungs].self, from: Data(json.utf8))
        func page(_ heldBack: Int, _ rule: SmallNumberRule) -> String {
            html(web, PlaceBlocks(visit(web), places, heldBack: heldBack, by: rule).blocks)
        }
        let own = page(7, .none)
        #expect(own.contains("Of 89 records, 60 kept the place as it came or its postcode; 12 climbed to a group of postcodes"))
        #expect(
            own.contains(
                "3 climbed to a postcode district; of 1 nothing of the place was kept; 6 came without a place; 7 had to be held back whole."
            ))
        #expect(own.contains("Record held back"))
        let others = page(7, .usual)
        #expect(others.contains("Of 85 records, 60 kept") && !others.contains("id=\"flow-") && !others.contains("id=\"places-offence"))
        for exact in ["89", "6 came", "12 ", "3 climbed", "of 1 nothing", "7 had"] { #expect(!others.contains(exact), "\(exact)") }
    }

    @Test("maps that are compared have one scale and one legend in words; what is not told is not shaded as none")
    func scale() async throws {
        let web = try await WebFixture()
        let before: [ShownCount] = [.count(5), .count(40), .small], after: [ShownCount] = [.count(0), .count(100), .withheld]
        let legend = MapLegend(before + after)
        #expect(legend.steps == ShadeSteps([5, 40, 0, 100]) && legend.steps.tops == [5, 40, 100])
        let keys = legend.keys(visit(web), .usual)
        #expect(keys.map(\.shade) == ["0", "hidden", "1", "2", "3"])
        #expect(keys.map(\.text) == ["None", "Fewer than 5, or not shown", "5", "10 to 40", "45 to 100"])
        #expect(MapLegend([.count(5)]).keys(visit(web), .usual).map(\.shade) == ["0", "1"])
        let page = html(web, [.pictures([Picture(svg: "<svg></svg>", caption: "<b>"), Picture(svg: "", caption: "after")], legend: keys)])
        #expect(page.components(separatedBy: "<figure").count == 3 && page.contains("&lt;b&gt;") && page.contains("<svg></svg>"))
        #expect(page.contains("sw-map__key--hidden\">Fewer than 5, or not shown"))
        let square = [(0, 0), (0, 1_000), (1_000, 1_000), (0, 0)].map { GridPoint(easting: Double($0.0), northing: Double($0.1)) }
        let map = AreaMap(
            id: "m", title: "", description: "", shapes: [.init(outline: MapOutline("", [square]), label: "", shade: 0, isHidden: true)]
        ).svg
        #expect(map.contains("sw-area--hidden") && !map.contains("sw-area--0"))
    }

    @Test("areas and bands are drawn within the drawing, every text escaped, and nothing is drawn of nothing")
    func drawings() {
        let square = [(0, 0), (0, 1_000), (1_000, 1_000), (1_000, 0), (0, 0)].map {
            GridPoint(easting: Double($0.0) + 500_000, northing: Double($0.1) + 200_000)
        }
        let map = AreaMap(
            id: "m", title: "<b>", description: "\"d\"",
            shapes: [.init(outline: MapOutline("", [square]), label: "<script>: few", shade: 3)]
        ).svg
        #expect(map.contains("<path") && map.contains("sw-area--3") && map.contains("&lt;script&gt;: few") && !map.contains("<script>"))
        #expect(map.contains("role=\"img\"") && map.contains("M4 644L"))
        #expect(AreaMap(id: "m", title: "", description: "", shapes: []).svg.isEmpty)
        let flow = FlowChart(
            id: "f", title: "<b>", description: "", from: ["<i>"], to: ["a", "b"], counts: [[30, 10]]
        ).svg
        #expect(flow.components(separatedBy: "<path").count == 3 && flow.contains("&lt;i&gt;") && !flow.contains("<i>"))
        #expect(FlowChart(id: "f", title: "", description: "", from: ["x"], to: ["y"], counts: [[0]]).svg.isEmpty)
    }

    @Test("how many records a supply holds is told to others as any count is, on every page")
    func totals() async throws {
        let web = try await WebFixture()
        _ = try supplied(web)
        for path in ["/catalogue", "/catalogue/\(WebFixture.crime)", "/supplies/s000001"] {
            let theirs = try await web.ask(path, as: analyst).body
            #expect(theirs.contains(">60<") && !theirs.contains(">63<"), "\(path)")
        }
        let own = WebFixture.person(.liaisonOfficer, of: WebFixture.police)
        for path in ["/catalogue", "/catalogue/\(WebFixture.crime)", "/supplies/s000001"] {
            #expect(try await web.ask(path, as: own).body.contains(">63<"), "\(path)")
        }
    }

    private func blocks(_ web: WebFixture, _ outcome: SupplyOutcome, by rule: SmallNumberRule = .none) -> [Block] {
        let report = ReportBlocks(visit(web), outcome, by: rule)
        return report.counts + report.rest
    }

    @Test("others read no number by another way: not by the lines there are of it, nor by shares, nor of what is destroyed")
    func byTheWay() async throws {
        let web = try await WebFixture()
        var outcome = try supplied(web)
        let own = WebFixture.person(.liaisonOfficer, of: WebFixture.police)
        let texts = web.face.texts
        let json = try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(outcome)) as? [String: Any])
        let more: [String: Any] = [
            "findings": [
                ["code": "c", "severity": "note", "count": 2, "lines": [12, 5577], "advice": "look", "message": "m", "weight": 0]
            ],
            "heldBack": ["why not": ["count": 2, "lines": [12, 5588]]],
        ]
        outcome = try JSONDecoder().decode(
            SupplyOutcome.self, from: JSONSerialization.data(withJSONObject: json.merging(more) { _, new in new }))
        let rule = try #require(SmallNumberRule(threshold: 5, rounding: 5))
        let theirs = html(web, blocks(web, outcome, by: rule))
        let whole = html(web, blocks(web, outcome))
        for text in ["5,577", "5,588", texts("supply.finding-lines"), texts("supply.quality-share")] {
            #expect(whole.contains(text) && !theirs.contains(text), "\(text)")
        }
        #expect(theirs.contains("fewer than 5"))
        _ = try DestroySupply(hub: web.hub, vault: web.face.vault()).perform(SupplyID(number: 1), why: "end of the test", by: own)
        let list = try await web.ask("/destruction", as: analyst).body
        let certificate = try #require(list.firstMatch(of: /href="(\/destruction\/[0-9]+)"/)).output.1
        for path in ["/destruction", String(certificate)] {
            let page = try await web.ask(path, as: analyst).body
            #expect(page.contains(">60<") || page.contains("60\n"), "\(path)")
            #expect(!page.contains(/\b63\b/), "\(path)")
            #expect(try await web.ask(path, as: own).body.contains(/\b63\b/), "\(path)")
        }
    }

    @Test("wards that were counted by a rule of before are not shown to others once the agency is stricter")
    func stricter() async throws {
        let web = try await WebFixture()
        let json = try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(supplied(web))) as? [String: Any])
        let wards = """
            {"offence":{"supplied":{},"kept":{},"wards":{"codes":["E05002203"],"before":[{"count":{"_0":15}}],\
            "after":[{"count":{"_0":10}}],"rule":{"threshold":5,"rounding":5}}}}
            """
        let places = try JSONSerialization.jsonObject(with: Data(wards.utf8))
        let outcome = try JSONDecoder().decode(
            SupplyOutcome.self, from: JSONSerialization.data(withJSONObject: json.merging(["places": places]) { _, new in new }))
        func shown(_ threshold: Int, _ rounding: Int) throws -> Bool {
            let rule = try #require(SmallNumberRule(threshold: threshold, rounding: rounding))
            return html(web, blocks(web, outcome, by: rule)).contains("E05002203")
        }
        #expect(try shown(5, 5) && !shown(20, 20) && !shown(10, 5))
        #expect(html(web, blocks(web, outcome)).contains("E05002203"), "its own agency goes on seeing them")
    }

    @Test("the public pack counts what is held for all, as its agency lets it be counted, and nothing of one grant's")
    func pack() async throws {
        let web = try await WebFixture()
        _ = try supplied(web)
        let facts = OpenFacts(state: web.hub.state, rulebook: web.hub.rulebook, events: [], today: web.hub.now.day)
        let table = try #require(facts.tables.first { $0.name == "datasets.csv" })
        let row = try #require(table.rows.first { $0[0] == WebFixture.crime.rawValue })
        #expect(row[6...].prefix(3).elementsEqual(["1", "60", "0"]), "\(row)")
    }

    @Test("what a supply was used for and its certificate are found by the index as they are in the whole ledger")
    func index() async throws {
        let web = try await WebFixture()
        _ = try supplied(web)
        let id = SupplyID(number: 1), own = WebFixture.person(.liaisonOfficer, of: WebFixture.police), trail = web.face.trail
        for number in 0..<12 {
            _ = try AnswerQuestion(hub: web.hub, vault: web.face.vault(), entry: .session(WebFixture.strongWay)).perform(
                Question(dataset: WebFixture.crime, from: nil, to: nil, filters: [], by: []), for: number % 3 == 0 ? own : analyst,
                purpose: "purpose \(number % 4)", category: .intelligence, showing: number % 2)
        }
        let uses = try ShowSupplyUse(hub: web.hub).perform(id, for: own, by: trail)
        #expect(uses.reduce(0) { $0 + $1.answers } == 12)
        #expect(try uses == ShowSupplyUse(hub: web.hub).perform(id, for: own))
        #expect(try ShowCertificate(hub: web.hub).perform(id, for: own, by: trail) == nil)
        _ = try DestroySupply(hub: web.hub, vault: web.face.vault()).perform(id, why: "end of the test", by: own)
        let found = try #require(try ShowCertificate(hub: web.hub).perform(id, for: own, by: trail))
        let read = try #require(try ShowCertificate(hub: web.hub).perform(id, for: own))
        #expect(found.ledgerIndex == read.ledgerIndex && found.at == read.at && found.records == 63)
    }

    @Test("rejected records are sent a part at a time, whole", .timeLimit(.minutes(1)))
    func rejects() async throws {
        let web = try await WebFixture()
        let job = SupplyJob(owner: supplier, agency: WebFixture.police, dataset: WebFixture.crime, grant: nil, at: web.hub.now)
        try web.face.supplyDesk.begin(job)
        let file = try job.begin(at: 0, of: nil, in: web.root)
        try file.append(WebFixture.crimes(2))
        job.pause()
        let bytes = (0..<5_000_000).map { UInt8(97 + $0 % 23) }
        let hand = try #require(job.request(folder: web.root)?.rejects)
        try hand(bytes)
        let answer = try await web.ask("/supply/\(job.id)/rejects", as: supplier)
        #expect(answer.status == 200 && Array(answer.body.utf8) == bytes)
    }
}
