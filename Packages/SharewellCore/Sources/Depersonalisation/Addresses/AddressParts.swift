/// Tells the parts of an address from each other: what each run of its words is, not yet which of them may be kept.
struct AddressParts {
    private(set) var parts: [AddressPart] = []

    init() { parts.reserveCapacity(AddressScan.mostTokens) }

    /// Reads the tokens of an address whose postcode and tail are marked.
    mutating func read(_ scan: inout AddressScan) {
        parts.removeAll(keepingCapacity: true)
        var index = 0
        let count = scan.tokens.count
        while index < count {
            let token = scan.tokens[index]
            if token.isPostcode {
                append(.noise, index, index + 1, scan)
                index += 1
            } else if token.tail > 0 {
                append(.tail, index, index + Int(token.tail), scan)
                index += Int(token.tail)
            } else {
                index = readPart(from: index, in: &scan)
            }
        }
        markRelations()
    }

    private mutating func readPart(from index: Int, in scan: inout AddressScan) -> Int {
        let token = scan.tokens[index]
        let count = scan.tokens.count
        switch token.shape {
        case .number:
            let end = numbersEnd(from: index, in: scan)
            append(.number, index, end, scan)
            return end
        case .mixed:
            var end = index + 1
            if isRoadNumber(token, scan) {
                append(.roadNumber, index, end, scan)
                return end
            }
            // What hangs on it without a space, and the letters of a registration mark after it.
            while end < count, scan.tokens[end].gap == .joined, scan.tokens[end].tail == 0 { end += 1 }
            if end < count, scan.tokens[end].gap == .space, scan.tokens[end].shape == .word,
                scan.tokens[end].end - scan.tokens[end].start == 3, scan.tokens[end].classes.isEmpty
            {
                end += 1
            }
            append(.noise, index, end, scan)
            return end
        case .letter where !token.classes.meets([.direction]) || token.gap == .hard:
            append(.noise, index, index + 1, scan)
            return index + 1
        default: break
        }
        if token.classes.contains(.spelt), let end = readSpelt(from: index, in: scan) { return end }
        if token.classes.contains(.numberWord), index + 1 < count, scan.tokens[index + 1].shape.isDesignator {
            append(.noise, index, index + 1, scan)
            return index + 1
        }
        if token.classes.contains(.identifier), index + 1 < count, scan.tokens[index + 1].shape != .word || token.gap == .hard {
            append(.noise, index, index + 1, scan)
            return index + 1
        }
        if token.classes.contains(.title), token.gap >= .dash || index == 0 || previousIs([.near, .junction]) {
            var end = index + 1
            while end < count, scan.tokens[end].gap < .dash, scan.tokens[end].shape == .word || scan.tokens[end].shape == .letter,
                scan.tokens[end].tail == 0
            { end += 1 }
            // SGT MARK STANSFIELD WAY is a street.
            if end - index < 3 || !scan.tokens[end - 1].classes.meets(.anyStreet) {
                append(.noise, index, end, scan)
                return end
            }
        }
        if let (end, classes) = relation(at: index, in: scan) {
            append(classes.contains(.near) ? .near : .junction, index, end, scan)
            return end
        }
        return readWords(from: index, in: &scan)
    }

    /// ONE STATION ROAD, TWENTY-ONE, HIGH STREET: a house number written out. In SEVEN OAKS LANE it may be one or belong to the name, so the words
    /// are taken for a building's, which is never kept. nil where the lists know the name, or a number stands before it.
    private mutating func readSpelt(from index: Int, in scan: AddressScan) -> Int? {
        let tokens = scan.tokens
        guard tokens[index].gap >= .dash || index == 0 || previousIs([.withinBuilding, .noise]), !previousIs([.number]) else { return nil }
        var end = index + 1
        while end < tokens.count, tokens[end].gap <= .space, tokens[end].classes.contains(.spelt) { end += 1 }
        var stop = end
        while stop < tokens.count, tokens[stop].gap <= .space, tokens[stop].shape == .word, tokens[stop].tail == 0 { stop += 1 }
        for known in stride(from: min(stop, index + AddressLexicon.longestEntry), to: index, by: -1)
        where scan.entry(index, known).meets([.typeless, .locality]) { return nil }
        guard end < stop else {
            append(.number, index, end, scan)
            return end
        }
        let next = tokens[end]
        guard scan.text[Int(next.end) - 1] == UInt8(ascii: "S") || next.classes.meets(.anyStreet) else {
            append(.number, index, end, scan)
            return end
        }
        append(.house, index, stop, scan)
        return stop
    }

