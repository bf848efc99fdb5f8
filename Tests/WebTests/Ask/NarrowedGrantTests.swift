import Disclosure
import Foundation
import Guidance
import HTTPTypes
import Places
import Register
import Sealing
import Storage
import Testing

@testable import Hub
@testable import Web

@Suite("A decision narrows what was asked by area and period, also where none was asked, and the scan keeps to it")
struct NarrowedGrantTests {
    private static let rail = AgencyID(rawValue: "rail-police")
    private static let officer = PersonID(rawValue: "rail-officer"), analyst = WebFixture.person(.analyst, of: WebFixture.council)
    private static let away = AgencyID(rawValue: "beds-fire")

    /// Sixteen crimes in each of five towns, as the police publish them.
    private static func crimes(of month: String) -> String {
        let towns = [("-0.4175", "51.879"), ("-0.466", "51.903"), ("-0.467", "52.136"), ("-0.661", "51.917"), ("-0.265", "52.087")]
        let header =
            "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context"
        let rows = (0..<80).map { number in
            let (east, north) = towns[number % towns.count],
                id = String(format: "%032x", number) + String(repeating: "0", count: 25) + month
            return "\(id),\(month),Rail Police,Rail Police,\(east),\(north),On or near High Street,,,Burglary,Under investigation,"
        }
        return ([header] + rows).joined(separator: "\n") + "\n"
    }

    /// Two months of crimes of a force that had not signed when it was asked, so that no rule grants them; the request, which names no area and
    /// no period.
    private struct World {
        let web: WebFixture
        let request: RequestID

        init(transfer: String = "hub") async throws {
            web = try await WebFixture()
            let hub = web.hub
            func run(_ command: Command, by actor: PersonID = .firstCoordinator) throws { try hub.run(command, by: actor) }
            _ = try ImportPlaces(
                [WebFixture.repository.appending(path: "Samples/places/wards-2013-bedfordshire.geojson")], settings: PlacesImport()
            ).perform(in: hub, by: .firstCoordinator)
            try run(.addAgency(id: NarrowedGrantTests.rail, name: "Rail Police", agencyClass: "police-force"))
            let supplier = PersonID(rawValue: "rail-supplier")
            for (id, role) in [(NarrowedGrantTests.officer, Role.liaisonOfficer), (supplier, .dataSupplier)] {
                try run(.addPerson(id: id, name: id.rawValue, agency: NarrowedGrantTests.rail, roles: [role], datasets: []))
            }
            try run(.nameLiaisonOfficer(agency: NarrowedGrantTests.rail, officer: NarrowedGrantTests.officer))
            try run(.invite(NarrowedGrantTests.officer, registration: "level-3"))
            let form = """
                dataset: \(WebFixture.crime)
                source: \(NarrowedGrantTests.rail)
                purpose: intelligence
                why: to find where burglaries rise
                benefit: the police get the analysis back
                questions: [Where do burglaries rise?]
                precision: exact
                fields: [offence_type, committed_from_date, offence_easting, offence_northing]
                recipients: [\(NarrowedGrantTests.analyst)]
                handler: \(NarrowedGrantTests.analyst)
                format: csv
                needed-within: 10
                transfer: \(transfer)
                destroy-by: \(CalendarDay(number: hub.now.day + 60))
                """
            request = try MakeRequest(hub: hub).perform(
                RequestForm.load(file: RulebookFile(path: "request.yaml", text: form)), by: NarrowedGrantTests.analyst,
                vault: web.face.vault()
            ).id
            #expect(hub.state.requests[request]?.stage == .submitted)
            try run(.sign(ProtocolID(rawValue: "isp"), agency: NarrowedGrantTests.rail, consents: "minute 3"))
            for month in ["2022-10", "2022-11"] {
                let file = web.root.appending(path: "\(month).csv")
                try NarrowedGrantTests.crimes(of: month).write(to: file, atomically: true, encoding: .utf8)
                _ = try TakeSupply(hub: hub, vault: web.face.vault(), stop: { false }).perform(
                    TakeSupply.Request(
                        file: file, dataset: WebFixture.crime, agency: NarrowedGrantTests.rail, person: supplier, profile: nil,
                        metadata: nil)
                ) { _, _ in }
            }
        }

        func decide(
            _ changed: [(String, String)], by officer: PersonID = NarrowedGrantTests.officer
        ) async throws -> WebFixture.Answer {
            let made = try #require(web.hub.state.requests[request])
            var form: [(String, String)] = [
                ("reading", String(made.reading)), ("why", "to see the pattern"), ("people", NarrowedGrantTests.analyst.rawValue),
            ]
            form += made.content.fields.map { ("fields", $0) }
            return try await web.ask("/requests/\(request)/grant", as: officer, form: form + changed)
        }

        var terms: GrantTerms? { web.hub.state.requests[request]?.grant.flatMap { web.hub.state.grants[$0]?.terms } }

