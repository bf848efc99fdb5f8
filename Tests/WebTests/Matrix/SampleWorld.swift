import Foundation
import Guidance
import Register

@testable import Hub
@testable import Web

/// A hub with one of everything that an address names, and three agencies beside it: the one whose it is, the one it was asked by or given to, and
/// one that has nothing to do with it.
final class SampleWorld: Sendable {
    static let fire = AgencyID(rawValue: "beds-fire")
    /// In the order the pages give them.
    static let agencies = [WebFixture.police, WebFixture.council, fire]

    let web: WebFixture
    /// By the name it has in the table of routes, what stands in an address for it.
    let samples: [String: String]

    init() async throws {
        web = try await WebFixture()
        let hub = web.hub
        func run(_ command: Command, by actor: PersonID = .firstCoordinator) throws { try hub.run(command, by: actor) }
        try run(.addAgency(id: Self.fire, name: "Bedfordshire Fire", agencyClass: "fire-and-rescue"))
        for role in Role.allCases {
            let person = Self.person(role, of: Self.fire)
            try run(.addPerson(id: person, name: "\(role) of fire", agency: Self.fire, roles: [role], datasets: [WebFixture.crime]))
            try run(.invite(person, registration: "level-3"))
        }
        try run(.nameLiaisonOfficer(agency: Self.fire, officer: Self.person(.liaisonOfficer, of: Self.fire)))

        let file = web.root.appending(path: "offences.csv")
        guard let type = hub.rulebook.recordType(WebFixture.crime) else { throw HubError(.fault, code: "no-crime", "", remedy: "") }
        try MakeSample(type: type, rulebook: hub.rulebook, rows: 40, seed: 5, places: nil).perform(to: file, otherwise: { _ in })
        let taken = try TakeSupply(hub: hub, vault: web.face.vault(), stop: { false }).perform(
            TakeSupply.Request(
                file: file, dataset: WebFixture.crime, agency: WebFixture.police,
                person: WebFixture.person(.dataSupplier, of: WebFixture.police), profile: nil, metadata: nil),
            progress: { _, _ in })
        guard taken.status == .taken else { throw HubError(.fault, code: "not-taken", "The sample was not taken.", remedy: "") }

        let analyst = WebFixture.person(.analyst, of: WebFixture.council)
        let granted = try Self.ask(
            web, by: analyst, dataset: WebFixture.crime, fields: "offence_type, committed_from_date", purpose: "intelligence", rest: "")
        let member = WebFixture.person(.meetingMember, of: WebFixture.council)
        let waiting = try Self.ask(
            web, by: member, dataset: WebFixture.offenders, fields: "name, current_status", purpose: "service-delivery",
            rest: "persons: [\"PPO/2026/0017\"]\nnecessity: the case meeting needs it\nproportionality: one person and two items\n")
        guard let grant = hub.state.grants.values.first(where: { $0.request == granted.id }) else {
            throw HubError(.fault, code: "not-granted", "What is asked between signatories was not granted.", remedy: "")
        }
        try run(
            .enquiry(
                .log(
                    EnquiryContent(
                        kind: .freedomOfInformation, received: hub.now.day, subject: "how many burglaries were recorded",
                        datasets: [WebFixture.crime], originators: [WebFixture.police], receiver: WebFixture.council,
                        asksIdentification: false), statedDay: nil)),
            by: WebFixture.person(.liaisonOfficer, of: WebFixture.council))
        guard let enquiry = hub.state.enquiries.keys.first, let supply = hub.state.supplies.keys.first else {
            throw HubError(.fault, code: "no-enquiry", "", remedy: "")
        }
        let job = SupplyJob(
            owner: WebFixture.person(.dataSupplier, of: WebFixture.police), agency: WebFixture.police, dataset: WebFixture.crime,
            grant: nil,
            at: hub.now)
        try web.face.supplyDesk.begin(job)
        let written = RequestContent(
            purpose: .serviceDelivery, why: "", benefit: "", questions: [], dataset: WebFixture.offenders, fields: [], precision: .none,
            source: WebFixture.police, recipients: [member], handler: member, format: "csv", neededWithin: 5, transfer: .hub,
            destroyBy: hub.now.day + 60)
        let draft = RequestDraft(written, by: member, at: hub.now)
        try RequestDrafts(of: member, vault: web.face.vault(), at: hub.now).keep(draft)
        samples = [
            "draft": draft.id, "page": "why", "question": "process", "ready": "none",
            "job": job.id, "list": type.fields.compactMap(\.codeList).first ?? "none",
            "version": String(web.face.assets.base.dropFirst("/assets/".count)), "name": "sharewell.css",
            "supply": supply.rawValue, "request": waiting.id.rawValue, "grant": grant.id.rawValue, "enquiry": enquiry.rawValue,
            "agency": WebFixture.police.rawValue, "person": WebFixture.person(.analyst, of: WebFixture.police).rawValue,
            "dataset": WebFixture.crime.rawValue, "protocol": "isp", "kind": "areas",
            "partnership": hub.state.partnerships.keys.min()?.rawValue ?? "none", "position": "3",
            "collection": WebFixture.crime.rawValue, "record": "none", "feature": "none", "token": "none",
            "provider": "none",
        ]
    }

    /// A person for every role in each of the three.
    static func person(_ role: Role, of agency: AgencyID) -> PersonID {
        agency == fire ? PersonID(rawValue: "fire-\(role.rawValue)") : WebFixture.person(role, of: agency)
    }

    /// The address of a route with samples for what it names; where there is no sample of that, a name of nothing.
    func address(of route: Route) -> String {
        var path = ""
        for part in route.path.split(separator: "/") {
            if part.hasPrefix("{") {
                path += "/" + (samples[String(part.dropFirst().dropLast())] ?? "x1")
            } else if part == "**" || part == "*" {
                path += "/x"
            } else {
                path += "/" + part
            }
        }
        return path.isEmpty ? "/" : path
    }

    private static func ask(
        _ web: WebFixture, by person: PersonID, dataset: RecordTypeID, fields: String, purpose: String, rest: String
    ) throws -> SharingRequest {
        let form = """
            dataset: \(dataset)
            source: beds-police
            purpose: \(purpose)
            why: to see what can be done about it together
            benefit: what is found comes back to the police
            questions: [What happened where and when?]
            fields: [\(fields)]
            precision: none
            recipients: [\(person)]
            handler: \(person)
            format: csv
            needed-within: 5
            transfer: hub
            destroy-by: \(CalendarDay(number: web.hub.now.day + 60))
            \(rest)
            """
        return try MakeRequest(hub: web.hub).perform(
            RequestForm.load(file: RulebookFile(path: "request.yaml", text: form)), by: person, vault: web.face.vault())
    }
}
