/// Signs that a text names a data subject: what stands in the ledger stays there for good, so such a text is not taken.
///
/// They are of the kinds that can be told by their form. A name alone cannot; people are told not to write one wherever they write.
enum PersonalTrace: String, CaseIterable {
    case email = "an e-mail address"
    case longNumber = "a telephone, NHS or other number of ten digits or more"
    case nationalInsurance = "a National Insurance number"
    case registrationMark = "a vehicle registration mark"
    case titledName = "a name after Mr, Mrs, Ms, Miss, Mx or Dr"
    case birth = "a date of birth"

    /// The first sign in a text, and the number of the word it begins with, from 1; nil if there is none.
    static func first(in text: String) -> (kind: Self, word: Int)? {
        let words = text.split(whereSeparator: \.isWhitespace).map { String($0.trimmed) }
        return allCases.lazy.compactMap { kind in kind.place(in: words).map { (kind, $0 + 1) } }.first
    }

    private func place(in words: [String]) -> Int? {
        switch self {
        case .email:
            return words.firstIndex { word in
                word.firstIndex(of: "@").map { $0 > word.startIndex && word[$0...].contains(".") } ?? false
            }
        case .longNumber: return Self.longNumber(in: words)
        case .nationalInsurance: return Self.window(of: words, upTo: 5) { $0.uppercased().has(form: "AA999999A") }
        case .registrationMark:
            // Two words are one mark only in capitals: “LU12 has” is none.
            return Self.window(of: words, upTo: 1) { $0.uppercased().has(form: "AA99AAA") }
                ?? Self.window(of: words, upTo: 2) { $0.has(form: "AA99AAA") || $0.has(form: "A999AAA") }
        case .titledName:
            return zip(words, words.dropFirst()).enumerated().first { _, pair in
                let title = pair.0.lowercased()
                let isTitle =
                    ["mr", "mrs", "mx", "dr"].contains(title) || (["ms", "miss"].contains(title) && pair.0.first?.isUppercase == true)
                return isTitle && pair.1.first?.isUppercase == true && pair.1.count > 1
                    && !(title == "ms" && ["Excel", "Word", "Office"].contains(pair.1)) && !(title == "miss" && pair.1 == "The")
            }?.offset
        case .birth:
            let lowered = words.map { $0.lowercased() }
            return lowered.indices.first { at in
                let next = lowered.dropFirst(at + 1).prefix(2)
                return ["dob", "d.o.b"].contains(lowered[at]) || (lowered[at] == "born" && next.contains { $0.first?.isNumber == true })
                    || (lowered[at] == "date" && Array(next) == ["of", "birth"])
            }
        }
    }

    /// Groups of digits that stand beside each other are one number, 0798 123 4567 or 943-476-5919; days and years are none.
    private static func longNumber(in words: [String]) -> Int? {
        var digits = 0, begin = 0
        for (place, word) in words.enumerated() {
            let groups = word.split(whereSeparator: { "-/._".contains($0) })
            let isDay = groups.count == 3 && groups.allSatisfy { $0.utf8.count <= 4 && $0.utf8.allSatisfy(\.isDigit) }
            if isDay, groups[2].utf8.count == 2 || groups[0].utf8.count <= 2 || groups.allSatisfy(isYear) {
                digits = 0
                continue
            }
            // 2022, 2022/23, 2022-2023, 2022-10.
            if let year = groups.first, isYear(year), groups.count <= 2, groups.dropFirst().allSatisfy({ $0.utf8.count == 2 || isYear($0) })
            {
                digits = 0
                continue
            }
            for group in groups {
                if digits == 0 { begin = place }
                digits = group.utf8.allSatisfy(\.isDigit) ? digits + group.utf8.count : 0
                if digits >= 10 { return begin }
            }
        }
        return nil
    }

    private static func isYear(_ group: Substring) -> Bool {
        group.utf8.count == 4 && group.utf8.allSatisfy(\.isDigit) && (group.hasPrefix("19") || group.hasPrefix("20"))
    }

    /// Where words beside each other, up to that many, are as one of that form.
    private static func window(of words: [String], upTo most: Int, is form: (String) -> Bool) -> Int? {
        words.indices.first { first in
            (1...most).contains { first + $0 <= words.count && form(words[first..<(first + $0)].joined()) }
        }
    }
}

extension Substring {
    /// Without the marks that stand around a word.
    fileprivate var trimmed: Substring {
        var word = self
        while let last = word.last, ".,;:!?)]'\"".contains(last) { word.removeLast() }
        while let first = word.first, "([\"'".contains(first) { word.removeFirst() }
        return word
    }
}

extension String {
    /// True if it is of capitals where the form has A and of digits where it has 9.
    fileprivate func has(form: String) -> Bool {
        utf8.count == form.utf8.count
            && zip(utf8, form.utf8).allSatisfy { byte, kind in kind == UInt8(ascii: "9") ? byte.isDigit : (65...90).contains(byte) }
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (48...57).contains(self) }
}