    private func previousIs(_ kinds: [AddressPart.Kind]) -> Bool { parts.last.map { kinds.contains($0.kind) } ?? false }

    /// `12`, `12 A`, `12 - 14`, `12 AND 14`, `12, 14`.
    private func numbersEnd(from index: Int, in scan: AddressScan) -> Int {
        var end = index + 1
        let tokens = scan.tokens
        while end < tokens.count, tokens[end].tail == 0, !tokens[end].isPostcode {
            let token = tokens[end]
            if token.shape == .number || (token.gap <= .space && isBis(token, scan)) {
                end += 1
            } else if token.shape == .letter, token.gap <= .space,
                end + 1 == tokens.count || tokens[end + 1].gap >= .dash || tokens[end + 1].shape != .letter
            {
                end += 1
            } else if end + 1 < tokens.count, tokens[end + 1].shape == .number, token.classes.contains(.and) || isTo(token, scan) {
                end += 2
            } else {
                break
            }
        }
        return end
    }

    /// 12 BIS: the second house of that number.
    private func isBis(_ token: AddressToken, _ scan: AddressScan) -> Bool {
        token.end - token.start == 3 && scan.text[Int(token.start)..<Int(token.end)].elementsEqual("BIS".utf8)
    }

    private func isTo(_ token: AddressToken, _ scan: AddressScan) -> Bool {
        let start = Int(token.start)
        return token.end - token.start == 2 && scan.text[start] == UInt8(ascii: "T") && scan.text[start + 1] == UInt8(ascii: "O")
    }

    private func isRoadLetter(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "A") || byte == UInt8(ascii: "B") || byte == UInt8(ascii: "M") }

    /// `A56`, `B5117`, `M60`.
    private func isRoadNumber(_ token: AddressToken, _ scan: AddressScan) -> Bool {
        let start = Int(token.start), length = Int(token.end - token.start)
        guard length >= 2, length <= 5, isRoadLetter(scan.text[start]) else {
            return false
        }
        for index in (start + 1)..<(start + length) where scan.text[index] &- 48 >= 10 { return false }
        return true
    }

    /// The longest relation that begins here, with the small words after it.
    private func relation(at index: Int, in scan: AddressScan) -> (end: Int, classes: WordClass)? {
        let first = scan.tokens[index]
        guard first.classes.meets([.near, .junction, .opens]) else { return nil }
        var length = first.classes.contains(.opens) ? min(AddressLexicon.longestEntry, scan.tokens.count - index) : 1
        while length >= 1 {
            let classes = scan.entry(index, index + length)
            if classes.meets([.near, .junction]) {
                var end = index + length
                // A house or street may be called after such a word: CORNER HOUSE, NEAR LANE.
                if length == 1, end < scan.tokens.count, scan.tokens[end].gap <= .space, scan.tokens[end].classes.contains(.house) {
                    return nil
                }
                if length == 1, end < scan.tokens.count, scan.tokens[end].gap <= .space,
                    scan.tokens[end].classes.meets(.anyStreet),
                    scan.tokens[end].classes.contains(.street) || end + 1 == scan.tokens.count || scan.tokens[end + 1].gap >= .dash
                        || scan.tokens[end + 1].tail > 0
                {
                    return nil
                }
                while end < scan.tokens.count, scan.tokens[end].gap <= .space, scan.tokens[end].classes.contains(.filler),
                    !scan.tokens[end].classes.contains(.the)
                { end += 1 }
                return (end, classes)
            }
            length -= 1
        }
        return nil
    }

    /// Marks names that stand after `near`, `opposite`, `junction of`.
    private mutating func markRelations() {
        var relation: AddressPart.Kind?
        for index in parts.indices {
            switch parts[index].kind {
            case .near, .junction: relation = parts[index].kind
            case .number, .noise, .withinBuilding, .roadNumber: break
            default:
                if parts[index].isApart, index > 0, ![.near, .junction, .number].contains(parts[index - 1].kind) { relation = nil }
                parts[index].isNear = relation == .near
                parts[index].isJunction = relation == .junction
                if relation == .near { relation = nil }
            }
        }
    }

    mutating func append(_ kind: AddressPart.Kind, _ first: Int, _ end: Int, _ scan: AddressScan) {
        parts.append(AddressPart(kind: kind, first: first, end: end, isApart: scan.tokens[first].gap >= .dash))
    }
}
