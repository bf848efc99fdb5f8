import Guidance

/// The fields of the depersonalised form of a record type, and where each comes from.
struct ReleasedLayout {
    /// Where a released column comes from.
    enum Source {
        /// A field as it is.
        case field(Int)
        /// A quasi-identifying field, perhaps blurred.
        case quasi(Int)
        /// An age, by position among the age fields.
        case age(Int)
        /// The street of a place group.
        case street(Int)
        /// The locality of a place group.
        case locality(Int)
        /// The leader of a place group, followed by its attributes.
        case place(Int)
    }
    private(set) var fields: [ReleasedField] = []
    private(set) var sources: [Source] = []
    /// Place groups in order, with what stands there.
    private(set) var groups: [(name: String, kind: PlaceUse.Kind)] = []
    /// Fields that are removed, with the rule that removes them.
    private(set) var removed: [String: String] = [:]

    /// What an attribute of a place is called: suffix, words, type.
    private static let attributes: [(suffix: String, title: String, type: FieldType)] = [
        ("postcode", "full postcode", .postcode), ("rung", "how much of the place is kept", .text), ("sector", "postcode sector", .text),
        ("postcode_district", "postcode district", .text), ("lsoa", "Lower Super Output Area", .area),
        ("msoa", "Middle Super Output Area", .area),
        ("ward", "ward", .area), ("district", "local authority district", .area),
        ("easting", "easting of the representative point", .easting),
        ("northing", "northing of the representative point", .northing),
    ]

    init(recordType: RecordType) {
        var ages = 0
        for (index, field) in recordType.fields.enumerated() {
            if let place = field.place, field.rule == .place {
                if !groups.contains(where: { $0.name == place.group }) { add(place) }
                continue
            }
            switch field.rule {
            case .delete: removed[field.name] = "rule 1"
            case .holdBack: removed[field.name] = "rule 8"
            case .place: removed[field.name] = "rule 1"
            case .keep, .key:
                if field.type == .freeText {
                    removed[field.name] = "rule 8"
                } else if field.role == .direct || field.type == .address || field.type == .postcode {
                    removed[field.name] = "rule 1"
                } else {
                    add(field, .field(index))
                }
            case .quasi where field.type != .age: add(field, .quasi(index))
            case .age, .quasi:
                fields.append(ReleasedField(name: Self.ageName(field.name), title: "Age at the record's date", type: .text, role: .quasi))
                sources.append(.age(ages))
                ages += 1
            }
        }
    }

    /// `date_of_birth` is released as `age`.
    private static func ageName(_ name: String) -> String {
        name.hasSuffix("date_of_birth") ? String(name.dropLast("date_of_birth".count)) + "age" : name
    }

    private mutating func add(_ field: Field, _ source: Source) {
        fields.append(ReleasedField(name: field.name, title: field.title, type: field.type, role: field.role))
        sources.append(source)
    }

    private mutating func add(_ place: PlaceUse) {
        let group = groups.count
        groups.append((place.group, place.kind))
        func field(_ suffix: String, _ title: String, _ type: FieldType, follows: Int? = nil) -> ReleasedField {
            ReleasedField(
                name: "\(place.group)_\(suffix)", title: "Place of \(place.group): \(title)", type: type, role: .place, follows: follows)
        }
        fields.append(field("street", "street", .text))
        sources.append(.street(group))
        fields.append(field("locality", "locality and town", .text))
        sources.append(.locality(group))
        let leader = fields.count
        fields.append(field("place", "what is kept of it", .text))
        sources.append(.place(group))
        for attribute in Self.attributes { fields.append(field(attribute.suffix, attribute.title, attribute.type, follows: leader)) }
    }
}
