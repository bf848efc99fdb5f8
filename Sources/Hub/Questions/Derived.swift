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
            guard value.utf8.count >= 7, let month = Int(value.dropFirst(5).prefix(2)) else { return "" }
            return "\(prefix(value, 4))-Q\((month + 2) / 3)"
        case .weekday:
            guard value.utf8.count >= 10, let day = Weekday(date: value) else { return "" }
            return day.rawValue
        case .hour: return value.utf8.count >= 5 ? prefix(value, 2) : ""
        case .group: return codes?.codes.first { $0.code == value }?.group ?? ""
        }
    }

    private func prefix(_ value: String, _ count: Int) -> String { value.utf8.count >= count ? String(value.prefix(count)) : "" }
}

/// Days of the week, in the order that sorts as they follow one another.
private enum Weekday: String {
    case monday = "1 Monday"
    case tuesday = "2 Tuesday"
    case wednesday = "3 Wednesday"
    case thursday = "4 Thursday"
    case friday = "5 Friday"
    case saturday = "6 Saturday"
    case sunday = "7 Sunday"

    /// Of a day written `2026-11-24` (Sakamoto's rule for the Gregorian calendar).
    init?(date: String) {
        let parts = date.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, (1...12).contains(parts[1]) else { return nil }
        let offsets = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4]
        let year = parts[1] < 3 ? parts[0] - 1 : parts[0]
        let sunday = (year + year / 4 - year / 100 + year / 400 + offsets[parts[1] - 1] + parts[2]) % 7
        let days: [Weekday] = [.sunday, .monday, .tuesday, .wednesday, .thursday, .friday, .saturday]
        self = days[sunday]
    }
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
    private let stored: Set<String>

    /// `stored` are the names of the depersonalised form.
    init(_ type: RecordType, rulebook: Rulebook, stored: Set<String>) {
        self.type = type
        self.rulebook = rulebook
        self.stored = stored
    }

    /// As names are written: lower case, underscores between words.
    static func normalised(_ typed: String) -> String { String(typed.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 }) }

    /// The field, or an error that lists what there is.
    func field(_ typed: String) throws(HubError) -> QuestionField {
        let name = Self.normalised(typed)
        if stored.contains(name) { return QuestionField(name: name, stored: name, derived: nil, codes: nil) }
        if let date = type.period, [Derived.year, .quarter, .month, .weekday].map(\.rawValue).contains(name) {
            return QuestionField(name: name, stored: date, derived: Derived(rawValue: name), codes: nil)
        }
        if let time = type.time, name == Derived.hour.rawValue {
            return QuestionField(name: name, stored: time, derived: .hour, codes: nil)
        }
        if let place = type.place, stored.contains("\(place)_\(name)") {
            return QuestionField(name: "\(place)_\(name)", stored: "\(place)_\(name)", derived: nil, codes: nil)
        }
        for derived in Derived.allCases where name.hasSuffix("_\(derived.rawValue)") {
            let base = String(name.dropLast(derived.rawValue.count + 1))
            guard stored.contains(base) else { continue }
            return QuestionField(name: name, stored: base, derived: derived, codes: codes(of: base))
        }
        throw HubError(
            .data, code: "unknown-field", "There is no field of the name asked for in \(type.id).",
            remedy: "Fields are: \((stored.sorted() + short).joined(separator: ", ")).")
    }

    private func codes(of name: String) -> CodeList? { type.field(name)?.codeList.flatMap { rulebook.codeList($0) } }

    /// The short names that stand for something in this record type.
    private var short: [String] {
        (type.period == nil ? [] : ["year", "quarter", "month", "weekday"]) + (type.time == nil ? [] : ["hour"])
            + (type.place.map { place in
                ["ward", "lsoa", "msoa", "district", "sector", "postcode", "street"].filter { stored.contains("\(place)_\($0)") }
            } ?? [])
            + type.fields.filter { $0.codeList.flatMap { rulebook.codeList($0) }?.codes.contains { $0.group != nil } ?? false }.map {
                "\($0.name)_group"
            }
    }
}
