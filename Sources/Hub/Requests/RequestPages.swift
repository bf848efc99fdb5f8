public import Guidance
import Law
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

extension SharingRequest {
    /// For people.
    public func page(for reader: PersonID, in register: Register) -> String {
        var text = "\(id): \(stage.rawValue)\n"
        func line(_ name: String, _ value: String?) { if let value, !value.isEmpty { text += "  \(name): \(value)\n" } }
        line("asked by", "\(by) for \(agency), \(made)")
        line("of", "\(content.source)\(content.contact.map { ", contact \($0)" } ?? "")")
        line("dataset", content.dataset.rawValue)
        line("fields", content.fields.joined(separator: ", "))
        line("places", content.precision.rawValue)
        line("period", [content.from, content.to].compactMap { $0 }.joined(separator: " to "))
        line("areas", content.areas.joined(separator: ", "))
        line("persons", content.persons > 0 ? "\(content.persons), sealed" : content.isAboutEveryone ? "EVERYBODY in the dataset" : nil)
        line("purpose", content.purpose.rawValue)
        line("why it helps", content.why)
        line("what the supplier has of it", content.benefit)
        for question in content.questions { line("question", question) }
        for definition in content.definitions { line("definition", definition) }
        for hypothesis in content.hypotheses {
            line("hypothesis", "\(hypothesis.text) (tested by \(hypothesis.datasets.map(\.rawValue).joined(separator: ", ")))")
        }
        line("necessary because", content.necessity)
        line("proportionate because", content.proportionality)
        line("for", content.recipients.map(\.rawValue).joined(separator: ", "))
        line("handled by", content.handler.rawValue)
        line("travels as", "\(content.transfer.rawValue), \(content.format), within \(content.neededWithin) days")
        line("destroyed by", CalendarDay(number: content.destroyBy).description)
        for (fact, value) in content.facts.sorted(by: { $0.key < $1.key }) {
            line("stated", "\(fact): \(value ? "yes" : "no")\(statedBy[fact].map { ", by \($0)" } ?? "")")
        }
        for remark in remarks { line(remark.by.rawValue, remark.text) }
        if let advice { line("Caldicott Guardian \(advice.by)", "\(advice.agrees ? "agrees" : "objects"): \(advice.why)") }
        if let firstRelease { line("released by the first of two", "\(firstRelease.by): \(firstRelease.why)") }
        if reading > 1 { line("reading", "\(reading): it changed since it was made; decide with --reading \(reading)") }
        if let refusal { line("refused by \(refusal.by)", "\(refusal.reason): \(refusal.why)") }
        if let appeal { line("appealed by \(appeal.by)", appeal.why) }
        if let settlement { line("appeal settled by \(settlement.by)", settlement.why) }
        if let withdrawal { line("withdrawn by \(withdrawal.by)", withdrawal.why) }
        if let grant { line("grant", grant.rawValue) }
        let parts = register.state.people[reader].map { register.part(of: $0, in: self) } ?? []
        line("possible now", RequestProcess.words(from: stage, for: parts).joined(separator: ", "))
        return text
    }
}

extension Grant {
    /// Live, revoked, ended, or over where its last day has passed and the hub has still to destroy what it holds.
    public func state(on day: Int) -> String {
        status == .live && day > terms.until ? "over" : status == .live && !isLive(on: day) ? "attested" : status.rawValue
    }

    /// For people.
    public func page(on day: Int, in register: Register) -> String {
        var text = "\(id): \(state(on: day)), for \(request)\n"
        func line(_ name: String, _ value: String?) { if let value, !value.isEmpty { text += "  \(name): \(value)\n" } }
        line("dataset", "\(terms.dataset) of \(terms.source)")
        line("for", "\(terms.people.map(\.rawValue).joined(separator: ", ")) of \(terms.agency)")
        line("fields", terms.fields.joined(separator: ", "))
        line("period", [terms.from, terms.to].compactMap { $0 }.joined(separator: " to "))
        line("areas", terms.areas.joined(separator: ", "))
        switch terms.persons {
        case .notNamed: break
        case .all: line("persons", "only those sealed with the request")
        case .only(let places): line("persons", "of those sealed with the request only \(places.map(String.init).joined(separator: ", "))")
        }
        line("marking raised to", terms.marking)
        line("revoked", revocation.map { "by \($0.by): \($0.why)" })
        line("travels as", terms.transfer.rawValue)
        for condition in terms.conditions { line("condition", condition) }
        line("until", CalendarDay(number: terms.until).description)
        line("why", why)
        line("granted", rule.map { "by rule \($0), \(given)" } ?? "by \(decidedBy.map(\.rawValue).joined(separator: " and ")), \(given)")
        line("released", "\(releases) times")
        line("may be passed on to", onward.map(\.rawValue).joined(separator: ", "))
        for power in powers { line("rests on", register.law?.rule(power)?.title ?? power) }
        for entry in register.state.media where entry.grant == id {
            line("medium", "\(entry.medium), \(entry.encryption.rawValue), carried by \(entry.carrier), monitored by \(entry.monitor)")
        }
        line("packages sent to", sentTo.map(\.rawValue).sorted().joined(separator: ", "))
        for (agency, method) in attested.sorted(by: { $0.key < $1.key }) { line("copies of \(agency)", "destroyed: \(method)") }
        for agency in owing(on: day) { line("copies of \(agency)", "destruction TO BE ATTESTED: sharewell grant attest \(id)") }
        if let ended {
            line(
                "CERTIFICATE OF DESTRUCTION",
                ended.destroyed.isEmpty ? "nothing was held for it alone" : ended.destroyed.joined(separator: "; "))
            line("how", ended.method)
        }
        return text
    }
}