        /// Lines of a copy, without its header.
        func copy(under grant: GrantID?, _ filters: [Question.Filter] = [], from: String? = nil, to: String? = nil) throws -> [String] {
            let place = web.root.appending(path: UUID().uuidString)
            let question = Question(dataset: WebFixture.crime, from: from, to: to, filters: filters, by: [])
            _ = try ReleaseExtract(hub: web.hub, vault: web.face.vault(), entry: .session(WebFixture.strongWay)).perform(
                question, for: NarrowedGrantTests.analyst, purpose: "burglary profile", category: grant == nil ? .intelligence : nil,
                under: grant, to: place, encrypted: false
            ) { _, _ in }
            let text = try String(contentsOf: place.appending(path: "\(WebFixture.crime).csv"), encoding: .utf8)
            return text.split(separator: "\r\n").dropFirst().map(String.init)
        }
    }

    /// Wards where records of both months lie, by code and number of records in October.
    private static func wards(_ world: World) throws -> [(code: String, october: Int)] {
        let answer = try AnswerQuestion(hub: world.web.hub, vault: world.web.face.vault(), entry: .session(WebFixture.strongWay)).perform(
            Question(dataset: WebFixture.crime, from: "2022-10", to: "2022-10", filters: [], by: ["offence_ward"]), for: analyst,
            purpose: "burglary profile", category: .intelligence, showing: 0)
        return answer.counts.compactMap { count in
            guard let code = count.values.first, code.hasPrefix("E05"), let number = count.count.number, number > 0 else { return nil }
            return (code, number)
        }.sorted { ($0.october, $0.code) > ($1.october, $1.code) }
    }

