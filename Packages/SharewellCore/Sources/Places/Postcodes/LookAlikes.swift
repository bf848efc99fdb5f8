/// Finds the one postcode unit a text would be if O and 0, or I, L and 1, had been exchanged.
enum LookAlikes {
    private static let shapes = ["A9", "A99", "AA9", "A9A", "AA99", "AA9A"].map { Array($0.utf8) }

    /// Nil if there is none, or more than one.
    static func only(_ characters: [UInt32]) -> PackedPostcode? {
        guard characters.count >= 5, characters.count <= 7 else { return nil }
        let inward = Array(characters.suffix(3))
        guard let digit = asDigit(inward[0]), PostcodeGrammar.isInward(digit << 16 | inward[1] << 8 | inward[2]) else { return nil }
        let front = Array(characters.dropLast(3))
        var found: Set<PackedPostcode> = []
        for shape in shapes where shape.count == front.count {
            var outward: UInt32 = 0
            var fits = true
            for (wanted, character) in zip(shape, front) {
                guard let read = wanted == 0x39 ? asDigit(character) : asLetter(character) else {
                    fits = false
                    break
                }
                outward = outward << 8 | read
            }
            if fits, PostcodeGrammar.isOutward(outward, count: front.count) {
                found.insert(PackedPostcode(outward: outward, count: front.count, inward: digit << 16 | inward[1] << 8 | inward[2]))
            }
        }
        return found.count == 1 ? found.first : nil
    }

    private static func asDigit(_ character: UInt32) -> UInt32? {
        switch character {
        case 0x30...0x39: character
        case 0x4F: 0x30
        case 0x49, 0x4C: 0x31
        default: nil
        }
    }

    private static func asLetter(_ character: UInt32) -> UInt32? {
        switch character {
        case 0x41...0x5A: character
        case 0x30: 0x4F
        case 0x31: 0x49
        default: nil
        }
    }
}
