import Guidance
import Hub
import Register

/// A visit to one dataset: who looks at it, what for, by which filters.
struct ExploreVisit {
    let visit: Visit
    let type: RecordType
    let person: Person

    /// The dataset of the address, if the person's profile holds it; for anybody else there is nothing.
    init(_ visit: Visit) throws {
        let person = try visit.person
        guard let name = visit.parameters["dataset"], let type = visit.rulebook.recordType(RecordTypeID(rawValue: name)),
            type.information == .depersonalised, person.datasets.contains(type.id), person.agency != nil
        else { throw WebFault.notFound }
        // Half of what was asked for would be another question.
        guard visit.query.isReadable else { throw WebFault.malformed }
        (self.visit, self.type, self.person) = (visit, type, person)
    }

    /// The datasets that a person may explore, in the order of the guidance.
    static func datasets(of person: Person, in rulebook: Rulebook) -> [RecordType] {
        person.agency == nil ? [] : rulebook.recordTypes.filter { $0.information == .depersonalised && person.datasets.contains($0.id) }
    }

    var path: String { "/explore/\(type.id)" }
    /// The purpose on the page that this was asked from; the one stated last where it names none.
    var purpose: StatedPurposes.Purpose? {
        visit.session.flatMap { visit.face.purposes.find(type.id, in: $0.id, id: visit.form[Self.stated] ?? visit.query[Self.stated]) }
    }

    /// The name of a purpose's id in addresses and forms.
    static let stated = "stated"

    /// Filters, with the purpose that what they lead to is looked at for.
    func carrying(_ filters: FormValues) -> FormValues {
        let filters = Self.bare(filters)
        return purpose.map { filters.with(Self.stated, $0.id) } ?? filters
    }

    /// What was asked, with its purpose.
    var query: FormValues { carrying(visit.query) }

    /// Filters alone, as they are kept for another day.
    static func bare(_ filters: FormValues) -> FormValues { filters.without("csrf").without(stated).without(LongTable.parameter) }

    /// What an address of this dataset ends with.
    func suffix(_ filters: FormValues) -> String {
        let query = carrying(filters)
        return query.isEmpty ? "" : "?\(query.encoded)"
    }

    /// The purpose in a form.
    var statedField: Field { Field(Self.stated, "", .hidden, value: purpose?.id ?? "") }

    /// What the page that asks for a purpose begins with.
    var likelyPurpose: StatedPurposes.Purpose? { purpose ?? visit.session.flatMap { visit.face.purposes.last(in: $0.id) } }
    /// False where nobody has supplied any of it, so that there is no purpose to ask for.
    var isHeld: Bool { Self.isHeld(type, visit) }
    static func isHeld(_ type: RecordType, _ visit: Visit) -> Bool {
        guard let person = try? visit.person else { return false }
        return !visit.register.heldSupplies(of: type.id, knownTo: person, on: visit.now.day).isEmpty
    }

    /// What is asked with; nil where no purpose was stated yet.
    func asking() throws -> ExploreRecords.Asking? {
        purpose.map { ExploreRecords.Asking(person.id, of: type.id, purpose: $0.text, category: $0.category) }
    }

    func records() throws -> ExploreRecords { ExploreRecords(hub: visit.hub, vault: try visit.vault(), entry: .session(try visit.way)) }

    var trail: [Link] {
        [Link(text: visit.t("explore.title"), href: "/explore"), Link(text: type.title, href: path + suffix(visit.query))]
    }

    /// What is to be borne in mind, without what is typed at a terminal.
    func caveats(_ lineage: ExploredLineage) -> [String] {
        lineage.caveats.map { note in
            guard let command = note.firstRange(of: "sharewell ") else { return note }
            let kept = note[..<command.lowerBound]
            guard let end = kept.lastIndex(of: ".") else { return String(kept) }
            return String(kept[...end])
        }
    }
}
