public import Guidance
public import Law
public import Register

extension Hub {
    /// The requests that concern a person, oldest first.
    public func requests(seenBy actor: PersonID) throws -> [SharingRequest] {
        try recordingRefusals(by: actor, action: .seeRequest, dataset: nil) {
            let register = register
            let person = try register.person(actor, may: .seeRequest)
            return register.state.requests.values.filter { (try? register.request($0.id, seenBy: person)) != nil }.sorted { $0.id < $1.id }
        }
    }

    /// One request that concerns a person.
    public func request(_ id: RequestID, seenBy actor: PersonID) throws -> SharingRequest {
        try recordingRefusals(by: actor, action: .seeRequest, dataset: nil) {
            let register = register
            return try register.request(id, seenBy: register.person(actor, may: .seeRequest))
        }
    }

    /// The grants that concern a person, oldest first.
    public func grants(seenBy actor: PersonID) throws -> [Grant] {
        try recordingRefusals(by: actor, action: .seeRequest, dataset: nil) {
            let register = register
            let person = try register.person(actor, may: .seeRequest)
            return register.state.grants.values.filter { (try? register.grant($0.id, seenBy: person)) != nil }.sorted { $0.id < $1.id }
        }
    }

    /// One grant that concerns a person.
    public func grant(_ id: GrantID, seenBy actor: PersonID) throws -> Grant {
        try recordingRefusals(by: actor, action: .seeRequest, dataset: nil) {
            let register = register
            return try register.grant(id, seenBy: register.person(actor, may: .seeRequest))
        }
    }

    /// A request form for one record type, with the sources there are and the facts that the law asks people.
    public func requestForm(for dataset: RecordTypeID) throws -> String {
        let type = try register.recordType(dataset)
        let sources = state.agencies.values.filter { type.sources.contains($0.agencyClass) }.map(\.id).sorted()
        return RequestForm.blank(for: type, sources: sources, questions: register.questions(of: type))
    }
}

extension Hub {
    /// An assessment of a request for a person to read: with the command that answers each open question, and what can be done next.
    public func page(on assessment: Assessment, of request: SharingRequest, for reader: PersonID) -> String {
        let register = register
        let text = assessment.text(rulebook: rulebook) { register.command(answering: $0, of: request, for: reader) }
        return "\(request.id): \(request.content.dataset) of \(request.content.source), asked by \(request.by)\n" + text
            + request.steps(for: reader, in: register)
    }
}

/// A page of lines `name: value`, broken at the width of a page; what holds nothing is left out.
private struct Lines {
    private(set) var text: String

    mutating func add(_ name: String, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        text += TextWrapping.paragraph("\(name): \(value)", indent: "      ", first: "  ")
    }
}

extension RecordType {
    /// Fields as a person reads them, with the names they are typed by.
    fileprivate func titles(of names: [String]) -> String {
        names.map { name in field(name).map { "\($0.title) [\(name)]" } ?? name }.joined(separator: "; ")
    }
}

extension TransferMethod {
    /// As a person reads it.
    fileprivate var words: String {
        switch self {
        case .hub: "taken from the hub by those named (hub)"
        case .sealedPackage: "a package sealed to the recipient’s key (sealed-package)"
        case .encryptedContainer: "an encrypted container (encrypted-container)"
        case .removableMedia: "an encrypted disc or memory stick, entered in the register of media (removable-media)"
        }
    }
}

extension PlacePrecision {
    /// As a person reads it.
    fileprivate var words: String {
        switch self {
        case .exact: "exact: address or coordinates"
        case .postcode: "postcode"
        case .area: "areas only"
        case .none: "not asked for"
        }
    }
}

