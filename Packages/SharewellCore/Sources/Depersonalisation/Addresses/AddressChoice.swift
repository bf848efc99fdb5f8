/// Decides which names of an address are its street and its localities; everything else is left out.
///
/// The street is what follows the last house number. Without a number it is the first name that can only be a street, never the first name of
/// an address when that could be a house's. What stands before the street is a person, premises, a building or a house, and goes.
struct AddressChoice {
    /// Parts that say the street, in order; several at a junction.
    private(set) var streets: [Int] = []
    /// Parts that say the locality, town and county, in order.
    private(set) var localities: [Int] = []
    /// Where the street's name begins when house name and street were written in one breath.
    var streetFirst: Int?
    /// What was done.
    var reasons: AddressReasons = []
    private var region: [Int] = []

    mutating func choose(_ parts: [AddressPart], _ scan: AddressScan) {
        streets.removeAll(keepingCapacity: true)
        localities.removeAll(keepingCapacity: true)
        region.removeAll(keepingCapacity: true)
        streetFirst = nil
        reasons = []
        var number: Int?
        var hasNumber = false
        var hasTown = false
        var lastName: Int?
        for index in parts.indices.reversed() {
            let part = parts[index]
            switch part.kind {
            case .number:
                reasons.insert(.numberRemoved)
                hasNumber = true
                if number == nil, lastName != nil { number = index }
            case .withinBuilding: reasons.insert(.flatRemoved)
            case .noise: if !scan.tokens[part.first].isPostcode { reasons.insert(.otherRemoved) }
            case .tail: if scan.entry(part.first, part.end).contains(.town) { hasTown = true }
            case .near, .junction, .roadNumber: break
            default:
                if part.isNear, !part.isStreet, part.kind != .openStreet {
                    reasons.insert(.premisesRemoved)
                } else {
                    lastName = index
                    if number == nil { region.append(index) } else { reasons.insert(.nameRemoved) }
                }
            }
        }
        region.reverse()
        let afterPart = region.first.map { $0 > 0 && parts[$0 - 1].kind == .withinBuilding } ?? false
        let isNumbered = number != nil && !afterPart
        if let number, number > 0, parts[number - 1].kind == .street, !parts[number].isApart, let only = region.first,
            parts[only].isApart, parts[only].kind == .unknown || parts[only].kind == .locality
        {
            // HIGH STREET 12, CHORLTON.
            region.insert(number - 1, at: 0)
            keep((0, 1), parts, scan)
            return
        }
        let street = isNumbered ? numberedStreet(parts, scan, hasTown) : namedStreet(parts, scan, hasTown, afterPart, hasNumber)
        keep(street, parts, scan)
        if streets.isEmpty, region.isEmpty, !hasNumber { keepRoadNumber(parts, scan) }
        if streets.isEmpty { reasons.insert(.streetWithheld) }
    }

    /// The street when a house number stands right before the first name of the region.
    private mutating func numberedStreet(_ parts: [AddressPart], _ scan: AddressScan, _ hasTown: Bool) -> (street: Int?, localities: Int) {
        let first = parts[region[0]].kind
        if let start = Self.articleSuffix(of: parts[region[0]], scan) { return keepFrom(start) }
        if let start = Self.houseNameSuffix(of: parts[region[0]], scan) { return keepFrom(start) }
        if first == .street {
            // 2 OAKENROD MEWS LANE, OAKENROD HILL ROAD: of two streets the first may be no more than a building's yard.
            if region.count > 1, parts[region[1]].kind == .street, parts[region[1]].isApart, !parts[region[1]].isJunction { return (1, 2) }
            return isOneName(parts[region[0]], scan) ? (0, 1) : (nil, 1)
        }
        if first == .locality { return (0, 1) }
        // 1 GREEN VIEW TERRACE, WHALLEY ROAD: the terrace may be the building. Only what can be nothing else than a street is kept.
        if let later = laterStreet(parts) { return (later, later + 1) }
        // 1, FAIRACRE, ASTLEY MOSS: a common name of a house, and a name that may be a street's.
        if first == .unknown, region.count > 1, scan.entry(parts[region[0]].first, parts[region[0]].end).contains(.houseName),
            parts[region[1]].kind.isTyped
        {
            return (1, 2)
        }
        // 4 ROYAL GEORGE COTTAGES ROYAL GEORGE: a building and who knows what.
        if first == .unknown, holdsBuilding(parts[region[0]], scan) { return (nil, 1) }
        switch first {
        case .house:
            var next = 1
            while next < region.count, parts[region[next]].kind == .house { next += 1 }
            guard next < region.count else { return (nil, next) }
            let isSure =
                parts[region[next]].kind.isTyped || (hasTown && region.count - next >= 2)
            return isSure ? (next, next + 1) : (nil, next)
        default:
            let second = region.count > 1 ? parts[region[1]].kind : .unknown
            let isTyped = second.isTyped
            // 13, SPRINGSIDE COTTAGES, SPRINGSIDE VIEW; 2, OAKENROD MEWS, OAKENROD HILL; 1 WEST VIEW LAWTON FOLD GROTTON: the first is the building.
            let isRow = first == .blockOrStreet || endsRow(parts[region[0]], scan)
            let isArticle = scan.tokens[parts[region[0]].first].classes.contains(.the)
            if isRow, isTyped { return (1, 2) }
            if isRow || isArticle, region.count > 1, !parts[region[1]].isApart, holdsType(parts[region[1]], scan) { return (1, 2) }
            if first == .blockOrStreet, isTyped || (region.count >= 3 && hasTown) { return (1, 2) }
            if first == .blockOrStreet, region.count >= 3 { return (nil, 2) }
            // A street, its locality and a town leave no room for a third name: the first is a building's.
            if region.count >= 3, hasTown, second != .house { return (1, 2) }
            return (0, 1)
        }
    }

