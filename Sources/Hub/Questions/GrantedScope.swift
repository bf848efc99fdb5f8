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

    /// For whoever uses the records.
    var notes: [String] {
        let terms = grant.terms
        func counted(_ count: Int, _ one: String) -> String { "\(count) \(one)\(count == 1 ? "" : "s")" }
        var bounds = [counted(terms.fields.count, "field")]
        if terms.from != nil || terms.to != nil { bounds.append("period \(terms.from ?? "the first") to \(terms.to ?? "the last")") }
        if !terms.areas.isEmpty { bounds.append(counted(terms.areas.count, "area")) }
        if let persons { bounds.append(counted(persons.count, "person")) }
        let last = CalendarDay(number: terms.until)
        var notes = ["Given under \(grant.id), within it: \(bounds.joined(separator: ", ")). Destroy every copy by \(last) and attest it."]
        notes += terms.conditions.map { "Condition of the grant: \($0)" }
        notes.append("It goes no further without the consent of the liaison officer of \(terms.source).")
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
