import Archive
import Guidance
import Register
import Storage

/// What a grant bounds records to: its fields, period, areas and persons.
struct GrantedScope {
    let grant: Grant
    private let type: RecordType
    /// References of the persons, out of the vault; nil where the grant names none.
    private let persons: [String]?

    /// With the persons that are sealed beside the request.
    init(_ grant: Grant, type: RecordType, vault: KeyVault) throws {
        self.grant = grant
        self.type = type
        persons =
            grant.terms.persons == .notNamed
            ? nil : grant.terms.persons.chosen(of: try RequestedPersons(grant.request).open(in: vault))
    }

    /// True if a stored field may be seen.
    func lets(_ field: String) -> Bool { grant.terms.lets(field: field, of: type) }

    /// What every record had under the grant fulfils, whatever is asked.
    func conditions(stored: Set<String>) throws(HubError) -> [SegmentQuery.Condition] {
        var conditions: [SegmentQuery.Condition] = []
        if grant.terms.from != nil || grant.terms.to != nil {
            guard let date = type.period else { throw unbounded("period") }
            conditions.append(.init(date, .period(from: grant.terms.from, to: grant.terms.to)))
        }
        if !grant.terms.areas.isEmpty {
            guard let field = areaField(stored) else { throw unbounded("areas") }
            conditions.append(.init(field, .anyOf(grant.terms.areas)))
        }
        if let persons {
            guard let field = type.person ?? type.reference?.name, stored.contains(field) else { throw unbounded("persons") }
            conditions.append(.init(field, .anyOf(persons)))
        }
        return conditions
    }

    /// The field that says in which of the granted areas a record lies: of depersonalised records by the kind of code, else the one supplied.
    private func areaField(_ stored: Set<String>) -> String? {
        if let supplied = type.fields.first(where: { $0.type == .area && stored.contains($0.name) }), type.information != .depersonalised {
            return supplied.name
        }
        let kinds = Set(grant.terms.areas.map(AreaKind.init(of:)))
        guard let place = type.place, kinds.count == 1, let kind = kinds.first ?? nil else { return nil }
        return stored.contains("\(place)_\(kind)") ? "\(place)_\(kind)" : nil
    }

    private func unbounded(_ what: String) -> HubError {
        HubError(
            .data, code: "grant-cannot-be-kept",
            "The records held cannot be bounded to the \(what) of the grant \(grant.id), so none are given.",
            remedy: "Have the request made again with bounds that the records carry; see sharewell datasets show \(type.id).")
    }

    /// What whoever uses the records has to keep to, in sentences that name people and agencies as one speaks of them.
    func notes(_ state: HubState) -> [String] {
        let terms = grant.terms
        var given = "You may have \(terms.fields.count == 1 ? "1 item" : "\(terms.fields.count) items")"
        if let persons { given += " about \(persons.count == 1 ? "1 person" : "\(persons.count) people")" }
        if !terms.areas.isEmpty { given += ", in \(terms.areas.count == 1 ? "1 area" : "\(terms.areas.count) areas")" }
        switch (terms.from, terms.to) {
        case (let from?, let to?) where from == to: given += ", of \(PartialDay.words(from))"
        case (let from?, let to?): given += ", from \(PartialDay.words(from)) to \(PartialDay.words(to))"
        case (let from?, nil): given += ", from \(PartialDay.words(from)) on"
        case (nil, let to?): given += ", until \(PartialDay.words(to))"
        case (nil, nil): break
        }
        let last = CalendarDay(number: terms.until).words
        var notes = ["\(given) (grant \(grant.id)).", "Destroy every copy by \(last), and say at the hub how you did."]
        notes += terms.conditions.map { "Condition of the grant: \($0)" }
        let source = state.agencies[terms.source]
        let agency = source?.name ?? terms.source.rawValue
        let officer = source?.liaisonOfficer.flatMap { state.people[$0]?.name }
        notes.append(
            "It goes no further unless \(officer.map { "\($0), liaison officer of \(agency)," } ?? "the liaison officer of \(agency)") agrees."
        )
        return notes
    }
}

/// The persons a request is about, sealed in the vault under the request's number.
struct RequestedPersons {
    static let prefix = "request-persons/"
    private let name: SealedName

    /// Of that request.
    init(_ request: RequestID) { name = SealedName(rawValue: "\(Self.prefix)\(request)") }

    func seal(_ persons: [String], in vault: KeyVault) throws { try vault.seal(Array(persons.joined(separator: "\n").utf8), as: name) }

    func open(in vault: KeyVault) throws -> [String] {
        String(decoding: try vault.open(name), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Destroys the list for good; nil if there was none.
    func destroy(in vault: KeyVault) throws -> String? { try vault.destroy(name) }
}
