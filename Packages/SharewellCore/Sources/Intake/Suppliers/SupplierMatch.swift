/// Whether an agency named in a file is the one that supplies it. Names are written in many ways, so the comparison is generous; the value
/// itself is never repeated in a message.
public enum SupplierMatch: String, Sendable, Hashable, Codable {
    /// The supplying agency.
    case same
    /// Another agency: the file must be refused.
    case other
    /// The names say too little.
    case unknown

    /// Compares a value of the file with the supplying agency and, where given, the other agencies of the partnership (identifier and name).
    public static func judge(
        fileValue: String, agencyID: String, agencyName: String, otherAgencies: [(id: String, name: String)] = []
    ) -> SupplierMatch {
        let value = AgencyWords(fileValue)
        if value.names(AgencyWords(agencyName)) || value.names(AgencyWords(agencyID)) { return .same }
        guard !value.distinctive.isEmpty else { return .unknown }
        if otherAgencies.contains(where: { value.names(AgencyWords($0.name)) || value.names(AgencyWords($0.id)) }) { return .other }
        let own = AgencyWords(agencyName), id = AgencyWords(agencyID)
        if own.distinctive.isEmpty, id.distinctive.isEmpty { return .unknown }
        return .other
    }

    /// One verdict for all the values of a file: the supplier's own name anywhere speaks for it, another's alone against it.
    public static func judge(
        fileValues: some Sequence<String>, agencyID: String, agencyName: String, otherAgencies: [(id: String, name: String)] = []
    ) -> SupplierMatch {
        var verdict = SupplierMatch.unknown
        for value in fileValues {
            switch judge(fileValue: value, agencyID: agencyID, agencyName: agencyName, otherAgencies: otherAgencies) {
            case .same: return .same
            case .other: verdict = .other
            case .unknown: break
            }
        }
        return verdict
    }
}
