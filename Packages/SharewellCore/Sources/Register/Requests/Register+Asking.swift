internal import Guidance
internal import Law

extension Register {
    /// Makes a request; depersonalised information between signatories is granted in the same breath, by rule (§4.3.1).
    func make(_ content: RequestContent, by person: Person, at now: Moment) throws(Refusal) -> [Event] {
        let content = try checked(content, by: person, at: now)
        guard let agency = person.agency else {
            throw Refusal(.notSignatory, "\(person.id) acts for no agency that could ask.", remedy: "Ask a person of a signatory agency.")
        }
        let made = RequestMade(request: state.nextRequest, content: content, agency: agency, by: person.id)
        let request = SharingRequest(id: made.request, content: content, agency: agency, by: person.id, made: now)
        // Refused here where what is stated contradicts itself or what the hub knows.
        let assessment = try assess(request, at: now)
        guard let type = rulebook.recordType(content.dataset), type.information == .depersonalised else { return [.requestMade(made)] }
        // More of a patient's home than the outward postcode is no matter of rule, whatever law the rulebook has: the supplier decides.
        if asksBeyondOutward(content, of: type) { return [.requestMade(made)] }
        guard assessment.conclusion == .unrestricted, let permit = try? assessment.permit() else { return [.requestMade(made)] }
        let terms = GrantTerms(asking: content, for: agency)
        return [
            .requestMade(made),
            .requestGranted(
                RequestGranted(
                    request: made.request, grant: state.nextGrant, terms: terms, rule: Self.depersonalisedRule,
                    powers: permit.rules, why: nil, by: person.id)),
        ]
    }

    /// True if a request of a health item asks where patients live more exactly than section 17A has it disclosed.
    func asksBeyondOutward(_ content: RequestContent, of type: RecordType) -> Bool {
        let places = rulebook.outwardPlaces(of: type)
        let isHeldToHomes = !content.areas.isEmpty && type.place.map(places.contains) ?? false
        return isHeldToHomes || content.fields.contains { type.field($0)?.place.map { places.contains($0.group) } ?? false }
    }

    /// The rule that grants depersonalised information between signatories (§4.3.1).
    static let depersonalisedRule = "depersonalised-between-signatories"

    /// The content in canonical form, or a refusal that names what is wrong and how to mend it.
    func checked(_ content: RequestContent, by person: Person, at now: Moment) throws(Refusal) -> RequestContent {
        for part in RequestPartAsked.allCases { try check(part, of: content, by: person, at: now) }
        guard content.persons >= 0 else {
            throw Refusal(.unsoundRequest, "The number of persons is none.", remedy: "Name each person asked about once.")
        }
        var content = content
        if content.contact == nil { content.contact = state.agencies[content.source]?.contact(for: content.dataset) }
        content.fields = Set(content.fields).sorted()
        content.areas = Set(content.areas).sorted()
        return content
    }

    /// The fields, areas and period that are asked, or that a decision narrows them to.
    func check(boundsOf content: RequestContent, in type: RecordType) throws(Refusal) {
        try check(fieldsOf: content, in: type)
        try check(areasOf: content, in: type)
        try check(periodOf: content, in: type)
    }

    /// §4.2.3 and the third principle of the Data Protection Act: the fields that answer the questions, no more, and no finer than the precision asked.
    func check(fieldsOf content: RequestContent, in type: RecordType) throws(Refusal) {
        guard !content.fields.isEmpty else {
            throw Refusal(
                .unsoundRequest, "The request asks for no field.",
                remedy: "Name the fields that are needed, and no others; see sharewell datasets show \(type.id).")
        }
        for (number, name) in content.fields.enumerated() {
            guard let field = type.field(name) else {
                let near = Spelling.likeliest(name, among: type.fields.map { ($0.name, [$0.name, $0.title]) })
                throw Refusal(
                    .unsoundRequest,
                    "The record type \(type.id) has no field of the name that stands in place \(number + 1) of the fields.",
                    remedy: "\(Spelling.didYouMean(near))See sharewell datasets show \(type.id) for the fields.")
            }
            if let place = field.place, PlacePrecision.needed(for: place.part) < content.precision {
                throw Refusal(
                    .unsoundRequest, "\(name) says more exactly where than the request says it needs (\(content.precision.rawValue)).",
                    remedy: "Leave the field out, or ask for the precision that is needed and say why.")
            }
        }
    }

