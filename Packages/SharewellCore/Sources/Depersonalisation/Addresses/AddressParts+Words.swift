extension AddressParts {
    /// Reads a run of words up to the next comma, number or relation, and splits it into names.
    mutating func readWords(from start: Int, in scan: inout AddressScan) -> Int {
        var end = start
        var isPart = false
        while end < scan.tokens.count {
            let token = scan.tokens[end]
            if end > start, token.gap >= .dash || token.classes.meets([.near, .junction]) && stands(alone: end, in: scan) { break }
            if token.tail > 0 || token.isPostcode { break }
            if end > start, token.classes.contains(.identifier), end + 1 < scan.tokens.count, scan.tokens[end + 1].shape != .word { break }
            guard token.shape == .word || token.shape == .ordinal || (token.shape == .letter && belongs(end, start: start, in: scan)) else {
                break
            }
            if isWithinBuilding(end, in: scan) {
                isPart = true
                end += 1
                break
            }
            end += 1
        }
        if isPart, let street = (start..<end - 1).last(where: { scan.tokens[$0].classes.contains(.street) }), street > start {
            // 12 HIGH STREET FLAT 3: the street is whole before the flat.
            split(start, street + 1, in: &scan)
            end = designatorEnd(from: end, in: scan)
            append(.withinBuilding, street + 1, end, scan)
        } else if isPart {
            // FIRST FLOOR FLAT, GARDEN FLAT: the words before belong to it; then the number or letter, if there is one.
            if end - start == 1 { end = designatorEnd(from: end, in: scan) }
            append(.withinBuilding, start, end, scan)
        } else {
            split(start, end, in: &scan)
        }
        return max(end, start + 1)
    }

    /// A relation within a run counts only when something follows it: WELL CLOSE, but LAND OPPOSITE THE PARK.
    private func stands(alone index: Int, in scan: AddressScan) -> Bool {
        guard index + 1 < scan.tokens.count, scan.tokens[index + 1].gap < .dash else { return true }
        return !scan.tokens[index + 1].classes.meets(.street)
    }

    /// A letter within a name: WELLINGTON ROAD S, JOHN HOGAN V C ROAD; but not the flat in HIGH STREET B.
    private func belongs(_ index: Int, start: Int, in scan: AddressScan) -> Bool {
        if scan.tokens[index].classes.contains(.direction) { return true }
        var next = index + 1
        while next < scan.tokens.count, scan.tokens[next].shape == .letter, scan.tokens[next].gap <= .space { next += 1 }
        guard index > start, next < scan.tokens.count, scan.tokens[next].gap <= .space else { return false }
        // BOTTOM O TH MOOR.
        let letter = scan.text[Int(scan.tokens[index].start)]
        let isOf = letter == UInt8(ascii: "O") && scan.tokens[next].end - scan.tokens[next].start <= 3
        // HEOL Y BONT.
        let isWelsh = letter == UInt8(ascii: "Y") && next == index + 1 && scan.tokens[next].shape == .word
        return isOf || isWelsh || scan.tokens[next].classes.contains(.street)
    }

    /// FLAT, FLOOR, UNIT 4: but BLOCK LANE is a street.
    private func isWithinBuilding(_ index: Int, in scan: AddressScan) -> Bool {
        let classes = scan.tokens[index].classes
        guard classes.meets([.part, .numberedPart]) else { return false }
        let next = index + 1 < scan.tokens.count ? scan.tokens[index + 1] : nil
        if let next, next.gap <= .space {
            if classes.contains(.part) { return !next.classes.meets(.anyStreet) || next.shape != .word }
            if next.shape == .mixed && !next.isPostcode { return true }
            if next.shape == .letter,
                !next.classes.contains(.direction) || index + 2 == scan.tokens.count || scan.tokens[index + 2].gap >= .dash
            {
                return true
            }
            if next.classes.contains(.numberWord) { return true }
            // HOUSE 4 is a part; ROSE HOUSE 4 HIGH STREET is a name and a number.
            return next.shape == .number && !classes.meets([.house, .hall, .blockOrStreet])
        }
        return classes.contains(.part)
    }

    private func designatorEnd(from index: Int, in scan: AddressScan) -> Int {
        var end = index
        let tokens = scan.tokens
        if end < tokens.count, tokens[end].gap <= .space, tokens[end].classes.contains(.numberWord) { end += 1 }
        guard end < tokens.count, tokens[end].gap <= .space, tokens[end].tail == 0, !tokens[end].isPostcode else { return end }
        guard tokens[end].shape.isDesignator else { return end }
        end += 1
        // FLATS 1 - 3, FLAT 3 A, UNITS 1 AND 2, FLATS A-C.
        while end < tokens.count, tokens[end].tail == 0, !tokens[end].isPostcode {
            let token = tokens[end]
            if token.shape.isDesignator, token.gap == .joined || token.gap == .dash || token.gap == .stroke {
                end += 1
            } else if token.shape == .letter, token.gap == .space, !token.classes.contains(.direction) {
                end += 1
            } else if token.classes.contains(.and), end + 1 < tokens.count, tokens[end + 1].shape.isDesignator {
                end += 2
            } else {
                break
            }
        }
        return end
    }

    /// Splits a run of words after each complete name: a street's when more words follow, a house's when a name follows.
    private mutating func split(_ start: Int, _ end: Int, in scan: inout AddressScan) {
        var first = start
        if end - start >= 3, scan.tokens[start].classes.contains(.filler), !scan.tokens[start].classes.contains(.the) { first += 1 }
        var index = first
        while index < end {
            let classes = settle(index, first: first, end: end, in: &scan)
            if index > first, index + 1 < end, let cut = cut(after: index, classes, end: end, in: scan) {
                appendName(first, cut, scan)
                first = cut
                index = cut
                continue
            }
            // REGENT COURT STRYD FAWR, SEA BREEZE 5TH AVENUE.
            if index > first, index + 1 < end, opensStreet(index, in: scan) {
                appendName(first, index, scan)
                first = index
            }
            if classes.contains(.and), index > first, scan.tokens[index - 1].classes.contains(.street), index + 1 < end {
                appendName(first, index, scan)
                first = index + 1
            }
            index += 1
        }
        if first < end { appendName(first, end, scan) }
    }

    private func opensStreet(_ index: Int, in scan: AddressScan) -> Bool {
        let token = scan.tokens[index]
        if token.shape == .ordinal { return scan.tokens[index + 1].classes.meets([.street, .openStreet]) }
        return token.classes.contains(.streetOpening)
    }

    /// ST is a saint at the beginning of a name or before a saint's name, and a street otherwise.
    private func settle(_ index: Int, first: Int, end: Int, in scan: inout AddressScan) -> WordClass {
        let classes = scan.tokens[index].classes
        guard classes.contains(.saintOrStreet) else { return classes }
        let isSaint = index == first || (index + 1 < end && scan.tokens[index + 1].classes.contains(.saint))
        if !isSaint { scan.tokens[index].classes.insert(.street) }
        return scan.tokens[index].classes
    }

    private func cut(after index: Int, _ classes: WordClass, end: Int, in scan: AddressScan) -> Int? {
        let next = scan.tokens[index + 1].classes
        let rest = end - index - 1
        if classes.meets([.weakStreet, .openStreet]), index > 1, scan.tokens[index - 1].classes.contains(.the),
            scan.tokens[index].gap <= .space, scan.tokens[index - 1].gap <= .space
        {
            // 7 THE GREEN MARTHAM; but THE GREEN MAN is an inn.
            return next.meets(WordClass.anyStreet.union(.anyBuilding)) ? nil : index + 1
        }
        if classes.contains(.street) {
            if next.contains(.and) { return nil }
            if next.contains(.direction) { return rest == 1 ? nil : index + 2 }
            return next.meets(WordClass.anyStreet.union(.anyBuilding)) && rest == 1 ? nil : (next.meets(.anyStreet) ? nil : index + 1)
        }
        if index > 0, scan.entry(index - 1, index + 1).contains(.house) {
            // BRAMLEY BUSINESS PARK, STATION ROAD.
            return rest == 1 && next.meets(WordClass.anyStreet.union(.anyBuilding)) ? nil : index + 1
        }
        if classes.contains(.house) {
            // MANOR HOUSE LANE is a street; THE OLD RECTORY GREEN LANE is a house and a street.
            let isStreet = next.meets(.anyStreet) && (rest == 1 || !scan.tokens[index + 2].classes.meets(.anyStreet))
            return isStreet || (rest == 1 && next.meets(.anyBuilding)) ? nil : index + 1
        }
        if classes.meets([.hall, .blockOrStreet, .terrace]), rest >= 2 {
            let isRow = classes.contains(.terrace)
            // PARK VIEW ROAD is a street, PARK VIEW GREEN LANE a row of houses and a street.
            let isTyped = scan.tokens[index + 2].classes.meets(.anyStreet)
            if next.meets(WordClass.anyStreet.union(.anyBuilding)) {
                // HOLLY COURT MILL LANE; but OLD MANOR HOUSE COTTAGES is one name.
                let isMill =
                    !next.meets(.anyStreet) && !next.contains(.house) && scan.tokens[index + 2].classes.meets([.street, .openStreet])
                return isMill || (isRow && next.meets(.anyStreet) && isTyped) ? index + 1 : nil
            }
            // OAKENROD HALL OAKENROD HILL.
            if rest == 2, isTyped { return index + 1 }
            // BROOK COTTAGES WATERTON LANE, ALBION MILL KING STREET.
            let wanted: WordClass = isRow ? .anyStreet : [.street, .openStreet]
            for later in (index + 2)..<end where scan.tokens[later].classes.meets(wanted) { return index + 1 }
        }
        return nil
    }

    private mutating func appendName(_ first: Int, _ end: Int, _ scan: AddressScan) {
        append(kind(of: first, end, scan), first, end, scan)
    }

    /// What a whole name is, by its last word, its first, or the lists.
    func kind(of first: Int, _ end: Int, _ scan: AddressScan) -> AddressPart.Kind {
        let whole = scan.entry(first, end)
        if whole.contains(.locality) { return .locality }
        if whole.contains(.typeless) { return .namedStreet }
        if whole.contains(.house) || (end - first > 2 && scan.entry(end - 2, end).contains(.house)) { return .house }
        let opening = scan.tokens[first].classes
        var last = end - 1
        while last > first + 1, scan.tokens[last].classes.contains(.direction) { last -= 1 }
        let classes = scan.tokens[last].classes
        if scan.tokens[first].shape == .ordinal, !classes.meets([.street, .openStreet, .weakStreet]) { return .noise }
        if end - first == 1 {
            if classes.meets([.house, .hall, .part, .numberedPart]) { return .house }
            return .unknown
        }
        if classes.contains(.street) { return last - first == 1 && opening.contains(.the) ? .namedStreet : .street }
        if opening.contains(.houseOpening) { return .house }
        if opening.contains(.streetOpening) { return .street }
        if classes.contains(.openStreet) { return .openStreet }
        if classes.contains(.blockOrStreet) { return .blockOrStreet }
        if classes.meets([.house, .hall]) { return .house }
        if classes.contains(.weakStreet) || opening.contains(.weakStreetOpening) { return .weakStreet }
        return .unknown
    }
}
