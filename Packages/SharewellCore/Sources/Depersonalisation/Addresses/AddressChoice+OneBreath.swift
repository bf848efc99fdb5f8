extension AddressChoice {
    /// A street at the beginning of an address without a number: STATION ROAD is kept; of GREENACRES STATION ROAD the end is, for GREENACRES may
    /// be the house. An address with a postcode names a house or number before its street, so the first word is taken for it there; in a mere
    /// location KINGS NORTON ROAD may be one name, and is withheld.
    mutating func firstStreet(_ part: AddressPart, _ scan: AddressScan, hasPostcode: Bool) -> (street: Int?, localities: Int) {
        if part.end - part.first > 3, let on = (part.first + 1..<part.end - 2).last(where: { isOn($0, scan) }) {
            // BEHIND THE SHOPS ON MOSS LANE, LAYBY ON OLD LONDON ROAD.
            return keepFrom(on + 1)
        }
        if part.isNear || part.isJunction { return (0, 1) }
        let last = Self.typeWord(of: part, scan)
        let before = last - part.first
        let opening = scan.tokens[part.first].classes
        if before <= 1 || opening.contains(.streetOpening) { return (0, 1) }
        if let start = Self.nameSuffix(of: part, scan) { return keepFrom(start) }
        let second = scan.tokens[part.first + 1].classes
        let previous = scan.tokens[last - 1].classes
        if before == 2, opening.meets([.qualifier, .the]) || previous.contains(.house) { return (0, 1) }
        if before == 3, opening.contains(.qualifier), second.contains(.qualifier) { return (0, 1) }
        if previous.contains(.the) { return keepFrom(last - 1) }
        if before >= 3, second.contains(.saintOrStreet) { return keepFrom(part.first + 1) }
        if previous.contains(.commonFirst), before == 2 || !previous.contains(.hall) { return keepFrom(last - 1) }
        if before == 2, hasPostcode { return keepFrom(last - 1) }
        return (nil, 1)
    }

    /// Whether a street after a number is one name: not LOWER NEWGATE CALDERBROOK ROAD, whose first words may be a row's or a house's. Names of
    /// so many words are a street's when they begin as persons' do or hold a building's (SGT MARK STANSFIELD WAY, SHAW HALL BANK ROAD).
    func isOneName(_ part: AddressPart, _ scan: AddressScan) -> Bool {
        let last = Self.typeWord(of: part, scan)
        guard last - part.first >= 3 else { return true }
        if scan.tokens[part.first].classes.meets([.title, .givenName, .saintOrStreet, .the, .streetOpening]) { return true }
        return (part.first + 1..<last).contains { index in
            let token = scan.tokens[index]
            return token.classes.meets([.house, .hall, .and, .the]) || token.shape == .letter || token.end - token.start <= 2
        }
    }

    private func isOn(_ index: Int, _ scan: AddressScan) -> Bool {
        scan.tokens[index].classes.contains(.filler) && !scan.tokens[index].classes.contains(.the)
    }

    /// In FOUR WINDS FLEET STREET, where FLEET STREET begins: after a common name of a house or after THE and a word, if a whole street is left.
    static func nameSuffix(of part: AddressPart, _ scan: AddressScan) -> Int? {
        if part.kind == .unknown, scan.tokens[part.end - 1].classes.contains(.typeless) {
            // PILGRIMS BROADWAY.
            return part.end - part.first >= 2 ? part.end - 1 : nil
        }
        // FAIRACRE ASTLEY MOSS ASTLEY: words of which nothing is known, but for a street word within.
        if part.kind == .unknown,
            !(part.first + 2..<max(part.end, part.first + 2)).contains(where: { scan.tokens[$0].classes.meets(.anyStreet) })
        {
            return nil
        }
        let last = typeWord(of: part, scan)
        let isArticle = scan.tokens[part.first].classes.contains(.the)
        let begin = isArticle ? part.first + 1 : part.first
        for length in [2, 1] where begin + length < last {
            if scan.entry(begin, begin + length).contains(.houseName) { return begin + length }
        }
        if isArticle, last - part.first >= 3, !scan.tokens[begin].classes.contains(.qualifier) { return begin + 1 }
        return nil
    }

    /// In MOORSIDE BLACKSTONE ROAD after a number, where BLACKSTONE ROAD begins; WOODLANDS PARK ROAD is one name.
    static func houseNameSuffix(of part: AddressPart, _ scan: AddressScan) -> Int? {
        guard part.kind == .street || part.kind.isTyped || part.kind == .unknown, let start = nameSuffix(of: part, scan) else { return nil }
        guard scan.entry(part.first, start).contains(.houseName), !scan.tokens[start].classes.meets(.anyStreet) else { return nil }
        return start
    }

    /// In WEST VIEW THE GREEN, where THE GREEN begins; in THE DANES CRUMPSALL LANE, where CRUMPSALL LANE does.
    static func articleSuffix(of part: AddressPart, _ scan: AddressScan) -> Int? {
        guard part.end - part.first >= 3 else { return nil }
        let last = scan.tokens[part.end - 1].classes
        if scan.tokens[part.end - 2].classes.contains(.the), last.meets([.street, .openStreet, .weakStreet]) { return part.end - 2 }
        if scan.entry(part.end - 2, part.end).contains(.typeless), !last.meets(.anyStreet) { return part.end - 2 }
        if part.end - part.first >= 4, scan.tokens[part.first].classes.contains(.the), last.contains(.street),
            !scan.tokens[part.first + 1].classes.contains(.qualifier)
        {
            return part.first + 2
        }
        return nil
    }

    /// The last word that makes a street, or the last word.
    private static func typeWord(of part: AddressPart, _ scan: AddressScan) -> Int {
        var last = part.end - 1
        while last > part.first, !scan.tokens[last].classes.contains(.street) { last -= 1 }
        return last == part.first ? part.end - 1 : last
    }

    /// Keeps the street from that word on.
    mutating func keepFrom(_ start: Int) -> (street: Int?, localities: Int) {
        streetFirst = start
        reasons.insert(.nameRemoved)
        return (0, 1)
    }
}
