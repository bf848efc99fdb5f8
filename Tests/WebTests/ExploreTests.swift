import Disclosure
import Foundation
import Guidance
import HTTPTypes
import Register
import Testing

@testable import Hub
@testable import Web

@Suite("Exploring records in the browser", .serialized)
struct ExploreTests {
    private static let analyst = WebFixture.person(.analyst, of: WebFixture.council)
    private static let officer = WebFixture.person(.liaisonOfficer, of: WebFixture.police)
    private static let crime = WebFixture.crime

    /// A hub that holds a month of stops, where no address is needed, as the police supply it.
    private func world() async throws -> WebFixture {
        let web = try await WebFixture()
        let file = web.root.appending(path: "offences.csv")
        let type = try #require(web.hub.rulebook.recordType(Self.crime))
        try MakeSample(type: type, rulebook: web.hub.rulebook, rows: 60, seed: 5, places: nil).perform(to: file, otherwise: { _ in })
        _ = try TakeSupply(hub: web.hub, vault: web.face.vault(), stop: { false }).perform(
            TakeSupply.Request(
                file: file, dataset: Self.crime, agency: WebFixture.police, person: WebFixture.person(.dataSupplier, of: WebFixture.police),
                profile: nil, metadata: nil), progress: { _, _ in })
        return web
    }

    /// Asks within one session, so that what was stated stays.
    private struct Reader {
        let web: WebFixture
        let session: (cookie: String, csrf: String)
        init(_ web: WebFixture, _ person: PersonID, way: AccessWayName = .strong) throws {
            self.web = web
            session = try web.session(person, way: way == .strong ? WebFixture.strongWay : Self.outside)
        }
        enum AccessWayName { case strong, outside }
        static let outside = AccessWay(network: "x.gsi", device: "gov-pc", signIn: "protected", registration: "level-3", confirmed: [1])
        func ask(_ path: String, form: [(String, String)]? = nil) async throws -> WebFixture.Answer {
            try await web.ask(path, form: form.map { $0 + [("csrf", session.csrf)] }, headers: ["Cookie": session.cookie])
        }
        func state(_ purpose: String = "burglary problem profile") async throws {
            let answer = try await ask(
                "/explore/\(ExploreTests.crime)/purpose", form: [("category", "intelligence"), ("purpose", purpose)])
            #expect(answer.status == 303)
        }
    }

    @Test("datasets of the profile are listed, and nobody asks of one outside it")
    func profile() async throws {
        let web = try await world()
        #expect(try await web.ask("/explore", as: Self.analyst).body.contains("/explore/\(Self.crime)"))
        for path in ["/explore/stop-and-search", "/explore/\(WebFixture.offenders)", "/explore/nothing-at-all"] {
            #expect(try await web.ask(path, as: Self.analyst).status == 404)
        }
        #expect(try await web.ask("/explore", as: WebFixture.person(.auditor, of: WebFixture.council)).status == 403)
    }

    @Test("a purpose is stated first; it may not be empty, name anybody, or run as a script")
    func purpose() async throws {
        let web = try await world()
        let reader = try Reader(web, Self.analyst)
        let first = try await reader.ask("/explore/\(Self.crime)?from=2022-10")
        #expect(first.status == 303 && first.location == "/explore/\(Self.crime)/purpose?from=2022-10")
        #expect(try await reader.ask("/explore/\(Self.crime)/purpose").status == 200)
        for (purpose, category) in [("", "intelligence"), ("call 07700 900123 about him", "intelligence"), ("profile", "")] {
            let answer = try await reader.ask("/explore/\(Self.crime)/purpose", form: [("category", category), ("purpose", purpose)])
            #expect(answer.status == 422)
        }
        try await reader.state("<script>alert(1)</script> \"profile\"")
        let page = try await reader.ask("/explore/\(Self.crime)")
        #expect(page.status == 200 && !page.body.contains("<script>alert") && page.body.contains("&lt;script&gt;alert"))
    }

    @Test("one view is one event with the purpose, recorded again for every view; small numbers are not shown")
    func view() async throws {
        let web = try await world()
        let reader = try Reader(web, Self.analyst)
        try await reader.state()
        for _ in 0..<2 {
            let events = try await web.recorded {
                let page = try await reader.ask("/explore/\(Self.crime)?down=month&across=weekday")
                #expect(page.status == 200)
                #expect(page.headers[.cacheControl] == "no-store")
                #expect(page.body.contains("<svg") && page.body.contains("RESTRICTED") && page.body.contains("fewer than 5"))
                // Everything that is shown as a number in the tables is a multiple of five.
                for match in page.body.matches(of: /govuk-table__cell--numeric">([0-9,]+)</) {
                    #expect((Int(match.1.filter { $0 != "," }) ?? 1) % 5 == 0)
                }
            }
            let answers = events.compactMap { if case .queryAnswered(let answer) = $0 { answer } else { nil } }
            #expect(answers.count == 1 && answers[0].purpose == "burglary problem profile" && answers[0].shown == 0)
            #expect(answers[0].by == Self.analyst && answers[0].category == .intelligence)
        }
    }

