/// A stable identifier of one record type, as typed on the command line: `police-recorded-crime-offence`.
public struct RecordTypeID: RawRepresentable, Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    /// Lower-case words joined by hyphens.
    public let rawValue: String
    /// Takes the text as it is; `Rulebook` decides whether such a record type exists.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// The identifier itself.
    public var description: String { rawValue }
    /// Alphabetical.
    public static func < (left: RecordTypeID, right: RecordTypeID) -> Bool { left.rawValue < right.rawValue }
}

/// How much of a living individual a record type shows (§2.1 A to C).
public enum InformationType: String, Sendable, Codable, CaseIterable {
    /// Identifies a living individual (§2.1A).
    case personal
    /// Personal information of the kinds listed in §2.1B.
    case sensitive
    /// Cannot be used in any way to identify a living individual (§2.1C).
    case depersonalised
}

/// Table 1 or Table 2 of the guidance.
public enum Priority: String, Sendable, Codable, CaseIterable {
    /// Required regularly and routinely (§3.1.1.2, Table 1).
    case core
    /// Required for particular needs (§3.1.2, Table 2).
    case peripheral
}

/// One file of records that the guidance asks an agency to supply (§3.2): a dataset, or one of its separate files.
public struct RecordType: Sendable, Hashable, Identifiable {
    /// What the terminal and the ledger call it.
    public let id: RecordTypeID
    /// The dataset it belongs to; police recorded crime has three record types, the Environment Agency two.
    public let dataset: String
    /// Its name in the guidance's words.
    public let title: String
    /// Where the guidance describes it, such as `§3.2.1`.
    public let section: String
    /// Classes of agency that may supply it.
    public let sources: [String]
    /// Core or peripheral.
    public let priority: Priority
    /// Personal, sensitive or depersonalised.
    public let information: InformationType
    /// The protective marking it is held under (§2.1D).
    public let marking: String
    /// What the records are, in the guidance's words.
    public let explanation: String
    /// In the order of the guidance.
    public let fields: [Field]
    /// Name of its main date field: what a period of records is counted by.
    public let period: String?
    /// Name of its main time field.
    public let time: String?
    /// Its main place group: what records are counted and mapped by.
    public let place: String?
    /// Record types that share its reference, so that their records join (rule 6).
    public let linked: [RecordTypeID]
    /// Name of the reference that stays the same for one person, such as `client_reference_number`: rule 7 counts people by it. Nil where the
    /// guidance lists none; then it counts records.
    public let person: String?

    /// Makes a record type; `Rulebook` loading checks it against the rest of the rulebook.
    public init(
        id: RecordTypeID, dataset: String, title: String, section: String, sources: [String], priority: Priority,
        information: InformationType, marking: String, explanation: String, fields: [Field],
        period: String? = nil, time: String? = nil, place: String? = nil, linked: [RecordTypeID] = [], person: String? = nil
    ) {
        self.id = id
        self.dataset = dataset
        self.title = title
        self.section = section
        self.sources = sources
        self.priority = priority
        self.information = information
        self.marking = marking
        self.explanation = explanation
        self.fields = fields
        self.period = period
        self.time = time
        self.place = place
        self.linked = linked
        self.person = person
    }

    /// The field whose role is `reference` and comes first: what a later supply of the same record repeats.
    public var reference: Field? { fields.first { $0.role == .reference } }
    /// The field of that name.
    public func field(_ name: String) -> Field? { fields.first { $0.name == name } }
    /// The places a record speaks of, in order of first mention: `offence`, `offender`, …
    public var placeGroups: [String] {
        fields.reduce(into: []) { groups, field in
            if let place = field.place, !groups.contains(place.group) { groups.append(place.group) }
        }
    }
}
