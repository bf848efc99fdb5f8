public import Guidance
public import Law

/// A part of a request: each is asked by itself in the browser, and each is checked by itself. In the order in which faults are told.
public enum RequestPartAsked: String, Sendable, CaseIterable {
    /// The dataset, the agency whose it is, and the partnership.
    case source
    /// Persons by their number, or everybody.
    case persons
    /// What it is for and what comes of it.
    case format, why, benefit, questions, definitions, hypotheses, necessity, proportionality
    /// How much of it.
    case fields, areas, period
    /// Who has it, who answers for it, whom to approach.
    case recipients, handler, contact
    /// Until when it is kept, and by when it is needed.
    case destroyBy = "destroy-by", neededWithin = "needed-within"
    /// What the law asks of whoever asks.
    case facts
}

extension Register {
    /// Refuses a part of a request that cannot stand as it is; says what is wrong and how to mend it.
    public func check(
        _ part: RequestPartAsked, of content: RequestContent, by person: Person, at now: Moment
    ) throws(Refusal) {
        let type = try recordType(content.dataset)
        switch part {
        case .source: try check(sourceOf: content, type, by: person, at: now)
        case .persons: try check(personsOf: content, type)
        case .format: try content.format.checkedAsTitle(of: "format")
        case .why: try content.why.checkedAsReason(of: "why")
        case .benefit: try content.benefit.checkedAsReason(of: "benefit")
        case .questions:
            for (number, text) in content.questions.enumerated() { try text.checkedAsReason(of: "question \(number + 1)") }
            guard !content.questions.isEmpty else {
                throw Self.unsound(
                    "The request says no question that the information should help to answer (§4.3.1).", "Give at least one question.")
            }
        case .definitions:
            for (number, text) in content.definitions.enumerated() { try text.checkedAsReason(of: "definition \(number + 1)") }
        case .hypotheses:
            for (number, text) in content.hypotheses.map(\.text).enumerated() {
                try text.checkedAsReason(of: "hypothesis \(number + 1)")
            }
            for dataset in content.hypotheses.flatMap(\.datasets) { _ = try recordType(dataset) }
        case .necessity: try check(justification: content.necessity, named: "necessity")
        case .proportionality: try check(justification: content.proportionality, named: "proportionality")
        case .fields: try check(fieldsOf: content, in: type)
        case .areas: try check(areasOf: content, in: type)
        case .period: try check(periodOf: content, in: type)
        case .recipients: try check(recipientsOf: content, type, by: person)
        case .handler: try acts(try knownPerson(content.handler), for: person.agency ?? content.source)
        case .contact: if let contact = content.contact { try acts(try knownPerson(contact), for: content.source) }
        case .destroyBy:
            guard content.destroyBy >= now.day, content.destroyBy <= now.day + Self.longestKeeping else {
                throw Self.unsound(
                    "The day by which it is destroyed lies behind us, or more than five years ahead (§2.4.2.5: not longer than necessary).",
                    "Give the day when it will have served its purpose.")
            }
        case .neededWithin:
            guard (1...366).contains(content.neededWithin) else {
                throw Self.unsound(
                    "The time within which it is needed is not between a day and a year.", "Give a number of days from 1 to 366.")
            }
        case .facts:
            for fact in content.facts.keys.sorted() { try check(factNamed: fact, statedBy: person, to: content.source) }
        }
    }

    private static let longestKeeping = 5 * 366

    private static func unsound(_ message: String, _ remedy: String) -> Refusal { Refusal(.unsoundRequest, message, remedy: remedy) }

    private func check(sourceOf content: RequestContent, _ type: RecordType, by person: Person, at now: Moment) throws(Refusal) {
        let source = try knownAgency(content.source)
        // Of agencies that it has nothing to do with nobody learns here that there are any.
        guard mayAsk(person, source.id, of: type, at: now) else { throw unknownAgency }
        guard type.sources.contains(source.agencyClass) else {
            let kinds = type.sources.map { rulebook.agencyClass($0)?.title ?? $0 }.joined(separator: "; ")
            let able = sources(of: type, askedBy: person, at: now).map(\.rawValue)
            throw Refusal(
                .notSource, "\(source.id) is no source of \(type.id). The guidance names as its sources (\(type.section)): \(kinds).",
                remedy: able.isEmpty
                    ? "No agency of that kind is in the register; the co-ordinator can add one: sharewell agency add."
                    : "Name under source the agency whose information it is: \(able.joined(separator: " or ")).")
        }
        let partnership = try partnership(content.partnership)
        guard let own = person.agency, partnership.members.contains(own) else {
            throw Self.unsound(
                "\(person.agency?.rawValue ?? "Nobody's agency") is no member of \(partnership.id).",
                "Ask in a partnership of your own agency.")
        }
    }

