public import Foundation
import Guidance
public import Register
import Storage
import Tables

/// Writes what requests under the Freedom of Information Act to such hubs ask for: who has access, what is held, agreements, purposes, releases,
/// destruction, and how to check the audit trail. No record is read, and no words that somebody typed are in it but the titles of protocols.
public struct WriteTransparencyPack {
    private let hub: Hub
    /// Of that hub.
    public init(hub: Hub) { self.hub = hub }

    /// A folder at `target`, which must be free. For the co-ordinator of the partnership that the hub began with: it is about all of the hub.
    public func perform(for actor: PersonID, to target: URL) throws {
        _ = try hub.recordingRefusals(by: actor, action: .runRegister, dataset: nil) {
            try hub.register.person(actor, mayForTheHub: .runRegister)
        }
        ExtractSink.clearLeftovers(of: target)
        let now = hub.now
        let sink = try ExtractSink(target, passphrase: nil, at: now)
        do {
            let events = try hub.ledger.events(from: 0, limit: .max)
            let tables = try Tables(hub: hub, events: events.map { ($0.at, try EventCoding.decode($0.payload)) })
            for table in [
                tables.access, tables.datasets, tables.protocols, tables.releases, tables.destruction, tables.requests, tables.enquiries,
            ] {
                try sink.begin(table.name)
                var writer = DelimitedWriter(neutralisesFormulas: true)
                for row in table.rows { writer.row(row) }
                try writer.take { try sink.write($0) }
            }
            try sink.begin("README.md")
            try sink.write(page(events: events.count, at: now))
            try sink.close()
            try sink.moveIntoPlace()
        } catch {
            sink.discard()
            throw error
        }
    }

    private func page(events: Int, at now: Moment) -> String {
        let key = hub.state.hub?.verifierKey ?? ""
        return """
            # What this hub holds and what becomes of it

            Partnerships: \(hub.state.partnerships.values.map(\.name).sorted().joined(separator: ", ")). Written \(now).

            - `who-has-access.csv`: agencies, and how many of their people may do what. No names.
            - `datasets.csv`: every category of data that the hub can hold, whether it identifies people, its marking, and what is held now.
            - `protocols.csv`: information sharing protocols, what they cover and who signed them.
            - `requests.csv`: requests by purpose, dataset and agencies, and what became of them.
            - `releases.csv`: answers and extracts by month, dataset and agency: how many, of how many records, and which fields.
            - `destruction.csv`: certificates of destruction, and grants that ended.
            - `enquiries.csv`: requests under the Freedom of Information Act, subject access and scrutiny, and how they ended.

            There is nothing about any data subject in these files, and no record was read to make them.

            ## How to check the audit trail

            The hub's ledger has \(events) events. Each partner keeps signed checkpoints of it and can check, without the hub, that it only ever grew:
            `sharewell ledger verify --key KEY --checkpoints OLD NEW --proof PROOF`. The hub's key is

                \(key)

            """
    }

    /// The tables, from the state and the events.
    private struct Tables {
        typealias Table = (name: String, rows: [[String]])
        let access: Table, datasets: Table, protocols: Table, releases: Table, destruction: Table, requests: Table, enquiries: Table

