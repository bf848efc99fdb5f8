public import Guidance

extension GrantTerms {
    /// True if a stored field may be seen: one that was granted; of depersonalised records, what is kept of a place whose fields were granted,
    /// no finer than they are.
    /// - Parameter name: A field of the record type, or of its depersonalised form, such as `offence_ward`.
    public func lets(field name: String, of type: RecordType) -> Bool {
        if fields.contains(name) { return true }
        guard type.field(name) == nil || type.field(name)?.place != nil else { return false }
        let granted = fields.compactMap { type.field($0)?.place }
        guard let group = type.placeGroups.filter({ name.hasPrefix("\($0)_") }).max(by: { $0.utf8.count < $1.utf8.count }) else {
            return false
        }
        let parts = granted.filter { $0.group == group }.map { PlacePrecision.needed(for: $0.part) }
        guard let finest = parts.min() else { return false }
        return Self.precision(ofKept: name.dropFirst(group.utf8.count + 1)) >= finest
    }

    /// How exactly a field of a depersonalised place says where.
    private static func precision(ofKept part: Substring) -> PlacePrecision {
        switch part {
        case "easting", "northing", "longitude", "latitude", "street", "address": .exact
        case "postcode", "locality": .postcode
        default: .area
        }
    }
}