    /// The agencies that a person can ask for a record type (§4.3.2), sorted: those of the partnerships of the person's own agency, and those of
    /// others whose protocols let it have the records.
    public func sources(of type: RecordType, askedBy person: Person, at now: Moment) -> [AgencyID] {
        state.agencies.values.filter { type.sources.contains($0.agencyClass) && mayAsk(person, $0.id, of: type, at: now) }.map(\.id)
            .sorted()
    }

    private func mayAsk(_ person: Person, _ source: AgencyID, of type: RecordType, at now: Moment) -> Bool {
        guard let own = person.agency else { return false }
        if own == source || !Set(state.partnerships(of: own)).isDisjoint(with: state.partnerships(of: source)) { return true }
        return state.protocols(
            letting: own, have: type.id, of: source, personal: type.information != .depersonalised, for: .any, on: now.day) != nil
    }

    private func check(personsOf content: RequestContent, _ type: RecordType) throws(Refusal) {
        guard type.information != .depersonalised || (content.persons == 0 && !content.isAboutEveryone) else {
            throw Self.unsound(
                "Records of \(type.id) are depersonalised: they are about nobody in particular, and a request for them names no persons (§2.1C).",
                "Leave persons and everyone out; to follow one person, ask for a personal record type.")
        }
        guard type.information == .depersonalised || (content.persons > 0) != content.isAboutEveryone else {
            throw Self.unsound(
                "The request names no persons and does not say that it is about everybody, or it does both (§2.4: each item is considered individually).",
                "Name the persons under persons, or write everyone: yes and say in proportionality why no less will do.")
        }
    }

    private func check(justification text: String?, named name: String) throws(Refusal) {
        guard let text else { return }
        try text.checkedAsReason(of: name)
        guard text.filter(\.isLetter).count >= 15 else {
            throw Self.unsound(
                "\(name) is not said in a sentence (Human Rights Act 1998, article 8, §2.4.2.1).",
                name == "necessity"
                    ? "Write why the purpose cannot be served without this information; the decision rests on it."
                    : "Write why no less would do: fewer people, fewer fields, a shorter period; the decision rests on it.")
        }
    }

    private func check(recipientsOf content: RequestContent, _ type: RecordType, by person: Person) throws(Refusal) {
        guard Set(content.recipients).count == content.recipients.count, !content.recipients.isEmpty else {
            throw Self.unsound(
                "The request names nobody it is for, or somebody twice.", "Name the people who are to have it, each once.")
        }
        if type.information == .depersonalised {
            for recipient in content.recipients { try holds(try knownPerson(recipient), type) }
        }
        for recipient in content.recipients { try acts(try knownPerson(recipient), for: person.agency ?? content.source) }
    }

    /// What the law says of a request that nobody has made yet, or of one as it would be amended; nothing of it is recorded.
    public func assess(
        draft content: RequestContent, amending id: RequestID? = nil, by person: Person, at now: Moment
    ) throws(Refusal) -> Assessment {
        guard let agency = person.agency else {
            throw Refusal(.notSignatory, "\(person.id) acts for no agency that could ask.", remedy: "Ask a person of a signatory agency.")
        }
        var content = content
        if let id {
            let amended = try request(id, at: .amend, for: person)
            content.persons = amended.content.persons
            // What those who hold it stated stands.
            for (fact, value) in amended.content.facts where isStatedBySource(fact, of: amended) { content.facts[fact] = value }
        }
        return try assess(SharingRequest(id: id ?? state.nextRequest, content: content, agency: agency, by: person.id, made: now), at: now)
    }

    /// What is asked now, for whoever made it to say anew: without what those who hold the information stated, which stands.
    public func contentToAmend(_ id: RequestID, by person: Person) throws(Refusal) -> RequestContent {
        let request = try request(id, at: .amend, for: person)
        var content = request.content
        content.facts = content.facts.filter { !isStatedBySource($0.key, of: request) }
        return content
    }

    private func isStatedBySource(_ fact: String, of request: SharingRequest) -> Bool {
        request.statedBy[fact].flatMap { state.people[$0]?.agency } == request.content.source
    }
}
