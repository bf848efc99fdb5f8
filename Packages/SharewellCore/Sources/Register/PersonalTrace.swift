/// Signs that a text names a data subject: what stands in the ledger stays there for good, so such a text is not taken.
///
/// They are of the kinds that can be told by their form. A name alone cannot; people are told not to write one wherever they write.
enum PersonalTrace: String, CaseIterable {
    case email = "an e-mail address"
    case longNumber = "a telephone, NHS or other number of ten digits or more"
    case nationalInsurance = "a National Insurance number"
    case registrationMark = "a vehicle registration mark"
    case titledName = "a name after Mr, Mrs, Ms, Miss or Dr"
    case birth = "a date of birth"

    /// The first sign in a text; nil if there is none.
    static func first(in text: String) -> Self? {
        let words = text.split(whereSeparator: \.isWhitespace).map { $0.trimmed }
        return allCases.first { $0.isFound(in: words) }
    }

    private func isFound(in words: [Substring]) -> Bool {
        switch self {
        case .email:
            return words.contains { word in
                word.firstIndex(of: "@").map { $0 > word.startIndex && word[$0...].contains(".") } ?? false
            }
        case .longNumber:
            // Groups of digits that stand beside each other are one number, 0798 123 4567 or 943-476-5919; days are none.
            var digits = 0
            for word in words {
                let groups = word.split(whereSeparator: { "-/".contains($0) })
                let isDay = groups.count == 3 && groups.allSatisfy { $0.utf8.count <= 4 && $0.utf8.allSatisfy(\.isDigit) }
                if isDay, groups[2].utf8.count == 2 || groups[0].utf8.count <= 2 {
                    digits = 0
                    continue
                }
                for group in groups {
                    digits = group.utf8.allSatisfy(\.isDigit) ? digits + group.utf8.count : 0
                    if digits >= 10 { return true }
                }
            }
            return false
        case .nationalInsurance: return Self.windows(of: words, upTo: 5).contains { $0.has(form: "AA999999A") }
        case .registrationMark: return Self.windows(of: words, upTo: 2).contains { $0.has(form: "AA99AAA") }
        case .titledName:
            return zip(words, words.dropFirst()).contains { title, name in
                ["Mr", "mr", "Mrs", "mrs", "Ms", "Miss", "Dr", "dr"].contains(title) && name.first?.isUppercase == true
            }
        case .birth:
            return zip(words, words.dropFirst() + [""]).contains { word, next in
                ["dob", "d.o.b"].contains(word.lowercased()) || (word.lowercased() == "born" && next.first?.isNumber == true)
            }
        }
    }

    /// Words beside each other, up to that many, as one.
    private static func windows(of words: [Substring], upTo most: Int) -> [String] {
        words.indices.flatMap { first in
            (1...most).filter { first + $0 <= words.count }.map { words[first..<(first + $0)].joined() }
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
