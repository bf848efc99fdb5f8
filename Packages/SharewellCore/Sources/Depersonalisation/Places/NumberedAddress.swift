import Places

/// The commonest form of an address: a plain house number, words without digits, and perhaps a postcode: `68 Station Way, Luton, LU1 2AB`.
///
/// The number goes (rule 1) and the postcode is judged by itself (rule 2), so what such an address keeps depends on the words between them alone,
/// and those repeat where whole addresses do not. Anything else about an address, and it is read in full.
struct NumberedAddress {
    /// Where the words stand.
    let words: Range<Int>
    /// The postcode behind them; nil if there is none.
    let postcode: PackedPostcode?

    /// nil for every other form.
    init?(_ text: UnsafeRawBufferPointer) {
        let count = text.count
        var start = 0
        while start < count, start < 5, text[start] &- 48 < 10 { start += 1 }
        guard (1...4).contains(start), start + 1 < count, text[start] == 32, Self.isLetter(text[start + 1]) else { return nil }
        start += 1
        var end = count
        var postcode: PackedPostcode?
        // A postcode is what follows the last comma: `, LU1 2AB`.
        if let comma = Self.lastComma(text, from: max(start, count - 10)) {
            var first = comma + 1
            while first < count, text[first] == 32 { first += 1 }
            if first < count, let packed = Postcode.packed(UnsafeRawBufferPointer(rebasing: text[first...])) {
                postcode = packed
                end = comma
            }
        }
        for index in start..<end where !Self.isWordByte(text[index]) { return nil }
        guard end > start else { return nil }
        words = start..<end
        self.postcode = postcode
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 32) &- 97 < 26 }

    /// Letters, spaces, commas, apostrophes, full stops and hyphens.
    private static func isWordByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || byte == 32 || byte == 44 || byte == 39 || byte == 46 || byte == 45
    }

    private static func lastComma(_ text: UnsafeRawBufferPointer, from: Int) -> Int? {
        var index = text.count - 1
        while index >= from {
            if text[index] == 44 { return index }
            index -= 1
        }
        return nil
    }
}