    @Test("people of the agency that supplied everything see every number; as soon as others' records are among them, nobody does")
    func own() async throws {
        let web = try await world()
        let reader = try Reader(web, Self.officer)
        try await reader.state()
        let page = try await reader.ask("/explore/\(Self.crime)")
        let small = page.body.firstMatch(of: /.{0,160}[Ff]ewer than.{0,80}/).map { String($0.output) }
        #expect(page.status == 200 && small == nil, "\(small ?? "")")
    }

    @Test("the liaison officer decides about small numbers; nobody else does, and not with numbers that do not fit")
    func smallNumbers() async throws {
        let web = try await world()
        let form = [("dataset", Self.crime.rawValue), ("threshold", "10"), ("rounding", "5"), ("why", "few crimes in villages")]
        #expect(try await web.ask("/small-numbers", as: Self.officer).status == 200)
        #expect(try await web.ask("/small-numbers", as: Self.analyst).status == 403)
        #expect(try await web.ask("/small-numbers", as: Self.analyst, form: form).status == 403)
        // The council is no source of crimes.
        let council = WebFixture.person(.liaisonOfficer, of: WebFixture.council)
        #expect(try await web.ask("/small-numbers", as: council, form: form).status == 422)
        for wrong in [("threshold", "7"), ("rounding", "0"), ("why", "")] {
            let bad = form.map { $0.0 == wrong.0 ? wrong : $0 }
            #expect(try await web.ask("/small-numbers", as: Self.officer, form: bad).status == 422)
        }
        let events = try await web.recorded {
            let status1 = try await web.ask("/small-numbers", as: Self.officer, form: form).status
            #expect(status1 == 303)
        }
        #expect(
            events.contains {
                if case .smallNumbersSet(let set) = $0 { set.rule.threshold == 10 && set.agency == WebFixture.police } else { false }
            })
        let reader = try Reader(web, Self.analyst)
        try await reader.state()
        #expect(try await reader.ask("/explore/\(Self.crime)").body.contains("fewer than 10"))
    }

    @Test("a filter that cannot be is said beside its field, and nothing that is typed comes out unescaped")
    func filters() async throws {
        let web = try await world()
        let reader = try Reader(web, Self.analyst)
        try await reader.state()
        for query in [
            "from=2022-13", "from=2023&to=2022", "areas=%3Cscript%3Ealert(1)%3C/script%3E12345678", "box=1,2,3", "box=a,b,c,d",
            "is-crime_type=%22%3E%3Cscript%3E",
        ] {
            let page = try await reader.ask("/explore/\(Self.crime)?\(query)")
            #expect(page.status == 422, "\(query): \(page.status)")
            #expect(!page.body.contains("<script>"))
        }
        #expect(try await reader.ask("/explore/\(Self.crime)?from=2022-10&to=2022-11&areas=E05002208&level=ward").status == 200)
    }

    @Test("a reference is looked up by a form alone, in its keyed form, and recorded without it")
    func reference() async throws {
        let web = try await world()
        let reader = try Reader(web, Self.analyst)
        #expect(try await reader.ask("/explore/\(Self.crime)/one", form: [("reference", "x")]).status == 303)
        try await reader.state()
        #expect(try await reader.ask("/explore/\(Self.crime)/one").status == 200)
        #expect(try await reader.ask("/explore/\(Self.crime)/one", form: [("reference", "")]).status == 422)
        let plain = try await reader.ask("/explore/\(Self.crime)/one", form: [("reference", "ABC/1 <script>")])
        #expect(plain.status == 422 && !plain.body.contains("<script>"))
        let keyed = String(repeating: "ab", count: 16)
        let events = try await web.recorded {
            let status2 = try await reader.ask("/explore/\(Self.crime)/one", form: [("reference", keyed)]).status
            #expect(status2 == 200)
        }
        #expect(events.contains { if case .queryAnswered = $0 { true } else { false } })
        #expect(try events.allSatisfy { !String(decoding: try EventCoding.encode($0), as: UTF8.self).contains(keyed) })
    }

    @Test("what somebody sees is of what the records let them see: another agency that signed nothing sees nothing")
    func otherAgency() async throws {
        let web = try await world()
        let fire = AgencyID(rawValue: "beds-fire"), person = PersonID(rawValue: "f-analyst")
        try web.hub.run(.addAgency(id: fire, name: "Fire", agencyClass: "fire-and-rescue"), by: .firstCoordinator)
        try web.hub.run(.addPerson(id: person, name: "F", agency: fire, roles: [.analyst], datasets: [Self.crime]), by: .firstCoordinator)
        try web.hub.run(.invite(person, registration: "level-3"), by: .firstCoordinator)
        let reader = try Reader(web, person)
        let events = try await web.recorded {
            let answer = try await reader.ask(
                "/explore/\(Self.crime)/purpose", form: [("category", "intelligence"), ("purpose", "profile")])
            #expect(answer.status == 403)
        }
        #expect(events.contains { if case .actionRefused = $0 { true } else { false } })
        #expect(try await reader.ask("/download/\(Self.crime)").status == 303)
    }

    @Test(
        "a copy is taken by an explicit choice, recorded before it leaves, in every form, and nothing of it stays",
        arguments: ExtractFormat.allCases)
    func download(_ format: ExtractFormat) async throws {
        let web = try await world()
        let reader = try Reader(web, Self.analyst)
        try await reader.state()
        #expect(try await reader.ask("/download/\(Self.crime)?from=2022").status == 200)
        #expect(try await reader.ask("/download/\(Self.crime)", form: [("format", format.rawValue)]).status == 422)
        #expect(try await reader.ask("/download/\(Self.crime)", form: [("format", "exe"), ("accept", "yes")]).status == 422)
        let events = try await web.recorded {
            let answer = try await reader.ask("/download/\(Self.crime)", form: [("format", format.rawValue), ("accept", "yes")])
            #expect(answer.status == 200 && answer.headers[.contentDisposition]?.hasPrefix("attachment") == true)
            #expect(answer.body.utf8.count > 500)
            if format == .geoJSON {
                #expect(answer.body.contains("sharewell:marking\":\"RESTRICTED") && answer.body.contains("FeatureCollection"))
            }
        }
        #expect(events.contains { if case .extractBegun = $0 { true } else { false } })
        #expect(events.contains { if case .extractReleased(let release) = $0 { release.question.by == Self.analyst } else { false } })
        let left = (try? FileManager.default.contentsOfDirectory(atPath: web.hub.folder.root.appending(path: "outgoing").path)) ?? []
        #expect(left.isEmpty)
    }

    @Test("from outside secure premises records are looked at and not taken")
    func viewOnly() async throws {
        let web = try await world()
        let reader = try Reader(web, Self.analyst, way: .outside)
        try await reader.state()
        #expect(try await reader.ask("/explore/\(Self.crime)").status == 200)
        #expect(try await !reader.ask("/download/\(Self.crime)").body.contains("<form method=\"post\" action=\"/download"))
        let events = try await web.recorded {
            let status3 = try await reader.ask("/download/\(Self.crime)", form: [("format", "package"), ("accept", "yes")]).status
            #expect(status3 == 403)
        }
        #expect(events.contains { if case .actionRefused = $0 { true } else { false } })
        #expect(!events.contains { if case .extractReleased = $0 { true } else { false } })
    }
}

