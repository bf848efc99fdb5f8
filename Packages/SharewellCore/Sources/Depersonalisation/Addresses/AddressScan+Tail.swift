extension AddressScan {
    /// Marks the tokens of the last full postcode and returns its seven or fewer characters, packed big-endian, with their count.
    mutating func markPostcode() -> (bits: UInt64, count: Int)? {
        var found: (UInt64, Int)?
        var index = tokens.count - 1
        while index >= 0 {
            let token = tokens[index]
            // The inward codes 5ST, 2ND, 3RD and 4TH look like ordinals; but M1 1ST AVENUE is a flat and a street.
            let isOrdinal =
                token.shape == .ordinal
                && !(index + 1 < tokens.count && tokens[index + 1].gap <= .space && tokens[index + 1].classes.meets(.anyStreet))
            if token.shape == .mixed || isOrdinal {
                let length = Int(token.end - token.start)
                if length == 3, isInward(Int(token.start)), index > 0, token.gap <= .dash,
                    isOutward(tokens[index - 1].start, tokens[index - 1].end)
                {
                    tokens[index].isPostcode = true
                    tokens[index - 1].isPostcode = true
                    found = found ?? pack(tokens[index - 1].start..<tokens[index - 1].end, token.start..<token.end)
                } else if length >= 5, length <= 7, isInward(Int(token.end) - 3), isOutward(token.start, token.end - 3) {
                    tokens[index].isPostcode = true
                    found = found ?? pack(token.start..<token.start, token.start..<token.end)
                }
            }
            index -= 1
        }
        return found
    }

    private func pack(_ outward: Range<Int32>, _ inward: Range<Int32>) -> (UInt64, Int) {
        var bits: UInt64 = 0
        for index in outward { bits = bits << 8 | UInt64(text[Int(index)]) }
        for index in inward { bits = bits << 8 | UInt64(text[Int(index)]) }
        return (bits, outward.count + inward.count)
    }

    /// The text from the first token to the last, with single spaces.
    func write(_ first: Int, _ end: Int, to output: inout [UInt8]) {
        let start = Int(tokens[first].start), stop = Int(tokens[end - 1].end)
        if isPlain {
            output.append(contentsOf: text[start..<stop])
            return
        }
        var wasSpace = false
        for byte in text[start..<stop] where byte != 0 {
            let isSpace = byte == UInt8(ascii: " ")
            if !(isSpace && wasSpace) { output.append(byte) }
            wasSpace = isSpace
        }
    }

    private func isInward(_ start: Int) -> Bool {
        isDigit(text[start]) && isLetter(text[start + 1]) && isLetter(text[start + 2])
    }

    /// One or two letters, a digit, and perhaps a digit or letter more.
    private func isOutward(_ start: Int32, _ end: Int32) -> Bool {
        let start = Int(start), end = Int(end)
        guard end - start >= 2, end - start <= 4, isLetter(text[start]) else { return false }
        let digit = isLetter(text[start + 1]) ? start + 2 : start + 1
        guard digit < end, isDigit(text[digit]) else { return false }
        return end - digit == 1 || (end - digit == 2 && (isDigit(text[digit + 1]) || isLetter(text[digit + 1])))
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
    private func isLetter(_ byte: UInt8) -> Bool { byte &- 65 < 26 }

    /// Marks towns, districts and counties from the end backwards.
    mutating func markTail() {
        var end = tokens.count
        var towns = 0
        var marked = 0
        while end > 0, marked < 5 {
            let last = tokens[end - 1]
            if last.isPostcode || (last.shape == .mixed && marked == 0) {
                end -= 1
                continue
            }
            guard last.classes.meets([.town, .area, .closes]), let entry = longestEntry(endingAt: end) else { return }
            let start = end - entry.length
            let isTown = entry.classes.contains(.town)
            let first = tokens[start]
            if start == 0 {
                // The only words there are, or a town before its county; otherwise it may be the name of a house.
                if towns > 0 || (marked > 0 && !isTown) { return }
            } else {
                let before = tokens[start - 1]
                if before.shape == .number || before.shape == .letter { return }
                if entry.length == 1, first.classes.meets([.anyStreet, .typeless]), first.gap < .dash || towns > 0 { return }
                // OLD TRAFFORD, NEW ISLINGTON.
                if first.gap < .dash, before.classes.meets([.qualifier, .the]) { return }
                // Within commas a town stands by itself: THE MEDWAY is no district.
                if marked > 0, first.gap < .dash, end < tokens.count, tokens[end].gap >= .dash { return }
                if isTown, towns > 0, first.gap < .dash || towns > 1 { return }
            }
            tokens[start].tail = UInt8(entry.length)
            towns += isTown ? 1 : 0
            marked += 1
            end = start
        }
    }

    private func longestEntry(endingAt end: Int) -> (length: Int, classes: WordClass)? {
        var length = min(AddressLexicon.longestEntry, end)
        if !tokens[end - 1].classes.contains(.closes) { length = 1 }
        while length >= 1 {
            let start = end - length
            let classes = entry(start, end)
            if classes.meets([.town, .area]) { return (length, classes) }
            length -= 1
        }
        return nil
    }

    /// What the lists say of the run of tokens; nothing if a comma parts them.
    func entry(_ start: Int, _ end: Int) -> WordClass {
        if end - start == 1 { return tokens[start].classes }
        guard end - start <= AddressLexicon.longestEntry, tokens[start].classes.contains(.opens) else { return [] }
        var hash = tokens[start].hash
        for index in (start + 1)..<end {
            guard tokens[index].gap <= .space else { return [] }
            hash = WordHash.joined(hash, tokens[index].hash)
        }
        return lookUp(hash)
    }
}
