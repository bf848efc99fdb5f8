/// What the values of a field look like once they are clean. Every clean value has one canonical UTF-8 text; missing is the empty text.
public enum FieldType: String, Sendable, Codable, CaseIterable {
    /// Short text, spaces trimmed.
    case text
    /// Text written by a person at length; rule 8 applies.
    case freeText = "free-text"
    /// A reference number: kept as text, byte for byte but trimmed.
    case reference
    /// A member of the field's code list, in the list's own spelling.
    case code
    /// ISO 8601 of any precision: `2021`, `2021-05`, `2021-05-03`; never more precise than supplied.
    case date
    /// `HH:MM`, 24 hours.
    case time
    /// `yes` or `no`.
    case flag
    /// Decimal digits with an optional sign and fraction.
    case number
    /// Age in whole years, or a date of birth (ISO 8601) until depersonalising makes it an age.
    case age
    /// `LU1 2AB`: upper case, one space.
    case postcode
    /// One line of free-text address.
    case address
    /// Metres east on the National Grid, whole or with a fraction.
    case easting
    /// Metres north on the National Grid.
    case northing
    /// An ONS code of a statistical or administrative area, such as an LSOA.
    case area
}

/// What a field says about a person, which decides how it is guarded.
public enum FieldRole: String, Sendable, Codable, CaseIterable {
    /// Links records of one case; another's key, so recipients get a keyed form (rule 6).
    case reference
    /// Identifies by itself: name, telephone, NHS number.
    case direct
    /// Identifies in combination: age, gender, ethnicity, occupation.
    case quasi
    /// Harmful when known of an identified person.
    case sensitive
    /// Says where.
    case place
    /// None of these.
    case plain
}

/// What depersonalising does with a field (rule pack A1-2010/r1).
public enum DepersonalisingRule: String, Sendable, Codable, CaseIterable {
    /// Kept as it is.
    case keep
    /// Removed (rule 1).
    case delete
    /// Given to recipients as a keyed reference (rule 6).
    case key
    /// Address, postcode or coordinate of a place group (rules 1 to 5).
    case place
    /// Date of birth to age in single years (rule 7).
    case age
    /// Counted in the k of rule 7 and generalised when a class is too small.
    case quasi
    /// Held back until scrubbed and looked at (rule 8).
    case holdBack = "hold-back"
}

/// Whether §3.2 must have the field or wishes for it.
public enum Requirement: String, Sendable, Codable, CaseIterable {
    /// A supply without it gets a finding of its own and a lower stamp.
    case required
    /// Useful where the agency records it.
    case wanted
}

/// Which of a record's places a field describes, and which part of that place.
public struct PlaceUse: Sendable, Hashable {
    /// What stands at the place.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// Somebody's home: rules 2 to 4 always.
        case residence
        /// Where something happened, which may be a home.
        case scene
        /// A school, site or station, not a home.
        case premises
    }
    /// The part of the place this field gives.
    public enum Part: String, Sendable, Codable, CaseIterable {
        /// Free-text address.
        case address
        /// Postcode alone.
        case postcode
        /// Easting.
        case easting
        /// Northing.
        case northing
        /// An area's ONS code, such as a supplied LSOA.
        case area
    }
    /// Name of the place within the record, such as `offence` or `victim`.
    public let group: String
    /// What stands there.
    public let kind: Kind
    /// The part.
    public let part: Part
    /// Puts the three together.
    public init(group: String, kind: Kind, part: Part) {
        self.group = group
        self.kind = kind
        self.part = part
    }
}

/// One datafield of §3.2.
public struct Field: Sendable, Hashable, Identifiable {
    /// Machine name: lower-case words joined by underscores, such as `committed_from_date`.
    public let name: String
    /// The guidance's own words.
    public let title: String
    /// What is recorded, with the guidance's examples.
    public let explanation: String
    /// Shape of its values.
    public let type: FieldType
    /// How it must be guarded.
    public let role: FieldRole
    /// Identifier of its code list, if any.
    public let codeList: String?
    /// What depersonalising does with it.
    public let rule: DepersonalisingRule
    /// Required or wanted.
    public let requirement: Requirement
    /// Where the guidance lists it.
    public let section: String
    /// For fields that say where.
    public let place: PlaceUse?
    /// True for fields that the standard carries beside §3.2's own list (a postcode beside an address, a supplied area code).
    public let supplementary: Bool
    /// True for dates that may lie ahead: a planned discharge, a release.
    public let mayLieAhead: Bool

    /// The name.
    public var id: String { name }

    /// Makes a field; `Rulebook` loading checks it against the rest.
    public init(
        name: String, title: String, explanation: String, type: FieldType, role: FieldRole, codeList: String?,
        rule: DepersonalisingRule, requirement: Requirement, section: String, place: PlaceUse?, supplementary: Bool,
        mayLieAhead: Bool = false
    ) {
        self.name = name
        self.title = title
        self.explanation = explanation
        self.type = type
        self.role = role
        self.codeList = codeList
        self.rule = rule
        self.requirement = requirement
        self.section = section
        self.place = place
        self.supplementary = supplementary
        self.mayLieAhead = mayLieAhead
    }
}
