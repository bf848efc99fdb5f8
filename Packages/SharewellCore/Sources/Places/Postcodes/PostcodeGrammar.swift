internal import Guidance

/// Which characters may stand where (BS 7666-2; Royal Mail Programmers' Guide), as bit sets.
@usableFromInline enum PostcodeGrammar {
    /// First letters.
    @usableFromInline static let first = letters(CanonicalForm.PostcodeLetters.first)
    /// Second letters.
    @usableFromInline static let second = letters(CanonicalForm.PostcodeLetters.second)
    /// The letter of `A9A`.
    @usableFromInline static let third = letters(CanonicalForm.PostcodeLetters.third)
    /// The letter of `AA9A`.
    @usableFromInline static let fourth = letters(CanonicalForm.PostcodeLetters.fourth)
    /// The inward letters.
    @usableFromInline static let inward = letters(CanonicalForm.PostcodeLetters.inward)
    /// Two-letter and one-letter areas in use.
    static let areas: Set<String> = Set(
        """
        AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY
        GIR HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR
        RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
        """.split(whereSeparator: \.isWhitespace).map(String.init))
    /// Overseas territories with a code of their own; not in any gazetteer of Great Britain.
    static let overseas: Set<String> = ["ASCN", "BBND", "BIQQ", "FIQQ", "PCRN", "SIQQ", "STHL", "TDCU", "TKCA"]

    /// A unit, if that is what the characters are.
    @inlinable static func unit(_ text: CompactText) -> PackedPostcode? {
        guard text.count >= 5, text.count <= 7 else { return nil }
        let inwardPart = UInt32(truncatingIfNeeded: text.characters & 0xFF_FFFF)
        let outwardPart = UInt32(truncatingIfNeeded: text.characters >> 24)
        guard isInward(inwardPart) else { return nil }
        guard isOutward(outwardPart, count: text.count - 3) || outwardPart == 0x47_4952 && inwardPart == 0x30_4141 else { return nil }
        return PackedPostcode(outward: outwardPart, count: text.count - 3, inward: inwardPart)
    }

    /// Digit and two letters of the inward alphabet.
    @inlinable static func isInward(_ part: UInt32) -> Bool {
        isDigit(part >> 16) && has(inward, part >> 8 & 0xFF) && has(inward, part & 0xFF)
    }

    /// `A9`, `A99`, `AA9`, `A9A`, `AA99` or `AA9A` with allowed letters; a two-digit district does not begin with 0.
    @inlinable static func isOutward(_ part: UInt32, count: Int) -> Bool {
        let a = part & 0xFF
        let b = part >> 8 & 0xFF
        let c = part >> 16 & 0xFF
        let d = part >> 24 & 0xFF
        switch count {
        case 2: return has(first, b) && isDigit(a)
        case 3:
            guard has(first, c) else { return false }
            if isDigit(b) { return isDigit(a) && b != 0x30 || has(third, a) }
            return has(second, b) && isDigit(a)
        case 4:
            guard has(first, d), has(second, c), isDigit(b) else { return false }
            return isDigit(a) && b != 0x30 || has(fourth, a)
        default: return false
        }
    }

    @inlinable static func isDigit(_ character: UInt32) -> Bool { character >= 0x30 && character <= 0x39 }
    @inlinable static func isLetter(_ character: UInt32) -> Bool { character >= 0x41 && character <= 0x5A }
    @inlinable static func has(_ set: UInt32, _ character: UInt32) -> Bool {
        isLetter(character) && set & (1 << (character &- 0x41)) != 0
    }
    private static func letters(_ text: String) -> UInt32 { text.utf8.reduce(0) { $0 | 1 << (UInt32($1) - 0x41) } }
}
