import Guidance
import Register

/// What may be told about a hub to anybody: tables of facts, in which nobody is named and nothing is about a data subject.
struct OpenFacts {
    /// A table with its heading first.
    struct Table {
        /// Name of its file.
        let name: String
        /// What is in it, for the page that lists them.
        let about: String
        /// Heading and rows.
        var rows: [[String]]
    }

    let state: HubState
    let rulebook: Rulebook
    let events: [(at: Moment, event: Event)]
    /// Days since 1970-01-01.
    let today: Int

    /// All of them.
    var tables: [Table] {
        [
            access, processors, undertakings, datasets, protocols, requests, grants, onward, releases, unfinished, packages, media,
            destruction,
            enquiries,
        ].map(named)
    }

    func day(_ number: Int?) -> String { number.map { CalendarDay(number: $0).description } ?? "" }

    /// Day of an event, in the United Kingdom.
    private func day(_ moment: Moment) -> String { day(moment.day) }

    // MARK: Who

    private var access: Table {
        var rows = [["agency", "class", "role", "people"]]
        let agencies: [Agency?] = state.agencies.values.sorted { $0.id < $1.id } + [nil]
        for agency in agencies {
            for role in Role.allCases {
                let count = state.people.values.count { $0.active && $0.agency == agency?.id && $0.roles.contains(role) }
                guard count > 0 else { continue }
                rows.append([agency?.name ?? "none: for the partnership itself", agency?.agencyClass ?? "", role.rawValue, String(count)])
            }
        }
        return Table(
            name: "who-has-access.csv",
            about: "agencies, and how many of their people may do what; people of no agency, such as the co-ordinator, too. No names.",
            rows: rows)
    }

    private var processors: Table {
        Table(
            name: "processors.csv", about: "who processes information for an agency, under which contract and until when.",
            rows: [["processor", "for", "contract", "from", "until", "in force"]]
                + state.contracts.map { contract in
                    [
                        contract.processor.rawValue, contract.agency.rawValue, contract.reference, day(contract.from), day(contract.last),
                        contract.isInForce(on: today) ? "yes" : "no",
                    ]
                })
    }

    private var undertakings: Table {
        Table(
            name: "undertakings.csv",
            about: "the undertaking that people agree to before personal items are opened to them, and how many did.",
            rows: [["partnership", "version", "people who agreed to it", "people of its agencies", "text"]]
                + state.partnerships.values.sorted { $0.id < $1.id }.map { partnership in
                    let people = state.people.values.filter { $0.active && $0.agency.map(partnership.members.contains) ?? false }
                    return [
                        partnership.id.rawValue, partnership.undertaking.map { String($0.version) } ?? "none is set",
                        String(people.count { partnership.isBound($0.id) }), String(people.count), partnership.undertaking?.text ?? "",
                    ]
                })
    }

    // MARK: What and under which agreements

    private var datasets: Table {
        Table(
            name: "datasets.csv",
            about:
                "every category of data that the hub can hold, whether it identifies people, its marking, and what is held now for the partnership: records as their agencies let them be counted, and nothing of what one grant had supplied.",
            rows: [
                ["dataset", "title", "section", "information", "marking", "fields", "supplies held", "records held", "supplies destroyed"]
            ]
                + rulebook.recordTypes.map { type in
                    let supplies = state.supplies.values.filter { $0.taken.dataset == type.id && $0.taken.grant == nil }
                    let held = supplies.filter { $0.status == .held }
                    return [
                        type.id.rawValue, type.title, type.section, type.information.rawValue, type.marking,
                        type.fields.map(\.name).joined(separator: " "), String(held.count),
                        told(held.reduce(0) { $0 + $1.taken.recordsSealed }, of: type.id),
                        String(supplies.count { $0.status == .destroyed }),
                    ]
                })
    }

    private var protocols: Table {
        Table(
            name: "protocols.csv", about: "information sharing protocols, what they cover and who signed them.",
            rows: [["protocol", "title", "kind", "from", "until", "review by", "purposes", "datasets", "signatories", "withdrawn"]]
                + state.protocols.values.sorted { $0.id < $1.id }.map { agreement in
                    [
                        agreement.id.rawValue, agreement.title, agreement.terms.kind.rawValue, day(agreement.inForceFrom),
                        day(agreement.expires), day(agreement.terms.reviewBy),
                        agreement.terms.purposes?.map(\.rawValue).joined(separator: " ") ?? "all",
                        agreement.datasets?.sorted().map(\.rawValue).joined(separator: " ") ?? "all",
                        agreement.signatories.sorted().map(\.rawValue).joined(separator: " "), agreement.isWithdrawn ? "yes" : "no",
                    ]
                })
    }

