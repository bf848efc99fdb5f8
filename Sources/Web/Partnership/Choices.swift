import Depersonalisation
import Guidance
import Register

/// What forms of the register let one choose from, and who may change what: the register decides again.
extension Visit {
    /// Datasets of the rulebook.
    func datasetChoices() -> [Choice] { rulebook.recordTypes.map { Choice(value: $0.id.rawValue, label: $0.title) } }

    /// Agencies, by name.
    func agencyChoices(_ test: (Agency) -> Bool = { _ in true }) -> [Choice] {
        state.agencies.values.filter(test).sorted { $0.name < $1.name }.map { Choice(value: $0.id.rawValue, label: $0.name) }
    }

    /// People who have not left, by name.
    func personChoices(_ test: (Person) -> Bool) -> [Choice] {
        state.people.values.filter { $0.active && test($0) }.sorted { $0.name < $1.name }.map {
            Choice(value: $0.id.rawValue, label: "\($0.name) (\($0.id))")
        }
    }

    /// Partnerships that the person who asks is co-ordinator of.
    func ownPartnershipChoices() throws -> [Choice] {
        let person = try person
        return state.partnerships.values.filter { person.coordinates($0.id) }.sorted { $0.name < $1.name }.map {
            Choice(value: $0.id.rawValue, label: $0.name)
        }
    }

    /// True if whoever asks runs the register for that agency.
    func runs(_ agency: Agency) throws -> Bool { try person.coordinates(agency.home) }

    /// The agency of the address.
    func agency() throws -> Agency {
        guard let agency = state.agencies[try parameter("agency", AgencyID.self)] else { throw WebFault.notFound }
        return agency
    }

    /// The same, for whoever runs the register for it; for others there is no such form.
    func agencyToRun() throws -> Agency {
        let agency = try agency()
        guard try runs(agency) else { throw WebFault.notFound }
        return agency
    }

    func name(of agency: AgencyID) -> String { state.agencies[agency]?.name ?? agency.rawValue }
    func name(of person: PersonID) -> String { state.people[person]?.name ?? person.rawValue }
    func title(of dataset: RecordTypeID) -> String { rulebook.recordType(dataset)?.title ?? dataset.rawValue }
    /// A field's name in words, of those supplied and of those that depersonalising makes of them.
    func title(ofReleased field: String, in dataset: RecordTypeID) -> String {
        guard let type = rulebook.recordType(dataset) else { return field }
        return Depersonaliser.fields(of: type).first { $0.name == field }?.title ?? type.field(field)?.title
            ?? texts.find("explore.field.\(field)") ?? field
    }

    func cell(_ agency: AgencyID) -> Cell { Cell(name(of: agency), href: "/agencies/\(agency)") }
    /// A person's name, with a link where the reader may see the profile.
    func cell(_ id: PersonID) throws -> Cell {
        let sees = try state.people[id].map { try register.person(person, maySeeProfileOf: $0) } ?? false
        return Cell(name(of: id), href: sees ? "/people/\(id)" : nil)
    }

    var partnershipTrail: [Link] { [Link(text: t("navigation.partnership"), href: "/partnership")] }
}
