public import Guidance

extension GrantTerms {
    /// True if a stored field may be seen: one that was granted; of depersonalised records, what is kept of a place whose fields were granted,
    /// no finer than they are.
    /// - Parameter name: A field of the record type, or of its depersonalised form, such as `offence_ward`.
    public func lets(field name: String, of type: RecordType) -> Bool {
        if fields.contains(name) { return true }
        // Of personal records a field is granted by its own name or not at all.
        guard type.information == .depersonalised else { return false }
        let place: (group: String, precision: PlacePrecision)
        if let field = type.field(name) {
            guard let use = field.place else { return false }
            place = (use.group, PlacePrecision.needed(for: use.part))
        } else {
            let groups = type.placeGroups.filter { name.hasPrefix("\($0)_") }
            guard let group = groups.max(by: { $0.utf8.count < $1.utf8.count }) else { return false }
            place = (group, Self.precision(ofKept: name.dropFirst(group.utf8.count + 1)))
        }
        let granted = fields.compactMap { type.field($0)?.place }.filter { $0.group == place.group }
        guard let finest = granted.map({ PlacePrecision.needed(for: $0.part) }).min() else { return false }
        return place.precision >= finest
    }

    /// How exactly a field of a depersonalised place says where.
    private static func precision(ofKept part: Substring) -> PlacePrecision {
        switch part {
        case "lsoa", "msoa", "ward", "district": .area
        case "postcode", "place", "sector", "postcode_district", "locality": .postcode
        default: .exact
        }
    }
}