    /// A building's word within it: neither its first nor its last.
    private func holdsBuilding(_ part: AddressPart, _ scan: AddressScan) -> Bool {
        (part.first + 1..<max(part.end - 1, part.first + 1)).contains { scan.tokens[$0].classes.meets([.house, .blockOrStreet]) }
    }

    /// A street word somewhere in it, not at its beginning: LAWTON FOLD GROTTON.
    private func holdsType(_ part: AddressPart, _ scan: AddressScan) -> Bool {
        (part.first + 1..<max(part.end, part.first + 1)).contains { scan.tokens[$0].classes.meets(.anyStreet) }
    }

    /// PARK VIEW, ALBION PLACE: often a row of houses on a street of another name.
    private func endsRow(_ part: AddressPart, _ scan: AddressScan) -> Bool { scan.tokens[part.end - 1].classes.contains(.terrace) }

    /// The street when no number leads to it.
    private mutating func namedStreet(
        _ parts: [AddressPart], _ scan: AddressScan, _ hasTown: Bool, _ afterPart: Bool, _ hasNumber: Bool
    ) -> (street: Int?, localities: Int) {
        guard !region.isEmpty else { return (nil, 0) }
        let first = parts[region[0]]
        let hasPostcode = scan.tokens.contains(where: \.isPostcode)
        if first.kind == .street {
            let choice = firstStreet(first, scan, hasPostcode: hasPostcode)
            if choice.street == nil, let later = laterStreet(parts) { return (later, later + 1) }
            return choice
        }
        if let later = laterStreet(parts) {
            // THE COACH HOUSE, GREENACRES BURY ROAD: a second house before the street.
            if first.isApart, let start = Self.nameSuffix(of: parts[region[later]], scan) {
                _ = keepFrom(start)
            }
            return (later, later + 1)
        }
        if let start = Self.articleSuffix(of: first, scan) ?? Self.nameSuffix(of: first, scan) { return keepFrom(start) }
        let second = region.count > 1 ? parts[region[1]].kind : .unknown
        let isAlone = region.count == 1 || !hasPostcode
        if first.kind == .namedStreet, !afterPart, !hasNumber, isAlone, second == .unknown || second == .locality { return (0, 1) }
        if let open = region.indices.first(where: { parts[region[$0]].kind == .openStreet && ($0 > 0 || !afterPart) }) {
            return (open, open + 1)
        }
        if first.isJunction, first.kind == .weakStreet { return (0, 1) }
        if first.kind == .locality { return (nil, 0) }
        // Nothing that is surely a street: the first name is taken for a house's.
        var next = 1
        while next < region.count, parts[region[next]].kind == .house { next += 1 }
        guard next < region.count, !hasNumber else { return (nil, region.count) }
        // THE COACH HOUSE, HOLLYHOCK, CHAPEL HILL, MOSS BANK: one name too many for house, street and locality.
        if next == 1, region.count >= 4, hasTown { next = 2 }
        let isTyped = parts[region[next]].kind.isTyped
        return isTyped || (hasTown && region.count - next >= 2) ? (next, next + 1) : (nil, next)
    }

    /// The first name after the first that can only be a street; a name such as BROADWAY only where there is no other.
    private func laterStreet(_ parts: [AddressPart]) -> Int? {
        let later = region.indices.dropFirst()
        return later.first { parts[region[$0]].kind == .street } ?? later.first { parts[region[$0]].kind == .namedStreet }
    }

    private mutating func keep(_ choice: (street: Int?, localities: Int), _ parts: [AddressPart], _ scan: AddressScan) {
        if choice.localities > (choice.street == nil ? 0 : 1) || (choice.street ?? 0) > 0 { reasons.insert(.nameRemoved) }
        var next = choice.localities
        if let street = choice.street {
            streets.append(region[street])
            while next < region.count, parts[region[next]].isStreet || parts[region[next]].isJunction, joins(region[next], parts, scan) {
                streets.append(region[next])
                next += 1
            }
        }
        // Only a locality the lists know: a name that nobody knows may be a person's, a house's or a business's.
        for index in region.dropFirst(next) {
            if isKnownPlace(parts[index], scan) { localities.append(index) } else { reasons.insert(.nameRemoved) }
        }
        for index in parts.indices where parts[index].kind == .tail { localities.append(index) }
    }

    /// The second street of a junction, or the rest of a street's name.
    private func joins(_ index: Int, _ parts: [AddressPart], _ scan: AddressScan) -> Bool {
        parts[index].isJunction || scan.tokens[parts[index].first].gap <= .stroke
    }

    private func isKnownPlace(_ part: AddressPart, _ scan: AddressScan) -> Bool {
        !part.isNear && scan.entry(part.first, part.end).meets([.locality, .town, .area])
    }

    /// M60 alone, or A56 near a town.
    private mutating func keepRoadNumber(_ parts: [AddressPart], _ scan: AddressScan) {
        guard let road = parts.firstIndex(where: { $0.kind == .roadNumber }), !reasons.contains(.flatRemoved) else { return }
        streets.append(road)
    }
}