    // MARK: Requests and grants

    private var requests: Table {
        Table(
            name: "requests.csv", about: "requests by purpose, dataset and agencies, and what became of them.",
            rows: [["request", "made", "purpose", "dataset", "of", "for", "persons", "state", "refused for", "granted by rule"]]
                + state.requests.values.sorted { $0.id < $1.id }.map { request in
                    [
                        request.id.rawValue, day(request.made.day), request.content.purpose.rawValue, request.content.dataset.rawValue,
                        request.content.source.rawValue, request.agency.rawValue, String(request.content.persons), request.stage.rawValue,
                        request.refusal?.reason ?? "", request.grant.flatMap { state.grants[$0]?.rule } ?? "",
                    ]
                })
    }

    private var grants: Table {
        Table(
            name: "grants.csv", about: "what each grant lets be had, for which purpose, how it travels, until when, and where it stands.",
            rows: [
                [
                    "grant", "request", "given", "purpose", "dataset", "of", "for", "people named", "fields", "period", "areas", "transfer",
                    "conditions", "until", "state", "answers and extracts", "extracts begun", "packages", "copies destroyed",
                    "powers and duties",
                ]
            ]
                + state.grants.values.sorted { $0.id < $1.id }.map { grant in
                    let terms = grant.terms
                    return [
                        grant.id.rawValue, grant.request.rawValue, day(grant.given.day),
                        state.requests[grant.request]?.content.purpose.rawValue ?? "", terms.dataset.rawValue, terms.source.rawValue,
                        terms.agency.rawValue, String(terms.people.count), terms.fields.joined(separator: " "),
                        terms.from == nil && terms.to == nil ? "all" : "\(terms.from ?? "") to \(terms.to ?? "")",
                        terms.areas.isEmpty ? "all" : terms.areas.joined(separator: " "), terms.transfer.rawValue,
                        String(terms.conditions.count), day(terms.until),
                        grant.state(on: today), String(grant.releases), String(grant.begun), String(grant.packages),
                        destroyed(grant), grant.powers.joined(separator: " "),
                    ]
                })
    }

    private func destroyed(_ grant: Grant) -> String {
        let owing = grant.owing(on: today)
        guard owing.isEmpty else { return "owed by \(owing.map(\.rawValue).joined(separator: " "))" }
        return grant.attested.isEmpty ? "" : "attested"
    }

    private var onward: Table {
        Table(
            name: "onward.csv", about: "onward disclosures that originating agencies allowed, and stopped again.",
            rows: [["event", "day", "what", "grant", "dataset", "of", "first given to", "goes on to"]]
                + rows { event in
                    let (what, grant, to): (String, GrantID, AgencyID)
                    switch event {
                    case .onwardAllowed(let allowed): (what, grant, to) = ("allowed", allowed.grant, allowed.to)
                    case .onwardStopped(let stopped): (what, grant, to) = ("stopped", stopped.grant, stopped.to)
                    default: return nil
                    }
                    guard let terms = state.grants[grant]?.terms else { return nil }
                    return [what, grant.rawValue, terms.dataset.rawValue, terms.source.rawValue, terms.agency.rawValue, to.rawValue]
                })
    }

    private var packages: Table {
        Table(
            name: "packages.csv", about: "packages sealed under grants, and for which agency.",
            rows: [["event", "day", "grant", "dataset", "of", "sealed to", "digest"]]
                + rows { event in
                    guard case .packageSealed(let sealed) = event, let terms = state.grants[sealed.grant]?.terms else { return nil }
                    return [sealed.grant.rawValue, terms.dataset.rawValue, terms.source.rawValue, sealed.to.rawValue, sealed.digest]
                })
    }

    private var media: Table {
        Table(
            name: "media.csv", about: "the register of removable media: under which grant something was carried, and how it was encrypted.",
            rows: [["event", "day", "grant", "dataset", "carried for", "encryption"]]
                + rows { event in
                    guard case .mediaRegistered(let entry) = event, let terms = state.grants[entry.grant]?.terms else { return nil }
                    return [entry.grant.rawValue, terms.dataset.rawValue, terms.agency.rawValue, entry.encryption.rawValue]
                })
    }

    // MARK: Releases and destruction

