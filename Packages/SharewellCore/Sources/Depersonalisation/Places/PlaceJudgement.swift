public import Places

/// What may be kept of one postcode, and why (rules 2 and 3).
public struct PlaceJudgement: Sendable, Hashable {
    /// How much is kept.
    public let rung: PlaceRung
    /// What is kept: a postcode, the label of a group, sector or district, or an area's code; nil for nothing.
    public let label: String?
    /// The full postcode, if it is kept.
    public let postcode: String?
    /// Reasons, each with its rule's number.
    public let reasons: [String]
    /// Whether the properties sharing the postcode have been counted.
    public let isCounted: Bool
}

extension PlaceLadder {
    /// Judges a postcode by itself.
    public func judge(_ packed: PackedPostcode) -> PlaceJudgement {
        guard let unit = gazetteer.unit(packed) else {
            return PlaceJudgement(
                rung: .withheld, label: nil, postcode: nil,
                reasons: ["rule 2: postcode not in the gazetteer, so its properties are not known"],
                isCounted: false)
        }
        let entry = entry(for: unit)
        let properties = gazetteer.properties(unit)
        var reasons: [String] = []
        if gazetteer.isTerminated(unit) { reasons.append("rule 2: postcode no longer in use") }
        if let properties {
            if properties < least { reasons.append("rule 2: fewer than \(least) properties share the postcode") }
        } else {
            reasons.append("rule 2: how many properties share the postcode is not known, so it is not kept whole")
        }
        switch entry.rung {
        case .postcode: reasons.append("rule 2: at least \(least) properties share the postcode")
        case .group, .sector, .district: reasons.append("rule 3: kept as the next larger place with at least \(least) properties")
        case .area:
            reasons.append("rule 3: no larger postcode place is known to hold \(least) properties; kept as a statistical area or district")
        case .withheld: reasons.append("rule 3: no larger place is known to hold \(least) properties")
        case .exact, .snapped: break
        }
        return PlaceJudgement(
            rung: entry.rung, label: entry.label.isEmpty ? nil : entry.label, postcode: entry.postcode.isEmpty ? nil : entry.postcode,
            reasons: reasons, isCounted: properties != nil)
    }
}
