import Guidance

/// How the text of one field of a specimen is made.
enum FieldMaker: Sendable {
    case caseReference(prefix: [UInt8])
    case personReference
    case offence([Vocabulary.Offence])
    case crimeType([Vocabulary.Offence])
    case gender(female: [UInt8], male: [UInt8], unknown: [UInt8], isSecondPerson: Bool)
    case ageRange([[UInt8]])
    case siteName([[UInt8]])
    case incidentType([[UInt8]], domestic: [UInt8])
    case locationType(home: [[UInt8]], elsewhere: [[UInt8]], group: Int)
    case choice([[UInt8]], missing: Int)
    case day, endDay
    case laterDay(within: Int)
    case aheadDay
    case dateOfBirth
    case minute, endMinute
    case flag(share: Int)
    case domesticFlag
    case number(ClosedRange<Int>, missing: Int)
    case age(orDateOfBirth: Bool, isSecondPerson: Bool)
    case name
    case marked([UInt8])
    case telephone
    case freeText
    case address(Int, missing: Int)
    case postcode(Int)
    case area(Int)
    case easting(Int)
    case northing(Int)

    init(_ field: Field, of type: RecordType, rulebook: Rulebook, groups: [String], offences: [Vocabulary.Offence]) {
        let missing = field.requirement == .wanted ? 12 : 2
        let group = field.place.flatMap { place in groups.firstIndex(of: place.group) } ?? 0
        if field.place == nil, [.address, .postcode, .area, .easting, .northing].contains(field.type) {
            self = field.type == .address ? .marked(CSVText.escaped("Zzleak House, 1 High Street")) : .choice([[]], missing: 100)
            return
        }
        switch field.type {
        case .reference:
            if type.reference?.name == field.name, field.name != "offender_reference_number" {
                self = .caseReference(
                    prefix: type.linked.isEmpty ? Array("ZZ\(Self.initials(of: type.id.rawValue))".utf8) : Array("ZZCR".utf8))
            } else {
                self = .personReference
            }
        case .code:
            self = Self.coded(field, of: type, list: field.codeList.flatMap(rulebook.codeList), offences: offences, missing: missing)
        case .date:
            if field.role == .quasi {
                self = .dateOfBirth
            } else if field.mayLieAhead {
                self = .aheadDay
            } else if field.name.contains("_to_") {
                self = .endDay
            } else {
                self = type.period == field.name && (type.linked.isEmpty || field.name.contains("_from_")) ? .day : .laterDay(within: 60)
            }
        case .time: self = field.name.contains("_to_") ? .endMinute : .minute
        case .flag: self = field.name.contains("domestic") ? .domesticFlag : .flag(share: field.role == .sensitive ? 30 : 10)
        case .number: self = .number(Self.range(of: field.name), missing: missing)
        case .age: self = .age(orDateOfBirth: field.title.contains("date of birth"), isSecondPerson: Self.isSecondPerson(field, of: type))
        case .text, .freeText: self = Self.worded(field, missing: missing)
        case .address: self = .address(group, missing: missing)
        case .postcode: self = .postcode(group)
        case .area: self = .area(group)
        case .easting: self = .easting(group)
        case .northing: self = .northing(group)
        }
    }

    private static func coded(
        _ field: Field, of type: RecordType, list: CodeList?, offences: [Vocabulary.Offence], missing: Int
    ) -> FieldMaker {
        let codes = (list?.codes ?? []).map { CSVText.escaped($0.code) }
        guard !codes.isEmpty else { return .choice([[]], missing: 100) }
        func coded(_ wanted: String) -> [UInt8]? { list?.codes.first { $0.code == wanted }.map { CSVText.escaped($0.code) } }
        switch field.codeList {
        case "home-office-offence" where !offences.isEmpty: return .offence(offences)
        case "crime-type" where !offences.isEmpty && !type.linked.isEmpty: return .crimeType(offences)
        case "gender":
            if let female = coded("Female"), let male = coded("Male"), let other = coded("Not known") {
                return .gender(female: female, male: male, unknown: other, isSecondPerson: isSecondPerson(field, of: type))
            }
        case "police-incident-type":
            if let domestic = coded("Domestic incident"), codes.count > 1 {
                return .incidentType(codes.filter { $0 != domestic }, domestic: domestic)
            }
        case "location-type":
            let homes = (list?.codes ?? []).filter { $0.marks.contains("residence") }.map { CSVText.escaped($0.code) }
            let others = (list?.codes ?? []).filter { $0.marks.contains("public-place") }.map { CSVText.escaped($0.code) }
            let group = type.place.flatMap { place in type.placeGroups.firstIndex(of: place) } ?? 0
            if !homes.isEmpty, !others.isEmpty { return .locationType(home: homes, elsewhere: others, group: group) }
        case "age-range":
            let ranges = ["under 10", "10-17", "18-24", "25-34", "over 34"].compactMap(coded)
            if ranges.count == 5 { return .ageRange(ranges) }
        default: break
        }
        return .choice(codes, missing: missing)
    }

    private static func worded(_ field: Field, missing: Int) -> FieldMaker {
        if field.type == .freeText { return .freeText }
        if field.name == "school_name" { return .siteName(Vocabulary.pool(for: field.name).map(CSVText.escaped)) }
        guard field.role == .direct else { return .choice(Vocabulary.pool(for: field.name).map(CSVText.escaped), missing: missing) }
        if field.name.contains("phone") { return .telephone }
        if field.name.contains("mail") { return .marked(Array("zzleak@example.org".utf8)) }
        if field.name.hasPrefix("site_name") { return .marked(Array("Zzleak Recycling Yard".utf8)) }
        return .name
    }

    /// A record of both offender and victim tells of two people.
    private static func isSecondPerson(_ field: Field, of type: RecordType) -> Bool {
        field.name.hasPrefix("victim_") && type.fields.contains { $0.name.hasPrefix("offender_") }
    }

    private static func initials(of id: String) -> String {
        String(id.split(separator: "-").compactMap(\.first).prefix(3)).uppercased()
    }

    private static func range(of name: String) -> ClosedRange<Int> {
        switch name {
        case "number_of_casualties": 0...3
        case "supervision_months_planned": 6...36
        case "vehicle_age": 1...25
        case "value_of_property_damaged": 20...2500
        default: 0...100
        }
    }
}
