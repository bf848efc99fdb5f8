import Guidance

/// Whether a value is of a field's type in the standard's own form. Other forms that a mapping profile could take are not accepted here.
struct ValueCheck {
    private let type: FieldType
    private let codes: Set<String>?

    init(field: Field, codeList: CodeList?) {
        type = field.type
        if type == .code, let codeList, !codeList.open {
            codes = Set(codeList.codes.flatMap { [$0.code] + $0.aliases }.map { $0.lowercased() })
        } else {
            codes = nil
        }
    }

    /// The finding's code if the value is not as the field wants it.
    func fault(_ text: String) -> ColumnFault? {
        let value = HeaderText.clean(text)
        if value.isEmpty { return nil }
        if type == .code {
            guard let codes else { return nil }
            return codes.contains(value.lowercased()) ? nil : .codeNotInList
        }
        return isOfType(Array(value.utf8)) ? nil : .valueNotOfType
    }

    private func isOfType(_ value: [UInt8]) -> Bool {
        switch type {
        case .text, .freeText, .reference, .address, .code: true
        case .date: Self.isDate(value)
        case .time: Self.isTime(value)
        case .flag: ["yes", "no"].contains(String(decoding: value, as: UTF8.self).lowercased())
        case .number: Self.decimal(value) != nil
        case .age: Self.isAge(value) || value.count == 10 && Self.isDate(value)
        case .postcode: Self.isPostcode(value)
        case .easting: Self.decimal(value).map { (0...700_000).contains($0) } ?? false
        case .northing: Self.decimal(value).map { (0...1_300_000).contains($0) } ?? false
        case .area: value.count == 9 && "EWNSKLM".utf8.contains(value[0]) && Self.number(value[1...]) != nil
        }
    }

    /// Digits only, at most nine.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard !digits.isEmpty, digits.count <= 9, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }

    /// `2021`, `2021-05` or `2021-05-03`, a day that exists.
    static func isDate(_ value: [UInt8]) -> Bool {
        guard [4, 7, 10].contains(value.count), let year = number(value[0..<4]), year > 0 else { return false }
        guard value.count > 4 else { return true }
        guard value[4] == UInt8(ascii: "-"), let month = number(value[5..<7]), (1...12).contains(month) else { return false }
        guard value.count > 7 else { return true }
        guard value[7] == UInt8(ascii: "-"), let day = number(value[8..<10]) else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...days[month - 1]).contains(day)
    }

    /// `HH:MM`, 24 hours.
    static func isTime(_ value: [UInt8]) -> Bool {
        guard value.count == 5, value[2] == UInt8(ascii: ":"), let hour = number(value[0..<2]), let minute = number(value[3..<5]) else {
            return false
        }
        return hour < 24 && minute < 60
    }

    private static func isAge(_ value: [UInt8]) -> Bool { number(value[...]).map { $0 <= 150 } ?? false }

    /// A decimal number with an optional sign and fraction.
    static func decimal(_ value: [UInt8]) -> Double? {
        guard value.count <= 40 else { return nil }
        let digits = value.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
        guard value.count - digits.count <= 1, let first = digits.first, (48...57).contains(first) else { return nil }
        guard digits.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") }), digits.last != UInt8(ascii: ".") else { return nil }
        return Double(String(decoding: value, as: UTF8.self))
    }

    /// `LU1 2AB` with or without its space, in either case.
    static func isPostcode(_ value: [UInt8]) -> Bool {
        let form = value.filter { $0 != 32 }.map { byte -> Character in
            (48...57).contains(byte) ? "9" : (65...90).contains(byte & 0xDF) ? "A" : "?"
        }
        guard value.reduce(0, { $0 + ($1 == 32 ? 1 : 0) }) <= 1 else { return false }
        return ["A99AA", "A999AA", "AA99AA", "AA999AA", "A9A9AA", "AA9A9AA"].contains(String(form))
            || form.count == 6 && String(decoding: value.filter { $0 != 32 }, as: UTF8.self).uppercased() == "GIR0AA"
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
        case .age: "Write an age in whole years, or a date of birth as 2001-05-03."
        case .postcode: "Write a whole postcode, such as LU1 2AB."
        case .easting: "Write metres east on the National Grid, from 0 to 700000."
        case .northing: "Write metres north on the National Grid, from 0 to 1300000."
        case .area: "Write the area's code of nine characters, such as E01015725."
        case .text, .freeText, .reference, .code, .address: "Write text."
        }
    }
}
