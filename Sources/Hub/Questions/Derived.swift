import Archive
import Guidance

/// Values made from a date, a time or a code for counting and filtering; each is worked out once per distinct value.
enum Derived: String, CaseIterable {
    case year, quarter, month, weekday, hour, group

    /// What the record's value becomes; the empty text where the record does not say (a month has no weekday).
    func of(_ value: String, codes: CodeList?) -> String {
        switch self {
        case .year: return prefix(value, 4)
        case .month: return prefix(value, 7)
        case .quarter:
            guard value.utf8.count >= 7, let month = Int(value.dropFirst(5).prefix(2)), (1...12).contains(month) else { return "" }
            return "\(prefix(value, 4))-Q\((month + 2) / 3)"
        case .weekday: return CalendarDay(iso: value).map { Weekday($0).rawValue } ?? ""
        case .hour: return value.utf8.count >= 5 ? prefix(value, 2) : ""
        case .group: return codes?.codes.first { $0.code == value }?.group ?? ""
        }
    }

    /// True if it can be made of values of that shape: dates have days and months, times hours, coded values groups. Nothing is derived from a
    /// reference or any other text, whose parts might say what the whole must not.
    func isOf(_ type: FieldType, codes: CodeList?) -> Bool {
        switch self {
        case .year, .quarter, .month, .weekday: type == .date
        case .hour: type == .time
        case .group: codes != nil
        }
    }

    private func prefix(_ value: String, _ count: Int) -> String { value.utf8.count >= count ? String(value.prefix(count)) : "" }
}

/// Days of the week, in the order that sorts as they follow one another.
private enum Weekday: String, CaseIterable {
    case monday = "1 Monday"
    case tuesday = "2 Tuesday"
    case wednesday = "3 Wednesday"
    case thursday = "4 Thursday"
    case friday = "5 Friday"
    case saturday = "6 Saturday"
    case sunday = "7 Sunday"

    /// 1 January 1970 was a Thursday.
    init(_ day: CalendarDay) { self = Self.allCases[((day.number + 3) % 7 + 7) % 7] }
}

/// A name a person may type in `--by` and `--where`, and what it stands for.
struct QuestionField: Sendable {
    /// Full name: a field of the depersonalised records, with what is derived from it: `month`, `offence_ward`, `offence_type_group`.
    let name: String
    /// The stored field.
    let stored: String
    /// What is made of its value, if anything.
    let derived: Derived?
    /// Code list of the stored field, for groups.
    let codes: CodeList?

    /// The value to compare or count by.
    func value(of stored: String) -> String { derived.map { $0.of(stored, codes: codes) } ?? stored }
}

/// Finds fields by the names people type.
struct QuestionFields {
    private let type: RecordType
    private let rulebook: Rulebook
    private let stored: [String: FieldType]
    /// Fields that the records have and that are not given to whoever asks.
    private let withheld: Set<String>

    /// `stored` are the fields that may be seen, of all that the records have.
    init(_ type: RecordType, rulebook: Rulebook, stored: [SegmentField], of all: [SegmentField]) {
        self.type = type
        self.rulebook = rulebook
        self.stored = Dictionary(stored.map { ($0.name, $0.type) }) { first, _ in first }
        withheld = Set(all.map(\.name)).subtracting(self.stored.keys)
    }

    /// As names are written: lower case, underscores between words.
    static func normalised(_ typed: String) -> String { String(typed.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 }) }

    /// The field, or an error that lists what there is.
    func field(_ typed: String) throws(HubError) -> QuestionField {
        let name = Self.normalised(typed)
        if stored[name] != nil { return QuestionField(name: name, stored: name, derived: nil, codes: nil) }
        if let date = type.period, stored[date] != nil, [Derived.year, .quarter, .month, .weekday].map(\.rawValue).contains(name) {
            return QuestionField(name: name, stored: date, derived: Derived(rawValue: name), codes: nil)
        }
        if let time = type.time, stored[time] != nil, name == Derived.hour.rawValue {
            return QuestionField(name: name, stored: time, derived: .hour, codes: nil)
        }
        if let place = type.place, stored["\(place)_\(name)"] != nil {
            return QuestionField(name: "\(place)_\(name)", stored: "\(place)_\(name)", derived: nil, codes: nil)
        }
        for derived in Derived.allCases where name.hasSuffix("_\(derived.rawValue)") {
            let base = String(name.dropLast(derived.rawValue.count + 1))
            guard let shape = stored[base], derived.isOf(shape, codes: codes(of: base)) else { continue }
            return QuestionField(name: name, stored: base, derived: derived, codes: codes(of: base))
        }
        let full = type.place.map { "\($0)_\(name)" } ?? name
        guard withheld.isDisjoint(with: [name, full]) else {
            throw HubError(
                .data, code: "field-not-given",
                "The records have that field, but it is beyond what is given here: a grant bounds it, or it says where patients live (section 17A).",
                remedy:
                    "Fields are: \((stored.keys.sorted() + short).joined(separator: ", ")). For more, ask the supplier: sharewell request form --dataset \(type.id)."
            )
        }
        throw HubError(
            .data, code: "unknown-field", "There is no field of the name asked for in \(type.id).",
            remedy: "Fields are: \((stored.keys.sorted() + short).joined(separator: ", ")).")
    }

    private func codes(of name: String) -> CodeList? { type.field(name)?.codeList.flatMap { rulebook.codeList($0) } }

    /// The short names that stand for something in this record type.
    private var short: [String] {
        (type.period == nil ? [] : ["year", "quarter", "month", "weekday"]) + (type.time == nil ? [] : ["hour"])
            + (type.place.map { place in
                ["ward", "lsoa", "msoa", "district", "sector", "postcode", "street"].filter { stored["\(place)_\($0)"] != nil }
            } ?? [])
            + type.fields.filter { $0.codeList.flatMap { rulebook.codeList($0) }?.codes.contains { $0.group != nil } ?? false }.map {
                "\($0.name)_group"
            }
    }
}
