import Disclosure
import Foundation
import Guidance
import HTTPTypes
import Places
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
            let events = try await web.recorded { () async throws -> Void in
                let page = try await reader.ask("/explore/\(Self.crime)?down=month&across=weekday")
                #expect(page.status == 200)
                #expect(page.headers[.cacheControl] == "no-store")
                #expect(page.body.contains("<svg") && page.body.contains("RESTRICTED") && page.body.contains("fewer than 5"))
                // Everything that is shown as a number in the tables is a multiple of five.
                #expect(page.body.contains("sw-bars__number"))
                for match in page.body.matches(of: /(?:govuk-table__cell--numeric"|sw-bars__number")>([0-9,]+)</) {
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
        for wrong in [("threshold", "7"), ("rounding", "0"), ("rounding", "4"), ("why", "")] {
            let bad = form.map { $0.0 == wrong.0 ? wrong : $0 }
            #expect(try await web.ask("/small-numbers", as: Self.officer, form: bad).status == 422)
        }
        let events = try await web.recorded { () async throws -> Void in
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
            "is-crime_type=%22%3E%3Cscript%3E", "first-day=31&first-month=2&first-year=2022", "first-day=%22%3E%3Cscript%3E",
        ] {
            let page = try await reader.ask("/explore/\(Self.crime)?\(query)")
            #expect(page.status == 422, "\(query): \(page.status)")
            #expect(!page.body.contains("<script>"))
        }
        #expect(try await reader.ask("/explore/\(Self.crime)?from=2022-10&to=2022-11&areas=E05002208&level=ward").status == 200)
    }

    @Test("what is chosen stands in words with a link that takes it away, and where nothing matches that is said")
    func chosen() async throws {
        let web = try await world()
        let reader = try Reader(web, Self.analyst)
        try await reader.state()
        let path = "/explore/\(Self.crime)"
        let none = try await reader.ask("\(path)?from=1999-01&to=1999-02&level=ward")
        #expect(none.status == 200 && none.body.contains("Nothing matches") && none.body.contains("January 1999 to February 1999"))
        #expect(none.body.contains("href=\"\(path)?level=ward&amp;stated=") && !none.body.contains("href=\"/download/"))
        let days = try await reader.ask(
            "\(path)?first-day=1&first-month=2&first-year=1999&last-day=3&last-month=2&last-year=1999")
        #expect(
            days.body.contains("1 February 1999 to 3 February 1999")
                && days.body.contains("class=\"sw-chosen__tag\" href=\"\(path)?stated="))
        // Of a code list only what some record has is offered, and months are those that are held.
        let page = try await reader.ask(path)
        let months = page.body.matches(of: /<option value="([0-9]{4}-[0-9]{2})">/).map { String($0.1) }
        #expect(!months.isEmpty && Set(months).count * 2 == months.count)
        let select = try #require(page.body.firstMatch(of: /<select[^>]*name="is-([a-z_]+)"[^>]*>(.*?)<\/select>/))
        let codes = select.2.matches(of: /value="([^"]+)"/).map { String($0.1) }
        #expect(!codes.isEmpty)
        for code in codes.prefix(3) {
            let found = try await reader.ask("\(path)?is-\(select.1)=\(code.queryEscaped)")
            #expect(found.status == 200 && !found.body.contains("Nothing matches") && found.body.contains("sw-chosen__tag"))
        }
    }

    @Test("a purpose is proposed for the next dataset, and none is asked for where nothing is held")
    func likely() async throws {
        let web = try await world()
        let analyst = Self.analyst
        let other = try #require(
            web.hub.rulebook.recordTypes.first {
                $0.information == .depersonalised && $0.id != Self.crime && $0.id.rawValue != "stop-and-search"
            })
        try web.hub.run(.changeProfile(person: analyst, datasets: [Self.crime, other.id]), by: .firstCoordinator)
        let reader = try Reader(web, analyst)
        try await reader.state("autumn <profile>")
        let page = try await reader.ask("/explore/\(other.id)/purpose")
        #expect(
            page.status == 200 && page.body.contains("Nothing of this dataset has been supplied yet") && !page.body.contains("textarea"))
        #expect(try await reader.ask("/explore/\(Self.crime)/purpose").body.contains("autumn &lt;profile&gt;"))
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
        let events = try await web.recorded { () async throws -> Void in
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
        let events = try await web.recorded { () async throws -> Void in
            let answer = try await reader.ask(
                "/explore/\(Self.crime)/purpose", form: [("category", "intelligence"), ("purpose", "profile")])
            #expect(answer.status == 403)
        }
        #expect(events.contains { if case .actionRefused = $0 { true } else { false } })
        #expect(try await reader.ask("/download/\(Self.crime)").status == 303)
    }

    @Test("all rows of a table are an address of their own, which is no filter and is not kept with a view")
    func whole() async throws {
        let web = try await world()
        let reader = try Reader(web, Self.analyst)
        try await reader.state()
        let page = try await reader.ask("/explore/\(Self.crime)?from=2022&whole=location_ward")
        #expect(page.status == 200 && !page.body.contains("govuk-error-summary") && !page.body.contains("whole="))
        #expect(try await reader.ask("/explore/\(Self.crime)/map?whole=places").status == 200)
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
        let events = try await web.recorded { () async throws -> Void in
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

    @Test("filters that are not understood stop what was asked for, and never mean everything")
    func notUnderstood() async throws {
        let web = try await world()
        let reader = try Reader(web, Self.analyst)
        try await reader.state()
        let events = try await web.recorded { () async throws -> Void in
            for query in ["is-no_such_field=1", "area=E05002208", "level=parish&areas=1", "down=name&across=month", "from=2022&from=2021"] {
                let page = try await reader.ask("/explore/\(Self.crime)?\(query)")
                #expect(page.status == 422 && page.body.contains("govuk-error-summary"), "\(query): \(page.status)")
                #expect(try await reader.ask("/explore/\(Self.crime)/layer/points?\(query)").status == 404)
                #expect(try await reader.ask("/download/\(Self.crime)?\(query)").status == 303)
                let taken = try await reader.ask(
                    "/download/\(Self.crime)", form: [("filters", query), ("format", "package"), ("accept", "yes")])
                #expect(taken.status == 303 && taken.location?.hasPrefix("/explore/") == true, "\(query): \(taken.status)")
            }
            for path in ["/explore/\(Self.crime)?from=%zz", "/explore/\(Self.crime)/map?areas=%zz", "/download/\(Self.crime)?areas=%zz"] {
                #expect(try await reader.ask(path).status == 400)
            }
            let unreadable = try await reader.ask(
                "/download/\(Self.crime)", form: [("filters", "%zz"), ("format", "package"), ("accept", "yes")])
            #expect(unreadable.status == 400)
        }
        #expect(!events.contains { ["queryAnswered", "extractBegun", "extractReleased"].contains($0.name) })
        // What a form sends of fields that were left empty is no filter.
        #expect(try await reader.ask("/explore/\(Self.crime)?from=&areas=&is-offence_type=&level=ward&down=&across=").status == 200)
    }

    @Test("what is recorded is the purpose on the page it was asked from, whatever was stated in another tab since")
    func tabs() async throws {
        let web = try await world()
        let reader = try Reader(web, Self.analyst)
        func stated(_ text: String, _ category: String) async throws -> String {
            let answer = try await reader.ask("/explore/\(Self.crime)/purpose", form: [("category", category), ("purpose", text)])
            return String(try #require(answer.location?.firstMatch(of: /stated=([A-Za-z0-9_-]+)/)).output.1)
        }
        let first = try await stated("burglary series", "intelligence")
        let page = try await reader.ask("/download/\(Self.crime)?stated=\(first)")
        #expect(page.body.contains("burglary series") && page.body.contains("name=\"stated\" value=\"\(first)\""))
        let second = try await stated("how the quarter went", "performance-monitoring")
        #expect(first != second)
        let taken = try await web.recorded { () async throws -> Void in
            let answer = try await reader.ask(
                "/download/\(Self.crime)", form: [("format", "geojson"), ("accept", "yes"), ("filters", ""), ("stated", first)])
            #expect(answer.status == 200)
        }
        let released = taken.compactMap { if case .extractReleased(let release) = $0 { release.question } else { nil } }
        #expect(released.map(\.purpose) == ["burglary series"] && released.map(\.category) == [.intelligence])
        for (id, purpose) in [(first, "burglary series"), (second, "how the quarter went")] {
            for path in ["/explore/\(Self.crime)?stated=\(id)", "/explore/\(Self.crime)/layer/points?stated=\(id)"] {
                let seen = try await web.recorded { () async throws -> Void in #expect(try await reader.ask(path).status == 200) }
                #expect(seen.compactMap { if case .queryAnswered(let answer) = $0 { answer.purpose } else { nil } } == [purpose], "\(path)")
            }
            let body = try await reader.ask("/explore/\(Self.crime)?from=2022&stated=\(id)").body
            #expect(body.contains(purpose) && body.contains("/map?from=2022&amp;stated=\(id)"))
            let map = try await reader.ask("/explore/\(Self.crime)/map?stated=\(id)").body
            #expect(map.contains("/layer/areas?stated=\(id)"))
        }
        // Of another session, or of none: stated anew, with the filters kept.
        let unknown = try await reader.ask("/explore/\(Self.crime)?from=2022&stated=nothing")
        #expect(unknown.status == 303 && unknown.location == "/explore/\(Self.crime)/purpose?from=2022")
        let other = try Reader(web, Self.analyst)
        #expect(try await other.ask("/explore/\(Self.crime)?stated=\(first)").status == 303)
    }

    @Test("from outside secure premises records are looked at and not taken")
    func viewOnly() async throws {
        let web = try await world()
        let reader = try Reader(web, Self.analyst, way: .outside)
        try await reader.state()
        #expect(try await reader.ask("/explore/\(Self.crime)").status == 200)
        #expect(try await !reader.ask("/download/\(Self.crime)").body.contains("<form method=\"post\" action=\"/download"))
        let events = try await web.recorded { () async throws -> Void in
            let status3 = try await reader.ask("/download/\(Self.crime)", form: [("format", "package"), ("accept", "yes")]).status
            #expect(status3 == 403)
        }
        #expect(events.contains { if case .actionRefused = $0 { true } else { false } })
        #expect(!events.contains { if case .extractReleased = $0 { true } else { false } })
    }
}
