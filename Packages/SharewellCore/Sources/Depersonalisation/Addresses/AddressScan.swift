/// The words and numbers of one address, and its text in upper case. Reused from address to address.
struct AddressScan {
    /// Most words an address may have; a longer text is a story, not an address, and is withheld whole.
    static let mostTokens = 64
    /// Upper-case text, one byte for each byte supplied; zero bytes stand for nothing.
    private(set) var text: [UInt8] = []
    var tokens: [AddressToken] = []
    /// True if the text between two tokens without a gap of `hard` between them reads as it should: no two spaces, nothing left out.
    private(set) var isPlain = true
    /// True if there were more words than `mostTokens`.
    private(set) var isTooLong = false
    private let lexicon: AddressLexicon

    /// What the lists say of a run of words by its hash.
    func lookUp(_ hash: UInt64) -> WordClass { lexicon.classes(of: hash) }

    init(lexicon: AddressLexicon) {
        self.lexicon = lexicon
        tokens.reserveCapacity(Self.mostTokens)
    }

    private enum Sort: UInt8 {
        case other, letter, digit, space, hard, hyphen, apostrophe, stroke, and, dot, hash, at
        var isAlphanumeric: Bool { self == .letter || self == .digit }
    }
    private static let sorts: [Sort] = (0..<256).map { byte in
        switch UInt8(byte) {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x80...0xFF: .letter
        case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "*"), UInt8(ascii: "\""), UInt8(ascii: "~"): .space
        case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ":"), UInt8(ascii: "|"),
            UInt8(ascii: "?"), UInt8(ascii: "!"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "="):
            .hard
        case UInt8(ascii: "-"): .hyphen
        case UInt8(ascii: "'"), UInt8(ascii: "`"): .apostrophe
        case UInt8(ascii: "/"), UInt8(ascii: "\\"): .stroke
        case UInt8(ascii: "&"), UInt8(ascii: "+"): .and
        case UInt8(ascii: "."): .dot
        case UInt8(ascii: "#"): .hash
        case UInt8(ascii: "@"), UInt8(ascii: "_"): .at
        default: .other
        }
    }
    private static let andHash = "AND".utf8.reduce(into: WordHash()) { $0.add($1) }.value
    private static let numberHash = "NO".utf8.reduce(into: WordHash()) { $0.add($1) }.value

    /// Reads an address. Never fails: what it cannot read is a gap.
    mutating func read(_ bytes: UnsafeRawBufferPointer) {
        isTooLong = false
        if !tokens.isEmpty { tokens.removeAll(keepingCapacity: true) }
        if text.count < bytes.count { text = [UInt8](repeating: 0, count: bytes.count * 2) }
        let lexicon = lexicon
        var found = tokens
        tokens = []
        var overflow = false
        var plain = true
        text.withUnsafeMutableBufferPointer { text in
            Self.sorts.withUnsafeBufferPointer { sorts in
                Self.scan(bytes, into: text, sorts: sorts, lexicon: lexicon, tokens: &found, overflow: &overflow, plain: &plain)
            }
        }
        tokens = found
        isTooLong = overflow
        isPlain = plain
    }

    @inline(__always)
    private static func scan(
        _ bytes: UnsafeRawBufferPointer, into text: UnsafeMutableBufferPointer<UInt8>, sorts: UnsafeBufferPointer<Sort>,
        lexicon: borrowing AddressLexicon, tokens: inout [AddressToken], overflow: inout Bool, plain: inout Bool
    ) {
        var gap = AddressToken.Gap.hard
        var index = 0
        let count = bytes.count
        while index < count {
            let byte = bytes[index]
            text[index] = byte
            switch sorts[Int(byte)] {
            case .letter, .digit, .at:
                if let skipped = punctuation(bytes, index, &text[index]) {
                    for extra in 1..<skipped.length { text[index + extra] = 0 }
                    plain = false
                    index += skipped.length
                    gap = max(gap, skipped.gap)
                    continue
                }
                if tokens.count == mostTokens {
                    overflow = true
                    return
                }
                let token = word(bytes, at: &index, into: text, sorts: sorts, lexicon: lexicon, gap: gap)
                tokens.append(token)
                if token.isWide { plain = false }
                gap = .joined
                continue
            case .and, .hash:
                if tokens.count == mostTokens {
                    overflow = true
                    return
                }
                let isAnd = sorts[Int(byte)] == .and
                tokens.append(
                    AddressToken(
                        start: Int32(index), end: Int32(index + 1), hash: isAnd ? andHash : numberHash,
                        classes: isAnd ? .and : .numberWord, shape: .word, gap: gap == .joined ? .space : gap))
                gap = .space
            case .space, .other:
                text[index] = UInt8(ascii: " ")
                if gap == .space || gap == .dash { plain = false }
                gap = max(gap, .space)
            case .hard: gap = .hard
            case .hyphen:
                let before = index == 0 || sorts[Int(bytes[index - 1])] == .space
                let after = index + 1 == count || sorts[Int(bytes[index + 1])] == .space
                gap = max(gap, before || after ? .dash : .joined)
            case .stroke: gap = max(gap, .stroke)
            case .dot, .apostrophe: break
            }
            index += 1
        }
    }

    /// Reads one word or number from `index` on.
    @inline(__always)
    private static func word(
        _ bytes: UnsafeRawBufferPointer, at index: inout Int, into text: UnsafeMutableBufferPointer<UInt8>,
        sorts: UnsafeBufferPointer<Sort>, lexicon: borrowing AddressLexicon, gap: AddressToken.Gap
    ) -> AddressToken {
        let start = index
        var hash = WordHash()
        var digits = 0
        var isOdd = false
        var isWide = false
        let count = bytes.count
        reading: while index < count {
            var byte = bytes[index]
            switch sorts[Int(byte)] {
            case .letter:
                if byte >= 0x80 {
                    if byte == 0xE2, index + 3 < count, bytes[index + 1] == 0x80, bytes[index + 2] & 0xFE == 0x98 {
                        // A typographic apostrophe; the zero bytes are left out of what is shown.
                        text[index] = UInt8(ascii: "'")
                        text[index + 1] = 0
                        text[index + 2] = 0
                        isWide = true
                        index += 3
                        continue reading
                    }
                    var probe = byte
                    if punctuation(bytes, index, &probe) != nil { break reading }
                    byte = upper(bytes, index)
                } else if byte >= UInt8(ascii: "a") {
                    byte &-= 32
                }
                hash.add(byte)
            case .digit:
                digits += 1
                hash.add(byte)
            case .at: isOdd = true
            case .apostrophe: break
            case .hyphen, .stroke, .dot:
                // Between digits these belong to the number; a stroke between two single letters makes an abbreviation such as J/W.
                guard index + 1 < count else { break reading }
                let next = sorts[Int(bytes[index + 1])]
                let isAlone = index + 2 == count || !sorts[Int(bytes[index + 2])].isAlphanumeric
                let joinsDigits = digits > 0 && (next == .digit || (next == .letter && isAlone && sorts[Int(byte)] != .dot))
                let abbreviates = digits == 0 && index == start + 1 && next == .letter && isAlone && sorts[Int(byte)] == .stroke
                guard joinsDigits || abbreviates else { break reading }
                if abbreviates { hash.add(byte) }
            default: break reading
            }
            text[index] = byte
            index += 1
        }
        let shape: AddressToken.Shape
        if isOdd {
            shape = .mixed
        } else if digits == 0 {
            shape = index - start == 1 ? .letter : .word
        } else {
            shape = numberShape(UnsafeBufferPointer(rebasing: text[start..<index]))
        }
        return AddressToken(
            start: Int32(start), end: Int32(index), hash: hash.value, classes: digits == 0 ? lexicon.classes(of: hash.value) : [],
            shape: shape,
            gap: gap, isWide: isWide)
    }

    /// Typographic quotes, dashes and hard spaces, which are three or two bytes long.
    @inline(__always)
    private static func punctuation(_ bytes: UnsafeRawBufferPointer, _ index: Int, _ shown: inout UInt8) -> (
        length: Int, gap: AddressToken.Gap
    )? {
        let byte = bytes[index]
        guard byte == 0xE2 || byte == 0xC2 else { return nil }
        if byte == 0xC2 {
            guard index + 1 < bytes.count else { return nil }
            shown = UInt8(ascii: " ")
            return (2, .space)
        }
        guard index + 2 < bytes.count, bytes[index + 1] == 0x80 else { return nil }
        switch bytes[index + 2] {
        case 0x93, 0x94, 0x95:
            shown = UInt8(ascii: "-")
            return (3, .dash)
        case 0x98, 0x99, 0x9C, 0x9D: shown = UInt8(ascii: " ")
        default: shown = UInt8(ascii: " ")
        }
        return (3, .space)
    }

    /// The capital of a letter of Latin-1 or of the Welsh ŵ and ŷ, whose second byte is at `index`; other bytes as they are.
    @inline(__always)
    private static func upper(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> UInt8 {
        let byte = bytes[index]
        guard index > 0 else { return byte }
        if bytes[index - 1] == 0xC3, byte >= 0xA0, byte != 0xB7 { return byte &- 32 }
        if bytes[index - 1] == 0xC5, byte == 0xB5 || byte == 0xB7 { return byte &- 1 }
        return byte
    }

    private static func numberShape(_ text: UnsafeBufferPointer<UInt8>) -> AddressToken.Shape {
        var index = 0
        var digits = 0
        while true {
            digits = 0
            while index < text.count, text[index] &- 48 < 10 {
                digits += 1
                index += 1
            }
            if digits > 5 || (digits > 3 && text[index - digits] == 48) { return .mixed }
            let letters = index
            while index < text.count, text[index] &- 65 < 26 { index += 1 }
            if index - letters == 2, index == text.count, letters == digits, digits < 4 {
                switch (text[letters], text[letters + 1]) {
                case (83, 84), (78, 68), (82, 68), (84, 72): return .ordinal
                default: return .mixed
                }
            }
            if index - letters > 1 || (digits == 0 && index - letters != 1) { return .mixed }
            if index == text.count { return .number }
            guard letters > 0, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "/") else { return .mixed }
            index += 1
            if index == text.count { return .number }
        }
    }
}

extension AddressToken.Gap: Comparable {
    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