@Suite("Charts")
struct ChartTests {
    @Test("steps of a map hold alike many areas, whatever one of them has")
    func steps() {
        let numbers = (1...49).map { $0 } + [5_000]
        let steps = ShadeSteps(numbers.shuffled())
        #expect(steps.tops == [10, 20, 30, 40, 5_000])
        #expect((1...5).allSatisfy { step in numbers.count { steps.step(of: $0) == step } == 10 })
        #expect(steps.step(of: nil) == 0 && steps.step(of: 0) == 0 && steps.step(of: 9_999) == 5)
        #expect(ShadeSteps([]).tops.isEmpty && ShadeSteps([0]).step(of: 3) == 0 && ShadeSteps([7, 7, 7]).tops == [7])
    }

    @Test("every text of a drawing is escaped")
    func escaped() {
        #expect(Markup.escaped("<script>\"'&") == "&lt;script&gt;&quot;&#39;&amp;")
        let chart = Chart(id: "c", title: "<b>", description: "\"x\"", small: "few", withheld: "no")
        for svg in [chart.bars([.init(label: "<script>", count: .count(5))]), chart.columns([.init(label: "<script>", count: .small)])] {
            #expect(!svg.contains("<script>") && !svg.contains("<b>") && svg.contains("role=\"img\""))
        }
    }

    @Test("an axis ends at or above the largest, in few round steps")
    func axis() {
        for largest in 0...3_000 {
            let (steps, most) = Chart.axis(largest)
            #expect(most >= largest && steps.count <= 6 && steps.first == 0 && steps.last == most)
        }
    }
}
