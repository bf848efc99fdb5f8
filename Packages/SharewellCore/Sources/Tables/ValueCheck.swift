import Guidance

/// Whether a value is of a field's type in the standard's own form. Other forms that a mapping profile could take are not accepted here.
struct ValueCheck {
    private let type: FieldType
    private let codes: Set<String>?
    private let form: Regex<AnyRegexOutput>?

    init(field: Field, codeList: CodeList?) {
        type = field.type
        if type == .code, let codeList, !codeList.open {
            codes = Set(codeList.codes.flatMap { [$0.code] + $0.aliases }.map { $0.lowercased() })
        } else {
            codes = nil
        }
        form = CanonicalForm.pattern(of: type).flatMap { try? Regex($0) }
    }

    /// The finding's code if the value is not as the field wants it.
    func fault(_ text: String) -> ColumnFault? {
        let value = HeaderText.clean(text)
        if value.isEmpty { return nil }
        if type == .code {
            guard let codes else { return nil }
            return codes.contains(value.lowercased()) ? nil : .codeNotInList
        }
        return isOfType(value) ? nil : .valueNotOfType
    }

    private func isOfType(_ value: String) -> Bool {
        switch type {
        case .text, .freeText, .reference, .address, .code: true
        case .flag: ["yes", "no"].contains(value.lowercased())
        case .number: Self.decimal(value) != nil
        case .easting: Self.decimal(value).map { Self.holds(CanonicalForm.eastings, $0) } ?? false
        case .northing: Self.decimal(value).map { Self.holds(CanonicalForm.northings, $0) } ?? false
        case .time, .area: hasForm(value)
        case .date: hasForm(value) && Self.isInCalendar(value)
        case .age: hasForm(value) && Self.isPossibleAge(value)
        case .postcode: hasForm(Self.spaced(value))
        }
    }

    /// A pattern that could not be read matches nothing.
    private func hasForm(_ value: String) -> Bool {
        guard let form, value.utf8.count <= 32 else { return false }
        return value.wholeMatch(of: form) != nil
    }

    /// Whether the calendar has the day, month or year.
    private static func isInCalendar(_ value: String) -> Bool {
        switch value.utf8.count {
        case 4: CalendarDay(iso: value + "-01-01") != nil
        case 7: CalendarDay(iso: value + "-01") != nil
        default: CalendarDay(iso: value) != nil
        }
    }

    /// Whether an age that has the form can be one: a band from the lower to the higher age, a birth on a day that was.
    private static func isPossibleAge(_ value: String) -> Bool {
        if value.utf8.count >= 4, value.utf8.prefix(4).allSatisfy({ (0x30...0x39).contains($0) }) { return isInCalendar(value) }
        let ages = value.split(separator: "-").compactMap { Int($0) }
        return ages.count < 2 || ages[0] <= ages[1]
    }

    /// `LU1 2AB` for `lu12ab`; a text with more than one space stays what it is.
    private static func spaced(_ value: String) -> String {
        let letters = value.uppercased().filter { $0 != " " }
        guard letters.count >= 5, value.count - letters.count <= 1 else { return value }
        return letters.dropLast(3) + " " + letters.suffix(3)
    }

    private static func holds(_ range: ClosedRange<Int>, _ metres: Double) -> Bool {
        metres >= Double(range.lowerBound) && metres <= Double(range.upperBound)
    }

    /// A decimal number with an optional sign and fraction.
    private static func decimal(_ text: String) -> Double? {
        let value = Array(text.utf8)
        guard value.count <= 40 else { return nil }
        let digits = value.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
        guard value.count - digits.count <= 1, let first = digits.first, (48...57).contains(first) else { return nil }
        guard digits.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") }), digits.last != UInt8(ascii: ".") else { return nil }
        return Double(text)
    }
}

/// What checking against a record type can find beyond `TableFault`.
enum ColumnFault: String, Sendable, CaseIterable {
    case unknownHeader = "unknown-header"
    case missingHeader = "missing-header"
    case missingValue = "missing-value"
    case valueNotOfType = "value-not-of-type"
    case codeNotInList = "code-not-in-list"

    /// What a value of the type looks like.
    static func form(of type: FieldType) -> String {
        switch type {
        case .date: "Write dates as 2021-05-03, or 2021-05 or 2021 where the day is not known."
        case .time: "Write times as 17:05, in 24 hours."
        case .flag: "Write yes or no."
        case .number: "Write a number in digits, with a point before any fraction."
        case .age: "Write an age in whole years, as a band such as 18-24, or a date of birth as 2001-05-03."
        case .postcode: "Write a whole postcode, such as LU1 2AB."
        case .easting: "Write metres east on the National Grid, from 1 to 700000."
        case .northing: "Write metres north on the National Grid, from 1 to 1300000."
        case .area: "Write the area's code of nine characters, such as E01015725."
        case .text, .freeText, .reference, .code, .address: "Write text."
        }
    }
}