    /// Only areas that the records can be held to: of personal records those they were supplied with, of depersonalised ones those of their places.
    func check(areasOf content: RequestContent, in type: RecordType) throws(Refusal) {
        guard !content.areas.isEmpty else { return }
        let kinds = content.areas.map(AreaKind.init(of:))
        guard !kinds.contains(nil) else {
            throw Refusal(
                .unsoundRequest, "An area is no ONS code of England or Wales for one of: \(AreaKind.names).",
                remedy: "Name areas by codes of nine characters, such as E01015770.")
        }
        if type.information != .depersonalised {
            guard !type.fields.contains(where: { $0.type == .area }) else { return }
            throw Refusal(
                .unsoundRequest, "Records of \(type.id) carry no area code, so they cannot be held to an area.",
                remedy: "Leave the areas out and name the persons or the period.")
        }
        guard type.place != nil else {
            throw Refusal(.unsoundRequest, "Records of \(type.id) say nothing about places.", remedy: "Leave the areas out.")
        }
        guard Set(kinds).count == 1 else {
            throw Refusal(
                .unsoundRequest, "The areas are of different kinds; records are held to areas of one kind.",
                remedy: "Name areas of one kind only (\(AreaKind.names)), or make a request for each kind.")
        }
    }

    func check(periodOf content: RequestContent, in type: RecordType) throws(Refusal) {
        guard content.from != nil || content.to != nil else { return }
        guard type.period != nil else {
            throw Refusal(.unsoundRequest, "Records of \(type.id) have no date to ask a period of.", remedy: "Leave out from and to.")
        }
        for text in [content.from, content.to].compactMap({ $0 }) where CalendarDate(text) == nil {
            throw Refusal(
                .unsoundRequest, "A date of the period is not one the calendar has.", remedy: "Write 2022, 2022-10 or 2022-10-31.")
        }
        if let from = content.from, let to = content.to, from > to, !from.hasPrefix(to) {
            throw Refusal(.unsoundRequest, "The period ends before it begins.", remedy: "Exchange from and to.")
        }
    }

    /// Refuses facts that the law does not ask, that the hub answers itself, and that are for the source agency alone to say.
    func check(factNamed fact: String, statedBy person: Person, to source: AgencyID) throws(Refusal) {
        guard let known = law?.fact(fact) else {
            let near = (law?.factsLike(fact) ?? []).map { "\($0.id) (“\($0.title)”)" }
            throw Refusal(
                .unsoundRequest, "The law asks nothing of the name that one of the facts has.",
                remedy: "\(Spelling.didYouMean(near))See sharewell law facts for all of them.")
        }
        guard !RegisterFact.allCases.contains(where: { $0.rawValue == known.id }) else {
            throw Refusal(
                .unsoundRequest, "\(known.id) is what the hub itself knows; nobody states it.", remedy: "Leave it out.")
        }
        let who = whoSays(known)
        guard person.agency == source || Self.isForAsker(who) else {
            let officer = state.agencies[source]?.liaisonOfficer?.rawValue ?? "OFFICER"
            throw Refusal(
                .unsoundRequest, "\(known.id) is not for whoever asks to say: only those who keep the records know it.",
                remedy:
                    "Leave it out. It is for \(who.map { law?.person($0) ?? $0 }.joined(separator: " or ")); once the request is made: sharewell request state REQUEST \(known.id)=yes --as \(officer), or =no."
            )
        }
    }

    /// Whom the law asks for a fact; for the option of a choice, whom it asks for the choice.
    func whoSays(_ fact: LawFact) -> [String] { fact.choice.flatMap { law?.choice($0) }?.who ?? fact.who }

    /// True for a fact that is for whoever asks to state: one that the law asks of them, or of nobody in the agency that holds the information.
    /// What its records are, only those who keep them can say.
    static func isForAsker(_ who: [String]) -> Bool {
        guard Set(who).isDisjoint(with: ["record-keeper", "caldicott-guardian"]), !who.isEmpty else { return false }
        return who.contains("requester") || who.contains("recipient-liaison-officer") || !who.contains("source-liaison-officer")
    }

    /// Facts that somebody with a part in the request states.
    func state(_ facts: [String: Bool], on request: SharingRequest, by person: Person, at now: Moment) throws(Refusal) -> [Event] {
        guard !facts.isEmpty else { throw Refusal(.malformed, "No fact was stated.", remedy: "Write FACT=yes or FACT=no.") }
        for fact in facts.keys.sorted() { try check(factNamed: fact, statedBy: person, to: request.content.source) }
        for fact in facts.keys.sorted() {
            guard let before = request.statedBy[fact].flatMap({ state.people[$0]?.agency }), before == request.content.source,
                person.agency != before
            else { continue }
            throw Refusal(
                .roleDoesNotAllow, "\(fact) was stated by \(before); whoever asks cannot state it otherwise.",
                remedy: "Ask its liaison officer to correct it.")
        }
        var next = request
        next.content.facts.merge(facts) { _, new in new }
        // Refused here where they contradict each other or what the hub knows.
        _ = try assess(next, at: now)
        return [.factsStated(FactsStated(request: request.id, facts: facts, by: person.id))]
    }
}