    private var releases: Table {
        struct Key: Hashable { let month: String, dataset: String, agency: String, what: String, purpose: String }
        var counts: [Key: (times: Int, shown: Int, fields: Set<String>)] = [:]
        for (at, event) in events {
            let (answer, what): (QueryAnswered, String)
            switch event {
            case .queryAnswered(let answered): (answer, what) = (answered, "answer")
            case .extractReleased(let released): (answer, what) = (released.question, "extract")
            default: continue
            }
            let key = Key(
                month: String(day(at).prefix(7)), dataset: answer.dataset.rawValue, agency: answer.agency.rawValue, what: what,
                purpose: purpose(of: answer.grant))
            var count = counts[key] ?? (0, 0, [])
            count.times += 1
            count.shown += answer.shown
            count.fields.formUnion(answer.fields)
            counts[key] = count
        }
        let rows = counts.map { key, count in
            [
                key.month, key.dataset, key.agency, key.what, key.purpose == Self.stated ? "by rule" : "under a grant", key.purpose,
                String(count.times), told(count.shown, of: RecordTypeID(rawValue: key.dataset)),
                count.fields.sorted().joined(separator: " "),
            ]
        }
        return Table(
            name: "releases.csv",
            about:
                "answers and extracts by month, dataset, agency and purpose: how many, how many records were handed over, and which fields.",
            rows: [
                ["month", "dataset", "agency", "what", "how", "purpose", "times", "records handed over", "fields"]
            ] + rows.sorted { $0.lexicographicallyPrecedes($1) })
    }

    /// What is had by rule is asked for in words of the asker's own, which stay in the ledger.
    private static let stated = "stated with each question"

    private func purpose(of grant: GrantID?) -> String {
        guard let grant = grant.flatMap({ state.grants[$0] }) else { return Self.stated }
        return state.requests[grant.request]?.content.purpose.rawValue ?? ""
    }

    /// Extracts begun that no release by the same person of the same question followed.
    private var unfinished: Table {
        var begun: [(position: Int, at: Moment, begun: ExtractBegun)] = []
        for (position, entry) in events.enumerated() {
            switch entry.event {
            case .extractBegun(let extract): begun.append((position, entry.at, extract))
            case .extractReleased(let release):
                let question = release.question
                if let settled = begun.firstIndex(where: {
                    $0.begun.by == question.by && $0.begun.questionDigest == question.questionDigest && $0.begun.grant == question.grant
                }) {
                    begun.remove(at: settled)
                }
            default: break
            }
        }
        return Table(
            name: "begun-and-not-finished.csv",
            about: "extracts that were begun and broke off: what they may have left behind counts as given.",
            rows: [["event", "day", "dataset", "agency", "how", "encrypted", "fields"]]
                + begun.map { position, at, extract in
                    [
                        String(position), day(at), extract.dataset.rawValue, extract.agency.rawValue,
                        extract.grant == nil ? "by rule" : "under a grant", extract.encrypted ? "yes" : "no",
                        extract.fields.sorted().joined(separator: " "),
                    ]
                })
    }

    private var destruction: Table {
        Table(
            name: "destruction.csv", about: "certificates of destruction, grants that ended, and copies whose destruction was attested.",
            rows: [["event", "day", "what", "method"]]
                + rows { event in
                    switch event {
                    case .supplyDestroyed(let destroyed): [destroyed.supply.rawValue, destroyed.method]
                    case .grantEnded(let ended): [ended.grant.rawValue, ended.method]
                    // How copies were destroyed was typed by somebody.
                    case .destructionAttested(let attested): ["copies of \(attested.grant)", "attested by the recipient"]
                    default: nil
                    }
                })
    }

    private var enquiries: Table {
        Table(
            name: "enquiries.csv",
            about:
                "requests under the Freedom of Information Act, subject access and scrutiny, and how they ended. Due by the bank holidays of England and Wales; late only after those of any part of the United Kingdom (section 10(6) of the Act).",
            rows: [["enquiry", "kind", "received", "due", "late after", "clarified", "outcome", "exemptions", "late"]]
                + state.enquiries.values.sorted { $0.id < $1.id }.map { enquiry in
                    [
                        enquiry.id.rawValue, enquiry.content.kind.rawValue, day(enquiry.content.received),
                        enquiry.isStopped ? "" : day(enquiry.days.due), enquiry.isStopped ? "" : day(enquiry.days.last),
                        day(enquiry.clarifications.last?.answered),
                        enquiry.closing?.outcome.rawValue ?? (enquiry.isStopped ? "waits for whoever asked" : "open"),
                        enquiry.closing?.exemptions.joined(separator: " ") ?? "", enquiry.isLate(on: today) ? "yes" : "no",
                    ]
                })
    }

    /// A row for each event that has one, with its position in the ledger and its day.
    private func rows(_ row: (Event) -> [String]?) -> [[String]] {
        events.enumerated().compactMap { position, entry in row(entry.event).map { [String(position), day(entry.at)] + $0 } }
    }
}
