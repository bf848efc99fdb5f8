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
    private(set) var streetFirst: Int?
    /// What was done.
    private(set) var reasons: AddressReasons = []
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
            case .tail: hasTown = true
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
        let street = isNumbered ? numberedStreet(parts, hasTown) : namedStreet(parts, scan, hasTown, afterPart, hasNumber)
        keep(street, parts, scan)
        if streets.isEmpty, region.isEmpty, !hasNumber { keepRoadNumber(parts, scan) }
        if streets.isEmpty { reasons.insert(.streetWithheld) }
    }

    /// The street when a house number stands right before the first name of the region.
    private func numberedStreet(_ parts: [AddressPart], _ hasTown: Bool) -> (street: Int?, localities: Int) {
        let first = parts[region[0]].kind
        if first == .street || first == .locality { return (0, 1) }
        // 1 GREEN VIEW TERRACE, WHALLEY ROAD: the terrace may be the building. Only what can be nothing else than a street is kept.
        if let later = region.indices.dropFirst().first(where: { parts[region[$0]].isStreet }) { return (later, later + 1) }
        switch first {
        case .house:
            var next = 1
            while next < region.count, parts[region[next]].kind == .house { next += 1 }
            guard next < region.count else { return (nil, next) }
            let isSure =
                [.weakStreet, .openStreet, .blockOrStreet].contains(parts[region[next]].kind) || (hasTown && region.count - next >= 2)
            return isSure ? (next, next + 1) : (nil, next)
        case .blockOrStreet where region.count >= 3 && hasTown: return (1, 2)
        default: return (0, 1)
        }
    }

    /// The street when no number leads to it.
    private mutating func namedStreet(
        _ parts: [AddressPart], _ scan: AddressScan, _ hasTown: Bool, _ afterPart: Bool, _ hasNumber: Bool
    ) -> (street: Int?, localities: Int) {
        guard !region.isEmpty else { return (nil, 0) }
        let first = parts[region[0]]
        if first.kind == .street { return firstStreet(first, scan) }
        if let later = region.indices.dropFirst().first(where: { parts[region[$0]].isStreet }) { return (later, later + 1) }
        if let start = articleSuffix(of: first, scan) {
            streetFirst = start
            reasons.insert(.nameRemoved)
            return (0, 1)
        }
        let second = region.count > 1 ? parts[region[1]].kind : .unknown
        if first.kind == .namedStreet, !afterPart, !hasNumber, second == .unknown || second == .locality { return (0, 1) }
        if let open = region.indices.first(where: { parts[region[$0]].kind == .openStreet && ($0 > 0 || !afterPart) }) {
            return (open, open + 1)
        }
        if first.isJunction, first.kind == .weakStreet { return (0, 1) }
        if first.kind == .locality { return (nil, 0) }
        // Nothing that is surely a street: the first name is taken for a house's.
        var next = 1
        while next < region.count, parts[region[next]].kind == .house { next += 1 }
        guard next < region.count, !hasNumber else { return (nil, region.count) }
        let isTyped = [.weakStreet, .blockOrStreet].contains(parts[region[next]].kind)
        return isTyped || (hasTown && region.count - next >= 2) ? (next, next + 1) : (nil, next)
    }

    /// STATION ROAD is kept; of GREENACRES STATION ROAD the common end is; of GREENACRES NORTON ROAD nothing, for the name may be a house's.
    private mutating func firstStreet(_ part: AddressPart, _ scan: AddressScan) -> (street: Int?, localities: Int) {
        if part.isNear || part.isJunction { return (0, 1) }
        var last = part.end - 1
        while last > part.first, !scan.tokens[last].classes.contains(.street) { last -= 1 }
        let before = last - part.first
        if before <= 1 { return (0, 1) }
        let opening = scan.tokens[part.first].classes
        if opening.meets(.welshStreet) { return (0, 1) }
        if before == 2, opening.contains(.qualifier) || scan.tokens[last - 1].classes.meets([.house, .anyStreet]) { return (0, 1) }
        if before == 2, opening.contains(.the) { return (0, 1) }
        if scan.tokens[last - 1].classes.meets([.commonFirst, .the]) {
            streetFirst = last - 1
            reasons.insert(.nameRemoved)
            return (0, 1)
        }
        if before == 3, opening.contains(.qualifier) { return (0, 1) }
        return (nil, 1)
    }

    /// In WEST VIEW THE GREEN, where THE GREEN begins.
    private func articleSuffix(of part: AddressPart, _ scan: AddressScan) -> Int? {
        guard part.end - part.first >= 3, scan.tokens[part.end - 2].classes.contains(.the),
            scan.tokens[part.end - 1].classes.meets([.street, .openStreet, .weakStreet])
        else { return nil }
        return part.end - 2
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
        for index in region.dropFirst(next) where localities.count < 3 {
            if isLocality(parts[index], scan) { localities.append(index) } else { reasons.insert(.nameRemoved) }
        }
        for index in parts.indices where parts[index].kind == .tail { localities.append(index) }
    }

    /// The second street of a junction, or the rest of a street's name.
    private func joins(_ index: Int, _ parts: [AddressPart], _ scan: AddressScan) -> Bool {
        parts[index].isJunction || scan.tokens[parts[index].first].gap <= .stroke
    }

    private func isLocality(_ part: AddressPart, _ scan: AddressScan) -> Bool {
        if part.kind == .house || part.isNear && !part.isStreet { return false }
        let opening = scan.tokens[part.first].classes
        if part.kind == .unknown {
            if part.end - part.first > 4 || opening.meets([.the, .title]) { return false }
            if part.end - part.first >= 2, opening.contains(.givenName) { return false }
            if part.end - part.first == 1, scan.tokens[part.first].end - scan.tokens[part.first].start < 3 { return false }
        }
        return true
    }

    /// M60 alone, or A56 near a town.
    private mutating func keepRoadNumber(_ parts: [AddressPart], _ scan: AddressScan) {
        guard let road = parts.firstIndex(where: { $0.kind == .roadNumber }), !reasons.contains(.flatRemoved) else { return }
        streets.append(road)
    }
}
