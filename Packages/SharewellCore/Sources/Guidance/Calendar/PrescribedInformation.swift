/// What has to be disclosed under section 17A of the Crime and Disorder Act 1998 (§2.4.1.1): depersonalised, electronically, period by period.
public struct PrescribedInformation: Sendable, Hashable {
    /// One item of the guidance's list.
    public struct Item: Sendable, Hashable, Identifiable {
        /// Lower-case words joined by hyphens.
        public let id: String
        /// In the guidance's words.
        public let title: String
        /// Classes of agency that owe it; each is a relevant authority.
        public let owedBy: [String]
        /// Classes of agency whose supply meets the duty for those that owe it, beside them.
        public let suppliedBy: [String]
        /// Record types that carry it, perhaps with more; empty where the rulebook has none.
        public let recordTypes: [RecordTypeID]
        /// Why there is no record type; nil where there is one.
        public let withoutRecordType: String?
        /// True for a health item: places are disclosed as the outward part of the postcode only.
        public let outwardPostcodeOnly: Bool
    }
    /// What it is.
    public let title: String
    /// Where the guidance has it.
    public let section: String
    /// The Regulations.
    public let source: String
    /// When each period begins and ends.
    public let periods: DisclosurePeriods
    /// In the order of the guidance.
    public let items: [Item]

    /// The items that an agency of these classes owes.
    public func items(owedBy classes: some Collection<String>) -> [Item] {
        items.filter { item in item.owedBy.contains(where: classes.contains) }
    }
}

extension Rulebook {
    /// The places of a record type that are disclosed as the outward part of the postcode only: patients' homes, where it carries a health item of
    /// section 17A (“general postcode address”; S.I. 2007/1831, regulation 1(2)). The places where something happened are not meant.
    public func outwardPlaces(of type: RecordType) -> Set<String> {
        guard prescribedInformation?.items.contains(where: { $0.outwardPostcodeOnly && $0.recordTypes.contains(type.id) }) == true else {
            return []
        }
        return Set(type.fields.compactMap(\.place).filter { $0.kind == .residence }.map(\.group))
    }
}