        init(hub: Hub, events: [(at: Moment, event: Event)]) throws {
            let state = hub.state, rulebook = hub.rulebook
            func day(_ number: Int?) -> String { number.map { CalendarDay(number: $0).description } ?? "" }
            access = (
                "who-has-access.csv",
                [["agency", "class", "role", "people"]]
                    + state.agencies.values.sorted { $0.id < $1.id }.flatMap { agency in
                        Role.allCases.compactMap { role -> [String]? in
                            let count = state.people.values.count { $0.active && $0.agency == agency.id && $0.roles.contains(role) }
                            return count == 0 ? nil : [agency.name, agency.agencyClass, role.rawValue, String(count)]
                        }
                    }
            )
            datasets = (
                "datasets.csv",
                [
                    [
                        "dataset", "title", "section", "information", "marking", "fields", "supplies held", "records held",
                        "supplies destroyed",
                    ]
                ]
                    + rulebook.recordTypes.map { type in
                        let supplies = state.supplies.values.filter { $0.taken.dataset == type.id }
                        let held = supplies.filter { $0.status == .held }
                        return [
                            type.id.rawValue, type.title, type.section, type.information.rawValue, type.marking,
                            type.fields.map(\.name).joined(separator: " "), String(held.count),
                            String(held.reduce(0) { $0 + $1.taken.recordsSealed }), String(supplies.count { $0.status == .destroyed }),
                        ]
                    }
            )
            protocols = (
                "protocols.csv",
                [["protocol", "title", "kind", "from", "until", "review by", "purposes", "datasets", "signatories", "withdrawn"]]
                    + state.protocols.values.sorted { $0.id < $1.id }.map { agreement in
                        [
                            agreement.id.rawValue, agreement.title, agreement.terms.kind.rawValue, day(agreement.inForceFrom),
                            day(agreement.expires), day(agreement.terms.reviewBy),
                            agreement.terms.purposes?.map(\.rawValue).joined(separator: " ") ?? "all",
                            agreement.datasets?.sorted().map(\.rawValue).joined(separator: " ") ?? "all",
                            agreement.signatories.sorted().map(\.rawValue).joined(separator: " "), agreement.isWithdrawn ? "yes" : "no",
                        ]
                    }
            )
            requests = (
                "requests.csv",
                [["request", "made", "purpose", "dataset", "of", "for", "persons", "state", "refused for", "granted by rule"]]
                    + state.requests.values.sorted { $0.id < $1.id }.map { request in
                        [
                            request.id.rawValue, day(request.made.day), request.content.purpose.rawValue, request.content.dataset.rawValue,
                            request.content.source.rawValue, request.agency.rawValue, String(request.content.persons),
                            request.stage.rawValue, request.refusal?.reason ?? "",
                            request.grant.flatMap { state.grants[$0]?.rule } ?? "",
                        ]
                    }
            )
            enquiries = (
                "enquiries.csv",
                [["enquiry", "kind", "received", "due", "late after", "outcome", "exemptions", "late"]]
                    + state.enquiries.values.sorted { $0.id < $1.id }.map { enquiry in
                        [
                            enquiry.id.rawValue, enquiry.content.kind.rawValue, day(enquiry.content.received), day(enquiry.days.due), day(enquiry.days.last),
                            enquiry.closing?.outcome.rawValue ?? "open", enquiry.closing?.exemptions.joined(separator: " ") ?? "",
                            enquiry.isLate(on: hub.now.day) ? "yes" : "no",
                        ]
                    }
            )
            releases = ("releases.csv", Self.releases(events))
            destruction = ("destruction.csv", Self.destruction(events))
        }

        private static func releases(_ events: [(at: Moment, event: Event)]) -> [[String]] {
            struct Key: Hashable { let month: String, dataset: String, agency: String, what: String, grant: String }
            var counts: [Key: (times: Int, records: Int, shown: Int, fields: Set<String>)] = [:]
            for (at, event) in events {
                let (answer, what): (QueryAnswered, String)
                switch event {
                case .queryAnswered(let answered): (answer, what) = (answered, "answer")
                case .extractReleased(let released): (answer, what) = (released.question, "extract")
                default: continue
                }
                let key = Key(
                    month: String(at.description.prefix(7)), dataset: answer.dataset.rawValue, agency: answer.agency.rawValue, what: what,
                    grant: answer.grant == nil ? "by rule" : "under a grant")
                var count = counts[key] ?? (0, 0, 0, [])
                count.times += 1
                count.records += answer.records
                count.shown += answer.shown
                count.fields.formUnion(answer.fields)
                counts[key] = count
            }
            let rows = counts.map { key, count in
                [
                    key.month, key.dataset, key.agency, key.what, key.grant, String(count.times), String(count.records),
                    String(count.shown),
                    count.fields.sorted().joined(separator: " "),
                ]
            }
            return [["month", "dataset", "agency", "what", "how", "times", "records counted", "records handed over", "fields"]]
                + rows.sorted { $0.lexicographicallyPrecedes($1) }
        }

        private static func destruction(_ events: [(at: Moment, event: Event)]) -> [[String]] {
            [["event", "day", "what", "method"]]
                + events.enumerated().compactMap { position, entry in
                    let day = String(entry.at.description.prefix(10))
                    switch entry.event {
                    case .supplyDestroyed(let destroyed): return [String(position), day, destroyed.supply.rawValue, destroyed.method]
                    case .grantEnded(let ended): return [String(position), day, ended.grant.rawValue, ended.method]
                    default: return nil
                    }
                }
        }
    }
}