extension SharingRequest {
    /// For people.
    public func page(for reader: PersonID, in register: Register) -> String {
        let type = register.rulebook.recordType(content.dataset)
        var lines = Lines(text: TextWrapping.paragraph("\(id) is \(stage.words).", indent: "  ", first: ""))
        if let grant { lines.add("grant", "\(grant): sharewell grant show \(grant) --as \(reader)") }
        lines.add("asked by", "\(by) for \(agency), \(made.words)")
        lines.add("of", "\(content.source)\(content.contact.map { ", contact \($0)" } ?? "")")
        lines.add("dataset", type.map { "\($0.title) [\($0.id)], \($0.information.rawValue) information" } ?? content.dataset.rawValue)
        lines.add("fields", type?.titles(of: content.fields) ?? content.fields.joined(separator: ", "))
        lines.add("where", content.precision.words)
        lines.add("period", [content.from, content.to].compactMap { $0 }.joined(separator: " to "))
        lines.add("areas", content.areas.joined(separator: ", "))
        lines.add(
            "persons",
            content.persons > 0
                ? "\(content.persons), whose references are sealed" : content.isAboutEveryone ? "EVERYBODY in the dataset" : nil)
        lines.add("purpose", content.purpose.rawValue)
        lines.add("why it helps", content.why)
        lines.add("what the supplier gets in return", content.benefit)
        for question in content.questions { lines.add("question", question) }
        for definition in content.definitions { lines.add("definition", definition) }
        for hypothesis in content.hypotheses {
            lines.add("hypothesis", "\(hypothesis.text) (tested by \(hypothesis.datasets.map(\.rawValue).joined(separator: ", ")))")
        }
        lines.add("necessary because", content.necessity)
        lines.add("proportionate because", content.proportionality)
        lines.add("for", content.recipients.map(\.rawValue).joined(separator: ", "))
        lines.add("handled by", content.handler.rawValue)
        lines.add("travels as", "\(content.transfer.words), as \(content.format), within \(content.neededWithin) days")
        lines.add("destroyed by", CalendarDay(number: content.destroyBy).words)
        for (fact, value) in content.facts.sorted(by: { $0.key < $1.key }) {
            let title = register.law?.fact(fact).map { "\($0.title) [\(fact)]" } ?? fact
            lines.add("stated", "\(title): \(value ? "yes" : "no")\(statedBy[fact].map { ", by \($0)" } ?? "")")
        }
        for remark in remarks { lines.add(remark.by.rawValue, remark.text) }
        if let advice { lines.add("Caldicott Guardian \(advice.by)", "\(advice.agrees ? "agrees" : "objects"): \(advice.why)") }
        if let firstRelease { lines.add("released by the first of two", "\(firstRelease.by): \(firstRelease.why)") }
        if reading > 1 {
            lines.add("reading", "\(reading); it changed since it was made, so whoever decides says which they read: --reading \(reading)")
        }
        if let refusal {
            let reason = register.rulebook.refusalReasons.first { $0.id == refusal.reason }
            lines.add("refused by \(refusal.by)", "\(reason.map { "\($0.title) [\($0.id)]" } ?? refusal.reason): \(refusal.why)")
        }
        if let appeal { lines.add("appealed by \(appeal.by)", appeal.why) }
        if let settlement { lines.add("appeal settled by \(settlement.by)", settlement.why) }
        if let withdrawal { lines.add("withdrawn by \(withdrawal.by)", withdrawal.why) }
        return lines.text + steps(for: reader, in: register)
    }

    /// What can be done next, by the reader and by others.
    fileprivate func steps(for reader: PersonID, in register: Register) -> String {
        let steps = register.state.people[reader].map { register.nextSteps(in: self, for: $0) } ?? []
        return steps.isEmpty ? "" : "\nWHAT CAN BE DONE NOW\n" + steps.map { "  - \($0)\n" }.joined()
    }
}

extension Grant {
    /// Live, held since the hub was restored, revoked, ended, or over where its last day has passed and the hub has still to destroy what it holds.
    public func state(on day: Int) -> String {
        guard status == .live else { return status.rawValue }
        return day > terms.until ? "over" : !isRunning(on: day) ? "attested" : isHeld ? "held" : status.rawValue
    }

    /// For people.
    public func page(on day: Int, in register: Register) -> String {
        let type = register.rulebook.recordType(terms.dataset)
        var lines = Lines(text: "\(id) is \(state(on: day)). It answers the request \(request).\n")
        lines.add("until", CalendarDay(number: terms.until).words)
        lines.add("revoked", revocation.map { "by \($0.by): \($0.why)" })
        lines.add("dataset", "\(type.map { "\($0.title) [\($0.id)]" } ?? terms.dataset.rawValue) of \(terms.source)")
        lines.add("for", "\(terms.people.map(\.rawValue).joined(separator: ", ")) of \(terms.agency)")
        lines.add("fields", type?.titles(of: terms.fields) ?? terms.fields.joined(separator: ", "))
        lines.add("period", [terms.from, terms.to].compactMap { $0 }.joined(separator: " to "))
        lines.add("areas", terms.areas.joined(separator: ", "))
        switch terms.persons {
        case .notNamed: break
        case .all: lines.add("persons", "only those whose references are sealed with the request")
        case .only(let places):
            lines.add("persons", "of those sealed with the request only number \(places.map(String.init).joined(separator: ", "))")
        }
        lines.add("marking raised to", terms.marking)
        lines.add("travels as", terms.transfer.words)
        for condition in terms.conditions { lines.add("condition", condition) }
        lines.add("why", why)
        lines.add(
            "granted",
            rule.map { "by rule (\($0)), \(given.words)" } ?? "by \(decidedBy.map(\.rawValue).joined(separator: " and ")), \(given.words)")
        lines.add("used", releases == 1 ? "once" : "\(releases) times")
        lines.add("may be passed on to", onward.map(\.rawValue).joined(separator: ", "))
        for power in powers { lines.add("rests on", register.law?.rule(power).map { "\($0.title) (\($0.law), \($0.section))" } ?? power) }
        for entry in register.state.media where entry.grant == id {
            lines.add("medium", "\(entry.medium), \(entry.encryption.rawValue), carried by \(entry.carrier), monitored by \(entry.monitor)")
        }
        lines.add("packages sent to", sentTo.map(\.rawValue).sorted().joined(separator: ", "))
        for (agency, method) in attested.sorted(by: { $0.key < $1.key }) { lines.add("copies of \(agency)", "destroyed: \(method)") }
        for agency in owing(on: day) {
            lines.add("copies of \(agency)", "destruction TO BE ATTESTED: sharewell grant attest \(id) --method HOW --as PERSON")
        }
        if let ended {
            lines.add(
                "CERTIFICATE OF DESTRUCTION",
                ended.destroyed.isEmpty ? "nothing was held for it alone" : ended.destroyed.joined(separator: "; "))
            lines.add("how", ended.method)
        }
        return lines.text
    }
}
