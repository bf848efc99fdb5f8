import Foundation
import Guidance
import Register
import Testing

@testable import Hub
@testable import Web

@Suite("The catalogue")
struct CatalogueTests {
    private func supply(_ web: WebFixture, _ month: String, from: Int) throws {
        let file = web.root.appending(path: "\(month).csv")
        try Data(WebFixture.crimes(40, month: month, from: from)).write(to: file)
        _ = try TakeSupply(hub: web.hub, vault: web.face.vault(), stop: { false }).perform(
            TakeSupply.Request(
                file: file, dataset: WebFixture.crime, agency: WebFixture.police,
                person: WebFixture.person(.dataSupplier, of: WebFixture.police),
                profile: nil, metadata: nil)
        ) { _, _ in }
    }

    @Test("everybody who may see quality sees what is held, month by month, and what is missing; nobody else does")
    func held() async throws {
        let web = try await WebFixture()
        try supply(web, "2022-10", from: 0)
        try supply(web, "2022-12", from: 100)
        for role in Role.allCases {
            let person = WebFixture.person(role, of: WebFixture.council)
            let list = try await web.ask("/catalogue", as: person)
            let page = try await web.ask("/catalogue/police-recorded-crime-offence", as: person)
            guard AccessMatrix.actions(of: role).contains(.seeQuality) else {
                #expect(list.status == 403 && page.status == 403)
                continue
            }
            #expect(
                list.body.contains("From 1 agency") && list.body.contains("December 2022")
                    && list.body.contains("Core datasets that are not held"))
            #expect(page.body.contains("October 2022") && page.body.contains("November 2022") && page.body.contains("s000002"))
            #expect(page.body.contains("Not held") && page.body.contains("Held, "))
        }
        let analyst = WebFixture.person(.analyst, of: WebFixture.council)
        #expect(
            try await web.ask("/catalogue/police-recorded-crime-offence", as: analyst).body.contains(
                "/explore/police-recorded-crime-offence"))
        #expect(try await web.ask("/catalogue/prison-release", as: analyst).body.contains("Nothing of it is held"))
        for bad in ["/catalogue/none", "/catalogue/%3Cscript%3E", "/catalogue/prison-release/codes/none"] {
            #expect(try await web.ask(bad, as: analyst).status == 404)
        }
        let type = try #require(web.hub.rulebook.recordType(WebFixture.crime))
        let list = try #require(type.fields.compactMap(\.codeList).first)
        #expect(try await web.ask("/catalogue/\(type.id)/codes/\(list)", as: analyst).status == 200)
    }

    @Test("an agency of another partnership learns nothing of what this one holds")
    func otherPartnership() async throws {
        let web = try await WebFixture()
        try supply(web, "2022-10", from: 0)
        func run(_ command: Command) throws { try web.hub.run(command, by: .firstCoordinator) }
        let other = PartnershipID(rawValue: "bedford")
        try run(.partnership(.found(other, name: "Bedford CSP")))
        let agency = AgencyID(rawValue: "bedford-council"), analyst = PersonID(rawValue: "b-analyst")
        try run(.addAgency(id: agency, name: "Bedford Council", agencyClass: "council", partnership: other))
        try run(.addPerson(id: analyst, name: "B", agency: agency, roles: [.analyst], datasets: [WebFixture.crime]))
        try run(.invite(analyst, registration: "level-3"))
        let list = try await web.ask("/catalogue", as: analyst).body
        #expect(!list.contains("From 1 agency") && !list.contains("October 2022") && !list.contains("Bedfordshire Police"))
        let page = try await web.ask("/catalogue/police-recorded-crime-offence", as: analyst).body
        #expect(!page.contains("s000001") && !page.contains("Bedfordshire Police"))
        #expect(try await web.ask("/supplies/s000001", as: analyst).status == 404)
    }

    @Test("a month is whole that a supply covers, but for a few days")
    func months() {
        func supply(_ from: String, _ to: String, _ stamp: String) -> SupplyTaken {
            SupplyTaken(
                supply: SupplyID(number: 1), dataset: WebFixture.crime, agency: WebFixture.police, by: .firstCoordinator, digest: "",
                contentDigest: "", profile: "", profileDigest: "", recordsRead: 1, recordsRejected: 0, recordsHeldBack: 0, recordsSealed: 1,
                periodFrom: from, periodTo: to, stamp: stamp, object: "", objectDigest: "", objectBytes: 0, rulePack: nil, places: [],
                supersedes: [])
        }
        let coverage = Coverage([supply("2022-01-03", "2022-03-10", "B"), supply("2022-05", "2022-05", "C")])
        let months = Dictionary(uniqueKeysWithValues: coverage.months.map { (Coverage.words($0), coverage.holding(WebFixture.police, $0)) })
        #expect(months["January 2022"]??.isWhole == true && months["March 2022"]??.isWhole == false && months["May 2022"]??.stamp == "C")
        #expect(coverage.months.count == 5 && months["April 2022"]??.stamp == nil)
    }
}
