extension Rulebook {
    /// A Frictionless Data Package as JSON: one resource per record type, its Table Schema, and what Sharewell knows beyond it under
    /// keys that begin with `sharewell:`.
    ///
    /// Each resource holds its header and no record, so that the descriptor is complete by itself.
    /// - Parameter only: the record type to describe; nil for all.
    public func dataPackage(only: RecordTypeID? = nil) -> String {
        let types = recordTypes.filter { only == nil || $0.id == only }
        return JSONValue.object([
            ("profile", .string("data-package")),
            ("name", .string(only?.rawValue ?? id)),
            ("title", .string(only.flatMap { recordType($0)?.title } ?? title)),
            ("description", .string("The minimum datasets of §3.2, with the fields that the standard carries beside them.")),
            ("sources", .array([.object([("title", .string(source))])])),
            (
                "licenses",
                .array([
                    .object([
                        ("name", .string("OGL-UK-3.0")), ("title", .string("Open Government Licence v3.0")),
                        ("path", .string("https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/")),
                    ])
                ])
            ),
            ("sharewell:rulebook", .string(id)),
            ("sharewell:code-lists", .object(lists(of: types))),
            ("resources", .array(types.map(resource))),
        ]).text
    }

    /// The code lists that the record types use, each code with what it means.
    private func lists(of types: [RecordType]) -> [(String, JSONValue)] {
        let used = Set(types.flatMap(\.fields).compactMap(\.codeList))
        return codeLists.filter { used.contains($0.id) }.map { list in
            let codes = list.codes.map { ($0.code, JSONValue.string($0.label)) }
            return (
                list.id,
                .object([
                    ("title", .string(list.title)), ("source", .string(list.source)), ("open", .flag(list.open)), ("codes", .object(codes)),
                ])
            )
        }
    }

    private func resource(_ type: RecordType) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("name", .string(type.id.rawValue)), ("profile", .string("tabular-data-resource")), ("title", .string(type.title)),
            ("description", .string(type.explanation)), ("data", .array([.array(type.fields.map { .string($0.name) })])),
            ("schema", schema(type)), ("sharewell:dataset", .string(type.dataset)), ("sharewell:section", .string(type.section)),
            ("sharewell:sources", .array(type.sources.map(JSONValue.string))), ("sharewell:priority", .string(type.priority.rawValue)),
            ("sharewell:information", .string(type.information.rawValue)), ("sharewell:marking", .string(type.marking)),
        ]
        if let period = type.period { members.append(("sharewell:period", .string(period))) }
        if let time = type.time { members.append(("sharewell:time", .string(time))) }
        if let place = type.place { members.append(("sharewell:place", .string(place))) }
        if let person = type.person { members.append(("sharewell:person", .string(person))) }
        if !type.linked.isEmpty { members.append(("sharewell:linked", .array(type.linked.map { .string($0.rawValue) }))) }
        return .object(members)
    }

    private func schema(_ type: RecordType) -> JSONValue {
        .object([("fields", .array(type.fields.map(describe))), ("missingValues", .array([.string("")]))])
    }

    private func describe(_ field: Field) -> JSONValue {
        let list = field.codeList.flatMap(codeList)
        var members: [(String, JSONValue)] = [("name", .string(field.name)), ("title", .string(field.title))]
        members.append(("description", .string(field.explanation)))
        members += field.type.tableSchema
        var constraints = field.type.constraints
        if let list, !list.open { constraints.append(("enum", .array(list.codes.map { .string($0.code) }))) }
        if !constraints.isEmpty { members.append(("constraints", .object(constraints))) }
        members += [
            ("sharewell:type", .string(field.type.rawValue)), ("sharewell:role", .string(field.role.rawValue)),
            ("sharewell:rule", .string(field.rule.rawValue)), ("sharewell:requirement", .string(field.requirement.rawValue)),
            ("sharewell:section", .string(field.section)),
        ]
        if field.supplementary { members.append(("sharewell:supplementary", .flag(true))) }
        if field.mayLieAhead { members.append(("sharewell:may-lie-ahead", .flag(true))) }
        if let list {
            members.append(("sharewell:code-list", .string(list.id)))
            members.append(("sharewell:open", .flag(list.open)))
        }
        if let place = field.place {
            members.append(
                (
                    "sharewell:place",
                    .object([
                        ("group", .string(place.group)), ("kind", .string(place.kind.rawValue)), ("part", .string(place.part.rawValue)),
                    ])
                ))
        }
        return .object(members)
    }
}

extension FieldType {
    /// The Table Schema type of the canonical texts. Dates and ages are strings: a date may be a month or a year, an age a date of birth.
    fileprivate var tableSchema: [(String, JSONValue)] {
        switch self {
        case .text, .freeText, .reference, .code, .postcode, .address, .area, .date, .age: [("type", .string("string"))]
        case .time: [("type", .string("time")), ("format", .string("%H:%M"))]
        case .flag:
            [("type", .string("boolean")), ("trueValues", .array([.string("yes")])), ("falseValues", .array([.string("no")]))]
        case .number, .easting, .northing: [("type", .string("number"))]
        }
    }

    /// What every canonical text of the type fulfils.
    fileprivate var constraints: [(String, JSONValue)] {
        switch self {
        case .easting: Self.within(CanonicalForm.eastings)
        case .northing: Self.within(CanonicalForm.northings)
        // Table Schema allows a time no pattern; its format says the same.
        case .time: []
        default: CanonicalForm.pattern(of: self).map { [("pattern", .string($0))] } ?? []
        }
    }

    private static func within(_ range: ClosedRange<Int>) -> [(String, JSONValue)] {
        [("minimum", .integer(range.lowerBound)), ("maximum", .integer(range.upperBound))]
    }
}