    @Test(
        "where nothing was asked, an officer holds the grant to wards of the hub's places, by name or code, and to a month: nothing else is found"
    )
    func narrowed() async throws {
        let world = try await World(), web = world.web
        let all = try Self.wards(world)
        try #require(all.count >= 3, "\(all)")
        let chosen = all.prefix(2).map(\.code)
        let areas = try #require(try web.hub.boundaries())
        let set = try #require(areas.sets.indices.first), feature = try #require(areas.feature(chosen[0], in: set))
        let name = areas.name(feature, in: set)
        let desk = try await web.ask("/requests/\(world.request)/decide", as: Self.officer).body
        #expect(desk.contains("Only records of these areas") && desk.contains("name=\"areas\"") && desk.contains("name=\"from\""))
        let events = try await web.recorded { () async throws -> Void in
            let answer = try await world.decide([
                ("areas", "\(name.uppercased())\r\n \(chosen[1].lowercased()) \r\n\(chosen[1])"), ("from", "2022-10"), ("to", "2022-10"),
            ])
            #expect(answer.status == 303, "\(answer.body.suffix(2000))")
        }
        let recorded = events.compactMap { if case .requestGranted(let granted) = $0 { granted } else { nil } }
        #expect(recorded.map(\.terms.areas) == [chosen.sorted()] && recorded.map(\.terms.from) == ["2022-10"])
        // The state folded from the ledger anew says the same.
        let grant = try #require(web.hub.state.requests[world.request]?.grant)
        let anew = try Hub.open(web.hub.folder, clock: { web.hub.now })
        #expect(anew.state.grants[grant]?.terms == world.terms && world.terms?.areas == chosen.sorted())
        // A copy holds what is inside, and all of it; asking for more gives no more.
        func inside(_ wards: [String], from: String? = nil, to: String? = nil) throws -> [String] {
            try world.copy(under: nil, wards.map { Question.Filter(field: "offence_ward", test: .equals($0)) }, from: from, to: to)
        }
        let within = try inside(chosen, from: "2022-10", to: "2022-10").count
        #expect(within > 0 && within < 80)
        let taken = try world.copy(under: grant)
        #expect(taken.count == within && taken.allSatisfy { $0.contains("2022-10") })
        #expect(try world.copy(under: grant, from: "2000", to: "2999").count == within)
        #expect(try world.copy(under: grant, from: "2022-11", to: "2022-11").isEmpty)
        // On a page of the browser, and in what the interface says of the grant.
        let shown = try await web.ask("/grants/\(grant)/records", as: Self.analyst, form: [("purpose", "burglary profile")])
        #expect(shown.status == 200 && shown.body.contains("2022-10") && !shown.body.contains("2022-11"))
        let terms = try await web.ask("/grants/\(grant)", as: Self.analyst).body
        #expect(terms.contains("\(name) (\(chosen[0]))"))
        let summary = GrantSummary(try #require(web.hub.state.grants[grant]))
        #expect(summary.areas == chosen.sorted() && summary.from == "2022-10" && summary.to == "2022-10")
    }

    @Test("what is sealed to the recipient holds what the narrowed grant gives and no more, onward too")
    func sealed() async throws {
        let world = try await World(transfer: "sealed-package"), web = world.web
        let chosen = try #require(try Self.wards(world).first?.code)
        #expect(try await world.decide([("areas", chosen), ("to", "2022-10")]).status == 303)
        let grant = try #require(web.hub.state.requests[world.request]?.grant)
        let within = try world.copy(
            under: nil, [Question.Filter(field: "offence_ward", test: .equals(chosen))], from: nil, to: "2022-10"
        ).count
        func run(_ command: Command, by actor: PersonID = .firstCoordinator) throws { try web.hub.run(command, by: actor) }
        try run(.addAgency(id: Self.away, name: "Beds Fire", agencyClass: "fire-and-rescue"))
        let theirs = PersonID(rawValue: "fire-officer")
        try run(.addPerson(id: theirs, name: "F", agency: Self.away, roles: [.liaisonOfficer], datasets: []))
        try run(.nameLiaisonOfficer(agency: Self.away, officer: theirs))
        try run(.sign(ProtocolID(rawValue: "isp"), agency: Self.away, consents: "minute 4"))
        try run(.request(.allowOnward(grant, to: Self.away, why: "the same pattern")), by: Self.officer)
        for (agency, actor) in [(WebFixture.council, WebFixture.person(.liaisonOfficer, of: WebFixture.council)), (Self.away, theirs)] {
            let key = web.root.appending(path: "\(agency).key"), package = web.root.appending(path: "\(agency).package")
            try run(.partnership(.recordPackageKey(agency, try OpenPackage.makeKey(at: key).base64)), by: actor)
            let released = try ReleaseExtract(hub: web.hub, vault: web.face.vault(), entry: .session(WebFixture.strongWay)).perform(
                Question(dataset: WebFixture.crime, from: nil, to: nil, filters: [], by: []), for: Self.analyst,
                purpose: "burglary profile", under: grant, onwardTo: agency == Self.away ? agency : nil, to: package, encrypted: true
            ) { _, _ in }
            #expect(released.records == within && within > 0)
            let sender = try #require(web.hub.state.hub?.verifierKey)
            let opened = try OpenPackage().perform(
                package, keyFile: key, sender: sender, to: web.root.appending(path: "\(agency).zip")
            ) { _, _ in }
            #expect(opened.header.to == agency.rawValue && opened.passphrase != nil)
        }
    }

    @Test("the second of two repeats the areas that the first set, or gives less; never others, and never all")
    func two() async throws {
        let world = try await World(), web = world.web
        let second = PersonID(rawValue: "rail-second"), chosen = Array(try Self.wards(world).prefix(3).map(\.code))
        try #require(chosen.count == 3)
        func run(_ command: Command) throws { try web.hub.run(command, by: .firstCoordinator) }
        try run(.addPerson(id: second, name: "second", agency: Self.rail, roles: [.liaisonOfficer], datasets: []))
        try run(.invite(second, registration: "level-3"))
        let raised = [("marking", "CONFIDENTIAL"), ("to", "2022-10")]
        let first = try await world.decide(raised + [("areas", "\(chosen[0])\r\n\(chosen[1])")])
        #expect(first.status == 303, "\(first.body.suffix(1500))")
        #expect(web.hub.state.requests[world.request]?.firstRelease?.terms.areas == chosen.prefix(2).sorted() && world.terms == nil)
        let desk = try await web.ask("/requests/\(world.request)/decide", as: second).body
        #expect(
            desk.contains("value=\"\(chosen[0])\"") && desk.contains("value=\"\(chosen[1])\"") && !desk.contains("Only records of these"))
        #expect(try await world.decide(raised, by: second).status == 422)
        #expect(try await world.decide(raised + [("areas", chosen[2])], by: second).status == 422)
        #expect(try await world.decide([("marking", "CONFIDENTIAL"), ("areas", chosen[0])], by: second).status == 422)
        #expect(world.terms == nil)
        #expect(try await world.decide(raised + [("areas", chosen[1])], by: second).status == 303)
        #expect(world.terms?.areas == [chosen[1]] && world.terms?.to == "2022-10")
    }

    @Test("nothing is widened, and areas that are of no kind, of several, or not of the hub's places are refused beside their field")
    func refused() async throws {
        let world = try await World(), web = world.web
        let before = web.hub.state.grants.count
        let faults = [
            ("areas", "E05999999"), ("areas", "Nowhere-on-Sea"), ("areas", "<script>alert(1)</script>"),
            ("areas", "E05002193\r\nE01015700"),
            ("areas", "Castle\r\nLU1"), ("from", "2022-13"), ("from", "next week"),
        ]
        let events = try await web.recorded { () async throws -> Void in
            for fault in faults {
                let answer = try await world.decide([fault])
                #expect(answer.status == 422, "\(fault)")
                #expect(!answer.body.contains("<script>alert"))
                if fault.0 == "areas", fault.1 != "E05002193\r\nE01015700" {
                    #expect(answer.body.contains("id=\"areas-error\""), "\(fault)")
                }
            }
            // Ends before it begins, and more areas than anybody means.
            #expect(try await world.decide([("from", "2022-12"), ("to", "2022-10")]).status == 422)
            let many = (0...500).map { "E05\(10_000_000 + $0)".prefix(9) }.joined(separator: "\r\n")
            #expect(try await world.decide([("areas", many)]).body.contains("no more than 500"))
        }
        #expect(!events.contains { if case .requestGranted = $0 { true } else { false } })
        #expect(web.hub.state.grants.count == before)
    }
}
